"""How documents leave the command line: to a file, whole or not at all, or to standard output."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from screener.cli.output import emit

if TYPE_CHECKING:
    from screener.reports.document import Document

Format = str

_SUFFIXES = {"htm": "html", "text": "txt"}


def format_of(given: Format | None, output: Path | None, known: Sequence[Format]) -> Format:
    """The format that was asked for, else the one that the file's name ends in, else text."""
    if given is not None:
        return given
    suffix = output.suffix.lower().lstrip(".") if output else ""
    suffix = _SUFFIXES.get(suffix, suffix)
    return suffix if suffix in known else "txt"


def written(document: "Document", form: Format) -> str:
    """A document in html or txt."""
    from screener.reports.html import to_html  # noqa: PLC0415 - one format is wanted at a time
    from screener.reports.txt import to_txt  # noqa: PLC0415

    return to_html(document) if form == "html" else to_txt(document)


def put_out(text: str, output: Path | None, *, force: bool) -> None:
    """Writes a text to a file of mode 0600, else to standard output. Fault where the file is
    there already or cannot be written."""
    if output is None:
        click.echo(text.encode(), nl=False)
        return
    from screener.reports.files import write_private  # noqa: PLC0415 - only for files

    write_private(output, text.encode(), force=force)
    emit([f"Written to {output}."])
