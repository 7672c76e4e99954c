"""Any other CSV file of calls: which column holds which fact is asked once, and remembered by the
names of the columns (`desk/importing.py`)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from screener.call import Call
from screener.faults import Fault
from screener.feeds.ids import Ids
from screener.feeds.protocol import Head, Incoming, Item, Place, Rang, Skipped
from screener.feeds.source import Source
from screener.feeds.tabular import Cells, cell, delimiter_of, header_of, rows
from screener.feeds.times import NO_TIME, from_epoch, from_wall, seconds_of
from screener.text import one_line, without_guard
from screener.words import Status

NAME = "csv"
TITLE = "any CSV file of calls, columns named once"

TEXTS = (
    "number",
    "caller_id",
    "company",
    "said",
    "agent",
    "callback_number",
    "product",
    "own_number",
    "taken_by",
    "note",
)
FACTS = ("at", "date", "time", *TEXTS, "status", "duration", "direction", "id")
"""What a column can hold: fields of a call, `date` and `time` where they stand apart, which way it
went, and the file's own id."""

_GUESSES = (
    ("at", r"at|date ?/? ?time|datetime|timestamp|call ?date|start(?:ed)?(?: ?time)?|when"),
    ("date", r"date|day|datum"),
    ("time", r"time|uhrzeit|zeit"),
    ("number", r"(?:phone|caller|from|calling)? ?(?:number|no\.?|nr\.?)"),
    ("number", r"(?:tele)?phone|tel\.?|rufnummer|src"),
    ("number", r"from|caller"),
    ("caller_id", r"name|caller ?(?:id|name)?|cnam|contact(?: name)?"),
    ("company", r"company|organi[sz]ation|business|firma"),
    ("said", r"said|transcript(?:ion)?|message|text"),
    ("status", r"status|result|disposition|type|call ?type"),
    ("duration", r"duration(?: ?\(?s(?:ec(?:ond)?s?)?\)?)?|seconds|length|dauer"),
    ("direction", r"direction|in/out|way"),
    ("note", r"notes?|remarks?|comments?"),
    ("id", r"(?:call ?|unique ?)?id"),
)
"""The likelier comes first; a fact is in one column only."""
_STATUS = {
    Status.ANSWERED: "answered accepted received completed connected incoming inbound in yes "
    "angenommen",
    Status.MISSED: "missed unanswered noanswer busy failed rejected declined no verpasst",
    Status.VOICEMAIL: "voicemail message mailbox",
    Status.BLOCKED: "blocked screened spam gesperrt",
}
_STATUS_OF = {word: status for status, words in _STATUS.items() for word in words.split()}
_WHO = frozenset({"number", "company", "said", "caller_id"})
_OUT = {"out", "outgoing", "outbound", "dialed", "dialled", "placed", "made", "ausgehend"}
_IN = {"in", "incoming", "inbound", "received", "eingehend", *_STATUS_OF}

_DAYS = ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d", "%Y/%m/%d", "%b %d, %Y", "%d %b %Y")
_SLASHED = {True: ("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y"), False: ("%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y")}
_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", " %I:%M%p")


class Table(NamedTuple):
    """The columns of a file: their names, by which the choice is remembered, and whether these
    stand in its first row (else they are `column 1` and so on)."""

    names: tuple[str, ...]
    headed: bool
    delimiter: str

    @property
    def key(self) -> str:
        """What the choice of columns is remembered by."""
        return self.delimiter.join(name.casefold() for name in self.names)


def sniff(head: Head) -> float:
    """Several cells in the first line, as many in the second."""
    delimiter = delimiter_of(head.text)
    lines = [line for line in head.text.splitlines()[:3] if line.strip()]
    counts = [line.count(delimiter) for line in lines]
    return 0.4 if counts and min(counts) > 0 and "\0" not in head.text else 0.0


def table_of(head: Head) -> Table:
    """The columns of a file that begins so."""
    delimiter = delimiter_of(head.text)
    names = header_of(head.text, delimiter)
    headed = not any(re.search(r"\d{4}", name) for name in names)
    if not headed:
        names = [f"column {at}" for at in range(1, len(names) + 1)]
    return Table(tuple(names), headed, delimiter)


