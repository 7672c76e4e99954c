"""Lists of calls: plain CSV, JSON Lines, NCID, FRITZ!Box."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.call import Call
from screener.faults import Fault
from screener.feeds import FORMATS, feed_named, plain_csv, recognise
from screener.feeds.ids import Ids
from screener.feeds.protocol import Head, Incoming, Item, Place, Rang, Skipped
from screener.feeds.times import from_wall, seconds_of, with_epoch
from screener.text import one_line
from screener.words import Status
from tests.feeds.conftest import ZONE, Read

COLUMNS = {"at": "When", "number": "Phone", "caller_id": "Name", "direction": "Way"}


def csv_place(day_first: bool = False, **more: str) -> Place:
    return Place(ZONE, columns=COLUMNS | more, day_first=day_first)


def calls(items: list[Item]) -> list[Call]:
    return [item.call for item in items if isinstance(item, Incoming)]


def head(text: str) -> Head:
    return Head(text.encode(), text, ())


def test_a_plain_csv_file(read: Read) -> None:
    content = (
        "When;Phone;Name;Way\r\n"
        '03/04/2026 4:05 PM;6145550133;"Ann; ""A""";In\r\n'
        "03/04/2026 4:06 PM;6145550133;Bob;outgoing\n"
        "soon;1;Bob;in\r"
        "2026-03-04T16:05:00+00:00;2;;in\n"
        "1772654700;3;;in\n"
        "03/04/2026 4:06 PM;1;Bob;sideways\n"
    )
    items = read(content, "csv", place=csv_place())
    first, fourth, fifth = calls(items)
    assert first.at == datetime(2026, 3, 4, 16, 5, tzinfo=ZONE)
    assert (first.caller_id, first.number) == ('Ann; "A"', "6145550133")
    assert fourth.at == datetime(2026, 3, 4, 16, 5, tzinfo=UTC)
    assert fifth.at == datetime.fromtimestamp(1772654700, UTC)
    assert isinstance(items[1], Rang)
    assert items[2] == Skipped(4, "no time that can be read")
    assert items[5] == Skipped(7, "a direction that is not known ('sideways')")
    (other,) = calls(
        read(
            content.partition("\r\n")[0] + "\n03/04/2026 16:05;1;;in", "csv", place=csv_place(True)
        )
    )
    assert other.at == datetime(2026, 4, 3, 16, 5, tzinfo=ZONE)


def test_date_and_time_apart_status_and_duration(read: Read) -> None:
    columns = {"date": "D", "time": "T", "number": "N", "status": "S", "duration": "L", "id": "I"}
    content = "D,T,N,S,L,I\n4.3.2026,16:05,1,No answer,0,a7\n4.3.2026,16:05,1,odd,0,a8\n4.3.2026,16:05,1,,long,a9\n"
    items = read(content, "csv", place=Place(ZONE, columns=columns))
    (call,) = calls(items)
    assert (call.status, call.duration, call.source_id) == (Status.MISSED, 0, "a7")
    assert items[1:] == [
        Skipped(3, "a status that is not known ('odd')"),
        Skipped(4, "a duration that cannot be read ('long')"),
    ]


def test_columns_are_guessed_from_their_names() -> None:
    table = plain_csv.table_of(head("Date,Time,Caller ID,Phone Number,Duration,Foo\n"))
    found = plain_csv.guess(table)
    assert found == {
        "date": "Date",
        "time": "Time",
        "caller_id": "Caller ID",
        "number": "Phone Number",
        "duration": "Duration",
    }
    bare = plain_csv.table_of(head("2026-03-04 16:05,6145550133,Ann\n"))
    assert (bare.names, bare.headed) == (("column 1", "column 2", "column 3"), False)


@pytest.mark.parametrize(
    "columns",
    [{"at": "Nowhere"}, {"colour": "When"}, {"number": "Phone"}, {"at": "When"}],
)
def test_columns_that_do_not_fit_are_refused(columns: dict[str, str]) -> None:
    with pytest.raises(Fault, match="columns: "):
        plain_csv.check_columns(plain_csv.table_of(head("When,Phone\n")), columns)


