"""The person's settings: keys and theme, and what is wrong with them, by line and field."""

import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.keys import Keys, _character_to_key

from screener.actions import ACTIONS, key_words
from screener.config import (
    STARTS,
    THEMES,
    Settings,
    examine,
    keep_theme,
    load_settings,
    read_settings,
    with_theme,
)
from screener.config_calls import Hook, ListenTo
from screener.faults import Fault
from screener.keynames import FUNCTION_KEYS, NAMED, read_key, read_keys
from screener.live.address import Address

BY_ID = {action.id: action for action in ACTIONS}


def told(text: str) -> list[str]:
    _, problems = read_settings(text)
    return [f"{each.line} {each.field}: {each.words}" for each in problems]


def test_without_a_file_all_is_as_usual(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "config.toml") == Settings()
    assert Settings().keys_of(BY_ID["call.store"]) == BY_ID["call.store"].keys


@pytest.mark.parametrize(
    "text",
    [
        'keys.call.store = "Ctrl+S, f20"',
        '[keys]\ncall.store = ["ctrl+s", "F20"]',
        '[keys]\n"call.store" = "ctrl+s,f20"',
        '[keys.call]\nstore = "ctrl+s, f20, ctrl+s"',
    ],
)
def test_keys_are_moved_however_they_are_written(text: str) -> None:
    settings, problems = read_settings(text)
    assert problems == []
    assert settings.keys_of(BY_ID["call.store"]) == "ctrl+s,f20"
    assert settings.keys_of(BY_ID["call.stop"]) == BY_ID["call.stop"].keys


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('\n[keys]\ncall.stroe = "f20"', "3 keys.call.stroe: is no action"),
        ('[keys]\ncall.store = "crtl+s"', "2 keys.call.store: 'crtl+s' is no key"),
        ('[keys]\ncall.store = "f99"', "2 keys.call.store: 'f99' is no key"),
        ('[keys]\ncall.store = ""', "2 keys.call.store: needs a key"),
        ("[keys]\ncall.store = 3", "2 keys.call.store: needs a key"),
        ("[keys]\ncall.store = []", "2 keys.call.store: needs a key"),
        ('[keys]\ncall.store = "s"', "2 keys.call.store: s would be typed into a field"),
        ('[keys]\ngo.rights = "f6, r"', "2 keys.go.rights: r would be typed"),
        ('[keys]\ncall.store = "tab"', "2 keys.call.store: tab has a use of its own"),
        ('[keys]\nhistory.note = "j"', "2 keys.history.note: j has a use of its own"),
        ('[keys]\ncall.store = "ctrl+i"', "2 keys.call.store: a terminal cannot tell ctrl+i"),
        ('[keys]\ncall.store = "f7"', "2 keys.call.store: f7 is the key of call.stop as well"),
        ('[keys]\ncall.store = "f1"', "2 keys.call.store: f1 is the key of app.help as well"),
        ('[keys]\nx = 1\n[keys.call]\nstore = "?!"', "4 keys.call.store: '?!' is no key"),
        ('[screen]\ntheme = "pink"', "2 screen.theme: 'pink' is no theme; there are dark,"),
        (
            '[screen]\nstart = "help"',
            "2 screen.start: 'help' is no place; there are call, history,",
        ),
        ('[screen]\ntheme = "dark"\nstart = 4', "3 screen.start: '4' is no place"),
        ("[screen]\nstart = []", "2 screen.start: '[]' is no place"),
        ('[screen]\ncolour = "dark"', "2 screen.colour: is no setting"),
        ("[colours]", "1 colours: is no setting"),
        ("screen = 1", "1 screen: must be a table"),
        ("keys = 1", "1 keys: must be a table"),
        ("[keys]\nnonsense\n", "2 : "),
    ],
)
def test_what_is_wrong_is_told_by_line_and_field(text: str, wrong: str) -> None:
    assert any(each.startswith(wrong) for each in told(text)), told(text)


@pytest.mark.parametrize("place", STARTS)
def test_the_place_to_begin_in_is_read(place: str) -> None:
    settings, problems = read_settings(f'[screen]\nstart = "{place}"')
    assert (settings.start, problems) == (place, [])


def test_two_actions_may_change_places() -> None:
    assert told('[keys]\ngo.call = "f4"\ngo.history = "f3"\n[keys.x]\n') == []


def test_one_key_may_do_two_things_in_two_places() -> None:
    assert told('[keys]\nvendors.add = "f20"\nhistory.note = "f20"') == []


