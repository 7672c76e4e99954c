"""Aftercare: what a caller was given, and the steps to be done about it, ticked off one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Checkbox, Static

from screener.faults import Fault
from screener.text import counted, plain
from screener.tui.screens.place import TABBING
from screener.tui.widgets.tick import LongTick

if TYPE_CHECKING:
    from screener.aftercare import Care
    from screener.desk import Desk
    from screener.store.records import Record
    from screener.tui.app import ScreenerApp

T = TypeVar("T")

ASKED = "What did they get from you? Space ticks; the steps follow at once."
KEYS = "Space ticks · ↑ ↓ or Tab move · Esc goes back, all of it is kept"


class CareScreen(ModalScreen[None]):
    """Everything ticked is kept with the call at once: who is shaken should not have to save."""

    CSS_PATH = "care.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "dismiss", "Back"),
        Binding("down", "app.focus_next", "Next", show=False),
        Binding("up", "app.focus_previous", "Before", show=False),
        *TABBING,
    ]

    def __init__(self, record: Record) -> None:
        super().__init__()
        self._call = record.call.id
        call = record.call
        self._who = plain(record.vendor or call.company or call.number) or "withheld"
        self._things: tuple[str, ...] = ()
        self._steps: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="box", can_focus=False):
            yield Static(f"{self._who}: what to do now", classes="title", markup=False)
            yield Static(ASKED, classes="lead", markup=False)
            yield Vertical(id="gave")
            yield Static("", id="left", classes="title", markup=False)
            yield Vertical(id="steps")
            yield Static(KEYS, classes="keys", markup=False)

    def on_mount(self) -> None:
        """Asks for what is kept already."""
        self._begin()

    @work(group="care")
    async def _begin(self) -> None:
        call = self._call

        def read(desk: Desk) -> tuple[Mapping[str, str], Care]:
            return desk.aftercare_book.gave, desk.aftercare(call)

        found = await self._try(read)
        if found is None:
            return
        things, care = found
        self._things = tuple(things)
        boxes = [
            LongTick(Content(plain(words)), thing in care.gave, id=f"gave-{at}", compact=True)
            for at, (thing, words) in enumerate(things.items())
        ]
        await self.query_one("#gave", Vertical).mount(*boxes)
        await self._show(care)
        self.query("#steps Tick" if care.gave else "#gave Tick").first().focus()

    async def _show(self, care: Care) -> None:
        """The steps for what was given; none before anything is ticked."""
        steps = self.query_one("#steps", Vertical)
        ticks = care.ticks if care.gave else ()
        names = tuple(tick.step.id for tick in ticks)
        if names != self._steps:
            self._steps = names
            await steps.remove_children()
            await steps.mount(
                *(
                    LongTick(Content(_words(at, tick.step.do, tick.step.link)), tick.done_at is not None,
                         id=f"step-{at}", compact=True)
                    for at, tick in enumerate(ticks)
                )
            )  # fmt: skip
        left = self.query_one("#left", Static)
        left.display = bool(ticks)
        left.update(f"{counted(care.left, 'step')} to go" if care.left else "All done.")

    @on(Checkbox.Changed, "#gave Tick")
    @work(group="care")
    async def _given(self, event: Checkbox.Changed) -> None:
        call, box = self._call, event.checkbox
        thing, given = self._things[int(str(box.id).partition("-")[2])], event.value

        def note(desk: Desk) -> Care:
            return desk.aftercare(call, (thing,)) if given else desk.not_given(call, (thing,))

        care = await self._try(note)
        if care is not None:
            await self._show(care)
            if given:
                self.focus_next()

    @on(Checkbox.Changed, "#steps Tick")
    @work(group="care")
    async def _done(self, event: Checkbox.Changed) -> None:
        call, done = self._call, event.value
        step = self._steps[int(str(event.checkbox.id).partition("-")[2])]
        care = await self._try(lambda desk: desk.tick(call, step, done=done))
        if care is not None:
            await self._show(care)

    async def _try(self, question: Callable[[Desk], T]) -> T | None:
        house = cast("ScreenerApp", self.app)
        try:
            return await house.ask(question)
        except Fault as fault:
            house.complain(str(fault))
            return None


def _words(at: int, do: str, link: str) -> str:
    """1. Ring the bank. (https://…)"""
    return f"{at + 1}. {plain(do)}" + (f" ({plain(link)})" if link else "")
