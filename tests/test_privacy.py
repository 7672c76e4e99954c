"""What a household's log holds stays there: nothing goes out, and nobody else can read it."""

import os
import socket
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from screener.actions import Place
from screener.call import Call
from screener.cli import run_command
from screener.config import keep_theme
from screener.desk import Desk
from screener.store import Store
from screener.tui.app import ScreenerApp
from tests.cli.living import lived

SAID = "this is your bank, read me the six digit code from the text message"
_SENDS = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}
_ASKS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
_INTERNET = {socket.AF_INET, socket.AF_INET6}

_watching: list[str] | None = None


class Reached(RuntimeError):
    """Something wanted to go out."""


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if _watching is None or event not in _SENDS | _ASKS:
        return
    if event in _ASKS or arguments[0].family in _INTERNET:
        _watching.append(event)
        raise Reached(f"{event}{arguments[1:]}")


sys.addaudithook(_hear)


@contextmanager
def no_network() -> Iterator[list[str]]:
    """Neither connections nor listening nor names of computers; what was tried is told."""
    global _watching  # noqa: PLW0603 - an audit hook cannot be taken away again
    _watching = []
    try:
        yield _watching
    finally:
        _watching = None


def test_the_watch_hears_what_goes_out() -> None:
    with no_network() as tried:
        for reach in (
            lambda: socket.create_connection(("127.0.0.1", 9)),
            lambda: socket.getaddrinfo("example.org", 80),
            lambda: socket.create_server(("127.0.0.1", 0)),
            lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9)),
        ):
            with pytest.raises(Reached):
                reach()
    assert len(tried) == 4
    socket.getaddrinfo("127.0.0.1", 80)


@pytest.mark.slow
def test_no_command_goes_out(tmp_path: Path) -> None:
    with no_network() as tried:
        answers = lived(tmp_path)
    assert len({answer.path for answer in answers}) > 50
    assert tried == []


async def test_no_place_of_the_screen_goes_out(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with no_network() as tried:
        app = ScreenerApp(lambda: Desk(Store.open(path), clock=lambda: datetime.now(UTC)))
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause(0.2)
            await pilot.press("escape", *"bank", "ctrl+s")
            for place in Place:
                if place is not Place.ANYWHERE:
                    app.switch_mode(place)
                    await pilot.pause(0.2)
    assert tried == []


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.fixture(params=[0o000, 0o022, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_what_the_program_writes_is_for_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "all"
    for name in ("DATA", "CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name / "deep"))
    with suppress(KeyError):
        monkeypatch.delenv("SCREENER_DB")
    out = tmp_path / "out"
    out.mkdir()
    own = tmp_path / "mine.toml"
    own.write_text("x")
    for command in (
        ["log", "--company", "Acme", "--number", "614 555 0133", "--said", SAID],
        ["setup", "--region", "US", "--time-zone", "America/Chicago"],
        ["optout", "Acme", "--yes", "--at", "2026-01-05 10:00"],
        ["config", "theme", "light"],
        ["rules", "off", "FRAUD_AUTO_RENEWED"],
        ["backup", str(out / "copy.db")],
        ["backup"],
        ["report", "Acme", "--format", "html", "-o", str(out / "report.html")],
        ["letter", "Acme", "-o", str(out / "letter.txt")],
        ["digest", "-o", str(out / "week.txt")],
        *(["export", what, "-o", str(out / what)] for what in ("calls", "everything", "vendors")),
        ["log", "--said", "one call more"],
    ):
        code = run_command(command, lambda make, demo: None)
        assert code == 0, (command, capfd.readouterr().err)
    with Desk(Store.open(home / "DATA" / "deep" / "screener" / "screener.db")) as desk:
        desk.save_draft(Call(said=SAID))
        beside = [*(home / "DATA").rglob("*")]
    assert any(path.name.endswith("-wal") for path in beside)
    written = [*home.rglob("*"), *out.rglob("*")]
    loose = [
        f"{path.relative_to(tmp_path)} {_mode(path):04o}"
        for path in written
        if _mode(path) != (0o700 if path.is_dir() else 0o600)
    ]
    assert not loose
    assert len(list(out.iterdir())) == 7
    assert {path.name for path in written} >= {"config.toml", "changes.toml", "rulebook.bin"}


def test_a_theme_that_is_remembered_leaves_no_file_half_written(tmp_path: Path) -> None:
    path = tmp_path / "config" / "config.toml"
    keep_theme("light", path)
    assert [each.name for each in path.parent.iterdir()] == ["config.toml"]