def test_the_file_is_named_and_the_rest_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[keys]\na = "f1"\nb = "f2"\n')
    with pytest.raises(Fault, match=r"config\.toml, line 2: keys\.a: is no action.*\(1 more"):
        load_settings(path)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="cannot be read"):
        load_settings(tmp_path)
    (tmp_path / "config.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(Fault, match="it is no UTF-8"):
        examine(tmp_path / "config.toml")


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    settings, problems = read_settings(text)
    assert settings.theme in THEMES
    assert settings.start in STARTS
    assert all(problem.words for problem in problems)


@pytest.mark.parametrize("char", [c for c in string.printable if c.isprintable() and c != " "])
def test_signs_have_the_screens_names(char: str) -> None:
    assert read_key(char) == _character_to_key(char)
    assert read_key(read_key(char)) == read_key(char)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_the_usual_keys_are_keys_by_the_same_names(action: object) -> None:
    assert read_keys(action.keys) == action.keys  # type: ignore[attr-defined]


def test_named_keys_are_keys_of_the_screen() -> None:
    assert {str(key.value) for key in Keys} >= NAMED - {"space"} | FUNCTION_KEYS


@pytest.mark.parametrize(
    ("text", "key"),
    [("Ctrl+S", "ctrl+s"), ("shift+g", "G"), ("G", "G"), ("shift+ctrl+F5", "ctrl+shift+f5"),
     ("Esc", "escape"), ("question_mark", "question_mark"), ("ctrl + p", "ctrl+p")],
)  # fmt: skip
def test_keys_as_people_write_them(text: str, key: str) -> None:
    assert read_key(text) == key


@pytest.mark.parametrize("text", ["", "ctrl+", "ctrl+ctrl+s", "hyper+s", "sausage", "\x00", "ab"])
def test_what_is_no_key(text: str) -> None:
    with pytest.raises(Fault, match="is no key"):
        read_key(text)


def test_keys_are_shown_as_one_reads_them() -> None:
    assert key_words("ctrl+s,f2,question_mark") == "Ctrl+S or F2 or ?"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[screen]\ntheme = "light"\n'),
        ('# mine\n[screen]\ntheme = "dark" # at night\n', '# mine\n[screen]\ntheme = "light" # at night\n'),
        ('[screen]\n[keys]\ncall.store = "f20"', '[screen]\ntheme = "light"\n[keys]\ncall.store = "f20"'),
        ('[keys]\ncall.store = "f20"', '[keys]\ncall.store = "f20"\n\n[screen]\ntheme = "light"\n'),
    ],
)  # fmt: skip
def test_a_chosen_theme_is_written_and_nothing_else_changes(before: str, after: str) -> None:
    assert with_theme(before, "light") == after
    assert read_settings(after)[0].theme == "light"


def test_the_theme_is_kept_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    for theme in THEMES:
        assert keep_theme(theme, path) == path
        assert load_settings(path).theme == theme
    assert [each.name for each in path.parent.iterdir()] == ["config.toml"]
    with pytest.raises(Fault, match="cannot be written"):
        keep_theme("dark", path / "under")
    with pytest.raises(Fault, match="is none"):
        keep_theme("pink", path)


LISTEN = """
[listen]
server = "mqtt://me:s3cret@box/phone/calls"
day_first = true
history = false

[[on_call]]
run = ["notify-send", "it rings"]
when = "arrived"

[[on_call]] # the hall
run = ["curl", "-d@-", "http://box"]
when = ["arrived", "stored"]
seconds = 2.5
"""


def test_where_to_listen_and_what_to_start() -> None:
    settings, problems = read_settings(LISTEN)
    assert problems == []
    assert settings.listen == ListenTo(
        Address("mqtt", "box", 1883, "phone/calls", "me", "s3cret"), day_first=True, history=False
    )
    assert "s3cret" not in str(settings.listen.address)
    assert settings.on_call == (
        Hook(("notify-send", "it rings"), frozenset({"arrived"})),
        Hook(("curl", "-d@-", "http://box"), frozenset({"arrived", "stored"}), 2.5),
    )


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("listen = 3", "1 listen: must be a table"),
        ("[listen]\n", "1 listen.server: must name a server"),
        ('[listen]\nserver = "http://x"', "2 listen.server: 'http://x': give ncid://"),
        ('[listen]\nserver = "ncid://x"\nport = 3', "3 listen.port: is no setting; there are"),
        ('[listen]\nserver = "ncid://x"\nhistory = 3', "3 listen.history: must be true or false."),
        ('[on_call]\nrun = ["x"]', "1 on_call: must be tables: [[on_call]]."),
        ('[[on_call]]\nwhen = "stored"', "1 on_call[0].run: must be a program"),
        ('[[on_call]]\nrun = "x y"\nwhen = "stored"', "2 on_call[0].run: must be a program"),
        ('[[on_call]]\nrun = ["x\\u0000"]\nwhen = "stored"', "2 on_call[0].run: holds a NUL"),
        ('[[on_call]]\nrun = ["x"]\nwhen = "now"', "3 on_call[0].when: must be arrived or stored"),
        (
            '[[on_call]]\nrun = ["x"]\nwhen = "stored"\n\n[[on_call]]\nrun = ["x"]\nseconds = 301',
            "7 on_call[1].seconds: must be more than 0, at most 300.",
        ),
        (
            '[[on_call]]\nrun = ["x"]\nwhen = "stored"\nseconds = true',
            "4 on_call[0].seconds: must be a number.",
        ),
        (
            '[[on_call]]\nrun = ["x"]\nwhen = "stored"\nshell = true',
            "4 on_call[0].shell: is no setting; there are run, when and seconds.",
        ),
    ],
)
def test_what_is_wrong_about_calls_is_told(text: str, wrong: str) -> None:
    assert wrong in " | ".join(told(text))
