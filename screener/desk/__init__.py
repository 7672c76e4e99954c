"""The desk beside the phone: what both the command line and the screen do with a household.

It looks up what is known before a call is judged, and writes down what was decided.
"""

from screener.desk.book import Book
from screener.desk.calls import Calls
from screener.desk.care import Aftercare
from screener.desk.consent import Found
from screener.desk.evidence import Evidence

__all__ = ["Desk", "Found"]


class Desk(Calls, Book, Evidence, Aftercare):
    """A store and a screener, and the operations that need both."""
