"""Compiled rules, kept between runs: reading and compiling them takes ten times as long.

The file is a digest and then `marshal` bytes: a key that names everything the content was made
from, and the content. It lies in the person's own cache folder, can be deleted at any time,
and is written anew when rules or program change.
"""

import marshal
import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from screener import __version__
from screener.own_files import write_own

NAME = "rulebook.bin"
_DIGEST = 32
_PROGRAM = (
    *("hearing.py", "spelling.py", "phrases.py", "index.py"),
    *("rule.py", "rule_values.py", "rulefiles.py", "rule_sources.py", "rule_joining.py"),
)


def _program() -> str:
    state = f"{__version__} {sys.implementation.cache_tag} {marshal.version}"
    for name in _PROGRAM:
        with suppress(OSError):
            file = (Path(__file__).parent / name).stat()
            state += f" {file.st_mtime_ns} {file.st_size}"
    return state


# Asked once, no later than what compiles is imported: a program that is replaced while it runs
# must not keep its own form under the new one's key.
_STATE = _program()


def key_of(content: bytes) -> str:
    """What the compiled form of `content` is kept under: changes with the program, too."""
    digest = sha256(content)
    digest.update(_STATE.encode())
    return digest.hexdigest()


def kept(folder: Path, key: str) -> Any | None:
    """What was kept under `key`; None when there is nothing, or not what was written."""
    try:
        raw = (folder / NAME).read_bytes()
    except OSError:
        return None
    body = memoryview(raw)[_DIGEST:]
    if sha256(body).digest() != raw[:_DIGEST]:
        return None
    found_key, value = marshal.loads(body)  # noqa: S302 - our own file, unharmed by its digest
    return value if found_key == key else None


def keep(folder: Path, key: str, value: Any) -> None:
    """Keep plain values under `key`. A folder that cannot be written to, or a value of
    another kind (a date in a rule file), is no fault: next time is slower, that is all."""
    with suppress(OSError, ValueError):
        body = marshal.dumps((key, value))
        write_own(folder / NAME, sha256(body).digest() + body)
