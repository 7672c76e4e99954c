"""Archives that are drawn are read or refused, and what would be wrong is noticed."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

import pytest

from reliability.archives import Bend, Packed, Recipe, archive, brings
from reliability.inputs import Broken
from screener.desk import Desk
from screener.desk.importing import Imports
from screener.faults import Fault
from tests.feeds.test_hostile import PAGE_NAME, rows_in

PAGE = Packed(PAGE_NAME, "page", "deflated")


def recipe(*packed: Packed, bends: tuple[Bend, ...] = ()) -> Recipe:
    return Recipe(packed, bends)


def test_what_can_be_read_comes_in(tmp_path: Path) -> None:
    brings(tmp_path)(recipe(PAGE, Packed("b.html", "bomb", "deflated")))
    assert len(rows_in(tmp_path / "db" / "x")) > 0


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (recipe(), "it is empty"),
        (recipe(Packed(f"../{PAGE_NAME}", "page", "stored")), "its name leads out of the archive"),
        (recipe(Packed("a.html", "bomb", "deflated")), "the file is larger than 1 MiB"),
        (recipe(Packed("a.html", "page", "lzma")), "it is neither deflated nor stored as it is"),
        (recipe(Packed("a.html", "nested", "stored")), "the page is not UTF-8"),
        (recipe(PAGE, bends=(Bend("cut", 900, b""),)), "is a damaged archive"),
        (recipe(PAGE, bends=(Bend("cut", 0, b""),)), "the page is no call"),
    ],
)
def test_what_cannot_is_refused(tmp_path: Path, given: Recipe, reason: str) -> None:
    with pytest.raises(Fault, match=reason):
        brings(tmp_path)(given)


def test_files_can_lie_one_upon_another() -> None:
    whole = archive(
        recipe(PAGE, Packed(PAGE_NAME, "noise", "stored"), bends=(Bend("overlap", 0, b""),))
    )
    with zipfile.ZipFile(BytesIO(whole)) as opened:
        assert [each.header_offset for each in opened.infolist()] == [0, 0]


def test_a_header_is_bent_where_its_fields_are() -> None:
    plain = archive(recipe(PAGE))
    bent = archive(recipe(PAGE, bends=(Bend("field", 0, b"\xff\xff"),)))
    assert (bent[:4], bent[4:6], bent[6:]) == (plain[:4], b"\xff\xff", plain[6:])


def test_a_file_that_is_made_is_noticed(tmp_path: Path) -> None:
    def unpacks(desk: Desk, file: object) -> None:
        (tmp_path / "evil").touch()
        raise Fault("refused")

    with (
        patch.object(Imports, "import_file", unpacks),
        pytest.raises(Broken, match="a file was made"),
    ):
        brings(tmp_path)(recipe(PAGE))


def test_a_database_that_was_touched_is_noticed(tmp_path: Path) -> None:
    def half(desk: Desk, file: object) -> None:
        desk.store.start_import("x", "google-voice", "")
        raise Fault("refused")

    with patch.object(Imports, "import_file", half), pytest.raises(Broken, match="is another"):
        brings(tmp_path)(recipe(PAGE))
