"""JSON Lines: an object a line, in the forms that the program itself reads (`wire.py`).

Texts stand as they came; everything outside of ASCII is escaped, so that no reader meets a line
break, a control or a bidirectional character of a caller's.
"""

import json
from collections.abc import Iterable, Iterator

from screener.ledger import LedgerEntry
from screener.store.outgoing import Outgoing
from screener.vendor import Vendor
from screener.wire import call_to, entry_to, vendor_to


def calls(those: Iterable[Outgoing]) -> Iterator[str]:
    """The log, a call a line as `screener import` reads it, with what was thought of it."""
    return map(_line, map(_call, those))


def vendors(those: Iterable[Vendor]) -> Iterator[str]:
    """The vendors of the book, each as in a household file."""
    return map(_line, map(vendor_to, those))


def ledger(those: Iterable[LedgerEntry]) -> Iterator[str]:
    """The ledger's entries, each as in a household file."""
    return map(_line, map(entry_to, those))


def _call(one: Outgoing) -> dict[str, object]:
    return {
        **call_to(one.call),
        "label": one.label,
        "corrected": one.corrected,
        "scam": one.scam,
        "permission": one.permission,
        "vendor": one.vendor or None,
        "tags": list(one.tags),
    }


def _line(obj: object) -> str:
    return json.dumps(obj, ensure_ascii=True, allow_nan=False, separators=(",", ":")) + "\n"
