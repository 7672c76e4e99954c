"""Rights: opt-outs with the day they must be honoured by, and calls that may have broken a rule."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import ScreenResume
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screener.faults import Fault
from screener.text import counted, plain
from screener.tui.actions import Place, bindings
from screener.tui.rights import rights, who_width
from screener.tui.screens.place import PlaceScreen
from screener.tui.watch import Changed
from screener.tui.widgets.section import Section

if TYPE_CHECKING:
    from screener.tui.rights import Rights, Row

LOOKING = "Looking through your calls …"
NOTHING = (
    "You have told nobody to stop, and no call on file has broken a rule.\n\n"
    "In Call, a key stores a call and its opt-out; from then on its deadline stands here."
)
LIST = 56
"""Per cent of the width that the list has beside the card, as in the styles."""
PARTS = (
    ("When", "at"),
    ("Number", "number"),
    ("Told", "told"),
    ("Honour by", "by"),
    ("So far", "state"),
    ("Before", "calls"),
    ("Counts to", "until"),
    ("What", "words"),
    ("Again", "times"),
    ("The rule", "says"),
    ("Cited as", "rule"),
    ("Unsure", "doubts"),
    ("You may", "remedies"),
    ("Written?", "letter"),
    ("Told on", "since"),
    ("Honour by", "deadline"),
    ("Read at", "source"),
    ("Steps", "steps"),
)


class RightsCard(VerticalScroll, can_focus=True):
    """One opt-out or one broken rule with all that is known of it."""

    def compose(self) -> ComposeResult:
        yield Static("", classes="title", markup=False)
        for heading, part in PARTS:
            yield Section(heading, part)

    def show(self, row: Row | None) -> None:
        """Shows a row, or nothing."""
        self.set_class(row is None, "-empty")
        if row is None:
            return
        self.query_one(".title", Static).update(row.title)
        for _, part in PARTS:
            self.query_one(f".section.{part}", Section).show(row.texts.get(part, ""))
        self.scroll_home(animate=False)


class RightsScreen(PlaceScreen):
    """One list under its headings, and beside or over it what the row under the cursor says."""

    PLACE = Place.RIGHTS
    CSS_PATH = "rights.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.RIGHTS)]
    AUTO_FOCUS = "#rows"

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, Row] = {}
        self._row: Row | None = None

    def body(self) -> Iterable[Widget]:
        """List and detail, and once below them that it is no legal advice."""
        with Horizontal(id="rights"):
            with Vertical(id="list"):
                yield Static(LOOKING, id="nothing", markup=False)
                yield OptionList(id="rows", markup=False, compact=True)
            yield RightsCard(id="right")
        yield Static("", id="notice", markup=False)

    def on_mount(self) -> None:
        """Nothing is open yet."""
        self.query_one(RightsCard).show(None)

    def has(self, need: str) -> bool:
        """A row under the cursor; rows of a kind."""
        if need in {"d", "v"}:
            return f"{need}0" in self._rows
        if need == "care":
            return self._row is not None and bool(self._row.call)
        return self._row is not None and bool(self._row.party)

    # The list

    @on(ScreenResume)
    @work(group="rights", exclusive=True)
    async def _load(self) -> None:
        try:
            found = await self.ask(rights)
        except Fault as fault:
            self._fill(None, plain(str(fault)))
        else:
            self._fill(found, NOTHING)

    def _fill(self, found: Rights | None, nothing: str) -> None:
        rows, groups = self.query_one("#rows", OptionList), found.groups if found else ()
        before = rows.highlighted or 0
        self._rows = {
            f"{group.key}{at}": row for group in groups for at, row in enumerate(group.rows)
        }
        room = self.size.width * (LIST if self.has_class("-wide") else 100) // 100
        who = who_width(self._rows.values(), room)
        rows.clear_options()
        for group in groups:
            if rows.option_count and self.has_class("-high"):
                rows.add_option(Option(Content(""), disabled=True))
            rows.add_option(Option(Content.styled(_heading(group.heading, group.total), "bold"),
                                   disabled=True))  # fmt: skip
            rows.add_options(
                Option(Content(f" {row.line(who)}"), id=f"{group.key}{at}")
                for at, row in enumerate(group.rows)
            )
            if group.total > len(group.rows):
                more = f" {group.total - len(group.rows):,} more: screener violations --limit"
                rows.add_option(Option(Content(more), disabled=True))
        self.query_one("#nothing", Static).update(nothing)
        self.query_one("#nothing").display = not groups
        rows.display = bool(groups)
        notice = self.query_one("#notice", Static)
        notice.display = bool(groups)
        notice.update(found.notice if found else "")
        self.told(_told(found))
        if not groups:
            self._show(None)
            return
        rows.highlighted = min(max(before, 1), rows.option_count - 1)
        rows.focus()

    @on(OptionList.OptionHighlighted, "#rows")
    def _reached(self, event: OptionList.OptionHighlighted) -> None:
        self._show(self._rows.get(event.option_id or ""))

    @on(OptionList.OptionSelected, "#rows")
    def _entered(self) -> None:
        self.add_class("-detail")
        self.query_one(RightsCard).focus()

    def _show(self, row: Row | None) -> None:
        self._row = row
        self.query_one(RightsCard).show(row)
        if row is None:
            self.remove_class("-detail")
        self.refresh_bindings()

    # What can be done here

    def action_rights_back(self) -> None:
        """From the detail to the list."""
        self.remove_class("-detail")
        self.query_one("#rows").focus()

    def action_rights_deadlines(self) -> None:
        """To the first opt-out."""
        self._to("d0")

    def action_rights_violations(self) -> None:
        """To the newest broken rule."""
        self._to("v0")

    def _to(self, row: str) -> None:
        self.action_rights_back()
        rows = self.query_one("#rows", OptionList)
        rows.highlighted = rows.get_option_index(row)

    @on(Changed)
    def _others_wrote(self) -> None:
        self._load()

    @work(group="ask")
    async def action_rights_letter(self) -> None:
        """Asks for a file, writes the letter there, and the opt-out into the ledger if wished."""
        from screener.tui.screens.report import LetterScreen  # noqa: PLC0415 - when asked for

        if self._row is not None:
            file = await self.app.push_screen_wait(LetterScreen(self._row.party))
            if file:
                self.house.say(f"Written to {file}. Fill in what stands in brackets.")
                self._load()

    @work(group="aftercare")
    async def action_rights_care(self) -> None:
        """The steps after a call, to be ticked off."""
        from screener.tui.screens.care import CareScreen  # noqa: PLC0415 - when asked for

        if self._row is not None and self._row.call:
            call = self._row.call
            record = await self.try_ask(lambda desk: desk.record(call))
            if record is not None:
                await self.app.push_screen_wait(CareScreen(record))
                self._load()

    @work(group="ask")
    async def action_rights_report(self) -> None:
        """Asks for a file, and writes the report there."""
        from screener.tui.screens.report import ReportScreen  # noqa: PLC0415 - when asked for

        if self._row is not None:
            file = await self.app.push_screen_wait(ReportScreen(self._row.party))
            if file:
                self.house.say(f"Written to {file}.")
                self._load()


def _heading(words: str, total: int) -> str:
    return f"{words} ({total:,})"


def _told(found: Rights | None) -> str:
    if found is None or not found.groups:
        return ""
    return f"{counted(found.violations, 'violation')} · {found.deadlines:,} running"
