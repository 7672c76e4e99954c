"""Judging a call at the desk, and looking its caller up. Nothing here writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from screener.desk.bench import Bench
from screener.desk.lookup import look_up, look_up_caller
from screener.phone import read_number

if TYPE_CHECKING:
    from screener.call import Call
    from screener.known import Known, Taught
    from screener.lookup import Lookup
    from screener.questions import QuestionBook
    from screener.screening import Screening
    from screener.tells import Tell


class Judging(Bench):
    """All that the first verdict needs."""

    def screen(self, call: Call) -> Screening:
        """Judges a call by what is known now, and stores nothing."""
        return self.screener.screen(call, self.household(), self.known(call))

    def known(self, call: Call) -> Known:
        """What is known of a call's caller from all other calls: the number's, the vendor's
        and those of the claimed company."""
        vendor = self._vendor_of(call)
        e164 = self._e164(call.number)
        number = e164 or call.number.strip()
        name = vendor.name if vendor else None
        known = self.store.known(number, call.company, name, without=call.id)
        complaints = self.store.complaints(e164, call.at or self.clock())
        who = name or call.company.strip() or number
        month, year = self._so_far(vendor, call)
        words = self._words_taught()
        return replace(
            known, who=who, words=words, this_month=month, this_year=year, complaints=complaints
        )

    def _words_taught(self) -> Mapping[str, Taught]:
        """The words that corrections teach, worked out again when something was corrected."""
        if self._words is None:
            lessons = self.store.lessons()
            if not lessons:
                return {}
            from screener.experience import words_taught  # noqa: PLC0415 - only to judge by

            self._words = words_taught(lessons, self.store.left_alone())
        return self._words

    def look_up(self, text: str) -> Lookup:
        """Who a number or a name is, from what is on file; nothing is judged. Fault for a text
        that is neither."""
        return look_up(self.store, text, self.clock())

    def caller(self, call: Call) -> Lookup:
        """The same of a call on the form: of its number, and of the company that it claims. Its
        `summary` tells what happened before, in one line."""
        number = read_number(call.number, self.store.region())
        return look_up_caller(self.store, number, call.company.strip(), self.clock())

    def questions(self) -> QuestionBook:
        """The questions to a caller, with the answers that can be given."""
        return self.screener.rulebook.advice.questions

    def tells(self) -> tuple[Tell, ...]:
        """What can be ticked of a call at a glance."""
        from screener.tells import tells_of  # noqa: PLC0415 - only to judge by

        return tells_of(self.screener.rulebook.signals)
