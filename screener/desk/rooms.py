"""The rooms of the desk that one enters for a purpose, all together."""

from screener.desk.evidence import Evidence
from screener.desk.exporting import Exports
from screener.desk.insights import Figures
from screener.desk.listening import Listening
from screener.desk.reputation import Complaints
from screener.desk.rules import Rulings
from screener.desk.wholes import Wholes
from screener.desk.windows import Windows


class Rooms(Listening, Exports, Wholes, Evidence, Complaints, Windows, Figures, Rulings):
    """All that needs a store and a screener and can wait until a call was judged."""
