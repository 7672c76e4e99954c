"""`screener rules on`, `off`, `weight`, `reset`, `write`: changing the rules without a screen."""

from collections.abc import Callable
from typing import Any

import click

from screener.cli.main import Session
from screener.cli.output import emit, emit_json
from screener.cli.rules_try import show_trial
from screener.desk.rules import draft, prepare
from screener.rule_edits import Draft, Edit, Reset, Switch, Weigh
from screener.rule_own import Prepared
from screener.words import Purpose

Command = Callable[..., Any]


def _changing(command: Command) -> Command:
    """The options that all changes have."""
    trying = "Only tell which past calls would be relabelled; save nothing."
    for option in (
        click.option(
            "--limit", type=click.IntRange(0), default=50, help="With --try: calls listed."
        ),
        click.option("--json", "as_json", is_flag=True, help="Answer in JSON."),
        click.option("--try", "trying", is_flag=True, help=trying),
        click.pass_obj,
    ):
        command = option(command)
    return command


def _carry_out(session: Session, edit: Edit, *, trying: bool, as_json: bool, limit: int) -> None:
    prepared = prepare(edit)
    with session.desk() as desk:
        if trying:
            show_trial(prepared.trial, desk, limit, as_json=as_json)
            return
        desk.keep_rules(prepared)
    name = prepared.edit.id
    if as_json:
        emit_json({"rule": name, "did": _did(prepared), "files": list(prepared.files)})
        return
    emit([f"{name}: {_did(prepared)}."])
    for file, text in prepared.files.items():
        emit([f"  {'taken away' if text is None else 'written'}: {file}"])


def _did(prepared: Prepared) -> str:
    match prepared.edit:
        case Switch(on=True):
            return "is on"
        case Switch():
            return "is off"
        case Weigh(weight=by):
            return f"weighs {by:+g}"
        case Reset(id=name):
            stays = any(rule.id == name for rule in prepared.trial.after.signals)
            return "is as it came" if stays else "is deleted"
        case Draft():
            return "is written"


@click.command("on")
@click.argument("name", metavar="ID")
@_changing
def on(session: Session, name: str, trying: bool, as_json: bool, limit: int) -> None:
    """Turn a rule on again that you turned off.

    \b
    Example:
      screener rules on SALES_ADD_ON
    """
    _carry_out(session, Switch(name, on=True), trying=trying, as_json=as_json, limit=limit)


@click.command("off")
@click.argument("name", metavar="ID")
@_changing
def off(session: Session, name: str, trying: bool, as_json: bool, limit: int) -> None:
    """Turn a rule off. With --try: see first which past calls it would relabel.

    \b
    Example:
      screener rules off SALES_ADD_ON --try
    """
    _carry_out(session, Switch(name, on=False), trying=trying, as_json=as_json, limit=limit)


@click.command("weight", context_settings={"ignore_unknown_options": True})
@click.argument("name", metavar="ID")
@click.argument("weight", metavar="WEIGHT", type=float)
@_changing
def weight(
    session: Session, name: str, weight: float, trying: bool, as_json: bool, limit: int
) -> None:
    """Give a rule another weight, from -6 to 6 (log-odds; below 0 it speaks against).

    \b
    Example:
      screener rules weight SALES_ADD_ON 0.5 --try
    """
    _carry_out(session, Weigh(name, weight), trying=trying, as_json=as_json, limit=limit)


@click.command("reset")
@click.argument("name", metavar="ID")
@_changing
def reset(session: Session, name: str, trying: bool, as_json: bool, limit: int) -> None:
    """Take back all that you changed of a rule; one that you wrote is deleted.

    \b
    Example:
      screener rules reset SALES_ADD_ON
    """
    _carry_out(session, Reset(name), trying=trying, as_json=as_json, limit=limit)


@click.command("write")
@click.argument("name", metavar="[ID]", required=False, default="")
@click.option(
    "--purpose",
    type=click.Choice([str(purpose) for purpose in Purpose]),
    help="What it speaks for.",
)
@click.option("--title", help="What it hears, in a few words.")
@click.option("--why", help="A sentence for whoever reads the verdict.")
@click.option("--weight", type=float, help="From -6 to 6 (log-odds).")
@click.option("--any", "phrases", multiple=True, help="A phrase; say it again for more.")
@click.option("--match", "matching", multiple=True, help="What must fire it.")
@click.option("--no-match", "not_matching", multiple=True, help="What must not.")
@click.option("--more", default=None, help='Further keys as TOML, as in "within = 5".')
@_changing
def write(
    session: Session,
    name: str,
    purpose: str | None,
    trying: bool,
    as_json: bool,
    limit: int,
    **said: Any,
) -> None:
    """Write a rule of your own, with at least one example and one counter-example. With the ID
    of one that you wrote: put right what is given, and leave the rest.

    \b
    Example:
      screener rules write --purpose sales --title "solar club" --weight 1.5 \\
        --why "They ring for the solar club." --any "solar club" \\
        --match "this is the solar club" --no-match "solar panels"
    """
    given = {key: value for key, value in said.items() if value not in {None, ()}}
    if purpose is not None:
        given["purpose"] = Purpose(purpose)
    if name:
        wanted = draft(name.strip().upper())._replace(**given)
    else:
        missing = [key for key in ("purpose", "title", "why", "weight") if key not in given]
        if missing:
            raise click.UsageError(f"A new rule needs --{missing[0]}.")
        wanted = Draft(**given)
    _carry_out(session, wanted, trying=trying, as_json=as_json, limit=limit)
