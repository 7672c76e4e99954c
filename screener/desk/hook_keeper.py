"""Runs one program for so many seconds and no longer. Started as a script, so that nothing of the
program waits for it, and the limit holds when that has ended:

    python -I -S hook_keeper.py SECONDS PROGRAM [ARGUMENT...]

Loads next to nothing, since it is started while the telephone rings.
"""

import os
import signal
import sys
from types import FrameType

NOT_FOUND = 127
"""The exit code for a program that cannot be started, as shells have it."""


def main(seconds: float, program: list[str]) -> int:
    """Starts the program in a process group of its own, and kills the group at the limit."""
    try:
        child = os.posix_spawnp(program[0], program, os.environ, setpgroup=0)
    except (OSError, ValueError):
        return NOT_FOUND

    def late(_signal: int, _frame: FrameType | None) -> None:
        os.killpg(child, signal.SIGKILL)

    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    _, status = os.waitpid(child, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    return os.waitstatus_to_exitcode(status) & 0xFF


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), sys.argv[2:]))
