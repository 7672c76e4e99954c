"""The household's own database: calls, what was thought of them, vendors, people, consent.

What is named here is imported when it is asked for: a look-up reads a few tables and loads none
of what writes the others.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screener.store.records import Amendment, Correction, Record
    from screener.store.rows import Row
    from screener.store.store import Store

__all__ = ["Amendment", "Correction", "Record", "Row", "Store"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(name)
    home = {"Store": "store", "Row": "rows"}.get(name, "records")
    return getattr(import_module(f"screener.store.{home}"), name)
