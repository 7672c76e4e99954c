"""`screener rules try`: which past calls would a new rule relabel?"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import starmap
from pathlib import Path
from typing import NamedTuple

import click

from screener.cli.main import Session
from screener.cli.output import emit, emit_json, shown_label
from screener.desk import Desk
from screener.rule_trial import Kept, Outcome, Relabelled, Shown, try_on
from screener.rulebook import try_rules
from screener.store.place import rules_folder_of_user
from screener.text import one_line
from screener.words import Label


class Tally(NamedTuple):
    """What came of a trial: counts of calls, and the calls that would be relabelled."""

    calls: int
    touched: int
    relabelled: list[Relabelled]


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
        calls = starmap(Kept, desk.store.each_call())
        outcomes = try_on(calls, trial, desk.household(), desk.known)
        tally = _tally(outcomes, desk)
    if as_json:
        emit_json(_json(tally, sorted(trial.changed)))
    else:
        emit(_lines(tally, limit))


def _tally(outcomes: Iterable[Outcome], desk: Desk) -> Tally:
    """Counts the outcomes, with a bar on stderr where a person waits."""
    calls = touched = 0
    relabelled = []
    with click.progressbar(
        outcomes, length=desk.count(), file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as shown:
        for outcome in shown:
            calls += 1
            touched += outcome.touched
            if outcome.relabelled is not None:
                relabelled.append(outcome.relabelled)
    return Tally(calls, touched, relabelled)


def _lines(tally: Tally, limit: int) -> Iterator[str]:
    yield (
        f"{tally.calls} calls, {tally.touched} in which the rules are heard, "
        f"{len(tally.relabelled)} would be relabelled"
    )
    for way, count in _ways(tally.relabelled).most_common():
        yield f"  {count:>5}  {way[0]} → {way[1]}"
    right, wrong = _by_corrections(tally.relabelled)
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


def _ways(relabelled: Iterable[Relabelled]) -> Counter[tuple[str, str]]:
    return Counter((_outcome(each.before), _outcome(each.after)) for each in relabelled)


def _by_corrections(relabelled: Iterable[Relabelled]) -> tuple[int, int]:
    """How many of the corrected calls would agree with the person's own label only with the
    rules, and how many only without them."""
    right = wrong = 0
    for each in relabelled:
        mine: Label | None = each.kept.corrected
        if mine is not None:
            right += each.after.label is mine is not each.before.label
            wrong += each.before.label is mine is not each.after.label
    return right, wrong


def _json(tally: Tally, changed: list[str]) -> dict[str, object]:
    right, wrong = _by_corrections(tally.relabelled)
    return {
        "rules": changed,
        "calls": tally.calls,
        "touched": tally.touched,
        "ways": [
            {"before": before, "after": after, "calls": count}
            for (before, after), count in Counter(
                (_plain(each.before), _plain(each.after)) for each in tally.relabelled
            ).most_common()
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
