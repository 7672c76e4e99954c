"""`screener forget`: what is kept of a vendor, a number or a name, gone for good."""

import click

from screener.cli.main import Session
from screener.cli.output import emit, emit_json
from screener.store.forget import Forgettable, Forgotten
from screener.text import one_line

_OUT_OF_REACH = (
    "What you exported, printed or sent, and copies that other programs made, still hold it."
)


@click.command()
@click.argument("party")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def forget(session: Session, party: str, yes: bool, as_json: bool) -> int:
    """Remove all that is kept of PARTY: a vendor, a person, a number or a claimed name.

    Calls, what was said to it, its place in the book, and the copies beside the database go
    and cannot be brought back. The exit code is 1 when a part has to wait for another program.

    \b
    Example:
      screener forget "Zenith Solar"
    """
    with session.desk() as desk:
        whom = desk.whom(party)
        what = desk.forgettable(whom)
        if not yes:
            click.echo("\n".join(_counts(what)), err=True)
            click.confirm("Remove this for good?", abort=True, err=True)
        done = desk.forget(whom, lambda step: click.echo(f"… {step}", err=True))
    if as_json:
        emit_json(_json(done))
    else:
        emit(_told(done))
    return 1 if done.unfinished else 0


def _counts(what: Forgettable) -> list[str]:
    name = one_line(what.party.value, 60)
    book = " in your book" if what.vendor or what.person else ""
    kind = "person" if what.person else what.party.kind
    lines = [f"The {kind} {name}{book}:"]
    for number, one, many in (
        (what.calls, "call with its screenings", "calls with their screenings"),
        (what.amendments, "amendment", "amendments"),
        (what.corrections, "correction", "corrections"),
        (what.entries, "ledger entry", "ledger entries"),
        (what.merges, "vendor merged into it", "vendors merged into it"),
        (what.expected, "expected call", "expected calls"),
        (what.drafts, "call being typed", "calls being typed"),
        (what.copies, "copy beside the database", "copies beside the database"),
    ):
        if number:
            lines.append(f"  {number:,} {one if number == 1 else many}")
    return lines


def _told(done: Forgotten) -> list[str]:
    lines = [f"Forgotten: {one_line(done.what.party.value, 60)}."]
    if done.mentions:
        lines.append(f"Calls of others that name it in their words stay: {done.mentions:,}.")
    lines.append(_OUT_OF_REACH)
    lines += [
        f"  {each.quoted} of {each.at:%Y-%m-%d}" + (f": {each.file}" if each.file else "")
        for each in done.what.quoted
        if each.at
    ]
    if done.unfinished:
        lines.append(f"Not yet overwritten: {done.unfinished} The next command tries again.")
    return lines


def _json(done: Forgotten) -> dict[str, object]:
    what = done.what
    return {
        "party": {"kind": what.party.kind, "value": what.party.value},
        "vendor": what.vendor,
        "person": what.person,
        "calls": what.calls,
        "amendments": what.amendments,
        "corrections": what.corrections,
        "ledger_entries": what.entries,
        "merges": what.merges,
        "expected": what.expected,
        "draft": what.drafts > 0,
        "copies": what.copies,
        "mentions": done.mentions,
        "out_of_reach": [
            {
                "quoted": each.quoted,
                "at": each.at.isoformat() if each.at else None,
                "file": each.file,
            }
            for each in what.quoted
        ],
        "unfinished": done.unfinished,
    }
