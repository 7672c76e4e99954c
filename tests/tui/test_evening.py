"""A person's first evening with the program, in a real terminal, from the first start on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.tmux import Tmux, needs_tmux, screener

pytestmark = needs_tmux


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Tmux]:
    with Tmux(tmp_path, *screener()) as opened:
        yield opened


def begin(terminal: Tmux) -> None:
    """The three questions."""
    terminal.sees("Welcome to Screener", "Your country")
    terminal.press("Enter")
    terminal.type("TX")
    terminal.press("Enter")
    terminal.type("512 555 0100")
    terminal.press("C-s")
    terminal.sees_no_more("Welcome to Screener")
    terminal.sees("[Call]", "Nobody on the line")


def add_vendor(terminal: Tmux, name: str, number: str) -> None:
    """Into the vendor book."""
    terminal.press("F5")
    terminal.sees("[Vendors]")
    terminal.press("a")
    terminal.sees("Name", "Numbers")
    terminal.type(name)
    terminal.press("Tab", "Tab")
    terminal.type(number)
    terminal.press("C-s")
    terminal.sees(f"Numbers   {as_shown(number)}")


def as_shown(number: str) -> str:
    """Ten digits as they are written in the US."""
    return f"({number[:3]}) {number[3:6]}-{number[6:]}"


def ring(terminal: Tmux, said: str, number: str = "", company: str = "") -> None:
    """A call is typed into the form."""
    terminal.press("F3")
    terminal.sees("[Call]", "Nobody on the line")
    if number:
        terminal.type(number, as_shown(number))
    terminal.press("Tab")
    if company:
        terminal.type(company)
    terminal.press("Tab")
    terminal.type(said)


def store(terminal: Tmux, key: str = "C-s") -> None:
    """It is stored, and the form is empty again."""
    terminal.press(key)
    terminal.sees("Nobody on the line", "what they say, in your words")


def test_an_evening(terminal: Tmux) -> None:
    begin(terminal)
    add_vendor(terminal, "Orkin", "8777196679")

    ring(terminal, "our technician comes on Thursday for the yearly treatment",
         "8777196679", "Orkin")  # fmt: skip
    shown = terminal.sees("● GENUINE SERVICE", "on file for Orkin")
    assert "Before" not in shown
    store(terminal)

    ring(terminal, "a free solar estimate in your area, you qualify", "2125550177", "Sunny Solar")
    terminal.sees("◆ SOLICITATION", "none of your vendors")
    store(terminal)

    ring(terminal, "just checking in, she said she would ring again")
    terminal.sees("? UNDETERMINED")
    store(terminal)

    ring(terminal, "a warrant for your arrest unless you pay with gift cards",
         "2025550143", "tax office")  # fmt: skip
    terminal.sees("‼ SCAM", "Never")
    store(terminal)

    ring(terminal, "wants to add termite cover to our plan, 29 a month more",
         "8777196679", "Orkin")  # fmt: skip
    shown = terminal.sees("▲ EXISTING-VENDOR UPSELL", "2nd call")
    store(terminal, "F7")

    ring(terminal, "a special offer on mosquito treatment, half price today",
         "8777196679", "Orkin")  # fmt: skip
    terminal.sees("▲ EXISTING-VENDOR UPSELL", "3rd call", "refused since")
    store(terminal)

    look_back(terminal)
    leave_and_come_back(terminal)


def look_back(terminal: Tmux) -> None:
    """The history is searched and put right, and the violation is found."""
    terminal.press("F4")
    shown = terminal.sees("[History]", "6 calls", "Sunny Solar")
    assert [glyph in shown for glyph in "●◆?‼▲"] == [True] * 5
    terminal.press("/")
    terminal.sees("To the list")
    terminal.type("mosquito")
    shown = terminal.sees("1 call found", "special offer on mosquito")
    assert "Sunny Solar" not in shown
    terminal.press("Escape")
    terminal.sees("6 calls", "Sunny Solar")
    terminal.type("checking")
    terminal.sees("1 call found", "just checking in")
    terminal.press("Down")
    terminal.sees("⏎ Open")
    terminal.press("c")
    terminal.sees("What was this call?")
    terminal.press("3", "Enter")
    terminal.sees_no_more("What was this call?")
    terminal.sees("● service ✎", "Yours     ✎ ● genuine service")

    terminal.press("F6")
    terminal.sees("[Rights]", "Calls that may have broken a rule", "after opt-out")
    terminal.press("v")
    terminal.sees("Orkin", "after opt-out", "16 CFR 310.4")


def leave_and_come_back(terminal: Tmux) -> None:
    """All of it was kept."""
    terminal.press("C-q")
    terminal.sees("left with 0")
