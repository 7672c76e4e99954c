"""What is kept beside calls: aftercare, how often a vendor rang, conditions, expected calls."""

from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from screener.call import Call
from screener.conditions import Conditions, Hours, Limit, Period
from screener.faults import Fault
from screener.ledger import Party, PartyKind
from screener.store import Store
from screener.vendor import Expecting, Preference, Vendor
from screener.words import Choice, Label, Purpose
from tests.store.samples import NOON, at, judged

TIED = Conditions(
    Hours(time(9), time(17)),
    ("mon", "tue"),
    Limit(2, Period.MONTH),
    in_writing=True,
    numbers=("+16145550133", "800 FLOWERS!"),
)


def test_what_was_given_and_done_is_kept_with_the_call(store: Store) -> None:
    first, second = (store.log(Call(at=at(hour), said="x")).call.id for hour in (1, 2))
    assert store.given(first) == ()
    store.note_given(first, ["code", "card"])
    store.note_given(first, ["card"])
    store.note_given(second, ["cash"])
    assert sorted(store.given(first)) == ["card", "code"]
    assert store.calls_that_got() == [second, first]
    store.tick(first, "bank.ring")
    store.tick(first, "bank.ring")
    assert store.steps_done(first) == {"bank.ring": NOON}
    assert store.steps_done(second) == {}
    store.tick(first, "bank.ring", done=False)
    assert store.steps_done(first) == {}
    with pytest.raises(Fault, match="there is no such call"):
        store.tick("nobody", "bank.ring")


def test_aftercare_follows_its_call_and_goes_with_it(store: Store) -> None:
    call = store.log(Call(at=at(1), number="+16145550199", said="x")).call.id
    store.note_given(call, ["code"])
    store.tick(call, "evidence")
    store.amend(call, {"at": at(3)})
    assert store.given(call) == ("code",)
    store.forget(Party(PartyKind.NUMBER, "+16145550199"))
    assert store.calls_that_got() == []
    assert store.verify().broken is None


def test_conditions_come_back_as_they_were_given(store: Store) -> None:
    said = Preference(Purpose.SALES, Choice.OPT_IN, date(2026, 1, 2), "web", TIED)
    plain = Preference(Purpose.SERVICE, Choice.OPT_OUT)
    vendor = store.add_vendor(Vendor("Acme", preferences=(said, plain)))
    assert vendor.preferences == (said, plain)
    assert store.vendors() == (vendor,)
    typed = replace(said, conditions=Conditions(numbers=("614 555 0133", "(614) 555-0133")))
    changed = store.edit_vendor("Acme", preferences=(typed,))
    assert changed.preferences[0].conditions.numbers == ("+16145550133",)


def test_calls_are_counted_by_purpose_in_month_and_year(store: Store) -> None:
    vendor = store.add_vendor(Vendor("Acme"))
    zone = ZoneInfo("America/New_York")
    now = NOON.astimezone(zone)
    month = now.replace(day=1, hour=0, minute=0)
    moments = (
        now - timedelta(minutes=5),
        month,
        month - timedelta(minutes=1),
        now.replace(month=1, day=1, hour=0, minute=0),
        now.replace(month=1, day=1, hour=0, minute=0) - timedelta(minutes=1),
        now,
    )
    for moment in moments:
        call = Call(at=moment, company="Acme", said="x")
        store.log(call, judged(call, Label.UPSELL, vendor=vendor))
    store.log(Call(at=now - timedelta(minutes=1), company="Acme"))
    so_far = store.so_far(vendor, now)
    assert sum(so_far.month.values()) == 2
    assert sum(so_far.year.values()) == 4
    assert set(so_far.year) == {Purpose.SALES}
    later = store.so_far(vendor, now + timedelta(seconds=1))
    assert sum(later.month.values()) == 3
    last = store.history(limit=1)[0].id
    assert store.so_far(vendor, now + timedelta(seconds=1), without=last) == so_far
    assert store.so_far(Vendor("Nobody"), now) == ({}, {})


def test_an_expected_call_is_taken_back(store: Store) -> None:
    hour = timedelta(hours=1)
    soon = store.expect(Expecting("Acme", NOON + hour, NOON + 2 * hour))
    begun = store.expect(Expecting("", NOON - hour, NOON + hour))
    past = store.expect(Expecting("", NOON - 2 * hour, NOON - hour))
    assert None not in (soon.id, begun.id, past.id)
    assert store.household().expecting == (past, begun, soon)
    assert [each.id for each in store.household().expecting] == [past.id, begun.id, soon.id]
    assert store.cancel(soon.id or 0) == soon
    assert store.cancel(begun.id or 0).end == NOON
    assert [each.end for each in store.household().expecting] == [NOON - hour, NOON]
    with pytest.raises(Fault, match="was expected until"):
        store.cancel(past.id or 0)
    with pytest.raises(Fault, match="no such call is expected"):
        store.cancel(soon.id or 0)
