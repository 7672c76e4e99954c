"""What is said of fraud, by how likely it is."""

from dataclasses import replace

import pytest

from screener.call import Call
from screener.cli.telling import screening_lines
from screener.rulebook import load_rulebook
from screener.scam import DOUBT, LIKELY, hedge, scam_words
from screener.screening import Screener, Screening
from screener.tui.reading import Reading, reading_from, reading_of
from screener.tui.widgets.card import badge
from screener.vendor import Household
from screener.words import Label, Purpose

SCAM = "This is your bank, read me the six digit code and do not tell anybody."


@pytest.fixture(scope="module")
def screening() -> Screening:
    return Screener(load_rulebook()).screen(Call(said=SCAM), Household())


def test_what_is_as_likely_something_else_only_may_be_a_scam() -> None:
    sold = Label.SOLICITATION
    assert scam_words(scam=True, share=LIKELY, label=sold) == "looks like a scam"
    assert scam_words(scam=True, share=LIKELY - 0.01, label=sold) == "may be a scam"
    assert scam_words(scam=False, share=0.4, label=sold) == ""


@pytest.mark.parametrize("label", [Label.SERVICE, Label.UPSELL])
def test_what_passes_as_service_says_that_it_may_still_be_a_scam(label: Label) -> None:
    told = Reading(label, scam=False, fraud=DOUBT, confidence=0.6)
    assert scam_words(scam=False, share=DOUBT, label=label) == "may still be a scam (10%)"
    assert "scam? 10 %" in badge(told).plain
    assert scam_words(scam=False, share=DOUBT - 0.01, label=label) == ""
    assert "scam" not in badge(told._replace(fraud=DOUBT - 0.01)).plain


def test_nobody_is_called_a_thief_who_is_as_likely_something_else() -> None:
    assert hedge(scam=True, share=LIKELY) == ""
    assert hedge(scam=True, share=LIKELY - 0.01) == "perhaps "
    assert hedge(scam=False, share=0.4) == ""


@pytest.mark.parametrize(("fraud", "perhaps"), [(LIKELY, ""), (LIKELY - 0.01, "perhaps ")])
def test_an_impostor_is_told_of_as_the_scam_is(
    screening: Screening, fraud: float, perhaps: str
) -> None:
    verdict = replace(
        screening.verdict, purposes={**screening.verdict.purposes, Purpose.FRAUD: fraud}
    )
    judged = replace(screening, verdict=verdict)
    assert f"  wants:   {perhaps}fraud — impostor" in screening_lines(judged)
    assert reading_of(judged).role.startswith("perhaps an impostor:" if perhaps else "impostor:")
    stored = {"label": "solicitation", "role": "impostor", "purposes": {"fraud": fraud}}
    assert reading_from(stored).role == reading_of(judged).role


def test_the_share_stands_with_the_label_and_not_with_the_scam(screening: Screening) -> None:
    head, *_ = screening_lines(screening)
    assert screening.verdict.purposes[Purpose.FRAUD] >= LIKELY
    assert head.endswith("%) — looks like a SCAM")


def test_the_card_asks_where_it_is_not_likely(screening: Screening) -> None:
    unsure = Reading(Label.SOLICITATION, scam=True, fraud=LIKELY - 0.01, confidence=0.6)
    assert "SCAM?" in badge(unsure).plain
    assert "SCAM " in badge(reading_of(screening)).plain
