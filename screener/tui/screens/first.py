"""The first time: where one lives, one's own numbers, and whether to look around with sample data."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar, cast

from textual.widget import Widget
from textual.widgets import Checkbox

from screener.tui.screens.question import FieldFault, Question, text_field
from screener.tui.widgets.field import Field
from screener.tui.widgets.tick import Tick

if TYPE_CHECKING:
    from screener.desk import Desk
    from screener.tui.app import ScreenerApp

SAMPLE = "first look around with made-up calls"


class FirstScreen(Question[bool]):
    """Three questions. The answer is whether sample data are wanted; skipped, nothing is set."""

    heading = "Welcome to Screener"
    lead = (
        "Three questions, and the form beside your phone is ready. The answers can be changed with: "
        "screener setup. Nothing leaves this computer."
    )
    ways = ("begins", "skips this")
    names: ClassVar[dict[str, str]] = {"region": "country", "numbers": "own", "own_numbers": "own"}

    def fields(self) -> Iterable[Widget]:
        """Where, which numbers, and sample data or not."""
        yield text_field("1 Your country", "country", guessed_country(os.environ), "US, GB, DE …")
        yield text_field("  and state", "state", "", "such as TX; may stay empty")
        yield text_field("2 Your numbers", "own", "", "with commas; a call that shows one is faked")
        yield Field("3 Sample data", Tick(SAMPLE, False, id="sample", compact=True))

    def on_mount(self) -> None:
        """Begins at the country."""
        self.query_one("#country").focus()

    def action_enter(self) -> None:
        """To the next question; the last one is a box to tick."""
        self.focus_next()

    def action_give_up(self) -> None:
        """Nothing is set, and nothing asked again."""
        cast("ScreenerApp", self.app).tell(lambda desk: desk.begin())
        self.dismiss(False)

    def order(self) -> Callable[[Desk], bool]:
        """Sets up the household."""
        country, state = self.value("country"), self.value("state")
        own = tuple(part.strip() for part in self.value("own").split(",") if part.strip())
        sample = self.query_one("#sample", Checkbox).value
        if not country:
            raise FieldFault("country", "In which country do you live? Two letters, such as US.")

        def begin(desk: Desk) -> bool:
            desk.begin(country, state, own)
            return sample

        return begin


def guessed_country(environ: Mapping[str, str]) -> str:
    """The country that the computer is set up for (`en_GB.UTF-8` is GB), else US."""
    named = environ.get("LC_ALL") or environ.get("LC_TELEPHONE") or environ.get("LANG") or ""
    country = named.partition(".")[0].partition("_")[2]
    return country if len(country) == 2 and country.isalpha() and country.isupper() else "US"
