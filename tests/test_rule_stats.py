"""How rules behave over labelled calls, reckoned by hand, and what a rule on trial would do."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from screener.call import Call
from screener.evaluation import judge_all
from screener.faults import Fault
from screener.known import NOTHING_KNOWN
from screener.labelled import Labelled
from screener.rule_stats import RuleStats, rule_stats
from screener.rule_trial import Kept, Outcome, try_on
from screener.rulebook import Trial, try_rules
from screener.screening import Screener
from screener.vendor import Household
from screener.words import Label, Purpose
from tests.rulebooks import bundle, rule_file, small_rulebook

RULES = (
    rule_file("SALES_OFFER", "sales", "special offer"),
    rule_file("SALES_PRICE", "sales", "half price"),
    rule_file("SERVICE_VISIT", "service", "our technician"),
    rule_file("ACCOUNT_BILL", "account", "your bill"),
    rule_file("SERVICE_NOT", "service", "no obligation", -1.5),
    rule_file("FRAUD_CARD", "fraud", "gift card"),
)
IDS = ["SALES_OFFER", "SALES_PRICE", "SERVICE_VISIT", "ACCOUNT_BILL", "SERVICE_NOT", "FRAUD_CARD"]


def labelled(said: str, purpose: Purpose) -> Labelled:
    return Labelled(
        Call(said=said), Household(), Label.SERVICE, purpose, scam=False, also_selling=False
    )


@pytest.fixture
def stats(tmp_path: Path) -> RuleStats:
    rows = [
        labelled("a special offer at half price", Purpose.SALES),
        labelled("a special offer when our technician comes", Purpose.SERVICE),
        labelled("our technician has your bill", Purpose.ACCOUNT),
        labelled("no obligation, a special offer", Purpose.SALES),
        labelled("good morning", Purpose.UNKNOWN),
    ]
    judged = judge_all(rows, Screener(small_rulebook(tmp_path, *RULES)))
    return rule_stats(judged, IDS)


def test_each_signal_is_counted(stats: RuleStats) -> None:
    assert (stats.calls, stats.covered) == (5, 4)
    by_id = {each.id: each for each in stats.signals}
    offer = by_id["SALES_OFFER"]
    assert (offer.heard, offer.overlaps, offer.conflicts, offer.right) == (3, 1, 1, 2)
    assert offer.precision == pytest.approx(2 / 3)
    visit = by_id["SERVICE_VISIT"]
    assert (visit.heard, visit.overlaps, visit.conflicts) == (2, 0, 1)
    assert (visit.right, visit.fitting) == (1, 2)
    against = by_id["SERVICE_NOT"]
    assert against.against
    assert (against.heard, against.right, against.conflicts) == (1, 1, 0)
    assert stats.silent == ("FRAUD_CARD",)
    assert [each.id for each in stats.signals][:2] == ["SALES_OFFER", "SERVICE_VISIT"]


def test_pairs_in_conflict_tell_who_was_right(stats: RuleStats) -> None:
    (pair,) = stats.conflicts
    assert (pair.first, pair.second, pair.calls) == ("SALES_OFFER", "SERVICE_VISIT", 1)
    assert (pair.first_right, pair.second_right) == (0, 1)


def test_no_calls_give_no_figures() -> None:
    assert rule_stats([], ["A"]) == RuleStats(0, 0, (), (), ("A",))


# --- rules on trial ---------------------------------------------------------------------------

PAST = (
    "a special offer for you",
    "our technician comes",
    "nothing of the kind",
    "a special offer when our technician comes",
)


def try_file(tmp_path: Path, content: str, name: str = "mine.toml") -> Trial:
    bundled = tmp_path / "rules"
    if not bundled.exists():
        bundle(bundled, *RULES)
    file = tmp_path / name
    file.write_text(content)
    return try_rules(file, tmp_path / "own", bundled=bundled)


def outcomes(trial: Trial, said: Iterable[str] = PAST) -> list[Outcome]:
    at = datetime(2026, 11, 2, 12, tzinfo=UTC)
    calls = [Kept(Call(id=str(n), at=at, said=each)) for n, each in enumerate(said)]
    return list(try_on(calls, trial, Household(), lambda call: NOTHING_KNOWN))


def ways(trial: Trial) -> dict[str, tuple[Label, Label]]:
    return {
        each.relabelled.kept.call.id: (each.relabelled.before.label, each.relabelled.after.label)
        for each in outcomes(trial)
        if each.relabelled is not None
    }


def test_a_new_rule_relabels_the_calls_in_which_it_is_heard(tmp_path: Path) -> None:
    trial = try_file(tmp_path, rule_file("MINE", "service", "offer for you", 5.0))
    assert trial.changed == {"MINE"}
    assert ways(trial) == {"0": (Label.SOLICITATION, Label.SERVICE)}
    assert [each.touched for each in outcomes(trial)] == [True, False, False, False]


def test_a_rule_counts_for_the_one_of_the_same_id(tmp_path: Path) -> None:
    weaker = rule_file("SALES_OFFER", "sales", "special offer", -3.0)
    assert ways(try_file(tmp_path, weaker))["0"] == (Label.SOLICITATION, Label.SERVICE)


def test_a_rule_switched_off_no_longer_counts(tmp_path: Path) -> None:
    off = 'format = 1\n[[signal]]\nid = "SALES_OFFER"\nenabled = false\n'
    trial = try_file(tmp_path, off)
    assert trial.changed == {"SALES_OFFER"}
    assert [each.touched for each in outcomes(trial)] == [True, False, False, True]


def test_a_file_among_one_s_own_rules_is_tried_against_the_others(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    content = rule_file("MINE", "service", "offer for you", 5.0)
    trial = try_file(tmp_path, content, "own/mine.toml")
    assert "MINE" not in {rule.id for rule in trial.before.signals}
    assert ways(trial) == {"0": (Label.SOLICITATION, Label.SERVICE)}


def test_a_rule_of_facts_alone_and_one_with_needs_are_tried_too(tmp_path: Path) -> None:
    whole = rule_file("MINE", "survey", "technician", 4.0)
    needing = whole.replace("weight", 'needs = ["SALES_OFFER"]\nweight').replace(
        'examples.match = ["technician"]', 'examples.match = ["special offer technician"]'
    )
    assert {*ways(try_file(tmp_path, needing))} <= {"3"}
    assert [each.touched for each in outcomes(try_file(tmp_path, needing))] == [
        False,
        True,
        False,
        True,
    ]
    facts = rule_file("MINE", "survey", "x", 4.0).replace(
        'any = ["x"]', "when = { recorded = true }"
    )
    facts = facts.replace('match = ["x"]', "match = [{ recorded = true }]")
    assert all(each.touched for each in outcomes(try_file(tmp_path, facts)))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("nonsense", "mine.toml: not TOML"),
        ("format = 1", "mine.toml"),
        (rule_file("MINE", "spam", "x"), "purpose"),
        (rule_file("MINE", "sales", "x", 99), "weight"),
        (rule_file("MINE", "sales", "hello"), "fires by"),
    ],
)
def test_a_rule_on_trial_is_checked_like_every_rule(
    tmp_path: Path, content: str, says: str
) -> None:
    with pytest.raises(Fault, match=says):
        try_file(tmp_path, content)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Fault, match=r"nowhere\.toml"):
        try_rules(tmp_path / "nowhere.toml")
