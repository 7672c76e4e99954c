"""`screener log`: write down a call and hear at once what it is."""

import sys
from datetime import datetime

import click

from screener.call import Call
from screener.cli.facts import call_of, call_options, given_facts
from screener.cli.main import Session
from screener.cli.output import emit, emit_json, entry_line
from screener.cli.telling import logged_json, screening_lines
from screener.cli.times import moment_option
from screener.desk import Desk
from screener.ledger import LedgerEntry
from screener.store import Record
from screener.wire import call_from

_ASKED = (
    ("number", "Number as shown (empty: withheld)"),
    ("company", "Who do they say they are"),
    ("said", "What do they say"),
)
"""The order in which a call goes."""


@click.command()
@call_options
@click.option(
    "--told-to-stop", is_flag=True, help="You told them to stop: opt out in the same breath."
)
@click.option("--words", default="", help="With --told-to-stop: the words you used.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def log(
    session: Session,
    /,
    as_json: bool,
    at: str,
    told_to_stop: bool,
    words: str,
    **facts: object,
) -> None:
    """Log a call: it is judged, stored, and told with what to say.

    Without options in a terminal it asks in the order of a call and answers after each.

    \b
    Example:
      screener log --number "614 555 0133" --company "Bright Smiles" \\
        --said "reminder of a cleaning on Wednesday at 3:40"
      screener log --company "Zenith Solar" --said "free estimate today" --told-to-stop
    """
    given = given_facts(facts)
    with session.desk() as desk:
        moment = moment_option(at, desk, "at") or desk.clock()
        call = _given(given, moment, desk) if given else _ask(desk, moment)
        record, entries = _stored(desk, call, told_to_stop, words)
        screening = desk.screen(record.call) if record.call.has_ground else None
        if as_json:
            emit_json(logged_json(record, screening))
            return
        if screening is None:
            emit(["· not screened: nobody said what it was."])
        elif given:
            emit(screening_lines(screening))
        emit([f"Logged as {record.call.id}.", *map(entry_line, entries)])


def _stored(
    desk: Desk, call: Call, told_to_stop: bool, words: str
) -> tuple[Record, list[LedgerEntry]]:
    if words and not told_to_stop:
        raise click.UsageError("--words goes with --told-to-stop.")
    if not told_to_stop:
        return desk.log(call), []
    from screener.desk.stop import STOP_WORDS, log_told_to_stop  # noqa: PLC0415 - only to stop

    return log_told_to_stop(desk, call, words or STOP_WORDS)


def _given(facts: dict[str, object], at: datetime, desk: Desk) -> Call:
    return call_of(facts, at, lambda: desk.screener.rulebook)


def _ask(desk: Desk, at: datetime) -> Call:
    """Asks in the order of a call, and says after each answer what can be said by then."""
    if not sys.stdin.isatty():
        raise click.UsageError("Give at least --number, --company or --said.")
    heard: dict[str, object] = {}
    for field, words in _ASKED:
        heard[field] = click.prompt(words, default="", show_default=False)
        if heard[field]:
            emit(screening_lines(desk.screen(_call(heard, at))))
    if not any(heard.values()):
        raise click.UsageError("Nothing was said of the call, so nothing was stored.")
    return _call(heard, at)


def _call(heard: dict[str, object], at: datetime) -> Call:
    return call_from(heard | {"at": at.isoformat()})
