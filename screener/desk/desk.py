"""The whole desk."""

from screener.desk.consent import Found
from screener.desk.evidence import Evidence
from screener.desk.exporting import Exports
from screener.desk.insights import Figures
from screener.desk.listening import Listening
from screener.desk.reputation import Complaints
from screener.desk.rules import Rulings
from screener.desk.start import Start
from screener.desk.wholes import Wholes
from screener.desk.windows import Windows

__all__ = ["Desk", "Found"]


class Desk(Listening, Start, Exports, Wholes, Evidence, Complaints, Windows, Figures, Rulings):
    """A store and a screener, and the operations that need both."""
