"""`screener lookup`: who is this, and what happened before?"""

import click

from screener.cli.main import Session
from screener.cli.output import emit, emit_json, entry_line, row_json, row_line
from screener.lookup import Lookup
from screener.phone import display
from screener.text import one_line
from screener.wire import entry_to, vendor_to


@click.command()
@click.argument("who")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def lookup(session: Session, who: str, as_json: bool) -> None:
    """Tell who a NUMBER or NAME is: its calls so far, what was decided, what is allowed.

    \b
    Example:
      screener lookup "614 555 0133"
    """
    with session.desk() as desk:
        found, region = desk.look_up(who), desk.region
    if as_json:
        emit_json(_json(found))
    else:
        emit(_lines(found, region))


def _lines(found: Lookup, region: str) -> list[str]:
    lines = [_who(found, region)]
    if found.past.count:
        by_label = ", ".join(f"{count} {label.shown}" for label, count in found.past.labels.items())
        last = f", last on {found.past.last_at:%Y-%m-%d}" if found.past.last_at else ""
        lines.append(
            f"  called {found.past.count} times from {found.past.numbers} numbers{last}"
            f"{': ' + by_label if by_label else ''}"
        )
        if found.past.after_opt_out:
            lines.append(f"  {found.past.after_opt_out} of them after you told them to stop")
    else:
        lines.append("  has not called before")
    allowed = ", ".join(
        f"{purpose} {str(state).replace('_', ' ')}" for purpose, state in found.permissions.items()
    )
    lines.append(f"  today: {allowed}")
    lines += [f"  {entry_line(entry)}" for entry in found.entries]
    return lines + [row_line(row) for row in found.calls]


def _who(found: Lookup, region: str) -> str:
    number = ""
    if found.number is not None:
        kind = f" ({found.number.line.replace('_', ' ')})" if found.number.line else ""
        number = display(found.number.e164 or found.number.raw, region) + kind
    if found.person is not None:
        return f"{number}: {one_line(found.person.name, 60)} ({found.person.relation or 'known'})"
    if found.vendor is not None:
        name = one_line(found.vendor.name, 60)
        on_file = "number on file of " if number else ""
        return f"{number + ': ' if number else ''}{on_file}{name}, {found.relationship}"
    return f"{number or one_line(found.text, 60)}: not on file"


def _json(found: Lookup) -> dict[str, object]:
    number, past = found.number, found.past
    return {
        "text": found.text,
        "number": number and {"e164": number.e164, "kind": number.kind, "line": number.line},
        "vendor": vendor_to(found.vendor) if found.vendor else None,
        "person": found.person and {"name": found.person.name, "relation": found.person.relation},
        "relationship": found.relationship,
        "past": {
            "count": past.count,
            "labels": past.labels,
            "numbers": past.numbers,
            "last_at": past.last_at.isoformat() if past.last_at else None,
            "after_opt_out": past.after_opt_out,
        },
        "permissions": found.permissions,
        "ledger": [entry_to(entry) for entry in found.entries],
        "calls": [row_json(row) for row in found.calls],
    }
