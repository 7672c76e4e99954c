"""One incoming call as logged: facts only, never changed afterwards, only amended."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from screener.words import Status


class Answer(NamedTuple):
    """What the caller answered to a question of `rules/advice/questions.toml`."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Call:
    """An incoming call. Every text is as it came; `text.plain` cleans on the way to a display.

    `at` is when it happened and `logged_at` when it was written down (aware datetimes; the
    gap between them matters as evidence). `number` is the number as shown, empty when it was
    withheld or not noted. `duration` is in seconds. `recorded` tells whether a recorded voice
    spoke (None: not noted). `tells` are ids of tells ticked on the form (signals with
    `tell = true` in the rulebook). `own_number` is the line it came in on, `taken_by` who
    took it. `source` and `source_id` say which feed brought it and under what id.
    """

    id: str = ""
    at: datetime | None = None
    logged_at: datetime | None = None
    number: str = ""
    caller_id: str = ""
    company: str = ""
    said: str = ""
    status: Status | None = None
    duration: int | None = None
    agent: str = ""
    callback_number: str = ""
    product: str = ""
    recorded: bool | None = None
    tells: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    own_number: str = ""
    taken_by: str = ""
    note: str = ""
    source: str = ""
    source_id: str = ""

    @property
    def day(self) -> date | None:
        """The local day at the offset that the call was logged with."""
        return None if self.at is None else self.at.date()

    @property
    def has_ground(self) -> bool:
        """Whether there is anything to judge by: words, a company, a tell or an answer.

        Without, the call is *not screened*: it has no verdict until someone says what it was.
        """
        return bool(self.said.strip() or self.company.strip() or self.tells or self.answers)
