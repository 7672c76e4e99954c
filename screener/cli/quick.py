"""The one question that is asked while the phone rings, answered before click is loaded.

`screener lookup WHO [--json]` in just this form; everything else, help and mistakes too, is left
to the commands. Loading click would take as long again as the whole answer.
"""

import sys
from collections.abc import Sequence

from screener.faults import Fault

_MOST = 3


def answered(arguments: Sequence[str]) -> int | None:
    """Answers a look-up and returns the exit code; None where this is something else."""
    if len(arguments) > _MOST or not arguments or arguments[0] != "lookup":
        return None
    who = [argument for argument in arguments[1:] if argument != "--json"]
    if len(who) != 1 or who[0].startswith("-"):
        return None
    from screener.cli.caller import answer  # noqa: PLC0415 - only for a look-up

    try:
        lines = list(answer(None, who[0], as_json=len(arguments) == _MOST))
    except Fault as fault:
        from screener.text import plain  # noqa: PLC0415

        sys.stderr.write(f"screener: {plain(str(fault))}\n")
        return 2
    return _written("\n".join(lines) + "\n")


def _written(text: str) -> int | None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads may leave before the end; the interpreter would complain on its way out.
        import os  # noqa: PLC0415

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
