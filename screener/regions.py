"""A country's law on calls, as facts: what each says, since when, where it stands, how sure.

The facts lie in `rules/regions/*.toml` (docs/regions.md). Nothing here is legal advice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from screener.faults import Fault
from screener.text import one_line
from screener.words import Purpose


class Confidence(StrEnum):
    """How a fact is known: read in the text named as its source, read in somebody's account
    of it, or remembered. Only the first gives more than a possible violation."""

    READ = "read"
    SECONDARY = "secondary"
    MEMORY = "memory"


class Breach(StrEnum):
    """The ways in which a call can break a rule; the last is a rule of the person's own, of
    which no law speaks."""

    AFTER_OPT_OUT = "after opt-out"
    NO_CONSENT = "no consent"
    REGISTER = "register"
    OUT_OF_HOURS = "out of hours"
    TOO_MANY = "too many calls"
    RECORDED = "recorded"
    NO_NAME = "no name"
    WITHHELD = "withheld number"
    YOUR_LIMIT = "over your limit"


class Waiver(StrEnum):
    """What takes a call out of a rule, or makes it doubtful whether the rule applies."""

    CONSENT = "consent"
    WRITTEN_CONSENT = "written consent"
    RELATIONSHIP = "relationship"


# What facts say


class Regime(NamedTuple):
    """Sales calls need consent (opt-in), or are free until refused: to the caller (opt-out)
    or in a register of preferences (register)."""

    kind: str


class Relationship(NamedTuple):
    """For how many calendar months after the last transaction, the last inquiry or the end of
    the contract the law takes there to be a relationship. No month after a transaction: being
    a customer changes nothing. No month after a contract: while it runs."""

    after: str
    months: int


class Hours(NamedTuple):
    """When calls may be made, by weekday (Monday first), as minutes of the day from and to,
    both included. `holidays` is what holds on public holidays; None: as on any weekday."""

    week: tuple[tuple[tuple[int, int], ...], ...]
    holidays: tuple[tuple[int, int], ...] | None


class OptOut(NamedTuple):
    """Who was told to stop must not call again."""


class Deadline(NamedTuple):
    """Within how many days a refusal must be honoured; none means at once."""

    days: int
    business: bool


class Lasting(NamedTuple):
    """For how long a refusal counts."""

    years: int
    days: int
    forever: bool


class Register(NamedTuple):
    """A register of people who take no sales calls, and the days until an entry counts."""

    name: str
    grace_days: int


class Cap(NamedTuple):
    """At most so many calls of one caller in so many hours."""

    calls: int
    hours: int


class Recorded(NamedTuple):
    """A recorded voice may sell only with consent, which may have to be in writing."""

    written: bool


class Disclosure(NamedTuple):
    """What a caller must say unasked, within so many seconds (0: no number is given)."""

    must: frozenset[str]
    within_seconds: int


class NumberShown(NamedTuple):
    """The number must be shown."""


class DualPurpose(NamedTuple):
    """A service call that goes on to sell is a sales call from there on."""


class Exemption(NamedTuple):
    """Calls for these purposes are outside these rules."""

    purposes: frozenset[Purpose]
    outside: frozenset[Breach]


class NumberSeries(NamedTuple):
    """Numbers beginning so (E.164) mark a kind of call: "sales" or "service"."""

    prefixes: tuple[str, ...]
    marks: Purpose


class FormField(NamedTuple):
    """A field of a complaint form, by the form's own name, and the fact that goes into it."""

    field: str
    fact: str


class Regulator(NamedTuple):
    """Where to complain about which breaches, and what the form asks, in its order.
    `within_days` is how long after the call (0: no limit known)."""

    name: str
    url: str
    phone: str
    takes: frozenset[Breach]
    purposes: frozenset[Purpose]
    within_days: int
    each_call: bool
    needs: str
    fields: tuple[FormField, ...]


class Remedy(NamedTuple):
    """What the consumer may claim after so many such calls within so many months."""

    calls: int
    within_months: int
    breaches: frozenset[Breach]


class Note(NamedTuple):
    """What is good to know and no rule that is checked."""


V_co = TypeVar("V_co", covariant=True)

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, eq=False)
class Fact(Generic[V_co]):
    """One fact of a country's law.

    `says` is a sentence for a person, `source` where it was read, `citation` the law's own
    place. It holds from `effective_from` to `effective_to`, both included. `state` limits it
    to one. It is about calls for `purposes`; `unless` takes calls out of it, and `doubtful`
    or a standing `doubt` leave it open whether it applies.
    """

    id: str
    says: str
    value: V_co
    source: str
    citation: str
    effective_from: date
    effective_to: date | None
    verified_on: date
    confidence: Confidence
    state: str = ""
    purposes: frozenset[Purpose] = frozenset({Purpose.SALES})
    unless: frozenset[Waiver] = frozenset()
    doubtful: frozenset[Waiver] = frozenset()
    doubt: str = ""

    def in_force(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )


