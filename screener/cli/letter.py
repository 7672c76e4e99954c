"""`screener letter`: an opt-out in writing, ready to be filled in and sent."""

from hashlib import sha256
from pathlib import Path

import click

from screener.cli.main import Session
from screener.cli.output import emit, entry_line
from screener.cli.writing import Format, format_of, put_out, written
from screener.ledger import EntryKind, How
from screener.reports.files import check_target
from screener.violations import NO_ADVICE
from screener.words import PREFERENCE_PURPOSES, Purpose

FORMATS = ("txt", "html")


@click.command()
@click.argument("who")
@click.option(
    "--purpose",
    "purposes",
    type=click.Choice([str(p) for p in PREFERENCE_PURPOSES]),
    multiple=True,
    help="What they may not call for; may be repeated (default: what you refused, else sales).",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default=None,
    help="In which format (default: as the file's name ends, else txt).",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write.")
@click.option("--force", is_flag=True, help="Write over a file that exists.")
@click.option("--record", is_flag=True, help="Write the opt-out into the ledger, too.")
@click.pass_obj
def letter(
    session: Session,
    who: str,
    purposes: tuple[str, ...],
    form: Format | None,
    output: Path | None,
    force: bool,
    record: bool,
) -> None:
    """Write the letter or e-mail that tells WHO in writing to stop calling.

    It is in the words of your country's law. Name and address are never stored: fill in what
    stands in brackets. Record it when you send it.

    \b
    Example:
      screener letter Orkin -o orkin.txt --record
    """
    wanted = format_of(form, output, FORMATS)
    if output is not None:
        check_target(output, force=force)
    with session.desk() as desk:
        made = desk.letter(who, map(Purpose, purposes), str(output.absolute()) if output else "")
        text = written(made.document, wanted)
        put_out(text, output, force=force)
        entries = []
        if record:
            entries = desk.opt(
                made.party,
                made.purposes,
                EntryKind.OPT_OUT,
                how=How.LETTER,
                words=made.request,
                file_hash=sha256(text.encode()).hexdigest(),
            )
    if output is not None:
        emit([*map(entry_line, entries), "Fill in what stands in brackets. " + NO_ADVICE])
