"""The Rules place: rules are read, tried and changed; what is wrong is told at its field."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import OptionList, Static

from screener import rulebook
from screener.actions import Place, of_place
from screener.call import Call
from screener.config import Settings
from screener.desk import Desk
from screener.rule_edits import Draft, Switch, Weigh
from screener.rulebook import load_rulebook
from screener.store import Store
from screener.store.place import rules_folder_of_user
from screener.tui.screens.rules import RulesScreen
from screener.tui.screens.rules_form import RuleForm
from screener.tui.screens.rules_trial import TrialScreen, at_field
from screener.words import Label, Purpose
from tests.rulebooks import bundle, rule_file
from tests.tui.conftest import Hand, Opened
from tests.tui.fake_desk import NOW

PANES = Path(__file__).parent / "panes"
SAID = ("a special offer for you", "our technician comes", "a special offer", "good day")
CLUB = Draft(
    Purpose.SERVICE, "solar club", "They ring for it.", 1.5, ("solar club",),
    ("this is the solar club",), ("solar panels",), id="MY_SOLAR_CLUB",
)  # fmt: skip


@pytest.fixture(autouse=True)
def few_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program comes with three small rules."""
    made = bundle(
        tmp_path / "screener" / "rules",
        rule_file("SALES_OFFER", "sales", "special offer", 2.0),
        rule_file("SALES_TODAY", "sales", "only today").replace(
            "[[signal]]", '[[signal]]\ngroup = "hurry"\nnear = ["offer"]'
        ).replace('match = ["only today"]', 'match = ["an offer only today"]'),
        rule_file("SERVICE_VISIT", "service", "our technician", 2.0),
    )  # fmt: skip
    (made / "groups.toml").write_text("format = 1\n[caps]\nhurry = 2.5\n")
    monkeypatch.setattr(rulebook, "__file__", str(tmp_path / "screener" / "rulebook.py"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return made


def desk_at(path: Path) -> Desk:
    return Desk(Store.open(path), clock=lambda: NOW)


def filled(path: Path, calls: int = 4) -> None:
    with desk_at(path) as desk:
        for at in range(calls):
            call = Call(at=NOW - timedelta(days=at + 1), company="Acme", said=SAID[at % len(SAID)])
            made = desk.log(call).call
            if at == 2:
                desk.correct(made.id, Label.SERVICE)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    filled(tmp_path / "x.db")
    return tmp_path / "x.db"


@pytest.fixture
def pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Changes are tried at once."""
    monkeypatch.setattr("screener.tui.screens.rules_trial.PAUSE", 0.0)


def own_rules() -> Path:
    """The folder of the person's own rules."""
    from screener.desk.rules import own_rules  # noqa: PLC0415 - by the name of the fixture

    return own_rules()


def weights() -> dict[str, float]:
    """The rules that count at the next start."""
    return {rule.id: rule.weight for rule in load_rulebook(rules_folder_of_user()).signals}


async def typed(hand: Hand, **texts: str) -> None:
    for field, text in texts.items():
        await hand.put(f"#{field}", text)


def shown(hand: Hand) -> str:
    return " ".join(hand.text().replace("│", " ").split())


def remarks(hand: Hand) -> dict[str, str]:
    """What stands at the fields of a form."""
    from screener.tui.widgets.field import Field  # noqa: PLC0415 - only here
    from screener.tui.widgets.still import Still  # noqa: PLC0415

    return {
        str(field.control.id): text
        for field in hand.app.screen.query(Field)
        for still in field.query(Still)
        if (text := str(still.render()))
    }


# The list and the card


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("name", ["rules", "rules-weight", "rules-bench", "rules-write"])
async def test_pane(opened: Opened, db: Path, pace: None, size: tuple[int, int], name: str) -> None:
    async with opened(lambda: desk_at(db), size=size) as hand:
        await hand.press("ctrl+u")
        if name == "rules-weight":
            await hand.press("w")
            await typed(hand, weight="-2")
        elif name == "rules-bench":
            await hand.press("b")
            await typed(hand, said="a special offer, our technician comes; only today")
        elif name == "rules-write":
            await hand.press("n")
            await typed(hand, title="solar club", phrases="solar club", more="wthin = 5")
        text = hand.text() + "\n"
    pane = PANES / f"{name}-{size[0]}x{size[1]}.txt"
    if os.environ.get("SCREENER_PANES") == "write":
        pane.write_text(text, encoding="utf-8")
    assert text == pane.read_text(encoding="utf-8")


@pytest.mark.parametrize("look", ["light", "dark", "light-contrast", "dark-contrast", "NO_COLOR"])
async def test_no_look_says_anything_else(
    opened: Opened, db: Path, monkeypatch: pytest.MonkeyPatch, look: str
) -> None:
    if look == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    settings = Settings() if look == "NO_COLOR" else Settings(look)
    async with opened(lambda: desk_at(db), settings=settings) as hand:
        await hand.press("ctrl+u")
        lines = [line.rstrip(" ▁▂▃▄▅▆▇█") for line in hand.text().splitlines()]
    expected = (PANES / "rules-80x24.txt").read_text(encoding="utf-8").splitlines()
    assert lines == [line.rstrip(" ▁▂▃▄▅▆▇█") for line in expected]


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (160, 48)])
@pytest.mark.parametrize("calls", [0, 1, 40])
async def test_how_often_a_rule_was_heard(
    opened: Opened, tmp_path: Path, size: tuple[int, int], calls: int
) -> None:
    filled(tmp_path / "n.db", calls)
    async with opened(lambda: desk_at(tmp_path / "n.db"), size=size) as hand:
        await hand.press("escape", "ctrl+u", "slash")
        await hand.type("special offer")
        await hand.press("enter", "enter")
        words = {
            0: "no call of yours is judged yet",
            1: "in 1 of 1 calls judged, rightly in 1 (100%)",
            40: "in 20 of 40 calls judged, rightly in 19 (95%); of 1 call of those that you "
            "corrected, in 0",
        }[calls]
        texts = hand.app.screen.query_one(".section.heard .body", Static).render()
        assert str(texts) == words


