"""SQLite at arm's length: opening, transactions, faults and backup. Alone in importing sqlite3,
and sqlcipher3, which reads and writes encrypted files in just the same way."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from importlib import import_module
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Any

from screener.faults import Fault
from screener.own_files import own_folder
from screener.store import keys
from screener.store.files import (
    APPLICATION_ID,
    check_header,
    check_writable,
    folder_faults,
    is_encrypted,
    is_full,
    make_private,
    new_salt,
    salt_of,
    sync,
)
from screener.store.handles import Identity, hold, identity_of, let_go

SQLITE_VERSION = sqlite3.sqlite_version

BUSY_MILLISECONDS = 5000

LOG_PAGES = 8192
"""The log beside the file goes into it once it has so many pages (32 MB), whoever waits then. By
SQLite's own choice, 1000, every fortieth call stored would wait for that."""


class _Undone(Exception):
    """Ends a transaction of which nothing is kept."""


Params = Sequence[object] | Mapping[str, object]
Line = tuple[Any, ...]


class Database:
    """One open database file. May be shared by threads: each call holds a lock.

    Errors that come from the file's surroundings (full disk, lock held, folder that cannot be
    written, damage) are raised as `Fault`; any other is a defect and passes as it is.
    """

    def __init__(
        self, path: Path, connection: sqlite3.Connection, passphrase: str | None = None
    ) -> None:
        """`passphrase` is what an encrypted file was opened with."""
        self.path = path
        self.passphrase = passphrase
        self._connection = connection
        self._lock = RLock()
        self._depth = 0
        self._changes = 0
        self._held: Identity | None = None
        self.closed = False

    def all(self, sql: str, params: Params = ()) -> list[Line]:
        """All rows of a query."""
        with self._lock, Translated(self.path):
            return self._connection.execute(sql, params).fetchall()

    def one(self, sql: str, params: Params = ()) -> Line | None:
        """The first row of a query, None where there is none."""
        with self._lock, Translated(self.path):
            row: Line | None = self._connection.execute(sql, params).fetchone()
            return row

    def value(self, sql: str, params: Params = ()) -> Any:
        """The first column of the first row, None where there is none."""
        row = self.one(sql, params)
        return None if row is None else row[0]

    def each(self, sql: str, params: Params = ()) -> Iterator[Line]:
        """The rows of a query one by one, in constant memory."""
        with Translated(self.path):
            cursor = self._connection.execute(sql, params)
            while lines := cursor.fetchmany(500):
                yield from lines

    def run(self, sql: str, params: Params = ()) -> int:
        """Carry out one statement; the rowid of the row last inserted."""
        with self._lock, Translated(self.path):
            return self._connection.execute(sql, params).lastrowid or 0

    def many(self, sql: str, params: Iterable[Params]) -> None:
        """Carry out one statement for each of many sets of parameters."""
        with self._lock, Translated(self.path):
            self._connection.executemany(sql, params)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Takes the write lock at once; one within another is a savepoint."""
        with self._lock:
            inner = f"s{self._depth}" if self._depth else ""
            if not inner:
                self._check_in_place()
            self.run(f"SAVEPOINT {inner}" if inner else "BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
                self.run(f"RELEASE {inner}" if inner else "COMMIT")
            except BaseException:
                self._undo(inner)
                raise
            finally:
                self._depth -= 1

    @contextmanager
    def tentative(self) -> Iterator[None]:
        """Writes within are seen within, and nothing of them is kept."""
        with suppress(_Undone), self.transaction():
            yield
            raise _Undone

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Reads within see the file as it stood at the first of them; others may write on."""
        with self._lock:
            if self._depth:
                yield
                return
            self.run("BEGIN")
            try:
                yield
            finally:
                self._undo("")

    def _undo(self, inner: str) -> None:
        # A full disk may have ended the transaction already.
        if not self._connection.in_transaction:
            return
        if inner:
            self.run(f"ROLLBACK TO {inner}")
            self.run(f"RELEASE {inner}")
        else:
            self.run("ROLLBACK")

    @contextmanager
    def unhurried(self) -> Iterator[None]:
        """Writes within are safe from a crash of the program, but do not wait for the disk."""
        with self._lock:
            if self._depth:
                yield
                return
            self._check_in_place()
            self.run("PRAGMA synchronous = NORMAL")
            try:
                yield
            finally:
                self.run("PRAGMA synchronous = FULL")

    def keep_place(self, held: Identity) -> None:
        """Takes over what `hold` gave for the file. From here on writes are refused once another
        file, or none, has its name."""
        self._held = held

    def _check_in_place(self) -> None:
        # SQLite would go on writing into a file that nobody finds again.
        if self._held is not None and identity_of(self.path) != self._held:
            raise Fault(
                f"The database {self.path} was moved, deleted or replaced while it was open; "
                "nothing is stored until it is opened again."
            )

    def checkpoint(self) -> None:
        """Moves into the file what of the log nobody reads; nobody waits for it, nor it for them.
        The log is written anew from its beginning then, and keeps its size."""
        self.value("PRAGMA wal_checkpoint(PASSIVE)")

    def empty_log(self) -> None:
        """Moves the log beside the file into it and empties it. Fault while others read."""
        busy = self.value("PRAGMA wal_checkpoint(TRUNCATE)")
        if busy:
            raise Fault(f"Another program is reading {self.path}; its log could not be emptied.")

    def backup(
        self,
        target: Path,
        finish: "Callable[[Database], None]" = lambda copy: None,
        go_on: Callable[[], None] = lambda: None,
    ) -> None:
        """A whole copy of the database as it stands, made while others use it; mode 0600.

        `finish` is handed the copy before it appears under its name, on the disk and complete.
        `go_on` is called after every megabyte; what it or `finish` raises ends the copying
        without a trace. An existing file is replaced. The copy of an encrypted file opens with
        the same passphrase.
        """
        # A name of its own: another program may make the same copy in the same second.
        part = target.with_name(f"{target.name}.{os.urandom(4).hex()}.part")
        with folder_faults(target):
            make_private(part)
        try:
            with Translated(target), closing(_connect(part, self.passphrase)) as copy:
                # In one snapshot: what others write meanwhile would have it start again.
                with self.snapshot():
                    self.value("PRAGMA user_version")
                    self._connection.backup(copy, pages=256, progress=lambda *_: go_on())
                # The copy is one file, whatever the mode of the original.
                copy.execute("PRAGMA journal_mode = DELETE")
                finish(Database(part, copy, self.passphrase))
            with folder_faults(target):
                sync(part)
                part.replace(target)
                sync(target.parent)
        finally:
            part.unlink(missing_ok=True)

    @property
    def changes(self) -> int:
        """How many rows were written by way of this connection, also once it is closed."""
        if not self.closed:
            self._changes = self._connection.total_changes
        return self._changes

    def close(self) -> None:
        """Close the file. Closing twice does no harm."""
        with self._lock, Translated(self.path):
            self._changes = self.changes
            self._connection.close()
            self.closed = True
            if self._held is not None:
                let_go(self._held)
                self._held = None


