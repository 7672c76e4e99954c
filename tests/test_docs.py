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


@pytest.mark.parametrize(
    "room",
    sorted(
        p.name for p in (ROOT / "screener").glob("*/") if p.name != "__pycache__" and p.is_dir()
    ),
)
def test_every_room_stands_in_the_picture_of_the_house(room: str) -> None:
    picture = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert f"{room}/" in picture
