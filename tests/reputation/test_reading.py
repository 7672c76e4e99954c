"""Files of complaints and lists: recognised by content, read row by row, junk told apart."""

import gzip
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.faults import Fault
from screener.phone import read_number
from screener.reputation import ANY_MORE, LIVE, NOT_SAID, RECORDED, Junk
from screener.reputation.reading import COMPLAINTS, FORMATS, LISTS, recognise
from screener.reputation.reading.files import opened
from screener.reputation.reading.numbers import number_of, range_of
from screener.reputation.reading.rows import MOST_LINES, Clock, Rows
from screener.reputation.reading.streaming import objects

FTC = (
    "Company_Phone_Number,Created_Date,Violation_Date,Consumer_City,Consumer_State,"
    "Consumer_Area_Code,Subject,Recorded_Message_Or_Robocall\n"
    "6145550133,2021-07-07 00:01:15,2021-07-06 11:48:00,,California,510,No Subject Provided,\n"
    "6145550134,2021-07-07 00:01:41,,Clinton,Illinois,217,Warranties  & protection plans,Y\n"
    ",2021-07-07 00:02:00,,,Ohio,614,Other,N\n"
    "781558****,2021-07-07 00:03:00,,,Ohio,614,Other,N\n"
    "951677xxxx,2021-07-07 00:03:00,,,Ohio,614,Other,N\n"
    "6145550135,yesterday,,,Ohio,614,Other,N\n"
    "6145550136,2021-07-07\n"
    '6145550137,2021-07-07 00:05:00,,,Texas,512,"Reducing your debt (cards, loans)",N\n'
)
FCC = (
    "Ticket ID,Ticket Created,Date of Issue,Time of Issue,Form,Method,Issue,Caller ID Number,"
    "Type of Call or Messge,Advertiser Business Number,City,State,Zip\n"
    ",2016-05-25T11:15:29,,1:00 pm,Phone,VOIP,Robocalls,614-555-0133,"
    "Autodialed Live Voice Call,,Plantation,FL,33324\n"
    ",2016-05-25T12:51:35,,12:00 pm,Phone,Wired,Telemarketing,614-555-0134,Live Voice,,,CA,9\n"
    ",05/25/2016 12:51:35 PM,,,Phone,Wired,Telemarketing,614-555-0135,Prerecorded Voice,,,CA,9\n"
    ",,05/25/2016,,Phone,Wired,Telemarketing,614-555-0136,Text Message,,,CA,9\n"
    ",2016-05-25T12:51:35,,,Phone,Wired,Telemarketing,None,Live Voice,614-555-0137,,CA,9\n"
)
PHONEBLOCK = {
    "numbers": [
        {"phone": "+4930555123", "rating": "G_FRAUD", "votes": 4, "lastActivity": 1710000000000},
        {"phone": "+4930555124", "rating": "B_MISSED", "votes": 0},
        {"phone": "+4930555125", "rating": "A_LEGITIMATE", "votes": 9},
        {"phone": "+4930555126", "rating": "Z_NEW", "votes": 2},
        {"phone": 5},
        "nothing",
    ],
    "range10": [{"prefix": "+493055512", "votes": 24, "cnt": 5}],
    "version": 42,
}
RULES = (
    "pattern;description;priority;flags;isBlacklist\n"
    r"^222.*$;area;1;3;true" + "\n"
    r"\+4930555\d{3};range;1;1;true" + "\n"
    "6145550133;one;1;1;\n"
    "6145550134;friend;1;1;false\n"
    "6145550135;texts;1;2;true\n"
    "(a|b)+;odd;1;1;true\n"
    ";none;1;1;true\n"
)
BACKUP = {
    "oauth": {"phoneBlockToken": "secret"},
    "numberRules": {
        "enabled": True,
        "rules": [
            {"id": 1, "pattern": "222.*", "patternModeType": 0, "description": "area"},
            {"id": 2, "pattern": "mum", "patternModeType": 3},
        ],
    },
    "spamNumbers": {"numbers": [{"id": 1, "peer": "6145550133", "time": 1710000000000}]},
}
YACB = (
    "ID,name,pattern,creationTimestamp,numberOfCalls,lastCallTimestamp\n"
    "1,Telemarketer,+4989123*,1700000000000,3,1710000000000\n"
    '2,"Solar, again",6145550133,1700000000000,0,\n'
    "3,odd,12*34,1700000000000,0,\n"
    "4,short\n"
)
PLAIN = (
    "# a list\n"
    "\n"
    "614-555-0133    #= Unwanted Marketing Call\n"
    "+4989123*: Energy sellers\n"
    "33899######\n"
    "(614) 555-0134, solar\n"
    "no number here\n"
    "+1 614 555 0135\n"
    "614#*\n"
)


