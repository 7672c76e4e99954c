"""Screener: who is calling, what do they want, did I allow it, and what do I say?

What is named in `__all__` is for other programs (docs/library.md). Each name is imported when it
is first asked for, so that `import screener` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screener.call import Call
    from screener.classify import screening_to
    from screener.desk.desk import Desk
    from screener.faults import Fault
    from screener.household_wire import household_from, household_to
    from screener.ledger import EntryKind, How, LedgerEntry, Party, PartyKind
    from screener.library import load_household, load_screener
    from screener.screening import Screener, Screening
    from screener.store.records import Record
    from screener.store.rows import Row
    from screener.vendor import Expecting, Household, Person, Preference, Vendor
    from screener.wire import call_from, call_to
    from screener.words import Allowed, Choice, Label, Purpose, Relation, Role, Status

__version__ = "0.1.0"

__all__ = [
    "Allowed",
    "Call",
    "Choice",
    "Desk",
    "EntryKind",
    "Expecting",
    "Fault",
    "Household",
    "How",
    "Label",
    "LedgerEntry",
    "Party",
    "PartyKind",
    "Person",
    "Preference",
    "Purpose",
    "Record",
    "Relation",
    "Role",
    "Row",
    "Screener",
    "Screening",
    "Status",
    "Vendor",
    "__version__",
    "call_from",
    "call_to",
    "household_from",
    "household_to",
    "load_household",
    "load_screener",
    "screening_to",
]

_HOMES = {
    "call": ("Call",),
    "classify": ("screening_to",),
    "desk.desk": ("Desk",),
    "faults": ("Fault",),
    "household_wire": ("household_from", "household_to"),
    "ledger": ("EntryKind", "How", "LedgerEntry", "Party", "PartyKind"),
    "library": ("load_household", "load_screener"),
    "screening": ("Screener", "Screening"),
    "store.records": ("Record",),
    "store.rows": ("Row",),
    "vendor": ("Expecting", "Household", "Person", "Preference", "Vendor"),
    "wire": ("call_from", "call_to"),
    "words": ("Allowed", "Choice", "Label", "Purpose", "Relation", "Role", "Status"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'screener' has no attribute {name!r}")
    found: object = getattr(import_module(f"screener.{_HOME_OF[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
