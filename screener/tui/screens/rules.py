"""Rules: what the program knows, for people to read, to try and to change."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import ScreenResume, ScreenSuspend
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from screener.faults import Fault
from screener.text import counted, plain
from screener.tui.actions import Place, bindings
from screener.tui.rules import COLUMNS, card_texts, rows
from screener.tui.screens.place import PlaceScreen
from screener.tui.screens.rules_card import RuleCard
from screener.tui.watch import Changed
from screener.tui.widgets.line import Line
from screener.tui.widgets.still import Still

if TYPE_CHECKING:
    from screener.rule_record import Heard
    from screener.rule_shelf import Entry, Shelf
    from screener.tui.screens.question import Question

READING = "Reading the rules …"
NONE = (
    "No rule is like that. Words find rules; so do is:off, is:mine, is:heard, is:silent, is:wrong."
)
HINT = "find ({}): words, for:sales, is:off, is:mine, is:heard, is:silent, is:wrong"
COUNTING = -1


class RuleSearch(Line):
    """Down and Enter go to the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # Taken before the field sees it: keys typed right behind it belong to the list.
        Binding("down,enter", "screen.list", "To the list", priority=True)
    ]


class RulesScreen(PlaceScreen):
    """The list by purpose and group, and beside or over it the rule under the cursor."""

    PLACE = Place.RULES
    CSS_PATH = "rules.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.RULES)]
    AUTO_FOCUS = "#rows"

    def __init__(self) -> None:
        super().__init__()
        self._shelf: Shelf | None = None
        self._heard: dict[str, Heard] = {}
        self._calls = COUNTING
        self._entries: dict[str, Entry] = {}
        self._entry: Entry | None = None
        self._sentence: tuple[str, str, str] = ("", "", "")

    def body(self) -> Iterable[Widget]:
        """Search above; list and detail side by side, or one over the other."""
        with Vertical(id="narrowing"):
            yield RuleSearch(id="search", placeholder=HINT.format(self.house.key("rules.search")))
            yield Still(classes="wrong", vanish=True)
        with Horizontal(id="rules"):
            with Vertical(id="list"):
                yield Static(READING, id="nothing", markup=False)
                yield Static(COLUMNS, id="columns", markup=False)
                yield OptionList(id="rows", markup=False, compact=True)
            yield RuleCard(id="right")

    def on_mount(self) -> None:
        """Nothing is open yet."""
        self.query_one(RuleCard).show("", {})

    def has(self, need: str) -> bool:
        """A rule under the cursor; one that the person wrote, or changed."""
        entry = self._entry
        if need == "own":
            return entry is not None and entry.own
        if need == "changed":
            return entry is not None and entry.changed
        return entry is not None

    # Reading and counting

    @on(ScreenResume)
    @on(Changed)
    def _come(self) -> None:
        self._load()

    @on(ScreenSuspend)
    def _left(self) -> None:
        self.workers.cancel_group(self, "heard")

    @work(group="rules", exclusive=True)
    async def _load(self, name: str = "") -> None:
        from screener.desk import rules as desk_rules  # noqa: PLC0415 - when it is come to

        try:
            self._shelf = await asyncio.to_thread(desk_rules.shelf)
        except Fault as fault:
            self.query_one("#nothing", Static).update(plain(str(fault)))
            return
        self._fill(name)
        self._count()

    @work(group="heard", exclusive=True)
    async def _count(self) -> None:
        """How often each rule was heard, slice by slice; whoever leaves the place ends it."""
        from screener.rule_record import added  # noqa: PLC0415 - when it is come to

        found: dict[str, Heard] = {}
        known: dict[int, tuple[str, object, float] | None] = {}
        calls, before = 0, None
        while True:
            after = before
            some = await self.try_ask(lambda desk: desk.rules_heard(after, known))  # type: ignore[arg-type]  # noqa: B023
            if some is None:
                return
            found, calls, before = added(found, some.heard), calls + some.calls, some.before
            if before is None:
                break
            self.told(f"counting {calls:,} calls …")
        self._heard, self._calls = found, calls
        self._fill()

    # The list

    @on(Input.Changed, "#search")
    def _searched(self) -> None:
        self._fill()

    def action_list(self) -> None:
        """From the search to the list."""
        self.query_one("#rows").focus()

    def _fill(self, name: str = "") -> None:
        """Lists what the search finds; the cursor stays at its rule."""
        shelf = self._shelf
        if shelf is None:
            return
        listed = list(rows(shelf, self._heard, self.query_one("#search", Input).value))
        self._entries = {row.entry.rule.id: row.entry for row in listed if row.entry}
        options = self.query_one("#rows", OptionList)
        at = name or (self._entry.rule.id if self._entry else "")
        options.clear_options()
        options.add_options(
            Option(Content(row.text), id=row.entry.rule.id)
            if row.entry
            else Option(Content.styled(plain(row.text), "bold"), disabled=True)
            for row in listed
        )
        self.query_one(".wrong", Still).show(_wrong(shelf))
        self.query_one("#columns").display = options.display = bool(listed)
        nothing = self.query_one("#nothing", Static)
        nothing.display = not listed
        nothing.update(NONE)
        self.told(_told(shelf, len(self._entries)))
        if listed:
            options.highlighted = options.get_option_index(at) if at in self._entries else 1
        self._show(
            self._entries.get(at) or next(iter(self._entries.values()), None), anew=bool(name)
        )

    @on(OptionList.OptionHighlighted, "#rows")
    def _reached(self, event: OptionList.OptionHighlighted) -> None:
        entry = self._entries.get(event.option_id or "")
        if entry is not None and entry is not self._entry:
            self._show(entry)

    @on(OptionList.OptionSelected, "#rows")
    def _entered(self) -> None:
        self.add_class("-detail")
        self.query_one(RuleCard).focus()

    def _show(self, entry: Entry | None, *, anew: bool = True) -> None:
        self._entry = entry
        card = self.query_one(RuleCard)
        if entry is None or self._shelf is None:
            self.remove_class("-detail")
            card.show("", {})
        else:
            rule = entry.rule
            heard, cap = self._heard.get(rule.id), self._shelf.groups.get(rule.group)
            texts = card_texts(entry, cap, heard, self._calls, _place(entry))
            card.show(rule.title, texts, anew=anew)
        self.refresh_bindings()

    # What can be done here

    def action_rules_back(self) -> None:
        """From the detail to the list, from a search to all rules."""
        if self.has_class("-detail"):
            self.remove_class("-detail")
        else:
            self.query_one("#search", Input).value = ""
        self.query_one("#rows").focus()

    def action_rules_search(self) -> None:
        """To the search box."""
        self.remove_class("-detail")
        self.query_one("#search").focus()

    def action_rules_switch(self) -> None:
        """Off, or on again."""
        from screener.tui.screens.rules_change import SwitchScreen  # noqa: PLC0415 - when asked for

        if self._entry is not None:
            self._ask(SwitchScreen(self._entry))

    def action_rules_weight(self) -> None:
        """Another weight."""
        from screener.tui.screens.rules_change import WeightScreen  # noqa: PLC0415

        if self._entry is not None:
            self._ask(WeightScreen(self._entry))

    def action_rules_reset(self) -> None:
        """Takes back what the person changed."""
        from screener.tui.screens.rules_change import ResetScreen  # noqa: PLC0415

        if self._entry is not None:
            self._ask(ResetScreen(self._entry))

    def action_rules_write(self) -> None:
        """A rule of one's own."""
        from screener.tui.screens.rules_form import RuleForm  # noqa: PLC0415

        self._ask(RuleForm(None))

    @work(group="ask")
    async def action_rules_edit(self) -> None:
        """One's own rule put right."""
        from screener.desk import rules as desk_rules  # noqa: PLC0415
        from screener.tui.screens.rules_form import RuleForm  # noqa: PLC0415

        if self._entry is not None:
            try:
                draft = await asyncio.to_thread(desk_rules.draft, self._entry.rule.id)
            except Fault as fault:
                self.house.complain(str(fault))
            else:
                self._ask(RuleForm(draft))

    @work(group="ask")
    async def _ask(self, question: Question[str]) -> None:
        name = await self.app.push_screen_wait(question)
        if name:
            self.house.say(f"{name}: from now on calls are judged so.")
            self._load(name)

    @work(group="ask")
    async def action_rules_bench(self) -> None:
        """A sentence, and what it fires."""
        from screener.tui.screens.rules_bench import BenchScreen  # noqa: PLC0415

        bench = BenchScreen(*self._sentence)
        name = await self.app.push_screen_wait(bench)
        self._sentence = bench.sentence
        if name:
            self.query_one("#search", Input).value = ""
            self._fill(name)


def _place(entry: Entry) -> str:
    from screener.rule_shelf import place_of  # noqa: PLC0415 - when it is come to

    line = place_of(entry.rule)[1]
    return f"{entry.rule.file}:{line}" if line else entry.rule.file


def _told(shelf: Shelf, listed: int) -> str:
    off = sum(not entry.on for entry in shelf.entries)
    mine = sum(entry.own or entry.weighed for entry in shelf.entries)
    words = [counted(listed, "rule")]
    words += [f"{off:,} off"] if off else []
    words += [f"{mine:,} yours"] if mine else []
    return " · ".join(words)


def _wrong(shelf: Shelf) -> str:
    """What is wrong with the person's own rules, else what contradicts itself."""
    if shelf.faults:
        more = f" ({len(shelf.faults) - 1} more: screener rules check)" if shelf.faults[1:] else ""
        return f"✗ {plain(shelf.faults[0])}{more}"
    found = shelf.contradictions
    more = f" ({len(found) - 1} more: is:wrong)" if found[1:] else ""
    return f"! {plain(found[0])}{more}" if found else ""
