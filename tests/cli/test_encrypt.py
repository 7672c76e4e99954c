"""`screener encrypt` and `decrypt`, as a person uses them."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from screener.store.files import is_encrypted

ROOT = Path(__file__).parents[2]


@pytest.fixture
def life(tmp_path: Path) -> dict[str, str]:
    """A folder of one's own with a database in it, and no keyring."""
    keyring = "keyring.backends.fail.Keyring"
    around = {"HOME": str(tmp_path), "SCREENER_DB": str(tmp_path / "screener.db")}
    env = os.environ | around | {"PYTHON_KEYRING_BACKEND": keyring}
    env.pop("SCREENER_KEY_FILE", None)
    _run(env, "log", "--company", "Acme", "--said", "your boiler service is due")
    return env


def _run(env: dict[str, str], *arguments: str, expect: int = 0) -> subprocess.CompletedProcess[str]:
    ran = subprocess.run(
        [sys.executable, "-m", "screener", *arguments],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert ran.returncode == expect, ran.stderr
    return ran


def _key_file(env: dict[str, str], words: str) -> dict[str, str]:
    named = Path(env["HOME"], "key")
    named.write_text(words + "\n")
    return env | {"SCREENER_KEY_FILE": str(named)}


def test_there_and_back_with_a_key_file(life: dict[str, str]) -> None:
    path = Path(life["SCREENER_DB"])
    keyed = _key_file(life, "a long enough one")
    told = _run(keyed, "encrypt")
    assert told.stdout.startswith(f"Encrypted: {path}")
    assert "asked for each time" in told.stdout
    assert is_encrypted(path)
    assert "Acme" in _run(keyed, "history").stdout
    assert "encrypted by SQLCipher" in _run(keyed, "doctor").stdout
    assert _run(keyed, "verify").returncode == 0
    refused = _run(life, "history", expect=2)
    assert "is encrypted, and its passphrase is not at hand" in refused.stderr
    assert "Traceback" not in refused.stderr
    done = json.loads(_run(keyed, "decrypt", "--yes", "--json").stdout)
    assert done == {"files": [str(path)], "left": []}
    assert "Acme" in _run(life, "history").stdout


@pytest.mark.parametrize("words", ["", "short"])
def test_a_passphrase_too_short_changes_nothing(life: dict[str, str], words: str) -> None:
    refused = _run(_key_file(life, words), "encrypt", expect=2)
    assert "is empty" in refused.stderr or "at least 8 characters" in refused.stderr
    assert not is_encrypted(Path(life["SCREENER_DB"]))


def test_what_is_plain_or_not_there_is_not_decrypted(life: dict[str, str], tmp_path: Path) -> None:
    assert "is not encrypted" in _run(life, "decrypt", "--yes", expect=2).stderr
    nowhere = life | {"SCREENER_DB": str(tmp_path / "none.db")}
    assert "is not there yet" in _run(nowhere, "encrypt", expect=2).stderr


def test_at_a_terminal_the_passphrase_is_asked_for(life: dict[str, str]) -> None:
    _run(_key_file(life, "a long enough one"), "encrypt")
    here, there = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "screener", "history"],
        env=life,
        cwd=ROOT,
        stdin=there,
        stderr=there,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as asking:
        os.close(there)
        assert b"Passphrase of" in os.read(here, 4096)
        os.write(here, b"not that one\n")
        said = b""
        while b"That is not it" not in said:
            said += os.read(here, 4096)
        os.write(here, b"a long enough one\n")
        answer, _ = asking.communicate(timeout=60)
        os.close(here)
    assert "Acme" in answer
    assert asking.returncode == 0