async def test_the_list_is_searched(opened: Opened, db: Path) -> None:
    async with opened(lambda: desk_at(db)) as hand:
        await hand.press("ctrl+u", "slash")
        await hand.type("for:service")
        assert "says our technician" in hand.text()
        assert "special offer" not in hand.text()
        await hand.put("#search", "is:silent")
        assert "says only today" in hand.text()
        assert "says special offer" not in hand.text()
        await hand.put("#search", "is:mine")
        assert "No rule is like that" in hand.text()
        await hand.press("w", "escape")
        assert isinstance(hand.app.screen, RulesScreen), "there is no rule to weigh"
        assert "says special offer" in hand.text()


async def test_enter_opens_a_rule_where_it_is_narrow(opened: Opened, db: Path) -> None:
    async with opened(lambda: desk_at(db)) as hand:
        await hand.press("ctrl+u", "down", "enter")
        for words in ("Fires on", "✓ special offer", "✗ hello there", "rules0.toml:"):
            assert words in hand.text()
        await hand.press("escape")
        assert "Fires on" not in hand.text()


# Changing


async def test_a_rule_is_turned_off_after_its_trial_and_on_again(
    opened: Opened, db: Path, pace: None
) -> None:
    async with opened(lambda: desk_at(db)) as hand:
        await hand.press("ctrl+u", "slash")
        await hand.type("special")
        await hand.press("enter", "space")
        assert "It may be heard in 2 of 4 calls; 1 would be shown otherwise:" in shown(hand)
        assert not own_rules().exists(), "nothing is saved before it is said"
        await hand.press("escape")
        assert not own_rules().exists()
        await hand.press("space", "ctrl+s")
        assert "SALES_OFFER" not in weights()
        assert "– " in hand.text()
        assert "1 off" in hand.text()
        await hand.press("f3")
        await hand.put("#said", "a special offer")
        why = "The caller says special offer."
        assert why not in shown(hand), "the running program takes it at once"
        await hand.press("ctrl+u", "space", "enter")
        assert weights()["SALES_OFFER"] == 2.0
        assert [*own_rules().iterdir()] == []
        await hand.press("f3")
        assert why in shown(hand)


