"""`screener rules try`: which past calls would a new rule relabel?"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from screener.cli.main import Session
from screener.cli.output import emit, emit_json, shown_label
from screener.desk import Desk
from screener.rule_trial import Relabelled, Shown, Tally
from screener.rulebook import Trial, try_rules
from screener.store.place import rules_folder_of_user
from screener.text import one_line


@click.command("try")
@click.argument("file", metavar="RULE.toml", type=click.Path(path_type=Path))
@click.option("--limit", type=click.IntRange(0), default=50, help="List at most so many calls.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def try_(session: Session, file: Path, limit: int, as_json: bool) -> None:
    """Try the rules of a file on your past calls. Nothing is saved.

    The file is checked like every rule file, examples included. Its rules count for those of
    the same id; a file in your own rules folder is tried against the others there.

    \b
    Example:
      screener rules try my_rule.toml
    """
    trial = try_rules(file, rules_folder_of_user())
    with session.desk() as desk:
        show_trial(trial, desk, limit, as_json=as_json)


def show_trial(trial: Trial, desk: Desk, limit: int, *, as_json: bool) -> None:
    """Holds a trial against all past calls, and tells which it would relabel."""
    tally = _tally(trial, desk)
    if as_json:
        emit_json(_json(tally, sorted(trial.changed)))
    else:
        emit(_lines(tally, limit))


def _tally(trial: Trial, desk: Desk) -> Tally:
    """Counts the outcomes, with a bar on stderr where a person waits."""
    tally = Tally()
    with click.progressbar(
        desk.trying(trial), length=desk.count(), file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as shown:
        for outcome in shown:
            tally.add(outcome)
    return tally


def _lines(tally: Tally, limit: int) -> Iterator[str]:
    yield (
        f"{tally.calls} calls, {tally.touched} in which the rules are heard, "
        f"{len(tally.relabelled)} would be relabelled"
    )
    for before, after, count in tally.ways():
        yield f"  {count:>5}  {_outcome(before)} → {_outcome(after)}"
    right, wrong = tally.by_corrections()
    if right or wrong:
        yield f"  of those you corrected, {right} would become right and {wrong} wrong"
    for each in tally.relabelled[:limit]:
        yield _line(each)
    if len(tally.relabelled) > limit:
        yield f"… and {len(tally.relabelled) - limit} more; see --limit"


def _line(each: Relabelled) -> str:
    call = each.kept.call
    when = call.at.strftime("%Y-%m-%d %H:%M") if call.at else "no time"
    yours = f" (you: {each.kept.corrected.shown})" if each.kept.corrected else ""
    return (
        f"{when}  {call.id:<10.10}  {_outcome(each.before)} → {_outcome(each.after)}{yours}  "
        f"{one_line(call.company or call.number, 24)}: {one_line(call.said, 60)}"
    )


def _outcome(shown: Shown) -> str:
    return shown_label(shown.label) + (" — SCAM" if shown.scam else "")


def _json(tally: Tally, changed: list[str]) -> dict[str, object]:
    right, wrong = tally.by_corrections()
    return {
        "rules": changed,
        "calls": tally.calls,
        "touched": tally.touched,
        "ways": [
            {"before": _plain(before), "after": _plain(after), "calls": count}
            for before, after, count in tally.ways()
        ],
        "corrected": {"right": right, "wrong": wrong},
        "relabelled": [
            {
                "id": each.kept.call.id,
                "at": each.kept.call.at.isoformat() if each.kept.call.at else None,
                "company": each.kept.call.company,
                "said": each.kept.call.said,
                "before": each.before.label,
                "after": each.after.label,
                "scam_before": each.before.scam,
                "scam_after": each.after.scam,
                "corrected": each.kept.corrected,
            }
            for each in tally.relabelled
        ],
    }


def _plain(shown: Shown) -> str:
    return "scam" if shown.scam else str(shown.label)
