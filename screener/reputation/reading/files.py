"""A file opened for reading: packed or not, in constant memory, with how far it was read."""

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple, TextIO, cast

from screener.faults import Fault

_GZIP = b"\x1f\x8b"
_HEAD = 1 << 16


class Opened(NamedTuple):
    """A file as text, from its beginning. `head` are its first characters; `hash` is the
    SHA-256 of its bytes as they lie there, `size` their number."""

    text: TextIO
    head: str
    hash: str
    size: int
    raw: BinaryIO

    def read_so_far(self) -> int:
        """Bytes of the file that were read."""
        return self.raw.tell()


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """The file at `path`. Fault where it cannot be read."""
    try:
        with path.open("rb") as raw:
            digest = hashlib.file_digest(raw, "sha256").hexdigest()
            size = raw.tell()
            with _text(raw) as text:
                head = text.read(_HEAD)
            with path.open("rb") as again, _text(again) as text:
                yield Opened(text, head, digest, size, again)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or "it is damaged"
        raise Fault(f"{path}: cannot be read ({reason}).") from None


def _text(raw: BinaryIO) -> TextIO:
    raw.seek(0)
    packed = raw.read(2) == _GZIP
    raw.seek(0)
    # A wrapper closes what it wraps: each gets a file of its own or one that is done with.
    stream = cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if packed else raw
    return io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
