"""`screener correct` and `amend`: the person has the last word, and facts are never lost."""

import click

from screener.cli.main import Session
from screener.cli.output import emit, emit_json, record_json, shown_label
from screener.cli.times import moment_option
from screener.words import Label

AMENDABLE = (
    "number",
    "caller_id",
    "company",
    "said",
    "agent",
    "callback_number",
    "product",
    "own_number",
    "taken_by",
    "note",
)


@click.command()
@click.argument("call")
@click.option(
    "--label",
    type=click.Choice([str(label) for label in Label]),
    default=None,
    help="What it really was.",
)
@click.option("--undo", is_flag=True, help="Take the correction back.")
@click.option("--note", default="", help="Why.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def correct(
    session: Session, call: str, label: str | None, undo: bool, note: str, as_json: bool
) -> None:
    """Say what a call really was. The verdict stays beside the correction.

    \b
    Example:
      screener correct 7k3q --label service --note "it was the claim after all"
    """
    if (label is None) == (not undo):
        raise click.UsageError("Give either --label or --undo.")
    with session.desk() as desk:
        record = desk.correct(call, Label(label) if label else None, note)
    if as_json:
        emit_json(record_json(record))
    else:
        emit([f"{record.call.id}: {shown_label(record.shown)}"])


@click.command()
@click.argument("call")
@click.option("--set", "changes", multiple=True, metavar="FIELD=TEXT", help="A fact to amend.")
@click.option("--at", default="", help="When it really happened.")
@click.option("--why", default="", help="Why it is amended.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def amend(
    session: Session, call: str, changes: tuple[str, ...], at: str, why: str, as_json: bool
) -> None:
    """Amend facts of a call. What was written first is kept, and the call is judged again.

    \b
    Example:
      screener amend 7k3q --set company="Acme Solar" --at "2026-11-02 09:12"
    """
    wanted: dict[str, object] = {}
    for change in changes:
        field, equals, value = change.partition("=")
        if not equals or field not in AMENDABLE:
            raise click.UsageError(
                f"--set {change!r}: give FIELD=TEXT with a field of {', '.join(AMENDABLE)}."
            )
        wanted[field] = value
    with session.desk() as desk:
        moment = moment_option(at, desk, "at")
        if moment is not None:
            wanted["at"] = moment
        if not wanted:
            raise click.UsageError("Nothing to amend: give --set or --at.")
        record = desk.amend(call, wanted, why)
    if as_json:
        emit_json(record_json(record))
    else:
        emit([f"{record.call.id}: amended; {shown_label(record.shown)}"])
