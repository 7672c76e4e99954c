"""Reports reach the disk whole, private, and over nothing else."""

import os
import stat
from pathlib import Path

import pytest

from screener.faults import Fault
from screener.reports.files import check_target, write_private


def test_a_file_is_its_owner_s_alone(tmp_path: Path) -> None:
    path = tmp_path / "orkin.html"
    old = os.umask(0)
    try:
        write_private(path, b"evidence", force=False)
    finally:
        os.umask(old)
    assert path.read_bytes() == b"evidence"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_is_written_over_unless_it_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("mine")
    with pytest.raises(Fault, match="exists already; --force"):
        write_private(path, b"new", force=False)
    assert path.read_text() == "mine"
    write_private(path, b"new", force=True)
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_link_to_nowhere_is_a_name_that_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Fault, match="exists already"):
        check_target(path, force=False)


def test_a_name_that_was_taken_meanwhile_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    monkeypatch.setattr("screener.reports.files.check_target", lambda path, force: None)
    path.write_text("mine")
    with pytest.raises(Fault, match="exists already"):
        write_private(path, b"new", force=False)
    assert path.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_system_without_links_still_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", no_links)
    write_private(tmp_path / "a.txt", b"new", force=False)
    assert (tmp_path / "a.txt").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("name", "words"),
    [("", "is a folder"), ("no/such/folder.txt", "there is no folder"), ("a\0b", "no name")],
)
def test_what_cannot_be_written_is_one_clear_sentence(
    tmp_path: Path, name: str, words: str
) -> None:
    with pytest.raises(Fault, match=words):
        write_private(tmp_path / name, b"x", force=False)


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Fault, match="no space left on device"):
        write_private(tmp_path / "a.txt", b"new", force=False)
    assert list(tmp_path.iterdir()) == []
