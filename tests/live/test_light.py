"""Nothing of the network is loaded where nobody asked to listen."""

import subprocess
import sys
from pathlib import Path

import pytest

NETWORK = {"asyncio", "socket", "aiomqtt", "paho", "screener.live.connection", "screener.live.mqtt"}


@pytest.mark.parametrize(
    "arguments",
    [["log", "--number", "614 555 0133"], ["history"], ["config", "check"], ["listen", "--help"]],
    ids=lambda arguments: arguments[0],
)
def test_no_command_reaches_for_the_network(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCREENER_DB", str(tmp_path / "calls.db"))
    code = (
        f"import sys, screener.__main__ as program\nsys.argv = {['screener', *arguments]!r}\n"
        "try:\n    program.main()\nexcept SystemExit:\n    pass\nprint(*sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.splitlines()[-1].split())
    never = NETWORK - {"asyncio", "socket"} if arguments[0] == "listen" else NETWORK
    assert loaded & never == set()


def test_the_screen_listens_to_nothing_by_itself() -> None:
    code = "import sys, screener.tui.app\nprint(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.split())
    assert (
        loaded & {"screener.live.connection", "screener.live.ncid", "screener.tui.listening"}
        == set()
    )
