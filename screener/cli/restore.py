"""`screener restore`: a copy in the place of the database."""

from pathlib import Path

import click

from screener.chain import Anchor
from screener.cli.main import Session
from screener.cli.output import emit, emit_json
from screener.faults import Fault
from screener.store import Store
from screener.store.restore import Content, content_of
from screener.store.restore import restore as put_back
from screener.text import counted, one_line


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def restore(session: Session, file: Path, yes: bool, as_json: bool) -> None:
    """Put the backup FILE in the place of the database, which is kept beside it.

    FILE is looked through first, and stays. `screener backup --list` shows the copies that
    were made by themselves.

    \b
    Example:
      screener restore /media/stick/screener.db
    """
    content = content_of(file)
    if not yes:
        click.echo("\n".join(_question(session, content)), err=True)
        click.confirm("Put it in the place of the database?", abort=True, err=True)
    kept = put_back(file, session.path)
    # Opened once, so that one of an older step is brought up to date now.
    with session.desk() as desk:
        calls = desk.store.count()
    if as_json:
        emit_json({"file": str(content.file), "calls": calls, "kept": str(kept) if kept else None})
        return
    lines = [f"Restored: {counted(calls, 'call')}."]
    emit([*lines, f"What was there before is kept as {kept}."] if kept else lines)


def _question(session: Session, content: Content) -> list[str]:
    lines = [f"{one_line(str(content.file), 200)} holds {counted(content.calls, 'call')}."]
    present = _present(session)
    if present is not None:
        calls, later = present
        lines.append(f"The database as it stands holds {calls:,}; it is kept beside.")
        if content.anchor and (count := sum(_is_later(each, content.anchor) for each in later)):
            lines.append(
                f"What was quoted since ({count:,} reports, letters or backups) will not fit it."
            )
    return lines


def _present(session: Session) -> tuple[int, list[Anchor]] | None:
    """The calls and the anchors of the database as it stands, None where none can be read."""
    if not session.path.exists():
        return None
    try:
        with Store.open(session.path) as store:
            return store.count(), [quoted.anchor for quoted in store.anchors_quoted()]
    except Fault:
        return None


def _is_later(quoted: Anchor, restored: Anchor) -> bool:
    return quoted.records > restored.records
