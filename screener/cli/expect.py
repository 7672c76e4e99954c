"""`screener expect`: calls announced beforehand."""

from datetime import datetime

import click

from screener.cli.main import Session
from screener.cli.number import NUMBER
from screener.cli.output import emit, emit_json
from screener.cli.times import moment_option
from screener.desk import Desk
from screener.faults import Fault
from screener.text import one_line
from screener.vendor import Expecting


@click.command()
@click.argument("who", default="")
@click.option("--from", "start", default="", help="From when on, such as 'today 14:00'.")
@click.option("--to", "end", default="", help="Until when, such as 'today 17:00'.")
@click.option("--note", default="", help="What it is about.")
@click.option("--list", "listed", is_flag=True, help="List the calls announced, past ones too.")
@click.option(
    "--cancel",
    type=NUMBER,
    default=None,
    metavar="NUMBER",
    help="Take back the one of that number.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def expect(
    session: Session,
    who: str,
    start: str,
    end: str,
    note: str,
    listed: bool,
    cancel: int | None,
    as_json: bool,
) -> None:
    """Expect a call of WHO (a vendor, a name, a number, or anyone): it is allowed.

    Its label still comes from what is said, fraud signs stay, and it expires by itself.

    \b
    Example:
      screener expect "Lopez Plumbing" --from "today 14:00" --to "today 17:00"
      screener expect --list
    """
    announces = bool(who or start or end or note)
    if listed + (cancel is not None) + announces != 1:
        raise click.UsageError("Give either --from and --to, or --list, or --cancel NUMBER.")
    with session.desk() as desk:
        now = desk.clock()
        if listed:
            found = list(desk.expected())
        elif cancel is not None:
            found = [desk.cancel(cancel)]
        else:
            found = [desk.expect(_announced(desk, who, start, end, note))]
    if as_json:
        rows = [_json(each, now) for each in found]
        emit_json(rows if listed else rows[0])
        return
    head = "" if listed else "Taken back: " if cancel is not None else "Expecting: "
    emit([head + _line(each, now) for each in found] or ["No call is expected."])


def _announced(desk: Desk, who: str, start: str, end: str, note: str) -> Expecting:
    begins, ends = moment_option(start, desk, "from"), moment_option(end, desk, "to")
    if begins is None or ends is None:
        raise click.UsageError("Give both --from and --to.")
    if ends < begins:
        raise Fault("--to: must not lie before --from.")
    return Expecting(who, begins, ends, note)


def _line(each: Expecting, now: datetime) -> str:
    note = f" ({one_line(each.note, 60)})" if each.note else ""
    until = (
        f"{each.end:%H:%M}"
        if each.end.date() == each.start.date()
        else f"{each.end:%Y-%m-%d %H:%M}"
    )
    span = f"{each.start:%Y-%m-%d %H:%M} to {until}"
    state = "  past" if each.end < now else ""
    return f"{each.id}  {span}  {one_line(each.who, 40) or 'anyone'}{note}{state}"


def _json(each: Expecting, now: datetime) -> dict[str, object]:
    return {
        "id": each.id,
        "who": each.who,
        "start": each.start.isoformat(),
        "end": each.end.isoformat(),
        "note": each.note,
        "past": each.end < now,
    }
