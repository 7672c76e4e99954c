"""Archives as they come from nobody: what is in them, how they are packed, and what was bent since.

An archive is drawn as a `Recipe`, which tells it in few words, and packed when it is handed over.
"""

import io
import warnings
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from shutil import copyfile
from typing import NamedTuple

from hypothesis import strategies as st

from reliability.inputs import Broken
from screener.desk import Desk
from screener.faults import Fault
from tests.attacks import harm
from tests.feeds.test_hostile import PAGE, PAGE_NAME, WHEN, amount, rows_in

_FORMAT = "google-voice"
_TAIL = " - Missed - 2026-03-04T21_05_00Z.html"
_NAMES = (
    PAGE_NAME,
    f"../../evil{_TAIL}",
    f"/etc/evil{_TAIL}",
    f"C:\\Windows\\evil{_TAIL}",
    f"Takeout\\..\\..\\evil{_TAIL}",
    f"Takeout/./{'a/' * 30}../evil{_TAIL}",
    f"{'n' * 300}{_TAIL}",
    f"\u202e\x1b]0;title\x07{_TAIL}",
    f"ä 全 👨\u200d👩{_TAIL}",
    "Takeout/inner.zip",
    "Takeout/inner.zip.html",
    "Takeout/folder.html/",
    ".html",
    "",
)
_BOMB = 3 << 20
_METHODS = {
    "stored": zipfile.ZIP_STORED,
    "deflated": zipfile.ZIP_DEFLATED,
    "bzip2": zipfile.ZIP_BZIP2,
    "lzma": zipfile.ZIP_LZMA,
}
_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_FIELDS: Mapping[bytes, Sequence[int]] = {
    _LOCAL: (4, 6, 8, 14, 18, 22, 26, 28, 30),
    _CENTRAL: (4, 6, 8, 10, 16, 20, 24, 28, 30, 32, 42, 46),
    _END: (4, 6, 8, 10, 12, 16, 20),
}
"""Where a header's fields begin (APPNOTE.TXT 4.3): versions, flags, method, sums, sizes, lengths,
offset, and the name that follows."""


class Packed(NamedTuple):
    """One file of an archive. `content` is a page, or the name of one that is made."""

    name: str
    content: str
    method: str


class Bend(NamedTuple):
    """What is done to the bytes afterwards: at which of the places, and with which bytes."""

    kind: str
    at: int
    put: bytes


class Recipe(NamedTuple):
    """An archive."""

    packed: tuple[Packed, ...]
    bends: tuple[Bend, ...]


