"""What fuzzing found, each as a test of its own."""

from pathlib import Path

import pytest

from screener.faults import Fault
from screener.feeds import feed_named
from screener.feeds.protocol import Place
from screener.feeds.source import opened
from screener.labelled import read_labelled
from tests.feeds.test_hostile import database

_SCHEMA_FORMAT = 44
"""Where a database of SQLite says in which format its schema is (https://sqlite.org/fileformat2.html)."""


@pytest.mark.parametrize("name", ["iphone", "callattendant"])
def test_a_database_of_an_unknown_format_is_no_database(name: str, tmp_path: Path) -> None:
    path = database(tmp_path / "x.db", name, "Ann", "")
    raw = bytearray(path.read_bytes())
    raw[_SCHEMA_FORMAT : _SCHEMA_FORMAT + 4] = b"\xf0\x9f\x91\xa8"
    path.write_bytes(raw)
    with pytest.raises(Fault, match=r"x\.db is not a database"):
        list(feed_named(name).read(opened(path), Place()))


def test_no_name_is_no_file_of_labelled_calls() -> None:
    with pytest.raises(Fault, match="cannot be read"):
        list(read_labelled(Path()))
