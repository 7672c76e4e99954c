"""Which column of a plain CSV file holds what: as said, as remembered, else asked once."""

import sys
from collections.abc import Mapping

import click

from screener.cli.output import emit
from screener.desk.importing import Columns, Opened
from screener.faults import Fault
from screener.feeds.plain_csv import FACTS, Table, check_columns, first_row, guess
from screener.text import one_line

NOTHING = "-"
"""What is typed for a column that holds none of the facts."""


def with_columns(
    file: Opened, given: tuple[str, ...], day_first: bool | None, *, day_first_here: bool
) -> Opened:
    """The file with its columns. `day_first_here` is how days are written where the household
    lives. Fault where nobody can be asked, or where what was said does not fit the file."""
    if file.table is None:
        if given:
            raise click.UsageError("--column goes with plain CSV files (--format csv).")
        if day_first is not None:
            return file._replace(chosen=Columns({}, day_first))
        return file
    usual = day_first_here if day_first is None else day_first
    chosen = file.chosen
    if given:
        chosen = Columns(dict(map(_fact, given)), usual)
    elif chosen is None and on_terminal():
        chosen = _ask(file.table, first_row(file.source.head, file.table), usual)
    elif chosen is None:
        names = ", ".join(one_line(name, 30) for name in file.table.names)
        raise Fault(
            f"{file.source.path}: say once which column holds what, such as "
            f"--column at={one_line(file.table.names[0], 30)}; it has {names}."
        )
    check_columns(file.table, chosen.columns)
    if day_first is not None:
        chosen = chosen._replace(day_first=day_first)
    return file._replace(chosen=chosen)


def on_terminal() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _fact(text: str) -> tuple[str, str]:
    fact, parted, name = text.partition("=")
    if not parted:
        raise click.UsageError(f"--column: {text!r} is not FACT=COLUMN.")
    return fact.strip(), name.strip()


def _ask(table: Table, row: tuple[str, ...], day_first: bool) -> Columns:
    """Asks what each column holds, again until it fits; the answer is remembered."""
    emit([f"What does each column hold? {NOTHING} for none of these:", f"  {', '.join(FACTS)}"])
    holds: Mapping[str, str] = {name: fact for fact, name in guess(table).items()}
    while True:
        chosen = _asked(table, row, holds)
        try:
            check_columns(table, chosen)
        except Fault as fault:
            emit([f"{fault} Once more:"])
            holds = {name: fact for fact, name in chosen.items()}
        else:
            break
    if any(
        "/" in row[at] for at, name in enumerate(table.names[: len(row)]) if _dated(chosen, name)
    ):
        day_first = click.confirm("Is 03/04 the third of April?", default=day_first)
    emit(["Remembered for files with these columns; --column says otherwise."])
    return Columns(chosen, day_first)


def _dated(chosen: Mapping[str, str], name: str) -> bool:
    return name in {chosen.get("at"), chosen.get("date")}


def _asked(table: Table, row: tuple[str, ...], holds: Mapping[str, str]) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for at, name in enumerate(table.names):
        sample = f" (such as {one_line(row[at], 30)!r})" if at < len(row) and row[at] else ""
        usual = holds.get(name, NOTHING)
        left = [fact for fact in FACTS if fact not in chosen]
        fact = click.prompt(
            one_line(name, 40) + sample,
            default=usual if usual in left else NOTHING,
            type=click.Choice([NOTHING, *left]),
            show_choices=False,
        )
        if fact != NOTHING:
            chosen[fact] = name
    return chosen
