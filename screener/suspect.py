"""A call as it is held against the law: the few facts that rules ask for."""

from datetime import datetime
from typing import NamedTuple

from screener.words import Purpose


class Suspect(NamedTuple):
    """A judged call. `number` is in E.164, else as it came, empty when none was shown;
    `hidden` tells that a word for a withheld number was shown ("Private"). `vendor` is the name
    of the vendor it is attributed to, empty for nobody. `also_selling` is a call about
    something else that went on to sell. `named` tells that the caller gave a company, in the
    words where it was not noted."""

    id: str
    at: datetime
    number: str = ""
    hidden: bool = False
    company: str = ""
    vendor: str = ""
    purpose: Purpose = Purpose.SALES
    scam: bool = False
    also_selling: bool = False
    recorded: bool = False
    answered: bool = True
    named: bool = True


class ToldIn(NamedTuple):
    """The call in which something was said: its number and the company that it claimed."""

    number: str
    company: str
