"""`screener undo`: take back what was done last, whenever and with whichever program it was."""

import click

from screener.cli.main import Session
from screener.cli.number import NUMBER
from screener.cli.output import emit, emit_json
from screener.store.deeds import Deed


@click.command()
@click.argument("deed", type=NUMBER, required=False)
@click.option("--list", "listed", is_flag=True, help="Show what was done, and change nothing.")
@click.option("--redo", is_flag=True, help="Do again what was undone last.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, help="For --list: how many.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def undo(
    session: Session, deed: int | None, listed: bool, redo: bool, limit: int, as_json: bool
) -> None:
    """Take back what you did last, or the DEED with that number in the list.

    A call, a correction, an amendment, a note, a tag, a vendor, an entry in the ledger, a
    preference, a call announced: every one of them, also after a restart. Nothing is erased from
    the records; a call or an entry that is undone leaves a notice in its place. What somebody
    changed since stays as it is. After `screener forget` nothing before it can be undone.

    \b
    Example:
      screener undo --list
      screener undo
      screener undo --redo
    """
    if listed + redo + (deed is not None) > 1:
        raise click.UsageError("Give either a DEED, --list or --redo.")
    with session.desk() as desk:
        if listed:
            deeds = desk.deeds(limit)
            if as_json:
                emit_json([_json(each) for each in deeds])
            else:
                emit([_line(each) for each in deeds] or ["Nothing was done yet."])
            return
        done = desk.redo() if redo else desk.undo(deed)
    if as_json:
        emit_json(_json(done))
    else:
        emit([f"{'Done again' if redo else 'Undone'}: {done.words}."])


def _line(deed: Deed) -> str:
    return (
        f"{deed.id:>5}  {deed.at:%Y-%m-%d %H:%M}  {'undone: ' if deed.undone else ''}{deed.words}"
    )


def _json(deed: Deed) -> dict[str, object]:
    return {
        "deed": deed.id,
        "at": deed.at.isoformat(),
        "words": deed.words,
        "undone": deed.undone,
        "changes": [change._asdict() for change in deed.changes],
    }