def read(format_: str, text: str, region: str = "US") -> tuple[list[tuple[object, ...]], Rows]:
    rows = Rows(region)
    reader = {**COMPLAINTS, **LISTS}[format_]
    return list(reader(io.StringIO(text, newline=""), rows)), rows


SAMPLES = {
    "ftc": FTC,
    "fcc": FCC,
    "phoneblock": json.dumps(PHONEBLOCK),
    "spamblocker": RULES,
    "yacb": YACB,
    "plain": PLAIN,
}


def test_every_format_has_a_sample() -> None:
    assert set(SAMPLES) == set(FORMATS)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_format_is_recognised_by_its_content(format_: str) -> None:
    assert recognise(SAMPLES[format_]) == format_


@pytest.mark.parametrize(
    ("head", "format_"),
    [
        (json.dumps(BACKUP), "spamblocker"),
        (YACB.split("\n", 1)[1], "yacb"),
        ("caller_id_number,ticket_created,issue_date,issue,type_of_call_or_messge\n", "fcc"),
        ("pattern\n111\n222.*\n", "spamblocker"),
        ("6145550133\n", "plain"),
    ],
)
def test_other_forms_of_a_format_are_recognised(head: str, format_: str) -> None:
    assert recognise(head) == format_


@pytest.mark.parametrize(
    "head", ["Dear all,\nplease call\n", "<html>", "{}", '{"calls": []}', "a,b\n"]
)
def test_what_is_no_such_file_is_refused(head: str) -> None:
    with pytest.raises(Fault, match=r"name it with --format \(ftc, fcc, phoneblock"):
        recognise(head)


def test_complaints_of_the_ftc() -> None:
    found, rows = read("ftc", FTC)
    assert found == [
        (16145550133, 1625616075, "", NOT_SAID),
        (16145550134, 1625616101, "Warranties  & protection plans", RECORDED),
        (16145550137, 1625616300, "Reducing your debt (cards, loans)", LIVE),
    ]
    assert rows.count == 8
    assert rows.junk() == (
        Junk("not a telephone number", 2, (5, 6)),
        Junk("no date", 1, (7,)),
        Junk("no number", 1, (4,)),
        Junk("not a row of this format", 1, (8,)),
    )


def test_complaints_of_the_fcc() -> None:
    found, rows = read("fcc", FCC, "DE")
    assert found == [
        (16145550133, 1464174929, "Robocalls", RECORDED),
        (16145550134, 1464180695, "Telemarketing", LIVE),
        (16145550135, 1464180695, "Telemarketing", RECORDED),
        (16145550136, 1464134400, "Telemarketing", NOT_SAID),
    ]
    assert rows.junk() == (Junk("no number", 1, (6,)),)


def test_the_list_of_phoneblock() -> None:
    found, rows = read("phoneblock", json.dumps(PHONEBLOCK), "DE")
    assert found == [
        (4930555123, 0, "Fraud", 4, 1710000000),
        (4930555126, 0, "Z_NEW", 2, None),
        (493055512, 1, "", 24, None),
    ]
    assert rows.count == 7
    assert rows.junk() == (
        Junk("not a row of this format", 2, (5, 6)),
        Junk("rated as legitimate", 1, (3,)),
        Junk("taken off the list", 1, (2,)),
    )


