"""Preferences and ledger → Permission: was this call allowed at its moment?"""

from dataclasses import dataclass
from datetime import date, datetime

from screener.words import Allowed


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether the call was allowed.

    `by` names the step that decided: "ledger", "expected", "preference", "default" or "" when
    nothing was said. `since` is when that was laid down (None where it has no date).
    `words` is a sentence for a person.
    """

    state: Allowed
    by: str = ""
    since: date | datetime | None = None
    words: str = ""
