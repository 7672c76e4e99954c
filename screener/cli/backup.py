"""`screener backup`: a whole copy of the database, or what copies there are."""

from pathlib import Path

import click

from screener.cli.main import Session
from screener.cli.output import emit, emit_json, table
from screener.faults import Fault
from screener.store.copies import Copy, listed
from screener.store.driver import open_unchanged
from screener.store.files import folder_faults
from screener.store.finding import told
from screener.store.restore import Content, content_of
from screener.text import counted


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--list", "as_list", is_flag=True, help="List the copies beside the database.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def backup(session: Session, file: Path | None, as_list: bool, as_json: bool) -> None:
    """Copy the database to FILE, or beside itself; other programs may go on using it.

    The copy is read through, and for you alone. It quotes the head of the chain: noted
    elsewhere, that shows later that no record was changed (docs/evidence.md).

    \b
    Example:
      screener backup /media/stick/screener.db
    """
    if as_list:
        if file is not None:
            raise Fault("--list: lists the copies beside the database; leave FILE out.")
        _list(session, as_json)
        return
    made = content_of(_make(session, file), whole=False)
    if as_json:
        emit_json(_json(made))
        return
    emit(
        [
            f"Copied to {made.file}: {counted(made.calls, 'call')}, {told(made.size)}.",
            f"Head: {made.anchor}",
        ]
    )


def _make(session: Session, file: Path | None) -> Path:
    if not session.path.exists():
        raise Fault(f"{session.path} is not there yet: there is nothing to copy.")
    if file is not None:
        with folder_faults(file):
            if file.exists():
                _may_be_replaced(session.path, file)
    with session.desk() as desk:
        if file is None:
            return desk.store.copy_now()
        target = file.expanduser().absolute()
        desk.store.backup(target)
        return target


def _may_be_replaced(path: Path, file: Path) -> None:
    """Only an older backup: a slip of the hand should cost nobody a photograph."""
    if path.samefile(file):
        raise Fault(f"{file} is the database itself; name another file.")
    try:
        open_unchanged(file).close()
    except Fault as fault:
        raise Fault(f"{fault} It was not replaced; name another file.") from None


def _list(session: Session, as_json: bool) -> None:
    found = [(copy, *_read(copy)) for copy in listed(session.path.expanduser().resolve())]
    rows = [
        {
            "file": str(copy.path),
            "made": copy.at.isoformat(),
            "before": copy.before.removeprefix("before-") or None,
            "step": copy.version,
            "bytes": copy.path.stat().st_size,
            "calls": content.calls if content else None,
            "head": str(content.anchor) if content and content.anchor else None,
            "fault": fault or None,
        }
        for copy, content, fault in found
    ]
    if as_json:
        emit_json(rows)
    elif not rows:
        emit(["No copies yet."])
    else:
        lines = [
            {
                "made": f"{copy.at.astimezone():%Y-%m-%d %H:%M}",
                "before": copy.before.removeprefix("before-") or "daily",
                "size": told(copy.path.stat().st_size),
                "calls": f"{content.calls:,}" if content else "unreadable",
                "file": copy.path.name,
            }
            for copy, content, _ in found
        ]
        emit([*table(lines, list(lines[0])), "", f"In {found[0][0].path.parent}"])


def _read(copy: Copy) -> tuple[Content | None, str]:
    try:
        return content_of(copy.path, whole=False), ""
    except Fault as fault:
        return None, str(fault)


def _json(made: Content) -> dict[str, object]:
    return {
        "file": str(made.file),
        "step": made.version,
        "calls": made.calls,
        "bytes": made.size,
        "head": str(made.anchor) if made.anchor else None,
    }
