"""A report's calls, entries or violations as comma-separated values (RFC 4180).

The heads are stable: a later version may add columns at the end. A cell that a spreadsheet
would take for a formula begins with an apostrophe.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from screener.ledger import LedgerEntry
from screener.reports.evidence import Occasion, Report
from screener.text import FORMULA, plain

CALL_COLUMNS = (
    *("no", "id", "at", "at_local", "logged_at", "gap_seconds", "number", "caller_id", "company"),
    *("vendor", "agent", "callback_number", "product", "said", "note", "status", "duration"),
    *("recorded", "tells", "answers", "own_number", "taken_by", "source", "source_id", "amended"),
    *("verdict", "correction", "scam", "purpose", "permission", "permission_by"),
    *("permission_since", "relationship", "legal_relationship", "may_have_broken"),
)
ENTRY_COLUMNS = (
    *("party_kind", "party", "purpose", "kind", "at", "logged_at", "how", "words", "to_whom"),
    *("reference", "file_hash", "call", "note"),
)
VIOLATION_COLUMNS = (
    *("call_no", "call", "at", "who", "number", "breach", "sure", "rule", "words", "says"),
    *("citation", "source", "doubts", "since", "deadline", "times_within_12_months"),
)


def to_csv(report: Report, table: str = "calls") -> str:
    """One table of the report: calls, ledger or violations; the oldest row first."""
    columns, rows = _TABLES[table]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(value) for value in row] for row in rows(report))
    return out.getvalue()


def safe_cell(value: object) -> str:
    """A value as a cell that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    text = plain(str(value), lines=True)
    return "'" + text if text.lstrip().startswith(FORMULA) else text


def entry_cells(one: LedgerEntry) -> tuple[object, ...]:
    """An entry of the ledger in the order of `ENTRY_COLUMNS`."""
    return (
        one.party.kind,
        one.party.value,
        one.purpose,
        one.kind,
        one.at,
        one.logged_at,
        one.how,
        one.words,
        one.to_whom,
        one.reference,
        one.file_hash,
        one.call,
        one.note,
    )


def _calls(report: Report) -> Iterator[tuple[object, ...]]:
    for one in report.occasions:
        yield (*_facts(one), *_judged(one))


def _facts(one: Occasion) -> tuple[object, ...]:
    call = one.record.call
    return (
        one.number,
        call.id,
        call.at,
        one.local,
        call.logged_at,
        None if one.gap is None else int(one.gap.total_seconds()),
        call.number,
        call.caller_id,
        call.company,
        one.record.vendor,
        call.agent,
        call.callback_number,
        call.product,
        call.said,
        call.note,
        call.status,
        call.duration,
        _flag(call.recorded),
        " ".join(call.tells),
        " ".join(f"{each.question}={each.answer}" for each in call.answers),
        call.own_number,
        call.taken_by,
        call.source,
        call.source_id,
        "; ".join(f"{each.field}: {each.old!r} -> {each.new!r}" for each in one.record.amended),
    )


def _judged(one: Occasion) -> tuple[object, ...]:
    record, judged = one.record, one.record.screening or {}
    return (
        record.label,
        record.correction.label if record.correction else None,
        _flag(one.scam) if judged else None,
        one.purpose,
        record.permission,
        judged.get("permission_by"),
        judged.get("permission_since"),
        judged.get("relationship"),
        one.tie.held.name.lower() if one.tie and one.tie.known else None,
        "; ".join(f"{each.breach} ({each.sure}, {each.citation})" for each in one.violations),
    )


def _entries(report: Report) -> Iterator[tuple[object, ...]]:
    return map(entry_cells, report.entries)


def _violations(report: Report) -> Iterator[tuple[object, ...]]:
    places = {one.record.call.id: one.number for one in report.occasions}
    for one in reversed(report.violations):
        yield (
            places[one.call],
            one.call,
            one.at,
            one.who,
            one.number,
            one.breach,
            one.sure,
            one.rule,
            one.words,
            one.says,
            one.citation,
            one.source,
            " ".join(one.doubts),
            one.since,
            one.deadline,
            one.times,
        )


def _flag(value: bool | None) -> str | None:
    return None if value is None else "yes" if value else "no"


_Rows = Callable[[Report], Iterator[tuple[object, ...]]]
_TABLES: Mapping[str, tuple[tuple[str, ...], _Rows]] = {
    "calls": (CALL_COLUMNS, _calls),
    "ledger": (ENTRY_COLUMNS, _entries),
    "violations": (VIOLATION_COLUMNS, _violations),
}
TABLES = tuple(_TABLES)
"""The tables that a report can be told as."""
