"""`screener demo`: the whole program on a throw-away household."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from screener.cli.main import Session
from screener.cli.output import emit
from screener.cli.telling import screening_lines
from screener.desk import Desk
from screener.desk.sample import fill
from screener.store import Store
from screener.text import one_line


@click.command()
@click.option("--text", is_flag=True, help="Print the day as text, also in a terminal.")
@click.pass_obj
def demo(session: Session, text: bool) -> None:
    """Open the screen on a throw-away household with sample vendors and calls.

    Without a terminal the same day is printed as text.

    \b
    Example:
      screener demo --text
    """
    with _sample_file() as path:
        with Desk(Store.open(path)) as desk:
            fill(desk, desk.clock())
        if text or not (sys.stdin.isatty() and sys.stdout.isatty()):
            with Desk(Store.open(path)) as desk:
                _print_day(desk)
        else:
            session.open_screen(lambda: Desk(Store.open(path)), True)


@contextmanager
def _sample_file() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="screener-demo-") as folder:
        yield Path(folder) / "demo.db"


def _print_day(desk: Desk) -> None:
    rows = desk.history(limit=100)
    emit(["A throw-away household: its calls of the last days, oldest first.", ""])
    for row in reversed(rows):
        call = desk.record(row.id).call
        who = call.company or call.caller_id or "nobody named"
        emit([f"{row.at:%a %d %b %H:%M}  {call.number or 'withheld'}  {one_line(who, 40)}"])
        emit([f"  heard: “{one_line(call.said, 200)}”"])
        emit([f"  {line}" for line in screening_lines(desk.screen(call))])
        emit([""])
