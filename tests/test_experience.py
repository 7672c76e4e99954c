"""What was learned from corrections: plain counts, bounded, reversible, never for thieves."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.call import Call
from screener.desk import Desk
from screener.experience import FEWEST_OTHERS, MOST, MOST_WORDS, signals_of, words_taught
from screener.identity import Identity
from screener.known import NOTHING_KNOWN, Known, Lesson, Taught
from screener.phone import Number, NumberKind
from screener.signals import Signal
from screener.vendor import Vendor
from screener.verdict import judge
from screener.words import IdentityState, Label, Purpose, Relation

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=timezone(timedelta(hours=-5)))
NOBODY = Number("", NumberKind.INVALID)
CLAIMED = Identity(IdentityState.CLAIMED, NOBODY)
ON_FILE = Identity(IdentityState.NUMBER_ON_FILE, NOBODY)
TO_SERVICE = Taught(Label.UPSELL, Label.SERVICE, 3)


def known(*taught: Taught, calls: Mapping[Label, int] | None = None) -> Known:
    return Known(who="Acme", taught=taught, calls=calls or {})


def moved(signals: tuple[Signal, ...]) -> dict[Purpose, float]:
    """What signals add to each purpose in all."""
    found = dict.fromkeys(Purpose, 0.0)
    for signal in signals:
        for purpose, weight in ((signal.purpose, signal.weight), *signal.also.items()):
            found[purpose] += weight
    return found


def test_nothing_known_says_nothing() -> None:
    assert signals_of(NOTHING_KNOWN, "add a line to your plan", CLAIMED, ()) == ()


def test_a_correction_is_told_in_plain_counts() -> None:
    (signal,) = signals_of(known(TO_SERVICE), "about your plan", CLAIMED, ())
    assert signal.why == (
        "You corrected Acme from existing-vendor upsell to genuine service 3 times."
    )
    assert signal.group == "experience"
    assert signal.id == "KNOWN_CORRECTED_TO_SERVICE_FROM_UPSELL"


@pytest.mark.parametrize(
    ("taught", "up", "down"),
    [
        (TO_SERVICE, {Purpose.SERVICE, Purpose.ACCOUNT}, {Purpose.SALES}),
        (
            Taught(Label.SERVICE, Label.SOLICITATION, 1),
            {Purpose.SALES, Purpose.FRAUD},
            {Purpose.SERVICE, Purpose.ACCOUNT},
        ),
        (
            Taught(Label.SERVICE, Label.UPSELL, 1),
            {Purpose.SALES},
            {Purpose.SERVICE, Purpose.ACCOUNT},
        ),
        (Taught(Label.SOLICITATION, Label.UPSELL, 1), {Purpose.SALES}, set()),
        (
            Taught(Label.SERVICE, Label.UNDETERMINED, 1),
            {Purpose.UNKNOWN},
            {Purpose.SERVICE, Purpose.ACCOUNT},
        ),
        (Taught(None, Label.SERVICE, 1), {Purpose.SERVICE, Purpose.ACCOUNT}, set()),
    ],
)
def test_a_label_put_right_speaks_of_purposes(
    taught: Taught, up: set[Purpose], down: set[Purpose]
) -> None:
    by = moved(signals_of(known(taught), "", CLAIMED, ()))
    assert {purpose for purpose, weight in by.items() if weight > 0} == up
    assert {purpose for purpose, weight in by.items() if weight < 0} == down


def test_verdicts_that_the_person_let_stand_weigh_against_it() -> None:
    (sure,) = signals_of(known(TO_SERVICE), "", CLAIMED, ())
    (torn,) = signals_of(known(TO_SERVICE, calls={Label.UPSELL: 9}), "", CLAIMED, ())
    assert torn.weight == pytest.approx(sure.weight * 2.4 * 3 / 12 / MOST)
    assert torn.why.endswith("3 times, and let it stand 9 times.")


def test_a_correction_to_the_same_label_teaches_nothing() -> None:
    assert signals_of(known(Taught(Label.SERVICE, Label.SERVICE, 4)), "", CLAIMED, ()) == ()


def test_a_call_moves_from_upsell_to_service_and_back_when_taken_back() -> None:
    offer = Signal("SALES_OFFER", Purpose.SALES, 1.2, "", "An offer.")
    before = judge((offer,), None, CLAIMED, Relation.CURRENT)
    learned = signals_of(known(TO_SERVICE), "", CLAIMED, (offer,))
    after = judge((offer, *learned), None, CLAIMED, Relation.CURRENT)
    assert (before.label, after.label) == (Label.UPSELL, Label.SERVICE)


FRAUD = Signal("FRAUD_X", Purpose.FRAUD, 1.0, "", "A sign.")
ASKS = FRAUD._replace(weight=3.0, asks="secret")
CERTAIN = FRAUD._replace(weight=4.0, certain=True)

ways = st.builds(
    Taught, st.none() | st.sampled_from(Label), st.sampled_from(Label), st.integers(1, 10_000)
)
anything = st.builds(
    Known,
    calls=st.dictionaries(st.sampled_from(Label), st.integers(0, 100)),
    who=st.text(max_size=60),
    taught=st.lists(ways, max_size=12).map(tuple),
    words=st.dictionaries(st.sampled_from(["dentist", "filter", "policy"]), ways),
    after_opt_out=st.integers(0, 10_000),
)
WORDS = "the dentist about your filter and policy"


@given(anything)
def test_all_of_it_is_bounded(whatever: Known) -> None:
    for weight in moved(signals_of(whatever, WORDS, CLAIMED, ())).values():
        assert abs(weight) <= MOST + 1e-9


@given(anything, st.sampled_from([ASKS, CERTAIN]), st.sampled_from([CLAIMED, ON_FILE]))
def test_nothing_clears_a_certain_sign_or_one_who_asks_for_secrets(
    whatever: Known, sign: Signal, identity: Identity
) -> None:
    service = Signal("SERVICE_X", Purpose.SERVICE, 2.0, "", "A visit.")
    heard = (sign, service)
    learned = signals_of(whatever, WORDS, identity, heard)
    without = judge(heard, None, identity, Relation.CURRENT)
    within = judge((*heard, *learned), None, identity, Relation.CURRENT)
    assert within.purposes[Purpose.FRAUD] >= without.purposes[Purpose.FRAUD]
    assert within.label is without.label


@given(anything)
def test_a_claimed_name_vouches_for_nobody_who_shows_a_sign_of_fraud(whatever: Known) -> None:
    learned = signals_of(whatever, WORDS, CLAIMED, (FRAUD,))
    without = judge((FRAUD,), None, CLAIMED, Relation.CURRENT)
    within = judge((FRAUD, *learned), None, CLAIMED, Relation.CURRENT)
    assert within.purposes[Purpose.FRAUD] >= without.purposes[Purpose.FRAUD]


@pytest.mark.parametrize("sign", [FRAUD, ASKS._replace(perhaps=True)])
def test_a_number_on_file_is_remembered_in_spite_of_a_weak_sign(sign: Signal) -> None:
    assert signals_of(known(TO_SERVICE), "", CLAIMED, (sign,)) == ()
    assert signals_of(known(TO_SERVICE), "", ON_FILE, (sign,)) != ()


def test_calls_after_an_opt_out_are_a_weak_signal() -> None:
    (refused,) = signals_of(Known(after_opt_out=2), "", CLAIMED, ())
    assert refused.why == "They rang 2 times after you told them to stop."
    assert 0 < refused.weight < 1.3


def lessons(*said: str, was: Label = Label.UPSELL, now: Label = Label.SERVICE) -> list[Lesson]:
    return [Lesson(was, now, each, "Aqua Works") for each in said]


OTHERS = [f"good morning about your order number {at}" for at in range(FEWEST_OTHERS)]


def test_words_are_taught_by_calls_put_right_alike() -> None:
    taught = words_taught(lessons("the aqua filter order", "new filter is here"), OTHERS)
    assert taught == {"filter": Taught(Label.UPSELL, Label.SERVICE, 2)}


@pytest.mark.parametrize(
    ("corrected", "others"),
    [
        (lessons("the filter"), OTHERS),
        (lessons("the filter", "a filter"), OTHERS[:-1]),
        (lessons("the filter", "a filter"), [*OTHERS, "filter one", "filter two"]),
        (
            [*lessons("the filter", "a filter"), *lessons("filter", now=Label.SOLICITATION)],
            OTHERS,
        ),
    ],
    ids=["one call only", "too few others", "common elsewhere", "put right otherwise too"],
)
def test_words_that_prove_little_are_not_taught(corrected: list[Lesson], others: list[str]) -> None:
    assert words_taught(corrected, others) == {}


def test_the_table_of_words_is_bounded() -> None:
    many = " ".join(f"{a}{b}{c}x" for a in "abcdefghij" for b in "klmnopqrst" for c in "uvwyz")
    assert len(words_taught(lessons(many, many), OTHERS)) == MOST_WORDS


def test_a_taught_word_is_quoted_where_it_stands() -> None:
    said = "Calling about the Filter, the filter you ordered"
    taught = Known(words={"filter": Taught(Label.UPSELL, Label.SERVICE, 2)})
    (signal,) = signals_of(taught, said, CLAIMED, ())
    assert said[signal.start : signal.end] == signal.quote == "Filter"
    assert signal.why == (
        "You corrected calls with “filter” from existing-vendor upsell to genuine service 2 times."
    )


def test_a_desk_learns_from_corrections_and_unlearns(tmp_path: Path) -> None:
    said = "courtesy call about the plan you have, checking in on you"
    with Desk.open(tmp_path / "calls.db") as desk:
        desk.clock = lambda: NOON
        desk.add_vendor(
            Vendor("Acme", numbers=("+16145550133",), last_transaction=date(2026, 9, 1))
        )
        ids = []
        for minutes in range(3):
            at = NOON - timedelta(days=1, minutes=minutes)
            call = Call(at=at, number="614 555 0133", company="Acme", said=said)
            ids.append(desk.log(call).call.id)
        wrong = desk.record(ids[0]).label
        right = Label.SERVICE if wrong is Label.UPSELL else Label.UPSELL
        before = desk.screen(Call(at=NOON, company="acme", said=said)).verdict
        for call_id in ids:
            desk.correct(call_id, right)
        after = desk.screen(Call(at=NOON, company="acme", said=said)).verdict
        assert after.probabilities[right] > before.probabilities[right]
        (learned,) = [signal for signal in after.signals if signal.group == "experience"]
        assert learned.why.startswith("You corrected Acme from ")
        assert learned.why.endswith(" 3 times.")
        assert desk.known(desk.record(ids[0]).call).taught[0].calls == 2
        for call_id in ids:
            desk.correct(call_id, None)
        assert desk.screen(Call(at=NOON, company="acme", said=said)).verdict == before
