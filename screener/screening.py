"""The whole way of a call, on one page."""

from dataclasses import dataclass

from screener.advice import Advice
from screener.call import Call
from screener.consent import Permission
from screener.identity import Identity
from screener.verdict import Verdict
from screener.words import Relation


@dataclass(frozen=True, slots=True)
class Screening:
    """All that is judged of one call. `rulebook` is the hash of the rulebook it was made
    with, `notes` says what could not be taken into account."""

    call: Call
    identity: Identity
    relationship: Relation
    verdict: Verdict
    permission: Permission
    advice: Advice
    rulebook: str = ""
    notes: tuple[str, ...] = ()
