"""A made-up life of calls, the same for the same seed, for benchmarks of large histories.

    python -m benchmarks.life FOLDER [--calls 1000000]

Spread like life: some vendors and strangers ring many times and most numbers once; a third of
the calls were brought in from elsewhere later than newer ones were logged; a few words are said
in most calls and most words in few. Vendors, verdicts and advice are the program's own: a call
opens with a sentence that was really judged, and goes on with words from a vocabulary of 40,000.
"""

import argparse
import itertools
import random
import time
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from screener.call import Call
from screener.identity import Identity
from screener.phone import Number, NumberKind, read_number
from screener.rulebook import load_rulebook
from screener.screening import Screener, Screening
from screener.store import Store
from screener.vendor import Household, Preference, Vendor
from screener.words import Choice, Purpose, Status

VENDORS = 500
MATTERS = 5
"""About so many things a vendor rings."""
VOCABULARY = 40_000
WORDS = 20
"""Words that were said in a call, in the mean."""
YEARS = 8
END = datetime(2026, 11, 1, 5, 0, tzinfo=UTC)
"""All calls happened in the years before this."""
IMPORTED = 1 / 3

FORM = 3
"""Counted up when other calls are made, so that kept files are not taken for them."""


def _each(words: str) -> list[str]:
    return words.split()


_OPENINGS = tuple(
    """your appointment is on Wednesday at 3:40, please ring if you cannot come
    confirming that our technician is coming on Friday between 9 and 11
    the part for your furnace has come in, we can fit it next week
    your order is ready to be picked up at the store until Saturday
    you have a bill of 84 dollars that is past due since the first of the month
    there was a charge of 412 dollars on your card last night, was that you
    the results are back and the doctor would like to see you
    would you like to upgrade your plan, 20 percent off this week only
    since you are already a customer we can add home security for half the price
    we have a free month of the premium package for loyal members
    calling about the extended warranty on your car, press one to speak to an agent
    special offer on termite protection, only 25 dollars a month if you sign up today
    free solar estimate in your area, you qualify for the programme
    we are giving free estimates on new windows and roofing in your street
    lower the interest rate on your credit cards today, press one now
    are you happy with what you pay for your medicare supplement
    this is the tax office, there is a warrant for your arrest unless you pay with gift cards
    your computer is sending us errors, please let me connect to it with AnyDesk
    grandma it's me, I had an accident and need bail money, don't tell dad
    your account has been locked, read me the code that we have just sent you
    can we count on your vote on Tuesday for the school levy
    would you take part in a ten minute survey about your shopping
    the firefighters' fund is collecting for families, can we put you down for fifty
    how satisfied were you with your visit to our office last week
    we are returning your call about the estimate you asked for
    silence, then someone breathing, then they hung up
    wrong number, asked for somebody called Trevor
    just checking in to see if you need anything from us""".splitlines()
)
_FIRST = _each(
    "North South East West Lake River Oak Maple Summit Valley Harbor Prairie Liberty Union "
    "Pioneer Golden Silver Bright Clear Blue Green Red First Family Metro Central Premier Allied "
    "National Global Comfort Secure Swift True Noble Grand Royal Sunny Happy Modern"
)
_TRADES = _each(
    "Dental Bank Insurance Energy Solar Windows Roofing Cable Wireless Motors Pharmacy Clinic "
    "Plumbing Heating Electric Gas Water Security Lending Mortgage Travel Furniture Appliance "
    "Fitness Veterinary Optical Hospital Credit Union Pest Control Lawn Care Moving Storage "
    "Tutoring Charity Research Media Press Software"
)
_NAMES = _each(
    "James Mary Robert Linda John Susan David Karen Carlos Ana Zoë José Priya Wei Fatima Omar "
    "Denise Tyler Dana Marcus Brooke Kevin Sofia Liam Emma Noah Olivia Chloé Renée Björn"
)
_STATUSES = (Status.ANSWERED, Status.ANSWERED, Status.VOICEMAIL)
_COMMON = _each(
    "the you a to and of is we your for in it that on this with be are have I he she they was "
    "not will can about call calling said name asked if so just do now today me my at from or "
    "would please number back time one get no yes good day phone when what as who there again "
    "account service free offer company customer people press speak agent bill payment card "
    "help money new price week month year home house car number address email send told want "
    "need know think right ok thank thanks wait line rude polite hung up voicemail message left "
    "recorded voice man woman accent background noise script pushy repeat third second first"
)
_STARTS = _each("b br c ch cl d dr f fl g gr h j k kl l m n p pl pr qu r s sh sl st t tr v w z")
_MIDDLES = _each("a ai e ea ee i ie o oa oo ou u")
_ENDS = _each("b ck d dge ff g ld ll lt m mp n nd ng nt p r rd rk rn s ss st t th x")


class _Voice(NamedTuple):
    """Who rings: a number as typed and as read, a company, and the vendor that it is."""

    typed: str
    number: Number
    company: str
    shown: str
    vendor: int | None


