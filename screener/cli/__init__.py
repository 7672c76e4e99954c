"""The command line: thin commands over the desk, each imported when it is called."""

from screener.cli.main import run_command

__all__ = ["run_command"]
