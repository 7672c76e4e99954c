"""The command line. `run_command` is imported when it is asked for, since it loads click."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screener.cli.main import run_command

__all__ = ["run_command"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(name)
    from screener.cli import main  # noqa: PLC0415 - see above

    return getattr(main, name)
