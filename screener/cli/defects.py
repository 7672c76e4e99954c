"""What is told when the program itself is at fault: one sentence, and a report without any text
of calls. Python's own account quotes messages, and Textual's shows what was in hand; both hold
names, numbers and words of callers (docs/privacy.md).
"""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from screener import __version__
from screener.cli.session import told
from screener.own_files import own_folder, write_own

if TYPE_CHECKING:
    from typing import Self

CODE = 70
"""The exit code of a defect: EX_SOFTWARE of sysexits.h."""
KEPT = 20
"""So many reports are kept."""
_STOPPED = 130
_DEEP = 20


class Watched:
    """Within it nothing of calls gets out by way of an error: a defect ends the program with
    code 70 and a sentence that names the report; in a thread, it ends the thread likewise."""

    def __enter__(self) -> "Self":
        """Threads are watched from now on."""
        threading.excepthook = _in_thread
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Tells of what came out, if it is an error."""
        if isinstance(error, KeyboardInterrupt):
            told("stopped.", 0)
            sys.exit(_STOPPED)
        if isinstance(error, Exception):
            tell(error)
            sys.exit(CODE)


def tell(error: BaseException) -> None:
    """The sentence about a defect on standard error; the report is written first."""
    # Nobody to tell it to is no reason for an account of that.
    with suppress(OSError, ValueError):
        told(sentence(error), 0)


def sentence(error: BaseException) -> str:
    """One sentence about a defect, once its report is written; it holds nothing of calls."""
    what = f"a mistake in the program itself stopped it ({type(_unwrapped(error)).__name__})"
    try:
        path = _write(account(error))
    except OSError as fault:
        return f"{what}; a report of it could not be written ({fault.strerror})."
    return f"{what}; {path} tells where it lies, without anything of your calls, to be reported."


def account(error: BaseException) -> str:
    """Where the program was: kinds of errors, files, lines and functions, the innermost last.
    Neither messages nor values, for these hold what callers said."""
    from traceback import extract_tb  # noqa: PLC0415 - only where something went wrong

    lines = [
        f"Screener {__version__}, Python {sys.version.split()[0]}, {sys.platform}",
        "Where the program stopped. No message and no value stands here: they could hold calls.",
    ]
    for each in _chain(error):
        kind = type(each)
        lines += ["", f"{kind.__module__}.{kind.__qualname__}"]
        lines += [
            f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}"
            for frame in extract_tb(each.__traceback__)
        ]
    return "\n".join(lines) + "\n"


def folder() -> Path:
    """Where the reports lie."""
    from platformdirs import user_state_path  # noqa: PLC0415 - only where something went wrong

    return user_state_path("screener", appauthor=False) / "defects"


def _in_thread(raised: "threading.ExceptHookArgs") -> None:
    if raised.exc_value is not None and not isinstance(raised.exc_value, SystemExit):
        tell(raised.exc_value)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error after what led to it. Textual wraps what a worker raised."""
    found: list[BaseException] = []
    each: BaseException | None = error
    while each is not None and len(found) < _DEEP and each not in found:
        found.append(each)
        below = _unwrapped(each)
        each = below if below is not each else each.__cause__ or each.__context__
    yield from reversed(found)


def _unwrapped(error: BaseException) -> BaseException:
    """The error itself, out of the wrapping that Textual puts around it."""
    wrapped = getattr(error, "error", None)
    return wrapped if isinstance(wrapped, BaseException) else error


def _place(file: str) -> str:
    """A file by its package, not by whose home it lies in."""
    parts = Path(file).parts
    for landmark in ("site-packages", "screener"):
        if landmark in parts:
            at = len(parts) - 1 - parts[::-1].index(landmark)
            return "/".join(parts[at + (landmark == "site-packages") :])
    return parts[-1] if parts else file


def _write(text: str) -> Path:
    place = folder()
    own_folder(place)
    for old in sorted(place.glob("*.txt"))[: 1 - KEPT]:
        old.unlink(missing_ok=True)
    path = place / f"{datetime.now().astimezone():%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    write_own(path, text.encode(errors="replace"))
    return path
