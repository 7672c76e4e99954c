"""A rule of one's own, written or put right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.widget import Widget
from textual.widgets import Select, TextArea

from screener.rule_edits import Draft, Edit
from screener.tui.screens.question import text_field
from screener.tui.screens.rules_change import read_weight
from screener.tui.screens.rules_trial import TrialScreen
from screener.tui.widgets.field import Field
from screener.tui.widgets.words import Words
from screener.words import Purpose

if TYPE_CHECKING:
    from collections.abc import Mapping

USUAL = "1.5"
AREAS = {
    "phrases": ("Listens for", "solar (club|panels)\na phrase a line; renew* (a|b) .. # $ as in docs/rules.md"),
    "matching": ("Fires on", "this is the solar club\na sentence a line that must fire it"),
    "not_matching": ("Not on", "a sentence a line that must not"),
    "more": ("More", "within = 5\nfurther keys of a rule, as TOML"),
}  # fmt: skip


class RuleForm(TrialScreen):
    """Title, why, weight, phrases and examples; nothing is saved before it holds."""

    def __init__(self, draft: Draft | None) -> None:
        super().__init__()
        self._before = draft
        self.heading = f"Your rule {draft.id}" if draft else "A rule of your own"

    def fields(self) -> Iterable[Widget]:
        """Every key that people mostly need, and one field for the others."""
        old = self._before
        purposes = Select(
            [(str(purpose), purpose) for purpose in Purpose],
            value=old.purpose if old else Purpose.SALES, allow_blank=False, id="purpose",
            compact=True,
        )  # fmt: skip
        yield text_field(
            "Title", "title", old.title if old else "", "what it hears, in a few words"
        )
        yield Field("Speaks for", purposes)
        weight = f"{old.weight:g}" if old else USUAL
        yield text_field("Weight", "weight", weight, "-6 to 6")
        yield text_field("Why", "why", old.why if old else "", "a sentence for the verdict")
        texts = _texts(old)
        for name, (label, hint) in AREAS.items():
            area = Words(id=name, placeholder=hint, classes="area", compact=True)
            area.load_text(texts[name])
            yield Field(label, area)

    def on_mount(self) -> None:
        """Begins at the title."""
        self.query_one("#title").focus()
        super().on_mount()

    def edit(self) -> Edit | None:
        """The rule as it stands; None while the fields are as they were."""
        purpose = Purpose(str(self.query_one("#purpose", Select).value))
        old = self._before
        draft = Draft(
            purpose=purpose,
            title=self.value("title"),
            why=self.value("why"),
            weight=read_weight(self.value("weight")),
            phrases=self._lines("phrases"),
            matching=self._examples("matching"),
            not_matching=self._examples("not_matching"),
            more=self._area("more"),
            id=old.id if old else "",
        )
        if old is not None:
            return None if draft == old._replace(more=old.more.strip()) else draft
        return draft if draft.title or draft.phrases else None

    def _area(self, name: str) -> str:
        area = self.query_one(f"#{name}", TextArea)
        return (area.whole if isinstance(area, Words) else area.text).strip()

    def _lines(self, name: str) -> tuple[str, ...]:
        return tuple(line.strip() for line in self._area(name).splitlines() if line.strip())

    def _examples(self, name: str) -> tuple[object, ...]:
        """Lines as texts; examples that are tables of a call's fields stay as they were."""
        old = self._before
        tables = [each for each in getattr(old, name) if not isinstance(each, str)] if old else []
        return (*self._lines(name), *tables)


def _texts(old: Draft | None) -> Mapping[str, str]:
    if old is None:
        return dict.fromkeys(AREAS, "")
    found = {name: "\n".join(each for each in getattr(old, name) if isinstance(each, str))
             for name in ("phrases", "matching", "not_matching")}  # fmt: skip
    return found | {"more": old.more.strip()}
