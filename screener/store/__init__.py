"""The household's own database: calls, what was thought of them, vendors, people, consent."""

from screener.store.records import NO_PAST, Amendment, Correction, Past, Record, Row
from screener.store.store import Store

__all__ = ["NO_PAST", "Amendment", "Correction", "Past", "Record", "Row", "Store"]
