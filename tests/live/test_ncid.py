"""NCID over real sockets on the loopback: calls, the server's log, failing lines, dead servers."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.feeds.protocol import Rang
from screener.feeds.source import NUL_BYTES, Line
from screener.live.events import Arrival
from screener.live.lines import LONGEST, TOO_LONG, Lines
from screener.words import Status
from tests.live.conftest import NOW, QUICK, Heard, Listening, minutes_ago
from tests.live.server import Ncidd, day_of_calls, line_of

MINUTE = NOW.replace(second=0)


async def test_each_call_is_heard_as_it_comes(listening: Listening) -> None:
    async with Ncidd() as server, listening(server.port) as heard:
        await server.until_clients()
        for line in day_of_calls(NOW):
            server.tell(line)
        await heard.until(lambda heard: len(heard.calls) == 8)
        assert [(call.number, call.status) for call in heard.calls] == [
            ("6145550133", None),
            ("8005550199", Status.BLOCKED),
            ("", Status.BLOCKED),
            ("3125550142", None),
            ("2165550177", None),
            ("", None),
            ("6145550133", None),
            ("6145550133", None),
        ]
        rings = [each.rings for each in heard.events if isinstance(each, Arrival)]
        assert rings == [True, False, False, True, True, True, True, True]
        assert [e.number for e in heard.events if isinstance(e, Rang)] == [
            "6145550133",
            "2165550188",
        ]
        first = heard.calls[0]
        assert (first.caller_id, first.own_number, first.at) == ("BRIGHT SMILES", "POTS", MINUTE)
        assert len({call.source_id for call in heard.calls}) == 8, "two of one minute are two"


async def test_the_client_introduces_itself_and_asks_for_the_log(listening: Listening) -> None:
    async with Ncidd(sends_log=False) as server:
        server.log = day_of_calls(minutes_ago(1000))
        async with listening(server.port) as heard:
            await heard.until(lambda heard: bool(heard.history))
            assert len(heard.history[0]) == 10
            assert heard.calls == []
        assert server.heard[0].startswith("HELLO: IDENT: client screener ")
        assert server.heard[1] == "HELLO: CMD: send_log"


@pytest.mark.parametrize(("api", "hellos"), [("1.11", 2), ("1.5", 2), ("1.4", 0)])
async def test_the_log_can_be_left_where_it_is(listening: Listening, api: str, hellos: int) -> None:
    async with Ncidd(api=api) as server:
        server.log = day_of_calls(minutes_ago(1000))
        async with listening(server.port, history=False) as heard:
            await server.until_clients()
            server.call("CID", "1", "", NOW)
            await heard.until(lambda heard: bool(heard.calls))
            assert heard.history == []
            assert len(server.heard) == hellos


async def test_log_lines_may_stand_before_their_beginning(listening: Listening) -> None:
    async with Ncidd() as server, listening(server.port) as heard:
        await server.until_clients()
        line = line_of("CIDLOG", "1", "A", minutes_ago(100))
        server.send(f"{line}\r\n254 Start of call log\r\n250 End of call log\r\n".encode())
        await heard.until(lambda heard: bool(heard.history))
        assert heard.history == [(line,)]


async def test_a_call_has_one_id_in_the_log_and_as_it_happens(listening: Listening) -> None:
    async with Ncidd() as server:
        server.log = [line_of("CID", "6145550133", "ALIAS", NOW)]
        async with listening(server.port) as heard:
            await heard.until(lambda heard: bool(heard.history))
            await server.until_clients()
            server.call("CID", "6145550133", "", NOW)
            await heard.until(lambda heard: bool(heard.calls))
            assert heard.calls[0].source_id.endswith("#2"), "the one of the log was the first"


async def test_a_server_that_is_killed_is_come_back_to(listening: Listening) -> None:
    async with Ncidd() as server, listening(server.port) as heard:
        for times in range(1, 4):
            await heard.until_up(times)
            await server.until_clients()
            server.call("CID", f"614555010{times}", "A", NOW)
            await heard.until_calls(times)
            await server.kill()
            await heard.until_links(2 * times)
            await server.start()
        await heard.until(lambda heard: len(heard.history) == 3)
        assert [len(log) for log in heard.history] == [1, 2, 3]
        assert heard.numbers == ["6145550101", "6145550102", "6145550103"]
        downs = [link.words for link in heard.links if not link.up]
        assert all("Trying again." in words for words in downs)


async def test_what_is_wrong_is_said_once(listening: Listening) -> None:
    server = Ncidd()
    await server.start()
    await server.kill()
    async with listening(server.port) as heard:
        await asyncio.sleep(0.3)
        assert len(heard.links) == 1
        assert f"ncid://127.0.0.1:{server.port}: connect call failed" in heard.links[0].words


async def test_a_server_that_went_silent_is_noticed(listening: Listening) -> None:
    async with Ncidd() as server, listening(server.port) as heard:
        await heard.until(lambda heard: heard.times_up == 1)
        await asyncio.sleep(0.5)
        assert heard.times_up == 1, "it answered"
        assert "REQ: YO" in server.heard
        server.answers = False
        await heard.until(lambda heard: heard.times_up == 2)
        assert "no longer answers" in heard.links[1].words


async def test_a_server_that_cannot_be_asked_gets_an_empty_line(listening: Listening) -> None:
    async with Ncidd(features="1 2") as server, listening(server.port) as heard:
        await heard.until(lambda heard: heard.times_up == 1)
        async with asyncio.timeout(10):
            while "" not in server.heard:
                await asyncio.sleep(0.01)
        server.call("CID", "1", "", NOW)
        await heard.until(lambda heard: bool(heard.calls))
        assert heard.times_up == 1
        assert "REQ: YO" not in server.heard


async def test_who_does_not_greet_is_no_server(listening: Listening) -> None:
    async with Ncidd() as server:
        server.greets = False
        async with listening(server.port, patience=replace(QUICK, greeting=0.3)) as heard:
            await heard.until(lambda heard: bool(heard.links))
            assert "does not greet as an NCID server does" in heard.links[0].words
            server.send(b"CID: *DATE*05042026*TIME*2149*NMBR*1*NAME*A*\n")
            server.greets = True
            await heard.until(lambda heard: heard.times_up == 1)
            assert heard.calls == []


LINE = b"CID: *DATE*05042026*TIME*2149*LINE*POTS*NMBR*6145550133*MESG*NONE*NAME*J\xc3\xb6rg*"


async def heard_of(listening: Listening, *pieces: bytes) -> Heard:
    """What is heard of these bytes and of a good line after them."""
    async with Ncidd() as server, listening(server.port) as heard:
        await server.until_clients()
        for piece in pieces:
            server.send(piece)
            await asyncio.sleep(0.02)
        server.call("CID", "7", "LAST", NOW)
        await heard.until(lambda heard: heard.numbers[-1:] == ["7"])
        assert heard.times_up == 1
    return heard


async def test_half_lines_are_put_together(listening: Listening) -> None:
    heard = await heard_of(listening, LINE[:30], LINE[30:101], LINE[101:], b"\r", b"\n")
    assert [call.caller_id for call in heard.calls] == ["Jörg", "LAST"]


async def test_names_in_latin_1_are_read(listening: Listening) -> None:
    heard = await heard_of(listening, LINE.replace(b"\xc3\xb6", b"\xf6") + b"\n")
    assert heard.calls[0].caller_id == "Jörg"


async def test_nul_bytes_cost_a_line(listening: Listening) -> None:
    heard = await heard_of(listening, LINE.replace(b"6145", b"61\x0045") + b"\n")
    assert heard.numbers == ["7"]
    assert NUL_BYTES in heard.notices[0]


async def test_a_line_without_an_end_costs_no_memory(listening: Listening) -> None:
    piece = b"CID: *DATE*" + b"x" * (1 << 20)
    async with Ncidd() as server, listening(server.port) as heard:
        await server.until_clients()
        for _ in range(100):
            server.send(piece)
            await asyncio.gather(*(client.drain() for client in server._clients))
        server.send(b"\n" + LINE + b"\n")
        await heard.until(lambda heard: bool(heard.calls))
        assert heard.numbers == ["6145550133"]
        assert heard.notices == [f"A line of the server was passed over: {TOO_LONG}."]


@pytest.mark.parametrize(
    ("date", "time"),
    [
        ("13322026", "2149"),
        ("05042026", "9999"),
        ("", ""),
        ("05052026", "2149"),
        ("05042026", "0149"),
        ("04052026", "2149"),
        ("xxxxxxxx", "yyyy"),
        ("٠٥٠٤٢٠٢٦", "2149"),
    ],
)
async def test_a_call_that_rings_is_one_of_now(listening: Listening, date: str, time: str) -> None:
    line = LINE.replace(b"05042026", date.encode()).replace(b"2149", time.encode())
    heard = await heard_of(listening, line + b"\n")
    assert heard.calls[0].at == NOW


async def test_a_server_whose_clock_is_a_little_off_is_believed(listening: Listening) -> None:
    async with Ncidd() as server, listening(server.port, day_first=True) as heard:
        await server.until_clients()
        for minutes in (-1, 0, 2, 25):
            at = NOW - timedelta(minutes=minutes)
            server.tell(line_of("CID", "1", "", at).replace(f"{at:%m%d%Y}", f"{at:%d%m%Y}"))
        await heard.until(lambda heard: len(heard.calls) == 4)
        late = MINUTE - timedelta(minutes=2)
        assert [call.at for call in heard.calls] == [NOW, MINUTE, late, NOW]


@given(
    st.lists(st.binary(max_size=30).map(lambda raw: raw.replace(b"\n", b""))),
    st.lists(st.integers(0, 40), max_size=20),
)
def test_lines_are_the_same_in_whatever_pieces_they_come(
    texts: list[bytes], cuts: list[int]
) -> None:
    whole = b"".join(text + b"\n" for text in texts) + b"rest"
    at_once = list(Lines().feed(whole))
    lines, at = Lines(), 0
    found: list[Line] = []
    for cut in cuts:
        found += lines.feed(whole[at : at + cut])
        at += cut
    found += lines.feed(whole[at:])
    assert found == at_once
    assert len(found) == len(texts)


@pytest.mark.parametrize("over", [0, 1])
def test_the_longest_line_that_is_read(over: int) -> None:
    lines = Lines()
    (line,) = [*lines.feed(b"x" * LONGEST), *lines.feed(b"x" * over + b"\n")]
    assert line.wrong == (TOO_LONG if over else "")
    assert [each.text for each in lines.feed(b"y\n")] == ["y"]


def test_waits_grow_and_differ() -> None:
    waits = QUICK.waits(Random(3))
    found = [next(waits) for _ in range(10)]
    assert all(wait <= QUICK.most for wait in found)
    assert found[0] <= QUICK.first
    assert min(found[5:]) >= QUICK.most / 2
    assert len({*found}) == 10
