"""The person's settings: `config.toml` in the folder of settings. Read once at the start, checked
whole, and told by file, line and field where something is wrong."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from screener.actions import ACTIONS, Action, Place
from screener.config_calls import Hook, ListenTo, Wrong, read_listen, read_on_call
from screener.faults import Fault
from screener.keynames import read_keys, types_a_letter
from screener.own_files import write_own
from screener.store.place import config_folder
from screener.text import one_line

FILE = "config.toml"
TABLES = ("screen", "keys", "listen", "on_call")
"""What there is in it."""
THEMES = ("dark", "light", "dark-contrast", "light-contrast")
"""The themes by the names that `theme` in `[screen]` has for them; the first one is the usual."""
STARTS = tuple(place.value for place in Place if place is not Place.ANYWHERE)
"""The places that the screen can open in; the first one is the usual."""
TAKEN = frozenset(
    {"tab", "shift+tab", "enter", "up", "down", "left", "right", "home", "end", "pageup",
     "pagedown", "space", "backspace", "delete", "ctrl+c"}
)  # fmt: skip
"""Keys that move about and type in every place, or that terminals keep to themselves."""
SAME = {"ctrl+i": "Tab", "ctrl+m": "Enter", "ctrl+h": "Backspace", "ctrl+j": "Enter"}
"""Keys that a terminal cannot tell from another one."""
IN_LISTS = {Place.HISTORY: frozenset("jkgG")}
"""Keys that move in the list of a place."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in the file: where (0: no line to name), and a sentence about it."""

    line: int
    field: str
    words: str

    def told(self, path: Path) -> str:
        """config.toml, line 3: keys.call.store: …"""
        where = f"{path}, line {self.line}" if self.line else str(path)
        return f"{where}: {self.field}: {self.words}" if self.field else f"{where}: {self.words}"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person set. `keys` holds the keys of the actions that were moved, by their ids,
    with commas between them; `theme` is a name of `THEMES`, `start` one of `STARTS`; `listen` is
    where the screen listens for calls, `on_call` the programs that are started on them."""

    theme: str = THEMES[0]
    start: str = STARTS[0]
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    listen: ListenTo | None = None
    on_call: tuple[Hook, ...] = ()

    def keys_of(self, action: Action) -> str:
        """The keys that an action has now."""
        return self.keys.get(action.id, action.keys)


def config_file() -> Path:
    """The file of the person's settings, which need not be there."""
    return config_folder() / FILE


def load_settings(path: Path | None = None) -> Settings:
    """The settings at `path`, or at their usual place; those that are not set are as usual.

    Raises Fault for a file that cannot be read, and for what is wrong in it: the first of it,
    with file, line and field.
    """
    path = path or config_file()
    settings, problems = examine(path)
    if problems:
        more = f" ({len(problems) - 1} more: screener config check)" if problems[1:] else ""
        raise Fault(problems[0].told(path) + more)
    return settings


def examine(path: Path) -> tuple[Settings, list[Problem]]:
    """The settings in a file and everything that is wrong there. Raises Fault for a file that
    cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings(), []
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no UTF-8"
        raise Fault(f"{path}: cannot be read: {why}.") from None
    return read_settings(text)


def read_settings(text: str) -> tuple[Settings, list[Problem]]:
    """The settings in a text, and everything that is wrong in it, from its beginning on."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        words = re.sub(r" \(at .*\)", "", str(error))
        return Settings(), [Problem(int(found[1]) if found else 0, "", f"{words}.")]
    lines = _lines(text)
    (theme, start), problems = _screen(table.get("screen", {}))
    moved, wrong = _keys(table.get("keys", {}))
    problems += wrong + _clashes(moved) + list(_unknown(table))
    listen, others = read_listen(table.get("listen"))
    problems += map(_problem, others)
    on_call, others = read_on_call(table.get("on_call"))
    problems += map(_problem, others)
    problems = [replace(each, line=_line_of(each.field, lines)) for each in problems]
    settings = Settings(theme, start, MappingProxyType(moved), listen, on_call)
    return settings, sorted(problems, key=lambda one: one.line)


def _unknown(table: Mapping[str, object]) -> Iterator[Problem]:
    for name in table:
        if name not in TABLES:
            there = f"{', '.join(TABLES[:-1])} and {TABLES[-1]}"
            yield Problem(0, one_line(name, 40), f"is no setting; there are {there}.")


def _problem(wrong: Wrong) -> Problem:
    return Problem(0, *wrong)


def _line_of(name: str, lines: Mapping[str, int]) -> int:
    """Where a field stands, else the table that lacks it."""
    return lines.get(name) or lines.get(name.rpartition(".")[0], 0)


def _screen(screen: object) -> tuple[tuple[str, str], list[Problem]]:
    """Theme and place, and what is wrong with them."""
    if not isinstance(screen, dict):
        return (THEMES[0], STARTS[0]), [Problem(0, "screen", "must be a table: [screen].")]
    problems = [
        Problem(0, f"screen.{one_line(name, 40)}", "is no setting; there are theme and start.")
        for name in screen
        if name not in {"theme", "start"}
    ]
    theme, wrong = _one_of(screen, "theme", THEMES, "theme")
    start, others = _one_of(screen, "start", STARTS, "place")
    return (theme, start), problems + wrong + others


