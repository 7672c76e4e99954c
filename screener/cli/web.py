"""`screener web`: the screen in the household's browser."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import click

from screener.cli.main import Session
from screener.faults import Fault

VARIABLE = "SCREENER_WEB_PASSWORD"
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The IP address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help="The port to answer at; 0: any that is free.",
)
@click.option("--name", "names", multiple=True, help="A name of this computer in your network.")
@click.option("--cert", type=_FILE, help="The certificate, for https.")
@click.option("--key", type=_FILE, help="The private key that goes with it.")
@click.option("--password-file", type=_FILE, help="A password that --new-password wrote.")
@click.option("--new-password", type=_FILE, help="Ask for a password, write its hash, and end.")
@click.option(
    "--windows",
    "most",
    type=click.IntRange(1, 100),
    default=6,
    show_default=True,
    help="How many browser tabs may be open at once.",
)
@click.pass_obj
def web(
    session: Session,
    host: str,
    port: int,
    names: tuple[str, ...],
    cert: Path | None,
    key: Path | None,
    password_file: Path | None,
    new_password: Path | None,
    most: int,
) -> None:
    """Show the screen in the household's browser, until Ctrl+C.

    Open the link that is printed; the key in it lets you in. For other devices than this
    computer a certificate and a password are needed (docs/web.md). The password is asked for,
    or taken from --password-file or the variable SCREENER_WEB_PASSWORD.

    \b
    Example:
      screener web
      screener web --new-password web.password
      screener web --host 0.0.0.0 --name home.lan --cert home.pem --key home.key \\
        --password-file web.password
    """
    try:
        from screener.web.password import Password  # noqa: PLC0415 - an extra, and slow to load
        from screener.web.running import Wanted, serve  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise Fault(
            f"screener web needs more ({error.name} is missing): pip install 'call-screener[web]'."
        ) from None
    if new_password is not None:
        Password.of(_asked(again=True)).write(new_password)
        click.echo(f"{new_password} holds the hash of the password; you alone can read it.")
        return
    wanted = Wanted(
        host, port, names, cert, key, None, most, {"SCREENER_DB": str(session.path.absolute())}
    )
    if password_file is not None:
        wanted = replace(wanted, password=Password.read(password_file))
    elif given := os.environ.get(VARIABLE):
        wanted = replace(wanted, password=Password.of(given))
    elif wanted.beyond and cert is not None and sys.stdin.isatty():
        wanted = replace(wanted, password=Password.of(_asked()))
    wanted.checked()
    with session.desk():
        pass  # what is wrong with the file is told here, not in every tab
    serve(wanted, lambda link: click.echo(f"Screener is at {link}"))


def _asked(*, again: bool = False) -> str:
    if not sys.stdin.isatty():
        raise Fault("The password is asked for in a terminal; here is none.")
    said: str = click.prompt("Password", hide_input=True, confirmation_prompt=again, err=True)
    return said
