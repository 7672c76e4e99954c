"""A file, folder or archive as it lies there, read piece by piece: nothing of it is trusted to be
short, whole, or in the encoding that it should have."""

import codecs
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

from screener.faults import Fault
from screener.feeds.protocol import Head

LONGEST_LINE = 1 << 20
"""Characters. A longer line is passed over: no call is that long, and memory is bound."""
LARGEST_ENTRY = 1 << 20
"""Bytes of one file in a folder or archive, unpacked."""
MOST_UNPACKED = 4 << 30
"""Bytes of all files of an archive together, unpacked."""

TOO_LONG = f"the line is longer than {LONGEST_LINE >> 20} MiB"
TOO_LARGE = f"the file is larger than {LARGEST_ENTRY >> 20} MiB"
NUL_BYTES = "the line holds NUL bytes"
NOT_UTF8 = "the line is not UTF-8"
OUTSIDE = "its name leads out of the archive"
UNUSUAL = "it is neither deflated nor stored as it is"

_PIECE = 1 << 16
_NAMES = 200
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""What archives of calls are packed with. Others cost more memory, and fail in ways of their own."""
_ARCHIVE = b"PK\x03\x04"
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class Line(NamedTuple):
    """A line with its end, or why it cannot be read."""

    number: int
    text: str
    wrong: str = ""


class Entry(NamedTuple):
    """One file of a folder or archive, or why it cannot be read."""

    number: int
    name: str
    data: bytes
    wrong: str = ""


class Source:
    """What is to be read. `size` is in bytes, of which `done` were read so far in this pass."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.is_folder = path.is_dir()
        self.size = 0 if self.is_folder else path.stat().st_size
        self.done = 0
        self.is_archive = not self.is_folder and zipfile.is_zipfile(path)
        self.hash = "" if self.is_folder else _hash(path)
        self.head = self._head()

    def chunks(self) -> Iterator[bytes]:
        """The bytes of the file."""
        with self._file() as file:
            while piece := file.read(_PIECE):
                self.done += len(piece)
                yield piece

    def lines(self, legacy: str = "") -> Iterator[Line]:
        """The lines of the file, whatever ends them, decoded by its mark, else as UTF-8; a line
        that is not is read as `legacy`, or is wrong where that is empty."""
        encoding = self._encoding()
        with self._file() as raw:
            errors = "replace" if encoding == "utf-16" else "surrogateescape"
            with io.TextIOWrapper(raw, encoding=encoding, errors=errors, newline="") as text:
                for number, (line, whole) in enumerate(_bounded(text), 1):
                    self.done = raw.tell()
                    yield checked(number, line, legacy) if whole else Line(number, "", TOO_LONG)

    def entries(self, suffix: str) -> Iterator[Entry]:
        """The files below a folder or in an archive whose names end so, in the order of names,
        as far as one may read them. Nothing is unpacked to the disk."""
        self.done = 0
        yield from self._packed(suffix) if self.is_archive else self._below(suffix)

    def _below(self, suffix: str) -> Iterator[Entry]:
        found = sorted(each for each in self.path.rglob(f"*{suffix}") if each.is_file())
        self.size = len(found)
        for number, each in enumerate(found, 1):
            self.done = number
            if each.is_symlink():
                yield Entry(number, each.name, b"", "it is a link")
                continue
            with _readable(each), each.open("rb") as file:
                data = file.read(LARGEST_ENTRY + 1)
            yield _sized(number, each.name, data)

    def _packed(self, suffix: str) -> Iterator[Entry]:
        unpacked = 0
        with _readable(self.path), zipfile.ZipFile(self.path) as archive:
            infos = [each for each in archive.infolist() if each.filename.endswith(suffix)]
            self.size = len(infos)
            for number, info in enumerate(infos, 1):
                self.done = number
                name = PurePosixPath(info.filename.replace("\\", "/"))
                if name.is_absolute() or ".." in name.parts:
                    yield Entry(number, info.filename, b"", OUTSIDE)
                    continue
                if info.flag_bits & 1:
                    yield Entry(number, name.name, b"", "it is encrypted")
                    continue
                if info.compress_type not in _METHODS:
                    yield Entry(number, name.name, b"", UNUSUAL)
                    continue
                with archive.open(info) as file:
                    data = file.read(LARGEST_ENTRY + 1)
                unpacked += len(data)
                if unpacked > MOST_UNPACKED:
                    raise Fault(f"{self.path}: unpacks to more than {MOST_UNPACKED >> 30} GiB.")
                yield _sized(number, name.name, data)

    @contextmanager
    def _file(self) -> Iterator[BinaryIO]:
        if self.is_folder:
            raise Fault(f"{self.path}: is a folder, and this format is a file.")
        self.done = 0
        with _readable(self.path), self.path.open("rb") as file:
            yield file

    def _encoding(self) -> str:
        found = (name for mark, name in _BOMS.items() if self.head.raw.startswith(mark))
        return next(found, "utf-8")

    def _head(self) -> Head:
        if self.is_folder:
            found = (each.name for each in self.path.rglob("*.html"))
            return Head(b"", "", tuple(name for name, _ in zip(found, range(_NAMES), strict=False)))
        with _readable(self.path):
            if self.is_archive:
                with zipfile.ZipFile(self.path) as archive:
                    return Head(b"PK", "", tuple(archive.namelist()[:_NAMES]))
            with self.path.open("rb") as file:
                raw = file.read(_PIECE)
        if raw.startswith(_ARCHIVE):
            raise Fault(f"{self.path}: is a damaged archive.")
        found = (name for mark, name in _BOMS.items() if raw.startswith(mark))
        return Head(raw, raw.decode(next(found, "utf-8"), errors="replace"), ())


def opened(path: Path) -> Source:
    """What lies at `path`. Fault where there is nothing or it cannot be read."""
    with _readable(path):
        return Source(path)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError):
        # The last is of names that say they are UTF-8.
        raise Fault(f"{path}: is a damaged archive.") from None
    except OSError as error:
        raise Fault(f"{path}: cannot be read ({error.strerror or 'it is damaged'}).") from None


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sized(number: int, name: str, data: bytes) -> Entry:
    if len(data) > LARGEST_ENTRY:
        return Entry(number, name, b"", TOO_LARGE)
    return Entry(number, name, data)


def _bounded(text: io.TextIOWrapper) -> Iterator[tuple[str, bool]]:
    """Lines, and whether each is the whole one; of too long ones the rest is passed over."""
    while line := text.readline(LONGEST_LINE):
        whole = len(line) < LONGEST_LINE or line[-1] in "\r\n"
        rest = "" if whole else line
        while rest and rest[-1] not in "\r\n":
            rest = text.readline(_PIECE)
        yield line, whole


def checked(number: int, text: str, legacy: str) -> Line:
    """A line that was decoded as UTF-8 with what is not kept as surrogates: what is not is read
    as `legacy`, or is wrong where that is empty."""
    if "\0" in text:
        return Line(number, "", NUL_BYTES)
    if text.isascii():
        return Line(number, text)
    try:
        raw = text.encode("utf-8")
    except UnicodeEncodeError:
        if not legacy:
            return Line(number, "", NOT_UTF8)
        raw = text.encode("utf-8", errors="surrogateescape")
        return Line(number, raw.decode(legacy, errors="replace"))
    return Line(number, text) if raw else Line(number, "")
