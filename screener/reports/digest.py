"""A week in words: what came, what was refused and came again, scams, deadlines, what to do.

For the household, or for whoever looks after someone: it holds the calls of a week and nothing of
the book, and says first what needs doing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from screener.aftercare import Care
from screener.consent import spoken_day
from screener.insights import SHOWN, Counted
from screener.regions import Breach
from screener.reports.document import Block, Document, Items, Pairs, Section, Table, Text
from screener.store.rows import Row
from screener.text import counted, one_line
from screener.violations import NO_ADVICE, Duty, Violation
from screener.words import Label

MOST = 20
"""Lines of one list; what is left out is counted."""
SOON = 14
"""Days ahead in which a deadline is due."""

_NAMES = {
    Label.SOLICITATION: "solicitations",
    Label.UPSELL: "upsells by vendors of yours",
    Label.SERVICE: "genuine service",
    Label.UNDETERMINED: "undetermined",
    None: "not screened",
}
_CALL = (("When", 16), ("Who", 24), ("What they said", 36))


@dataclass(frozen=True, slots=True)
class Digest:
    """What a week brought, from Monday to Sunday; `today` is the day it is told on. `before` is
    the week before it, `companies` are those that called with how often."""

    first: date
    last: date
    today: date
    week: Counted
    before: Counted
    refused: tuple[Row, ...]
    scams: tuple[Row, ...]
    unsure: tuple[Row, ...]
    companies: tuple[tuple[str, int], ...]
    violations: tuple[Violation, ...]
    duties: tuple[Duty, ...]
    care: tuple[Care, ...]


def digest_document(digest: Digest) -> Document:
    """The week as a document."""
    title = f"Calls from {_spoken(digest.first)} to {_spoken(digest.last)}"
    first = Text(_sentence(digest), strong=True)
    sections = [
        Section("", (first, *_unfinished(digest))),
        Section("What to do", (_todo(digest),)),
        Section("What came", tuple(_came(digest))),
        Section("Refused, and came all the same", tuple(_refused(digest))),
        Section("Scams", tuple(_rows(digest.scams, digest.week.scams, "No scam was heard."))),
        Section("Deadlines", tuple(_deadlines(digest))),
    ]
    return Document(title, tuple(sections))


def _spoken(day: date) -> str:
    return f"{day:%A} {spoken_day(day)}"


def _sentence(digest: Digest) -> str:
    week, before = digest.week, digest.before
    if not week.calls:
        return f"No call was logged in this week; {counted(before.calls, 'call')} the week before."
    scams = f", {counted(week.scams, 'scam')} among them" if week.scams else ""
    return f"{counted(week.calls, 'call')}{scams}; {before.calls:,} the week before."


def _unfinished(digest: Digest) -> Iterator[Block]:
    if digest.first <= digest.today <= digest.last:
        yield Text(f"The week is not over: this is how it stood on {_spoken(digest.today)}.")


def _todo(digest: Digest) -> Block:
    items = (
        *(
            f"Finish what is to be done after the call of {_who_of(care)}: "
            f"{counted(care.left, 'step')} left (screener aftercare {care.call})."
            for care in digest.care
        ),
        *(
            f"{who} called though you had told them to stop: screener report {_word(who)} writes "
            "what is on file, with a complaint sheet."
            for who in dict.fromkeys(each.who for each in digest.violations if _again(each))
        ),
        *_warnings(digest),
        *_to_label(digest.unsure),
    )
    if not items:
        return Text("Nothing.")
    return Items((*items[:MOST], *_more(len(items))))


def _warnings(digest: Digest) -> Iterator[str]:
    if digest.scams:
        yield (
            "Talk about the scams below: who rings like that wants a code, a card or access. "
            "If anything was given away, screener aftercare says what to do, in order."
        )


def _to_label(rows: Sequence[Row]) -> Iterator[str]:
    if rows:
        calls = "1 call was" if len(rows) == 1 else f"{len(rows):,} calls were"
        yield f"Say what {calls} about that could not be told: screener correct teaches it."


def _came(digest: Digest) -> Iterator[Block]:
    week, before = digest.week, digest.before
    pairs = [
        (_NAMES[label], _beside(week.labels.get(label, 0), before.labels.get(label, 0)))
        for label in SHOWN
        if week.labels.get(label) or before.labels.get(label)
    ]
    if not pairs:
        yield Text("Nothing came in this week or the one before.")
        return
    yield Pairs((*pairs, ("refused by you", _beside(week.refused, before.refused))))
    rows = tuple((name, f"{calls:,}") for name, calls in digest.companies[:MOST])
    if rows:
        yield Table((("Who", 40), ("Calls", 7)), rows)
        yield from map(Text, _more(len(digest.companies)))


def _again(found: Violation) -> bool:
    return found.breach is Breach.AFTER_OPT_OUT


def _refused(digest: Digest) -> Iterator[Block]:
    again = {each.call for each in digest.violations if _again(each)}
    yield from _rows(
        digest.refused,
        digest.week.refused,
        "Nobody called whom you had refused.",
        lambda row: "(after your opt-out) " if row.id in again else "",
    )
    if digest.violations:
        yield Items(_first(f"{_day(each.at)}: {each.who}: {each.words} ({each.sure})"
                           for each in digest.violations))  # fmt: skip
        yield Text(NO_ADVICE)


def _deadlines(digest: Digest) -> Iterator[Block]:
    until = digest.today + timedelta(days=SOON)
    items = [
        f"{one_line(duty.party.value, 60)}: told on {spoken_day(duty.at.date())}, must stop by "
        f"{_spoken(duty.honour_by)}; {_state(duty)}."
        for duty in digest.duties
        if duty.honour_by is not None and digest.first <= duty.honour_by <= until
    ]
    broken = sum(duty.state == "broken" for duty in digest.duties)
    yield Items(_first(items)) if items else Text("No deadline runs out in these days.")
    if digest.duties:
        yield Text(
            f"Of {counted(len(digest.duties), 'opt-out')} in all, {broken:,} "
            f"{'was' if broken == 1 else 'were'} broken."
        )


def _state(duty: Duty) -> str:
    if duty.state == "broken":
        return f"broken by {counted(duty.broken, 'call')}"
    return f"{counted(duty.days_left or 0, 'day')} left" if duty.state == "running" else duty.state


def _rows(
    rows: Sequence[Row], total: int, nothing: str, mark: Callable[[Row], str] = lambda _: ""
) -> Iterator[Block]:
    if not rows:
        yield Text(nothing)
        return
    cells = ((_when(row), _who(row), mark(row) + one_line(row.said, 80)) for row in rows[:MOST])
    yield Table(_CALL, tuple(cells))
    yield from map(Text, _more(max(total, len(rows))))


def _first(items: Iterable[str]) -> tuple[str, ...]:
    found = tuple(items)
    return (*found[:MOST], *_more(len(found)))


def _more(count: int) -> tuple[str, ...]:
    return (f"{count - MOST:,} more are in the history.",) if count > MOST else ()


def _when(row: Row) -> str:
    return "no time noted" if row.at is None else f"{row.at:%a %d %b %H:%M}"


def _day(day: date) -> str:
    return f"{day:%A}"


def _who(row: Row) -> str:
    return row.vendor or row.company or row.number or "number withheld"


def _who_of(care: Care) -> str:
    return one_line(care.who, 40) or "number withheld"


def _word(who: str) -> str:
    """A name as it is typed on a command line."""
    name = one_line(who, 60)
    return name if name.isalnum() else "'" + name.replace("'", "'\\''") + "'"


def _beside(now: int, before: int) -> str:
    return f"{now:,} ({before:,} the week before)"
