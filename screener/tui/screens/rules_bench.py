"""The bench: a sentence, every rule that it fires, and what each purpose gathers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Select, Static, TextArea
from textual.widgets.option_list import Option

from screener.call import Call
from screener.faults import Fault
from screener.text import plain
from screener.tui.rules import Hit, bench_lines
from screener.tui.screens.place import HEIGHTS, TABBING
from screener.tui.screens.question import text_field
from screener.tui.widgets.field import Field
from screener.tui.widgets.words import Words

if TYPE_CHECKING:
    from screener.reasons import Explained
    from screener.tui.app import ScreenerApp

PAUSE = 0.06
CALLER, ME = "the caller", "me"
MINE = "I told them: "
"""Told in a note, these are the consumer's own words (`screener/speaking.py`)."""
HINT = "Type what is said: what it fires stands here, with the words that fired it."
KEYS = "[@click='screen.rule']Enter goes to a rule[/] · [@click='screen.leave']Esc closes[/]"


class BenchScreen(ModalScreen[str]):
    """Judges while one types and stores nothing; leaves with the id of a rule to be shown."""

    CSS_PATH = "rules_bench.tcss"
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Close"), *TABBING]

    def __init__(self, said: str = "", whose: str = "", company: str = "") -> None:
        super().__init__()
        self.sentence = (said, whose or CALLER, company)
        self._hits: list[Hit] = []

    def compose(self) -> ComposeResult:
        said, whose, company = self.sentence
        words = Words(id="said", classes="area", compact=True)
        words.load_text(said)
        with Vertical(classes="box"):
            yield Static("Try a sentence", classes="title", markup=False)
            yield Field("Said", words)
            ways = Select(
                [(CALLER, CALLER), (ME, ME)],
                value=whose,
                allow_blank=False,
                id="whose",
                compact=True,
            )
            yield Field("By", ways)
            yield text_field("They are", "company", company, "a company, if they say one")
            yield Static(HINT, id="verdict", markup=False)
            yield OptionList(id="hits", markup=False, compact=True)
            yield Static(Content.from_markup(KEYS), classes="keys")

    def on_mount(self) -> None:
        """Begins in the sentence."""
        self.query_one("#said").focus()
        self._judge()

    @on(TextArea.Changed)
    @on(Input.Changed)
    @on(Select.Changed)
    def _typed(self) -> None:
        self._judge(PAUSE)

    @work(group="bench", exclusive=True)
    async def _judge(self, pause: float = 0.0) -> None:
        await asyncio.sleep(pause)
        house = cast("ScreenerApp", self.app)
        said = self.query_one("#said", Words).whole
        whose = str(self.query_one("#whose", Select).value)
        company = self.query_one("#company", Input).value
        self.sentence = (said, whose, company)
        if not said.strip():
            self._show(HINT, [])
            return
        heard = MINE + said if whose == ME else said
        call = Call(at=house.clock(), said=heard, company=company)
        try:
            found = await house.ask(lambda desk: desk.explain(call))
        except Fault as fault:
            self._show(plain(str(fault)), [])
        else:
            self._show(_verdict(found), list(bench_lines(found)))

    def _show(self, verdict: str | Content, hits: list[Hit]) -> None:
        self.query_one("#verdict", Static).update(verdict)
        self._hits = hits
        listed = self.query_one("#hits", OptionList)
        listed.clear_options()
        listed.add_options(
            Option(
                Content.styled(hit.text, "bold") if hit.strong else Content(hit.text),
                disabled=not hit.rule,
            )
            for hit in hits
        )
        listed.display = bool(hits)
        able = [at for at, hit in enumerate(hits) if hit.rule]
        listed.can_focus = bool(able)
        listed.highlighted = able[0] if able else None

    @on(OptionList.OptionSelected, "#hits")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._hits[event.option_index].rule)

    def action_rule(self) -> None:
        """To the rule under the cursor."""
        at = self.query_one("#hits", OptionList).highlighted
        if at is not None:
            self.dismiss(self._hits[at].rule)

    def action_leave(self) -> None:
        """Back to the list."""
        self.dismiss("")


def _verdict(found: Explained) -> Content:
    from screener.tui.reading import reading_of  # noqa: PLC0415 - when something is judged
    from screener.tui.widgets.card import badge  # noqa: PLC0415

    return badge(reading_of(found.screening))
