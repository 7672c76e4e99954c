"""`screener config`: the person's settings: keys, theme, where the screen opens, where it listens,
and what is started on calls."""

from collections.abc import Iterator

import click

from screener.actions import ACTIONS
from screener.cli.output import emit, emit_json, table
from screener.config import (
    THEMES,
    Settings,
    config_file,
    examine,
    keep_theme,
    load_settings,
)
from screener.config_calls import EVENTS
from screener.text import one_line


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_context
def config(ctx: click.Context, as_json: bool) -> None:
    """Show the settings: theme, where the screen opens, where it listens for calls, the programs
    that are started on them, and every action with its keys.

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
        told = {"file": str(path), "theme": settings.theme, "start": settings.start}
        emit_json({**told, **_calls_json(settings), "actions": rows})
        return
    there = "" if path.exists() else " (not there: all is as usual)"
    emit([f"file:  {path}{there}", f"theme: {settings.theme}", f"start: {settings.start}"])
    emit([*_calls(settings), ""])
    shown = [row | {"keys": ("* " if row["moved"] else "  ") + str(row["keys"])} for row in rows]
    emit(table(shown, ("action", "keys", "title")))
    if settings.keys:
        emit(["", "* moved by you"])


def _calls_json(settings: Settings) -> dict[str, object]:
    to = settings.listen
    listen = to and {
        "server": str(to.address),
        "day_first": to.day_first,
        "history": to.history,
    }
    on_call = [
        {"run": [*hook.run], "when": _when(hook.when), "seconds": hook.seconds}
        for hook in settings.on_call
    ]
    return {"listen": listen, "on_call": on_call}


def _calls(settings: Settings) -> Iterator[str]:
    """`[listen]` and each `[[on_call]]`, a line to each."""
    to = settings.listen
    if to is None:
        yield "listen: to no server"
    else:
        days = {None: "as in your country", True: "before months", False: "after months"}
        log = "with its log" if to.history else "without its log"
        yield f"listen: {to.address}, days {days[to.day_first]}, {log}"
    for hook in settings.on_call:
        program = one_line(" ".join(hook.run), 60)
        when = " and ".join(_when(hook.when))
        yield f"on_call: {program}, when {when}, {hook.seconds:g} seconds at most"
    if not settings.on_call:
        yield "on_call: no program"


def _when(events: frozenset[str]) -> list[str]:
    return [event for event in EVENTS if event in events]


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
