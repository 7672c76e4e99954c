"""The documents keep up with the program."""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

from docs import keys
from screener import config, config_calls
from screener.cli.main import COMMANDS, screener
from screener.rule import Rule
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_stands_in_the_readme(command: str) -> None:
    assert f"`screener {command}" in README


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_key_of_a_rule_is_documented() -> None:
    text = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    keys = set(re.findall(r"`(\w+)`", text)) | set(re.findall(r"^(\w+)(?:\.\w+)? = ", text, re.M))
    read_otherwise = {"phrases": "any", "matching": "examples", "not_matching": "examples"}
    named = {read_otherwise.get(each.name, each.name) for each in fields(Rule)}
    assert named - keys - {"file"} == set()


def test_every_action_stands_on_the_page_of_keys() -> None:
    assert keys.PAGE.read_text(encoding="utf-8") == keys.page(), "python -m docs.keys"


@pytest.mark.parametrize(
    "field", ["theme", *config.TABLES, *config_calls._LISTEN, *config_calls._ON_CALL]
)
def test_every_setting_is_documented(field: str) -> None:
    pages = ("config.md", "listen.md", "hooks.md")
    blocks = re.findall(
        r"```toml\n(.*?)```",
        "".join((ROOT / "docs" / name).read_text(encoding="utf-8") for name in pages),
        re.S,
    )
    assert re.search(rf"^(\[+{field}\]+|{field} = )", "".join(blocks), re.M)


def commands_of(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=name)
        for each in command.list_commands(context):
            found = command.get_command(context, each)
            assert found is not None
            yield from commands_of(found, f"{name} {each}")


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_and_option_says_what_it_is_for(command: str) -> None:
    found = screener.get_command(click.Context(screener), command)
    assert found is not None
    for name, each in commands_of(found, command):
        assert (each.help or "").strip(), name
        for option in each.params:
            if isinstance(option, click.Option) and not option.hidden:
                assert option.help, f"{name} {option.opts[0]}"


PACKAGE = ROOT / "screener"
ROOMS = [f"{each.parent.name}/" for each in PACKAGE.glob("*/__init__.py")]
FILES = [each.name for each in PACKAGE.glob("*.py") if not each.name.startswith("__")]


@pytest.mark.parametrize("room", sorted([*ROOMS, *FILES]))
def test_every_room_stands_in_the_picture_of_the_house(room: str) -> None:
    picture = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert re.search(rf"(?<!\w){re.escape(room)}", picture)


def test_the_picture_of_the_house_shows_nothing_twice() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    picture = text.split("```")[3]
    rooms = re.findall(r"^( +\w+/) ", picture, re.M)
    assert rooms
    assert sorted(set(rooms)) == sorted(rooms)
