"""`screener eval`: how well the verdict agrees with labelled calls."""

from pathlib import Path

import click

from screener.cli.output import emit, emit_json, table
from screener.evaluation import Figures, Judged, figures, judge_all
from screener.labelled import read_labelled
from screener.rulebook import load_rulebook
from screener.screening import Screener
from screener.store.place import rules_folder_of_user
from screener.text import one_line
from screener.words import Label


@click.command("eval")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--misses", is_flag=True, help="List the misses with their reasons.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def eval_(files: tuple[Path, ...], misses: bool, as_json: bool) -> None:
    """Judge labelled calls and tell accuracy, F1, confusion and calibration.

    A file has lines with `expect` (its household is NAME.json beside NAME.calls.jsonl) or
    lines with `purpose` and `relationship` (docs/verdict.md).

    \b
    Example:
      screener eval tests/scenarios/a1.calls.jsonl --misses
    """
    screener = Screener(load_rulebook(rules_folder_of_user()))
    judged = [each for file in files for each in judge_all(read_labelled(file), screener)]
    found = figures(judged)
    if as_json:
        emit_json(_json(found, judged if misses else []))
        return
    emit(_lines(found))
    if misses:
        emit(_miss(each) for each in judged if not each.right)


def _lines(found: Figures) -> list[str]:
    lines = [
        (
            f"calls {found.calls}, accuracy {found.accuracy:.3f}, macro-F1 {found.macro_f1:.3f}, "
            f"purpose {found.purpose_accuracy:.3f}, calibration error {found.calibration_error:.3f}"
        ),
        (
            f"scams {found.scams}: {found.scams_caught} caught, "
            f"{found.scams_called_service} called service or upsell"
        ),
        f"genuine service {found.genuine}: {found.genuine_called_solicitation} called solicitation",
        f"also selling F1 {found.also_selling_f1:.3f}",
    ]
    if found.vendor_accuracy is not None:
        lines.append(f"vendor rightly named {found.vendor_accuracy:.3f}")
    rows: list[dict[str, str]] = [
        {"expected": str(want), "f1": f"{found.f1[want]:.3f}" if want in found.f1 else ""}
        | {str(got): str(found.confusion.get((want, got), 0)) for got in Label}
        for want in Label
    ]
    return lines + table(rows, ("expected", *Label, "f1"))


def _miss(each: Judged) -> str:
    verdict, wanted = each.screening.verdict, each.labelled
    reasons = ", ".join(f"{s.id} {s.weight:+.1f}" for s in verdict.signals[:4])
    return (
        f"\n{wanted.call.id}: expected {wanted.label}/{wanted.purpose}, given "
        f"{verdict.label}/{verdict.purpose} ({verdict.confidence:.2f})\n"
        f"  {one_line(wanted.call.company, 40)}: {one_line(wanted.call.said, 160)}\n  {reasons}"
    )


def _json(found: Figures, judged: list[Judged]) -> dict[str, object]:
    return {
        "calls": found.calls,
        "accuracy": round(found.accuracy, 4),
        "macro_f1": round(found.macro_f1, 4),
        "f1": {label: round(share, 4) for label, share in found.f1.items()},
        "confusion": [
            {"expected": want, "given": got, "calls": count}
            for (want, got), count in sorted(found.confusion.items())
        ],
        "calibration_error": round(found.calibration_error, 4),
        "purpose_accuracy": round(found.purpose_accuracy, 4),
        "scams": found.scams,
        "scams_caught": found.scams_caught,
        "scams_called_service": found.scams_called_service,
        "genuine": found.genuine,
        "genuine_called_solicitation": found.genuine_called_solicitation,
        "also_selling_f1": round(found.also_selling_f1, 4),
        "vendor_accuracy": found.vendor_accuracy and round(found.vendor_accuracy, 4),
        "misses": [_miss(each) for each in judged if not each.right],
    }
