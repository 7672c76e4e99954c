"""`screener prefer`: what a vendor may call about, and under what conditions."""

import click

from screener.cli.main import Session
from screener.cli.output import emit, emit_json
from screener.cli.times import day_option
from screener.conditions import Conditions, read_days, read_hours, read_limit, told
from screener.phone import display
from screener.text import one_line
from screener.vendor import Preference, Vendor
from screener.wire import vendor_to
from screener.words import PREFERENCE_PURPOSES, Choice, Purpose


@click.command()
@click.argument("vendor")
@click.option(
    "--purpose",
    type=click.Choice([str(purpose) for purpose in PREFERENCE_PURPOSES]),
    required=True,
    help="What for.",
)
@click.option(
    "--choice",
    type=click.Choice([str(choice) for choice in Choice]),
    default=None,
    help="opt-in: may call (the default with conditions); opt-out: may not.",
)
@click.option("--hours", default="", help="Only then, such as 09:00-17:00.")
@click.option("--days", default="", help="Only then, such as mon-fri or sat,sun.")
@click.option("--at-most", default="", help="No more than that, such as 2/month or 4/year.")
@click.option("--only-from", "numbers", multiple=True, help="Only from this number; repeat it.")
@click.option("--in-writing", is_flag=True, help="Letters and e-mail only, no call.")
@click.option("--since", default=None, help="From which day on (default: today).")
@click.option("--how", default="", help="How you said it, such as letter.")
@click.option("--clear", is_flag=True, help="Take back all you preferred for this purpose.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def prefer(
    session: Session,
    vendor: str,
    purpose: str,
    choice: str | None,
    hours: str,
    days: str,
    at_most: str,
    numbers: tuple[str, ...],
    in_writing: bool,
    since: str | None,
    how: str,
    clear: bool,
    as_json: bool,
) -> None:
    """Say what VENDOR may call about, and when, how often and from where.

    A later preference takes the place of an earlier one whole, conditions and all; calls before
    its day are still judged by the earlier one. Conditions narrow what the ledger allows, too.

    \b
    Example:
      screener prefer Saga --purpose sales --days mon-fri --hours 09:00-17:00 --at-most 2/month
    """
    conditions = Conditions(
        hours=read_hours(hours) if hours else None,
        days=read_days(days) if days else (),
        at_most=read_limit(at_most) if at_most else None,
        in_writing=in_writing,
        numbers=numbers,
    )
    if clear and (choice or conditions):
        raise click.UsageError("--clear goes without --choice and conditions.")
    if not (clear or choice or conditions):
        raise click.UsageError("Give --choice, a condition such as --hours, or --clear.")
    said = Preference(
        Purpose(purpose),
        Choice(choice) if choice else Choice.OPT_IN,
        day_option(since, "since"),
        how,
        conditions,
    )
    with session.desk() as desk:
        found = desk.prefer_nothing(vendor, said.purpose) if clear else desk.prefer(vendor, said)
        region = desk.region
    if as_json:
        emit_json(vendor_to(found))
    else:
        emit(_lines(found, region))


def preference_line(said: Preference, region: str) -> str:
    """A preference for people; numbers are shown as is usual in the region."""
    since = f" since {said.at}" if said.at else ""
    tied = told(said.conditions, lambda number: one_line(display(number, region), 40))
    how = f" ({one_line(said.how, 40)})" if said.how else ""
    return f"{said.purpose}: {said.choice}{since}{', ' + tied if tied else ''}{how}"


def _lines(found: Vendor, region: str) -> list[str]:
    lines = [f"  {preference_line(said, region)}" for said in found.preferences]
    return [one_line(found.name, 60), *(lines or ["  no preferences"])]
