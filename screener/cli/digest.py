"""`screener digest`: what a week brought, for the household or for who looks after someone."""

from pathlib import Path

import click

from screener.cli.main import Session
from screener.cli.times import day_option
from screener.cli.writing import Format, format_of, put_out, written

FORMATS = ("html", "txt")


@click.command()
@click.option(
    "--week",
    is_flag=False,
    flag_value="",
    default="",
    metavar="[DAY]",
    help="The week of this day (2026-11-02); without one the last that is over.",
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
@click.pass_obj
def digest(
    session: Session, week: str, form: Format | None, output: Path | None, force: bool
) -> None:
    """Tell what a week brought: what came, what was refused, scams, deadlines, what to do.

    A week is Monday to Sunday. HTML is one file without anything from outside, fit for a mail.

    \b
    Example:
      screener digest --week 2026-11-02 -o week.html
    """
    from datetime import timedelta  # noqa: PLC0415 - only where a week is told

    from screener.reports.digest import digest_document  # noqa: PLC0415

    wanted = format_of(form, output, FORMATS)
    if output is not None:
        from screener.reports.files import check_target  # noqa: PLC0415 - only for files

        check_target(output, force=force)
    with session.desk() as desk:
        day = day_option(week, "week") or desk.today() - timedelta(days=7)
        found = desk.digest(day)
    put_out(written(digest_document(found), wanted), output, force=force)
