"""What this household learned before: corrections, and callers who would not stop.

All of it is said in plain counts and is bounded: together it moves no purpose by more than
`MOST`, and it vouches for nobody whose words show a sign of fraud. Taking a correction back
takes its effect back, since nothing is kept but the corrections themselves.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from screener.hearing import hear_words
from screener.identity import Identity
from screener.known import Known, Lesson, Taught
from screener.signals import Signal
from screener.text import one_line
from screener.words import IdentityState, Label, Purpose

GROUP = "experience"

MOST = 2.0
"""Log-odds that all of it together may add to a purpose or take from it."""

PER_CALL = 0.8
MOST_CALLS = 3
"""A corrected call of this caller counts so much, and no more than so many of them do."""

PER_WORD = 0.4
MOST_WORDS_WEIGHT = 0.8
"""Words are weaker than the caller: who says them now may be anybody."""

PER_REFUSED = 0.3
MOST_REFUSED = 3

# What a correction to a label says of the purpose. Whether a sales call is a solicitation or
# an upsell is a matter of the relationship, so that both teach the same; a caller put right
# to a solicitation may as well be a thief.
_SPEAKS_FOR: Mapping[Label, tuple[Purpose, Mapping[Purpose, float]]] = {
    Label.SOLICITATION: (Purpose.SALES, {Purpose.FRAUD: 0.5}),
    Label.UPSELL: (Purpose.SALES, {}),
    Label.SERVICE: (Purpose.SERVICE, {Purpose.ACCOUNT: 1.0}),
    Label.UNDETERMINED: (Purpose.UNKNOWN, {}),
}
_SPEAKS_AGAINST: Mapping[Label | None, tuple[Purpose, ...]] = {
    None: (),
    Label.SOLICITATION: (Purpose.SALES,),
    Label.UPSELL: (Purpose.SALES,),
    Label.SERVICE: (Purpose.SERVICE, Purpose.ACCOUNT),
    Label.UNDETERMINED: (Purpose.UNKNOWN,),
}
AGAINST_SHARE = 0.5
"""So much of what a correction adds to the right purpose it takes from the wrong one."""


def signals_of(
    known: Known, said: str, identity: Identity, heard: Sequence[Signal]
) -> tuple[Signal, ...]:
    """What is known of the caller, as signals beside those `heard` in the call itself.

    Nothing at all where the caller asks for a secret beyond doubt or shows a certain sign of fraud,
    and no correction where any sign of fraud comes from a number that is not on file: a name is a
    claim, and an impostor's choice falls on the names that a person trusts.
    """
    if not (known.taught or known.words or known.after_opt_out):
        return ()
    if any(signal.certain or (signal.asks and not signal.perhaps) for signal in heard):
        return ()
    found = [*_of_opt_out(known)]
    on_file = identity.state is IdentityState.NUMBER_ON_FILE
    if on_file or not any(_speaks_of_fraud(signal) for signal in heard):
        found = [*_of_caller(known), *_of_words(known, said), *found]
    return tuple(_capped(found))


def _speaks_of_fraud(signal: Signal) -> bool:
    own = signal.weight if signal.purpose is Purpose.FRAUD else 0.0
    return own + signal.also.get(Purpose.FRAUD, 0.0) > 0


def _of_caller(known: Known) -> Iterator[Signal]:
    """Corrections of this caller's earlier calls, less those that the person let stand."""
    who = one_line(known.who, 40) or "this caller"
    for taught in known.taught:
        if taught.was is taught.now:
            continue
        stood = 0 if taught.was is None else known.calls.get(taught.was, 0)
        share = taught.calls / (taught.calls + stood)
        weight = PER_CALL * min(taught.calls, MOST_CALLS) * share
        but = f", and let it stand {_times(stood)}" if stood else ""
        why = f"You corrected {who} {_from_to(taught)} {_times(taught.calls)}{but}."
        yield _signal(f"KNOWN_CORRECTED_TO_{taught.now.upper()}", taught, weight, why)


