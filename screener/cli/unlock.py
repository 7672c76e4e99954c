"""Asking at the terminal for the passphrase of an encrypted file."""

import sys
from pathlib import Path


def ask(path: Path, before: int) -> str | None:
    """What a person types, unseen; None where nobody sits at a terminal. `before` counts the
    answers that did not fit."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    from getpass import getpass  # noqa: PLC0415 - only for an encrypted file

    from screener.text import plain  # noqa: PLC0415

    again = "That is not it. " if before else ""
    try:
        return getpass(f"{again}Passphrase of {plain(str(path))}: ", sys.stderr) or None
    except EOFError:
        return None


def ask_nobody(path: Path, before: int) -> None:
    """While the screen has the terminal, nobody can be asked there."""
