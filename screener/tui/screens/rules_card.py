"""One rule with all that is known of it."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from screener.text import plain
from screener.tui.widgets.section import Section

PARTS = (
    ("It is", "state"),
    ("Against", "wrong"),
    ("Why", "why"),
    ("Speaks", "speaks"),
    ("Heard", "heard"),
    ("Fires on", "match"),
    ("Not on", "no_match"),
    ("How", "how"),
    ("Group", "group"),
    ("File", "file"),
    ("Listens", "any"),
    ("Near", "near"),
    ("Unless", "unless"),
    ("Needs", "needs"),
)


class RuleCard(VerticalScroll, can_focus=True):
    """Is told what to show and asks for nothing itself."""

    def compose(self) -> ComposeResult:
        yield Static("", classes="title", markup=False)
        for heading, part in PARTS:
            yield Section(heading, part)

    def show(self, title: str, texts: Mapping[str, str], *, anew: bool = True) -> None:
        """Shows a rule; `anew` from its beginning. Without a title there is none."""
        self.set_class(not title, "-empty")
        self.query_one(".title", Static).update(plain(title))
        for _, part in PARTS:
            self.query_one(f".section.{part}", Section).show(texts.get(part, ""))
        if anew:
            self.scroll_home(animate=False)
