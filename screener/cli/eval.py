"""`screener eval`: how well the verdict agrees with labelled calls."""

from itertools import starmap
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
    lines with `purpose` and `relationship` (docs/verdict.md). Of several files each is told,
    then all together. In JSON the figures of all stand at the top and those of each file
    under `files`; shares are from 0 to 1, and `calibration_error` is the expected one.

    \b
    Example:
      screener eval tests/scenarios/a1.calls.jsonl --misses
    """
    screener = Screener(load_rulebook(rules_folder_of_user()))
    by_file = {file: judge_all(read_labelled(file), screener) for file in files}
    judged = [each for of_file in by_file.values() for each in of_file]
    missed = [each for each in judged if not each.right] if misses else []
    of_files = {file: figures(of_file) for file, of_file in by_file.items()}
    if as_json:
        parts = [{"file": str(file)} | _json(found) for file, found in of_files.items()]
        emit_json(
            _json(figures(judged)) | {"files": parts, "misses": [_miss_json(m) for m in missed]}
        )
        return
    if len(of_files) > 1:
        emit([*table(list(starmap(_row, of_files.items())), _COLUMNS), ""])
    emit(_lines(figures(judged)))
    emit(map(_miss, missed))


_COLUMNS = (
    "file",
    "calls",
    "accuracy",
    "macro_f1",
    "purpose",
    "calibration",
    "scams_missed",
    "scams_as_service",
    "service_as_solicitation",
)


def _row(file: Path, found: Figures) -> dict[str, str]:
    return {
        "file": file.name,
        "calls": str(found.calls),
        "accuracy": f"{found.accuracy:.3f}",
        "macro_f1": f"{found.macro_f1:.3f}",
        "purpose": f"{found.purpose_accuracy:.3f}",
        "calibration": f"{found.calibration_error:.3f}",
        "scams_missed": f"{found.scams - found.scams_caught} of {found.scams}",
        "scams_as_service": str(found.scams_called_service),
        "service_as_solicitation": f"{found.genuine_called_solicitation} of {found.genuine}",
    }


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
    return (
        f"\n{wanted.call.id}: expected {wanted.label}/{wanted.purpose}, given "
        f"{verdict.label}/{verdict.purpose} ({verdict.confidence:.2f})\n"
        f"  {one_line(wanted.call.company, 40)}: {one_line(wanted.call.said, 160)}\n"
        f"  {', '.join(_reasons(each)) or 'no signal was heard'}"
    )


def _reasons(each: Judged) -> list[str]:
    """The signals that weighed most, each with what it adds and to which purpose."""
    return [
        f"{signal.id} {signal.weight:+.1f} {signal.purpose}"
        for signal in each.screening.verdict.evidence[:5]
    ]


def _miss_json(each: Judged) -> dict[str, object]:
    verdict, wanted = each.screening.verdict, each.labelled
    return {
        "id": wanted.call.id,
        "company": wanted.call.company,
        "said": wanted.call.said,
        "expected": {"label": wanted.label, "purpose": wanted.purpose, "scam": wanted.scam},
        "given": {"label": verdict.label, "purpose": verdict.purpose, "scam": verdict.scam},
        "confidence": round(verdict.confidence, 4),
        "reasons": _reasons(each),
    }


def _json(found: Figures) -> dict[str, object]:
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
    }
