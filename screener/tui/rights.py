"""What the Rights place lists: opt-outs with their deadlines, broken rules, and scams apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from screener.ledger import How
from screener.text import counted, one_line, plain
from screener.tui import wording
from screener.tui.numbers import in_words, written

if TYPE_CHECKING:
    from screener.aftercare import Care
    from screener.desk import Desk
    from screener.store.verify import Quoted
    from screener.violations import Duty, Scam, Violation

IN_WRITING = {How.LETTER, How.EMAIL, How.WEB, How.TEXT}
MOST = 200
"""Rows of one group that are listed, the newest; `screener violations --limit` shows more."""
WHO = range(18, 37)
"""Cells for a caller's name in a row, as the room and the longest name allow."""
REST = 43
"""Cells that a row wants behind the name."""
OPT_OUTS = "Your opt-outs, and the day they must be honoured by"
BROKEN = "Calls that may have broken a rule"
SCAMS = "Scams under a name that you told to stop"
ORDER = {"running": 0, "broken": 1, "kept so far": 2}
WRITTEN = "Reports and letters that you made"
CARE = "Steps still to be done, after a caller got something"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list and what stands beside it: a title, and texts by their heading."""

    who: str
    rest: str
    title: str
    texts: Mapping[str, str]
    party: str = ""
    call: str = ""
    """The call whose aftercare is open, empty for all else."""

    def line(self, who: int) -> str:
        """The line, with so many cells for the name."""
        return f"{set_cell_size(one_line(self.who, who), who)} {self.rest}"


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading, with how many there are in all."""

    heading: str
    key: str
    total: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Rights:
    """Everything that the place shows."""

    groups: tuple[Group, ...]
    notice: str
    deadlines: int
    violations: int


def rights(desk: Desk) -> Rights:
    """Deadlines and violations as they stand now. Fault where the country's law is not on
    file. Reads all calls that may matter: to be asked in the desk's own thread."""
    from screener.violations import NO_ADVICE  # noqa: PLC0415 - in the desk's own thread

    duties, found = desk.deadlines(), desk.violations(limit=MOST)
    # What can still be broken stands above what is over.
    inorder = sorted(duties, key=lambda duty: ORDER.get(duty.state, len(ORDER)))
    violations, scams = found.violations, found.scams
    cares, made = desk.aftercare_open(), desk.written()
    sent = {entry.party.value for entry in desk.ledger() if entry.how in IN_WRITING}
    told = (
        Group(OPT_OUTS, "d", len(inorder), tuple(duty_row(one, sent) for one in inorder[:MOST])),
        Group(BROKEN, "v", found.total, tuple(map(violation_row, violations))),
        Group(SCAMS, "s", len(scams), tuple(map(scam_row, scams[:MOST]))),
        Group(CARE, "a", len(cares), tuple(map(care_row, cares[:MOST]))),
    )
    files = Group(WRITTEN, "w", len(made), tuple(map(made_row, made[:MOST])))
    groups = (*(with_numbers(group, desk.region) for group in told), files)
    running = sum(duty.state == "running" for duty in duties)
    shown = tuple(group for group in groups if group.total)
    return Rights(shown, NO_ADVICE, running, found.total)


def with_numbers(group: Group, region: str) -> Group:
    """A group whose rows show numbers as people of the region write them; the party by which a
    row's caller is found stays as it is."""
    return replace(group, rows=tuple(_with_numbers(row, region) for row in group.rows))


def duty_row(duty: Duty, written: Collection[str] = ()) -> Row:
    """An opt-out: by when it must be honoured, and whether it was so far."""
    purposes = ", ".join(duty.purposes)
    by = wording.day_words(duty.honour_by) if duty.honour_by else "no deadline"
    when = f"by {_day(duty.honour_by)}" if duty.honour_by else ""
    texts = {
        "told": f"{wording.moment_words(duty.at)}, about {purposes}",
        "by": by + (" (one rule leaves no day at all)" if duty.at_once else ""),
        "state": state(duty),
        "calls": counted(duty.early, "call") + " up to that day" if duty.early else "",
        "until": wording.day_words(duty.until) if duty.until else "",
        "rule": plain(f"{duty.rule}; {duty.citation}") if duty.rule else "",
        "letter": letter(duty, written),
    }
    who = duty.party.value
    return Row(who, f"{when:<15} {state(duty)}", plain(who), texts, who)


