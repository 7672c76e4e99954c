"""Who is this, and what happened before? The answer of a look-up, as lines and as JSON.

Nothing here needs click, which takes as long to load as all that a look-up does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from screener.desk.lookup import look_up
from screener.lookup import Called, Lookup, Tally
from screener.phone import Number, NumberKind, display
from screener.store.callers import open_callers
from screener.text import one_line, plain
from screener.words import Label, Relation

if TYPE_CHECKING:
    from screener.consent import Permission

_WIDTH = 80
_NAME = 40
_SHOWN_CALLS = 5
_SHOWN_NUMBERS = 4
_AGES = (("7 days", "week"), ("30 days", "month"), ("year", "year"), ("in all", "ever"))


def answer(db: Path | None, who: str, *, as_json: bool) -> Iterator[str]:
    """The lines of the answer to `screener lookup WHO`. Fault for what is neither number nor
    name."""
    with open_callers(db, _now) as store:
        found, region = look_up(store, who, _now()), store.region()
    if as_json:
        return iter([json.dumps(to_json(found), ensure_ascii=True, indent=2)])
    return (part for line in lines_of(found, region) for part in _wrapped(plain(line)))


def _wrapped(line: str) -> Iterator[str]:
    """A line in pieces of at most 80 columns, broken between words."""
    while len(line) > _WIDTH and (end := line.rfind(" ", 5, _WIDTH + 1)) > 0:
        yield line[:end]
        line = "    " + line[end + 1 :]
    yield line


def _now() -> datetime:
    return datetime.now().astimezone()


def lines_of(found: Lookup, region: str) -> Iterator[str]:
    """The answer as plain sentences."""
    yield _who(found, region)
    yield from _hints(found, region)
    yield ("  " + found.summary + ".") if found.summary else "  Has not called before."
    yield from _counts(found.past)
    if found.past.number_count > 1:
        numbers = [
            f"{display(number, region)} ({calls:,})"
            for number, calls in found.past.numbers[:_SHOWN_NUMBERS]
        ]
        more = found.past.number_count - len(numbers)
        yield f"  Numbers: {', '.join(numbers)}{f' and {more:,} more' if more else ''}"
    if found.number is not None and 0 < found.called.ever.calls < found.past.ever.calls:
        yield f"  {found.called.ever.calls:,} of these from this number."
    if found.past.ever.scams:
        yield f"  {found.past.ever.scams:,} of these judged to be scams."
    yield from _complaints(found)
    yield from _allowed(found)
    yield from _newest(found)


def _who(found: Lookup, region: str) -> str:
    number = found.number
    if number is None:
        return _named(found)
    if number.kind is NumberKind.WITHHELD:
        return "Number withheld: the caller showed none."
    return f"{_number(found, number, region)}: {_whose(found)}"


def _number(found: Lookup, number: Number, region: str) -> str:
    """The number, where it is at home, and what kind of line it is."""
    line = number.line.replace("_", " ").replace("fixed or mobile", "landline or mobile")
    if found.home.place and not found.home.country:
        line = ""
    about = ", ".join(part for part in (found.home.place, found.home.country, line) if part)
    if number.kind is NumberKind.POSSIBLE:
        about = "no such number is given out: mistyped, or made up"
    return display(number.e164 or number.raw, region) + (f" ({about})" if about else "")


def _whose(found: Lookup) -> str:
    if found.own:
        return "your own number; a caller who shows it hides behind it."
    if found.person is not None:
        relation = found.person.relation or "known to you"
        return f"{one_line(found.person.name, _NAME)} ({one_line(relation, _NAME)})."
    if found.on_file:
        return f"number on file of {_named(found)}"
    if found.company:
        return f'not on file; called as "{one_line(found.company, _NAME)}".'
    return "not on file."


def _named(found: Lookup) -> str:
    name = one_line(found.company or found.text, _NAME)
    if found.vendor is not None:
        return f"{name}, {_RELATIONS[found.relationship]}."
    if found.past.ever.calls:
        return f"{name}: not in your vendor book; this name was claimed in calls."
    return f"{name}: not on file."


_RELATIONS: Mapping[Relation, str] = {
    Relation.CURRENT: "you are a customer",
    Relation.INQUIRY: "you asked them for something",
    Relation.LAPSED: "you were a customer once",
    Relation.NONE: "no relationship",
}


def _hints(found: Lookup, region: str) -> Iterator[str]:
    if found.neighbour:
        yield "  Shares its first six digits with your own number: often a made-up one."
    for near in found.near[:1]:
        number = display(near.number, region)
        yield f"  Likely another line of {one_line(near.vendor, _NAME)} ({number}); no more than likely."
    if found.alike:
        names = ", ".join(one_line(name, _NAME) for name in found.alike)
        yield f"  Names that resemble it: {names}"


def _counts(called: Called) -> Iterator[str]:
    if not called.ever.calls:
        return
    ages = [f"{getattr(called, field).calls:,} in {age}" for age, field in _AGES[:3]]
    yield f"  Calls: {called.ever.calls:,} in all; {', '.join(ages)}."
    yield f"  Labels: {_labels(called.ever)}."
    if called.first is not None:
        yield f"  First on {called.first.at:%Y-%m-%d}."


def _labels(tally: Tally) -> str:
    order: tuple[Label | None, ...] = (*Label, None)
    return ", ".join(
        f"{tally.labels[label]:,} {label.shown if label else 'not screened'}"
        for label in order
        if tally.labels.get(label)
    )


def _complaints(found: Lookup) -> Iterator[str]:
    told = found.reputation
    if told is None:
        return
    if told.complaints:
        newest = f", the newest of {told.newest:%Y-%m-%d}" if told.newest else ""
        about = ", ".join(
            f"{one_line(subject, 30) or 'no subject'} {n:,}"
            for subject, n in list(told.subjects.items())[:2]
        )
        yield f"  Public complaints: {told.complaints:,}{newest} (numbers are spoofed: no proof)."
        yield f"    About: {about}"
    for each in told.ranges[:1]:
        yield f"  In a listed range: {each.prefix} ({one_line(each.source, _NAME)})."


def _allowed(found: Lookup) -> Iterator[str]:
    stated = [
        (str(each.state).replace("_", " "), _because(each), str(purpose))
        for purpose, each in found.permissions.items()
    ]
    for (state, because), group in groupby(sorted(stated), key=lambda line: line[:2]):
        purposes = ", ".join(purpose for _, _, purpose in group)
        yield f"  Today {state}: {purposes}{because}"


def _because(permission: Permission) -> str:
    since = f" since {permission.since:%Y-%m-%d}" if permission.since else ""
    words = {
        "ledger": "you told them",
        "preference": "your preference",
        "default": "your default",
        "expected": "announced",
    }.get(permission.by, "")
    return f" ({words}{since})" if words else ""


def _newest(found: Lookup) -> Iterator[str]:
    if found.calls:
        from screener.cli.output import row_line  # noqa: PLC0415 - few callers rang before

        for row in found.calls[:_SHOWN_CALLS]:
            yield one_line(row_line(row), _WIDTH)


def to_json(found: Lookup) -> dict[str, object]:
    """The answer for programs."""
    number, told = found.number, found.reputation
    return {
        "text": found.text,
        "summary": found.summary,
        "number": number
        and {
            "e164": number.e164,
            "kind": number.kind,
            "line": number.line,
            "region": number.region,
            "country": found.home.country,
            "place": found.home.place,
            "own": found.own,
            "neighbour": found.neighbour,
        },
        "company": found.company or None,
        "on_file": found.on_file,
        "vendor": _vendor_json(found),
        "likely": [{"vendor": near.vendor, "number": near.number} for near in found.near],
        "alike": list(found.alike),
        "person": found.person and {"name": found.person.name, "relation": found.person.relation},
        "relationship": found.relationship,
        "from_number": _called_json(found.called),
        "from_company": _called_json(found.company_called),
        "permissions": {
            purpose: {
                "state": each.state,
                "by": each.by or None,
                "since": each.since.isoformat() if each.since else None,
            }
            for purpose, each in found.permissions.items()
        },
        "ledger": _entries_json(found),
        "reputation": told
        and {
            "complaints": told.complaints,
            "weight": round(told.weight, 3),
            "robocall_share": told.robocall_share,
            "newest": told.newest.isoformat() if told.newest else None,
            "subjects": dict(told.subjects),
            "sources": list(told.sources),
            "ranges": [each._asdict() for each in told.ranges],
        },
        "calls": _rows_json(found),
    }


def _called_json(called: Called) -> dict[str, object] | None:
    if called.first is None or called.last is None:
        return None
    return {
        "count": called.ever.calls,
        "labels": {
            age: {label or "not_screened": n for label, n in getattr(called, age).labels.items()}
            for _, age in _AGES
        },
        "scams": called.ever.scams,
        "after_opt_out": called.after_opt_out,
        "first_at": called.first.at.isoformat(),
        "last_at": called.last.at.isoformat(),
        "last_label": called.last.label,
        "last_id": called.last.id,
        "number_count": called.number_count,
        "numbers": dict(called.numbers),
    }


def _vendor_json(found: Lookup) -> dict[str, object] | None:
    if found.vendor is None:
        return None
    from screener.wire import vendor_to  # noqa: PLC0415 - the forms of all nouns

    return vendor_to(found.vendor)


def _entries_json(found: Lookup) -> list[dict[str, object]]:
    if not found.entries:
        return []
    from screener.wire import entry_to  # noqa: PLC0415

    return [entry_to(entry) for entry in found.entries]


def _rows_json(found: Lookup) -> list[dict[str, object]]:
    if not found.calls:
        return []
    from screener.cli.output import row_json  # noqa: PLC0415

    return [row_json(row) for row in found.calls]