async def test_a_tell_goes_with_its_rule(
    opened: Opened, db: Path, pace: None, few_rules: Path
) -> None:
    file = few_rules / "purposes" / "rules0.toml"
    file.write_text(file.read_text().replace("[[signal]]", '[[signal]]\ntell = "an offer"'))
    async with opened(lambda: desk_at(db), size=(120, 40)) as hand:
        assert "an offer" in hand.text()
        await hand.press("ctrl+u", "slash")
        await hand.type("special")
        await hand.press("enter", "space", "ctrl+s", "f3")
        assert "an offer" not in hand.text()


async def test_a_rule_is_weighed_and_taken_back(opened: Opened, db: Path, pace: None) -> None:
    async with opened(lambda: desk_at(db), size=(120, 40)) as hand:
        await hand.press("ctrl+u", "w")
        await typed(hand, weight="-2")
        assert "heard in 0 of 4 calls; none of them" in shown(hand)
        await hand.press("ctrl+s")
        assert weights()["SALES_TODAY"] == -2.0
        assert "-2 for sales (came with +1.5)" in hand.text()
        assert "you changed its weight" in hand.text()
        await hand.press("r", "enter")
        assert weights()["SALES_TODAY"] == 1.5


@pytest.mark.parametrize(
    ("weight", "says"),
    [
        ("1e9", "must be a number from -6 to 6, not 1000000000.0"),
        ("nan", "must be a number from -6 to 6"),
        ("much", "needs a number, as in 1.5 or -0.4."),
        ("", "needs a number"),
    ],
)
async def test_a_wrong_weight_is_told_at_its_field(
    opened: Opened, db: Path, pace: None, weight: str, says: str
) -> None:
    async with opened(lambda: desk_at(db)) as hand:
        await hand.press("ctrl+u", "w")
        await typed(hand, weight=weight)
        assert says in remarks(hand)["weight"]
        await hand.press("ctrl+s")
        assert says in remarks(hand)["weight"]
        assert isinstance(hand.app.screen, TrialScreen), "it stays open"
        assert not own_rules().exists()


async def test_a_rule_is_written_put_right_and_deleted(
    opened: Opened, db: Path, pace: None
) -> None:
    async with opened(lambda: desk_at(db), size=(120, 40)) as hand:
        await hand.press("ctrl+u", "n")
        await typed(
            hand,
            title="good day",
            why="They wish one.",
            weight="3",
            phrases="good day\ngood evening",
            matching="good day to you",
            not_matching="a day",
            more="within = 5 # near",
        )
        assert "It may be heard in 1 of 4 calls; 1 would be shown otherwise" in shown(hand)
        await hand.press("ctrl+s")
        text = (own_rules() / "my_sales.toml").read_text()
        assert 'id = "MY_GOOD_DAY"' in text
        assert "within = 5 # near" in text
        assert "written by you" in hand.text(), "the cursor is at the new rule"
        await hand.press("e")
        assert isinstance(hand.app.screen, RuleForm)
        assert "good evening" in hand.text()
        await typed(hand, weight="2")
        await hand.press("ctrl+s")
        assert (own_rules() / "my_sales.toml").read_text() == text.replace("3.0", "2.0")
        await hand.press("r", "enter")
        assert "MY_GOOD_DAY" not in weights()


@pytest.mark.parametrize(
    ("texts", "field", "says"),
    [
        ({"more": "wthin = 5"}, "more", "unknown key “wthin”"),
        ({"more": "[x]"}, "more", "heading in brackets"),
        ({"not_matching": "the solar club"}, "not_matching", "line 1 fires by “solar club”"),
        ({"matching": "good day"}, "matching", "line 1 does not fire"),
        ({"matching": ""}, "matching", "needs at least one example"),
        ({"weight": "1e9"}, "weight", "from -6 to 6"),
        ({"phrases": ""}, "phrases", "needs phrases"),
        ({"phrases": "(solar"}, "phrases", "“(solar”"),
        ({"why": ""}, "why", "must be text of 1 to 300 characters"),
        ({"title": ""}, "title", "must be text of 1 to 50 characters"),
    ],
)
async def test_what_is_wrong_with_a_rule_is_told_at_its_field(
    opened: Opened, db: Path, pace: None, texts: dict[str, str], field: str, says: str
) -> None:
    async with opened(lambda: desk_at(db)) as hand:
        await hand.press("ctrl+u", "n")
        right = {
            "title": "solar club",
            "why": "They ring for it.",
            "phrases": "solar club",
            "matching": "the solar club",
            "not_matching": "solar",
        }
        await typed(hand, **{**right, **texts})
        assert says in remarks(hand)[field]
        await hand.press("ctrl+s")
        assert [*remarks(hand)] == [field]
        assert not own_rules().exists()


