"""Android: calls.xml of SMS Backup & Restore."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from screener.call import Call
from screener.faults import Fault
from screener.feeds import recognise
from screener.feeds.protocol import Incoming, Place, Rang, Skipped
from screener.feeds.source import opened
from screener.words import Status
from tests.feeds.conftest import ZONE, Read

CALL = '<call number="{}" duration="{}" date="{}" type="{}" presentation="1" contact_name="{}" />'


def document(*calls: str) -> str:
    return "<?xml version='1.0' encoding='UTF-8'?>\n<!-- x -->\n<calls count=\"1\">\n{}\n</calls>".format(
        "\n".join(calls)
    )


def test_a_real_file(shared: Path) -> None:
    source = opened(shared / "formats" / "android_sms_backup_restore_calls.xml")
    items = list(recognise(source.head).read(source, Place(ZONE)))
    assert [type(item) for item in items] == [Incoming] + [Rang] * 6
    assert isinstance(items[0], Incoming)
    assert items[0] == Incoming(
        Call(
            at=datetime.fromtimestamp(1467998061.69, ZONE),
            number="9018675309",
            status=Status.ANSWERED,
            duration=505,
            source="android",
            source_id="1467998061690-9018675309-1",
        ),
        5,
    )
    assert [item.answered for item in items if isinstance(item, Rang)].count(False) == 1


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("1", Status.ANSWERED),
        ("3", Status.MISSED),
        ("4", Status.VOICEMAIL),
        ("5", Status.MISSED),
        ("6", Status.BLOCKED),
        ("7", Status.ANSWERED),
    ],
)
def test_kinds_of_calls(read: Read, kind: str, status: Status) -> None:
    (item,) = read(document(CALL.format("1", 2, 1467998061690, kind, "Ann")), expected="android")
    assert isinstance(item, Incoming)
    assert (item.call.status, item.call.caller_id, item.line) == (status, "Ann", 4)


def test_what_cannot_be_read_is_named_by_its_line(read: Read) -> None:
    items = read(
        document(
            CALL.format("1", 2, "soon", 1, "x"),
            CALL.format("1", 2, "9" * 15, 1, "x"),
            CALL.format("1", 2, 1467998061690, 9, "x"),
            '<call date="1467998061690" type="3"/>',
        )
    )
    assert items[:3] == [
        Skipped(4, "no time that can be read"),
        Skipped(5, "no time that can be read"),
        Skipped(6, "a call of the unknown type '9'"),
    ]
    assert isinstance(items[3], Incoming)
    assert items[3].call.number == ""


def test_characters_beyond_16_bits_are_put_together(read: Read) -> None:
    name = "Pizza &#55356;&#57173; &#55356; &amp; more"
    padding = [CALL.format(n, 0, 1467998061690 + n, 1, "y" * 97) for n in range(700)]
    items = read(document(*padding, CALL.format("1", 2, 1467998061690, 1, name)))
    last = items[-1]
    assert isinstance(last, Incoming)
    assert last.call.caller_id == "Pizza 🍕 \ufffd & more"


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE calls [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 9))
    + ']><calls><call number="&a8;" date="1467998061690" type="1"/></calls>'
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE calls SYSTEM "file:///etc/passwd">'
    '<calls><call date="1" type="1"/></calls>'
)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (BOMB, "defines things of its own"),
        (OUTSIDE, "defines things of its own"),
        (document(CALL.format(1, 2, 3, 1, "x"))[:-9], "is no whole XML"),
        (document('<call number="\x00" date="1467998061690" type="1"/>'), "is no whole XML"),
        ("<calls><call number='" + "9" * (3 << 20) + "'/></calls>", "a tag is longer than 1 MiB"),
        ("<calls>" + "<a>" * 10 + "</calls>", "is no whole XML"),
        (b"<calls><call contact_name='\xff\xfe' date='1' type='1'/></calls>", "is no whole XML"),
    ],
    ids=["bomb", "outside", "cut", "nul", "long", "unbalanced", "encoding"],
)
def test_broken_and_hostile_files_are_refused(read: Read, content: str | bytes, said: str) -> None:
    with pytest.raises(Fault, match=said):
        read(content, "android")


def test_utf_16_and_mixed_line_ends(read: Read) -> None:
    text = document(CALL.format("1", 2, 1467998061690, 1, "Ä")).replace("UTF-8", "UTF-16")
    (item,) = read(text.replace("\n", "\r\n", 1).encode("utf-16"), expected="android")
    assert isinstance(item, Incoming)
    assert item.call.caller_id == "Ä"
    assert item.call.at == datetime(2016, 7, 8, 17, 14, 21, 690000, UTC)
