"""`screener report`: everything on file about one caller, as evidence."""

from pathlib import Path

import click

from screener.cli.main import Session
from screener.cli.writing import Format, format_of, put_out
from screener.reports.complaint import MOST_SHEETS
from screener.reports.evidence import Report
from screener.reports.files import check_target

FORMATS = ("html", "txt", "csv", "json")


@click.command()
@click.argument("who")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default=None,
    help="In which format (default: as the file's name ends, else txt).",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write.")
@click.option("--force", is_flag=True, help="Write over a file that exists.")
@click.option(
    "--table",
    type=click.Choice(["calls", "ledger", "violations"]),
    default="calls",
    help="With csv: which table.",
)
@click.option(
    "--sheets",
    type=click.IntRange(0, 10_000),
    default=MOST_SHEETS,
    show_default=True,
    help="At most so many complaint sheets for one regulator, the newest calls first.",
)
@click.pass_obj
def report(
    session: Session,
    who: str,
    form: Format | None,
    output: Path | None,
    force: bool,
    table: str,
    sheets: int,
) -> None:
    """Report on WHO (a vendor, a number or a name): calls, opt-outs, broken rules, complaints.

    The complaint sheets hold the regulator's own fields in the form's order.

    \b
    Example:
      screener report Orkin --format html -o orkin.html
    """
    wanted = format_of(form, output, FORMATS)
    if output is not None:
        check_target(output, force=force)
    with session.desk() as desk:
        found = desk.report(who, str(output.absolute()) if output else "")
    put_out(_text(found, wanted, table, sheets), output, force=force)


def _text(found: Report, form: Format, table: str, sheets: int) -> str:
    if form == "csv":
        from screener.reports.csv import to_csv  # noqa: PLC0415 - one format is wanted at a time

        return to_csv(found, table)
    if form == "json":
        from screener.reports.json import to_json  # noqa: PLC0415

        return to_json(found, sheets)
    from screener.cli.writing import written  # noqa: PLC0415
    from screener.reports.telling import report_document  # noqa: PLC0415

    return written(report_document(found, sheets), form)
