"""The page of all keys, written from the list that the screen itself is made from.

python -m docs.keys
"""

from collections.abc import Iterator
from pathlib import Path

from screener.actions import ACTIONS, Action, Place

PAGE = Path(__file__).parent / "keys.md"
_HEAD = """# Every key

Written by `python -m docs.keys` from `screener/actions.py`; the footer, the help (`F1`) and the palette
(`Ctrl+P`) of the screen are made from the same list. The names in the first column are those of
`[keys]` in the settings ([config.md](config.md)), by which each action gets other keys; `m` and `M` are
two keys.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *(line for place in Place for line in _section(place))])


def _section(place: Place) -> Iterator[str]:
    actions = [action for action in ACTIONS if action.place is place]
    if actions:
        yield f"## {'Everywhere' if place is Place.ANYWHERE else place.capitalize()}\n"
        yield "| action | keys | what it does | without the screen |"
        yield "|---|---|---|---|"
        yield from map(_row, actions)
        yield ""


def _row(action: Action) -> str:
    keys = ", ".join(f"`{key}`" for key in action.keys.split(","))
    command = f"`{action.command}`" if action.command else ""
    return f"| `{action.id}` | {keys} | {action.title} | {command} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
