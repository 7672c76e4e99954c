"""What was heard, at the desk: stored once, whoever tells of it and how often."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from screener.call import Call
from screener.desk import Desk
from screener.desk.things import BY_TELEPHONE
from screener.faults import Fault
from screener.feeds.protocol import Rang
from screener.live.events import Arrival, History
from screener.store import Store
from screener.vendor import Vendor
from screener.words import Label, Status
from tests.live.conftest import NOW, Heard, Listening, minutes_ago
from tests.live.server import CALLS_OF_THE_DAY, Ncidd, day_of_calls, line_of

LATER = NOW + timedelta(hours=14)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk(Store.open(tmp_path / "calls.db"), clock=lambda: LATER) as desk:
        desk.set_up(region="US", state="NY", time_zone="America/New_York")
        desk.add_vendor(
            Vendor("Bright Smiles", numbers=("+16145550133",), customer_since=date(2020, 1, 1))
        )
        yield desk


def ringing(**facts: object) -> Call:
    known: dict[str, object] = {
        "at": NOW,
        "number": "6145550133",
        "source": "ncid",
        "source_id": "1",
    }
    return Call(**(known | facts))  # type: ignore[arg-type]


def test_a_call_is_taken_in_once(desk: Desk) -> None:
    record = desk.take_in(ringing())
    assert record is not None
    assert (record.label, record.call.number) == (None, "6145550133")
    assert desk.take_in(ringing()) is None
    assert desk.take_in(ringing(source="callattendant", source_id="9")) is None
    assert desk.take_in(ringing(source_id="1#2")) is not None
    assert desk.deeds(5)[0].words == "added Bright Smiles to the book"


def test_what_is_typed_of_a_call_is_added_to_it(desk: Desk) -> None:
    taken = desk.take_in(ringing(own_number="POTS"))
    assert taken is not None
    typed = ringing(number="(614) 555-0133", company="Bright Smiles", said="a reminder of a visit")
    record = desk.log(typed)
    assert record.call.id == taken.call.id
    assert record.call.number == "6145550133"
    assert record.label is not None
    assert [each.field for each in record.amended] == ["company", "said"]
    assert desk.count() == 1
    desk.undo()
    assert desk.record(taken.call.id).call.said == ""


def test_another_number_that_was_typed_counts(desk: Desk) -> None:
    desk.take_in(ringing(number="1"))
    assert desk.log(ringing(said="a sale")).call.number == "6145550133"


def test_a_typed_call_is_a_deed_and_known_to_the_log(desk: Desk) -> None:
    record = desk.log(ringing(said="it is about your claim", company="Bright Smiles"))
    assert record.call.source_id == "1"
    assert desk.take_in(ringing()) is None
    assert desk.undo().words.startswith("stored the call of")


def test_the_log_of_a_day_comes_in_once(desk: Desk) -> None:
    lines = [f"{line[:3]}LOG{line[3:]}" for line in day_of_calls(NOW) if line[3] == ":"]
    found = desk.take_history("NCID box:3333", lines)
    assert found is not None
    assert (found.calls, found.duplicates, found.rang) == (CALLS_OF_THE_DAY, 0, 2)
    assert found.asked == {"Bright Smiles": "2026-05-05"}
    again = desk.take_history("NCID box:3333", lines)
    assert again is None or again.calls == 0
    assert desk.count() == CALLS_OF_THE_DAY
    assert desk.imports()[0].name == "NCID box:3333"
    assert desk.undo_import(desk.imports()[0].id)[1] == 0
    assert desk.count() == 0


def test_a_log_without_a_call_is_nothing(desk: Desk) -> None:
    assert desk.take_history("NCID box:3333", ["MSGLOG: hello", "CIDLOG: *DATE*x*"]) is None
    assert desk.imports() == []


def test_dates_of_the_log_are_read_as_told(desk: Desk) -> None:
    line = line_of("CIDLOG", "6145550133", "", NOW.replace(month=4, day=3))
    found = desk.take_history("NCID box:3333", [line], day_first=True)
    assert found is not None
    (row,) = desk.history()
    assert row.at is not None
    assert f"{row.at:%d %B}" == "04 March"


def test_whom_the_consumer_rang(desk: Desk) -> None:
    assert desk.rang(Rang("6145550133", NOW, True, 0)) == ("Bright Smiles",)
    assert desk.rang(Rang("6145550133", NOW, True, 0)) == ()
    assert desk.rang(Rang("2165550188", NOW, True, 0)) == ()
    assert desk.rang(Rang("NO", LATER + timedelta(days=1), True, 0)) == ()
    assert desk.vendor("Bright Smiles").last_inquiry == date(2026, 5, 4)
    assert desk.count() == 0
    assert desk.undo().words == "noted that you rang Bright Smiles"
    assert desk.vendor("Bright Smiles").last_inquiry is None


async def test_a_day_with_a_server_that_dies_again_and_again(
    desk: Desk, listening: Listening
) -> None:
    """Live, replayed or both: each call of the day is on file once, in the end."""

    def take(heard: Heard, done: list[int]) -> None:
        for event in heard.events[done[0] :]:
            if isinstance(event, Arrival):
                desk.take_in(event.call)
            elif isinstance(event, History):
                desk.take_history("NCID box:3333", event.lines)
        done[0] = len(heard.events)

    day, done = day_of_calls(minutes_ago(12 * 47)), [0]
    async with Ncidd() as server, listening(server.port) as heard:
        for round_, start in enumerate(range(0, len(day), 3), 1):
            await heard.until_up(round_)
            await server.until_clients()
            for line in day[start : start + 2]:
                server.tell(line)
            server.send(b"CID: *DATE*0504")
            await server.kill()
            server.log += day[start + 2 : start + 3]
            await heard.until_links(2 * round_)
            take(heard, done)
            await server.start()
        await heard.until(lambda heard: not heard.links or heard.links[-1].up)
        await server.until_clients()
        server.call("CID", "2165550999", "LAST", NOW)
        await heard.until(lambda heard: heard.numbers[-1:] == ["2165550999"])
        take(heard, done)
    numbers = sorted(desk.record(row.id).call.number for row in desk.history())
    assert numbers == sorted(
        ["6145550133", "8005550199", "", "3125550142", "2165550177", "", "6145550133",
         "6145550133", "2165550999"]
    )  # fmt: skip
    refused = [row for row in desk.history() if desk.record(row.id).call.status is Status.BLOCKED]
    assert len(refused) == 2


def test_a_call_with_words_is_judged_as_it_is_taken_in(desk: Desk) -> None:
    record = desk.take_in(ringing(said="you won a prize, buy gift cards to claim it"))
    assert record is not None
    assert record.label is Label.SOLICITATION


def test_what_cannot_be_is_not_taken_in(desk: Desk) -> None:
    with pytest.raises(Fault, match="future"):
        desk.take_in(ringing(at=LATER + timedelta(minutes=1)))
    assert desk.count() == 0


def test_a_stored_call_gets_what_it_lacks_when_it_is_over(desk: Desk) -> None:
    taken = desk.take_in(ringing())
    assert taken is not None
    over = ringing(status=Status.ANSWERED, duration=155)
    assert desk.ended(over)
    assert not desk.ended(over)
    record = desk.record(taken.call.id)
    assert (record.call.status, record.call.duration) == (Status.ANSWERED, 155)
    assert {each.why for each in record.amended} == {BY_TELEPHONE}
    assert desk.deeds(5)[0].words == "added Bright Smiles to the book"


def test_what_a_person_put_down_stands(desk: Desk) -> None:
    record = desk.log(ringing(said="left a message", status=Status.VOICEMAIL))
    assert not desk.ended(ringing(status=Status.ANSWERED, duration=20))
    assert desk.record(record.call.id).amended == ()


def test_a_call_that_rang_out_is_stored_as_missed(desk: Desk) -> None:
    assert desk.ended(ringing(status=Status.MISSED))
    (row,) = desk.history()
    assert desk.record(row.id).call.status is Status.MISSED


def test_what_is_written_down_after_its_end_has_its_length(desk: Desk) -> None:
    assert not desk.ended(ringing(status=Status.ANSWERED, duration=155))
    assert desk.count() == 0
    record = desk.log(ringing(said="a new roof"))
    assert (record.call.status, record.call.duration) == (Status.ANSWERED, 155)
    assert record.amended == ()


def test_a_call_whose_end_came_after_it_was_stored_can_be_taken_back(desk: Desk) -> None:
    record = desk.log(ringing(said="a new roof"))
    desk.ended(ringing(status=Status.ANSWERED, duration=155))
    desk.undo()
    assert desk.count() == 0
    desk.redo()
    assert desk.record(record.call.id).call.said == "a new roof"
