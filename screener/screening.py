"""The whole way of a call, on one page."""

from dataclasses import dataclass, replace

from screener.advice import Advice, advise
from screener.call import Call
from screener.complaints import GROUP as COMPLAINTS
from screener.complaints import signals_of as signals_of_complaints
from screener.consent import Permission, permission
from screener.dates import local_day
from screener.experience import GROUP as EXPERIENCE
from screener.experience import signals_of
from screener.hearing import Heard, hear_words
from screener.identity import Directory, Identity, identify
from screener.known import NOTHING_KNOWN, Known
from screener.relationship import relationship
from screener.requests import with_requests
from screener.rulebook import Rulebook
from screener.signals import ANSWERS, Signal, scaled
from screener.vendor import Household
from screener.verdict import NAME_ALONE, PURPOSES, Calibration, Verdict, judge
from screener.words import Purpose, Relation

MOST_WORDS = 3
WORDS_WHY = "In labelled calls such words go with this purpose more than with others."
NO_MOMENT = "No time was given: the relationship is read from open dates only."


@dataclass(frozen=True, slots=True)
class Screening:
    """All that is judged of one call. `identity.vendor` is whom the call is attributed to in
    the end (nobody when it is fraud); `rulebook` is the hash of the rulebook it was made
    with; `notes` says what could not be taken into account."""

    call: Call
    identity: Identity
    relationship: Relation
    verdict: Verdict
    permission: Permission
    advice: Advice
    rulebook: str = ""
    notes: tuple[str, ...] = ()


class Screener:
    """Judges calls by one rulebook. Pure: no clock, no disk, no network."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self._ear = rulebook.ear
        self._directory: tuple[Household, Directory] | None = None
        self._identified: tuple[Call, Household, Identity] | None = None

    def screen(self, call: Call, household: Household, known: Known = NOTHING_KNOWN) -> Screening:
        """Who it is, what they want, whether they were allowed to call, and what to say."""
        day = None if call.at is None else local_day(call.at, household.time_zone)
        identity = self.identity_of(call, household)
        relation = relationship(identity.vendor, day)
        heard = hear_words(call.said)
        signals = self._ear.hear(call, identity, relation, heard)
        learned = self.rulebook.learned
        if learned is not None:
            signals = with_requests(signals, heard, learned.request(heard), learned.lines)
        signals += signals_of(known, call.said, identity, signals)
        verdict = self._with_complaints(call, heard, signals, identity, relation, known)
        if verdict.scam:
            identity = replace(identity, vendor=None)
            relation = Relation.NONE
        vendor = identity.vendor
        allowed = permission(call, verdict.purpose, identity, household, vendor, day, known)
        book, region = self.rulebook.advice, household.region
        advice = advise(call, identity, verdict, allowed, relation, book, region)
        return Screening(
            call=call,
            identity=identity,
            relationship=relation,
            verdict=verdict,
            permission=allowed,
            advice=advice,
            rulebook=self.rulebook.hash,
            notes=(NO_MOMENT,) if day is None else (),
        )

    def _with_complaints(
        self,
        call: Call,
        heard: Heard,
        signals: tuple[Signal, ...],
        identity: Identity,
        relation: Relation,
        known: Known,
    ) -> Verdict:
        """The verdict with what others complained of, which alone makes nobody a thief."""
        complained = signals_of_complaints(known.complaints, identity, self.rulebook.groups)
        verdict = self._judged(call, heard, signals + complained, identity, relation)
        if not (complained and verdict.scam):
            return verdict
        without = self._judged(call, heard, signals, identity, relation)
        return verdict if without.scam else without

    def _judged(
        self,
        call: Call,
        heard: Heard,
        signals: tuple[Signal, ...],
        identity: Identity,
        relation: Relation,
    ) -> Verdict:
        """The verdict on signals and, where words were heard, on what was learned; where no
        signal speaks for the purpose, with the words that weighed most."""
        learned = self.rulebook.learned
        if learned is None or not heard.words:
            told = heard.words or call.tells or call.answers
            prior = None if told else NAME_ALONE
            return judge(signals, prior, identity, relation, has_ground=call.has_ground)
        weighed = learned.weigh(heard, call.company, signals)
        signals = tuple([_as_rules_weigh(each, learned.calibration) for each in signals])
        verdict = judge(
            signals,
            dict(zip(PURPOSES, weighed.scores, strict=True)),
            identity,
            relation,
            calibration=learned.calibration,
            selling=weighed.selling,
        )
        if verdict.has_reason:
            return verdict
        words = learned.words(heard, call.company, verdict.purpose, MOST_WORDS)
        return replace(verdict, words=tuple(_word(*each, verdict.purpose) for each in words))

    def identity_of(self, call: Call, household: Household) -> Identity:
        """Who the call is from. What was told last is kept: what is known of a caller is looked up
        by it before the call is judged."""
        last = self._identified
        if last is None or last[0] is not call or last[1] is not household:
            found = identify(call, self.directory_of(household))
            self._identified = last = (call, household, found)
        return last[2]

    def directory_of(self, household: Household) -> Directory:
        """Numbers and names of the household, indexed once for a run of calls."""
        if self._directory is None or self._directory[0] is not household:
            self._directory = (household, Directory(household))
        return self._directory[1]


def _as_rules_weigh(signal: Signal, by: Calibration) -> Signal:
    """Answers, experience and complaints are log-odds as they stand; rules and words are found too sure
    by a factor, the temperature of the labels, which the verdict takes away from the sum of all."""
    outright = signal.group in {ANSWERS, EXPERIENCE, COMPLAINTS}
    return scaled(signal, by.labels) if outright else signal


def _word(quote: str, weight: float, purpose: Purpose) -> Signal:
    return Signal("LEARNED_WORDS", purpose, weight, quote, WORDS_WHY)
