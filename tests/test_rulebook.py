"""The rulebook: found, checked to the last key, joined with the user's, kept compiled."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from screener import rule_joining, rule_sources, rulebook, rulecache
from screener.call import Call
from screener.faults import Fault
from screener.identity import Identity
from screener.phone import Number, NumberKind
from screener.rulebook import Rulebook, check_rules, load_rulebook, rules_folder
from screener.words import IdentityState, Purpose, Relation

HEAD = 'format = 1\npurpose = "sales"\n'
RULE = """
[[signal]]
id = "SALES_ADD_ON"
title = "offers an add-on"
why = "The caller offers something on top of what you already have."
weight = 1.2
also = { service = -0.4 }
group = "offer"
any = ["add .. to your (plan|account)"]
examples.match = ["you can add it to your plan"]
examples.no_match = ["your plan is active"]
"""
CAPS = "format = 1\n[caps]\noffer = 2.0\n"


@pytest.fixture
def bundled(tmp_path: Path) -> Path:
    """A small set of bundled rules, all in order."""
    folder = tmp_path / "rules"
    write(folder / "purposes" / "sales.toml", HEAD + RULE)
    write(folder / "groups.toml", CAPS)
    shutil.copytree(rules_folder() / "advice", folder / "advice")
    return folder


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def load(bundled: Path, user: Path | None = None) -> Rulebook:
    return load_rulebook(user, bundled=bundled, cache=bundled.parent / "cache")


def heard(book: Rulebook, said: str) -> list[tuple[str, float]]:
    identity = Identity(IdentityState.UNKNOWN, Number("", NumberKind.WITHHELD))
    signals = book.ear.hear(Call(said=said), identity, Relation.NONE)
    return [(signal.id, signal.weight) for signal in signals]


def edited(bundled: Path, old: str, new: str) -> list[str]:
    """The faults after one change to the one rule file."""
    path = bundled / "purposes" / "sales.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return check_rules(bundled=bundled)


def test_a_rulebook_is_loaded_and_hears(bundled: Path) -> None:
    assert check_rules(bundled=bundled) == []
    book = load(bundled)
    assert heard(book, "We could add this to your plan") == [("SALES_ADD_ON", 1.2)]
    assert book.signals[0].also == {Purpose.SERVICE: -0.4}
    assert book.groups == {"offer": 2.0}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('group = "offer"', 'grup = "offer"', "SALES_ADD_ON: unknown key “grup”"),
        ('group = "offer"', 'group = "gone"', "SALES_ADD_ON: group “gone” has no cap"),
        ('id = "SALES_ADD_ON"', 'id = "sales add"', "signal 1: id must be UPPER_SNAKE"),
        ("weight = 1.2", "weight = nan", "SALES_ADD_ON: weight must be a number from -6 to 6"),
        ("weight = 1.2", "weight = inf", "SALES_ADD_ON: weight must be"),
        ("weight = 1.2", "weight = 6.1", "SALES_ADD_ON: weight must be"),
        ("weight = 1.2", 'weight = "1"', "SALES_ADD_ON: weight must be"),
        ("weight = 1.2", "weight = true", "SALES_ADD_ON: weight must be"),
        ("weight = 1.2", "", "SALES_ADD_ON: weight is missing"),
        ("service = -0.4", "servce = -0.4", "SALES_ADD_ON: also must be"),
        ("service = -0.4", "service = -7", "SALES_ADD_ON: also.service must be"),
        ("service = -0.4", "sales = 1.0", "SALES_ADD_ON: also names sales"),
        ('any = ["add', 'any = ["(add', "SALES_ADD_ON: any: “(add .. to"),
        ('any = ["add', 'needs = ["GONE"]\nany = ["add', "needs “GONE”, which no rule"),
        ('any = ["add', 'needs = ["SALES_ADD_ON"]\nany = ["add', "needs itself"),
        ('any = ["add', 'within = 31\nany = ["add', "SALES_ADD_ON: within must be"),
        ('any = ["add', 'speaker = "me"\nany = ["add', "SALES_ADD_ON: speaker must be"),
        (
            'any = ["add',
            'when = { moon = 1 }\nany = ["add',
            "SALES_ADD_ON: when: unknown key “moon”",
        ),
        (
            'any = ["add',
            'when = { line = ["tin"] }\nany = ["add',
            "SALES_ADD_ON: when.line must be",
        ),
        ('any = ["add', 'certain = true\nany = ["add', "SALES_ADD_ON: certain is for purpose"),
        (
            'any = ["add .. to your (plan|account)"]',
            "",
            "SALES_ADD_ON: needs phrases (any) or facts",
        ),
        ('["you can add it to your plan"]', "[]", "examples.match needs at least one"),
        ("examples.no_match", "examples.not_match", "unknown key “examples.not_match”"),
        ('purpose = "sales"', 'purpose = "selling"', "purpose must be"),
        ('purpose = "sales"', "", "purpose is missing"),
        ("format = 1", "format = 2", "format must be 1, not 2"),
        ("format = 1", "format = 1\nowner = 2", "unknown key “owner”"),
        ("format = 1", "format = ", "not TOML"),
        ("offers an add-on", "o" * 51, "SALES_ADD_ON: title must be text of 1 to 50"),
        (
            '["your plan is active"]',
            '["add it to your plan"]',
            "examples.no_match 1 fires by “add it",
        ),
        ('["you can add it to', '["do not add it to', "examples.match 1 does not fire"),
        (
            '["you can add it',
            '[{ side = "x" }, "add it',
            "examples.match 1 cannot be read: unknown key",
        ),
    ],
)
def test_every_fault_names_file_rule_and_key(bundled: Path, old: str, new: str, fault: str) -> None:
    faults = edited(bundled, old, new)
    assert any(fault in one for one in faults), faults
    assert all(one.startswith("purposes/sales.toml: ") for one in faults)


def test_loading_raises_the_first_fault(bundled: Path) -> None:
    edited(bundled, "weight = 1.2", "weight = 9")
    with pytest.raises(Fault, match=r"purposes/sales.toml: SALES_ADD_ON: weight must be"):
        load(bundled)


def test_all_faults_are_told_at_once(bundled: Path) -> None:
    write(bundled / "purposes" / "more.toml", HEAD + RULE + RULE.replace("1.2", "9"))
    write(bundled / "groups.toml", CAPS.replace("2.0", "-2"))
    write(bundled / "purposes" / "bytes.toml", "")
    (bundled / "purposes" / "bytes.toml").write_bytes(b"\xff")
    write(bundled / "purposes" / "large.toml", "#" * (rule_sources.MAX_FILE + 1))
    faults = "\n".join(check_rules(bundled=bundled))
    assert "sales.toml: SALES_ADD_ON: purposes/more.toml has this id already" in faults
    assert "more.toml: SALES_ADD_ON: weight must be" in faults
    assert "groups.toml: caps.offer must be a number above 0" in faults
    assert "bytes.toml: not UTF-8 text" in faults
    assert "large.toml: larger than 1,000,000 bytes" in faults


def test_needs_in_a_circle_are_told(bundled: Path) -> None:
    other = RULE.replace("SALES_ADD_ON", "SALES_B").replace(
        "any =", 'needs = ["SALES_ADD_ON"]\nany ='
    )
    write(bundled / "purposes" / "b.toml", HEAD + other)
    faults = edited(bundled, "any =", 'needs = ["SALES_B"]\nany =')
    assert "purposes/b.toml: SALES_B: needs itself, by way of others" in faults


def test_the_users_rules_are_added_override_and_switch_off(bundled: Path, tmp_path: Path) -> None:
    user = tmp_path / "own"
    before = load(bundled, user).hash
    write(user / "own.toml", HEAD + RULE.replace("SALES_ADD_ON", "MY_OWN").replace("1.2", "0.5"))
    added = load(bundled, user)
    assert sorted(heard(added, "add it to your plan")) == [("MY_OWN", 0.5), ("SALES_ADD_ON", 1.2)]
    assert added.hash != before
    write(user / "own.toml", HEAD + RULE.replace("1.2", "0.5"))
    assert heard(load(bundled, user), "add it to your plan") == [("SALES_ADD_ON", 0.5)]
    write(user / "own.toml", 'format = 1\n[[signal]]\nid = "SALES_ADD_ON"\nenabled = false\n')
    assert heard(load(bundled, user), "add it to your plan") == []
    assert check_rules(user, bundled=bundled) == []


def test_an_override_without_its_original_is_told(bundled: Path, tmp_path: Path) -> None:
    own = RULE.replace("SALES_ADD_ON", "MY_OWN").replace("weight", "override = true\nweight")
    write(tmp_path / "own" / "a.toml", HEAD + own)
    off = 'format = 1\n[[signal]]\nid = "GONE"\nenabled = false\n'
    write(tmp_path / "own" / "b.toml", off)
    faults = check_rules(tmp_path / "own", bundled=bundled)
    assert any("MY_OWN: overrides a rule that does not exist" in one for one in faults)
    assert any("GONE: switches off a rule that does not exist" in one for one in faults)


def test_the_users_groups_count(bundled: Path, tmp_path: Path) -> None:
    write(tmp_path / "own" / "groups.toml", CAPS.replace("2.0", "0.6"))
    book = load(bundled, tmp_path / "own")
    assert heard(book, "add it to your plan") == [("SALES_ADD_ON", 0.6)]


def test_the_hash_follows_the_content_not_its_layout(bundled: Path) -> None:
    first = load(bundled).hash
    path = bundled / "purposes" / "sales.toml"
    path.write_text("# a comment\n" + path.read_text("utf-8"), "utf-8")
    assert load(bundled).hash == first
    assert len(first) == 16
    (bundled / "learned").mkdir()
    write(bundled / "learned" / "calls.weights", "weights")
    learned = load(bundled).hash
    assert learned != first
    path.write_text(path.read_text("utf-8").replace("1.2", "1.3"), "utf-8")
    assert load(bundled).hash not in {first, learned}


def test_compiled_rules_are_kept_and_judge_alike(
    bundled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    when = 'when = { identity = ["unknown"], withheld = true, line = ["fixed"] }\nany ='
    other = RULE.replace("SALES_ADD_ON", "SALES_B").replace("any =", when)
    write(
        bundled / "purposes" / "b.toml",
        HEAD + other.replace("plan is active", "add it to your plan"),
    )
    first = load(bundled)

    def unwanted(*_: Any) -> None:
        pytest.fail("read although it was kept")

    monkeypatch.setattr(rule_joining, "read_rules", unwanted)
    again = load(bundled)
    assert [one.when for one in again.signals] == [one.when for one in first.signals]
    assert heard(again, "add it to your plan") == heard(first, "add it to your plan")
    assert again.hash == first.hash


@pytest.mark.parametrize("harm", [b"", b"short", b"\0" * 500])
def test_a_broken_cache_is_no_fault(bundled: Path, harm: bytes) -> None:
    load(bundled)
    kept = bundled.parent / "cache" / rulecache.NAME
    assert kept.stat().st_mode & 0o777 == 0o600
    kept.write_bytes(harm + kept.read_bytes()[len(harm) + 1 :])
    assert heard(load(bundled), "add it to your plan") == [("SALES_ADD_ON", 1.2)]


def test_a_cache_that_cannot_be_written_is_no_fault(bundled: Path) -> None:
    write(bundled.parent / "cache", "a file where a folder should be")
    assert load(bundled).signals[0].id == "SALES_ADD_ON"


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="the bundled rules are not there"):
        load_rulebook(bundled=tmp_path / "gone")


def test_the_answers_to_questions_are_signals(bundled: Path) -> None:
    book = load(bundled)
    for question in book.advice.questions:
        for answer, _ in question.answers:
            assert book.questions[question.id, answer].weights


def test_the_live_rules_of_a_checkout_are_found() -> None:
    assert rules_folder() == Path(__file__).parent.parent / "rules"


def test_a_copy_inside_the_package_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a wheel: no project file beside the package, or that of another project."""
    monkeypatch.setattr(rulebook, "__file__", str(tmp_path / "screener" / "rulebook.py"))
    assert rules_folder() == tmp_path / "screener" / "rules"
    (tmp_path / "rules").mkdir()
    write(tmp_path / "pyproject.toml", '[project]\nname = "other"\n')
    assert rules_folder() == tmp_path / "screener" / "rules"
    write(tmp_path / "pyproject.toml", '[project]\nname = "call-screener"\n')
    assert rules_folder() == tmp_path / "rules"


def test_the_bundled_rules_are_in_order() -> None:
    assert check_rules() == []
