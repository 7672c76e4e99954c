"""The person's own rules: an edit tried with all that it would change, then written.

The folder of one's own rules is read and written here; `rule_changes.py` says what becomes of
the files.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from screener import rulecache
from screener.faults import Fault
from screener.own_files import write_own
from screener.rule_changes import edited
from screener.rule_edits import Draft, Edit, Reset, Switch, id_by_title
from screener.rule_joining import Joined
from screener.rule_shelf import rule_named
from screener.rule_sources import Sources, document_of
from screener.rulebook import (
    Rulebook,
    Trial,
    cache_folder,
    compiled,
    load_rulebook,
    opened,
    rules_folder,
    trial_of,
)


class Prepared(NamedTuple):
    """An edit that is in order, and what it makes of the rulebook. Nothing is kept of it yet:
    `files` are what it would write (None: take away), over `present`."""

    edit: Edit
    trial: Trial
    files: Mapping[str, str | None]
    present: Sources
    plain: tuple[object, ...]


def prepare(edit: Edit, folder: Path, *, bundled: Path | None = None) -> Prepared:
    """Checks an edit of the rules in `folder` (which need not be there) as every rule is
    checked, its examples included. Raises `Fault` with the first thing that is wrong."""
    present = Sources.read(bundled or rules_folder(), folder)
    joined = Joined.of(present)
    edit = _named(edit, joined)
    files = edited(texts_of(present), folder, edit)
    sources = present._replace(own=_with(present.own, files))
    plain = compiled(sources)
    trial = trial_of(_before(folder, bundled), opened(plain, bundled), frozenset({edit.id}))
    return Prepared(edit, trial, files, present, plain)


def keep(prepared: Prepared, folder: Path, *, bundled: Path | None = None) -> None:
    """Writes what was prepared. Raises `Fault` where a file cannot be written, or the rules are
    no longer those that the edit was tried with."""
    source = bundled or rules_folder()
    if Sources.read(source, folder) != prepared.present:
        raise Fault("The rules were changed by somebody else meanwhile; please look again.")
    for name, text in prepared.files.items():
        _write(Path(name), text)
    rulecache.keep(
        cache_folder(), rulecache.key_of(Sources.read(source, folder).content()), prepared.plain
    )


def texts_of(sources: Sources) -> dict[str, str]:
    """The person's own files as texts. Raises `Fault` for one that is not TOML."""
    for name, raw in sources.own.items():
        document_of(name, raw)
    return {name: raw.decode() for name, raw in sources.own.items()}


def _named(edit: Edit, joined: Joined) -> Edit:
    """The edit with the id as it is written, or with a new one where it is about a new rule."""
    if isinstance(edit, Draft) and not edit.id:
        return edit._replace(id=id_by_title(edit.title, frozenset(joined.every)))
    rule = None if isinstance(edit, Reset) else rule_named(joined.every.values(), edit.id)
    name = edit.id.strip().upper() if rule is None else rule.id
    if isinstance(edit, Switch) and not edit.on and name in joined.off:
        raise Fault(f"{name}: is off already.")
    return edit._replace(id=name)


def _before(folder: Path, bundled: Path | None) -> Rulebook:
    """The rulebook as it is; where the person's own rules are broken, the program's."""
    try:
        return load_rulebook(folder, bundled=bundled)
    except Fault:
        return load_rulebook(bundled=bundled)


def _with(own: Mapping[str, bytes], files: Mapping[str, str | None]) -> dict[str, bytes]:
    found = {**own, **{name: text.encode() for name, text in files.items() if text is not None}}
    return {name: found[name] for name in sorted(found) if files.get(name, "") is not None}


def _write(path: Path, text: str | None) -> None:
    try:
        if text is None:
            path.unlink(missing_ok=True)
            return
        write_own(path, text.encode())
    except OSError as error:
        raise Fault(f"{path}: cannot be written: {error.strerror}.") from None
