"""`screener doctor`: is everything in order, and if not, what to do about it."""

import click

from screener.cli.main import Session
from screener.cli.output import emit, emit_json
from screener.desk.surroundings import look_around
from screener.faults import Fault
from screener.store import Store
from screener.store.finding import Finding, State
from screener.store.health import look_at_file

_MARKS = {State.OK: "✓ ok", State.WARNING: "! warning", State.PROBLEM: "✗ problem"}


@click.command()
@click.option("--full", is_flag=True, help="Read every page and the whole chain; takes longer.")
@click.option("--fix", is_flag=True, help="Put permissions and the index of words right.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def doctor(session: Session, full: bool, fix: bool, as_json: bool) -> int:
    """Look at the database, its copies, permissions, rules and libraries.

    Changes nothing without --fix. The exit code is 1 when there is a problem, else 0.

    \b
    Example:
      screener doctor --full
    """
    findings = [*look_at_file(session.path, full=full, fix=fix)]
    findings += look_around(_time_zone(session, findings))
    if as_json:
        emit_json([_json(each) for each in findings])
    else:
        emit(line for each in findings for line in _lines(each))
    return int(any(each.state is State.PROBLEM for each in findings))


def _time_zone(session: Session, findings: list[Finding]) -> str:
    """The household's, where the database can be asked without being changed."""
    schema = next((each for each in findings if each.what == "schema"), None)
    if schema is None or schema.state is not State.OK:
        return ""
    try:
        with Store.open(session.path) as store:
            return str(store.setting("time_zone", ""))
    except Fault:
        return ""


def _lines(finding: Finding) -> list[str]:
    lines = [f"{_MARKS[finding.state]:<9}  {finding.what}: {finding.found}"]
    if finding.todo:
        lines.append(f"{'':<9}  → {finding.todo}")
    return lines


def _json(finding: Finding) -> dict[str, object]:
    return {
        "what": finding.what,
        "state": finding.state,
        "found": finding.found,
        "todo": finding.todo or None,
    }
