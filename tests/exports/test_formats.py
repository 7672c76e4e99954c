"""Each format: read back by its own reader, and harmless whatever callers are called."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.call import Call
from screener.exports import FORMATS, callattendant, content_lines, jsonl, ncid, spamblocker, yacb
from screener.exports import csv as to_csv
from screener.exports import icalendar as to_icalendar
from screener.exports import vcard as to_vcard
from screener.exports.blocking import bare_name
from screener.feeds import vcard as from_vcard
from screener.feeds.protocol import Contact, Place
from screener.feeds.source import opened
from screener.ledger import EntryKind, LedgerEntry, Party, PartyKind
from screener.store import Store
from screener.store.outgoing import Unwanted
from screener.vendor import Person, Vendor
from screener.violations import Duty
from screener.wire import call_from, entry_from, vendor_from
from screener.words import Label, Purpose
from tests.store.samples import NOON, at, judged

HOSTILE = (
    '=HYPERLINK("http://x")',
    " +1+1",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "a\r\nEND:VCARD\r\nBEGIN:VCARD",
    "x\nDTSTART:19700101",
    "quote \" and '",
    "semi;colon,comma\\back",
    "\u202eevil\u2066\u200b",
    "\x1b[2J\x07\x00",
    "line\u2028separator\x85",
    "6145550199 #= other\n6145550198",
    "Ünïcödé " * 20,
    "\U0001f600" * 40,
)
texts = st.sampled_from(HOSTILE) | st.text(
    st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60
)
_folders = count()


@contextmanager
def fresh(folder: Path) -> Iterator[Store]:
    with Store.open(folder / f"{next(_folders)}" / "x.db", clock=lambda: NOON) as store:
        yield store


def unwanted(name: str, number: str = "+16145550133") -> Unwanted:
    return Unwanted(number, name, at(0), 2, at(1))


def duty(who: str) -> Duty:
    return Duty(
        Party(PartyKind.NAME, who),
        (Purpose.SALES,),
        at(0),
        date(2026, 11, 17),
        False,
        date(2031, 11, 2),
        15,
        0,
        1,
        "US_OPT_OUT",
        "47 CFR 64.1200(d)",
    )


def is_harmless(text: str) -> bool:
    """No control characters but the ends of lines, nothing that turns the direction of text."""
    return not any(
        ord(char) < 32 or 127 <= ord(char) < 160 or char in "\u200b\u2028\u2029\u202e\u2066"
        for char in text.replace("\r\n", "").replace("\n", "")
    )


@given(texts, texts)
def test_cells_are_no_formulas_and_rows_stay_rows(name: str, alias: str) -> None:
    told = "".join(to_csv.vendors([Vendor(name, aliases=(alias,), numbers=("+16145550133",))]))
    head, row = csv.reader(io.StringIO(told, newline=""), strict=True)
    assert tuple(head) == to_csv.VENDOR_COLUMNS
    assert len(row) == len(head)
    assert not any(cell.lstrip()[:1] in {*"=+-@＝＋－＠"} for cell in row if cell.strip())
    assert not any(char in told for char in "\t\x00\x1b\u202e")
    assert told.endswith("\r\n")


@settings(deadline=None, max_examples=25)
@given(texts, texts)
def test_a_log_in_json_lines_is_the_log(
    tmp_path_factory: pytest.TempPathFactory, said: str, company: str
) -> None:
    with fresh(tmp_path_factory.mktemp("log")) as store:
        store.log(Call(id="a", at=at(0), number="614 555 0133", company=company, said=said))
        store.log(Call(id="b", at=at(1), note=said), judged(Call()))
        store.correct("b", Label.SERVICE)
        store.set_tags("b", ["work", "home"])
        store.amend("a", {"agent": company})
        lines = list(jsonl.calls(store.outgoing()))
        assert all(line.isascii() and line.count("\n") == 1 for line in lines)
        told = [json.loads(line) for line in lines]
        assert [call_from(each) for each in told] == [store.record(i).call for i in "ab"]
        assert [(each["label"], each["corrected"]) for each in told] == [
            (None, False),
            ("service", True),
        ]
        assert told[1]["tags"] == ["home", "work"]


@given(texts.filter(str.strip))
def test_vendors_and_entries_in_json_lines_are_themselves(name: str) -> None:
    vendor = Vendor(name, (name,), ("+16145550133",), "pest control", date(2020, 1, 2))
    entry = LedgerEntry(
        Party(PartyKind.NAME, name), Purpose.SALES, EntryKind.OPT_OUT, at(0), at(1), words=name
    )
    assert [vendor_from(json.loads(line)) for line in jsonl.vendors([vendor])] == [vendor]
    assert [entry_from(json.loads(line)) for line in jsonl.ledger([entry])] == [entry]


@given(texts)
def test_a_card_is_one_card(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    told = "".join(to_vcard.vendors([Vendor("N" + name, (name,), ("+16145550133", "55;1\n2"))]))
    assert is_harmless(told)
    assert told.replace("\r\n", "").isprintable() or "\u00a0" in told or not told.isascii()
    assert all(len(line.encode()) <= 75 for line in told.split("\r\n"))
    assert told.count("BEGIN:VCARD\r\n") == 1 or "BEGIN:VCARD" in name
    file = tmp_path_factory.mktemp("card") / "a.vcf"
    file.write_bytes(told.encode())
    (contact,) = from_vcard.read(opened(file), Place())
    assert isinstance(contact, Contact)
    assert contact.organisation
    assert contact.numbers[0] == "+16145550133"


def test_a_plain_card_is_read_back_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "a.vcf"
    vendor = Vendor("Müller, Söhne; \\ & Co", numbers=("+16145550133", "611"))
    file.write_bytes(
        "".join(to_vcard.vendors([vendor, Vendor("B", numbers=("+4930901820",))])).encode()
    )
    first, second = from_vcard.read(opened(file), Place())
    assert isinstance(first, Contact)
    assert (first.name, first.numbers) == (vendor.name, vendor.numbers)
    assert isinstance(second, Contact)
    assert second.name == "B"


@given(texts)
def test_a_calendar_holds_two_events_whatever_the_party_is_called(who: str) -> None:
    told = "".join(to_icalendar.deadlines([duty(who)], NOON))
    assert is_harmless(told)
    assert all(len(line.encode()) <= 75 for line in told.split("\r\n"))
    calendar = icalendar.Calendar.from_ical(told)
    events = calendar.walk("VEVENT")
    assert [event["DTSTART"].dt for event in events] == [date(2026, 11, 17), date(2031, 11, 2)]
    assert len({event["UID"] for event in events}) == 2
    assert [event["UID"] for event in events] == [
        event["UID"]
        for event in icalendar.Calendar.from_ical(
            "".join(to_icalendar.deadlines([duty(who)], at(5000)))
        ).walk("VEVENT")
    ]


def test_a_calendar_says_what_it_is_about() -> None:
    told = "".join(to_icalendar.deadlines([duty("Acme; Solar, Inc")], NOON))
    first = icalendar.Calendar.from_ical(told).walk("VEVENT")[0]
    assert str(first["SUMMARY"]) == "Acme; Solar, Inc: last day to honour your opt-out (sales)"
    assert "broken" in str(first["DESCRIPTION"])


@given(texts)
def test_folding_loses_nothing_and_parts_no_character(text: str) -> None:
    line = content_lines.text_line("X", text)
    assert line.replace("\r\n ", "") == "X:" + content_lines.escaped(text) + "\r\n"


@pytest.mark.parametrize("format_", [spamblocker, yacb, ncid, callattendant])
@given(name=texts)
def test_a_block_list_has_a_line_a_number(format_: object, name: str) -> None:
    lines = list(format_.blocklist([unwanted(name), unwanted("B", "+4930901820")], "US"))  # type: ignore[attr-defined]
    assert len(lines) == 3
    assert all(line.count("\n") == 1 and line.endswith("\n") for line in lines)
    assert is_harmless("".join(lines))
    assert not any('"' in line for line in lines)
    assert len({line.count(",") for line in lines[1:]}) == 1
    assert bare_name(name)[:1] not in {*"=+-@"}
    assert lines[1].count("#") == (1 if format_ is ncid else 0)


@pytest.mark.parametrize(
    ("format_", "lines"),
    [
        (spamblocker, ["(1)?6145550133,Acme,1,1,true\n", "4930901820,B,1,1,true\n"]),
        (ncid, ["6145550133      #= Acme\n", "4930901820      #= B\n"]),
        (
            callattendant,
            [
                "614-555-0133,Acme,Judged on 2026-11-02\r\n",
                "4930901820,B,Judged on 2026-11-02\r\n",
            ],
        ),
        (
            yacb,
            [
                "1,Acme,+16145550133,1793638800000,2,1793638860000\r\n",
                "2,B,+4930901820,1793638800000,2,1793638860000\r\n",
            ],
        ),
    ],
)
def test_block_lists_are_in_the_form_of_their_programs(format_: object, lines: list[str]) -> None:
    told = format_.blocklist([unwanted("Acme"), unwanted("B", "+4930901820")], "US")  # type: ignore[attr-defined]
    assert list(told)[1:] == lines


NUMBERS = tuple(f"+1614555010{digit}" for digit in range(6))
numbers = st.sampled_from(NUMBERS)
deeds = st.lists(
    st.tuples(
        st.sampled_from(("call", "of vendor", "vendor", "person", "own", "refuse", "allow")),
        numbers,
        st.sampled_from((*Label, None)),
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=60)
@given(deeds)
def test_nobody_is_blocked_who_was_not_judged_or_is_known(
    tmp_path_factory: pytest.TempPathFactory, did: list[tuple[str, str, Label | None]]
) -> None:
    spared: set[str] = set()
    last: dict[str, bool] = {}
    clock = iter(map(at, range(1, 1000)))
    folder = tmp_path_factory.mktemp("judged")
    with Store.open(folder / "x.db", clock=lambda: next(clock)) as store:
        acme = store.add_vendor(Vendor("Acme"))
        for place, (what, number, label) in enumerate(did):
            if what in {"call", "of vendor"}:
                call = Call(id=f"c{place}", at=at(-place), number=number)
                store.log(call, judged(call, vendor=acme if what == "of vendor" else None))
                if what == "of vendor":
                    spared.add(number)
                if label is not None:
                    store.correct(call.id, label)
                    last[number] = label is Label.SOLICITATION
            elif what == "vendor":
                spared.add(number)
                store.add_vendor(Vendor(f"V{place}", numbers=(number,)))
            elif what == "person":
                spared.add(number)
                store.add_person(Person(f"P{place}", (number,)))
            elif what == "own":
                spared.add(number)
                own = store.setting("own_numbers", [])
                store.set_setting("own_numbers", [*own, number])
            else:
                kind = EntryKind.OPT_OUT if what == "refuse" else EntryKind.OPT_IN
                party = Party(PartyKind.NUMBER, number)
                entry = LedgerEntry(party, Purpose.SALES, kind, next(clock))
                store.enter(entry)
                last[number] = kind is EntryKind.OPT_OUT
        found = [each.number for each in store.unwanted()]
    assert found == sorted(found)
    assert set(found) == {number for number, selling in last.items() if selling} - spared


def test_a_correction_that_is_taken_back_judges_nobody(store: Store) -> None:
    store.log(Call(id="a", at=at(0), number="614 555 0133", company="Acme"))
    store.correct("a", Label.SOLICITATION)
    assert [(one.number, one.name) for one in store.unwanted()] == [("+16145550133", "Acme")]
    store.correct("a", None)
    assert store.unwanted() == []


def test_what_the_program_thinks_blocks_nobody(store: Store) -> None:
    call = Call(id="a", at=at(0), number="614 555 0133")
    store.log(call, judged(call, Label.SOLICITATION))
    assert store.unwanted() == []


def test_withheld_and_broken_numbers_block_nobody(store: Store) -> None:
    for place, number in enumerate(("Private", "", "12")):
        store.log(Call(id=f"c{place}", at=at(place), number=number))
        store.correct(f"c{place}", Label.SOLICITATION)
    assert store.unwanted() == []


def test_every_format_stands_in_the_documents() -> None:
    page = (Path(__file__).parents[2] / "docs" / "export.md").read_text(encoding="utf-8")
    for what, forms in FORMATS.items():
        assert f"`{what}`" in page
        assert all(f"`{form}`" in page for form in forms)
