"""A desk whose clock can be set, and a household in Ohio that told a vendor to stop."""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from screener.call import Call
from screener.desk import Desk
from screener.ledger import EntryKind, How
from screener.rulebook import load_rulebook
from screener.screening import Screener
from screener.store import Store
from screener.vendor import Vendor
from screener.words import OPT_OUT_PURPOSES

OHIO = ZoneInfo("America/New_York")
SOLD = "special offer on termite protection, only 25 dollars a month if you sign up today"
SERVED = "confirming your technician is coming on Friday between 9 and 11 for your visit"


@lru_cache(maxsize=1)
def screener() -> Screener:
    return Screener(load_rulebook())


class Clock:
    """The present, as the test sets it."""

    def __init__(self) -> None:
        self.now = datetime(2025, 12, 1, 12, 0, tzinfo=OHIO)

    def __call__(self) -> datetime:
        return self.now

    def set(self, text: str) -> datetime:
        self.now = datetime.fromisoformat(text).replace(tzinfo=OHIO)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    with Desk(
        Store.open(tmp_path / "calls.db", clock), load_screener=screener, clock=clock
    ) as desk:
        desk.set_up(
            region="US",
            state="OH",
            time_zone="America/New_York",
            own_numbers=("614 555 0199",),
        )
        yield desk


@pytest.fixture
def orkin(desk: Desk, clock: Clock) -> Desk:
    """A vendor told to stop on Friday 29 August 2025, then a service call, a sales call within
    ten business days (Labor Day is none of them) and one after them from another number."""
    clock.set("2025-08-01 09:00")
    desk.add_vendor(Vendor("Orkin", numbers=("877 719 6679",)))
    desk.edit_vendor("Orkin", last_transaction=datetime(2025, 7, 2, tzinfo=OHIO).date())
    call = ring(desk, clock, "2025-08-29 16:35", said=SOLD)
    desk.opt(
        "Orkin",
        OPT_OUT_PURPOSES,
        EntryKind.OPT_OUT,
        at=clock.set("2025-08-29 16:40"),
        how=How.CALL,
        words="Put me on your do-not-call list",
        to_whom="Dana",
        reference="R-1182",
        call_id=call,
    )
    ring(desk, clock, "2025-09-03 10:12", said=SERVED)
    ring(desk, clock, "2025-09-09 14:20", said=SOLD)
    ring(desk, clock, "2025-09-18 18:05", said=SOLD, number="330 555 0148", company="Orkin")
    clock.set("2025-12-01 12:00")
    return desk


def ring(
    desk: Desk,
    clock: Clock,
    at: str,
    *,
    said: str,
    number: str = "877 719 6679",
    company: str = "Orkin",
    product: str = "",
) -> str:
    """Logs a call as it comes; its id."""
    call = Call(
        at=clock.set(at), number=number, company=company, said=said, product=product, agent="Dana"
    )
    return desk.log(call).call.id