def recipes(pages: st.SearchStrategy[str]) -> st.SearchStrategy[Recipe]:
    """Archives of such pages, half of them bent."""
    contents = st.one_of(st.just("page"), st.sampled_from([*_MADE]), pages)
    packed = st.builds(Packed, st.sampled_from(_NAMES), contents, st.sampled_from([*_METHODS]))
    put = st.one_of(
        st.sampled_from([b"\xff", b"\xff\xff", b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x01", b"\x63"]),
        st.binary(min_size=1, max_size=8),
    )
    bends = st.builds(Bend, st.sampled_from([*_BENDS]), st.integers(0, 999), put)
    several = st.lists(packed, min_size=0, max_size=5).map(tuple)
    return st.builds(Recipe, several, st.lists(bends, max_size=3).map(tuple))


@cache
def _plain(content: str) -> bytes:
    if content in _MADE:
        return _MADE[content]()
    return content.encode("utf-8", "surrogatepass")


def _page() -> bytes:
    return PAGE.format(name="Ann", when=WHEN[_FORMAT]).encode()


def _nested() -> bytes:
    inner = _zipped((Packed(PAGE_NAME, "page", "deflated"), Packed("x.html", "bomb", "deflated")))
    for _ in range(5):
        inner = _zipped((Packed(PAGE_NAME, "page", "stored"),), inner)
    return inner


_MADE: Mapping[str, Callable[[], bytes]] = {
    "page": _page,
    "bomb": lambda: b" " * _BOMB,
    "tags": lambda: b"<a class=tel><b>" * 60_000,
    "nested": _nested,
    "noise": lambda: bytes(range(256)) * 40,
    "nothing": lambda: b"",
}


def _zipped(packed: Sequence[Packed], inner: bytes = b"") -> bytes:
    made = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(made, "w") as archive:
        warnings.filterwarnings("ignore", "Duplicate name")
        for each in packed:
            info = zipfile.ZipInfo("x")
            # Set afterwards: a name that is given to begin with has its slashes turned.
            info.filename = each.name
            archive.writestr(info, _plain(each.content), _METHODS[each.method], compresslevel=1)
        if inner:
            archive.writestr("inner.zip.html", inner)
    return made.getvalue()


def archive(recipe: Recipe) -> bytes:
    """The bytes."""
    whole = _zipped(recipe.packed)
    for bend in recipe.bends:
        whole = _BENDS[bend.kind](whole, bend)
    return whole


def _over(whole: bytes, at: int, put: bytes) -> bytes:
    return whole[:at] + put + whole[at + len(put) :]


def _heads(whole: bytes) -> list[tuple[bytes, int]]:
    """Every header with its place, found by its mark."""
    found, at = [], whole.find(b"PK")
    while at >= 0:
        if (mark := whole[at : at + 4]) in _FIELDS:
            found.append((mark, at))
        at = whole.find(b"PK", at + 1)
    return found


def _field(whole: bytes, bend: Bend) -> bytes:
    places = [begin + field for mark, begin in _heads(whole) for field in _FIELDS[mark]]
    return _over(whole, places[bend.at % len(places)], bend.put) if places else whole


def _overlap(whole: bytes, bend: Bend) -> bytes:
    """Every file of the list lies at the first one's place."""
    del bend
    for mark, begin in _heads(whole):
        if mark == _CENTRAL:
            whole = _over(whole, begin + 42, b"\0\0\0\0")
    return whole


def _twice(whole: bytes, bend: Bend) -> bytes:
    at = bend.at % (len(whole) + 1)
    return whole[:at] + whole


_BENDS: Mapping[str, Callable[[bytes, Bend], bytes]] = {
    "field": _field,
    "byte": lambda whole, bend: _over(whole, bend.at * 7919 % len(whole), bend.put),
    "put in": lambda whole, bend: (
        whole[: bend.at % len(whole)] + bend.put + whole[bend.at % len(whole) :]
    ),
    "cut": lambda whole, bend: whole[: bend.at * len(whole) // 1000 + 1],
    "tail": lambda whole, bend: whole + bend.put * (bend.at + 1),
    "overlap": _overlap,
    "twice": _twice,
}


def brings(folder: Path) -> Callable[[object], None]:
    """Brings archives in, each into a database in which nothing stands. What is refused leaves it
    as it was, whatever comes of it no other file is made, and each page left out has a reason."""
    file, place, empty = folder / "in" / "takeout.zip", folder / "db" / "x", folder / "empty.db"

    def take(recipe: object) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        place.parent.mkdir(exist_ok=True)
        if not empty.exists():
            Desk.open(empty).close()
        file.write_bytes(archive(Recipe(*recipe)))  # type: ignore[misc]
        copyfile(empty, place)
        before, around = rows_in(place), _around(folder, place)
        try:
            _brought(file, place)
        except Fault as fault:
            if rows_in(place) != before:
                raise Broken("refused, and the database is another") from fault
            raise
        finally:
            if _around(folder, place) != around:
                raise Broken("a file was made")

    return take


def _brought(file: Path, place: Path) -> None:
    with Desk.open(place) as desk:
        told = desk.import_file(desk.open_import(file, _FORMAT))
    for each in told.left:
        if found := harm(each.reason) or ("" if each.reason else "no reason"):
            raise Broken(found)
    if not amount(told):
        raise Fault(told.left[0].reason if told.left else "nothing is in it")


def _around(folder: Path, place: Path) -> set[Path]:
    return {each for each in folder.rglob("*") if each.parent != place.parent}