def letter(duty: Duty, written: Collection[str]) -> str:
    """Whether the opt-out stands in writing, which is what proves it."""
    if duty.party.value in written:
        return "✓ told in writing"
    return "! only said, not written: a letter would prove it"


def care_row(care: Care) -> Row:
    """A call after which steps are left."""
    gave = ", ".join(care.gave)
    steps = "\n".join(
        f"{'✓' if tick.done_at else '·'} {plain(tick.step.do)}" for tick in care.ticks
    )
    texts = {
        "at": f"{wording.moment_words(care.at)} · {plain(care.call)}" if care.at else "",
        "words": f"they got: {gave}",
        "steps": steps,
    }
    when = _day(care.at) if care.at else ""
    who = care.who or "withheld"
    rest = f"{when:<12} ! {counted(care.left, 'step')} left"
    return Row(who, rest, plain(who), texts, care.who, care.call)


def made_row(made: Quoted) -> Row:
    """A report or letter, with what in it proves the records behind it."""
    file = plain(made.file) or "not in a file"
    texts = {
        "at": wording.moment_words(made.at) if made.at else "",
        "words": f"a {made.quoted}: {file}",
        "rule": f"anchor {made.anchor} (screener verify --anchor)",
    }
    when = _day(made.at) if made.at else ""
    return Row(made.quoted, f"{when:<12} {one_line(file, 60)}", f"A {made.quoted}", texts)


def state(duty: Duty) -> str:
    """What became of an opt-out, with a sign that needs no colour."""
    if duty.state == "broken":
        return f"✗ broken by {counted(duty.broken, 'call')}"
    if duty.state == "running":
        return f"● {counted(duty.days_left or 0, 'day')} left"
    return "✓ kept so far" if duty.state == "kept so far" else f"– {duty.state}"


def violation_row(found: Violation) -> Row:
    """A rule that a call may have broken: what it says, and how sure it is."""
    second = found.second_within_12_months
    times = f"the {wording.ordinal(found.times)} such call within 12 months" if second else ""
    texts = {
        "at": f"{wording.moment_words(found.at)} · {plain(found.call)}",
        "number": plain(found.number) or "withheld",
        "state": f"{found.sure}: {found.breach}",
        "words": plain(found.words),
        "times": times,
        "says": plain(found.says),
        "rule": plain(f"{found.citation} ({found.rule})"),
        "doubts": "\n".join(map(plain, found.doubts)),
        "remedies": "\n".join(map(plain, found.remedies)),
        "since": wording.day_words(found.since) if found.since else "",
        "deadline": wording.day_words(found.deadline) if found.deadline else "",
        "source": plain(found.source),
    }
    mark = f" · {wording.ordinal(found.times)} in 12 months" if second else ""
    rest = f"{_day(found.at):<12} {found.sure:<8} {found.breach}{mark}"
    return Row(found.who, rest, plain(found.who), texts, found.number or found.who)


def scam_row(scam: Scam) -> Row:
    """A scam that used the name or number of somebody who was told to stop."""
    texts = {
        "at": f"{wording.moment_words(scam.at)} · {plain(scam.call)}",
        "number": plain(scam.number) or "withheld",
        "words": plain(scam.words),
    }
    rest = f"{_day(scam.at):<12} {wording.SCAM} scam"
    return Row(scam.who, rest, plain(scam.who), texts, scam.number or scam.who)


def who_width(rows: Iterable[Row], room: int) -> int:
    """The cells for the names of these rows in a list of `room` columns."""
    longest = max((cell_len(plain(row.who)) for row in rows), default=0)
    return max(WHO.start, min(longest, room - REST, WHO.stop - 1))


def _with_numbers(row: Row, region: str) -> Row:
    texts = dict(row.texts)
    if "number" in texts:
        texts["number"] = written(texts["number"], region)
    if "words" in texts:
        texts["words"] = in_words(texts["words"], region)
    return replace(row, who=written(row.who, region), title=written(row.title, region), texts=texts)


def _day(at: date) -> str:
    return f"{at.day} {at:%b %Y}"
