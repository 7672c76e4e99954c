"""The formats: nothing from outside acts in them, and each keeps to its own rules."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.desk import Desk
from screener.reports.csv import (
    CALL_COLUMNS,
    ENTRY_COLUMNS,
    TABLES,
    VIOLATION_COLUMNS,
    safe_cell,
    to_csv,
)
from screener.reports.document import Document, Items, Lines, Pairs, Part, Section, Table, Text
from screener.reports.html import to_html
from screener.reports.json import to_json
from screener.reports.telling import report_document
from screener.reports.txt import COLUMNS, cells, to_txt, wrapped
from screener.violations import NO_ADVICE
from tests.conftest import ROOT
from tests.reports.conftest import Clock, ring

NASTY = "<script>alert(1)</script>\x1b[31m\u202e[/]\"'&{day} =cmd|' /C calc'!A0"
texts = st.text(max_size=60)
blocks = st.one_of(
    st.builds(Text, texts, st.booleans()),
    st.builds(Lines, st.lists(texts, max_size=3).map(tuple)),
    st.builds(Pairs, st.lists(st.tuples(texts, texts), max_size=3).map(tuple)),
    st.builds(Items, st.lists(texts, max_size=3).map(tuple), st.booleans()),
    st.lists(st.tuples(texts, texts), max_size=3).map(
        lambda rows: Table((("No.", 4), ("What", 20)), tuple(rows))
    ),
)
documents = st.builds(
    Document,
    texts,
    st.lists(
        st.builds(
            Section,
            texts,
            st.lists(st.one_of(blocks, st.builds(Part, texts, st.tuples(blocks))), max_size=3).map(
                tuple
            ),
            st.booleans(),
        ),
        max_size=3,
    ).map(tuple),
)


class _Tags(HTMLParser):
    """Every tag with its attributes, every text, and what is left open."""

    VOID = frozenset({"meta", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read(page: str) -> _Tags:
    tags = _Tags()
    tags.feed(page)
    tags.close()
    return tags


@given(documents)
def test_html_holds_no_tag_but_its_own_and_nothing_from_outside(document: Document) -> None:
    page = read(to_html(document))
    assert page.open == []
    assert not page.seen & {"script", "img", "link", "iframe", "a", "object", "svg"}
    assert not any(name.startswith("on") or name in {"src", "href"} for name in page.attributes)


def test_html_shows_what_came_as_plain_text(orkin: Desk, clock: Clock) -> None:
    ring(orkin, clock, "2025-11-02 10:00", said=NASTY, product=NASTY)
    clock.set("2025-12-01 12:00")
    page = to_html(report_document(orkin.report("orkin"), 3))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert "default-src 'none'" in page
    assert not re.search(r"url\(|@import|https?://[^ <]*\.(css|js|png)", page)
    assert "@media print" in page
    shown = " ".join(read(page).texts)
    assert "{day}" in shown


@given(documents)
def test_txt_fits_into_eighty_columns(document: Document) -> None:
    lines = to_txt(document).split("\n")
    assert all(cells(line) <= COLUMNS for line in lines)
    assert not any(line != line.rstrip() for line in lines)


@given(st.text(max_size=200), st.integers(min_value=4, max_value=80))
def test_wrapping_loses_no_letter(text: str, width: int) -> None:
    from screener.text import plain  # noqa: PLC0415

    joined = "".join("".join(line.split()) for line in wrapped(text, width))
    assert joined == "".join(plain(text, lines=True).split())
    assert all(cells(line) <= width for line in wrapped(text, width))


def test_advice_is_disclaimed_once(orkin: Desk) -> None:
    document = report_document(orkin.report("orkin"), 3)
    assert " ".join(to_txt(document).split()).count(NO_ADVICE) == 1
    assert to_html(document).count("legal advice") == 1


@given(st.text(max_size=40))
def test_no_cell_begins_a_formula(text: str) -> None:
    cell = safe_cell(text)
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("text", ["=1+1", "+16145550133", "-2", "@SUM(A1)", " =1", "\t=1", "＝1"])
def test_what_a_spreadsheet_would_reckon_begins_with_an_apostrophe(text: str) -> None:
    assert safe_cell(text).startswith("'")


def test_csv_is_read_back_as_it_was_meant(orkin: Desk, clock: Clock) -> None:
    said = 'he said "sign up",\nthen he hung up; =HYPERLINK("x")'
    ring(orkin, clock, "2025-11-02 10:00", said=said, product="=1+1")
    clock.set("2025-12-01 12:00")
    text = to_csv(orkin.report("orkin"))
    assert text.count("\r\n") == 6
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == CALL_COLUMNS
    assert rows[4]["said"] == said
    assert rows[4]["product"] == "'=1+1"
    assert rows[3]["may_have_broken"].startswith("after opt-out (likely")
    assert rows[1]["permission"] == "not_asked"


def test_every_table_has_its_heads_and_rows(orkin: Desk) -> None:
    report = orkin.report("orkin")
    heads = {"calls": CALL_COLUMNS, "ledger": ENTRY_COLUMNS, "violations": VIOLATION_COLUMNS}
    count = {"calls": 4, "ledger": 4, "violations": 2}
    for table in TABLES:
        rows = list(csv.reader(io.StringIO(to_csv(report, table), newline="")))
        assert tuple(rows[0]) == heads[table]
        assert len(rows) == count[table] + 1
        assert {len(row) for row in rows} == {len(heads[table])}


def test_json_holds_everything_and_facts_as_they_came(orkin: Desk, clock: Clock) -> None:
    ring(orkin, clock, "2025-11-02 10:00", said=NASTY)
    clock.set("2025-12-01 12:00")
    call = orkin.report("orkin").occasions[2].record.call.id
    orkin.amend(call, {"at": clock.set("2025-09-09 14:25"), "recorded": True})
    clock.set("2025-12-01 12:00")
    report = orkin.report("orkin")
    text = to_json(report, 10)
    assert text.isascii()
    found = json.loads(text)
    assert found["format"] == "screener-report/1"
    assert found["calls"][4]["call"]["said"] == NASTY
    amended = {each["field"]: (each["old"], each["new"]) for each in found["calls"][2]["amended"]}
    assert amended["recorded"] == (None, True)
    assert amended["at"][0].startswith("2025-09-09T14:20")
    assert found["calls"][2]["original"]["at"].startswith("2025-09-09T14:20")
    assert found["anchor"] == {"head": report.anchor.head, "records": report.anchor.records}
    assert found["deadlines"][0]["honour_by"] == "2025-09-15"
    assert found["sheets"][0]["fields"][0] == {
        "field": "Your phone number",
        "value": "(614) 555-0199",
    }


def test_every_key_and_column_is_documented(orkin: Desk) -> None:
    told = (Path(ROOT) / "docs" / "report.md").read_text()
    found = json.loads(to_json(orkin.report("orkin"), 1))
    keys = {*found, *found["calls"][0], *found["deadlines"][0], *found["violations"][0]}
    keys |= {*found["sheets"][0], *found["calls"][0]["legal_relationship"]}
    columns = {*CALL_COLUMNS, *ENTRY_COLUMNS, *VIOLATION_COLUMNS}
    assert {key for key in keys | columns if f"`{key}`" not in told} == set()
