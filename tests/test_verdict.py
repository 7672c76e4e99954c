"""The table, the probabilities, and what must hold of every verdict."""

from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.identity import Identity
from screener.phone import Number, NumberKind
from screener.signals import Signal
from screener.vendor import Person, Vendor
from screener.verdict import Calibration, judge, label_for, role_of
from screener.words import IdentityState, Label, Purpose, Relation, Role

NOBODY = Identity(IdentityState.UNKNOWN, Number("", NumberKind.WITHHELD))
ACME = Vendor("Acme")
OURS = Identity(IdentityState.NUMBER_ON_FILE, Number("", NumberKind.WITHHELD), ACME, ACME)

signals = st.builds(
    Signal,
    id=st.sampled_from(["ALSO_X", "SALES_X", "FRAUD_X"]),
    purpose=st.sampled_from(Purpose),
    weight=st.floats(-6, 6),
    quote=st.just("words"),
    why=st.just("because"),
    also=st.dictionaries(st.sampled_from(Purpose), st.floats(-6, 6), max_size=3),
    asks=st.sampled_from(["", "", "", "secret", "remote", "payment"]),
    group=st.sampled_from(["", "next_step", "close_now", "account_manager", "scripted"]),
)
relations = st.sampled_from(Relation)


def heard(purpose: Purpose, weight: float, asks: str = "", group: str = "") -> Signal:
    return Signal("X", purpose, weight, "words", "because", asks=asks, group=group)


@pytest.mark.parametrize(
    ("purpose", "with_vendor", "with_stranger"),
    [
        (Purpose.SALES, Label.UPSELL, Label.SOLICITATION),
        (Purpose.SERVICE, Label.SERVICE, Label.SERVICE),
        (Purpose.ACCOUNT, Label.SERVICE, Label.SERVICE),
        (Purpose.SURVEY, Label.SERVICE, Label.SOLICITATION),
        (Purpose.FUNDRAISING, Label.SOLICITATION, Label.SOLICITATION),
        (Purpose.POLITICAL, Label.SOLICITATION, Label.SOLICITATION),
        (Purpose.COLLECTIONS, Label.SERVICE, Label.UNDETERMINED),
        (Purpose.FRAUD, Label.SOLICITATION, Label.SOLICITATION),
        (Purpose.UNKNOWN, Label.UNDETERMINED, Label.UNDETERMINED),
    ],
)
def test_the_table(purpose: Purpose, with_vendor: Label, with_stranger: Label) -> None:
    assert label_for(purpose, Relation.CURRENT) is with_vendor
    assert label_for(purpose, Relation.INQUIRY) is with_vendor
    assert label_for(purpose, Relation.LAPSED) is with_stranger
    assert label_for(purpose, Relation.NONE) is with_stranger


@given(st.lists(signals, max_size=12), relations)
def test_probabilities_add_up_and_the_label_is_the_likeliest(
    found: list[Signal], relation: Relation
) -> None:
    verdict = judge(found, None, OURS, relation)
    assert sum(verdict.probabilities.values()) == pytest.approx(1)
    assert sum(verdict.purposes.values()) == pytest.approx(1)
    assert verdict.confidence == verdict.probabilities[verdict.label]
    assert verdict.confidence == max(verdict.probabilities.values())
    assert label_for(verdict.purpose, relation) is verdict.label
    assert verdict.scam == (verdict.purpose is Purpose.FRAUD)
    assert sorted(map(id, verdict.signals)) == sorted(map(id, found))
    if verdict.also_selling:
        assert verdict.label is Label.SERVICE


@given(st.lists(signals, max_size=12), relations, st.sampled_from(["secret", "remote", "payment"]))
def test_whoever_asks_for_a_secret_is_never_plain_genuine_service(
    found: list[Signal], relation: Relation, asks: str
) -> None:
    asked = [*found, heard(Purpose.FRAUD, 0.5, asks)]
    verdict = judge(asked, None, OURS, relation)
    assert verdict.label not in (Label.SERVICE, Label.UPSELL)


@given(
    st.dictionaries(st.sampled_from(Purpose), st.floats(-2e3, 2e3), min_size=9),
    relations,
    st.tuples(*[st.floats(0.2, 20)] * 3, st.tuples(*[st.floats(-9, 9)] * 4)),
)
def test_any_sums_become_probabilities(
    sums: dict[Purpose, float],
    relation: Relation,
    by: tuple[float, float, float, tuple[float, ...]],
) -> None:
    found = judge([], sums, NOBODY, relation, calibration=Calibration(*by)).purposes
    assert list(found) == list(Purpose)
    assert sum(found.values()) == pytest.approx(1)
    assert all(share >= 0 for share in found.values())


