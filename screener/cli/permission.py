"""`screener permission`: was a call allowed at a moment, by what, since when."""

from collections.abc import Mapping

import click

from screener.cli.main import Session
from screener.cli.output import emit, emit_json, entry_line
from screener.cli.times import moment_option
from screener.consent import Permission
from screener.text import one_line
from screener.wire import entry_to
from screener.words import PREFERENCE_PURPOSES, Purpose


@click.command()
@click.argument("party")
@click.option(
    "--purpose",
    "purposes",
    type=click.Choice([str(purpose) for purpose in PREFERENCE_PURPOSES]),
    multiple=True,
    help="What for; may be repeated (default: each).",
)
@click.option("--at", default="", help="At which moment, such as 'yesterday 9am' (default: now).")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def permission(
    session: Session, party: str, purposes: tuple[str, ...], at: str, as_json: bool
) -> None:
    """Tell whether a call of PARTY (a vendor, a number or a name) was allowed at a moment.

    Allowed, refused or not asked, by which entry or preference, and since when. The household's
    default has no history: it counts as it now is.

    \b
    Example:
      screener permission Orkin --purpose sales --at "2026-03-09 18:30"
    """
    with session.desk() as desk:
        moment = moment_option(at, desk, "at") or desk.clock()
        found = desk.permissions(party, moment)
        whom = desk.party(party).party
    wanted = {purpose: found[purpose] for purpose in found if not purposes or purpose in purposes}
    if as_json:
        emit_json(
            {
                "party": {"kind": whom.kind, "value": whom.value},
                "at": moment.isoformat(),
                "permissions": [_json(purpose, each) for purpose, each in wanted.items()],
            }
        )
    else:
        emit([f"{one_line(whom.value, 60)}, {moment:%Y-%m-%d %H:%M}", *_lines(wanted)])


def _lines(found: Mapping[Purpose, Permission]) -> list[str]:
    lines = []
    for purpose, each in found.items():
        lines.append(f"  {purpose + ':':<13}{each.words}")
        if each.entry is not None:
            lines.append(f"  {'':<13}{entry_line(each.entry)}")
    return lines


def _json(purpose: Purpose, found: Permission) -> dict[str, object]:
    return {
        "purpose": purpose,
        "state": found.state,
        "by": found.by or None,
        "since": found.since.isoformat() if found.since else None,
        "condition": found.condition or None,
        "words": found.words,
        "entry": entry_to(found.entry) if found.entry else None,
    }