def open_database(path: Path) -> Database:
    """Open a database of ours, or make an empty one with its folder, readable by nobody else.

    Raises Fault where the file is no database, is another program's, cannot be written or
    cannot be made; such a file is left untouched.
    """
    with folder_faults(path):
        path = path.expanduser().resolve()
        if path.is_dir():
            raise Fault(f"{path} is a folder, not a database file.")
        new = not path.exists() or path.stat().st_size == 0
        if new:
            own_folder(path.parent)
        else:
            check_header(path)
        check_writable(path)
        if new:
            make_private(path)
        held = hold(path)
    try:
        connection, passphrase = _prepared(path, new=new)
    except BaseException:
        let_go(held)
        raise
    database = Database(path, connection, passphrase)
    database.keep_place(held)
    return database


def _prepared(path: Path, *, new: bool) -> tuple[sqlite3.Connection, str | None]:
    connection, passphrase = _unlocked(path, new=new)
    try:
        with Translated(path):
            _prepare(connection, new=new)
    except BaseException:
        connection.close()
        raise
    return connection, passphrase


def open_unchanged(path: Path, *, ours: bool = True) -> Database:
    """Open a database to read it and no more, with nothing left beside it.

    For copies; one that others write to is read as it lies in the file. Raises Fault where it
    is no database, or none of ours unless `ours` is false, and `Locked` where it is encrypted
    and no passphrase opens it.
    """
    with folder_faults(path):
        path = path.expanduser().resolve(strict=True)
        if path.is_dir():
            raise Fault(f"{path} is a folder, not a database file.")
        check_header(path, ours=ours)
        # With a log beside it the file alone is not all.
        alone = not path.with_name(path.name + "-wal").exists()
    uri = f"{path.as_uri()}?mode=ro" + ("&immutable=1" if alone else "")
    connection, passphrase = _unlocked(path, uri)
    with Translated(path):
        connection.execute("PRAGMA trusted_schema = OFF")
    return Database(path, connection, passphrase)