def _one_of(
    screen: Mapping[str, object], name: str, known: tuple[str, ...], noun: str
) -> tuple[str, list[Problem]]:
    """A setting that is one of these words; the first where it is not set, or wrong."""
    value = screen.get(name, known[0])
    if isinstance(value, str) and value in known:
        return value, []
    words = f"{one_line(str(value), 40)!r} is no {noun}; there are {', '.join(known)}."
    return known[0], [Problem(0, f"screen.{name}", words)]


def _keys(table: object) -> tuple[dict[str, str], list[Problem]]:
    if not isinstance(table, dict):
        return {}, [Problem(0, "keys", "must be a table: [keys].")]
    known = {action.id: action for action in ACTIONS}
    moved: dict[str, str] = {}
    problems = []
    for name, value in _flat(table):
        where = f"keys.{one_line(name, 60)}"
        try:
            moved[name] = _keys_for(known.get(name), value)
        except Fault as fault:
            problems.append(Problem(0, where, str(fault)))
    return moved, problems


def _flat(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """`call.store = …`, `"call.store" = …` and `[keys.call] store = …` are the same."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _keys_for(action: Action | None, value: object) -> str:
    if action is None:
        raise Fault("is no action; `screener config` lists them.")
    texts = value if isinstance(value, list) else [value]
    if not texts or not all(isinstance(text, str) and text.strip() for text in texts):
        raise Fault('needs a key, as in "ctrl+s", or several: ["ctrl+s", "f2"].')
    keys = ",".join(dict.fromkeys(",".join(map(read_keys, texts)).split(",")))
    for key in keys.split(","):
        if key in SAME:
            raise Fault(f"a terminal cannot tell {key} from {SAME[key]}.")
        if key in TAKEN | IN_LISTS.get(action.place, frozenset()):
            raise Fault(f"{key} has a use of its own there already.")
    letters = [key for key in keys.split(",") if types_a_letter(key)]
    everywhere = action.place in {Place.CALL, Place.ANYWHERE}
    if letters and (action.first or (everywhere and len(letters) == keys.count(",") + 1)):
        raise Fault(f"{letters[0]} would be typed into a field; give a key such as ctrl+s or f2.")
    return keys


def _clashes(moved: Mapping[str, str]) -> list[Problem]:
    """Two actions on one key in one place."""
    problems = {}
    for place in Place:
        held: dict[str, Action] = {}
        for action in ACTIONS:
            if action.place not in {place, Place.ANYWHERE}:
                continue
            for key in moved.get(action.id, action.keys).split(","):
                other = held.setdefault(key, action)
                if other is not action:
                    named, rest = (action, other) if action.id in moved else (other, action)
                    words = f"{key} is the key of {rest.id} as well ({rest.title})."
                    problems[named.id, rest.id] = Problem(0, f"keys.{named.id}", words)
    return list(problems.values())


_HEAD = re.compile(r"\s*\[(?P<many>\[?)\s*(?P<name>[^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_FIELD = re.compile(r"\s*(?P<name>[\w.\"'\s-]+?)\s*=")


def _lines(text: str) -> dict[str, int]:
    """Where each field stands, by its whole name: line numbers, the first line is 1. Of tables
    of which there are many, each has its number: `on_call[0].run`."""
    found: dict[str, int] = {}
    many: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if head := _HEAD.match(line):
            table = _name(head["name"])
            if head["many"]:
                at = many[table] = many.get(table, -1) + 1
                table = f"{table}[{at}]"
            found.setdefault(table, number)
        elif named := _FIELD.match(line):
            name = _name(named["name"])
            found.setdefault(f"{table}.{name}" if table else name, number)
    return found


def _name(text: str) -> str:
    return re.sub(r"[\"'\s]", "", text)


def keep_theme(theme: str, path: Path | None = None) -> Path:
    """Writes the theme into the file of settings, which is made where there is none; nothing else
    in it changes. The file. Raises Fault where it cannot be written."""
    if theme not in THEMES:
        raise Fault(f"theme: {one_line(theme, 40)!r} is none; there are {', '.join(THEMES)}.")
    path = path or config_file()
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        text = with_theme(before, theme)
        write_own(path, text.encode())
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no UTF-8"
        raise Fault(f"{path}: cannot be written: {why}.") from None
    return path


def with_theme(text: str, theme: str) -> str:
    """A text of settings with another theme in it; comments and all else stay."""
    lines, places = text.splitlines(keepends=True), _lines(text)
    wanted = f'theme = "{theme}"'
    if at := places.get("screen.theme"):
        line = lines[at - 1]
        new, held = re.subn(r"=\s*(\"[^\"]*\"|'[^']*')", f'= "{theme}"', line, count=1)
        lines[at - 1] = new if held else f"{wanted}\n"
    elif at := places.get("screen"):
        lines.insert(at, f"{wanted}\n")
    else:
        if lines and not lines[-1].endswith("\n"):
            lines[-1] += "\n"
        lines.append(f"{'' if not lines else chr(10)}[screen]\n{wanted}\n")
    return "".join(lines)
