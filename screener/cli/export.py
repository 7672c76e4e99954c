"""`screener export`: what is kept, out to other programs in open formats."""

from contextlib import closing
from pathlib import Path

import click

from screener.cli.main import Session
from screener.cli.output import emit, emit_json
from screener.exports import FORMATS, format_for

_ALL_FORMATS = sorted({form for forms in FORMATS.values() for form in forms})


@click.command()
@click.argument("what", type=click.Choice(list(FORMATS)))
@click.option(
    "--format", "form", type=click.Choice(_ALL_FORMATS), default=None, help="In which format."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write.")
@click.option("--force", is_flag=True, help="Write over a file that exists.")
@click.option("--json", "as_json", is_flag=True, help="With -o: answer in JSON.")
@click.pass_obj
def export(
    session: Session,
    what: str,
    form: str | None,
    output: Path | None,
    force: bool,
    as_json: bool,
) -> None:
    """Write WHAT is kept for other programs: to a file for you alone, else to standard output.

    calls and ledger as csv or jsonl; vendors also as vcard; deadlines as icalendar; blocklist
    (only numbers that you judged, never those of vendors and people you know) for spamblocker,
    yacb, ncid or callattendant; everything as jsonl, which `screener import` reads back with the
    chain of all records.

    \b
    Example:
      screener export calls -o calls.csv
      screener export deadlines -o deadlines.ics
      screener export blocklist --format ncid -o ncidd.blacklist
      screener export everything -o everything.jsonl
    """
    from screener.reports.files import check_target, write_pieces  # noqa: PLC0415 - not for --help

    if as_json and output is None:
        raise click.UsageError(
            "--json: goes with -o FILE; the export itself is on standard output."
        )
    wanted = format_for(what, form or "", output.suffix if output else "")
    if output is not None:
        check_target(output, force=force)
    file = str(output.absolute()) if output else ""
    with session.desk() as desk, closing(desk.export(what, wanted, file)) as pieces:
        if output is None:
            for piece in pieces:
                click.echo(piece.encode(), nl=False)
            return
        write_pieces(output, (piece.encode() for piece in pieces), force=force)
    if as_json:
        emit_json(
            {
                "what": what,
                "format": wanted,
                "file": file,
                "bytes": output.stat().st_size,
            }
        )
        return
    emit([f"Written to {output}."])
