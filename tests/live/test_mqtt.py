"""CallAttendantNext's calls through a real broker, mosquitto, on the loopback."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiomqtt
import pytest

from screener.config_calls import ListenTo
from screener.feeds.protocol import Place
from screener.live.address import TOPIC, Address
from screener.live.callattendant import LONGEST, event_of
from screener.live.events import Arrival, Notice
from screener.live.listening import listen
from screener.words import Status
from tests.live.conftest import NOW, QUICK, ZONE, Heard

MOSQUITTO = shutil.which("mosquitto", path="/usr/local/sbin:/usr/sbin:/usr/local/bin:/usr/bin")
CALL = {
    "action": "Permitted",
    "name": "ACME INS",
    "number": "8005551234",
    "timestamp": "2026-05-05T01:49:00.000Z",
    "reason": "",
}
PLACE = Place(ZONE)

needs_mosquitto = pytest.mark.skipif(MOSQUITTO is None, reason="needs mosquitto")


class Broker:
    """A mosquitto of our own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._conf = folder / "mosquitto.conf"
        self._conf.write_text(f"listener {self.port} 127.0.0.1\nallow_anonymous true\n")
        self._process: Process | None = None

    async def start(self) -> None:
        assert MOSQUITTO is not None
        self._process = await asyncio.create_subprocess_exec(
            MOSQUITTO, "-c", str(self._conf), stdout=DEVNULL, stderr=DEVNULL
        )
        async with asyncio.timeout(30):
            while True:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                except OSError:
                    await asyncio.sleep(0.02)
                else:
                    writer.close()
                    return

    async def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            await self._process.wait()
        self._process = None

    async def publish(self, payload: bytes | str, *, retain: bool = False) -> None:
        async with aiomqtt.Client("127.0.0.1", self.port) as client:
            await client.publish(TOPIC, payload, qos=1, retain=retain)


@asynccontextmanager
async def heard_at(broker: Broker) -> AsyncIterator[Heard]:
    heard = Heard()
    to = ListenTo(Address("mqtt", "127.0.0.1", broker.port, TOPIC))
    task = asyncio.create_task(listen(to, PLACE, lambda: NOW, heard.hear, patience=QUICK))
    try:
        yield heard
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
async def broker(tmp_path: Path) -> AsyncIterator[Broker]:
    found = Broker(tmp_path)
    await found.start()
    yield found
    await found.kill()


@needs_mosquitto
async def test_calls_are_heard_across_a_restart(broker: Broker) -> None:
    async with heard_at(broker) as heard:
        await heard.until_up(1)
        await broker.publish(json.dumps(CALL))
        await heard.until_calls(1)
        await broker.kill()
        await heard.until(lambda heard: not heard.links[-1].up)
        await broker.start()
        await heard.until_up(2)
        await broker.publish(json.dumps(CALL | {"action": "Blocked", "reason": "Nomorobo"}))
        await heard.until_calls(2)
        first, second = heard.calls
        assert (first.number, first.caller_id, first.status) == ("8005551234", "ACME INS", None)
        assert first.at == NOW.replace(second=0)
        assert (second.status, second.note) == (Status.BLOCKED, "Nomorobo")


@needs_mosquitto
async def test_what_the_broker_kept_rings_no_more(broker: Broker) -> None:
    await broker.publish(json.dumps(CALL | {"timestamp": "2026-05-01T01:49:00Z"}), retain=True)
    async with heard_at(broker) as heard:
        await heard.until_calls(1)
        (arrival,) = [each for each in heard.events if isinstance(each, Arrival)]
        assert not arrival.rings
        assert f"{arrival.call.at:%d %b}" == "01 May"


@needs_mosquitto
async def test_what_is_no_call_costs_nothing(broker: Broker) -> None:
    async with heard_at(broker) as heard:
        await heard.until_up(1)
        for payload in ("", "{", "[]", "[" * 60_000, '{"number": 3}', b"\xff\x00", "x" * (5 << 20)):
            await broker.publish(payload)
        await broker.publish(json.dumps(CALL))
        await heard.until_calls(1)
        assert len(heard.notices) == 6, "the longest never came"
        assert heard.times_up == 1


def test_a_message_that_is_too_long_is_none() -> None:
    payload = json.dumps(CALL | {"name": "x" * LONGEST}).encode()
    assert isinstance(event_of(payload, PLACE, NOW, again=False), Notice)


@pytest.mark.parametrize("when", ["2027-01-01T00:00:00Z", "2026-05-04T00:00:00Z", "", "soon", None])
def test_a_call_that_rings_is_one_of_now(when: str | None) -> None:
    payload = json.dumps(CALL | {"timestamp": when}).encode()
    event = event_of(payload, PLACE, NOW, again=False)
    assert isinstance(event, Arrival)
    assert event.rings
    assert event.call.at == NOW
    kept = event_of(payload, PLACE, NOW, again=True)
    assert isinstance(kept, Arrival) == (when == "2026-05-04T00:00:00Z")
