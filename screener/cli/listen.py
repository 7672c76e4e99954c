"""`screener listen`: hear of calls as they come in."""

import asyncio
import json
import signal
from typing import TYPE_CHECKING

import click

from screener.cli.main import Session
from screener.cli.output import emit, shown_label
from screener.cli.session import told
from screener.cli.telling import logged_json
from screener.config import load_settings
from screener.config_calls import ListenTo
from screener.faults import Fault
from screener.live.address import address_of
from screener.text import one_line

if TYPE_CHECKING:
    from screener.desk import Desk
    from screener.live.events import Event
    from screener.store import Record


@click.command()
@click.argument("server", required=False)
@click.option("--headless", is_flag=True, help="No screen: store each call, and tell it in a line.")
@click.option("--json", "as_json", is_flag=True, help="With --headless: a JSON object to a line.")
@click.option(
    "--day-first/--month-first",
    default=None,
    help="How the server writes dates: 03042026 is the third of April, or the fourth of March "
    "(default: month first in the US, day first elsewhere).",
)
@click.option("--history/--no-history", default=None, help="Whether to take its earlier calls in.")
@click.pass_obj
def listen(
    session: Session,
    server: str | None,
    headless: bool,
    as_json: bool,
    day_first: bool | None,
    history: bool | None,
) -> None:
    """Listen to SERVER, a program that hears your telephone ring: a call that comes in opens the
    form with number and name filled, at once.

    SERVER is ncid://HOST:PORT (NCID), or mqtt://HOST:PORT/TOPIC (CallAttendantNext). Without it, the one in the settings is taken. With
    --headless calls are stored as they come, until the program is told to end (Ctrl-C, SIGTERM).

    \b
    Example:
      screener listen ncid://192.168.1.5:3333
      screener listen ncid://192.168.1.5 --headless --json
    """
    to = _chosen(server, day_first, history)
    if headless:
        _headless(session, to, as_json=as_json)
    elif as_json:
        raise click.UsageError("--json goes with --headless.")
    else:
        session.show_screen(to)


def _chosen(server: str | None, day_first: bool | None, history: bool | None) -> ListenTo:
    to = load_settings().listen
    if server:
        address = address_of(server)
        to = to._replace(address=address) if to else ListenTo(address)
    if to is None:
        raise click.UsageError("Give a server, such as ncid://192.168.1.5:3333.")
    if day_first is not None:
        to = to._replace(day_first=day_first)
    return to if history is None else to._replace(history=history)


def _headless(session: Session, to: ListenTo, *, as_json: bool) -> None:
    from screener.store.care import Keeper  # noqa: PLC0415 - only to stay

    with session.desk() as desk, Keeper(session.path):
        asyncio.run(_until_told_to_end(_Ear(desk, to, as_json=as_json)))


async def _until_told_to_end(ear: "_Ear") -> None:
    from screener.live.listening import listen as listen_to  # noqa: PLC0415 - only to listen

    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    ended = False

    def end() -> None:
        nonlocal ended
        ended = True
        if task is not None:
            task.cancel()

    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, end)
    place = ear.desk.listening_place(day_first=ear.to.day_first)
    try:
        await listen_to(ear.to, place, ear.desk.clock, ear.hear)
    except asyncio.CancelledError:
        if not ended:
            raise


class _Ear:
    """Stores what is heard, and tells it."""

    def __init__(self, desk: "Desk", to: ListenTo, *, as_json: bool) -> None:
        self.desk, self.to = desk, to
        self._as_json = as_json

    async def hear(self, event: "Event") -> None:
        """One event. What cannot be stored is told, and is tried again when the server tells of
        it again."""
        try:
            self._take(event)
        except Fault as fault:
            told(str(fault), 0)

    def _take(self, event: "Event") -> None:
        from screener.feeds.protocol import Rang  # noqa: PLC0415 - only to listen
        from screener.live.events import Arrival, Ended, History, Message  # noqa: PLC0415

        if isinstance(event, Arrival):
            if event.rings and not self.desk.is_stored(event.call):
                self.desk.arrived(event.call)
            record = self.desk.take_in(event.call)
            if record is not None:
                self._tell(record)
        elif isinstance(event, Ended):
            self.desk.ended(event.call)
        elif isinstance(event, Message):
            told(f"from the telephone: {event.words}", 0)
        elif isinstance(event, Rang):
            for name in self.desk.rang(event):
                told(f"you rang {one_line(name, 60)}", 0)
        elif isinstance(event, History):
            self._bring(event.lines)
        else:
            told(event.words, 0)

    def _bring(self, lines: tuple[str, ...]) -> None:
        name = f"{self.to.address.scheme.upper()} {self.to.address.host}:{self.to.address.port}"
        brought = self.desk.take_history(name, lines, day_first=self.to.day_first)
        if brought is not None:
            told(
                f"{brought.calls:,} earlier calls came in from the server's log, "
                f"{brought.duplicates:,} were known; `screener import --undo {brought.id}` "
                "takes them back.",
                0,
            )

    def _tell(self, record: "Record") -> None:
        if self._as_json:
            screening = self.desk.screen(record.call) if record.call.has_ground else None
            whole = {"event": "stored", **logged_json(record, screening)}
            click.echo(json.dumps(whole, ensure_ascii=True))
            return
        call = record.call
        when = f"{call.at:%Y-%m-%d %H:%M}" if call.at else ""
        who = " ".join(part for part in (call.number, call.caller_id) if part) or "withheld"
        what = f"{call.status}" if call.status else shown_label(record.shown)
        emit([f"{when}  {call.id}  {one_line(who, 60)}  {what}"])
