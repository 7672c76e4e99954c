"""What the screen says about keys names those that the person has now."""

import ast
import re
from pathlib import Path

import pytest

from screener import tui
from screener.config import Settings
from tests.tui.conftest import Opened
from tests.tui.fake_desk import FakeDesk

HOME = Path(tui.__path__[0])
KEY = re.compile(r"\b(?:Ctrl|Alt|Shift)\+\w|\bF\d{1,2}\b|\bEsc\b|\(/\)|\(\?\)")


def is_question(tree: ast.Module) -> bool:
    """Whether a file holds questions in front of a place: their keys stay as they are
    (docs/config.md)."""
    bases = (ast.unparse(base) for each in ast.walk(tree) if isinstance(each, ast.ClassDef)
             for base in each.bases)  # fmt: skip
    return any(base.startswith(("ModalScreen", "Question")) for base in bases)


def sentences(tree: ast.Module) -> list[str]:
    """The texts of a file that are no docstrings."""
    documents = {
        id(each.value)
        for each in ast.walk(tree)
        if isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)
    }
    return [
        each.value
        for each in ast.walk(tree)
        if isinstance(each, ast.Constant)
        and isinstance(each.value, str)
        and id(each) not in documents
    ]


@pytest.mark.parametrize("path", sorted(HOME.rglob("*.py")), ids=lambda path: str(path.name))
def test_no_sentence_of_a_place_names_a_fixed_key(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if not is_question(tree):
        assert [text for text in sentences(tree) if KEY.search(text)] == []


async def test_a_key_that_was_moved_is_told_as_it_is(opened: Opened) -> None:
    moved = {"go.call": "f13", "history.search": "f14", "call.quick": "f15", "call.more": "f16"}
    async with opened(FakeDesk(), size=(80, 40), settings=Settings(keys=moved)) as hand:
        assert "More (F16)" in hand.text()
        assert "F15, then a letter" in hand.text()
        await hand.press("f4")
        assert "search (F14)" in hand.text()
        assert "No calls yet. F13 goes to the form" in hand.text()
