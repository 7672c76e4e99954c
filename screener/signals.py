"""What was said → signals: one pass over the words, each hit with the words that gave it away."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from screener.call import Call
from screener.guessing import Guesser
from screener.hearing import Heard, hear_words
from screener.identity import Identity
from screener.index import Beside, Index
from screener.matching import Hit, Places, hits_at, stands_near
from screener.negation import negates
from screener.phone import NumberKind
from screener.phrases import Phrase
from screener.rule import Negated, Rule, When, Where, Whose
from screener.warning import sentences_of, warned_from, warns
from screener.words import Purpose, Relation

OPENING_SHARE = 1 / 3
ENDING_SHARE = 0.6
"""`where`: a hit stands in the opening when it begins in the first third of the words, and in
the ending when it is over in the last 40 %."""


# Naming a member of an enumeration costs eight times as much as a name does (Python 3.11).
_ANYONE, _CONSUMER = Whose.ANYONE, Whose.CONSUMER
_EITHER, _ONLY = Negated.EITHER, Negated.ONLY
_ANYWHERE, _OPENING = Where.ANYWHERE, Where.OPENING

SOMETHING = "something"
"""What a caller asks for, where it is no rule that tells: a secret, remote access or such a payment,
whichever."""

ANSWERS = "answer"
"""The group of what the caller answered to questions: log-odds as they stand."""


class Signal(NamedTuple):
    """One observation that speaks for or against a purpose.

    `weight` is what it adds to `purpose` in log-odds (negative: speaks against);
    `also` is what it adds to other purposes. `quote` is the words that gave it away, as they
    stand in the text, from `start` to `end` (character offsets into `Call.said`; -1 when the
    signal comes from elsewhere). `why` is a sentence for a person. `certain` marks a fraud
    sign that convicts alone. `asks` tells what the caller is after: "secret", "remote",
    "payment" (one that cannot be taken back), `SOMETHING` of these, or ""; `perhaps` marks that
    this is doubtful.
    """

    id: str
    purpose: Purpose
    weight: float
    quote: str
    why: str
    also: Mapping[Purpose, float] = {}
    start: int = -1
    end: int = -1
    certain: bool = False
    asks: str = ""
    group: str = ""
    perhaps: bool = False


class PassedOver(NamedTuple):
    """Words that a rule knows, but that did not count, and why not."""

    rule: str
    quote: str
    reason: str


class Answered(NamedTuple):
    """What one answer to a question says: log-odds per purpose, and a sentence why."""

    weights: Mapping[Purpose, float]
    why: str = ""


class _Facts(NamedTuple):
    """What rules may ask about a call beside its words."""

    identity: Identity
    relationship: Relation
    recorded: bool | None

    def hold(self, when: When) -> bool:
        number = self.identity.number
        return (
            (not when.identity or self.identity.state in when.identity)
            and (not when.relationship or self.relationship in when.relationship)
            and (not when.line or number.line in when.line)
            and when.recorded in {None, self.recorded}
            and when.withheld in {None, number.kind == NumberKind.WITHHELD}
        )


class _Text(NamedTuple):
    """A text with the places of all atoms in it."""

    heard: Heard
    places: Places

    def standing_near(self, beside: Beside, hit: Hit, within: int) -> str:
        """The first of some phrases that stands near the hit; empty when none does."""
        for text, phrase in beside.within(self.places):
            if stands_near(phrase, hit, within, self.places):
                return text
        return ""

    def excusing(self, beside: Beside, hit: Hit, within: int, asks: bool) -> str:
        """Like `standing_near`, but a warning must speak of the hit; and where the hit `asks` for
        something, a subject must stand in its own sentence: what was talked of before does not
        make a request harmless."""
        for text, phrase in beside.within(self.places):
            if stands_near(phrase, hit, within, self.places):
                begun = over = -1
                if warns(text):
                    begun = warned_from(self.heard, hit, within)
                elif asks:
                    begun = sentences_of(self.heard, hit)
                    over = begun << 1
                if begun == -1 or stands_near(phrase, hit, within, self.places, begun, over):
                    return text
        return ""


class _Listener:
    """A rule with what it looks for beside a hit, compiled."""

    def __init__(self, rule: Rule, index: Index) -> None:
        self.rule = rule
        self._near = Beside(index, rule.near) if rule.near else None
        self._unless = Beside(index, rule.unless) if rule.unless else None
        self._accuses = rule.weight > 0 and rule.purpose is Purpose.FRAUD

    def first_hit(self, candidates: Iterable[tuple[Phrase, int]], text: _Text) -> Hit | None:
        """The first hit in the text that counts for the rule."""
        best: Hit | None = None
        for phrase, ends in candidates:
            for hit in hits_at(phrase, ends, text.places):
                if best is not None and hit >= best:
                    continue
                if not self.objection(hit, text):
                    best = hit
                    break
        return best

    def objection(self, hit: Hit, text: _Text) -> str:
        """Why the hit does not count for the rule; empty when it does."""
        heard, rule = text.heard, self.rule
        if rule.speaker is not _ANYONE and not _is_spoken_by(rule.speaker, hit, heard):
            return f"not the words of the {rule.speaker}"
        if rule.where is not _ANYWHERE and not _stands_in(rule.where, hit, len(heard.words)):
            return f"does not stand in the {rule.where}"
        if rule.negated is not _EITHER:
            negated = negates(heard, hit.first)
            if negated is not (rule.negated is _ONLY):
                return "negated" if negated else "not negated"
        if self._near and not text.standing_near(self._near, hit, rule.within):
            return "nothing of what must stand near it does"
        found = ""
        if self._unless and self._accuses:
            found = text.excusing(self._unless, hit, rule.within, bool(rule.asks))
        elif self._unless:
            found = text.standing_near(self._unless, hit, rule.within)
        return f"“{found}” stands near it" if found else ""


def index_of(rules: Sequence[Rule]) -> Index:
    """The phrases of the rules, compiled."""
    return Index.of(
        chain.from_iterable(rule.phrases for rule in rules),
        chain.from_iterable((*rule.near, *rule.unless) for rule in rules),
    )


_Candidates = list[tuple[Phrase, int]]

_Found = dict[_Listener, tuple[_Candidates, _Text]]
"""Rules of which a phrase matches: the phrases with where they end, and the text that they were
found in (with guessed words, where nothing matched exactly)."""


class Ear:
    """All rules compiled once, to be held against any number of calls.

    `groups` are the caps of the groups in log-odds. `answers` gives for (question id, answer
    id) what the answer says; it becomes the signal ANSWER_<QUESTION>_<ANSWER>. `index` holds
    the phrases of the rules where they are compiled already.
    """

    def __init__(
        self,
        rules: Sequence[Rule],
        groups: Mapping[str, float],
        answers: Mapping[tuple[str, str], Answered] | None = None,
        index: Index | None = None,
    ) -> None:
        self._rules = {rule.id: rule for rule in rules}
        self._order = {rule.id: at for at, rule in enumerate(_by_need(rules))}
        self._groups = groups
        self._answers = answers or {}
        self.index = index or index_of(rules)
        self._by_phrase: dict[int, list[_Listener]] = {}
        for rule in rules:
            listener = _Listener(rule, self.index)
            for text in rule.phrases:
                self._by_phrase.setdefault(self.index.numbers[text], []).append(listener)
        guessable = tuple(text for rule in rules if rule.fuzzy for text in rule.phrases)
        self._guesser = Guesser(self.index, guessable) if guessable else None
        self._by_facts = [rule for rule in rules if not rule.phrases]

    def hear(
        self,
        call: Call,
        identity: Identity,
        relationship: Relation,
        heard: Heard | None = None,
    ) -> tuple[Signal, ...]:
        """Every signal of a call, for whatever purpose, in the order of the text.

        `heard` saves hearing `call.said` again where the caller has done so. Signals without a
        place in the text (facts, tells, answers) come last.
        """
        text = self._text(call, heard)
        facts = _Facts(identity, relationship, call.recorded)
        found: dict[str, Signal] = {}
        for listener, (candidates, where) in self._candidates(text).items():
            rule = listener.rule
            if rule.when is None or facts.hold(rule.when):
                hit = listener.first_hit(candidates, where)
                if hit is not None:
                    found[rule.id] = _signal(rule, text.heard, hit)
        for rule in self._by_facts:
            if rule.when is not None and facts.hold(rule.when):
                found[rule.id] = _bare(rule, "")
        for name in call.tells:
            told = self._rules.get(name)
            if told is not None and name not in found:
                found[name] = _bare(told, told.tell)
        kept = self._needed(found)
        kept += self._answered(call)
        return tuple(self._capped(sorted(kept, key=_place)))

    def passed_over(
        self, call: Call, identity: Identity, relationship: Relation
    ) -> tuple[PassedOver, ...]:
        """What rules recognised but did not count, each with the reason: for people who ask
        why a signal is missing, and for writers of rules."""
        text = self._text(call, None)
        facts = _Facts(identity, relationship, call.recorded)
        counted = {signal.id for signal in self.hear(call, identity, relationship)}
        found: list[PassedOver] = []
        for listener, (candidates, where) in self._candidates(text).items():
            rule = listener.rule
            if rule.id not in counted:
                hit = next(_hits(candidates, where))
                quote = text.heard.quote(hit.first, hit.after)
                if rule.when is not None and not facts.hold(rule.when):
                    reason = "the facts it asks for do not hold"
                else:
                    reason = listener.objection(hit, where) or "none of its needs was heard"
                found.append(PassedOver(rule.id, quote, reason))
        return tuple(found)

    def _text(self, call: Call, heard: Heard | None) -> _Text:
        heard = hear_words(call.said) if heard is None else heard
        return _Text(heard, self.index.places(heard))

    def _candidates(self, text: _Text) -> _Found:
        found: _Found = {}
        for listener, phrase, ends in self._matching(text):
            found.setdefault(listener, ([], text))[0].append((phrase, ends))
        places = self._guesser.places(text.heard) if self._guesser else None
        if places is not None:
            guessed = text._replace(places=places)
            exact = frozenset(found)
            for listener, phrase, ends in self._matching(guessed):
                if listener.rule.fuzzy and listener not in exact:
                    found.setdefault(listener, ([], guessed))[0].append((phrase, ends))
        return found

    def _matching(self, text: _Text) -> Iterator[tuple[_Listener, Phrase, int]]:
        for number, ends in self.index.matching(text.places).items():
            phrase = self.index.phrase(number)
            for listener in self._by_phrase[number]:
                yield listener, phrase, ends

    def _needed(self, found: Mapping[str, Signal]) -> list[Signal]:
        """The signals whose rules need nothing, or something that was heard too."""
        kept: dict[str, Signal] = {}
        for name in sorted(found, key=self._order.__getitem__):
            needs = self._rules[name].needs
            if not needs or not needs.isdisjoint(kept):
                kept[name] = found[name]
        return list(kept.values())

    def _answered(self, call: Call) -> Iterator[Signal]:
        for question, answer in call.answers:
            said = self._answers.get((question, answer))
            if said is not None and said.weights:
                purpose = max(said.weights, key=lambda one: abs(said.weights[one]))
                also = {one: by for one, by in said.weights.items() if one != purpose}
                # Whatever it tells, something was told.
                also.setdefault(Purpose.UNKNOWN, -max(0.0, *said.weights.values()))
                name = f"ANSWER_{question}_{answer}".upper().replace("-", "_")
                weight = said.weights[purpose]
                yield Signal(name, purpose, weight, "", said.why, also, group=ANSWERS)

    def _capped(self, signals: list[Signal]) -> Iterator[Signal]:
        """Signals of one group that speak for one purpose, scaled down to the group's cap."""
        sums: dict[tuple[str, Purpose], float] = {}
        for signal in signals:
            if signal.group:
                key = signal.group, signal.purpose
                sums[key] = sums.get(key, 0.0) + abs(signal.weight)
        for signal in signals:
            cap = self._groups.get(signal.group, 0.0)
            total = sums.get((signal.group, signal.purpose), 0.0)
            yield scaled(signal, cap / total) if total > cap > 0 else signal


