"""What a person changes of the rules, as TOML of their own: comments and all else stay. Pure.

Every edit gives the new texts of the files that it changes; `rule_own.py` checks and writes them.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screener.faults import Fault
from screener.rule_edits import Draft, Edit, Reset, Switch, Weigh
from screener.rulefiles import CHANGE_KEYS
from screener.text import one_line
from screener.words import Purpose

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import AoT, Item, Table

CHANGES = "changes.toml"
_HEAD = """# What you changed of the rules that come with Screener: rules that are switched off, weights.
# Written by `screener rules` and by the Rules place; write in it as you like.
format = 1
"""
_OWN_HEAD = """# Rules of your own that speak for {0} (see docs/rules.md).
format = 1
purpose = "{0}"
"""

_HEADS = {_HEAD.strip(), *(_OWN_HEAD.format(purpose).strip() for purpose in Purpose)}
_TABLE = re.compile(r"\s*\[\[\s*signal\s*\]\]")

Texts = Mapping[str, str]
NewTexts = dict[str, str | None]
"""Files by their whole path; None for one that is to go."""


_KEYS = {"title": "title", "why": "why", "weight": "weight", "phrases": "any"}
_NAMED = frozenset({"id", "enabled", "override", "examples", *_KEYS.values()})
"""Keys that a draft has fields for, or that are not its matter."""
_EXAMPLES = {"matching": "match", "not_matching": "no_match"}


def edited(own: Texts, folder: Path, edit: Edit) -> NewTexts:
    """The files that an edit changes, by the texts of the person's files as they are. Raises
    `Fault` where there is nothing to change, or a file is not written so that it can be."""
    files = _Files(own, folder)
    match edit:
        case Switch(id=name, on=True):
            files.switch_on(name)
        case Switch(id=name):
            files.set(name, "enabled", value=False)
        case Weigh(id=name, weight=weight):
            files.set(name, "weight", value=weight)
        case Reset(id=name):
            files.reset(name)
        case Draft():
            files.write(edit)
    return files.new


def draft_of(own: Texts, name: str) -> Draft:
    """A rule of the person's own as they wrote it. Raises `Fault` where they wrote none."""
    for text in own.values():
        document = tomllib.loads(text)
        for table in document.get("signal", ()):
            if table.get("id") == name and not table.keys() <= CHANGE_KEYS:
                return _draft(document, table)
    raise Fault(f"{one_line(name, 60)}: you have written no rule of this id.")


def _draft(document: Mapping[str, Any], table: Mapping[str, Any]) -> Draft:
    examples = table.get("examples", {})
    return Draft(
        purpose=Purpose(document["purpose"]),
        title=table["title"],
        why=table["why"],
        weight=table["weight"],
        phrases=tuple(table.get("any", ())),
        matching=tuple(examples.get("match", ())),
        not_matching=tuple(examples.get("no_match", ())),
        more="".join(
            f"{key} = {_toml(value)}\n" for key, value in table.items() if key not in _NAMED
        ),
        id=table["id"],
    )


class _Files:
    """The person's files on the table: looked through, edited, and what became of them."""

    def __init__(self, own: Texts, folder: Path) -> None:
        self._own = own
        self._folder = folder
        self.new: NewTexts = {}

    def switch_on(self, name: str) -> None:
        """Takes every word away that it is off."""
        while off := [one for one in self._tables(name) if one[3].get("enabled") is False]:
            file, document, at, table = off[0]
            if table.keys() <= {"id", "enabled", "override"}:
                self._remove(file, at)
            else:
                del table["enabled"]
                self._put(file, document)
        if not self.new:
            raise Fault(f"{name}: is on already.")

    def set(self, name: str, key: str, value: object) -> None:
        """Sets a key where the person has written of the rule already, else in their changes."""
        tables = list(self._tables(name))
        tables.sort(key=lambda one: (key not in one[3], not one[3].keys() <= CHANGE_KEYS))
        for file, document, _, table in tables[:1]:
            if table.get(key) == value:
                raise Fault(f"{name}: {'weight is so' if key == 'weight' else 'is off'} already.")
            table[key] = value
            self._put(file, document)
        if not tables:
            self._add(CHANGES, _HEAD, f'[[signal]]\nid = "{name}"\n{key} = {_toml(value)}\n')

    def reset(self, name: str) -> None:
        """Takes every table about a rule away."""
        while (found := next(self._tables(name), None)) is not None:
            self._remove(found[0], found[2])
        if not self.new:
            raise Fault(f"{name}: you have changed nothing of this rule.")

    def write(self, draft: Draft) -> None:
        """Writes a rule: where it stands already in its place, else at the end of the file of
        its purpose."""
        further = _further(draft.more)
        for file, document, at, table in self._tables(draft.id):
            if table.keys() <= CHANGE_KEYS:
                continue
            _rewrite(table, draft, further)
            if document["purpose"] == draft.purpose:
                self._put(file, document)
            else:
                self._remove(file, at)
                self._add_rule(draft.purpose, "[[signal]]\n" + table.as_string())
            return
        self._add_rule(draft.purpose, _block(draft))

    def _add_rule(self, purpose: Purpose, block: str) -> None:
        self._add(f"my_{purpose}.toml", _OWN_HEAD.format(purpose), block)

    def _texts(self) -> dict[str, str]:
        return {file: text for file, text in ({**self._own, **self.new}).items() if text}

    def _tables(self, name: str) -> "Iterator[tuple[str, TOMLDocument, int, Table]]":
        """Where the person's files speak of a rule."""
        import tomlkit  # noqa: PLC0415 - only where something is written

        for file, text in self._texts().items():
            document = tomlkit.parse(text)
            for at, table in enumerate(_signals(file, document)):
                if table.get("id") == name:
                    yield file, document, at, table

    def _put(self, file: str, document: "TOMLDocument") -> None:
        self.new[file] = document.as_string()

    def _remove(self, file: str, at: int) -> None:
        before = self._texts()[file]
        text = _without_table(before, at)
        wanted = tomllib.loads(before)["signal"]
        del wanted[at]
        if tomllib.loads(text).get("signal", []) != wanted:
            raise Fault(f"{file}: a table cannot be taken out by itself; please do it by hand.")
        bare = text.strip() in _HEADS or (not wanted and "#" not in text)
        self.new[file] = None if bare else text

    def _add(self, name: str, head: str, block: str) -> None:
        file = str(self._folder / name)
        before = self.new.get(file, self._own.get(file)) or head
        self.new[file] = f"{before.rstrip()}\n\n{block.strip()}\n"