@given(
    st.dictionaries(st.sampled_from(Purpose), st.floats(-9, 9), min_size=9),
    relations,
    st.floats(0.5, 5),
)
def test_with_one_temperature_it_is_one_softmax(
    sums: dict[Purpose, float], relation: Relation, by: float
) -> None:
    found = judge([], sums, NOBODY, relation, calibration=Calibration(by, by, by)).purposes
    raised = {purpose: exp(value / by) for purpose, value in sums.items()}
    expected = {purpose: value / sum(raised.values()) for purpose, value in raised.items()}
    assert found == pytest.approx(expected)


def test_likely_purposes_of_one_label_say_more_together() -> None:
    sums = dict.fromkeys(Purpose, -9.0) | {
        Purpose.SALES: 1.0,
        Purpose.FRAUD: 1.0,
        Purpose.SERVICE: 1.5,
    }
    alone, together = (
        judge([], sums, NOBODY, Relation.NONE, calibration=Calibration(mixing=mixing))
        for mixing in (0.2, 3.0)
    )
    assert alone.label is Label.SERVICE
    assert together.label is Label.SOLICITATION


@given(st.lists(signals, max_size=6), relations)
def test_a_known_person_gets_no_label(found: list[Signal], relation: Relation) -> None:
    known = Identity(
        IdentityState.UNKNOWN, Number("", NumberKind.WITHHELD), known_person=Person("Rosa")
    )
    assert judge(found, None, known, relation).label is Label.UNDETERMINED


def test_without_ground_nothing_is_decided() -> None:
    verdict = judge([], None, OURS, Relation.CURRENT, has_ground=False)
    assert (verdict.label, verdict.purpose) == (Label.UNDETERMINED, Purpose.UNKNOWN)
    assert verdict.confidence == 1


def test_more_evidence_makes_it_surer() -> None:
    one = judge([heard(Purpose.SALES, 1)], None, NOBODY, Relation.NONE)
    two = judge([heard(Purpose.SALES, 1)] * 2, None, NOBODY, Relation.NONE)
    assert one.label is two.label is Label.SOLICITATION
    assert two.confidence > one.confidence


def test_an_offer_beside_service_is_told() -> None:
    both = [heard(Purpose.SERVICE, 3), heard(Purpose.SALES, 2.4)]
    verdict = judge(both, None, OURS, Relation.CURRENT)
    assert verdict.label is Label.SERVICE
    assert verdict.also_selling


@pytest.mark.parametrize(
    ("purpose", "group", "relation", "role"),
    [
        (Purpose.SALES, "next_step", Relation.NONE, Role.TELEMARKETER),
        (Purpose.SALES, "close_now", Relation.NONE, Role.TELESALES),
        (Purpose.SALES, "account_manager", Relation.CURRENT, Role.ACCOUNT_MANAGER),
        (Purpose.SALES, "account_manager", Relation.NONE, Role.TELESALES),
        (Purpose.ACCOUNT, "account_manager", Relation.CURRENT, Role.ACCOUNT_MANAGER),
        (Purpose.SERVICE, "scripted", Relation.CURRENT, Role.CALL_CENTRE),
        (Purpose.SERVICE, "", Relation.NONE, Role.CUSTOMER_SERVICE),
        (Purpose.FRAUD, "", Relation.NONE, Role.IMPOSTOR),
        (Purpose.COLLECTIONS, "", Relation.NONE, Role.COLLECTOR),
        (Purpose.UNKNOWN, "", Relation.NONE, Role.UNKNOWN),
    ],
)
def test_roles(purpose: Purpose, group: str, relation: Relation, role: Role) -> None:
    assert role_of(purpose, [heard(Purpose.SALES, 1, group=group)], relation) is role


def test_what_would_change_it_names_the_caller() -> None:
    stranger = Identity(
        IdentityState.UNKNOWN, Number("", NumberKind.WITHHELD), claimed_name="Zenith Solar"
    )
    cold = judge([heard(Purpose.SALES, 3)], None, stranger, Relation.NONE)
    assert cold.would_change == (
        "Would be existing-vendor upsell if Zenith Solar were one of your vendors.",
    )
    lapsed = judge([heard(Purpose.SALES, 3)], None, OURS, Relation.LAPSED)
    assert "still a customer of Acme" in lapsed.would_change[0]
    upsell = judge([heard(Purpose.SALES, 3)], None, OURS, Relation.CURRENT)
    assert "no customer of Acme" in upsell.would_change[0]
