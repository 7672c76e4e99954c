"""`screener config`: the settings of the screen: keys, theme, and where it opens."""

import click

from screener.actions import ACTIONS
from screener.cli.output import emit, emit_json, table
from screener.config import THEMES, config_file, examine, keep_theme, load_settings


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_context
def config(ctx: click.Context, as_json: bool) -> None:
    """Show the settings of the screen: its theme, where it opens, and every action with its keys.

    \b
    Example:
      screener config
    """
    if ctx.invoked_subcommand is not None:
        return
    path, settings = config_file(), load_settings()
    rows = [
        {
            "action": action.id,
            "keys": settings.keys_of(action),
            "moved": action.id in settings.keys,
            "title": action.title,
            "command": action.command,
        }
        for action in ACTIONS
    ]
    if as_json:
        emit_json(
            {"file": str(path), "theme": settings.theme, "start": settings.start, "actions": rows}
        )
        return
    there = "" if path.exists() else " (not there: all is as usual)"
    emit([f"file:  {path}{there}", f"theme: {settings.theme}", f"start: {settings.start}", ""])
    shown = [row | {"keys": ("* " if row["moved"] else "  ") + str(row["keys"])} for row in rows]
    emit(table(shown, ("action", "keys", "title")))
    if settings.keys:
        emit(["", "* moved by you"])


@config.command("path")
def path_() -> None:
    """Tell where the file of settings is, or would be.

    \b
    Example:
      ${EDITOR:-vi} "$(screener config path)"
    """
    emit([str(config_file())])


@config.command("check")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def check(as_json: bool) -> int:
    """Check the file of settings. What is wrong is told by line and field; then the exit code
    is 1.

    \b
    Example:
      screener config check
    """
    path = config_file()
    settings, problems = examine(path)
    if as_json:
        found = [{"line": p.line, "field": p.field, "words": p.words} for p in problems]
        emit_json({"file": str(path), "faults": found})
    elif problems:
        emit(problem.told(path) for problem in problems)
    else:
        emit([f"{path}: theme {settings.theme}, {len(settings.keys)} actions moved; all in order."])
    return int(bool(problems))


@config.command("theme")
@click.argument("name", type=click.Choice(THEMES))
def theme(name: str) -> None:
    """Choose the theme of the screen. It is written into the file of settings.

    \b
    Example:
      screener config theme light-contrast
    """
    emit([f"{keep_theme(name)}: theme {name}."])
