"""Shells complete what the program has."""

import os
import shutil
import subprocess
import sys

import pytest

from screener.cli.completion import SHELLS
from tests.cli.conftest import Run


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_gets_its_script(run: Run, shell: str) -> None:
    ran = run("completion", shell)
    assert ran.code == 0
    assert f"_SCREENER_COMPLETE={shell}_complete" in ran.out


def test_bash_takes_the_script(run: Run) -> None:
    script = run("completion", "bash").out
    bash = shutil.which("bash")
    assert bash is not None
    checked = subprocess.run(
        [bash, "-n"], input=script, text=True, capture_output=True, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("screener exp", {"expect", "explain", "export"}),
        ("screener export bl", {"blocklist"}),
        ("screener export calls --fo", {"--format", "--force"}),
        ("screener completion ", set(SHELLS)),
    ],
)
def test_words_are_completed(words: str, expected: set[str]) -> None:
    told = {
        **os.environ,
        "_SCREENER_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
    }
    ran = subprocess.run(
        [sys.executable, "-m", "screener"], env=told, capture_output=True, text=True, check=False
    )
    assert {line.partition(",")[2] for line in ran.stdout.splitlines()} == expected
