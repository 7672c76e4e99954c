"""The rooms of the store that one enters for a purpose: their code is loaded then.

Whoever picks up the telephone waits for the first verdict, which looks a caller up and writes a
draft; all these rooms together would take it a tenth of a second more.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from screener.store.room import Room

ROOMS: dict[str, dict[str, tuple[str, ...]]] = {
    "aftercare": {
        "AftercareNotes": (
            "given", "note_given", "take_back_given", "steps_done", "tick", "calls_that_got",
        ),
    },
    "bulk": {"Bulk": ("log_all", "log_batch", "tidy", "calls_brought")},
    "calls": {
        "Calls": (
            "log", "amend", "correct", "rescreen", "record", "record_at", "screenings",
        ),
    },
    "complaint_files": {
        "ComplaintFiles": (
            "reputation_sources", "reputation_source", "start_source", "add_complaints",
            "add_listed", "finish_source", "remove_source",
        ),
    },
    "counts": {"Counts": ("so_far",)},
    "deeds": {
        "Deeds": ("note_deed", "deeds", "deed", "last_deed", "last_undone", "mark_deed"),
    },
    "filling": {"Filling": ("is_blank", "fill", "check_filled")},
    "fired": {"FiredRules": ("fired", "past")},
    "forget": {"Forget": ("forgettable", "forget")},
    "history": {"History": ("history", "each_call", "count", "position", "anchors")},
    "imports": {
        "Imports": (
            "start_import", "bring", "finish_import", "imports", "import_", "take_back",
            "calls_left", "drop_import", "has_of_source", "id_of_source", "has_of_others",
        ),
    },
    "insights": {
        "Insights": (
            "cells", "counted", "first_day", "judged", "corrected", "busiest", "came_before",
            "moment_of",
        ),
    },
    "merges": {"Merging": ("merge_vendors", "unmerge_vendor")},
    "newest": {"Newest": ("days", "rows_of_day", "newer_of_day")},
    "outgoing": {"Going": ("outgoing", "unwanted")},
    "people": {"People": ("people", "add_person", "remove_person")},
    "removal": {"Removal": ("void",)},
    "reputation": {"Reputations": ("reputation",)},
    "suspects": {"Suspects": ("suspects", "suspects_at", "companies_with", "told_in")},
    "tags": {"Tags": ("tags", "set_tags", "all_tags")},
    "taking_in": {"TakingIn": ("take_in",)},
    "undo": {
        "Undoing": (
            "void_call", "last_entry", "entries_after", "has_entry", "void_entry", "has_call",
            "put_vendor", "drop_vendor", "put_given", "put_expected",
        ),
    },
    "vendors": {"Vendors": ("vendors", "vendor", "add_vendor", "edit_vendor", "end_vendor")},
    "verify": {"Evidence": ("anchor", "anchors_quoted", "verify")},
    "whole": {"Whole": ("whole",)},
    "windows": {"Windows": ("rows", "walk")},
}  # fmt: skip
"""File → room → what one does there."""

_HOME = {
    name: (file, room)
    for file, rooms in ROOMS.items()
    for room, names in rooms.items()
    for name in names
}

if TYPE_CHECKING:
    from screener.store.aftercare import AftercareNotes
    from screener.store.complaint_files import ComplaintFiles
    from screener.store.counts import Counts
    from screener.store.deeds import Deeds
    from screener.store.filling import Filling
    from screener.store.fired import FiredRules
    from screener.store.forget import Forget
    from screener.store.imports import Imports
    from screener.store.insights import Insights
    from screener.store.merges import Merging
    from screener.store.outgoing import Going
    from screener.store.reputation import Reputations
    from screener.store.suspects import Suspects
    from screener.store.taking_in import TakingIn
    from screener.store.undo import Undoing
    from screener.store.whole import Whole
    from screener.store.windows import Windows

    class Rare(
        TakingIn,
        Filling,
        Imports,
        Undoing,
        Merging,
        Suspects,
        Forget,
        AftercareNotes,
        ComplaintFiles,
        Deeds,
        Windows,
        Insights,
        FiredRules,
        Going,
        Whole,
        Counts,
        Reputations,
    ):
        """All of them."""

else:

    class Rare(Room):
        """All of them: a room holds nothing but the database and the clock."""

        def __getattr__(self, name: str) -> Any:
            if name not in _HOME:
                raise AttributeError(
                    f"{type(self).__name__!r} has no {name!r}", name=name, obj=self
                )
            file, room = _HOME[name]
            made = getattr(import_module(f"screener.store.{file}"), room)(self._db, self._clock)
            return getattr(made, name)
