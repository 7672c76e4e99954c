"""What is wanted while the phone rings, done before click is loaded: the screen, and a look-up.

`screener` and `screener lookup WHO [--json]` in just this form; everything else, help and
mistakes too, is left to the commands. Loading click would take as long again as the answer.
"""

import os
import sys
from collections.abc import Sequence

from screener.cli.session import OpenScreen, Session, told
from screener.faults import Fault

COMPLETING = "_SCREENER_COMPLETE"
"""The variable by which a shell asks click for completions, made of the program's name."""

_MOST = 3


def answered(arguments: Sequence[str], open_screen: OpenScreen) -> int | None:
    """Opens the screen or answers a look-up, and returns the exit code; None where this is
    something else."""
    if COMPLETING in os.environ:
        return None
    if not arguments:
        return _shown(Session(None, open_screen))
    if len(arguments) > _MOST or arguments[0] != "lookup":
        return None
    who = [argument for argument in arguments[1:] if argument != "--json"]
    if len(who) != 1 or who[0].startswith("-"):
        return None
    from screener.cli.caller import answer  # noqa: PLC0415 - only for a look-up

    try:
        lines = list(answer(None, who[0], as_json=len(arguments) == _MOST))
    except Fault as fault:
        return told(str(fault), 2)
    return _written("\n".join(lines) + "\n")


def _shown(session: Session) -> int:
    try:
        session.show_screen()
        session.copy_of_the_day()
    except Fault as fault:
        return told(str(fault), 2)
    return 0


def _written(text: str) -> int | None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads may leave before the end; the interpreter would complain on its way out.
        import os  # noqa: PLC0415

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
