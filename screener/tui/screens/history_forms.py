"""What a person adds to a stored call or puts right in it: a note, tags, facts, a vendor."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, cast

from textual.widget import Widget
from textual.widgets import TextArea

from screener.dates import read_day, read_moment
from screener.faults import Fault
from screener.text import one_line
from screener.tui.screens.question import FieldFault, Question, text_field
from screener.tui.widgets.field import Field
from screener.tui.widgets.record import headline
from screener.tui.widgets.words import Words
from screener.vendor import Vendor

if TYPE_CHECKING:
    from screener.desk import Desk
    from screener.store.records import Record
    from screener.tui.app import ScreenerApp


def words_field(label: str, name: str, value: str) -> Field:
    """A labelled field for a text of several lines."""
    words = Words(id=name, compact=True, tab_behavior="focus")
    words.load_text(value)
    return Field(label, words, classes="words")


class NoteScreen(Question["Record"]):
    """The note of a call; what it said before is kept as amended."""

    heading = "Note"

    def __init__(self, record: Record) -> None:
        super().__init__()
        self._record = record
        self.lead = headline(record)

    def fields(self) -> Iterable[Widget]:
        """The text."""
        yield words_field("Note", "note", self._record.call.note)

    def on_mount(self) -> None:
        """Goes on at the end of what stands there."""
        note = self.query_one(TextArea)
        note.focus()
        note.move_cursor(note.document.end)

    def order(self) -> Callable[[Desk], Record]:
        """Keeps it."""
        call_id, text = self._record.call.id, self.query_one(Words).whole
        return lambda desk: desk.note(call_id, text)


class TagScreen(Question["tuple[str, ...]"]):
    """The tags of a call."""

    heading = "Tags"

    def __init__(
        self, record: Record, tags: tuple[str, ...], used: tuple[tuple[str, int], ...]
    ) -> None:
        super().__init__()
        self._record = record
        self._tags = tags
        named = ", ".join(tag for tag, _ in used[:12])
        self.lead = headline(record) + (f"\nUsed so far: {named}" if named else "")

    def fields(self) -> Iterable[Widget]:
        """All of them in one line."""
        hint = "words with blanks between them, as: solar ask-my-lawyer"
        before = "".join(f"{tag} " for tag in self._tags)
        yield text_field("Tags", "tags", before, hint)

    def on_mount(self) -> None:
        """Begins in the line."""
        self.query_one("#tags").focus()

    def order(self) -> Callable[[Desk], tuple[str, ...]]:
        """Gives the call exactly these."""
        call_id, before = self._record.call.id, self._tags
        now = self.value("tags").replace(",", " ").split()
        return lambda desk: desk.tag(call_id, now, [tag for tag in before if tag not in now])


_FACTS = {
    "number": ("Number", "as it was shown; empty when it was withheld"),
    "company": ("Company", "who they said they are"),
    "said": ("They said", ""),
    "caller_id": ("Shown as", "the name that the telephone showed"),
    "agent": ("Agent", ""),
    "callback_number": ("Callback", "the number they asked you to ring"),
    "product": ("Product", ""),
}


class AmendScreen(Question["Record"]):
    """Puts facts of a call right. What stood there first is kept, and the call judged again."""

    heading = "Put facts of this call right"

    def __init__(self, record: Record) -> None:
        super().__init__()
        self._record = record
        self._when = f"{record.call.at:%Y-%m-%d %H:%M}" if record.call.at else ""
        self.lead = f"{headline(record)}\nWhat was written first is kept beside it."

    def fields(self) -> Iterable[Widget]:
        """The facts that one may have misheard or mistyped, when it was, and why."""
        for name, (label, hint) in _FACTS.items():
            value = getattr(self._record.call, name)
            if name == "said":
                yield words_field(label, name, value)
            else:
                yield text_field(label, name, value, hint)
        yield text_field("When", "at", self._when, "2026-03-03 14:00")
        yield text_field("Why", "why", "", "misheard, mistyped …")

    def on_mount(self) -> None:
        """Begins at the number."""
        self.query_one("#number").focus()

    def order(self) -> Callable[[Desk], Record]:
        """Amends what was changed."""
        call = self._record.call
        texts = {name: self.value(name) for name in _FACTS if name != "said"}
        texts["said"] = self.query_one(Words).whole
        changes: dict[str, object] = {
            name: text for name, text in texts.items() if text != getattr(call, name).strip()
        }
        if texts["said"] == call.said:
            changes.pop("said", None)
        if self.value("at") != self._when:
            try:
                changes["at"] = read_moment(self.value("at"), self._now(), "")
            except Fault as fault:
                raise FieldFault("at", str(fault)) from None
        why = self.value("why")
        return lambda desk: desk.amend(call.id, changes, why)

    def _now(self) -> Any:
        return cast("ScreenerApp", self.app).clock()


class MakeVendor(Question[Vendor]):
    """Puts the caller of a call into the vendor book."""

    def __init__(self, record: Record) -> None:
        super().__init__()
        call = record.call
        self._call = call
        self.heading = "Make a vendor of this caller"
        self.lead = (
            f"{headline(record)}\nFor those whom you really deal with. Their calls are judged "
            "anew: a sale by them is an upsell from then on."
        )

    def fields(self) -> Iterable[Widget]:
        """The little that makes the difference; the rest stands in Vendors."""
        call = self._call
        yield text_field("Name", "name", one_line(call.company, 200), "as on their letters")
        yield text_field("Numbers", "numbers", call.number, "theirs, with commas between them")
        yield text_field("Category", "category", "", "insurance, bank, cable …")
        yield text_field("Customer since", "customer_since", "", "2019-06-15, if you are one")

    def on_mount(self) -> None:
        """Begins at the name."""
        self.query_one("#name").focus()

    def order(self) -> Callable[[Desk], Vendor]:
        """Adds it, and has the calls judged anew."""
        name = self.value("name")
        if not name:
            raise FieldFault("name", "A vendor needs a name.")
        numbers = (part.strip() for part in self.value("numbers").split(","))
        since = self.value("customer_since")
        try:
            day = read_day(since) if since else None
        except Fault as fault:
            raise FieldFault("customer_since", str(fault)) from None
        vendor = Vendor(
            name,
            numbers=tuple(number for number in numbers if number),
            category=self.value("category"),
            customer_since=day,
        )
        call_id = self._call.id
        return lambda desk: desk.make_vendor(call_id, vendor)
