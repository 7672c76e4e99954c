"""Who the call is from, as far as we can tell."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from screener.call import Call
from screener.name_spelling import names_nobody, says_nothing
from screener.names import NameBook
from screener.phone import Number, NumberKind, read_number
from screener.text import one_line
from screener.vendor import Household, Person, Vendor
from screener.words import IdentityState

if TYPE_CHECKING:
    from screener.name_index import Match

_SHOWN_NAME = 60
_NO_LINE = ""


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


class Directory:
    """A household's numbers and names, read once and asked for every call."""

    def __init__(self, household: Household) -> None:
        self.region = household.region
        self.vendors = household.vendors
        self._vendors_at: dict[str, list[int]] = {}
        self._people_at: dict[str, Person] = {}
        for index, vendor in enumerate(household.vendors):
            for text in vendor.numbers:
                self._vendors_at.setdefault(self._key(text), []).append(index)
        for person in household.people:
            for text in person.numbers:
                self._people_at.setdefault(self._key(text), person)
        self._own = {self._key(text) for text in household.own_numbers} - {_NO_LINE}
        self._vendors_at.pop(_NO_LINE, None)
        self._people_at.pop(_NO_LINE, None)
        self.names = NameBook(
            [(vendor.name, *vendor.aliases) for vendor in household.vendors],
            [vendor.category for vendor in household.vendors],
        )

    def _key(self, text: str) -> str:
        return _key(read_number(text, self.region))

    def vendors_at(self, number: Number) -> list[int]:
        """Places in `vendors` of those on whose file the number is."""
        return self._vendors_at.get(_key(number), [])

    def person_at(self, number: Number) -> Person | None:
        """The person on whose file the number is."""
        return self._people_at.get(_key(number))

    def is_own(self, number: Number) -> bool:
        """Whether the number is one of the household's."""
        return _key(number) in self._own


def _key(number: Number) -> str:
    """What numbers are compared by: E.164, else as they stand ("611")."""
    if number.e164:
        return number.e164
    return _NO_LINE if number.kind is NumberKind.WITHHELD else number.raw.strip()


def identify(call: Call, directory: Directory) -> Identity:
    """Who the call is from by the household's book: the number shown, the company named, and
    where no company was noted, how the caller introduces themselves or the caller ID's name.

    Never raises; a name or number that cannot be read counts as none.
    """
    number = read_number(call.number, directory.region)
    if directory.is_own(number):
        return _own_number(call, number, directory)
    person = directory.person_at(number)
    if person is not None:
        return _person(call, number, person, directory)
    on_file = directory.vendors_at(number)
    if on_file:
        return _number_on_file(call, number, on_file, directory)
    return _by_name(call, number, directory)


def _own_number(call: Call, number: Number, directory: Directory) -> Identity:
    named = _best(directory.names.find(call.company))
    return Identity(
        IdentityState.UNKNOWN,
        number,
        claimed_vendor=None if named is None else directory.vendors[named.owner],
        claimed_name=call.company,
        matched_name="" if named is None else named.name,
        score=0.0 if named is None else named.score,
        how="The number shown is one of your own, so the caller hides behind it.",
    )


def _person(call: Call, number: Number, person: Person, directory: Directory) -> Identity:
    found = _by_name(call, number, directory) if call.company.strip() else None
    who = one_line(person.name, _SHOWN_NAME)
    who += f" ({one_line(person.relation, _SHOWN_NAME)})" if person.relation else ""
    how = f"The number is on file for {who}."
    if found is None or found.vendor is None:
        return Identity(
            IdentityState.NUMBER_ON_FILE,
            number,
            known_person=person,
            claimed_name=call.company,
            how=how,
        )
    named = one_line(found.vendor.name, _SHOWN_NAME)
    return replace(found, known_person=person, how=f"{how[:-1]}, but the caller names {named}.")


