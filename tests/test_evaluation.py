"""Figures over labelled calls, each reckoned by hand."""

from dataclasses import replace

import pytest

from screener.call import Call
from screener.evaluation import Judged, figures
from screener.labelled import Labelled
from screener.vendor import Household, Vendor
from screener.words import Label, Purpose
from tests.store.samples import judged as screening_of

SOLICITATION, UPSELL, SERVICE, UNDETERMINED = Label


def judged(
    want: Label,
    got: Label,
    confidence: float = 0.95,
    *,
    scam: bool = False,
    caught: bool = False,
    sells: tuple[bool, bool] = (False, False),
    vendor: tuple[str | None, str | None] = ("?", None),
) -> Judged:
    """A call labelled `want` that was given `got`; pairs are what is expected and given."""
    call = Call(said="x")
    named = Vendor(vendor[1]) if vendor[1] else None
    screening = screening_of(call, got, named, scam=caught)
    verdict = replace(screening.verdict, confidence=confidence, also_selling=sells[1])
    labelled = Labelled(call, Household(), want, Purpose.SALES, scam, sells[0], vendor[0])
    return Judged(labelled, replace(screening, verdict=verdict))


def test_nothing_judged_is_no_division_by_nothing() -> None:
    found = figures([])
    assert (found.calls, found.accuracy, found.macro_f1, found.calibration_error) == (0, 0, 0, 0)
    assert found.vendor_accuracy is None


def test_f1_and_confusion() -> None:
    found = figures(
        [
            judged(SERVICE, SERVICE),
            judged(SERVICE, SERVICE),
            judged(SERVICE, UPSELL),
            judged(UPSELL, UPSELL),
            judged(SOLICITATION, SERVICE),
        ]
    )
    assert found.accuracy == 3 / 5
    # Service: 2 right, 3 expected, 3 given. Upsell: 1, 1, 2. Solicitation: none right.
    assert found.f1 == {
        SERVICE: pytest.approx(2 * 2 / 6),
        UPSELL: pytest.approx(2 * 1 / 3),
        SOLICITATION: 0.0,
    }
    assert found.macro_f1 == pytest.approx((2 / 3 + 2 / 3 + 0) / 3)
    assert found.confusion[SERVICE, UPSELL] == 1
    assert found.confusion[SERVICE, SERVICE] == 2
    assert sum(found.confusion.values()) == 5


def test_a_label_that_is_only_given_counts_against_the_others_not_for_itself() -> None:
    found = figures([judged(SERVICE, UNDETERMINED), judged(SERVICE, SERVICE)])
    assert found.f1 == {SERVICE: pytest.approx(2 / 3)}


def test_expected_calibration_error() -> None:
    found = figures(
        [
            # 0.9 to 1.0: says 0.95 and 0.91, one of two right.
            judged(SERVICE, SERVICE, 0.95),
            judged(UPSELL, SERVICE, 0.91),
            # 0.5 to 0.6: says 0.55 twice, both right.
            judged(UPSELL, UPSELL, 0.55),
            judged(UPSELL, UPSELL, 0.55),
        ]
    )
    assert found.calibration_error == pytest.approx((abs(1.86 - 1) + abs(1.10 - 2)) / 4)


def test_certainty_falls_into_the_last_bin() -> None:
    assert figures([judged(SERVICE, SERVICE, 1.0)]).calibration_error == 0


def test_errors_of_each_kind_are_counted() -> None:
    found = figures(
        [
            judged(SOLICITATION, SOLICITATION, scam=True, caught=True),
            judged(SOLICITATION, SERVICE, scam=True),
            judged(SOLICITATION, UPSELL, scam=True),
            judged(SERVICE, SOLICITATION),
            judged(SERVICE, UNDETERMINED),
        ]
    )
    assert (found.scams, found.scams_caught, found.scams_called_service) == (3, 1, 2)
    assert (found.genuine, found.genuine_called_solicitation) == (2, 1)


def test_also_selling_and_vendors() -> None:
    found = figures(
        [
            judged(SERVICE, SERVICE, sells=(True, True), vendor=("Acme", "Acme")),
            judged(SERVICE, SERVICE, sells=(True, False), vendor=(None, "Acme")),
            judged(SERVICE, SERVICE, sells=(False, True), vendor=(None, None)),
            judged(SERVICE, SERVICE, vendor=("?", "Acme")),
        ]
    )
    assert found.also_selling_f1 == pytest.approx(2 * 1 / (2 + 2))
    assert found.vendor_accuracy == pytest.approx(2 / 3)
