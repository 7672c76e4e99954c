"""The files of a rulebook as they lie there, read."""

import os
import stat
import tomllib
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from screener.faults import Fault
from screener.text import one_line

MAX_FILE = 1_000_000
"""Bytes of a file, and of all of a person's own together. Nobody writes more rules by hand."""

MAX_LINE = 4_000
"""Bytes of a line."""

MAX_DOTS = 100
"""Dots in a line: they part keys, and reading a key takes as long as the square of its parts."""

GROUPS = "groups.toml"

AFTERCARE_FILE = "aftercare.toml"

WEIGHTS = "learned/calls.weights"

Documents = dict[str, Mapping[str, Any]]


class Sources(NamedTuple):
    """The files as they lie there, by name for messages (the user's by their whole path)."""

    rules: dict[str, bytes]
    own: dict[str, bytes]
    groups: dict[str, bytes]
    advice: dict[str, bytes]
    learned: bytes

    @classmethod
    def read(cls, bundled: Path, user: Path | None) -> "Sources":
        """Read them all. Raises `Fault` for a folder or file that cannot be read."""
        if not bundled.is_dir():
            raise Fault(f"{bundled}: the bundled rules are not there")
        own = [] if user is None else [*_toml_in(user), *_toml_in(user / "purposes")]
        own_groups = [path for path in own if path.name == GROUPS]
        own_advice = [] if user is None else _advice_in(user)
        learned = [path for path in (bundled / WEIGHTS,) if path.is_file()]
        found = bytes_of(path for path in own if path not in own_groups)
        sizes = [*map(len, found.values())]
        if sum(sizes) > MAX_FILE >= max(sizes):
            raise Fault(f"{user}: your rules are larger than {MAX_FILE:,} bytes together")
        return cls(
            rules=bytes_of(_toml_in(bundled / "purposes"), bundled),
            own=found,
            groups=bytes_of([*bundled.glob(GROUPS)], bundled) | bytes_of(own_groups),
            advice=bytes_of(_advice_in(bundled), bundled / "advice") | bytes_of(own_advice),
            learned=sha256(b"".join(path.read_bytes() for path in learned)).digest(),
        )

    def without(self, file: Path) -> "Sources":
        """The same, but for one of the user's files."""
        whole = file.resolve()
        own = {name: raw for name, raw in self.own.items() if Path(name).resolve() != whole}
        return self._replace(own=own)

    def content(self) -> bytes:
        """Everything, with names, for a digest."""
        parts = [self.learned]
        for files in (self.rules, self.own, self.groups, self.advice):
            parts.append(b"%d" % len(files))
            for name, raw in files.items():
                parts += [name.encode(errors="replace"), b"%d" % len(raw), raw]
        return b"\0".join(parts)


def _toml_in(folder: Path) -> list[Path]:
    """What is called a file of rules, whatever it is; editors keep their own beside it, behind
    a dot."""
    found = folder.glob("*.toml")
    return sorted(path for path in found if path.name[0] != "." or path.is_file())


def _advice_in(folder: Path) -> list[Path]:
    return [path for path in _toml_in(folder / "advice") if path.name != AFTERCARE_FILE]


def bytes_of(paths: Iterable[Path], under: Path | None = None) -> dict[str, bytes]:
    return {str(path.relative_to(under) if under else path): read_file(path) for path in paths}


def read_file(path: Path) -> bytes:
    """A file's bytes, no more than it takes to see that it is too large. Raises `Fault`, also for
    what is no file: a pipe would be waited for, and a device never ends."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise Fault(f"{path}: cannot be read: it is no file")
            return file.read(MAX_FILE + 1)
    except ValueError:
        raise Fault(f"{str(path)!r}: is no name for a file") from None
    except OSError as error:
        raise Fault(f"{path}: cannot be read: {error.strerror}") from None


def parsed(files: Mapping[str, bytes], faults: list[str]) -> Documents:
    found: Documents = {}
    for name, raw in files.items():
        try:
            found[name] = document_of(name, raw)
        except Fault as fault:
            faults.append(str(fault))
    return found


def document_of(name: str, raw: bytes) -> Mapping[str, Any]:
    if len(raw) > MAX_FILE:
        raise Fault(f"{name}: larger than {MAX_FILE:,} bytes")
    for number, line in enumerate(raw.split(b"\n"), 1):
        if len(line) > MAX_LINE:
            raise Fault(f"{name}: line {number} is longer than {MAX_LINE:,} bytes")
        if line.count(b".") > MAX_DOTS:
            raise Fault(f"{name}: line {number} holds more than {MAX_DOTS} dots")
    try:
        return tomllib.loads(raw.decode())
    except UnicodeDecodeError:
        raise Fault(f"{name}: not UTF-8 text") from None
    except (ValueError, RecursionError) as error:
        raise Fault(f"{name}: not TOML: {one_line(str(error), 200)}") from None