@dataclass(frozen=True, slots=True)
class Region:
    """A country's facts. `states` are its subdivisions by ISO 3166-2 code without the country."""

    code: str
    name: str
    states: Mapping[str, str]
    facts: tuple[Fact[Any], ...]

    def of(
        self, kind: type[V_co], day: date, state: str = "", purpose: Purpose | None = None
    ) -> tuple[Fact[V_co], ...]:
        """The facts of one kind in force on a day, those of the whole country and of the
        state, about calls for `purpose` where one is given."""
        return tuple(
            fact
            for fact in self.facts
            if isinstance(fact.value, kind)
            and fact.state in {"", state}
            and fact.in_force(day)
            and (purpose is None or purpose in fact.purposes)
        )

    @property
    def changes(self) -> tuple[date, ...]:
        """The days from which on some fact holds or no longer holds, in order."""
        days = {fact.effective_from for fact in self.facts}
        days |= {fact.effective_to + _A_DAY for fact in self.facts if fact.effective_to}
        return tuple(sorted(days))

    def fact(self, name: str) -> Fact[Any]:
        """The fact of that id. Raises Fault where there is none."""
        for fact in self.facts:
            if fact.id == name:
                return fact
        raise Fault(f"{one_line(name, 40)!r}: the rules of {self.code} hold no such fact.")

    def state(self, text: str) -> str:
        """A state by its code or name, as its code; empty stays empty. Raises Fault."""
        wanted = " ".join(text.split()).casefold()
        for code, name in self.states.items():
            if wanted in {code.casefold(), name.casefold(), f"{self.code}-{code}".casefold()}:
                return code
        if not wanted:
            return ""
        raise Fault(f"state: {one_line(text, 40)!r} is no state of {self.name} ({self.code}).")

    def covers(self, purpose: Purpose) -> bool:
        """Whether any rule that is checked has ever been about calls of that purpose."""
        unchecked = Exemption | NumberSeries | Regulator | Remedy | Note
        return any(
            purpose in fact.purposes and not isinstance(fact.value, unchecked)
            for fact in self.facts
        )

    def marked(self, e164: str, day: date) -> Fact[NumberSeries] | None:
        """The series that a number belongs to on a day, None where it tells nothing."""
        for fact in self.of(NumberSeries, day):
            if e164.startswith(fact.value.prefixes):
                return fact
        return None


def region_folders(user_folder: Path | None = None) -> tuple[Path, ...]:
    """Where region files lie: the bundled ones, then the person's own."""
    from screener.rulebook import rules_folder  # noqa: PLC0415 - only where law is asked for

    bundled = rules_folder() / "regions"
    return (bundled,) if user_folder is None else (bundled, user_folder / "regions")


def check_country(code: str) -> str:
    """A country's code in capitals. Raises Fault for one that no country has."""
    wanted = code.strip().upper()
    if wanted not in _COUNTRIES:
        raise Fault(
            f"region: there is no country {one_line(code, 20)!r}; write its two letters, such as "
            "US or GB."
        )
    return wanted


def known_regions(user_folder: Path | None = None) -> tuple[str, ...]:
    """The countries whose law is on file."""
    names = {path.stem.upper() for at in region_folders(user_folder) for path in at.glob("*.toml")}
    return tuple(sorted(names))


@lru_cache(maxsize=16)
def load_region(code: str, user_folder: Path | None = None) -> Region:
    """A country's facts; a file of the person's own takes the place of the bundled one.

    Raises Fault for a country that does not exist, one without a file, and a file that is not
    in order, naming file and place.
    """
    from screener.regionfiles import read_region_file  # noqa: PLC0415 - only where law is asked for

    wanted = check_country(code)
    for folder in reversed(region_folders(user_folder)):
        path = folder / f"{wanted.lower()}.toml"
        if path.is_file():
            return read_region_file(path)
    known = ", ".join(known_regions(user_folder))
    raise Fault(f"region: the law of {wanted} is not on file; on file are {known}.")


def state_of(country: str, text: str, user_folder: Path | None = None) -> str:
    """A state of a country by its code or name, as its code; empty stays empty. Raises Fault for
    one that is not there, and for any state of a country that is not on file."""
    return load_region(country, user_folder).state(text) if text.strip() else ""


def check_regions(
    user_folder: Path | None = None, *, folders: Sequence[Path] | None = None
) -> list[str]:
    """Everything that is wrong with the region files, a sentence each."""
    from screener.regionfiles import read_region_file  # noqa: PLC0415 - only for checking

    faults: list[str] = []
    for folder in region_folders(user_folder) if folders is None else folders:
        for path in sorted(folder.glob("*.toml")):
            try:
                read_region_file(path)
            except Fault as fault:
                faults.append(str(fault))
    return faults


# ISO 3166-1 alpha-2, officially assigned, and XK as in common use.
_ISO_3166 = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO "
    "BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ "
    "DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP "
    "GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG "
    "KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML "
    "MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE "
    "PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL "
    "SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM "
    "US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"
)
_COUNTRIES = frozenset(_ISO_3166.split())
