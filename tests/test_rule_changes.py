"""A person's changes of the rules as TOML: remarks stay, what was written is read back."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.faults import Fault
from screener.rule_changes import draft_of, edited
from screener.rule_edits import Draft, Edit, Reset, Switch, Weigh, id_by_title
from screener.rulefiles import read_rules
from screener.words import Purpose

FOLDER = Path("/own")
CHANGES = "/own/changes.toml"
MINE = "/own/my_sales.toml"
CLUB = Draft(
    Purpose.SALES,
    "the solar club",
    "They ring for the solar club.",
    1.5,
    ("solar club", "club of the sun"),
    ("this is the solar club",),
    ("solar panels",),
    "within = 5\n",
    "MY_CLUB",
)


def after(own: dict[str, str], *edits: Edit) -> dict[str, str]:
    for edit in edits:
        for file, text in edited(own, FOLDER, edit).items():
            own = {name: old for name, old in own.items() if name != file}
            own |= {} if text is None else {file: text}
    return own


def signals(own: dict[str, str], file: str) -> list[object]:
    found = tomllib.loads(own[file])["signal"]
    assert isinstance(found, list)
    return found


def test_a_rule_is_switched_off_weighed_and_taken_back() -> None:
    own = after({}, Switch("A", on=False), Weigh("A", 1.5), Weigh("B", -1.0))
    assert signals(own, CHANGES) == [
        {"id": "A", "enabled": False, "weight": 1.5},
        {"id": "B", "weight": -1.0},
    ]
    own = after(own, Switch("A", on=True))
    assert signals(own, CHANGES)[0] == {"id": "A", "weight": 1.5}
    own = after(own, Weigh("A", 2.0), Reset("B"))
    assert signals(own, CHANGES) == [{"id": "A", "weight": 2.0}]
    assert after(own, Reset("A")) == {}, "a file that says nothing any more is gone"


def test_remarks_and_layout_stay() -> None:
    text = (
        "# mine\nformat = 1 # the form\n\n[[signal]]\n# too loud\nid = 'A'\nweight = 1.0 # was 2\n"
        '\n# about B\n[[signal]]\nid = "B"\nenabled = false\n# the end\n'
    )
    own = {CHANGES: text}
    own = after(own, Weigh("A", 0.5))
    assert own[CHANGES] == text.replace("1.0 # was", "0.5 # was")
    own = after(own, Reset("A"))
    for remark in ("# mine", "# the form", "# about B", "# the end"):
        assert remark in own[CHANGES]
    own = after(own, Switch("B", on=True))
    assert CHANGES in own, "the remarks are worth keeping"
    assert "signal" not in tomllib.loads(own[CHANGES])
    assert read_rules({CHANGES: tomllib.loads(own[CHANGES])}).faults == ()


def test_a_rule_is_written_read_back_and_put_right() -> None:
    own = after({}, CLUB)
    assert draft_of(own, "MY_CLUB") == CLUB
    own[MINE] = (
        own[MINE]
        .replace("weight = 1.5", "weight = 1.5 # loud")
        .replace("any = [", "# the words\nany = [")
    )
    own = after(own, CLUB._replace(weight=2.0, more="within = 6", not_matching=("a", "b")))
    assert "weight = 2.0 # loud\n# the words\nany = [" in own[MINE]
    assert draft_of(own, "MY_CLUB") == CLUB._replace(
        weight=2.0, more="within = 6\n", not_matching=("a", "b")
    )


def test_a_rule_of_ones_own_is_off_in_its_own_table() -> None:
    own = after({}, CLUB, Switch("MY_CLUB", on=False))
    reading = read_rules({MINE: tomllib.loads(own[MINE])})
    assert reading.faults == ()
    assert reading.off == {"MY_CLUB"}
    assert [rule.id for rule in reading.rules] == ["MY_CLUB"]
    assert draft_of(after(own, Switch("MY_CLUB", on=True)), "MY_CLUB") == CLUB


def test_a_rule_that_speaks_for_another_purpose_moves() -> None:
    own = after({}, CLUB, CLUB._replace(id="MY_OTHER"))
    own = after(own, draft_of(own, "MY_CLUB")._replace(purpose=Purpose.SERVICE))
    assert draft_of(own, "MY_CLUB").purpose is Purpose.SERVICE
    assert [each["id"] for each in tomllib.loads(own[MINE])["signal"]] == ["MY_OTHER"]


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (Switch("A", on=True), "A: is on already"),
        (Reset("A"), "you have changed nothing"),
        (Weigh("W", 1.0), "weight is so already"),
        (CLUB._replace(more="[[signal]]\nid = 'X'"), "more: holds a heading"),
        (CLUB._replace(more="within ="), "more: not TOML"),
        (CLUB._replace(more="weight = 3"), "more: “weight” has a field of its own"),
    ],
)
def test_what_cannot_be_done_is_told(edit: Edit, says: str) -> None:
    own = after({}, Weigh("W", 1.0))
    with pytest.raises(Fault, match=says):
        edited(own, FOLDER, edit)


def test_signals_written_inline_stay_as_they_are() -> None:
    own = {CHANGES: 'format = 1\nsignal = [{ id = "A", weight = 1.0 }]\n'}
    with pytest.raises(Fault, match="not written as"):
        edited(own, FOLDER, Weigh("A", 2.0))


def test_an_id_is_made_of_the_title() -> None:
    assert id_by_title("The “solar” club!", frozenset()) == "MY_THE_SOLAR_CLUB"
    assert id_by_title("a", frozenset({"MY_A", "MY_A_2"})) == "MY_A_3"
    assert len(id_by_title("x" * 200, frozenset())) <= 60


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(
    lambda text: bool(text.strip())
)


@settings(deadline=None)
@given(words, words, st.lists(words, min_size=1, max_size=4), st.floats(-6, 6))
def test_whatever_is_written_is_read_back(
    title: str, why: str, texts: list[str], weight: float
) -> None:
    draft = CLUB._replace(title=title, why=why, weight=weight, matching=tuple(texts), more="")
    assert draft_of(after({}, draft), "MY_CLUB") == draft


ids = st.sampled_from(["A", "B", "C", "MY_CLUB"])
edits = st.one_of(
    st.builds(Switch, ids, st.booleans()),
    st.builds(Weigh, ids, st.floats(-6, 6)),
    st.builds(Reset, ids),
    st.just(CLUB),
)


@settings(deadline=None)
@given(st.lists(edits, max_size=12))
def test_every_row_of_edits_leaves_files_in_order(row: list[Edit]) -> None:
    own: dict[str, str] = {}
    off: set[str] = set()
    for edit in row:
        try:
            own = after(own, edit)
        except Fault:
            continue
        if isinstance(edit, Switch):
            (off.discard if edit.on else off.add)(edit.id)
        elif isinstance(edit, Reset):
            off.discard(edit.id)
    reading = read_rules({file: tomllib.loads(text) for file, text in own.items()})
    assert reading.faults == ()
    assert reading.off == off
