"""Moments and days as people type them on the command line."""

from datetime import date, datetime

from screener.dates import read_day, read_moment
from screener.desk import Desk
from screener.faults import Fault


def moment_option(text: str | None, desk: Desk, option: str) -> datetime | None:
    """A moment as typed ("today 14:05", "2026-11-02 09:12"), in the household's time zone."""
    return read_option(text, desk.clock(), desk.household().time_zone, option) if text else None


def read_option(text: str, now: datetime, zone: str, option: str) -> datetime | None:
    """The same for another household: `zone` is an IANA name, or empty for that of `now`."""
    if not text:
        return None
    try:
        return read_moment(text, now, zone)
    except Fault as fault:
        raise Fault(f"--{option}: {fault}") from None


def day_option(text: str | None, option: str) -> date | None:
    """A day as typed ("2026-11-02")."""
    if not text:
        return None
    try:
        return read_day(text)
    except Fault as fault:
        raise Fault(f"--{option}: {fault}") from None
