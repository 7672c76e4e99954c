"""The ledger's commands: what a vendor, a number or a name may call about, and what was said."""

from collections.abc import Callable, Iterable
from hashlib import file_digest
from pathlib import Path

import click

from screener.cli.main import Session
from screener.cli.output import emit, emit_json, entry_line
from screener.cli.times import moment_option
from screener.desk import Desk
from screener.faults import Fault
from screener.ledger import EntryKind, How, LedgerEntry, Party
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
            click.option("--to-whom", default="", help="Whom it was said to."),
            click.option("--reference", default="", help="Their reference number."),
            click.option(
                "--file",
                "proof",
                type=click.Path(path_type=Path),
                help="A proof kept elsewhere (letter, screenshot): its SHA-256 is noted.",
            ),
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


@click.command()
@_options
def revoke(session: Session, **given: object) -> None:
    """Write down that you took back what PARTY was allowed, for sales by default.

    \b
    Example:
      screener revoke Saga --purpose sales --how letter --file letter.pdf
    """
    _enter(session, EntryKind.REVOCATION, (Purpose.SALES,), **given)  # type: ignore[arg-type]


@click.command()
@_options
def confirm(session: Session, **given: object) -> None:
    """Write down that PARTY confirmed what you told it; what it may call about stays.

    Without --purpose it is for all that PARTY was told not to call about.

    \b
    Example:
      screener confirm Orkin --to-whom "Jane, desk 4" --reference 7711-A
    """
    _enter(session, EntryKind.CONFIRMATION, (), **given)  # type: ignore[arg-type]


@click.command()
@click.argument("party", required=False)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def ledger(session: Session, party: str | None, as_json: bool) -> None:
    """List what was said to PARTY (without it: to everybody), the earliest first.

    \b
    Example:
      screener ledger Orkin
    """
    with session.desk() as desk:
        entries = desk.ledger(party)
    if as_json:
        emit_json([entry_to(entry) for entry in entries])
    else:
        lines = [line for entry in entries for line in _entry_lines(entry)]
        emit(lines or ["Nothing was said so far: screener optout PARTY."])


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
    to_whom: str,
    reference: str,
    proof: Path | None,
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
            [Purpose(each) for each in purposes] or usual or _refused(desk, found.party),
            kind,
            at=moment_option(at, desk, "at"),
            how=How(how),
            words=words,
            to_whom=to_whom,
            reference=reference,
            file_hash=hash_of(proof) if proof else "",
            call_id=desk.record(call_id).call.id if call_id else "",
        )
    if as_json:
        emit_json([entry_to(entry) for entry in entries])
    else:
        emit(entry_line(entry) for entry in entries)


def hash_of(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal. Fault for one that cannot be read."""
    try:
        with file.open("rb") as proof:
            return file_digest(proof, "sha256").hexdigest()
    except OSError as error:
        raise Fault(f"--file: {file} cannot be read ({error.strerror}).") from None


def _refused(desk: Desk, party: Party) -> Iterable[Purpose]:
    """What a party was told not to call about."""
    told = {EntryKind.OPT_OUT, EntryKind.REVOCATION}
    purposes = dict.fromkeys(e.purpose for e in desk.ledger(party) if e.kind in told)
    if not purposes:
        name = one_line(party.value, 60)
        raise Fault(f"{name!r} was told nothing so far that it could confirm; give --purpose.")
    return purposes


def _entry_lines(entry: LedgerEntry) -> list[str]:
    """An entry with all that is kept of it."""
    logged = f"{entry.logged_at:%Y-%m-%d %H:%M}" if entry.logged_at else ""
    parts = (
        ("written down", logged),
        ("to", entry.to_whom),
        ("reference", entry.reference),
        ("call", entry.call),
        ("file SHA-256", entry.file_hash),
        ("note", entry.note),
    )
    told = [f"{name} {one_line(value, 80)}" for name, value in parts if value]
    return [entry_line(entry), f"    {', '.join(told)}"]