class Life:
    """Calls and their screenings, one after another in the order of logging."""

    def __init__(self, calls: int, vendors: Sequence[Vendor], seed: int = 7) -> None:
        self.calls = calls
        self._chance = random.Random(seed)
        self._words, self._weights = vocabulary(seed)
        self._household = Household(vendors=tuple(vendors))
        self._screener = Screener(load_rulebook())
        self._judged: dict[tuple[int, str], Screening] = {}
        self._vendors = [self._voice_of(place) for place in range(len(vendors))]
        self._vendor_weights = _falling(len(vendors))
        self._strangers = [self._stranger() for _ in range(max(20, calls // 100))]
        self._stranger_weights = _falling(len(self._strangers))

    def __iter__(self) -> Iterator[tuple[Call, Screening | None]]:
        chance = self._chance
        live, later = self._moments()
        for at in live:
            yield self._call(at, at + timedelta(seconds=chance.randrange(20, 400)), "")
        for place, at in enumerate(later):
            whole = at.replace(microsecond=0)
            yield self._call(whole, END + timedelta(seconds=place // 100), "import")

    def _moments(self) -> tuple[list[datetime], list[datetime]]:
        """When calls happened: of those logged as they came, and of those brought in later."""
        chance, span = self._chance, YEARS * 365 * 86_400
        first = END - timedelta(seconds=span)
        moments = sorted(
            first
            + timedelta(seconds=_waking(int(span * chance.random())), microseconds=place % 997)
            for place in range(self.calls)
        )
        later = [chance.random() < IMPORTED for _ in moments]
        return (
            [at for at, is_later in zip(moments, later, strict=True) if not is_later],
            [at for at, is_later in zip(moments, later, strict=True) if is_later],
        )

    def _call(self, at: datetime, logged: datetime, source: str) -> tuple[Call, Screening | None]:
        chance = self._chance
        voice = self._voice()
        opening = self._opening(voice)
        named = voice.company if chance.random() < 0.7 else ""
        sample = self._sample(opening, voice, named)
        rest = chance.choices(self._words, cum_weights=self._weights, k=chance.randrange(1, 18))
        call = Call(
            at=at,
            logged_at=logged,
            number=voice.typed,
            caller_id=voice.shown,
            company=named,
            said=" ".join((sample.call.said, *rest)),
            status=chance.choice(_STATUSES),
            duration=chance.randrange(5, 400),
            agent=chance.choice(_NAMES) if chance.random() < 0.2 else "",
            callback_number=voice.typed if chance.random() < 0.05 else "",
            recorded=None if chance.random() < 0.8 else chance.random() < 0.5,
            own_number="+16145550100",
            note=" ".join(chance.choices(self._words, cum_weights=self._weights, k=4))
            if chance.random() < 0.1
            else "",
            source=source,
            source_id=f"{chance.getrandbits(32):08x}" if source else "",
        )
        return call, _moved(sample, call, voice.number, chance)

    def _opening(self, voice: _Voice) -> int:
        """A vendor rings about few things, a stranger about anything."""
        turn = self._chance.randrange(len(_OPENINGS))
        if voice.vendor is None:
            return turn
        return (5 * voice.vendor + turn % MATTERS) % len(_OPENINGS)

    def _voice(self) -> _Voice:
        """Four in ten calls are a vendor's, three are of strangers who ring again and again."""
        chance = self._chance
        lot = chance.random()
        if lot < 0.4:
            return chance.choices(self._vendors, cum_weights=self._vendor_weights)[0]
        if lot < 0.7:
            return chance.choices(self._strangers, cum_weights=self._stranger_weights)[0]
        return self._stranger()

    def _voice_of(self, place: int) -> _Voice:
        vendor = self._household.vendors[place]
        number = read_number(vendor.numbers[0], "US")
        return _Voice(_typed(number, place), number, vendor.name, vendor.name.upper()[:15], place)

    def _stranger(self) -> _Voice:
        chance = self._chance
        if chance.random() < 0.05:
            return _Voice("", read_number("", "US"), "", "", None)
        area = chance.choice((614, 614, 614, 740, 216, 937, 330, 419, 212, 305, 702, 800, 844))
        digits = f"+1{area}{chance.randrange(200, 999)}{chance.randrange(10_000):04d}"
        number = Number(digits, NumberKind.VALID, e164=digits)
        company = _company(chance) if chance.random() < 0.6 else ""
        shown = company.upper()[:15] if chance.random() < 0.5 else ""
        return _Voice(_typed(number, chance.randrange(4)), number, company, shown, None)

    def _sample(self, opening: int, voice: _Voice, named: str) -> Screening:
        """The opening as judged of that caller; of strangers, what was judged of one of few."""
        who = named if voice.vendor is not None else named.split(" ", maxsplit=1)[0]
        found = self._judged.get((opening, who))
        if found is None:
            number = voice.number.e164 if voice.vendor is not None else ""
            call = Call(at=END, number=number, company=named, said=_OPENINGS[opening].strip())
            found = self._judged[opening, who] = self._screener.screen(call, self._household)
        return found


def make(path: Path, calls: int, seed: int = 7) -> None:
    """A file of so many calls, judged, chained and indexed like real ones."""
    with Store.open(path) as store:
        store.set_setting("region", "US")
        store.set_setting("state", "OH")
        store.set_setting("time_zone", "America/New_York")
        vendors = [store.add_vendor(one) for one in made_vendors(seed)]
        store.log_all(Life(calls, vendors, seed))


def made(folder: Path, calls: int, seed: int = 7) -> Path:
    """The file of so many calls in a folder, made unless it is there."""
    path = folder / f"life-{FORM}-{calls}-{seed}.db"
    if not path.exists():
        part = path.with_suffix(".part")
        for beside in folder.glob(part.name + "*"):
            beside.unlink()
        make(part, calls, seed)
        part.replace(path)
    return path


def made_vendors(seed: int = 7) -> list[Vendor]:
    """The vendors of that life, as they are put into the book."""
    chance = random.Random(seed)
    names: dict[str, None] = {}
    while len(names) < VENDORS:
        names[_company(chance)] = None
    refused = (Preference(Purpose.SALES, Choice.OPT_OUT, END.date() - timedelta(days=900)),)
    return [
        Vendor(
            name,
            aliases=(name.split(" ", maxsplit=1)[0] + " " + str(place),) if place % 3 == 0 else (),
            numbers=(f"+1614555{place:04d}",),
            last_transaction=END.date() - timedelta(days=place % 900),
            preferences=refused if place % 4 == 0 else (),
        )
        for place, name in enumerate(names)
    ]


def _company(chance: random.Random) -> str:
    return f"{chance.choice(_FIRST)}{chance.choice(('', ' ' + chance.choice(_FIRST)))} {chance.choice(_TRADES)}"


def _typed(number: Number, way: int) -> str:
    digits = number.e164[2:]
    area, office, line = digits[:3], digits[3:6], digits[6:]
    ways = (f"({area}) {office}-{line}", number.e164, f"{area}-{office}-{line}", digits)
    return ways[way % 4]


def _moved(sample: Screening, call: Call, number: Number, chance: random.Random) -> Screening:
    """The sample as if it had been made of this call: no two verdicts are equally sure, and
    each names the company that this caller named."""
    verdict, shift = sample.verdict, 1 - chance.random() / 20
    verdict = replace(
        verdict,
        confidence=verdict.confidence * shift,
        probabilities={label: p * shift for label, p in verdict.probabilities.items()},
        purposes={purpose: p * shift for purpose, p in verdict.purposes.items()},
        would_change=tuple(_named(each, sample, call) for each in verdict.would_change),
    )
    how = _named(sample.identity.how, sample, call)
    identity: Identity = replace(sample.identity, number=number, how=how)
    return replace(sample, call=call, identity=identity, verdict=verdict)


def _named(sentence: str, sample: Screening, call: Call) -> str:
    before, now = sample.call.company, call.company
    return sentence.replace(before, now) if before and before != now else sentence


def vocabulary(seed: int) -> tuple[list[str], list[float]]:
    """Words, and how often each is said, summed up: a few often, most of them hardly ever."""
    chance = random.Random(seed)
    words = dict.fromkeys(_COMMON)
    while len(words) < VOCABULARY:
        parts = chance.choices((1, 2, 3), weights=(1, 6, 4))[0]
        syllables = (chance.choice(_STARTS) + chance.choice(_MIDDLES) for _ in range(parts))
        words["".join(syllables) + chance.choice(_ENDS)] = None
    return list(words), _falling(len(words))


def _falling(count: int) -> list[float]:
    """Sums of weights that fall as rank rises, as those of words and callers do (Zipf)."""
    return list(itertools.accumulate(1 / (rank + 2.7) for rank in range(count)))


_RING = (0, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20)
_HOURS = (1, 5, 9, 10, 8, 7, 9, 9, 9, 10, 9, 6, 2)
_BY_NOW = list(itertools.accumulate(_HOURS))


def _waking(second: int) -> int:
    """The same day at an hour at which people ring."""
    day, rest = divmod(second, 86_400)
    share = rest / 86_400 * _BY_NOW[-1]
    return day * 86_400 + _RING[min(bisect(_BY_NOW, share), len(_RING) - 1)] * 3600 + rest % 3600


def main() -> None:
    """Make a file and say how long that took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--calls", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    path = made(asked.folder, asked.calls, asked.seed)
    size = path.stat().st_size / asked.calls
    print(f"{path}: {time.perf_counter() - began:.0f} s, {size:,.0f} bytes a call")


if __name__ == "__main__":
    main()
