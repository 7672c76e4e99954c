"""`screener encrypt` and `screener decrypt`: the database for whoever has the passphrase."""

from pathlib import Path

import click

from screener.cli.main import Session
from screener.cli.output import emit, emit_json
from screener.faults import Fault
from screener.store import keys
from screener.store.encrypting import Turned, turn
from screener.store.files import is_encrypted

_FEWEST = 8


@click.command()
@click.option("--ask", "ask_each_time", is_flag=True, help="Keep it out of the system's keyring.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def encrypt(session: Session, ask_each_time: bool, as_json: bool) -> None:
    """Encrypt the database, and the copies beside it, with a passphrase.

    It is read from the file that SCREENER_KEY_FILE names, else asked for, and put into the
    system's keyring so that you need not type it again. On an encrypted database this changes
    the passphrase. Who loses it loses the calls.

    \b
    Example:
      screener encrypt
    """
    path = _there(session)
    keyless = keys.in_key_file() is None or is_encrypted(path)
    passphrase = _asked_twice() if keyless else keys.in_key_file()
    if not passphrase or len(passphrase) < _FEWEST:
        raise Fault(f"A passphrase has at least {_FEWEST} characters; nothing was changed.")
    done = turn(path, passphrase, _say)
    kept = not ask_each_time and keys.keep_in_keyring(path, passphrase)
    if ask_each_time:
        keys.keep_in_keyring(path, None)
    ring = "The passphrase is in the system's keyring." if kept else "It is asked for each time."
    _tell(done, "Encrypted", ring, as_json=as_json)


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def decrypt(session: Session, yes: bool, as_json: bool) -> None:
    """Make the database, and the copies beside it, plain again.

    \b
    Example:
      screener decrypt
    """
    path = _there(session)
    if not is_encrypted(path):
        raise Fault(f"{path} is not encrypted.")
    if not yes:
        click.confirm("Store the calls so that every program can read them?", abort=True, err=True)
    done = turn(path, None, _say)
    keys.keep_in_keyring(path, None)
    _tell(done, "Plain again", "", as_json=as_json)


def _there(session: Session) -> Path:
    path = session.path.expanduser()
    if not path.exists() or path.stat().st_size == 0:
        raise Fault(f"{path} is not there yet: log a call first.")
    return path.resolve()


def _asked_twice() -> str:
    passphrase: str = click.prompt(
        "New passphrase", hide_input=True, confirmation_prompt="Once more", err=True
    )
    return passphrase


def _say(path: Path) -> None:
    click.echo(f"… {path.name}", err=True)


def _tell(done: Turned, what: str, ring: str, *, as_json: bool) -> None:
    if as_json:
        left = [{"file": str(path), "fault": why} for path, why in done.left]
        emit_json({"files": [str(path) for path in done.files], "left": left})
        return
    copies = len(done.files) - 1
    beside = f", with {copies} {'copy' if copies == 1 else 'copies'} beside it" if copies else ""
    lines = [f"{what}: {done.files[0]}{beside}.", ring]
    lines += [f"Left as it was: {path} ({why})" for path, why in done.left]
    emit([line for line in lines if line])