def open_cipher(path: Path) -> Database:
    """Open a file by SQLCipher, also a plain one, to be turned into another (`encrypting`)."""
    connection, passphrase = _unlocked(path, plain_too=True)
    return Database(path, connection, passphrase)


@contextmanager
def alone_with(path: Path) -> Iterator[None]:
    """Within, nobody else has this database open, and all of it lies in the one file. Fault
    when somebody has it open. A damaged file is let be, and so is one that is locked."""
    try:
        connection, _ = _unlocked(path)
    except Locked:
        yield
        return
    with closing(connection):
        try:
            with Translated(path):
                connection.execute("PRAGMA busy_timeout = 1000")
                # Leaving the log needs to be alone; whoever comes later finds the lock.
                connection.execute("PRAGMA journal_mode = DELETE")
                connection.execute("BEGIN EXCLUSIVE")
        except Fault as fault:
            if _code_of(fault.__cause__) in _IN_USE:
                raise Fault(
                    f"{path} is open in another program (a screen, a listener?): "
                    "close that and try again."
                ) from None
        yield


class Locked(Fault):
    """The file is encrypted, and nothing at hand opens it."""


def _unlocked(
    path: Path, uri: str = "", *, new: bool = False, plain_too: bool = False
) -> tuple[sqlite3.Connection, str | None]:
    """A connection to a file, and the passphrase that opened it where it is encrypted. A new
    file is encrypted where SCREENER_KEY_FILE says with what; a plain one is opened by
    SQLCipher with `plain_too`."""
    if new:
        passphrase = keys.in_key_file()
        return _connect(path, passphrase), passphrase
    if not is_encrypted(path):
        return _connect(path, "" if plain_too else None, uri), None
    tried = set[str]()
    for passphrase in keys.candidates(path):
        if passphrase not in tried:
            tried.add(passphrase)
            connection = _connect(path, passphrase, uri)
            if _opens(connection, path):
                keys.remember(path, passphrase)
                return connection, passphrase
            connection.close()
    if tried:
        raise Locked(f"The database {path} is encrypted with another passphrase.")
    raise Locked(
        f"The database {path} is encrypted, and its passphrase is not at hand: put it into a file "
        f"of your own and name that in {keys.KEY_FILE}, or run this at a terminal."
    )


def _opens(connection: sqlite3.Connection, path: Path) -> bool:
    try:
        with Translated(path):
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except Fault as fault:
        if _code_of(fault.__cause__) == sqlite3.SQLITE_NOTADB:
            return False
        connection.close()
        raise
    return True


def _connect(path: Path, passphrase: str | None, uri: str = "") -> sqlite3.Connection:
    """A connection, by SQLCipher where there is a passphrase; an empty one is for a plain file.
    No byte is read yet."""
    connect: Callable[..., sqlite3.Connection] = (
        sqlite3.connect if passphrase is None else _cipher().connect
    )
    with Translated(path):
        connection = connect(
            uri or path,
            timeout=BUSY_MILLISECONDS / 1000,
            isolation_level=None,
            check_same_thread=False,
            uri=bool(uri),
        )
        if passphrase:
            salt = salt_of(path) if is_encrypted(path) else new_salt()
            # Its own log tells on standard error of each passphrase that does not fit.
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f'PRAGMA key = "{keys.key_of(passphrase, salt)}"')
    return connection


