"""Asterisk and FreePBX: call detail records."""

from datetime import datetime
from pathlib import Path

import pytest

from screener.feeds import recognise
from screener.feeds.protocol import Incoming, Place, Rang, Skipped
from screener.feeds.source import opened
from screener.words import Status
from tests.feeds.conftest import ZONE, Read

ROW = (
    '"","{src}","{dst}","{context}","{clid}","SIP/1","","{app}","x","2026-07-08 00:13:16",'
    '"2026-07-08 00:13:16","2026-07-08 00:14:38",90,82,"{disposition}","DOCUMENTATION"'
)


def row(
    src: str = "6145550133",
    dst: str = "200",
    context: str = "from-pstn",
    clid: str = '""ACME CORP"" <6145550133>',
    app: str = "Dial",
    disposition: str = "ANSWERED",
    more: str = "",
) -> str:
    known = {"src": src, "dst": dst, "context": context, "clid": clid, "app": app}
    return ROW.format(disposition=disposition, **known) + more + "\n"


def test_real_rows(shared: Path) -> None:
    source = opened(shared / "formats" / "asterisk_master_sample.csv")
    feed = recognise(source.head)
    items = list(feed.read(source, Place(ZONE)))
    assert feed.NAME == "asterisk"
    assert items[1:] == [Skipped(n, "a call between two extensions") for n in (2, 3)]
    assert isinstance(items[0], Incoming)
    call = items[0].call
    assert (call.number, call.caller_id, call.duration) == ("3035", "", 82)
    # The unique id has the moment in UTC.
    assert call.at == datetime.fromisoformat("2026-07-08T00:13:16+00:00")
    assert call.source_id == "1783469596.2321"


def test_a_call_that_came_in(read: Read) -> None:
    (item,) = read(row(), expected="asterisk")
    assert isinstance(item, Incoming)
    assert (item.call.number, item.call.caller_id) == ("6145550133", "ACME CORP")
    assert item.call.at == datetime(2026, 7, 8, 0, 13, 16, tzinfo=ZONE)
    assert item.call.status is Status.ANSWERED


@pytest.mark.parametrize("disposition", ["NO ANSWER", "BUSY", "FAILED", "CONGESTION"])
def test_calls_nobody_took(read: Read, disposition: str) -> None:
    (item,) = read(row(disposition=disposition))
    assert isinstance(item, Incoming)
    assert item.call.status is Status.MISSED


def test_voicemail_and_withheld_numbers(read: Read) -> None:
    (item,) = read(row(src="", clid="", app="VoiceMail"))
    assert isinstance(item, Incoming)
    assert (item.call.number, item.call.status) == ("", Status.VOICEMAIL)


def test_calls_that_went_out(read: Read) -> None:
    (item,) = read(row(src="200", dst="6145550133", context="from-internal"))
    assert item == Rang("6145550133", datetime(2026, 7, 8, 0, 13, 16, tzinfo=ZONE), True, 1)


def test_rows_alike_are_told_apart_and_stay_the_same(read: Read) -> None:
    ids = [
        item.call.source_id
        for _ in range(2)
        for item in read(row() + row())
        if isinstance(item, Incoming)
    ]
    assert len(ids) == 4
    assert ids[:2] == ids[2:]
    assert ids[0] != ids[1]


def test_other_rows_are_left_out_by_their_line(read: Read) -> None:
    assert read(row() + "a,b\n" + row(), "asterisk")[1] == Skipped(2, "not a row of this format")


FREEPBX = (
    "calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,duration,billsec,"
    "disposition,amaflags,accountcode,uniqueid,userfield,did,recordingfile,cnum,cnam\r\n"
)


def test_freepbx(read: Read) -> None:
    content = FREEPBX + (
        "2026-09-22 09:12:00,x,6145550133,200,from-trunk,a,b,Dial,c,45,40,ANSWERED,3,,"
        "1790082720.12,,6145550100,,6145550133,ACME\r\n"
        "2026-09-22 09:12:00,x,200,201,from-internal,a,b,Dial,c,45,40,ANSWERED,3,,1.1,,,,200,Sara\r\n"
        "yesterday,x,6145550133,200,from-trunk,a,b,Dial,c,45,40,ANSWERED,3,,,,,,,\r\n"
        "short\r\n"
    )
    items = read(content, expected="freepbx")
    assert [type(item) for item in items] == [Incoming, Skipped, Skipped, Skipped]
    assert isinstance(items[0], Incoming)
    call = items[0].call
    assert (call.caller_id, call.own_number, call.duration) == ("ACME", "6145550100", 40)
    assert items[2:] == [
        Skipped(4, "no time that can be read"),
        Skipped(5, "not a row of this format"),
    ]