def _signals(file: str, document: "TOMLDocument") -> "AoT | tuple[Table, ...]":
    from tomlkit.items import AoT  # noqa: PLC0415

    signals = document.get("signal", ())
    if signals and not isinstance(signals, AoT):
        raise Fault(f"{file}: its signals are not written as [[signal]], so they stay as they are.")
    return signals  # type: ignore[no-any-return]


def _without_table(text: str, at: int) -> str:
    """A text without its [[signal]] at a place; remarks below its last key belong to what follows
    it."""
    lines = text.splitlines(keepends=True)
    heads = [place for place, line in enumerate(lines) if _TABLE.match(line)]
    first, after = heads[at], ([*heads, len(lines)])[at + 1]
    while not lines[after - 1].strip() or lines[after - 1].lstrip().startswith("#"):
        after -= 1
    if first and not lines[first - 1].strip():
        first -= 1
    return "".join(lines[:first] + lines[after:])


def _rewrite(table: "Table", draft: Draft, further: Mapping[str, Any]) -> None:
    """Sets the keys of a table that differ, so that remarks at the others stay."""
    for name, key in _KEYS.items():
        _set(table, key, _plain(getattr(draft, name)))
    for name, key in _EXAMPLES.items():
        _set(table["examples"], key, list(getattr(draft, name)))
    for key in [key for key in table if key not in _NAMED]:
        if key not in further:
            del table[key]
    for key, value in further.items():
        _set(table, key, value)


def _set(table: "Table", key: str, value: object) -> None:
    before: Any = table.get(key)
    unwrapped = before.unwrap() if hasattr(before, "unwrap") else before
    if value == [] and key == "any":
        if key in table:
            del table[key]
    elif unwrapped != value:
        table[key] = _item(value)


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _further(more: str) -> dict[str, Any]:
    """The further keys of a draft. Raises `Fault`, told of `more`."""
    if any(line.lstrip().startswith("[") for line in more.splitlines()):
        raise Fault("more: holds a heading in brackets; give keys, as in within = 5")
    try:
        found = tomllib.loads(more)
    except tomllib.TOMLDecodeError as error:
        raise Fault(f"more: not TOML: {error}") from None
    named = (_NAMED | {"purpose"}) & found.keys()
    if named:
        raise Fault(f"more: “{min(named)}” has a field of its own")
    return found


def _block(draft: Draft) -> str:
    lines = [f'[[signal]]\nid = "{draft.id}"']
    for name, key in _KEYS.items():
        value = _plain(getattr(draft, name))
        if value != []:
            lines.append(f"{key} = {_toml(value)}")
    if draft.more.strip():
        lines.append(draft.more.strip())
    lines += [f"examples.{key} = {_toml(list(getattr(draft, name)))}"
              for name, key in _EXAMPLES.items()]  # fmt: skip
    return "\n".join(lines)


def _toml(value: object) -> str:
    return _item(value).as_string()


def _item(value: object) -> "Item":
    import tomlkit  # noqa: PLC0415

    if isinstance(value, list):
        array = tomlkit.array()
        array.extend(map(_item, value))
        return array.multiline(len(array) > 1)
    if isinstance(value, Mapping):
        table = tomlkit.inline_table()
        for key, inner in value.items():
            table.append(key, _item(inner))
        return table
    return tomlkit.item(value)
