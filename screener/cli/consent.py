"""`screener optin` and `optout`: what a vendor, a number or a name may call about."""

from collections.abc import Callable

import click

from screener.cli.main import Session
from screener.cli.output import emit, emit_json, entry_line
from screener.cli.times import moment_option
from screener.ledger import EntryKind, How
from screener.text import one_line
from screener.wire import entry_to
from screener.words import OPT_OUT_PURPOSES, PREFERENCE_PURPOSES, Purpose

_Command = Callable[..., None]


def _options(command: _Command) -> _Command:
    for option in reversed(
        (
            click.argument("party"),
            click.option(
                "--purpose",
                "purposes",
                type=click.Choice([str(p) for p in PREFERENCE_PURPOSES]),
                multiple=True,
                help="What for; may be repeated.",
            ),
            click.option("--at", default="", help="When it was said (default: now)."),
            click.option(
                "--how",
                type=click.Choice([str(h) for h in How]),
                default="call",
                help="In what way.",
            ),
            click.option("--words", default="", help="The words used."),
            click.option("--call", "call_id", default="", help="The call in which it was said."),
            click.option("--yes", is_flag=True, help="Do not ask about an unknown name."),
            click.option("--json", "as_json", is_flag=True, help="Answer in JSON."),
            click.pass_obj,
        )
    ):
        command = option(command)
    return command


@click.command()
@_options
def optout(session: Session, **given: object) -> None:
    """Write down that PARTY (a vendor, a number or a name) may not call.

    Without --purpose it is for sales, survey, fundraising and political calls; a service call
    stays allowed.

    \b
    Example:
      screener optout Orkin --words "Put me on your do-not-call list"
    """
    _enter(session, EntryKind.OPT_OUT, OPT_OUT_PURPOSES, **given)  # type: ignore[arg-type]


@click.command()
@_options
def optin(session: Session, **given: object) -> None:
    """Write down that PARTY (a vendor, a number or a name) may call, for sales by default.

    \b
    Example:
      screener optin Saga --purpose sales --how web --at 2026-02-03
    """
    _enter(session, EntryKind.OPT_IN, (Purpose.SALES,), **given)  # type: ignore[arg-type]


def _enter(
    session: Session,
    kind: EntryKind,
    usual: tuple[Purpose, ...],
    *,
    party: str,
    purposes: tuple[str, ...],
    at: str,
    how: str,
    words: str,
    call_id: str,
    yes: bool,
    as_json: bool,
) -> None:
    with session.desk() as desk:
        found = desk.party(party)
        if not found.certain and not yes:
            name = one_line(found.party.value, 60)
            click.confirm(
                f"No vendor is called {name!r}. Write it down as a name that callers claim?",
                abort=True,
                err=True,
            )
        entries = desk.opt(
            found.party,
            [Purpose(purpose) for purpose in purposes] or usual,
            kind,
            at=moment_option(at, desk, "at"),
            how=How(how),
            words=words,
            call_id=desk.record(call_id).call.id if call_id else "",
        )
    if as_json:
        emit_json([entry_to(entry) for entry in entries])
    else:
        emit(entry_line(entry) for entry in entries)
