"""The password is kept as a hash, read by its owner alone, and compared in constant time."""

import hmac
import stat
from pathlib import Path

import pytest

from screener.faults import Fault
from screener.web.password import LONGEST, SHORTEST, Password
from tests.web.conftest import HASHED, PASSWORD


def test_only_the_password_matches() -> None:
    assert HASHED.matches(PASSWORD)
    assert [HASHED.matches(text) for text in ("", PASSWORD[:-1], "ä" * 5000, "\ud800")] == [
        False
    ] * 4


def test_the_same_password_is_never_hashed_alike() -> None:
    assert Password.of(PASSWORD).hash != HASHED.hash


def test_the_comparison_takes_the_same_time_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    compared, really = [], hmac.compare_digest

    def noted(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return really(one, other)

    monkeypatch.setattr(hmac, "compare_digest", noted)
    HASHED.matches("a")
    HASHED.matches(PASSWORD)
    assert [len(one) == len(other) == 32 for one, other in compared] == [True, True]


def test_a_file_holds_no_password_in_clear(tmp_path: Path) -> None:
    path = tmp_path / "web.password"
    HASHED.write(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert PASSWORD not in path.read_text()
    assert Password.read(path).matches(PASSWORD)
    with pytest.raises(Fault, match="cannot be written"):
        HASHED.write(path)


def test_nothing_of_it_stands_in_its_words() -> None:
    assert repr(HASHED) == "Password()"


def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "web.password"
    HASHED.write(path)
    path.chmod(0o640)
    with pytest.raises(Fault, match="others can read it"):
        Password.read(path)


@pytest.mark.parametrize(
    "content",
    ["", PASSWORD, "scrypt-32768-8-3 00 00", "scrypt-2-1-1 " + "00" * 16 + " " + "00" * 32],
)
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "web.password"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(Fault, match=r"holds no password; make one"):
        Password.read(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="cannot be read"):
        Password.read(tmp_path / "none")


@pytest.mark.parametrize("text", ["", "a" * (SHORTEST - 1), "a" * (LONGEST + 1)])
def test_one_that_is_soon_guessed_is_refused(text: str) -> None:
    with pytest.raises(Fault, match="10 to 1,000 characters"):
        Password.of(text)