def test_a_fault_finds_its_field() -> None:
    assert at_field("/a/my_x.toml: MY_X: also.sales must be").field == "more"
    assert at_field("/a/my_x.toml: MY_X: any holds “a” twice").field == "phrases"
    assert at_field("The rules were changed").field == "more"


# What is broken or contradicts itself


async def test_a_broken_own_file_is_named_and_the_rest_works(opened: Opened, db: Path) -> None:
    own_rules().mkdir(parents=True)
    (own_rules() / "broken.toml").write_text("format =")
    async with opened(lambda: desk_at(db), size=(160, 48)) as hand:
        await hand.press("ctrl+u")
        assert "broken.toml: not TOML" in hand.text()
        assert "says special offer" in hand.text()
        await hand.press("f4")
        assert "Acme" in hand.text()


async def test_a_contradiction_is_named(opened: Opened, db: Path) -> None:
    with desk_at(db) as desk:
        from screener.desk.rules import prepare  # noqa: PLC0415

        desk.keep_rules(prepare(CLUB._replace(id="")))
    async with opened(lambda: desk_at(db), size=(120, 40)) as hand:
        await hand.press("ctrl+u", "n")
        await typed(hand, title="no club", why="No.", weight="-1.5", phrases="solar club")
        await typed(hand, matching="the solar club", not_matching="solar")
        hand.app.screen.query_one("#purpose").value = Purpose.SERVICE  # type: ignore[attr-defined]
        await hand.settle()
        cancels = "MY_NO_CLUB and MY_SOLAR_CLUB cancel each other for service"
        assert cancels in shown(hand), "before it is saved"
        await hand.press("ctrl+s")
        assert cancels in shown(hand)
        await hand.put("#search", "is:wrong")
        rules = hand.app.screen.query_one("#rows", OptionList)
        assert [rules.get_option_at_index(at).id for at in range(rules.option_count)] == [
            None, "MY_SOLAR_CLUB", "MY_NO_CLUB",
        ]  # fmt: skip


# The bench


async def test_a_sentence_shows_what_it_fires_and_leads_to_the_rule(
    opened: Opened, db: Path
) -> None:
    async with opened(lambda: desk_at(db), size=(120, 40)) as hand:
        await hand.press("ctrl+u", "b")
        await typed(hand, said="a special offer [/] only today")
        assert "“special offer”" in hand.text()
        assert "“only today”" in hand.text()
        hand.app.screen.query_one("#whose").value = "me"  # type: ignore[attr-defined]
        await hand.settle()
        assert "not the words of the caller" in hand.text()
        hand.app.screen.query_one("#whose").value = "the caller"  # type: ignore[attr-defined]
        await hand.settle()
        hand.app.screen.query_one("#hits").focus()
        await hand.press("enter")
        assert isinstance(hand.app.screen, RulesScreen)
        assert hand.app.screen.query_one("#right .title", Static).render() is not None
        assert "says special offer" in hand.text().splitlines()[2]
        await hand.press("b")
        assert "Try a sentence" in hand.text()
        assert "only today" in hand.text(), "the sentence is still there"
        await hand.press("escape")


def test_every_action_of_the_place_has_its_command() -> None:
    commands = {action.id: action.command for action in of_place(Place.RULES)}
    assert commands == {
        "rules.switch": "screener rules off",
        "rules.weight": "screener rules weight",
        "rules.bench": "screener explain --said",
        "rules.write": "screener rules write",
        "rules.edit": "screener rules write ID",
        "rules.reset": "screener rules reset",
        "rules.search": "screener rules list",
        "rules.back": "",
    }
    assert {Switch("A", on=True), Weigh("A", 1.0)}
