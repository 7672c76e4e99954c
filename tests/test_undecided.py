"""Why a call is left open, in words instead of a confidence."""

import pytest

from screener.undecided import COLLECTOR, KNOWN, NO_GROUND, why_undecided
from screener.words import Label, Purpose


@pytest.mark.parametrize("label", [None, Label.SERVICE, Label.UPSELL, Label.SOLICITATION])
def test_a_label_needs_no_excuse(label: Label | None) -> None:
    assert why_undecided(label, Purpose.UNKNOWN) == ""
    assert why_undecided(label, Purpose.SALES, known=True) == ""


def test_what_is_open_says_why() -> None:
    assert why_undecided(Label.UNDETERMINED, Purpose.UNKNOWN) == NO_GROUND
    assert why_undecided(Label.UNDETERMINED, None) == NO_GROUND
    assert why_undecided(Label.UNDETERMINED, Purpose.COLLECTIONS) == COLLECTOR
    assert why_undecided(Label.UNDETERMINED, Purpose.COLLECTIONS, known=True) == KNOWN
