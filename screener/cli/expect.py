"""`screener expect`: a call announced beforehand."""

import click

from screener.cli.main import Session
from screener.cli.output import emit, emit_json
from screener.cli.times import moment_option
from screener.faults import Fault
from screener.vendor import Expecting


@click.command()
@click.argument("who", default="")
@click.option("--from", "start", required=True, help="From when on, such as 'today 14:00'.")
@click.option("--to", "end", required=True, help="Until when, such as 'today 17:00'.")
@click.option("--note", default="", help="What it is about.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def expect(session: Session, who: str, start: str, end: str, note: str, as_json: bool) -> None:
    """Expect a call of WHO (a vendor, a name, a number, or anyone): it is allowed.

    Its label still comes from what is said, fraud signs stay, and it expires by itself.

    \b
    Example:
      screener expect "Lopez Plumbing" --from "today 14:00" --to "today 17:00"
    """
    with session.desk() as desk:
        begins, ends = moment_option(start, desk, "from"), moment_option(end, desk, "to")
        if begins is None or ends is None or ends < begins:
            raise Fault("--to: must not lie before --from.")
        made = desk.expect(Expecting(who, begins, ends, note))
    if as_json:
        emit_json({"who": made.who, "start": begins.isoformat(), "end": ends.isoformat()})
    else:
        emit([f"Expecting {made.who or 'a call'}, {begins:%Y-%m-%d %H:%M} to {ends:%H:%M}."])
