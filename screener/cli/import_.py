"""`screener import`: calls and contacts in, from where people have them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from screener.cli.main import Session
from screener.cli.number import NUMBER
from screener.cli.output import emit, emit_json, shown_label
from screener.cli.whole import tell_whole
from screener.desk import Desk
from screener.desk.importing import Progress
from screener.desk.tally import Imported
from screener.desk.wholes import is_whole
from screener.store.imports import Import
from screener.text import one_line

_MOST_PLACES = 5


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--format", "format_", default="", help="The format, where it is not recognised.")
@click.option("--dry-run", is_flag=True, help="Tell what would come of it, and store nothing.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FACT=COLUMN",
    help="Of a plain CSV file: the column that holds a fact (at=Date, number=Phone); remembered.",
)
@click.option(
    "--day-first/--month-first",
    default=None,
    help="Whether 03/04 is the third of April (default: not in the US).",
)
@click.option("--list", "listed", is_flag=True, help="List what was imported, newest first.")
@click.option("--undo", type=NUMBER, metavar="ID", help="Take an import back, by its number.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def import_(
    session: Session,
    file: Path | None,
    format_: str,
    dry_run: bool,
    columns: tuple[str, ...],
    day_first: bool | None,
    listed: bool,
    undo: int | None,
    as_json: bool,
) -> None:
    """Bring in calls or contacts from FILE (a folder or zip of Google Takeout too).

    Android (SMS Backup & Restore), Google Voice, iPhone, Asterisk, FreePBX, NCID, callattendant,
    FRITZ!Box, vCard, Google Contacts, JSON Lines and any CSV file; the format is recognised by
    the content. Nothing comes in twice. Voicemail is judged by its words. Calls that you made
    are not stored; those to a vendor count as that you asked for something. What `screener
    export everything` wrote is read back with the chain of its records.

    \b
    Example:
      screener import calls.xml --dry-run
      screener import Takeout.zip
      screener import calls.csv --column at=Date --column number=Phone
      screener import --list
      screener import --undo 3
    """
    if (file is not None) + listed + (undo is not None) != 1:
        raise click.UsageError("Give either a FILE, --list or --undo ID.")
    with session.desk() as desk:
        if file is not None and not format_ and is_whole(file):
            tell_whole(desk.read_whole(file, dry_run=dry_run), as_json=as_json)
        elif file is not None:
            from screener.cli.columns import with_columns  # noqa: PLC0415 - only to import

            day_first_here = desk.region != "US"
            opened = with_columns(
                desk.open_import(file, format_), columns, day_first, day_first_here=day_first_here
            )
            with _bars() as progress:
                told = desk.import_file(opened, dry_run=dry_run, progress=progress)
            _tell(told, as_json=as_json)
        elif undo is not None:
            _undone(*desk.undo_import(undo), as_json=as_json)
        else:
            _list(desk, as_json=as_json)


@contextmanager
def _bars() -> Iterator[Progress]:
    """A bar for each thing that is done, on standard error, where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda what, at, of: None
        return
    bars = _Bars()
    try:
        yield bars.show
    finally:
        bars.end()


class _Bars:
    """One bar after another."""

    def __init__(self) -> None:
        self._what, self._at = "", 0
        self._bar: click._termui_impl.ProgressBar[int] | None = None

    def show(self, what: str, at: int, of: int) -> None:
        """Moves the bar, or begins the next."""
        if what != self._what or self._bar is None:
            self.end()
            self._what, self._at = what, 0
            self._bar = click.progressbar(length=max(of, 1), label=what, file=sys.stderr)
            self._bar.__enter__()
        self._bar.update(at - self._at)
        self._at = at

    def end(self) -> None:
        """Ends the line."""
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None


def _tell(told: Imported, *, as_json: bool) -> None:
    if as_json:
        emit_json(_json(told))
        return
    would = "would be " if told.dry_run else ""
    lines = [f"{one_line(told.name, 80)} ({told.format}):"]
    lines.append(f"{told.calls:>8,}  {_calls(told.calls)} {would}new")
    for label, count in sorted(told.labels.items(), key=lambda each: -each[1]):
        lines.append(f"{count:>8,}    {shown_label(label)}")
    rows = (
        (told.vendors, f"vendors {would}new or with new numbers"),
        (told.people, f"people {would}new or with new numbers"),
        (told.duplicates, "on file already"),
        (told.rang, "calls that you made: not stored"),
    )
    lines += [f"{count:>8,}  {words}" for count, words in rows if count]
    for name, day in told.asked.items():
        lines.append(f"          you rang {one_line(name, 40)} on {day}: noted as asked for")
    for each in told.left:
        shown = ", ".join(one_line(place, 40) for place in each.places[:_MOST_PLACES])
        more = ", …" if each.times > _MOST_PLACES else ""
        lines.append(f"{each.times:>8,}  left out: {one_line(each.reason, 80)} ({shown}{more})")
    if told.id is not None:
        lines.append(f"To take it back: screener import --undo {told.id}")
    emit(lines)


def _json(told: Imported) -> dict[str, object]:
    return {
        "import": told.id,
        "file": told.name,
        "format": told.format,
        "dry_run": told.dry_run,
        "calls": told.calls,
        "labels": {label or "not_screened": n for label, n in told.labels.items()},
        "vendors": told.vendors,
        "people": told.people,
        "duplicates": told.duplicates,
        "rang": told.rang,
        "asked": dict(told.asked),
        "left_out": [
            {"reason": each.reason, "count": each.times, "places": list(each.places)}
            for each in told.left
        ],
    }


def _undone(found: Import, kept: int, *, as_json: bool) -> None:
    if as_json:
        emit_json({**_import_json(found), "kept": kept})
        return
    stay = f" {kept:,} of its calls stay, since you worked on them." if kept else ""
    gone = found.calls - kept
    emit([f"Undone: {found.name}, {gone:,} {_calls(gone)} taken back.{stay}"])


def _calls(count: int) -> str:
    return "call" if count == 1 else "calls"


def _list(desk: Desk, *, as_json: bool) -> None:
    found = desk.imports()
    if as_json:
        emit_json([_import_json(each) for each in found])
    else:
        emit(map(_line, found) if found else ["Nothing was imported yet: screener import FILE"])


def _line(each: Import) -> str:
    state = {"begun": "  interrupted: undo it, or import it again", "undone": "  undone"}
    contacts = "contact" if each.contacts == 1 else "contacts"
    amount = f"{each.calls:,} {_calls(each.calls)}, {each.contacts:,} {contacts}"
    name = one_line(each.name, 50)
    at = f"{each.at:%Y-%m-%d %H:%M}"
    return f"{each.id:>4}  {at}  {each.format:<15}  {name}  {amount}{state.get(each.state, '')}"


def _import_json(each: Import) -> dict[str, object]:
    return {
        "import": each.id,
        "at": each.at.isoformat(),
        "file": each.name,
        "format": each.format,
        "hash": each.hash,
        "calls": each.calls,
        "contacts": each.contacts,
        "duplicates": each.duplicates,
        "left_out": each.skipped,
        "state": each.state,
    }
