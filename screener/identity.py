"""Who the call is from, as far as we can tell, and what is between them and the consumer."""

from dataclasses import dataclass

from screener.phone import Number
from screener.vendor import Person, Vendor
from screener.words import IdentityState


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom the call seems to be from, and how we know. No state of it is proof.

    `vendor` is whom the call is attributed to before its purpose is judged (a verdict of
    fraud takes it away again); `claimed_vendor` is the household's vendor that the caller
    names or shows the number of. `claimed_name` is the company as claimed, found in the words
    when the field is empty. `matched_name` and `score` (0 to 100) tell how the name was
    matched; `how` says it in a sentence for a person.
    """

    state: IdentityState
    number: Number
    vendor: Vendor | None = None
    claimed_vendor: Vendor | None = None
    known_person: Person | None = None
    claimed_name: str = ""
    matched_name: str = ""
    score: float = 0.0
    how: str = ""
