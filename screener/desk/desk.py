"""The whole desk."""

from screener.desk.consent import Found
from screener.desk.evidence import Evidence
from screener.desk.exporting import Exports
from screener.desk.importing import Imports
from screener.desk.insights import Figures
from screener.desk.reputation import Complaints
from screener.desk.start import Start
from screener.desk.wholes import Wholes
from screener.desk.windows import Windows

__all__ = ["Desk", "Found"]


class Desk(Start, Imports, Exports, Wholes, Evidence, Complaints, Windows, Figures):
    """A store and a screener, and the operations that need both."""
