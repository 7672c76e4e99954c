"""`screener log`: write down a call and hear at once what it is."""

import sys
from datetime import datetime

import click

from screener.call import Call
from screener.cli.facts import call_of, call_options, given_facts
from screener.cli.main import Session
from screener.cli.output import emit, emit_json
from screener.cli.telling import logged_json, screening_lines
from screener.cli.times import moment_option
from screener.desk import Desk
from screener.wire import call_from

_ASKED = (
    ("number", "Number as shown (empty: withheld)"),
    ("company", "Who do they say they are"),
    ("said", "What do they say"),
)
"""The order in which a call goes."""


@click.command()
@call_options
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def log(session: Session, /, as_json: bool, at: str, **facts: object) -> None:
    """Log a call: it is judged, stored, and told with what to say.

    Without options in a terminal it asks in the order of a call and answers after each.

    \b
    Example:
      screener log --number "614 555 0133" --company "Bright Smiles" \\
        --said "reminder of a cleaning on Wednesday at 3:40"
    """
    given = given_facts(facts)
    with session.desk() as desk:
        moment = moment_option(at, desk, "at") or desk.clock()
        call = call_of(given, moment, desk.questions) if given else _ask(desk, moment)
        record = desk.log(call)
        screening = desk.screen(record.call) if record.call.has_ground else None
        if as_json:
            emit_json(logged_json(record, screening))
            return
        if screening is None:
            emit(["· not screened: nobody said what it was."])
        elif given:
            emit(screening_lines(screening))
        emit([f"Logged as {record.call.id}."])


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