def _cipher() -> Any:
    try:
        return import_module("sqlcipher3.dbapi2")
    except ImportError:
        raise Fault(
            "An encrypted database needs sqlcipher3: pip install 'call-screener[encrypted]'."
        ) from None


def statements(script: str) -> Iterator[str]:
    """The statements of an SQL script one by one (triggers hold semicolons of their own)."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement


class Translated:
    """Turns what SQLite reports about a file's surroundings into a Fault of one sentence.

    A class, since it stands around every statement: a generator would cost as much as a read.
    """

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            return
        code = _code_of(error)
        if code == sqlite3.SQLITE_IOERR and is_full(self._path.parent):
            code = sqlite3.SQLITE_FULL
        sentence = _SENTENCES.get(code)
        if sentence is not None:
            raise Fault(sentence.format(path=self._path)) from error


@contextmanager
def unfit() -> Iterator[None]:
    """Around rows from outside: what the tables refuse (a wrong type, an id taken twice, a number
    beyond 64 bits) is a Fault."""
    try:
        yield
    except OverflowError as error:
        raise Fault(f"a row does not fit into the tables ({error}).") from error
    except Exception as error:
        # Functions of SQLite that read JSON report a plain error, in a trigger too.
        if _code_of(error) not in _UNFIT:
            raise
        raise Fault(f"a row does not fit into the tables ({error}).") from error


@contextmanager
def as_it_came(path: Path) -> Iterator[None]:
    """Around reading another program's file: whatever is wrong with it, down to the names of its
    columns, is a Fault."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise Fault(f"The database {path} is damaged; none of the rest was read.") from error


def _code_of(error: BaseException | None) -> int:
    """What SQLite, or SQLCipher, reported in an error; 0 for any other error."""
    # While it copies or exports, sqlcipher3 leaves the code out, or says no more than "error".
    return _CODES.get(str(error)) or int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


_SENTENCES = {
    sqlite3.SQLITE_NOTADB: "{path} is not a database.",
    sqlite3.SQLITE_CORRUPT: "The database {path} is damaged; restore it from a backup.",
    sqlite3.SQLITE_READONLY: "The database {path} cannot be written: it or its folder is read-only.",
    sqlite3.SQLITE_PERM: "The database {path} cannot be written: permission denied.",
    sqlite3.SQLITE_CANTOPEN: "The database {path} cannot be opened: check the folder's permissions.",
    sqlite3.SQLITE_BUSY: "The database {path} is locked by another program; try again in a moment.",
    sqlite3.SQLITE_LOCKED: "The database {path} is locked by another program; try again in a moment.",
    sqlite3.SQLITE_FULL: "The disk is full: nothing was written to {path}.",
    sqlite3.SQLITE_IOERR: "The disk reports an error while reading or writing {path}.",
    sqlite3.SQLITE_TOOBIG: "The text is too long to be stored in {path}.",
}

_CODES = {
    "disk I/O error": sqlite3.SQLITE_IOERR,
    "database or disk is full": sqlite3.SQLITE_FULL,
    "database disk image is malformed": sqlite3.SQLITE_CORRUPT,
    "database is locked": sqlite3.SQLITE_BUSY,
    "unsupported file format": sqlite3.SQLITE_NOTADB,
}

_IN_USE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_UNFIT = (
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_CONSTRAINT,
    sqlite3.SQLITE_MISMATCH,
    sqlite3.SQLITE_TOOBIG,
)


def _prepare(connection: sqlite3.Connection, *, new: bool) -> None:
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    if new:
        # Before WAL: so the mark stands in the file itself, not only in the log beside it.
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    _use_wal(connection)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
    connection.execute("PRAGMA trusted_schema = OFF")
    # What is deleted is overwritten, whatever SQLite was built to do.
    connection.execute("PRAGMA secure_delete = ON")


def _use_wal(connection: sqlite3.Connection) -> None:
    # Two programs that make the file at once: SQLite does not wait on this lock by itself.
    deadline = time.monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except Exception as error:
            if _code_of(error) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