def _of_words(known: Known, said: str) -> Iterator[Signal]:
    """Words that the person's corrections have in common."""
    if not known.words:
        return
    heard = hear_words(said)
    first: dict[tuple[Label | None, Label], list[int]] = {}
    for at in {word: at for at, word in reversed([*enumerate(heard.words)])}.values():
        taught = known.words.get(heard.words[at])
        if taught is not None and not heard.consumer[at]:
            first.setdefault((taught.was, taught.now), []).append(at)
    for places in first.values():
        at = min(places)
        taught = known.words[heard.words[at]]
        weight = min(PER_WORD * len(places), MOST_WORDS_WEIGHT)
        words = ", ".join(f"“{heard.words[place]}”" for place in sorted(places)[:3])
        why = f"You corrected calls with {words} {_from_to(taught)} {_times(taught.calls)}."
        signal = _signal(f"KNOWN_WORDS_OF_{taught.now.upper()}", taught, weight, why)
        yield signal._replace(
            quote=heard.quote(at, at + 1), start=heard.starts[at], end=heard.ends[at]
        )


def _of_opt_out(known: Known) -> Iterator[Signal]:
    if known.after_opt_out > 0:
        weight = PER_REFUSED * min(known.after_opt_out, MOST_REFUSED)
        yield Signal(
            "KNOWN_RANG_AFTER_OPT_OUT",
            Purpose.SALES,
            weight,
            "",
            f"They rang {_times(known.after_opt_out)} after you told them to stop.",
            {Purpose.FRAUD: weight},
            group=GROUP,
        )


def _signal(name: str, taught: Taught, weight: float, why: str) -> Signal:
    purpose, more = _SPEAKS_FOR[taught.now]
    also = {other: share * weight for other, share in more.items()}
    for other in _SPEAKS_AGAINST[taught.was]:
        if other is not purpose and other not in also:
            also[other] = -AGAINST_SHARE * weight
    was = "" if taught.was is None else f"_FROM_{taught.was.upper()}"
    return Signal(name + was, purpose, weight, "", why, also, group=GROUP)


def _from_to(taught: Taught) -> str:
    return (f"from {taught.was.shown} " if taught.was else "") + f"to {taught.now.shown}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _capped(signals: Sequence[Signal]) -> Iterator[Signal]:
    """The signals, scaled down where together they would move a purpose by more than `MOST`."""
    moved = dict.fromkeys(Purpose, 0.0)
    for signal in signals:
        for purpose, weight in ((signal.purpose, signal.weight), *signal.also.items()):
            moved[purpose] += abs(weight)
    most = max(moved.values())
    by = MOST / most if most > MOST else 1.0
    for signal in signals:
        also = {purpose: weight * by for purpose, weight in signal.also.items()}
        yield signal._replace(weight=signal.weight * by, also=also)


# --- words ------------------------------------------------------------------------------------

FEWEST_CALLS = 2
FEWEST_OTHERS = 20
MOST_ELSEWHERE = 0.05
MOST_WORDS = 200
SHORTEST_WORD = 4
"""A word is taught by at least two calls put right in the same way, where no call was put
right otherwise with it and at most one in twenty of the other calls has it; with fewer than
twenty other calls nothing can be said about which words are rare. The table stays small."""


def words_taught(lessons: Iterable[Lesson], others: Iterable[str]) -> dict[str, Taught]:
    """The words that corrections teach, beside `others`: what was said in calls that were left
    as they were judged. A company's own name is no such word: that is the caller."""
    counts: dict[str, Counter[tuple[Label | None, Label]]] = {}
    for lesson in lessons:
        for word in _content(lesson.said) - _content(lesson.company):
            counts.setdefault(word, Counter())[lesson.was, lesson.now] += 1
    elsewhere: Counter[str] = Counter()
    calls = 0
    for said in others:
        elsewhere.update(_content(said) & counts.keys())
        calls += 1
    if calls < FEWEST_OTHERS:
        return {}
    found = {
        word: Taught(*way, times)
        for word, ways in counts.items()
        for way, times in ways.items()
        if len(ways) == 1
        and times >= FEWEST_CALLS
        and way[0] is not way[1]
        and elsewhere[word] <= MOST_ELSEWHERE * calls
    }
    ranked = sorted(found.items(), key=lambda pair: (-pair[1].calls, elsewhere[pair[0]], pair[0]))
    return dict(ranked[:MOST_WORDS])


def _content(text: str) -> frozenset[str]:
    heard = hear_words(text)
    return frozenset(
        word
        for word, consumer in zip(heard.words, heard.consumer, strict=True)
        if len(word) >= SHORTEST_WORD and word.isalpha() and not consumer
    )
