"""The whole desk."""

from screener.desk.consent import Found
from screener.desk.deeds import Deeds
from screener.desk.evidence import Evidence
from screener.desk.reputation import Complaints
from screener.desk.windows import Windows

__all__ = ["Desk", "Found"]


class Desk(Deeds, Evidence, Complaints, Windows):
    """A store and a screener, and the operations that need both."""
