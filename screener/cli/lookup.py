"""`screener lookup`: who is this, and what happened before?"""

import click

from screener.cli.caller import answer
from screener.cli.main import Session


@click.command()
@click.argument("who")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def lookup(session: Session, who: str, as_json: bool) -> None:
    """Tell who a NUMBER or NAME is: its calls so far, what was decided, what is allowed.

    \b
    Example:
      screener lookup "614 555 0133"
      screener lookup "Acme Solar"
    """
    for line in answer(session.db, who, as_json=as_json):
        click.echo(line)
