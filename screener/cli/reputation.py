"""`screener reputation`: what others complained of numbers, from public files."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

import click

from screener.cli.main import Session
from screener.cli.output import emit, emit_json
from screener.desk.reputation import Added, Progress
from screener.phone import display
from screener.reputation import Junk, Reputation, Source
from screener.text import one_line

_MOST_MONTHS = 6
_MOST_LINES = 5


@click.group()
def reputation() -> None:
    """Keep public complaints about numbers, read from files; nothing is asked of anyone.

    \b
    Example:
      screener reputation add DNC_Complaint_Numbers_2026-11-20.csv
      screener reputation show "315 232 8257"
    """


@reputation.command("add")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@click.option("--format", "format_", default="", help="The format, where it is not recognised.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def add(session: Session, files: tuple[Path, ...], format_: str, as_json: bool) -> None:
    """Read complaints or listed numbers from FILEs: ftc, fcc, phoneblock, spamblocker, yacb, plain.

    A file that is on file already changes nothing, and a complaint that stands in two files
    counts once. Rows that cannot be read are passed over and counted.

    \b
    Example:
      screener reputation add ~/Downloads/DNC_Complaint_Numbers_*.csv
    """
    _check(format_)
    read: list[Added] = []
    with session.desk() as desk:
        for file in files:
            with _bar(file) as progress:
                read.append(desk.add_complaints(file, format_, progress))
            if not as_json:
                emit(_added(read[-1]))
    if as_json:
        emit_json([{**_source(each.source), "already": each.already} for each in read])


@reputation.command("list")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def list_(session: Session, as_json: bool) -> None:
    """List the files that were read.

    \b
    Example:
      screener reputation list
    """
    with session.desk() as desk:
        sources = desk.complaint_sources()
    if as_json:
        emit_json([_source(each) for each in sources])
    elif sources:
        emit(map(_line, sources))
    else:
        emit(["No complaints were read yet. Read a file: screener reputation add FILE"])


@reputation.command("remove")
@click.argument("source")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def remove(session: Session, source: str, as_json: bool) -> None:
    """Remove all that only SOURCE told of: its name, or its number in the list.

    \b
    Example:
      screener reputation remove 3
    """
    with session.desk() as desk:
        gone = desk.remove_complaints(source)
    if as_json:
        emit_json(_source(gone))
    else:
        emit([f"Removed {one_line(gone.name, 80)}; what other files tell of too stays counted."])


@reputation.command("show")
@click.argument("number")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def show(session: Session, number: str, as_json: bool) -> None:
    """Show what is on file of a NUMBER: complaints by subject and month, and listed ranges.

    \b
    Example:
      screener reputation show "315 232 8257"
    """
    with session.desk() as desk:
        found, region = desk.reputation(number), desk.region
        shown = display(number, region)
    if as_json:
        emit_json(found and _json(found))
    else:
        emit(_lines(found, shown) if found else [f"{shown}: no complaints on file."])


def _check(format_: str) -> None:
    from screener.reputation.reading import FORMATS  # noqa: PLC0415 - only to add

    if format_ and format_ not in FORMATS:
        raise click.UsageError(f"--format: {format_!r} is none of {', '.join(FORMATS)}.")


@contextmanager
def _bar(file: Path) -> Iterator[Progress]:
    """A bar on standard error while a file is read; nothing where that is no terminal."""
    if not _on_terminal():
        yield lambda done, size: None
        return
    done_before = 0
    with click.progressbar(
        length=max(_size(file), 1), label=one_line(file.name, 40), file=sys.stderr
    ) as bar:

        def progress(done: int, _size: int) -> None:
            nonlocal done_before
            bar.update(done - done_before)
            done_before = done

        yield progress


def _on_terminal() -> bool:
    return sys.stderr.isatty()


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0


def _added(added: Added) -> list[str]:
    source = added.source
    name = one_line(source.name, 80)
    if added.already:
        return [f"{name}: was read already on {source.added_at:%Y-%m-%d}; nothing changed."]
    lines = [f"{name} ({source.format}): {source.rows:,} rows, {source.counted:,} counted."]
    return lines + [f"  {_junk(each)}" for each in source.junk]


def _junk(junk: Junk) -> str:
    shown = ", ".join(map(str, junk.lines[:_MOST_LINES]))
    more = ", …" if junk.rows > _MOST_LINES else ""
    return f"passed over: {junk.rows:,} for {junk.reason} (line {shown}{more})"


def _line(source: Source) -> str:
    state = (
        f"{source.counted:,} of {source.rows:,} rows"
        if source.complete
        else "interrupted: add or remove it again"
    )
    name = one_line(source.name, 60)
    return f"{source.id:>3}  {source.added_at:%Y-%m-%d}  {source.format:<11}  {name}  {state}"


def _lines(found: Reputation, shown: str) -> list[str]:
    lines = [f"{shown}: {_count(found.complaints)}{_when(found)}"]
    if found.complaints:
        lines.append(f"  counts as {found.weight:.1f} today (half after four months)")
    if found.robocall_share is not None:
        lines.append(f"  {found.robocall_share:.0%} of those that say so: a recording")
    lines += [f"  {count:>5,}  {_about(subject)}" for subject, count in found.subjects.items()]
    months = [(month, [*each]) for month, each in groupby(found.months, lambda one: one.month)]
    for month, each in months[:_MOST_MONTHS]:
        said = ", ".join(f"{one.complaints:,} {_about(one.subject)}" for one in each)
        lines.append(f"  {month:%Y-%m}  {said}")
    if len(months) > _MOST_MONTHS:
        lines.append(f"  and {len(months) - _MOST_MONTHS} months before")
    for each_range in found.ranges:
        about = f": {one_line(each_range.subject, 60)}" if each_range.subject else ""
        lines.append(f"  in the listed range {_range(each_range.prefix, each_range.more)}{about}")
    names = ", ".join(one_line(name, 60) for name in found.sources)
    return [
        *lines,
        f"  from {names}",
        "  Numbers are spoofed: this says what was shown, not who rang.",
    ]


def _count(complaints: int) -> str:
    return "1 complaint" if complaints == 1 else f"{complaints:,} complaints"


def _when(found: Reputation) -> str:
    return f", the newest on {found.newest:%Y-%m-%d}" if found.newest else ""


def _about(subject: str) -> str:
    return one_line(subject, 80) or "no subject"


def _range(prefix: str, more: int | None) -> str:
    return prefix + ("*" if more is None else "#" * more)


def _source(source: Source) -> dict[str, object]:
    return {
        "id": source.id,
        "name": source.name,
        "format": source.format,
        "hash": source.hash,
        "added_at": source.added_at.isoformat(),
        "complete": source.complete,
        "rows": source.rows,
        "counted": source.counted,
        "junk": [
            {"reason": each.reason, "rows": each.rows, "lines": each.lines} for each in source.junk
        ],
    }


def _json(found: Reputation) -> dict[str, object]:
    return {
        "number": found.number,
        "complaints": found.complaints,
        "weight": round(found.weight, 3),
        "subjects": found.subjects,
        "months": [
            {"month": f"{one.month:%Y-%m}", "subject": one.subject, "complaints": one.complaints}
            for one in found.months
        ],
        "robocall_share": found.robocall_share,
        "newest": found.newest and found.newest.isoformat(),
        "sources": found.sources,
        "ranges": [
            {
                "range": _range(each.prefix, each.more),
                "subject": each.subject,
                "source": each.source,
            }
            for each in found.ranges
        ],
    }
