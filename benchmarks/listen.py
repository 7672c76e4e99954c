"""From a line of NCID to what stands on the screen, by the clock.

    python -m benchmarks.listen [--calls 100]

The program listens in a pseudo-terminal of 120 by 40, over 1,000 calls on file; a server in this
process sends it a call, and waits until the number stands in the form. The floor is the round trip
of the same line over a bare socket of this machine, to a process that sends it back.
"""

import argparse
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from benchmarks import life
from benchmarks.measure import Row, aligned, at_most, at_share, folder
from benchmarks.terminal import Moment, Terminal, python

CALLS = 100
_SMALL = 3
_MILLI = 1e3
_STORED = 1_000
_EMPTY = "\x1b[19~"
_GREETING = (
    b"200 Server: ncidd (NCID) 1.12\n210 API: 1.11 Feature Set 1 2 3 4\n"
    b"252 Call log empty\n300 End of connection startup\n"
)
_ECHO = """
import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as line:
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    while data := line.recv(65536):
        line.sendall(data)
"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=CALLS)
    sys.stdout.write(aligned(measured(parser.parse_args().calls)))


def rows(*, small: bool = False) -> Iterator[Row]:
    """The rows of the table."""
    return measured(_SMALL if small else CALLS)


def measured(calls: int) -> Iterator[Row]:
    """Median and slowest in a hundred."""
    floor = list(_round_trips(calls))
    with folder("life") as place:
        shown = list(_shown(place, calls))
    clock, busy = [each.clock * _MILLI for each in shown], [each.busy * _MILLI for each in shown]
    yield Row("line to the form, median", statistics.median(clock), "ms",
              statistics.median(floor), at_most(100))  # fmt: skip
    yield Row("line to the form, p99", at_share(clock, 0.99), "ms",
              at_share(floor, 0.99), at_most(100))  # fmt: skip
    yield Row("of it the processor's, median", statistics.median(busy), "ms", None, at_most(100))


def _round_trips(calls: int) -> Iterator[float]:
    with _served(python("-c", _ECHO, "{}")) as line:
        for number in range(calls + 1):
            sent, began = _line(number), time.perf_counter()
            line.sendall(sent)
            got = b""
            while not got.endswith(b"\n"):
                got += line.recv(65536)
            if number:
                yield (time.perf_counter() - began) * _MILLI


@contextmanager
def _served(command: list[str]) -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        given = [part.replace("{}", port) if part == "{}" else part for part in command]
        with subprocess.Popen(given) as process:
            line, _ = server.accept()
            with line:
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                yield line
            process.wait()


def _shown(place: Path, calls: int) -> Iterator[Moment]:
    path = life.made(place, _STORED)
    home = place.resolve() / "home"
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"ncid://127.0.0.1:{server.getsockname()[1]}"
        command = python("-m", "screener", "listen", address, "--no-history")
        with Terminal(command, SCREENER_DB=path, XDG_CONFIG_HOME=home, XDG_CACHE_HOME=home) as seen:
            server.settimeout(60)
            seen.until_text("Number", "They say")
            line, _ = server.accept()
            with line:
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                line.sendall(_GREETING)
                seen.until_text("Listening to")
                seen.rest(6)
                yield from _times(seen, line, calls)


def _times(seen: Terminal, line: socket.socket, calls: int) -> Iterator[Moment]:
    chance = random.Random(5)
    for number in range(calls + 1):
        told = f"555-{number + 1000:04}"
        sent, began = _line(number), seen.now()
        line.sendall(sent)
        shown = seen.until_text(told)
        if number:
            yield Moment(shown.clock - began.clock, shown.busy - began.busy)
        seen.rest(chance.uniform(0.2, 0.6))
        seen.press(_EMPTY)
        seen.until(lambda grid, told=told: told not in grid.text)  # type: ignore[misc]
        seen.rest(chance.uniform(0.05, 0.2))


def _line(number: int) -> bytes:
    return (
        f"CID: *DATE*{datetime.now().astimezone():%m%d%Y*TIME*%H%M}*LINE*POTS*NMBR*"
        f"512555{number + 1000:04}*MESG*NONE*NAME*SOMEBODY*\n"
    ).encode()


if __name__ == "__main__":
    main()
