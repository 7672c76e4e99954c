"""The `screener` command: finds the command, tells faults in one line, sets the exit code."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from screener import __version__
from screener.cli.session import OpenScreen, Session, told
from screener.faults import Fault

__all__ = ["COMMANDS", "Session", "run_command", "screener"]

COMMANDS = {
    "aftercare": "screener.cli.aftercare",
    "amend": "screener.cli.correct",
    "answer": "screener.cli.answer",
    "backup": "screener.cli.backup",
    "classify": "screener.cli.classify",
    "completion": "screener.cli.completion",
    "config": "screener.cli.config",
    "confirm": "screener.cli.consent",
    "correct": "screener.cli.correct",
    "deadlines": "screener.cli.violations",
    "decrypt": "screener.cli.encrypt",
    "demo": "screener.cli.demo",
    "digest": "screener.cli.digest",
    "doctor": "screener.cli.doctor",
    "encrypt": "screener.cli.encrypt",
    "eval": "screener.cli.eval",
    "expect": "screener.cli.expect",
    "explain": "screener.cli.explain",
    "export": "screener.cli.export",
    "forget": "screener.cli.forget",
    "history": "screener.cli.history",
    "import": "screener.cli.import_",
    "insights": "screener.cli.insights",
    "ledger": "screener.cli.consent",
    "letter": "screener.cli.letter",
    "listen": "screener.cli.listen",
    "log": "screener.cli.log",
    "lookup": "screener.cli.lookup",
    "note": "screener.cli.tag",
    "optin": "screener.cli.consent",
    "optout": "screener.cli.consent",
    "permission": "screener.cli.permission",
    "person": "screener.cli.person",
    "prefer": "screener.cli.prefer",
    "regions": "screener.cli.regions",
    "report": "screener.cli.report",
    "reputation": "screener.cli.reputation",
    "restore": "screener.cli.restore",
    "revoke": "screener.cli.consent",
    "rules": "screener.cli.rules",
    "setup": "screener.cli.setup",
    "show": "screener.cli.history",
    "tag": "screener.cli.tag",
    "undo": "screener.cli.undo",
    "vendor": "screener.cli.vendor",
    "verify": "screener.cli.verify",
    "violations": "screener.cli.violations",
    "web": "screener.cli.web",
}
"""Every command with the module that holds it. A test compares this with the README."""


class LazyGroup(click.Group):
    """A group whose commands are imported one at a time."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command by name."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, from its module."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        home = import_module(module)
        command: click.Command = getattr(home, cmd_name, None) or getattr(home, cmd_name + "_")
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Carries out the command. Whoever reads its output may leave before its end."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--db",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The database file (default: SCREENER_DB, else the data folder).",
)
@click.version_option(__version__, prog_name="screener")
@click.pass_context
def screener(ctx: click.Context, db: Path | None) -> None:
    """Screen incoming calls: who is it, what do they want, was it allowed, what to say.

    Without a command it opens the screen.

    \b
    Example:
      screener log --number "614 555 0133" --company Spectrum \\
        --said "you qualify for a free line, just say yes today"
    """
    ctx.obj.db = db
    if ctx.invoked_subcommand is None:
        ctx.obj.show_screen()


def run_command(arguments: Sequence[str], open_screen: OpenScreen) -> int:
    """Runs one command and returns its exit code: 2 with one line on stderr for bad input."""
    session = Session(None, open_screen)
    try:
        code = screener.main(
            args=list(arguments), prog_name="screener", standalone_mode=False, obj=session
        )
        session.copy_of_the_day()
    except Fault as fault:
        return told(str(fault), 2)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.Abort:
        return told("stopped; nothing was stored.", 130)
    except click.ClickException as error:
        return told(error.format_message(), 2)
    return code if isinstance(code, int) else 0
