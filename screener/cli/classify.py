"""`screener classify`: calls in as JSON Lines, screenings out, nothing stored."""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click

from screener.corpus import Answers, Engine, Setup, answered_here, pieces
from screener.faults import Fault
from screener.household_file import read_household as in_file
from screener.rulebook import load_rulebook
from screener.screening import Screener
from screener.store.place import rules_folder_of_user
from screener.text import plain
from screener.vendor import Household


@click.command()
@click.option(
    "--household",
    "household_file",
    type=click.Path(path_type=Path),
    help="A household as JSON (docs/household.schema.json). Without it there are no vendors.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 512),
    default=1,
    show_default=True,
    help="Processes that judge at once; the answers stay the same, byte for byte.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="A Dask cluster that judges FILE into FILE.screened.jsonl (needs the extra [dask]).",
)
@click.option("--json", "as_json", is_flag=True, help="Accepted for symmetry: it is always JSON.")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), default="-")
def classify(
    household_file: Path | None, workers: int, scheduler: str | None, as_json: bool, file: Path
) -> int:
    """Label calls in JSON Lines from FILE (or - for standard input).

    Stores nothing and ignores corrections. A line for a line, in the same order; a line that
    cannot be read gives {"id": ..., "error": ...} in its place, and the exit code is 1.

    \b
    Example:
      echo '{"id": 1, "company": "Acme", "said": "your parcel arrives at 3"}' \\
        | screener classify
    """
    household = read_household(household_file) if household_file else Household()
    rules = rules_folder_of_user()
    engine = Engine(household, Screener(load_rulebook(rules)))
    setup = Setup.of(engine, rules)
    if scheduler is not None:
        return _on_cluster(file, setup, workers, scheduler)
    with _cut(file) as cut:
        if workers == 1:
            return _write(answered_here(cut, engine))
        from screener.corpus_workers import answered_by_workers  # noqa: PLC0415 - seldom wanted

        # Closed here, so that Ctrl-C or a pipe that breaks ends the workers at once.
        with closing(answered_by_workers(cut, setup, workers)) as answered:
            return _write(answered)


def read_household(file: Path) -> Household:
    """The household in a JSON file; keys nobody knows are named on stderr."""
    household, unknown = in_file(file)
    for place in unknown:
        click.echo(f"screener: {file}: {place} is not known and was passed over.", err=True)
    return household


@contextmanager
def _cut(file: Path) -> Iterator[Iterator[bytes]]:
    """The pieces of a file, or of standard input as it comes."""
    if str(file) == "-":
        yield pieces(sys.stdin.buffer, as_they_come=True)
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        raise _unreadable(file, error) from None
    with stream:
        yield _read(file, pieces(stream))


def _read(file: Path, cut: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from cut
    except OSError as error:
        raise _unreadable(file, error) from None


def _unreadable(file: Path, error: OSError) -> Fault:
    return Fault(f"{file}: cannot be read ({error.strerror}).")


def _write(answered: Iterator[Answers]) -> int:
    """Writes every answer in order; 1 when any of the lines could not be read, else 0."""
    faulty = 0
    for answers in answered:
        sys.stdout.write(answers.text)
        sys.stdout.flush()
        faulty += answers.faulty
    return int(faulty > 0)


def _on_cluster(file: Path, setup: Setup, workers: int, scheduler: str) -> int:
    """Has a cluster answer the file; 1 when any of the lines could not be read, else 0."""
    if workers > 1:
        raise Fault("--workers: the cluster has its own; leave it out beside --scheduler.")
    if not file.is_file():
        raise Fault(f"{file}: --scheduler needs a file that all workers can read.")
    try:
        from screener.corpus_dask import screen_on_cluster  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise Fault(
            f"--scheduler needs Dask ({error.name} is missing): pip install 'call-screener[dask]'."
        ) from None

    def tell(line: str) -> None:
        click.echo(f"screener: {plain(line)}", err=True)

    done = screen_on_cluster(file, setup, scheduler, tell)
    tell(f"{done.lines:,} lines, {done.faulty:,} with an error: {done.file}")
    return int(done.faulty > 0)
