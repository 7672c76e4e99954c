"""Vendors: the book, what is between each of them and oneself, and what they may call about."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from textual import on, work
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import ScreenResume
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from screener.ledger import EntryKind
from screener.text import counted, one_line
from screener.tui.actions import Place, bindings
from screener.tui.between import STATE
from screener.tui.book import Entry, Page, entries, page, wish
from screener.tui.screens.place import PlaceScreen
from screener.tui.watch import Changed
from screener.tui.widgets.line import Line
from screener.tui.widgets.matrix import Matrix
from screener.tui.widgets.vendor_card import VendorCard

if TYPE_CHECKING:
    from screener.vendor import Vendor

PAUSE = 0.04
EMPTY = "The book is empty. {} adds whom you deal with: bank, insurer, doctor, cable …"
WISH = "{}, arrows and Space, or a click: your wish"
HINT = "find ({}): a name, a number, a kind"
NOT_FOUND = "No vendor of that name. {} shows all."


class VendorsScreen(PlaceScreen):
    """The book at the left, the vendor at the right; one over the other where it is narrow."""

    PLACE = Place.VENDORS
    CSS_PATH = "vendors.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.VENDORS)]
    AUTO_FOCUS = "#book"

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []
        self._opened: Page | None = None

    def body(self) -> Iterable[Widget]:
        """Search, book and vendor."""
        yield Line(id="find", placeholder=HINT.format(self.house.key("vendors.search")))
        with Horizontal(id="vendors"):
            with Vertical(id="list"):
                yield Static("", id="nothing", markup=False)
                yield OptionList(id="book", markup=False, compact=True)
            yield VendorCard(id="vendor")

    def on_mount(self) -> None:
        """Nothing is open yet."""
        self.query_one(VendorCard).show(None)
        self.query_one(Matrix).lead = WISH.format(self.house.key("vendors.matrix"))

    def has(self, need: str) -> bool:
        """A vendor under the cursor."""
        return self._opened is not None

    # The book

    @on(ScreenResume)
    def _back_again(self) -> None:
        self._load()

    @work(group="book", exclusive=True)
    async def _load(self, name: str = "") -> None:
        today = self.house.clock().date()
        found = await self.try_ask(lambda desk: entries(desk, today))
        if found is None:
            return
        self._entries = found
        self._fill(name or self._chosen())

    @on(Input.Changed, "#find")
    def _found(self) -> None:
        self._fill(self._chosen())

    @on(Input.Submitted, "#find")
    def _to_book(self) -> None:
        self.query_one("#book").focus()

    def _chosen(self) -> str:
        return self._opened.vendor.name if self._opened else ""

    def _fill(self, name: str) -> None:
        wanted = self.query_one("#find", Input).value.strip().casefold()
        fitting = [entry for entry in self._entries if wanted in _text_of(entry.vendor)]
        book = self.query_one("#book", OptionList)
        longest = max((cell_len(_name(entry)) for entry in fitting), default=0)
        room = longest if self.has_class("-wide") else 0
        book.clear_options()
        book.add_options([Option(_line(entry, room), id=entry.vendor.name) for entry in fitting])
        names = [entry.vendor.name for entry in fitting]
        gaps = sum(bool(entry.missing) for entry in fitting)
        lacking = f" · {gaps:,} incomplete (!)" if gaps else ""
        self.told(counted(len(names), "vendor") + lacking)
        nothing = self.query_one("#nothing", Static)
        nothing.display = not names
        words, way = (NOT_FOUND, "back") if self._entries else (EMPTY, "add")
        nothing.update(words.format(self.house.key(f"vendors.{way}")))
        if names:
            book.highlighted = names.index(name) if name in names else 0
            self._open(names[book.highlighted], 0.0)
        else:
            self._show(None)

    @on(OptionList.OptionHighlighted, "#book")
    def _reached(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id and event.option_id != self._chosen():
            self._open(event.option_id, PAUSE)

    @on(OptionList.OptionSelected, "#book")
    def _entered(self) -> None:
        self.add_class("-detail")
        self.query_one(VendorCard).focus()

    @work(group="page", exclusive=True)
    async def _open(self, name: str, pause: float) -> None:
        await asyncio.sleep(pause)
        now = self.house.clock()
        self._show(await self.try_ask(lambda desk: page(desk, name, now)))

    def _show(self, opened: Page | None) -> None:
        self._opened = opened
        self.query_one(VendorCard).show(opened)
        if opened is None:
            self.remove_class("-detail")
        self.refresh_bindings()

    # What can be done here

    def action_vendors_search(self) -> None:
        """To the search box."""
        self.remove_class("-detail")
        self.query_one("#find").focus()

    def action_vendors_back(self) -> None:
        """From the vendor to the book, from a search to all."""
        find = self.query_one("#find", Input)
        if find.has_focus:
            find.value = ""
        self.remove_class("-detail")
        self.query_one("#book").focus()

    @work(group="ask")
    async def action_vendors_add(self) -> None:
        """Asks for a new vendor."""
        from screener.tui.screens.vendor_form import VendorForm  # noqa: PLC0415 - when asked for

        vendor = await self.app.push_screen_wait(VendorForm())
        self._changed(vendor, "is in the book")

    @work(group="ask")
    async def action_vendors_edit(self) -> None:
        """Asks what is to be put right."""
        from screener.tui.screens.vendor_form import VendorForm  # noqa: PLC0415 - when asked for

        if self._opened is not None:
            vendor = await self.app.push_screen_wait(VendorForm(self._opened.vendor))
            self._changed(vendor, "is up to date")

    @work(group="ask")
    async def action_vendors_end(self) -> None:
        """Asks for the day on which it ended."""
        from screener.tui.screens.vendor_form import EndScreen  # noqa: PLC0415 - when asked for

        if self._opened is not None:
            vendor = await self.app.push_screen_wait(EndScreen(self._opened.vendor))
            self._changed(vendor, "has ended")

    @work(group="ask")
    async def action_vendors_merge(self) -> None:
        """Asks which other one is the same."""
        from screener.tui.screens.merge import MergeScreen  # noqa: PLC0415 - when asked for

        if self._opened is not None:
            others = [entry.vendor.name for entry in self._entries]
            vendor = await self.app.push_screen_wait(MergeScreen(self._opened.vendor, others))
            self._changed(vendor, "is one vendor now")

    @work(group="ask")
    async def action_vendors_unmerge(self) -> None:
        """Asks which of its names is somebody else after all."""
        from screener.tui.screens.merge import UnmergeScreen  # noqa: PLC0415 - when asked for

        if self._opened is not None:
            vendor = await self.app.push_screen_wait(UnmergeScreen(self._opened.vendor))
            self._changed(vendor, "stands in the book by itself again")

    def action_vendors_people(self) -> None:
        """The people one knows, apart from the vendors."""
        from screener.tui.screens.people import PeopleScreen  # noqa: PLC0415 - when asked for

        self.app.push_screen(PeopleScreen())

    def action_vendors_matrix(self) -> None:
        """To what they may call about."""
        self.add_class("-detail")
        self.query_one(Matrix).focus()

    @on(Matrix.Chosen)
    @work(group="wish")
    async def _wish(self, event: Matrix.Chosen) -> None:
        if self._opened is None:
            return
        name, purpose, state = self._opened.vendor.name, event.purpose, event.state
        held = self._opened.permissions[purpose]
        done = await self.try_ask(lambda desk: wish(desk, name, purpose, state, held))
        if done is not None:
            self.house.say(f"{name}: {purpose} {done}.")
            self._load(name)

    @on(Changed)
    def _others_wrote(self) -> None:
        self._load()

    def _changed(self, vendor: Vendor | None, what: str) -> None:
        if vendor is not None:
            self.house.say(f"{vendor.name} {what}.")
            self.query_one("#find", Input).value = ""
            self._load(vendor.name)

    def action_vendors_optout(self) -> None:
        """Asks what they may no longer call about."""
        self._opt(EntryKind.OPT_OUT)

    def action_vendors_optin(self) -> None:
        """Asks what they may call about."""
        self._opt(EntryKind.OPT_IN)

    @work(group="ask")
    async def _opt(self, kind: EntryKind) -> None:
        from screener.tui.screens.opt import OptScreen, told  # noqa: PLC0415 - when asked for

        if self._opened is None:
            return
        name = self._opened.vendor.name
        made = await self.app.push_screen_wait(OptScreen(name, kind))
        if made:
            self.house.say(told(made))
            self._load(name)


def _line(entry: Entry, room: int) -> Content:
    """A vendor; with a `room` for the names, what it is to one stands behind it as well."""
    glyph, word = STATE[entry.relation]
    gap, state = "!" if entry.missing else " ", f"  {word}" if room else ""
    name = set_cell_size(_name(entry), room) if room else _name(entry)
    return Content.assemble(f"{gap}{glyph} ", (name, "bold"), (state, "dim"))


def _name(entry: Entry) -> str:
    return one_line(entry.vendor.name, 30)


def _text_of(vendor: Vendor) -> str:
    return " ".join((vendor.name, *vendor.aliases, *vendor.numbers, vendor.category)).casefold()