def test_the_rules_of_spamblocker() -> None:
    found, rows = read("spamblocker", RULES)
    assert found == [
        (1222, ANY_MORE, "area", 1, None),
        (4930555, 3, "range", 1, None),
        (16145550133, 0, "one", 1, None),
    ]
    assert {junk.reason: junk.lines for junk in rows.junk()} == {
        "allows the number instead of blocking it": (5,),
        "is about messages, names or places": (6,),
        "a pattern that is neither a number nor the beginning of numbers": (7,),
        "no number": (8,),
    }


def test_a_backup_of_spamblocker_gives_numbers_and_nothing_else() -> None:
    found, rows = read("spamblocker", " " + json.dumps(BACKUP))
    assert found == [
        (1222, ANY_MORE, "area", 1, None),
        (16145550133, 0, "", 1, 1710000000),
    ]
    assert rows.junk() == (Junk("is about messages, names or places", 1, (2,)),)


@pytest.mark.parametrize("header", [True, False])
def test_the_blacklist_of_yetanothercallblocker(header: bool) -> None:
    found, rows = read("yacb", YACB if header else YACB.split("\n", 1)[1])
    assert found == [
        (4989123, ANY_MORE, "Telemarketer", 1, 1710000000),
        (16145550133, 0, "Solar, again", 1, 1700000000),
    ]
    assert rows.count == 4
    assert [junk.lines for junk in rows.junk()] == ([(4,), (5,)] if header else [(3,), (4,)])


def test_a_plain_list() -> None:
    found, rows = read("plain", PLAIN)
    assert found == [
        (16145550133, 0, "Unwanted Marketing Call", 1, None),
        (4989123, ANY_MORE, "Energy sellers", 1, None),
        (33899, 6, "", 1, None),
        (16145550134, 0, "solar", 1, None),
        (16145550135, 0, "", 1, None),
    ]
    assert {junk.reason: junk.lines for junk in rows.junk()} == {
        "not a telephone number": (7,),
        "a pattern that is neither a number nor the beginning of numbers": (9,),
    }


@pytest.mark.parametrize(
    ("pattern", "region", "expected"),
    [
        ("33899######", "FR", (33899, 6)),
        ("0899######", "FR", (33899, 6)),
        ("+33899######", "US", (33899, 6)),
        ("0033899*", "FR", (33899, ANY_MORE)),
        ("0900*", "DE", (49900, ANY_MORE)),
        ("1800*", "US", (1800, ANY_MORE)),
        ("800*", "US", (1800, ANY_MORE)),
        ("614555####", "US", (1614555, 4)),
        ("+44 20 7946 0018", "US", (442079460018, 0)),
    ],
)
def test_patterns_are_read_in_the_manner_of_the_country(
    pattern: str, region: str, expected: tuple[int, int]
) -> None:
    assert range_of(pattern, region) == expected


@pytest.mark.parametrize(
    "pattern", ["*", "+*", "#", "##########", "+0*", "12*34", "+1234#*", "a*", "1*"]
)
def test_a_pattern_without_a_beginning_is_none(pattern: str) -> None:
    assert isinstance(range_of(pattern, "US"), str)


digits = st.text("0123456789", max_size=20)


@given(digits, st.sampled_from(["US", "CA", "JM", "PR"]))
def test_bare_digits_are_read_as_the_library_reads_them(shown: str, region: str) -> None:
    e164 = read_number(shown, region).e164
    found = number_of(shown, region)
    assert (f"+{found}" if isinstance(found, int) else "") == e164


