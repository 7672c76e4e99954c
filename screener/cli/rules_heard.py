"""`screener rules heard`: how often each rule was heard in one's own calls, and how often rightly."""

from collections.abc import Iterator

import click

from screener.cli.main import Session
from screener.cli.output import emit, emit_json, table
from screener.rule_record import Heard, added
from screener.store.fired import Signals
from screener.text import counted

_ORDERS = {
    "heard": lambda pair: (-pair[1].calls, pair[0]),
    "right": lambda pair: (pair[1].share, -pair[1].calls, pair[0]),
}


@click.command("heard")
@click.option("--sort", type=click.Choice([*_ORDERS]), default="heard", help="Which come first.")
@click.option("--least", type=click.IntRange(1), default=1, help="Only rules heard so often.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def heard(session: Session, sort: str, least: int, as_json: bool) -> None:
    """Tell how often each rule was heard in your calls, and how often rightly.

    Right: it speaks for the label that the call has in the end (what you corrected it to, else
    the verdict that you let stand). Of the calls that you corrected it is told apart, since only
    they prove anything.

    \b
    Example:
      screener rules heard --sort right --least 3
    """
    found: dict[str, Heard] = {}
    known: Signals = {}
    calls, before = 0, None
    with session.desk() as desk:
        while True:
            some = desk.rules_heard(before, known)
            found, calls, before = added(found, some.heard), calls + some.calls, some.before
            if before is None:
                break
    chosen = sorted(
        (pair for pair in found.items() if pair[1].calls >= least),
        key=_ORDERS[sort],
    )
    if as_json:
        emit_json(
            {"calls": calls, "rules": [{"id": name, **one._asdict()} for name, one in chosen]}
        )
    else:
        emit(_lines(calls, chosen))


def _lines(calls: int, chosen: list[tuple[str, Heard]]) -> Iterator[str]:
    yield f"{counted(calls, 'call')} judged"
    rows = [
        {
            "rule": name,
            "calls": str(one.calls),
            "right": f"{one.share:.0%}",
            "corrected": str(one.corrected),
            "right of those": f"{one.corrected_right}" if one.corrected else "",
        }
        for name, one in chosen
    ]
    yield from table(rows, ("rule", "calls", "right", "corrected", "right of those"))
