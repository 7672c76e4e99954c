"""The whole desk."""

from screener.desk.book import Book
from screener.desk.calls import Calls
from screener.desk.care import Aftercare
from screener.desk.consent import Found
from screener.desk.evidence import Evidence
from screener.desk.reputation import Complaints

__all__ = ["Desk", "Found"]


class Desk(Calls, Book, Evidence, Aftercare, Complaints):
    """A store and a screener, and the operations that need both."""
