"""A throw-away household with sample vendors and calls, dated relative to today."""

import json
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

from screener.call import Call
from screener.household_wire import household_from
from screener.vendor import Household
from screener.wire import call_from

_DAYS = "_days"


def sample_household(now: datetime) -> Household:
    """The sample household as it would stand on the day of `now`."""
    data = json.loads((files(__package__) / "household.json").read_text(encoding="utf-8"))
    for vendor in data["vendors"]:
        _dated(vendor, now)
        for preference in vendor.get("preferences", []):
            _dated(preference, now)
    return household_from(data)


def sample_calls(now: datetime, time_zone: str) -> Iterator[Call]:
    """The sample calls, oldest first; those of today that have not happened yet by `now` are
    told as happening at `now`."""
    zone = ZoneInfo(time_zone)
    today = now.astimezone(zone).date()
    text = (files(__package__) / "calls.jsonl").read_text(encoding="utf-8")
    for line in text.splitlines():
        row = json.loads(line)
        day = today - timedelta(days=row.pop("days_ago"))
        at = datetime.combine(day, time.fromisoformat(row.pop("time")), zone)
        yield call_from(row | {"at": min(at, now).astimezone(zone).isoformat()})


def _dated(row: dict[str, object], now: datetime) -> None:
    for key in [key for key in row if key.endswith(_DAYS)]:
        days = row.pop(key)
        if isinstance(days, int):
            row[key.removesuffix(_DAYS)] = (now - timedelta(days=days)).date().isoformat()
