"""What the store hands out: a call with all that is kept of it, and the light rows of lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from screener.call import Call
from screener.words import Allowed, Label


@dataclass(frozen=True, slots=True)
class Amendment:
    """One fact put right: the field of `Call`, its value before and after, when and why."""

    field: str
    old: object
    new: object
    at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """The person's own judgement, beside the verdict."""

    label: Label
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """A stored call. `call` is as it now stands, `original` as it was logged.

    `label` is the latest screening's (None: not screened). `screening` is the latest
    screening in the JSON form of `screener classify`, with `judged_at`, `how`,
    `permission_words`, `would_change`, `next`, and each signal's `start` and `end` in `said`.
    `vendor` is the present name of the vendor it is attributed to.
    """

    key: int
    call: Call
    original: Call
    amended: tuple[Amendment, ...] = ()
    label: Label | None = None
    correction: Correction | None = None
    screening: Mapping[str, Any] | None = None
    vendor: str | None = None
    permission: Allowed | None = None

    @property
    def shown(self) -> Label | None:
        """The label to show: the correction where there is one, else the verdict's."""
        return self.correction.label if self.correction else self.label
