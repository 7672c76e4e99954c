"""`screener setup`: country, state, time zone and the household's default."""

from datetime import date

import click

from screener.cli.main import Session
from screener.cli.output import emit, emit_json
from screener.cli.times import day_option
from screener.faults import Fault
from screener.household_wire import household_to
from screener.words import PREFERENCE_PURPOSES, Choice, Purpose


@click.command()
@click.option("--region", default=None, help="Your country in two letters, such as US or GB.")
@click.option("--state", default=None, help="Your state, such as TX.")
@click.option("--time-zone", default=None, help="Such as America/Chicago or Europe/London.")
@click.option(
    "--registered-on",
    default=None,
    help="The day on which you put your numbers into the do-not-call register, or 'none'.",
)
@click.option("--own-number", "own_numbers", multiple=True, help="A number of your own.")
@click.option(
    "--default",
    "defaults",
    multiple=True,
    metavar="PURPOSE=CHOICE",
    help="Where a vendor has no entry: opt-in refuses unless you allowed, opt-out allows "
    "unless you refused, none says nothing; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def setup(
    session: Session,
    region: str | None,
    state: str | None,
    time_zone: str | None,
    registered_on: str | None,
    own_numbers: tuple[str, ...],
    defaults: tuple[str, ...],
    as_json: bool,
) -> None:
    """Set where you live, or show how the household is set up.

    \b
    Example:
      screener setup --region GB --time-zone Europe/London --default survey=opt-in
    """
    chosen = dict(map(_default, defaults))
    with session.desk() as desk:
        desk.set_up(
            region=region,
            state=state,
            time_zone=time_zone,
            own_numbers=own_numbers,
            defaults=chosen,
        )
        if registered_on is not None:
            desk.register(_day(registered_on))
        household = desk.household()
    if as_json:
        emit_json(household_to(household))
        return
    held = ", ".join(f"{purpose}: {choice}" for purpose, choice in household.defaults.items())
    emit(
        [
            f"country:     {household.region}",
            f"state:       {household.state or 'not set'}",
            f"time zone:   {household.time_zone or 'as each call was logged'}",
            f"own numbers: {', '.join(household.own_numbers) or 'none'}",
            f"registered:  {household.registered_on or 'not in the do-not-call register'}",
            f"defaults:    {held or 'none'} (opt-in: refused unless you allowed it)",
        ]
    )


def _day(text: str) -> date | None:
    return None if text.strip().casefold() == "none" else day_option(text, "registered-on")


def _default(text: str) -> tuple[Purpose, Choice | None]:
    """A default as typed: sales=opt-in, or survey=none."""
    purpose, _, choice = text.partition("=")
    if purpose not in PREFERENCE_PURPOSES or choice not in {*Choice, "none"}:
        known = ", ".join(PREFERENCE_PURPOSES)
        raise Fault(
            f"--default {text[:40]!r}: write PURPOSE=opt-in, PURPOSE=opt-out or PURPOSE=none, "
            f"with a purpose of {known}."
        )
    return Purpose(purpose), None if choice == "none" else Choice(choice)
