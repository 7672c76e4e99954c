"""What must hold of a file after whatever was done to it."""

import io
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

from screener.cli import run_command
from screener.faults import Fault
from screener.store import Store
from screener.store.copies import copies_of
from screener.store.migrate import LATEST
from screener.store.restore import content_of

AT_ONCE = 2.5
"""Seconds: half of what a command waits for a lock. One that waited for a dead one took longer."""

_LOOSE = (
    ("a call with words has no screening", ("SELECT id FROM call WHERE said <> '' AND source = '' "
     "AND logged_at > 0 AND NOT EXISTS (SELECT 1 FROM screening AS s WHERE s.call = call.key) "
     "AND id NOT LIKE 'call%'")),
    ("a screening has no call", ("SELECT call FROM screening WHERE call NOT IN "
     "(SELECT key FROM call)")),
    ("the removal of facts was left open", "SELECT 1 FROM forgetting"),
)  # fmt: skip


_WORDS = ("appointment", "customer", "estimate", "wrong")
_SAID = "SELECT count(*) FROM call WHERE said LIKE ?"


class Answer(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str


def command(path: Path, *arguments: str) -> Answer:
    """A command on that file, in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run_command(["--db", str(path), *arguments], no_screen)
    return Answer(code, out.getvalue(), err.getvalue())


def no_screen(make_desk: Callable[[], object], demo: bool) -> None:
    """Takes the screen's place. Raises Fault."""
    raise Fault("There is no screen here.")


def works_at_once(path: Path, anchors: Sequence[str] = ()) -> tuple[float, list[str]]:
    """Has the next command walk the chain and compare it with these anchors: the seconds that it
    took, and what is wrong."""
    quoted = [word for anchor in anchors for word in ("--anchor", anchor)]
    began = time.monotonic()
    answer = command(path, "verify", *quoted)
    took = time.monotonic() - began
    wrong = []
    if answer.code or answer.err:
        wrong.append(f"verify: {answer.code} {answer.out} {answer.err}".strip())
    if took > AT_ONCE:
        wrong.append(f"the next command took {took:.1f} s")
    return took, wrong


def wrong_with(path: Path) -> Iterator[str]:
    """Everything that is wrong with a file that a command has opened since, and beside it."""
    with closing(sqlite3.connect(path)) as connection:
        yield from _wrong_within(connection)
        yield from _not_found(path, connection)
    for copy in copies_of(path):
        if ".part" in copy.name or copy.name.endswith(("-wal", "-shm", ".backup-restoring")):
            continue  # no copy yet, and never taken for one
        try:
            content_of(copy)
        except Fault as fault:
            yield f"a copy is not whole: {fault}"


def _wrong_within(connection: sqlite3.Connection) -> Iterator[str]:
    for pragma, good in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
        said = connection.execute(f"PRAGMA {pragma}").fetchall()
        if said != good:
            yield f"{pragma}: {said[:3]}"
    (step,) = connection.execute("PRAGMA user_version").fetchone()
    if step != LATEST:
        yield f"it is at step {step}"
    for sentence, sql in _LOOSE:
        line = connection.execute(sql).fetchone()
        if line is not None:
            yield f"{sentence} ({line[0]})"
    try:
        connection.execute("INSERT INTO call_fts (call_fts, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        yield f"the index of words does not fit the calls: {error}"
    connection.rollback()


def _not_found(path: Path, connection: sqlite3.Connection) -> Iterator[str]:
    """The words of the calls, searched for and looked for."""
    with Store.open(path) as store:
        for word in _WORDS:
            found = store.count(word)
            (there,) = connection.execute(_SAID, (f"%{word}%",)).fetchone()
            if found != there:
                yield f"{word!r} is said in {there} calls, and found in {found}"


def bytes_left(folder: Path, *words: str) -> Iterator[str]:
    """The files of a folder in which one of these words stands, whatever its case."""
    wanted = [word.lower().encode() for word in words]
    for path in sorted(folder.iterdir()):
        content = path.read_bytes().lower() if path.is_file() else b""
        yield from (
            f"{path.name} still holds {word.decode()!r}" for word in wanted if word in content
        )