def _number_on_file(
    call: Call, number: Number, on_file: list[int], directory: Directory
) -> Identity:
    matches = directory.names.find(call.company)
    mine = next((match for match in matches if match.owner in on_file), None)
    other = _best(matches)
    first = directory.vendors[on_file[0]]
    if mine is not None and (other is None or other.score - mine.score < 10):
        vendor = directory.vendors[mine.owner]
        how = f"The number is on file for {_shown(vendor)}, and the caller names it."
        return Identity(
            IdentityState.NUMBER_ON_FILE,
            number,
            vendor=vendor,
            claimed_vendor=vendor,
            claimed_name=call.company,
            matched_name=mine.name,
            score=mine.score,
            how=how,
        )
    if other is not None:
        vendor = directory.vendors[other.owner]
        how = f"The caller names {_shown(vendor)}, but the number is on file for {_shown(first)}."
        return Identity(
            IdentityState.CONTRADICTED,
            number,
            vendor=vendor,
            claimed_vendor=vendor,
            claimed_name=call.company,
            matched_name=other.name,
            score=other.score,
            how=how,
        )
    if names_nobody(call.company) or any(
        directory.names.is_akin(call.company, owner) for owner in on_file
    ):
        return Identity(
            IdentityState.NUMBER_ON_FILE,
            number,
            vendor=first,
            claimed_vendor=first,
            claimed_name=call.company,
            how=f"The number is on file for {_shown(first)}.",
        )
    company = one_line(call.company, _SHOWN_NAME)
    return Identity(
        IdentityState.CONTRADICTED,
        number,
        claimed_vendor=first,
        claimed_name=call.company,
        how=f'The number is on file for {_shown(first)}, but the caller names "{company}".',
    )


def _by_name(call: Call, number: Number, directory: Directory) -> Identity:
    """The number tells nothing: what the caller claims to be is all there is."""
    from screener.introductions import introduced_as  # noqa: PLC0415 - a look-up hears no words

    book = directory.names
    claimed, source = call.company, "The caller names {}"
    matches = book.find(claimed)
    if not matches and names_nobody(claimed) and (heard := introduced_as(call.said, book)):
        claimed, source = heard, "The caller's words name {}"
        matches = book.find(claimed)
    elif not matches and says_nothing(claimed) and (shown := book.find(call.caller_id, True)):
        claimed, source = call.caller_id, "Only the caller ID names {}"
        matches = shown
    best = _best(matches)
    if best is None:
        return Identity(
            IdentityState.UNKNOWN,
            number,
            claimed_name=claimed,
            how=_unknown(claimed, number, matches, directory),
        )
    vendor = directory.vendors[best.owner]
    return Identity(
        IdentityState.CLAIMED,
        number,
        vendor=vendor,
        claimed_vendor=vendor,
        claimed_name=claimed,
        matched_name=best.name,
        score=best.score,
        how=f"{source.format(_shown(vendor))}; {_about(number)}.",
    )


def _best(matches: "tuple[Match, ...]") -> "Match | None":
    """The one best match; none if two vendors fit equally and neither is named in full."""
    if len(matches) > 1 and matches[0].score == matches[1].score < 99:
        return None
    return matches[0] if matches else None


def _about(number: Number) -> str:
    if number.kind is NumberKind.WITHHELD:
        return "no number was shown"
    if number.kind is NumberKind.INVALID:
        return "the number shown cannot be read"
    return "the number is not on file"


def _unknown(
    claimed: str, number: Number, matches: "tuple[Match, ...]", directory: Directory
) -> str:
    about = _about(number)
    about = about[0].upper() + about[1:]
    if len(matches) > 1:
        one, other = (_shown(directory.vendors[match.owner]) for match in matches[:2])
        return f"{about}, and the name could be {one} or {other}."
    if claimed.strip():
        return f'{about}, and "{one_line(claimed, _SHOWN_NAME)}" is none of your vendors.'
    return f"{about}, and no company was named."


def _shown(vendor: Vendor) -> str:
    return one_line(vendor.name, _SHOWN_NAME)