@given(st.text(max_size=30), st.sampled_from(["US", "DE", "ZZ", ""]))
def test_no_text_makes_the_readers_of_numbers_raise(text: str, region: str) -> None:
    for found in (number_of(text, region), range_of(text, region)):
        assert found


@given(st.datetimes())
def test_times_are_read_the_same_by_memory_and_by_the_calendar(at: object) -> None:
    text = str(at)[:19]
    clock = Clock()
    assert clock.seconds(text) == clock.seconds(text) == Clock().seconds(text.replace(" ", "T"))


@pytest.mark.parametrize("text", ["", "2021-07-07 00:01:61", "2021-07-07 00:01:xx", "2021-13-01"])
def test_no_time_is_none(text: str) -> None:
    clock = Clock()
    clock.seconds("2021-07-07 00:01:15")
    assert clock.seconds(text) is None


rows_of_anything = st.lists(st.lists(st.text(max_size=12), max_size=9), max_size=12)


@given(rows_of_anything, st.sampled_from(FORMATS))
def test_any_rows_are_read_or_counted_as_junk(table: list[list[str]], format_: str) -> None:
    if format_ == "phoneblock":
        text = json.dumps({"numbers": table})
    else:
        head = SAMPLES[format_].split("\n", 1)[0]
        text = "\n".join([head, *(",".join(row) for row in table)])
    found, rows = read(format_, text)
    assert len(found) + sum(junk.rows for junk in rows.junk()) == rows.count


def test_broken_csv_is_junk_and_reading_goes_on() -> None:
    long = '"' + "x" * 200_000 + '"\n'
    head, good, _ = FTC.split("\n", 2)
    found, rows = read("ftc", f"{head}\n{long}{good}\n")
    assert len(found) == 1
    assert rows.junk()[0].reason == "not a row of this format"


def test_a_format_named_wrongly_is_told(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="no column 'company_phone_number'"):
        read("ftc", PLAIN)


def test_only_some_lines_are_named_and_all_are_counted() -> None:
    rows = Rows("US")
    for line in range(1000):
        rows.pass_over("no number", line)
    (junk,) = rows.junk()
    assert (junk.rows, len(junk.lines)) == (1000, MOST_LINES)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


@given(st.lists(json_values, max_size=6), st.text(max_size=20), st.sampled_from([None, 2]))
def test_objects_come_out_of_json_as_a_whole_reading_gives_them(
    members: list[object], before: str, indent: int | None
) -> None:
    document = json.dumps({"text": before, "numbers": members, "more": "]"}, indent=indent)
    assert list(objects(io.StringIO(document), "numbers")) == [("numbers", m) for m in members]


def test_objects_are_found_across_pieces() -> None:
    document = json.dumps({"x": "y" * 65_530, "numbers": [{"a": "b" * 40_000}] * 5})
    assert len(list(objects(io.StringIO(document), "numbers"))) == 5


@pytest.mark.parametrize("text", ['{"numbers": [{"a": 1}', '{"numbers": [{"a": 1}, {"b"', "[1"])
def test_json_that_breaks_off_is_told(text: str) -> None:
    if '"numbers"' not in text:
        assert list(objects(io.StringIO(text), "numbers")) == []
        return
    with pytest.raises(Fault, match="breaks off"):
        list(objects(io.StringIO(text), "numbers"))


def test_a_packed_file_is_read_like_a_plain_one(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a", tmp_path / "b"
    plain.write_text("\ufeff" + FTC, encoding="utf-8")
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    with opened(plain) as one, opened(packed) as other:
        assert one.head == other.head == FTC
        assert one.text.read() == other.text.read() == FTC
        assert one.hash != other.hash
        assert one.read_so_far() == one.size == plain.stat().st_size


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    damaged = tmp_path / "a.gz"
    damaged.write_bytes(gzip.compress(FTC.encode())[:60])
    for path in (damaged, tmp_path, tmp_path / "none"):
        with pytest.raises(Fault, match="cannot be read"), opened(path) as file:
            file.text.read()