def first_row(head: Head, table: Table) -> tuple[str, ...]:
    """The first row of calls, to show by what its columns are filled; () where there is none."""
    text = head.text.lstrip("\ufeff")
    lines = [line for line in text.splitlines()[:3] if line.strip()][table.headed :]
    return tuple(header_of(lines[0], table.delimiter)) if lines else ()


def guess(table: Table) -> dict[str, str]:
    """What the columns hold by their names, as a proposal."""
    found: dict[str, str] = {}
    left = list(table.names)
    for fact, pattern in _GUESSES:
        if fact in found:
            continue
        fits = (name for name in left if re.fullmatch(pattern, name.casefold().replace("_", " ")))
        name = next(fits, None)
        if name is not None and not (fact in {"date", "time"} and "at" in found):
            found[fact] = name
            left.remove(name)
    return found


def check_columns(table: Table, columns: Mapping[str, str]) -> None:
    """Fault where the choice names what is not there, or cannot tell when a call was."""
    names = {name.casefold() for name in table.names}
    for fact, name in columns.items():
        if fact not in FACTS:
            raise Fault(f"columns: {fact!r} is none of {', '.join(FACTS)}.")
        if name.casefold() not in names:
            raise Fault(
                f"columns: the file has no column {name!r}; it has {', '.join(table.names)}."
            )
    if not {"at", "date"} & columns.keys():
        raise Fault("columns: one must say when a call was (at, or date and time).")
    if not _WHO & columns.keys():
        raise Fault("columns: one must say who rang or what was said (number, caller_id, …).")


def read(source: Source, place: Place) -> Iterator[Item]:
    """The calls of the file, by the chosen columns."""
    table = table_of(source.head)
    check_columns(table, place.columns)
    names = [name.casefold() for name in table.names]
    at = {fact: names.index(name.casefold()) for fact, name in place.columns.items()}
    who = [column for fact, column in at.items() if fact in _WHO]
    ids, first = Ids(), table.headed
    for row in rows(source, table.delimiter):
        if isinstance(row, Skipped):
            yield row
        elif first:
            first = False
        elif all(column >= len(row.cells) for column in who):
            yield Skipped(row.line, "the row breaks off")
        else:
            yield _item(row, at, place, ids)


def _item(row: Cells, at: Mapping[str, int], place: Place, ids: Ids) -> Item:
    found = {fact: without_guard(cell(row.cells, column)) for fact, column in at.items()}
    when = " ".join(filter(None, (found.get(each, "").strip() for each in ("at", "date", "time"))))
    moment = _moment(when, place)
    if moment is None:
        return Skipped(row.line, NO_TIME)
    duration = seconds_of(found["duration"]) if found.get("duration", "").strip() else None
    if found.get("duration", "").strip() and duration is None:
        return Skipped(
            row.line, f"a duration that cannot be read ({one_line(found['duration'], 20)!r})"
        )
    way, said = _folded(found.get("direction", "")), _folded(found.get("status", ""))
    if _OUT & {way, said}:
        return Rang(found.get("number", ""), moment, duration != 0, row.line)
    if way and way not in _IN:
        return Skipped(row.line, f"a direction that is not known ({one_line(way, 20)!r})")
    if said and said not in _STATUS_OF:
        return Skipped(row.line, f"a status that is not known ({one_line(said, 20)!r})")
    facts: dict[str, Any] = {name: found[name] for name in TEXTS if name in found}
    status = _STATUS_OF.get(said) or _STATUS_OF.get(way if way == "missed" else "")
    told = found.get("id", "").strip() or ids.of(when, *(facts[name] for name in sorted(facts)))
    return Incoming(
        Call(at=moment, status=status, duration=duration, source=NAME, source_id=told, **facts),
        row.line,
    )


def _folded(text: str) -> str:
    return re.sub(r"[\s_-]+", "", text).casefold()


def _moment(text: str, place: Place) -> datetime | None:
    if text.isascii() and text.isdecimal() and len(text) in {10, 13}:
        return from_epoch(int(text) / (1000 if len(text) == 13 else 1), place.zone)
    return from_wall(text, place.zone, *_patterns(day_first=place.day_first))


_PATTERNS: dict[bool, Sequence[str]] = {
    day_first: tuple(day + clock for day in (*_SLASHED[day_first], *_DAYS) for clock in _CLOCKS)
    for day_first in (True, False)
}


def _patterns(*, day_first: bool) -> Sequence[str]:
    return _PATTERNS[day_first]
