"""A change of the rules is tried, checked like every rule, and only then written; what contradicts
itself is named."""

import shutil
from pathlib import Path

import pytest

from screener import rulecache
from screener.faults import Fault
from screener.rule_edits import Draft, Edit, Reset, Switch, Weigh
from screener.rule_own import keep, prepare
from screener.rule_shelf import Shelf, place_of, read_shelf
from screener.rulebook import check_rules, load_rulebook, rules_folder
from screener.words import Purpose
from tests.rulebooks import bundle, rule_file

NEEDY = (
    rule_file("SALES_NEEDY", "sales", "and more")
    .replace("[[signal]]", '[[signal]]\nneeds = ["SALES_OFFER"]')
    .replace('match = ["and more"]', 'match = ["special offer and more"]')
)
CLUB = Draft(
    Purpose.SERVICE, "solar club", "They ring for it.", 1.5, ("solar club",),
    ("this is the solar club",), ("solar panels",),
)  # fmt: skip


@pytest.fixture
def bundled(tmp_path: Path) -> Path:
    made = bundle(
        tmp_path / "rules",
        rule_file("SALES_OFFER", "sales", "special offer", 2.0),
        rule_file("SERVICE_VISIT", "service", "our technician", 2.0),
        NEEDY,
    )
    shutil.copy(rules_folder() / "advice" / "aftercare.toml", made / "advice")
    return made


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own"


def kept(edit: Edit, own: Path, bundled: Path) -> None:
    keep(prepare(edit, own, bundled=bundled), own, bundled=bundled)


def shelf(own: Path, bundled: Path) -> Shelf:
    return read_shelf(own, bundled=bundled)


def test_a_change_is_tried_before_it_is_written(bundled: Path, own: Path) -> None:
    prepared = prepare(Weigh("sales_offer", -0.5), own, bundled=bundled)
    assert prepared.trial.changed == {"SALES_OFFER"}
    assert [prepared.trial.before.signals[0].weight, prepared.trial.after.signals[0].weight] == [
        2.0,
        -0.5,
    ]
    assert not own.exists(), "nothing is written yet"
    keep(prepared, own, bundled=bundled)
    book = load_rulebook(own, bundled=bundled)
    assert book.signals[0].weight == -0.5
    assert book.hash == prepared.trial.after.hash
    (entry, *_) = (each for each in shelf(own, bundled).entries if each.rule.id == "SALES_OFFER")
    assert (entry.own, entry.weighed, entry.bundled_weight, entry.on) == (False, True, 2.0, True)
    kept(Reset("SALES_OFFER"), own, bundled)
    assert [*own.iterdir()] == []


