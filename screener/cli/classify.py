"""`screener classify`: calls in as JSON Lines, screenings out, nothing stored."""

import json
import sys
from pathlib import Path
from typing import BinaryIO

import click

from screener.classify import classify_line
from screener.faults import Fault
from screener.rulebook import load_rulebook
from screener.screening import Screener
from screener.store.place import rules_folder_of_user
from screener.vendor import Household
from screener.wire import household_from, household_unused


@click.command()
@click.option(
    "--household",
    "household_file",
    type=click.Path(path_type=Path),
    help="A household as JSON (docs/household.schema.json). Without it there are no vendors.",
)
@click.option("--json", "as_json", is_flag=True, help="Accepted for symmetry: it is always JSON.")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), default="-")
def classify(household_file: Path | None, as_json: bool, file: Path) -> int:
    """Label calls in JSON Lines from FILE (or - for standard input).

    Stores nothing and ignores corrections. A line for a line, in the same order; a line that
    cannot be read gives {"id": ..., "error": ...} in its place, and the exit code is 1.

    \b
    Example:
      echo '{"id": 1, "company": "Acme", "said": "your parcel arrives at 3"}' \\
        | screener classify
    """
    household = read_household(household_file) if household_file else Household()
    screener = Screener(load_rulebook(rules_folder_of_user()))
    if str(file) == "-":
        return _answer_all(sys.stdin.buffer, household, screener)
    try:
        with file.open("rb") as lines:
            return _answer_all(lines, household, screener)
    except OSError as error:
        raise Fault(f"{file}: cannot be read ({error.strerror}).") from None


def read_household(file: Path) -> Household:
    """The household in a JSON file; keys nobody knows are named on stderr."""
    try:
        obj = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Fault(f"{file}: cannot be read ({error.strerror}).") from None
    except (ValueError, RecursionError) as error:
        raise Fault(f"{file}: is no JSON: {error}.") from None
    try:
        household = household_from(obj)
    except Fault as fault:
        raise Fault(f"{file}: {fault}") from None
    for place in household_unused(obj):
        click.echo(f"screener: {file}: {place} is not known and was passed over.", err=True)
    return household


def _answer_all(lines: BinaryIO, household: Household, screener: Screener) -> int:
    """Answers every line in order; 1 when any of them could not be read, else 0."""
    failed = False
    write = sys.stdout.write
    for raw in lines:
        if not raw.strip():
            continue
        line = raw.decode("utf-8-sig", errors="replace")
        answer, well = classify_line(line, household, screener)
        failed = failed or not well
        write(json.dumps(answer) + "\n")
    sys.stdout.flush()
    return int(failed)
