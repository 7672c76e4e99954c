"""`screener rules stats`: how each rule behaves over labelled calls."""

from collections.abc import Iterator
from pathlib import Path

import click

from screener.cli.output import emit, emit_json, table
from screener.evaluation import judge_all
from screener.labelled import read_labelled
from screener.rule_stats import RuleStats, SignalStats, rule_stats
from screener.rulebook import load_rulebook
from screener.screening import Screener
from screener.store.place import rules_folder_of_user

MOST_PAIRS = 15
MOST_SILENT = 30
_ORDERS = {
    "heard": lambda each: -each.heard,
    "precision": lambda each: (each.precision, -each.heard),
    "conflicts": lambda each: -each.conflicts,
}


@click.command("stats")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--sort", type=click.Choice([*_ORDERS]), default="heard", help="Which rules come first."
)
@click.option("--least", type=click.IntRange(1), default=1, help="Only rules heard so often.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def stats(files: tuple[Path, ...], sort: str, least: int, as_json: bool) -> None:
    """Tell how often each rule is heard in labelled calls, and how often it is right.

    Overlaps: another signal votes the same way. Conflicts: another votes for another label
    (or for a scam). Right: its purpose is the expected one; fits: at least the label is. The
    files are those of `screener eval`.

    \b
    Example:
      screener rules stats tests/scenarios/a1.calls.jsonl --sort precision --least 3
    """
    rulebook = load_rulebook(rules_folder_of_user())
    screener = Screener(rulebook)
    judged = [each for file in files for each in judge_all(read_labelled(file), screener)]
    found = rule_stats(judged, [rule.id for rule in rulebook.signals])
    chosen = sorted((s for s in found.signals if s.heard >= least), key=_ORDERS[sort])
    if as_json:
        emit_json(_json(found, chosen))
    else:
        emit(_lines(found, chosen))


def _lines(found: RuleStats, chosen: list[SignalStats]) -> Iterator[str]:
    covered = found.covered / found.calls if found.calls else 0.0
    yield f"{found.calls} calls, {covered:.0%} with a signal"
    rows = [
        {
            "signal": each.id,
            "votes": ("not " if each.against else "") + each.purpose,
            "heard": str(each.heard),
            "coverage": f"{each.heard / found.calls:.1%}",
            "overlaps": f"{each.overlaps / each.heard:.0%}",
            "conflicts": f"{each.conflicts / each.heard:.0%}",
            "right": f"{each.precision:.0%}",
            "fits": f"{each.fitting / each.heard:.0%}",
        }
        for each in chosen
    ]
    columns = ("signal", "votes", "heard", "coverage", "overlaps", "conflicts", "right", "fits")
    yield from table(rows, columns)
    if found.conflicts:
        yield "\nmost in conflict"
    for pair in found.conflicts[:MOST_PAIRS]:
        yield (
            f"  {pair.calls:>4}  {pair.first} ({pair.first_right} right)"
            f" and {pair.second} ({pair.second_right} right)"
        )
    if found.silent:
        more = ", …" if len(found.silent) > MOST_SILENT else ""
        names = ", ".join(found.silent[:MOST_SILENT])
        yield f"\nnever heard ({len(found.silent)}): {names}{more}"


def _json(found: RuleStats, chosen: list[SignalStats]) -> dict[str, object]:
    return {
        "calls": found.calls,
        "covered": found.covered,
        "signals": [each._asdict() | {"precision": round(each.precision, 4)} for each in chosen],
        "conflicts": [pair._asdict() for pair in found.conflicts],
        "silent": list(found.silent),
    }
