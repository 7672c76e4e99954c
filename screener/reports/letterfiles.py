"""Letter files → wordings: every key checked, every fault with its file and place."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from screener.entries import Entry
from screener.faults import Fault
from screener.ledger import How
from screener.regions import Confidence
from screener.words import PREFERENCE_PURPOSES, Purpose

MAX_FILE = 100_000
"""Bytes. Nobody writes a longer letter."""

_LONGEST = 600
_SHORT = 160

CONDITIONS = ("told", "called", "no service")
"""When a paragraph is told: they were told to stop before, they called all the same, the
letter leaves service calls be."""

LISTS = ("told", "called")
"""What can follow a paragraph as a list."""

_IN_TEXT = ("company", "purposes", "own_numbers", "records", "anchor")
_IN_TOLD = ("day", "time", "how", "words")
_IN_CALLED = ("day", "time", "number")
_IN_DAY = ("day", "month", "year")
_BRACES = re.compile(r"\{([^{}]*)\}")
_KEYS = (
    *("format", "countries", "language", "day", "months", "also", "subject", "yours", "theirs"),
    *("own_numbers", "told", "called", "withheld", "greeting", "closing", "purposes", "how"),
    "paragraph",
)


class Paragraph(NamedTuple):
    """A paragraph of a letter. `when` must all hold; `list` follows it. `citation` is the law
    that it names, `source` where that was read."""

    text: str
    id: str = ""
    when: tuple[str, ...] = ()
    list: str = ""
    citation: str = ""
    source: str = ""
    confidence: Confidence | None = None


class Wording(NamedTuple):
    """The words of a country's letter, with what goes in between in braces."""

    countries: tuple[str, ...]
    language: str
    day: str
    months: tuple[str, ...]
    also: str
    subject: str
    yours: tuple[str, ...]
    theirs: tuple[str, ...]
    own_numbers: str
    told: str
    called: str
    withheld: str
    greeting: str
    closing: str
    purposes: Mapping[Purpose, str]
    how: Mapping[How, str]
    paragraphs: tuple[Paragraph, ...]

    def spoken_day(self, day: date) -> str:
        """A day in the letter's language."""
        parts = {"day": day.day, "month": self.months[day.month - 1], "year": day.year}
        return put_in(self.day, {name: str(value) for name, value in parts.items()})

    def listed(self, words: tuple[str, ...]) -> str:
        """Words as a list in a sentence of the letter."""
        *most, end = words or ("",)
        return f"{', '.join(most)} {self.also} {end}" if most else end


def put_in(text: str, values: Mapping[str, str]) -> str:
    """A text with its braces filled; what is put in is not read again."""
    return _BRACES.sub(lambda found: values[found[1]], text)


def read_letter_file(path: Path) -> Wording:
    """The wording of a file. Raises Fault with the first thing that is wrong."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Fault(f"{path}: cannot be read: {error.strerror}.") from None
    if len(raw) > MAX_FILE:
        raise Fault(f"{path.name}: larger than {MAX_FILE:,} bytes.")
    try:
        document = tomllib.loads(raw.decode())
    except UnicodeDecodeError:
        raise Fault(f"{path.name}: not UTF-8 text.") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Fault(f"{path.name}: not TOML: {error}.") from None
    return read_wording(document, path.name)


def letter_folders(user_folder: Path | None = None) -> tuple[Path, ...]:
    """Where letter files lie: the person's own, which come first, then the bundled ones."""
    from screener.rulebook import rules_folder  # noqa: PLC0415 - only for letters

    bundled = rules_folder() / "letters"
    return (bundled,) if user_folder is None else (user_folder / "letters", bundled)


def check_letters(user_folder: Path | None = None) -> list[str]:
    """Everything that is wrong with the letter files, a sentence each."""
    faults: list[str] = []
    for folder in letter_folders(user_folder):
        for path in sorted(folder.glob("*.toml")):
            try:
                read_letter_file(path)
            except Fault as fault:
                faults.append(str(fault))
    return faults


def read_wording(document: Mapping[str, object], file: str) -> Wording:
    """The wording of a parsed document. Raises Fault."""
    whole = Entry(document, file, _KEYS)
    whole.format_one()
    months = whole.texts("months", 20)
    if len(months) != 12:
        raise whole.fault("'months' must name the twelve months.")
    paragraphs = tuple(
        _paragraph(Entry(table, f"{file}, paragraph {number}", (*Paragraph._fields, "verified_on")))
        for number, table in enumerate(whole.tables("paragraph"), 1)
    )
    if [one.id for one in paragraphs].count("request") != 1:
        raise whole.fault("one paragraph must have the id 'request': what is asked for.")
    countries = whole.texts("countries", 2)
    if not all(re.fullmatch("[A-Z]{2}", country) for country in countries):
        raise whole.fault("'countries' must list countries in two capital letters.")
    return Wording(
        countries=countries,
        language=whole.text("language", 10),
        day=_filled(whole, "day", _IN_DAY),
        months=months,
        also=whole.text("also", 20),
        subject=_filled(whole, "subject", _IN_TEXT),
        yours=whole.texts("yours", _SHORT),
        theirs=tuple(_braces(whole, one, _IN_TEXT) for one in whole.texts("theirs", _SHORT)),
        own_numbers=whole.text("own_numbers", _SHORT),
        told=_filled(whole, "told", _IN_TOLD),
        called=_filled(whole, "called", _IN_CALLED),
        withheld=whole.text("withheld", _SHORT),
        greeting=whole.text("greeting", _SHORT),
        closing=whole.text("closing", _SHORT),
        purposes={Purpose(k): v for k, v in _table(whole, "purposes", PREFERENCE_PURPOSES).items()},
        how={How(k): v for k, v in _table(whole, "how", tuple(How)).items()},
        paragraphs=paragraphs,
    )


def _paragraph(entry: Entry) -> Paragraph:
    when = entry.texts("when", 20)
    for one in when:
        if one not in CONDITIONS:
            raise entry.fault(f"'when': {one!r} is none of {', '.join(CONDITIONS)}.")
    follows = entry.text("list", 20) if "list" in entry else ""
    if follows and follows not in LISTS:
        raise entry.fault(f"'list' must be one of {', '.join(LISTS)}.")
    text = _filled(entry, "text", _IN_TEXT)
    name = entry.text("id", 20) if "id" in entry else ""
    if "citation" not in entry:
        return Paragraph(text, name, when, follows)
    confidence = entry.text("confidence", 20)
    if confidence not in tuple(Confidence):
        raise entry.fault(f"'confidence' must be one of {', '.join(Confidence)}.")
    verified = entry.value("verified_on")
    if not isinstance(verified, date) or isinstance(verified, datetime):
        raise entry.fault("'verified_on' must be a day such as 2026-03-09, without quotes.")
    citation, source = entry.text("citation", _SHORT), entry.text("source", 400)
    return Paragraph(text, name, when, follows, citation, source, Confidence(confidence))


def _filled(entry: Entry, key: str, known: tuple[str, ...]) -> str:
    return _braces(entry, entry.text(key, _LONGEST), known)


def _braces(entry: Entry, text: str, known: tuple[str, ...]) -> str:
    for found in _BRACES.finditer(text):
        if found[1] not in known:
            raise entry.fault(f"{{{found[1]}}} cannot be filled in; known are {', '.join(known)}.")
    return text


def _table(whole: Entry, key: str, keys: tuple[str, ...]) -> Mapping[str, str]:
    """A table that has a text for each of the keys and no other."""
    table = Entry(whole.value(key), f"{whole.where}, {key}", keys)
    return {one: table.text(one, _SHORT) for one in map(str, keys)}
