"""`screener completion`: what lets a shell complete commands and options."""

import click

from screener.cli.quick import COMPLETING
from screener.faults import Fault

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Write the script that completes commands, options and choices in SHELL.

    \b
    Example:
      screener completion bash > ~/.local/share/bash-completion/completions/screener
      screener completion zsh > ~/.zfunc/_screener
      screener completion fish > ~/.config/fish/completions/screener.fish
    """
    from click.shell_completion import get_completion_class  # noqa: PLC0415 - only here

    from screener.cli.main import screener  # noqa: PLC0415 - this command is loaded by it

    made = get_completion_class(shell)
    if made is None:
        raise Fault(f"{shell}: click knows no completion for this shell.")
    # Filled in without asking which version of the shell is installed, as `source` would.
    script = made(screener, {}, "screener", COMPLETING)
    click.echo(script.source_template % script.source_vars())