def test_hostile_csv_is_left_out_row_by_row(read: Read) -> None:
    content = (
        b"When,Phone,Name,Way\n2026-03-04 16:05,1,\xff\xfe,in\n2026-03-04 16:05,1,a\0b,in\n"
        + b"x" * (3 << 20)
        + b'\n2026-03-04 16:05,1,"never closed,in\n'
        + b"2026-03-04 16:05,1,swallowed,in\n" * 9000
    )
    items = read(content, "csv", place=csv_place())
    assert items[:3] == [
        Skipped(2, "the line is not UTF-8"),
        Skipped(3, "the line holds NUL bytes"),
        Skipped(4, "the line is longer than 1 MiB"),
    ]
    assert items[3] == Skipped(5, "not a row of CSV (a quote that is never closed?)")
    assert {call.caller_id for call in calls(items)} == {"swallowed"}


def test_a_line_of_100_mb_is_left_out(read: Read) -> None:
    line = json.dumps({"at": "2026-03-04T16:05:00Z", "said": "x"}).encode()
    items = read(b'{"said":"' + b"y" * 100_000_000 + b'"}\n' + line, "jsonl")
    assert items[0] == Skipped(1, "the line is longer than 1 MiB")
    assert [call.said for call in calls(items)] == ["x"]


def test_json_lines(read: Read) -> None:
    told = {"id": "7", "at": "2026-03-04T16:05:00-05:00", "number": "1", "said": "a\u2028b"}
    kept = told | {"source": "android", "source_id": "x-1", "logged_at": "2020-01-01T00:00:00Z"}
    content = "\ufeff" + "\n".join(
        [json.dumps(told), "", "{", "[]", '{"said": "no time"}', '{"at": 7}', json.dumps(kept)]
    )
    items = read(content, expected="jsonl")
    first, last = calls(items)
    assert (first.said, first.source, first.id, first.logged_at) == ("a\u2028b", "jsonl", "", None)
    assert (last.source, last.source_id, last.logged_at) == ("android", "x-1", None)
    reasons = [(item.line, item.reason[:20]) for item in items if isinstance(item, Skipped)]
    assert reasons == [
        (3, "not JSON: Expecting "),
        (4, "not a JSON object bu"),
        (5, "it has no time (at)"),
        (6, "at: must be text, no"),
    ]


NCID = """CID: *DATE*05042026*TIME*2149*LINE*VOIP*NMBR*4075551212*MESG*NONE*NAME*John*
HUPLOG: ***DATE*05042026*TIME*2149*LINE*-*NMBR*NO-NUMBER*MESG*NONE*NAME*NO NAME
+BLK: *NAME*A*NMBR*1*TIME*0000*DATE*12312025*
OUT: *DATE*03032026*TIME*0935*LINE*WC09*NMBR*4185558765*MESG*NONE*NAME*X*
END: *HTYPE*BYE*DATE*03032026*TIME*0935*
MSG: hello ***DATE*03032026*TIME*0935*
CID: *DATE*13322026*TIME*2149*NMBR*1*NAME*John*
"""


def test_ncid(read: Read) -> None:
    items = read(NCID, expected="ncid")
    first, second, third = calls(items)
    assert (first.number, first.caller_id, first.own_number) == ("4075551212", "John", "VOIP")
    assert first.at == datetime(2026, 5, 4, 21, 49, tzinfo=ZONE)
    assert (second.number, second.caller_id, second.status) == ("", "", Status.BLOCKED)
    assert third.status is Status.BLOCKED
    assert isinstance(items[3], Rang)
    assert [item.reason for item in items if isinstance(item, Skipped)] == [
        "no line of a call",
        "no line of a call",
        "no time that can be read",
    ]
    other = read(NCID, "ncid", place=Place(ZONE, day_first=True))
    assert calls(other)[0].at == datetime(2026, 4, 5, 21, 49, tzinfo=ZONE)


