"""What a call did, in a sentence: made only for violations that somebody reads."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from screener.breaches import Draft
from screener.callers import Caller
from screener.consent import spoken_day
from screener.judge import AIM, Judge
from screener.regions import Breach, Cap
from screener.suspect import Suspect


class Told(NamedTuple):
    """A violation that is to be told. `at` is its moment in milliseconds since 1970 UTC, `local`
    at the consumer's place."""

    judge: Judge
    draft: Draft
    call: Suspect
    caller: Caller
    at: int
    local: datetime

    @property
    def aim(self) -> str:
        """What they did."""
        return "went on to sell" if self.call.also_selling else AIM[self.call.purpose]


def words_of(told: Told) -> str:
    """What the call did."""
    return _WORDS[told.draft.breach](told)


def _after_opt_out(told: Told) -> str:
    since, last = told.draft.since, told.draft.deadline
    if isinstance(since, datetime):
        since = told.judge.clock.local(since).date()
    if since is None or last is None:
        return f"They {told.aim} after you told them to stop."
    day = told.local.date()
    days = (day - since).days
    after = {0: "on the day", 1: "the day after"}.get(days, f"{days} days after")
    words = f"They {told.aim} {after} you told them to stop ({spoken_day(since)})"
    if day > last > since:
        words += f"; that had to be honoured by {spoken_day(last)}"
    return words + "."


def _register(told: Told) -> str:
    registered = spoken_day(told.draft.since) if told.draft.since else "an earlier day"
    name = told.draft.fact.value.name
    return f"They {told.aim} to a number that you registered on {registered} ({name})."


def _out_of_hours(told: Told) -> str:
    return f"They {told.aim} at {told.local:%H:%M} on {_weekday(told.local)}, your time."


def _too_many(told: Told) -> str:
    cap: Cap = told.draft.fact.value
    span = f"{cap.hours // 24} days" if cap.hours > 24 else f"{cap.hours} hours"
    count = told.judge.calls_within(told.caller, told.at, cap.hours)
    return f"Their call number {count} within {span}."


_WORDS: Mapping[Breach, Callable[[Told], str]] = {
    Breach.AFTER_OPT_OUT: _after_opt_out,
    Breach.NO_CONSENT: lambda _: "They called to sell, and you had not agreed to it.",
    Breach.REGISTER: _register,
    Breach.OUT_OF_HOURS: _out_of_hours,
    Breach.TOO_MANY: _too_many,
    Breach.YOUR_LIMIT: lambda told: f"They {told.aim} more often than you allowed.",
    Breach.RECORDED: lambda told: f"A recorded voice {told.aim}.",
    Breach.NO_NAME: lambda told: f"They {told.aim} and named no company.",
    Breach.WITHHELD: lambda told: f"They {told.aim} and showed no number.",
}

_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_WEEKDAYS = tuple(_DAYS.split())


def _weekday(day: date) -> str:
    return _WEEKDAYS[day.weekday()]
