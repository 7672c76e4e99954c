"""`screener setup`: country, state, time zone and the household's default."""

import click

from screener.cli.main import Session
from screener.cli.output import emit, emit_json
from screener.wire import household_to


@click.command()
@click.option("--region", default=None, help="Your country in two letters, such as US or GB.")
@click.option("--state", default=None, help="Your state, such as TX.")
@click.option("--time-zone", default=None, help="Such as America/Chicago or Europe/London.")
@click.option("--own-number", "own_numbers", multiple=True, help="A number of your own.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def setup(
    session: Session,
    region: str | None,
    state: str | None,
    time_zone: str | None,
    own_numbers: tuple[str, ...],
    as_json: bool,
) -> None:
    """Set where you live, or show how the household is set up.

    \b
    Example:
      screener setup --region GB --time-zone Europe/London
    """
    with session.desk() as desk:
        desk.set_up(region=region, state=state, time_zone=time_zone, own_numbers=own_numbers)
        household = desk.household()
    if as_json:
        emit_json(household_to(household))
        return
    defaults = ", ".join(f"{purpose}: {choice}" for purpose, choice in household.defaults.items())
    emit(
        [
            f"country:     {household.region}",
            f"state:       {household.state or 'not set'}",
            f"time zone:   {household.time_zone or 'as each call was logged'}",
            f"own numbers: {', '.join(household.own_numbers) or 'none'}",
            f"defaults:    {defaults or 'none'} (opt-in: refused unless you allowed it)",
        ]
    )
