"""A desk on sample data: a file of its own, so that made-up calls never stand among real ones."""

from datetime import datetime
from pathlib import Path

from screener.desk.desk import Desk
from screener.ledger import EntryKind, How
from screener.sample import sample_calls, sample_household
from screener.store import Store
from screener.words import Choice


def sample_desk(folder: Path) -> Desk:
    """A desk on a new file in a folder, with sample vendors and calls in it."""
    desk = Desk(Store.open(folder / "sample.db"))
    fill(desk, desk.clock())
    return desk


def fill(desk: Desk, now: datetime) -> None:
    """Puts the sample household and its calls into an empty store."""
    household = sample_household(now)
    desk.store.set_setting("region", household.region)
    desk.store.set_setting("time_zone", household.time_zone)
    for vendor in household.vendors:
        desk.add_vendor(vendor)
        for preference in vendor.preferences:
            kind = EntryKind.OPT_IN if preference.choice is Choice.OPT_IN else EntryKind.OPT_OUT
            at = preference.at
            when = now if at is None else now.replace(year=at.year, month=at.month, day=at.day)
            desk.opt(vendor.name, [preference.purpose], kind, at=when, how=How.CALL)
    for person in household.people:
        desk.add_person(person)
    for call in sample_calls(now, household.time_zone):
        desk.log(call)
