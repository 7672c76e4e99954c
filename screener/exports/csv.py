"""Comma-separated values (RFC 4180): a line of heads, then a line a record.

The heads are stable: a later version may add columns at the end. Cells are made safe as in
reports (`reports/csv.py`): one that a spreadsheet would take for a formula begins with an
apostrophe, and invisible characters are left out.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from screener.ledger import LedgerEntry
from screener.reports.csv import ENTRY_COLUMNS, entry_cells, safe_cell
from screener.store.outgoing import Outgoing
from screener.vendor import Vendor

CALL_COLUMNS = (
    *("id", "at", "logged_at", "number", "caller_id", "company", "vendor", "agent"),
    *("callback_number", "product", "said", "note", "status", "duration", "recorded", "tells"),
    *("answers", "own_number", "taken_by", "source", "source_id", "label", "corrected", "scam"),
    *("permission", "tags"),
)
VENDOR_COLUMNS = (
    *("name", "aliases", "numbers", "category", "customer_since", "last_transaction"),
    *("last_inquiry", "ended", "preferences"),
)


def calls(those: Iterable[Outgoing]) -> Iterator[str]:
    """The log."""
    return _table(CALL_COLUMNS, map(_call, those))


def vendors(those: Iterable[Vendor]) -> Iterator[str]:
    """The vendors of the book."""
    return _table(VENDOR_COLUMNS, map(_vendor, those))


def ledger(those: Iterable[LedgerEntry]) -> Iterator[str]:
    """The ledger's entries, in the columns of a report's."""
    return _table(ENTRY_COLUMNS, map(entry_cells, those))


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        yield _taken(out)
        writer.writerow([safe_cell(value) for value in row])
    yield _taken(out)


def _taken(out: io.StringIO) -> str:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text


def _call(one: Outgoing) -> tuple[object, ...]:
    call = one.call
    return (
        call.id,
        call.at,
        call.logged_at,
        call.number,
        call.caller_id,
        call.company,
        one.vendor,
        call.agent,
        call.callback_number,
        call.product,
        call.said,
        call.note,
        call.status,
        call.duration,
        None if call.recorded is None else _flag(call.recorded),
        " ".join(call.tells),
        " ".join(f"{each.question}={each.answer}" for each in call.answers),
        call.own_number,
        call.taken_by,
        call.source,
        call.source_id,
        one.label,
        _flag(one.corrected),
        _flag(one.scam),
        one.permission,
        " ".join(one.tags),
    )


def _vendor(one: Vendor) -> tuple[object, ...]:
    return (
        one.name,
        "; ".join(one.aliases),
        "; ".join(one.numbers),
        one.category,
        one.customer_since,
        one.last_transaction,
        one.last_inquiry,
        one.ended,
        "; ".join(f"{each.purpose}={each.choice}" for each in one.preferences),
    )


def _flag(value: bool) -> str:
    return "yes" if value else "no"
