"""Calls at the desk: stored, found again, put right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, Unpack

from screener.call import Answer, Call
from screener.desk.judging import Judging
from screener.faults import Fault
from screener.words import Label

if TYPE_CHECKING:
    from screener.store import Record, Row
    from screener.store.history import Wanted


class OnFile(NamedTuple):
    """The numbers on file of whom a caller claims to be: a vendor, or a person one knows.

    `numbers` are set out for dialling; `given` are those that the caller showed or named and
    that are not among them. Both are empty for nobody on file, `name` is what was claimed then.
    """

    name: str
    numbers: tuple[str, ...] = ()
    given: tuple[str, ...] = ()


class Calls(Judging):
    """Keeping calls."""

    def log(self, call: Call) -> Record:
        """Stores a call with its screening; one without words or company is not screened."""
        now = self.clock()
        if call.at is not None and call.at > now:
            raise Fault(f"at: {call.at.isoformat()} lies in the future.")
        call = replace(call, at=call.at or now, logged_at=call.logged_at or now)
        return self.store.log(call, self.screen(call) if call.has_ground else None)

    def correct(self, call_id: str, label: Label | None, note: str = "") -> Record:
        """Keeps the person's own judgement beside the verdict; None takes it back."""
        self._words = None
        return self.store.correct(call_id, label, note)

    def amend(self, call_id: str, changes: Mapping[str, object], why: str = "") -> Record:
        """Amends facts of a call and judges it again by the facts as they now stand."""
        at = changes.get("at")
        if isinstance(at, datetime) and at > self.clock():
            raise Fault(f"at: {at.isoformat()} lies in the future.")
        record = self.store.amend(call_id, changes, why)
        if not record.call.has_ground:
            return record
        return self.store.rescreen(record.call.id, self.screen(record.call))

    def answer(self, call_id: str, answers: Iterable[Answer], why: str = "") -> Record:
        """Adds what the caller answered to questions, and judges the call again."""
        given = {each.question: each for each in (*self.record(call_id).call.answers, *answers)}
        return self.amend(call_id, {"answers": tuple(given.values())}, why)

    def on_file(self, call: Call) -> OnFile:
        """On which numbers to ring back whom the caller claims to be. A number that the caller
        shows or names is none of them, unless it is on file: both can be made up."""
        from screener.phone import display, read_number  # noqa: PLC0415 - only for numbers

        identity, region = self._identity_of(call), self.region
        whom = identity.known_person or identity.claimed_vendor or identity.vendor
        on_file = () if whom is None else whom.numbers
        read = (read_number(text, region).e164 for text in (call.number, call.callback_number))
        given = dict.fromkeys(e164 for e164 in read if e164 and e164 not in on_file)
        return OnFile(
            identity.claimed_name or call.company if whom is None else whom.name,
            tuple(display(number, region) for number in on_file),
            tuple(display(number, region) for number in given),
        )

    def history(
        self,
        text: str = "",
        *,
        before: int | None = None,
        after: int | None = None,
        limit: int = 50,
        **wanted: Unpack[Wanted],
    ) -> list[Row]:
        """Calls, newest first; `before` is the key to go on from."""
        return self.store.history(text, before=before, after=after, limit=limit, **wanted)

    def count(self, text: str = "", **wanted: Unpack[Wanted]) -> int:
        """How many calls `history` would give in all."""
        return self.store.count(text, **wanted)

    def anchors(self, step: int, text: str = "", **wanted: Unpack[Wanted]) -> list[int]:
        """The keys at every `step`-th place of that list, so that it can be entered anywhere."""
        return self.store.anchors(step, text, **wanted)