def test_the_next_start_compiles_nothing(
    bundled: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(Weigh("SALES_OFFER", 1.0), own, bundled)

    def unwanted(*_: object) -> None:
        pytest.fail("compiled although it was kept")

    monkeypatch.setattr(rulecache, "keep", unwanted)
    assert load_rulebook(own, bundled=bundled).signals[0].weight == 1.0


def test_a_rule_that_is_off_is_on_the_shelf_still(bundled: Path, own: Path) -> None:
    kept(Switch("SALES_OFFER", on=False), own, bundled)
    assert [rule.id for rule in load_rulebook(own, bundled=bundled).signals] == [
        "SERVICE_VISIT",
        "SALES_NEEDY",
    ]
    found = shelf(own, bundled)
    assert [each.rule.id for each in found.entries if not each.on] == ["SALES_OFFER"]
    assert found.contradictions == (
        "SALES_NEEDY is never heard: it needs SALES_OFFER, which is off",
    )
    assert check_rules(own, bundled=bundled) == [], "that is no fault of the other's examples"
    kept(Switch("SALES_OFFER", on=True), own, bundled)
    assert shelf(own, bundled).contradictions == ()


def test_rules_that_cancel_each_other_on_the_same_words_are_named(bundled: Path, own: Path) -> None:
    kept(CLUB, own, bundled)
    against = CLUB._replace(title="no club", weight=-1.4, phrases=("the solar club",))
    kept(against, own, bundled)
    assert shelf(own, bundled).contradictions == (
        "MY_NO_CLUB and MY_SOLAR_CLUB cancel each other for service on “the solar club”",
    )
    named = {each.rule.id for each in shelf(own, bundled).entries if each.contradictions}
    assert named == {"MY_NO_CLUB", "MY_SOLAR_CLUB"}
    kept(Weigh("MY_NO_CLUB", -0.7), own, bundled)
    assert shelf(own, bundled).contradictions == (), "half of it is left"
    kept(Reset("MY_NO_CLUB"), own, bundled)
    other = rule_file("MINE", "sales", "our technician").replace(
        "any =", "also = { service = -2.0 }\nany ="
    )
    (own / "mine.toml").write_text(other)
    assert shelf(own, bundled).contradictions == (
        "MINE and SERVICE_VISIT cancel each other for service on “our technician”",
    )


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (Weigh("SALES_OFFER", 1e9), "SALES_OFFER: weight must be a number from -6 to 6"),
        (Weigh("SALES_OFER", 1.0), "there is no rule of that id"),
        (Switch("SALES_OFFER", on=True), "is on already"),
        (CLUB._replace(more="wihtin = 5"), "unknown key “wihtin”"),
        (CLUB._replace(not_matching=("solar club",)), "examples.no_match 1 fires by"),
        (CLUB._replace(matching=("good day",)), "examples.match 1 does not fire"),
        (CLUB._replace(phrases=()), "needs phrases"),
        (CLUB._replace(phrases=("(solar",)), "any: “"),
        (CLUB._replace(title=""), "title must be text"),
        (CLUB._replace(matching=()), "examples.match needs at least one"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(
    bundled: Path, own: Path, edit: Edit, says: str
) -> None:
    with pytest.raises(Fault, match=says.replace("(", r"\(")):
        prepare(edit, own, bundled=bundled)
    assert not own.exists()


def test_rules_that_changed_meanwhile_are_not_written_over(bundled: Path, own: Path) -> None:
    prepared = prepare(Weigh("SALES_OFFER", 1.0), own, bundled=bundled)
    kept(Weigh("SALES_OFFER", 0.5), own, bundled)
    with pytest.raises(Fault, match="changed by somebody else"):
        keep(prepared, own, bundled=bundled)
    assert load_rulebook(own, bundled=bundled).signals[0].weight == 0.5


def test_what_an_own_file_says_against_itself_is_told(bundled: Path, own: Path) -> None:
    own.mkdir()
    change = 'format = 1\n[[signal]]\nid = "{}"\nweight = {}\n'
    (own / "a.toml").write_text(change.format("SALES_OFFER", 1.0))
    (own / "b.toml").write_text(change.format("SALES_OFFER", 2.0))
    (own / "c.toml").write_text(change.format("GONE", 2.0))
    faults = check_rules(own, bundled=bundled)
    assert faults == [
        f"{own}/b.toml: SALES_OFFER: weight contradicts what {own}/a.toml says of this rule",
        f"{own}/c.toml: GONE: changes a rule that does not exist",
    ]
    assert len(shelf(own, bundled).faults) == 2
    with pytest.raises(Fault, match="contradicts"):
        prepare(Switch("SERVICE_VISIT", on=False), own, bundled=bundled)
    (own / "b.toml").unlink()
    kept(Reset("GONE"), own, bundled)
    assert check_rules(own, bundled=bundled) == [], "what is broken can be put right here"


def test_a_broken_own_file_leaves_the_others_on_the_shelf(bundled: Path, own: Path) -> None:
    own.mkdir()
    (own / "broken.toml").write_text("format =")
    found = shelf(own, bundled)
    assert len(found.entries) == 3
    assert f"{own}/broken.toml: not TOML" in found.faults[0]
    with pytest.raises(Fault, match=r"broken.toml: not TOML"):
        prepare(Weigh("SALES_OFFER", 1.0), own, bundled=bundled)


def test_a_rule_is_found_in_its_file(bundled: Path, own: Path) -> None:
    kept(CLUB, own, bundled)
    mine = next(each.rule for each in shelf(own, bundled).entries if each.own)
    path, line = place_of(mine)
    assert path == own / "my_service.toml"
    assert path.read_text().splitlines()[line - 1] == 'id = "MY_SOLAR_CLUB"'
