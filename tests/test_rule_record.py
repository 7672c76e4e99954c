"""How often a rule was heard in one's own calls, and how often rightly."""

from datetime import timedelta
from pathlib import Path

from screener.call import Call
from screener.desk import Desk
from screener.rule_record import Fired, Heard, added, tally
from screener.screening import Screener
from screener.store import Store
from screener.words import Label, Purpose, Relation
from tests.rulebooks import rule_file, small_rulebook
from tests.tui.fake_desk import NOW

SALES = ("A", Purpose.SALES, 1.0)
AGAINST = ("B", Purpose.SALES, -1.0)
FRAUD = ("F", Purpose.FRAUD, 2.0)


def fired(label: Label, *rules: tuple[str, Purpose, float], corrected: bool = False,
          scam: bool = False, relation: Relation = Relation.NONE) -> Fired:  # fmt: skip
    return Fired(label, scam, corrected, relation, rules)


def test_a_rule_is_right_where_it_speaks_for_the_final_label() -> None:
    found = tally(
        [
            fired(Label.SOLICITATION, SALES, AGAINST),
            fired(Label.SERVICE, SALES, AGAINST, corrected=True),
            fired(Label.UPSELL, SALES, relation=Relation.CURRENT),
        ]
    )
    assert found == {"A": Heard(3, 2, 1, 0), "B": Heard(2, 1, 1, 1)}
    assert round(found["A"].share, 2) == 0.67
    assert Heard().share == 0


def test_a_sign_of_fraud_is_right_in_a_scam_and_where_a_person_says_solicitation() -> None:
    calls = [
        fired(Label.SOLICITATION, FRAUD, scam=True),
        fired(Label.SOLICITATION, FRAUD),
        fired(Label.SOLICITATION, FRAUD, corrected=True),
        fired(Label.SERVICE, FRAUD, corrected=True),
    ]
    assert tally(calls) == {"F": Heard(4, 2, 2, 1)}


def test_slices_add_up() -> None:
    one, other = tally([fired(Label.SERVICE, SALES)]), tally([fired(Label.SOLICITATION, SALES)])
    assert added(added({}, one), other) == {"A": Heard(2, 1, 0, 0)}


def test_it_is_read_from_the_stored_screenings(tmp_path: Path) -> None:
    book = small_rulebook(
        tmp_path,
        rule_file("SALES_OFFER", "sales", "special offer", 3.0),
        rule_file("SERVICE_VISIT", "service", "our technician", 3.0),
    )
    store = Store.open(tmp_path / "x.db")
    with Desk(store, load_screener=lambda: Screener(book), clock=lambda: NOW) as desk:
        ids = [
            desk.log(Call(at=NOW - timedelta(hours=at), said=said)).call.id
            for at, said in enumerate(
                ["a special offer", "our technician", "a special offer", "hi"]
            )
        ]
        desk.log(Call(at=NOW, number="614 555 0133"))
        desk.correct(ids[2], Label.SERVICE)
        desk.amend(ids[1], {"said": "our technician comes"})
        found = desk.rules_heard(None, {})
        assert (found.calls, found.before) == (4, None)
        assert found.heard == {
            "SALES_OFFER": Heard(2, 1, 1, 0),
            "SERVICE_VISIT": Heard(1, 1, 0, 0),
        }
        one, before = store.fired(None, 1, {})
        assert len(one) == 1
        rest, end = store.fired(before, 10, {})
        assert (len(rest), end) == (3, None)
        said = sorted(kept.call.said for kept in desk.past_calls())
        assert said == ["", "a special offer", "a special offer", "hi", "our technician comes"]
