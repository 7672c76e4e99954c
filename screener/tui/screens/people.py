"""People whom one knows: kept apart from vendors, and their calls get no label."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from rich.cells import set_cell_size
from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screener.faults import Fault
from screener.text import one_line
from screener.tui.screens.place import TABBING
from screener.tui.screens.question import FieldFault, Question, text_field
from screener.vendor import Person

if TYPE_CHECKING:
    from screener.desk import Desk
    from screener.tui.app import ScreenerApp

NOBODY = "Nobody yet. Whom you note here rings without being judged."
KEYS = (
    "[@click='screen.add']A adds[/] · [@click='screen.edit']E or Enter edits[/] · "
    "[@click='screen.remove']X removes[/] · [@click='screen.dismiss']Esc closes[/]"
)


class PeopleScreen(ModalScreen[None]):
    """The list, with a key for each thing to do."""

    CSS_PATH = "people.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("a", "add", "Add"),
        ("e", "edit", "Edit"),
        ("x,delete", "remove", "Remove"),
        ("escape", "dismiss", "Close"),
        *TABBING,
    ]

    def __init__(self) -> None:
        super().__init__()
        self._people: Sequence[Person] = ()

    @property
    def house(self) -> ScreenerApp:
        """The app, by its own type."""
        return cast("ScreenerApp", self.app)

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="box", can_focus=False):
            yield Static("People you know", classes="title", markup=False)
            yield Static(NOBODY, id="nobody", markup=False)
            yield OptionList(id="people", markup=False, compact=True)
            yield Static(Content.from_markup(KEYS), classes="keys")

    def on_mount(self) -> None:
        """Reads the list."""
        self._load()

    @work(group="people", exclusive=True)
    async def _load(self, name: str = "") -> None:
        self._people, shown = await self.house.ask(_read)
        people = self.query_one("#people", OptionList)
        before = people.highlighted or 0
        people.clear_options()
        people.add_options(map(Option, map(_line, self._people, shown)))
        people.display = bool(self._people)
        self.query_one("#nobody").display = not self._people
        if self._people:
            names = [person.name for person in self._people]
            at = names.index(name) if name in names else min(before, len(names) - 1)
            people.highlighted = at
            people.focus()

    def _chosen(self) -> Person | None:
        at = self.query_one("#people", OptionList).highlighted
        return self._people[at] if at is not None and at < len(self._people) else None

    @work(group="ask")
    async def action_add(self) -> None:
        """Asks for somebody new."""
        person = await self.app.push_screen_wait(PersonForm())
        if person is not None:
            self._load(person.name)

    @on(OptionList.OptionSelected, "#people")
    def _entered(self) -> None:
        self.action_edit()

    @work(group="ask")
    async def action_edit(self) -> None:
        """Asks what is to be put right."""
        chosen = self._chosen()
        if chosen is not None:
            person = await self.app.push_screen_wait(PersonForm(chosen))
            if person is not None:
                self._load(person.name)

    @work(group="people", exclusive=True)
    async def action_remove(self) -> None:
        """Takes the one pointed at off the list; undo brings them back."""
        chosen = self._chosen()
        if chosen is None:
            return
        try:
            await self.house.ask(lambda desk: desk.remove_person(chosen.name))
        except Fault as fault:
            self.house.complain(str(fault))
        else:
            self.house.say(
                f"{chosen.name} is off the list. {self.house.key('app.undo')} undoes it."
            )
        self._load()


class PersonForm(Question[Person]):
    """Someone's name, numbers, and who they are to one."""

    def __init__(self, person: Person | None = None) -> None:
        super().__init__()
        self._person = person
        self.heading = f"Edit {person.name}" if person else "Somebody you know"

    def fields(self) -> Iterable[Widget]:
        """Name and numbers are needed."""
        person = self._person or Person("")
        yield text_field("Name", "name", person.name, "Rosa")
        yield text_field("Numbers", "numbers", ", ".join(person.numbers), "with commas between")
        yield text_field("Who they are", "relation", person.relation, "your sister")

    def on_mount(self) -> None:
        """Begins at the name."""
        self.query_one("#name").focus()

    def order(self) -> Callable[[Desk], Person]:
        """Adds, or puts right."""
        parts = self.value("numbers").replace(";", ",").split(",")
        numbers = tuple(part.strip() for part in parts if part.strip())
        if not self.value("name"):
            raise FieldFault("name", "Who is it?")
        if not numbers:
            raise FieldFault("numbers", "Without a number nobody can tell that it is them.")
        person = Person(self.value("name"), numbers, self.value("relation"))
        old = self._person
        if old is None:
            return lambda desk: desk.add_person(person)
        return lambda desk: desk.edit_person(old.name, person)


def _read(desk: Desk) -> tuple[tuple[Person, ...], list[str]]:
    """Everybody, with their numbers as people write them."""
    from screener.phone import display  # noqa: PLC0415 - in the desk's own thread

    people, region = desk.household().people, desk.region
    return people, [", ".join(display(each, region) for each in one.numbers) for one in people]


def _line(person: Person, numbers: str) -> Content:
    name = set_cell_size(one_line(person.name, 20), 22)
    told = set_cell_size(one_line(numbers, 24), 26)
    return Content.assemble((name, "bold"), told, (one_line(person.relation, 18), ""))
