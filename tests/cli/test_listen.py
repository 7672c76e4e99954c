"""`screener listen` as a program of its own, beside a server on the loopback."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest

from screener.desk import Desk
from screener.store import Store
from screener.words import Status
from tests.cli.conftest import Run
from tests.live.server import CALLS_OF_THE_DAY, Ncidd, day_of_calls
from tests.live.test_ends import ring

Started = Callable[..., AbstractAsyncContextManager[Process]]


def now() -> datetime:
    return datetime.now().astimezone()


@pytest.fixture
def started(db: Path) -> Started:
    @asynccontextmanager
    async def start(*arguments: str, **given: str) -> AsyncIterator[Process]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "screener", "--db", str(db), "listen", *arguments),
            stdout=PIPE,
            stderr=PIPE,
            env=os.environ | {"TZ": "UTC"} | given,
        )
        try:
            async with asyncio.timeout(90):
                yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()

    return start


async def line(process: Process) -> str:
    assert process.stdout is not None
    return (await process.stdout.readline()).decode()


async def until_it_listens(process: Process, server: Ncidd) -> None:
    await until_it_says(process, b"Listening.")
    await server.until_clients()


async def until_it_says(process: Process, words: bytes) -> None:
    assert process.stderr is not None
    while words not in await process.stderr.readline():
        pass


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
async def test_calls_are_stored_and_told_until_it_is_ended(
    started: Started, db: Path, by: signal.Signals
) -> None:
    async with Ncidd() as server:
        server.log = day_of_calls(now().replace(year=now().year - 1))
        async with started(f"ncid://127.0.0.1:{server.port}", "--headless") as process:
            await until_it_listens(process, server)
            server.call("CID", "6145550133", "A\x1b[2J", now())
            server.call("HUP", "8005550199", "SPAM", now())
            assert "6145550133 A" in (first := await line(process))
            assert "\x1b" not in first
            assert "· not screened" in first
            assert "8005550199 SPAM  blocked" in await line(process)
            server.tell(ring(-1))
            server.send(b"MSG: the log is \x1b[2Jfull\n")
            await until_it_says(process, b"from the telephone: the log is full")
            process.send_signal(by)
            out, err = await process.communicate()
            assert (process.returncode, out) == (0, b"")
            assert b"Traceback" not in err
    with Desk(Store.open(db)) as desk:
        assert desk.count() == CALLS_OF_THE_DAY + 2
        newest = [desk.record(row.id).call for row in desk.history(limit=2)]
        assert {call.status for call in newest} == {Status.MISSED, Status.BLOCKED}
        assert desk.imports()[0].calls == CALLS_OF_THE_DAY


async def test_a_json_object_to_each_call_and_a_program_to_each(
    started: Started, tmp_path: Path
) -> None:
    config = tmp_path / "config" / "screener" / "config.toml"
    config.parent.mkdir(parents=True)
    made = tmp_path / "made"
    async with Ncidd() as server:
        config.write_text(
            f'[listen]\nserver = "ncid://127.0.0.1:{server.port}"\nhistory = false\n\n'
            f'[[on_call]]\nrun = ["touch", "{made}"]\nwhen = "arrived"\n'
        )
        folder = str(tmp_path / "config")
        async with started("--headless", "--json", XDG_CONFIG_HOME=folder) as process:
            await until_it_listens(process, server)
            server.call("CID", "6145550133", "ACME", now())
            told = json.loads(await line(process))
            assert (told["event"], told["call"]["caller_id"]) == ("stored", "ACME")
            assert told["screening"] is None
            async with asyncio.timeout(30):
                while not made.exists():
                    await asyncio.sleep(0.01)
            await server.kill()
            assert process.stderr is not None
            while b"Trying again." not in await process.stderr.readline():
                pass
            await server.start()
            await until_it_listens(process, server)
            server.call("CID", "6145550144", "ACME", now())
            assert json.loads(await line(process))["call"]["number"] == "6145550144"


async def test_whoever_reads_may_leave(started: Started) -> None:
    async with Ncidd() as server:
        place = f"ncid://127.0.0.1:{server.port}"
        async with started(place, "--headless") as process:
            await until_it_listens(process, server)
            process._transport.get_pipe_transport(1).close()  # type: ignore[attr-defined]
            async with asyncio.timeout(60):
                while process.returncode is None:
                    server.call("CID", "6145550133", "ACME", now())
                    await asyncio.sleep(0.2)
            assert process.returncode == 0
            assert process.stderr is not None
            assert b"Traceback" not in await process.stderr.read()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Give a server, such as ncid://"),
        (("http://box",), "give ncid://HOST:PORT or mqtt://HOST:PORT"),
        (("box:3333",), "give ncid://HOST:PORT"),
        (("ncid://",), "names no host"),
        (("ncid://box:99999",), "is no address"),
        (("ncid://box:0",), "a port is 1 to 65535"),
        (("ncid://box/log",), "nothing comes after the port"),
        (("ncid://[::1", "--headless"), "is no address"),
        (("ncid://me:secret@box",), "NCID knows no users"),
        (("ncid://box", "--json"), "--json goes with --headless"),
        (("ncid://box",), "The screen needs a terminal"),
    ],
)
def test_what_cannot_be_is_refused(run: Run, arguments: tuple[str, ...], words: str) -> None:
    ran = run("listen", *arguments)
    assert ran.code == 2
    assert words in ran.err
    assert "secret" not in ran.err
    assert ran.err.count("\n") == 1