def _by_need(rules: Sequence[Rule]) -> list[Rule]:
    """Rules in an order where each comes after those that it needs."""
    placed: dict[str, Rule] = {}
    left = list(rules)
    while left:
        names = {rule.id for rule in left}
        free = [rule for rule in left if rule.needs.isdisjoint(names)] or left
        placed.update((rule.id, rule) for rule in free)
        left = [rule for rule in left if rule.id not in placed]
    return list(placed.values())


def _hits(candidates: Iterable[tuple[Phrase, int]], text: _Text) -> Iterator[Hit]:
    for phrase, ends in candidates:
        yield from hits_at(phrase, ends, text.places)


def _is_spoken_by(whose: Whose, hit: Hit, heard: Heard) -> bool:
    consumer = heard.consumer[hit.first] or heard.consumer[hit.after - 1]
    return bool(consumer) is (whose is _CONSUMER)


def _stands_in(where: Where, hit: Hit, words: int) -> bool:
    if where is _OPENING:
        return hit.first < words * OPENING_SHARE
    return hit.after > words * ENDING_SHARE


def _signal(rule: Rule, heard: Heard, hit: Hit) -> Signal:
    start, end = heard.starts[hit.first], heard.ends[hit.after - 1]
    return Signal(
        rule.id,
        rule.purpose,
        rule.weight,
        heard.text[start:end],
        rule.why,
        rule.also,
        start,
        end,
        rule.certain,
        rule.asks,
        rule.group,
    )


def _bare(rule: Rule, quote: str) -> Signal:
    """The signal of a rule that was not found in the words."""
    return Signal(
        rule.id,
        rule.purpose,
        rule.weight,
        quote,
        rule.why,
        rule.also,
        certain=rule.certain,
        asks=rule.asks,
        group=rule.group,
    )


def scaled(signal: Signal, by: float) -> Signal:
    """The signal with all its weights times `by`."""
    also = {purpose: weight * by for purpose, weight in signal.also.items()}
    return signal._replace(weight=signal.weight * by, also=also)


def _place(signal: Signal) -> tuple[bool, int]:
    return signal.start < 0, signal.start