GERMAN = (
    "sep=;\nTyp;Datum;Name;Rufnummer;Landes-/Ortsnetzbereich;Nebenstelle;Eigene Rufnummer;Dauer\n"
    "1;04.03.26 16:05;Müller;030123456;Berlin;Fon 1;Internet: 99;0:02\n"
    "2;04.03.26 16:05;;030123456;Berlin;;99;0:00\n"
    "2;04.03.26 16:05;;030123456;Berlin;;99;0:00\n"
    "4;04.03.26 16:00;;030123;Berlin;;99;0:01\n"
    "3;04.03.26 16:00;;030123;Berlin;;99;0:00\n"
    "9;04.03.26 16:00;;030123;Berlin;;99;0:00\n"
    "1;4. Mai;;030123;Berlin;;99;0:00\n"
)
ENGLISH = (
    "Type;Date;Name;Number;Extension;Outgoing Caller ID;Duration\n"
    "1;04.03.26 16:05;Smith;0301;Fon 1;99;1:02\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1", "utf-16"])
def test_fritzbox(read: Read, encoding: str) -> None:
    items = read(GERMAN.encode(encoding), expected="fritzbox")
    first, second, third = calls(items)
    assert (first.caller_id, first.number, first.duration) == ("Müller", "030123456", 120)
    assert (first.own_number, second.status) == ("Internet: 99", Status.MISSED)
    assert first.at == datetime(2026, 3, 4, 16, 5, tzinfo=ZONE)
    assert second.source_id != third.source_id
    assert [item.answered for item in items if isinstance(item, Rang)] == [True, False]
    assert [item.reason for item in items if isinstance(item, Skipped)] == [
        "a call of the unknown type '9'",
        "no time that can be read",
    ]


def test_fritzbox_in_english(read: Read) -> None:
    (call,) = calls(read(ENGLISH, expected="fritzbox"))
    assert (call.number, call.own_number, call.duration) == ("0301", "99", 3720)


@pytest.mark.parametrize(
    "content", ["", "\0\0\0", "hello", "<html></html>", "PK\x03\x04", "%PDF-1.7"]
)
def test_what_nobody_knows_is_not_taken(content: str) -> None:
    with pytest.raises(Fault, match="not recognised"):
        recognise(head(content))


@given(st.binary(max_size=300))
def test_no_bytes_break_recognising(raw: bytes) -> None:
    found = Head(raw, raw.decode("utf-8", "replace"), ())
    assert all(0 <= feed_named(name).sniff(found) <= 1 for name in FORMATS)


@pytest.mark.parametrize("name", [n for n in FORMATS if n not in {"android", "csv"}])
@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"\0" * 5000, b"\xef\xbb\xbf\r\n\r", b"a\rb\nc\r\n"]
)
def test_no_file_of_another_kind_breaks_a_feed(read: Read, name: str, content: bytes) -> None:
    try:
        items = read(content, name)
    except Fault as fault:
        assert len(str(fault).splitlines()) == 1  # noqa: PT017 - either is right
    else:
        assert all(isinstance(item, Skipped) for item in items)


@given(st.integers(0, 4_000_000_000), st.integers(-56, 56))
def test_the_offset_is_told_by_the_same_moment_elsewhere(moment: int, quarters: int) -> None:
    wall = datetime.fromtimestamp(moment, UTC)
    offset = timezone(timedelta(minutes=15 * quarters))
    exact = wall.replace(tzinfo=offset)
    assert with_epoch(wall.replace(tzinfo=UTC), exact.timestamp()) == exact


@given(st.text(max_size=30))
def test_times_and_durations_are_read_or_not(text: str) -> None:
    moment, seconds = from_wall(text, UTC, "%d.%m.%y %H:%M"), seconds_of(text)
    assert moment is None or moment.tzinfo is not None
    assert seconds is None or 0 <= seconds < 2**31


@given(st.lists(st.tuples(st.sampled_from("ab"), st.text(max_size=200)), max_size=20))
def test_ids_are_the_same_again_and_never_twice(told: list[tuple[str, str]]) -> None:
    told = sorted(told)
    first, again = Ids(), Ids()
    found = [first.of(*each) for each in told]
    assert found == [again.of(*each) for each in told]
    assert len({*found}) == len(found)


def test_what_a_reason_quotes_is_harmless(read: Read) -> None:
    items = read(
        ENGLISH + "\n9" + "\u0301" * 30 + ";04.03.26 16:05;;0301;;;0:01\n", expected="fritzbox"
    )
    (reason,) = (item.reason for item in items if isinstance(item, Skipped))
    assert reason == one_line(reason, 100)
