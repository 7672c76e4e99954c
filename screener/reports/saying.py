"""Moments, gaps, numbers and permissions as reports say them, the same in every section."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from screener.consent import spoken_day
from screener.ledger import LedgerEntry, Party, PartyKind
from screener.phone import display
from screener.text import counted
from screener.words import Purpose

_SECOND, _MINUTE, _HOUR, _DAY = 1, 60, 3600, 86400


def moment_words(at: datetime | None) -> str:
    """A moment with its day and offset, such as "Friday 29 August 2025, 16:40 (UTC-04:00)"."""
    if at is None:
        return "no time noted"
    return f"{at:%A} {spoken_day(at)}, {at:%H:%M} ({offset_words(at)})"


def offset_words(at: datetime) -> str:
    """The offset of a moment, such as UTC-04:00; what is not known is said."""
    text = f"{at:%z}"
    return f"UTC{text[:3]}:{text[3:5]}" if text else "offset not known"


def short_moment(at: datetime | None) -> str:
    """A moment to the minute, such as "2025-08-29 16:40"."""
    return "no time noted" if at is None else f"{at:%Y-%m-%d %H:%M}"


def written_moment(text: str) -> str:
    """A moment or a day as the store writes it (ISO 8601), such as "2025-08-29 16:40 UTC-04:00";
    what is neither stays as it is."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{at:%Y-%m-%d %H:%M} {offset_words(at)}" if at.tzinfo else text


def gap_words(gap: timedelta | None) -> str:
    """How long after it happened something was written down."""
    if gap is None:
        return "not known"
    seconds = int(gap.total_seconds())
    if seconds < 0:
        return "before it happened, by the clocks noted"
    for unit, name in ((_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute"), (_SECOND, "second")):
        if seconds >= unit:
            return f"{counted(seconds // unit, name)} after it happened"
    return "as it happened"


def listed(words: Iterable[str], last: str = "and") -> str:
    """Words as a list in a sentence."""
    *most, end = list(words) or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


def number_words(number: str, region: str) -> str:
    """A number as it is written in the region; what came otherwise is told beside it."""
    if not number.strip():
        return "none shown"
    shown = display(number, region)
    return shown if shown == number else f"{shown}, noted as {number}"


def party_words(party: Party, region: str) -> str:
    """A party as people call it."""
    if party.kind is PartyKind.NUMBER:
        return f"the caller from {display(party.value, region)}"
    return party.value


def purposes_words(purposes: Iterable[Purpose]) -> str:
    """Purposes in a sentence."""
    return listed(dict.fromkeys(map(str, purposes)))


def together(entries: Iterable[LedgerEntry]) -> list[tuple[LedgerEntry, ...]]:
    """Entries that were made in one breath, for several purposes, as one; in the order of time."""
    found: dict[tuple[object, ...], list[LedgerEntry]] = {}
    for one in entries:
        key = (one.party, one.kind, one.at, one.how, one.words, one.to_whom, one.reference)
        found.setdefault((*key, one.call, one.note, one.file_hash), []).append(one)
    return [tuple(entries) for entries in found.values()]


def day_words(day: date | None) -> str:
    """A day as it is said, or that there is none."""
    return "not noted" if day is None else spoken_day(day)
