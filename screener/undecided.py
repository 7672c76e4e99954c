"""Why a call is undetermined, in words: how sure a screening is of knowing nothing tells nobody
anything."""

from screener.words import Label, Purpose

NO_GROUND = "what was logged gives no ground to decide"
KNOWN = "the caller is someone you know"
COLLECTOR = "about a debt, and whether it is genuine cannot be told"


def why_undecided(label: Label | None, purpose: Purpose | None, *, known: bool = False) -> str:
    """Why a verdict leaves it open what the call is; empty for one that decides.

    `known` tells that the caller is a person of the household's book.
    """
    if label is not Label.UNDETERMINED:
        return ""
    if known:
        return KNOWN
    return COLLECTOR if purpose is Purpose.COLLECTIONS else NO_GROUND
