"""The documents keep up with the program."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from screener.cli.main import COMMANDS
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
