"""A mistake of the program itself: one sentence and a report, and nothing of calls in either."""

import asyncio
import stat
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot

from screener import __main__ as program
from screener.cli.defects import CODE, KEPT, Watched, account, folder
from screener.desk import Desk
from screener.desk.listening import Listening
from screener.store import Store
from screener.tui import app as screen

SECRET = "Marguerite told them 4417"
WORDS = (*SECRET.split(), "secret_of_hers")


def broken(*given: Any, **named: Any) -> Any:
    secret_of_hers = SECRET
    try:
        return {"": ""}[secret_of_hers]
    except KeyError:
        raise ValueError(f"cannot take {secret_of_hers}") from None


def report() -> str:
    (path,) = folder().iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    return path.read_text()


def said(capfd: pytest.CaptureFixture[str]) -> str:
    out, err = capfd.readouterr()
    for told in (out, err, report()):
        assert not any(word in told for word in WORDS)
        assert "Traceback" not in told
    return err


def test_a_command_that_breaks_tells_where_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Listening, "log", broken)
    command = ["screener", "--db", str(tmp_path / "x.db"), "log", "--said", SECRET]
    monkeypatch.setattr(sys, "argv", command)
    with pytest.raises(SystemExit) as left:
        program.main()
    assert left.value.code == CODE
    err = said(capfd)
    assert err.startswith("screener: a mistake in the program itself stopped it (ValueError);")
    assert err.count("\n") == 1
    assert "ValueError\n" in report()
    assert "screener/cli/log.py:" in report()
    assert "builtins.KeyError" in report()


def test_a_look_up_that_breaks_does_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("screener.cli.caller.answer", broken)
    monkeypatch.setattr(sys, "argv", ["screener", "lookup", SECRET])
    with pytest.raises(SystemExit) as left:
        program.main()
    assert left.value.code == CODE
    assert "ValueError" in said(capfd)


async def _lost(app: Any) -> None:
    """A task that nobody waits for."""
    task = asyncio.create_task(asyncio.to_thread(broken))
    await asyncio.sleep(0.1)
    assert task.done()
    del task


@pytest.mark.parametrize("how", ["in a handler", "in a worker", "in the desk", "on the way"])
def test_a_screen_that_breaks_does_too(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async def hand(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        while not app.screen.query("#company"):
            await pilot.pause(0.05)
        app.screen.query_one("#company").value = SECRET
        await pilot.pause()
        if how == "in a handler":
            app.call_later(broken, SECRET)
        elif how == "in a worker":
            app.run_worker(lambda: broken(SECRET), thread=True)
        elif how == "in the desk":
            app.run_worker(app.ask(broken))
        else:
            await _lost(app)
            app.exit()
        await pilot.pause(0.3)

    whole = App.run
    unseen: dict[str, Any] = {"headless": True, "size": (80, 24), "auto_pilot": hand}
    monkeypatch.setattr(screen.ScreenerApp, "run", lambda app: whole(app, **unseen))
    monkeypatch.setattr(sys, "argv", ["screener"])
    path = tmp_path / "x.db"

    def answered(arguments: object, open_screen: Callable[..., None]) -> int:
        open_screen(lambda: Desk(Store.open(path)), False)
        return 0

    monkeypatch.setattr("screener.cli.quick.answered", answered)
    with pytest.raises(SystemExit) as left:
        program.main()
    assert left.value.code == CODE
    err = said(capfd)
    assert "a mistake in the program itself stopped it (ValueError)" in err
    assert "in broken" in report()


def test_a_thread_that_breaks_says_no_more(capfd: pytest.CaptureFixture[str]) -> None:
    before = threading.excepthook
    try:
        with Watched():
            thread = threading.Thread(target=broken)
            thread.start()
            thread.join()
    finally:
        threading.excepthook = before
    assert "ValueError" in said(capfd)


def test_where_nothing_can_be_written_the_sentence_stands(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "state").write_text("a file")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with pytest.raises(SystemExit), Watched():
        broken()
    out, err = capfd.readouterr()
    assert "(ValueError); a report of it could not be written" in err
    assert SECRET not in out + err


def test_whoever_interrupts_reads_no_account_of_it(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left, Watched():
        raise KeyboardInterrupt
    assert left.value.code == 130
    assert capfd.readouterr().err == "screener: stopped.\n"


def test_only_so_many_reports_are_kept(capfd: pytest.CaptureFixture[str]) -> None:
    folder().mkdir(parents=True)
    for at in range(KEPT + 5):
        (folder() / f"19990101-0000{at:02}-1.txt").write_text("old")
    with pytest.raises(SystemExit), Watched():
        broken()
    assert len(list(folder().iterdir())) == KEPT
    assert "in broken" in max(folder().iterdir()).read_text()


def test_an_account_names_no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="cannot") as raised:
        broken()
    told = account(raised.value)
    assert str(Path.home()) not in told
    assert str(Path(__file__).parent) not in told
    assert "test_defects.py:" in told
