"""iCalendar (RFC 5545): the last day on which an opt-out can still be honoured, and the day on
which it stops counting, each as an event of a whole day."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from screener.exports.content_lines import content_line, text_line
from screener.violations import Duty


def deadlines(those: Iterable[Duty], now: datetime) -> Iterator[str]:
    """A calendar of the deadlines. An event keeps its UID, so that reading a later export in
    replaces it."""
    yield content_line("BEGIN", "VCALENDAR")
    yield content_line("VERSION", "2.0")
    yield content_line("PRODID", "-//Screener//Deadlines//EN")
    yield content_line("CALSCALE", "GREGORIAN")
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for duty in those:
        about = ", ".join(duty.purposes)
        who = duty.party.value
        if duty.honour_by is not None:
            says = f"{who}: last day to honour your opt-out ({about})"
            yield _event(duty, "honour", duty.honour_by, says, stamp)
        if duty.until is not None:
            says = f"{who}: your opt-out ({about}) counts until today; renew it"
            yield _event(duty, "until", duty.until, says, stamp)
    yield content_line("END", "VCALENDAR")


def _event(duty: Duty, what: str, day: date, says: str, stamp: str) -> str:
    told = [f"You opted out on {duty.at:%Y-%m-%d}; as it stands: {duty.state}."]
    if duty.broken:
        told.append(f"Calls after the deadline: {duty.broken}.")
    told.append(f"{duty.citation} ({duty.rule})" if duty.citation else duty.rule)
    return "".join(
        (
            content_line("BEGIN", "VEVENT"),
            content_line("UID", _uid(duty, what)),
            content_line("DTSTAMP", stamp),
            content_line("DTSTART;VALUE=DATE", f"{day:%Y%m%d}"),
            content_line("DTEND;VALUE=DATE", f"{_after(day):%Y%m%d}"),
            text_line("SUMMARY", says),
            text_line("DESCRIPTION", "\n".join(filter(None, told))),
            content_line("TRANSP", "TRANSPARENT"),
            content_line("END", "VEVENT"),
        )
    )


def _after(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def _uid(duty: Duty, what: str) -> str:
    told = "\n".join((duty.party.kind, duty.party.value, duty.at.isoformat(), *duty.purposes, what))
    return hashlib.sha256(told.encode()).hexdigest()[:32] + "@screener"
