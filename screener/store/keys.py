"""The passphrases of encrypted files: where they are looked for, and the keys made of them.

In this order: those that opened a file in this run of the program; the file that the variable
SCREENER_KEY_FILE names; the system's keyring; whoever sits at the terminal, where a command set
`ask_with`.
"""

import os
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from screener.faults import Fault

KEY_FILE = "SCREENER_KEY_FILE"
SERVICE = "screener"
"""Under this name, and the file's path as the user, a passphrase stands in the keyring."""

ITERATIONS = 256_000
"""Rounds of PBKDF2-HMAC-SHA512 from a passphrase to a key, as SQLCipher 4 does by itself
(https://www.zetetic.net/sqlcipher/design/), so that its own tools open the file too."""

ATTEMPTS = 3
_KEY_BYTES = 32
_DRAWN = re.compile(r"x'([0-9A-Fa-f]{64})'")

_known: dict[Path, str] = {}
_askers: list[Callable[[Path, int], str | None]] = []


def ask_with(asker: Callable[[Path, int], str | None]) -> None:
    """Has a person asked where a passphrase is found nowhere, up to `ATTEMPTS` times: for
    which file, and how often before. None is an answer too."""
    _askers[:] = [asker]


def remember(path: Path, passphrase: str | None) -> None:
    """Notes for this run of the program what opens a file; None: nothing does any more."""
    if passphrase is None:
        _known.pop(path, None)
    else:
        _known[path] = passphrase


def candidates(path: Path) -> Iterator[str]:
    """Passphrases that may open a file, the likeliest first. Fault where the file that is
    to hold one cannot be read."""
    if path in _known:
        yield _known[path]
    yield from (known for other, known in _known.items() if other != path)
    from_file = in_key_file()
    if from_file is not None:
        yield from_file
    # Copies lie beside their original, which the keyring names.
    for one in (path, path.with_name(path.name.partition(".backup-")[0])):
        kept = in_keyring(one)
        if kept is not None:
            yield kept
    for asker in _askers:
        for before in range(ATTEMPTS):
            asked = asker(path, before)
            if asked is None:
                break
            yield asked


def in_key_file() -> str | None:
    """What the file named by SCREENER_KEY_FILE holds, without the end of its line."""
    named = os.environ.get(KEY_FILE)
    if not named:
        return None
    try:
        passphrase = Path(named).expanduser().read_text("utf-8").rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise Fault(f"{KEY_FILE}: {named} cannot be read as text.") from error
    if not passphrase:
        raise Fault(f"{KEY_FILE}: {named} is empty.")
    return passphrase


def in_keyring(path: Path) -> str | None:
    """What the system's keyring holds for a file; None also where there is no keyring."""
    try:
        import keyring  # noqa: PLC0415 - only for an encrypted file
        from keyring.errors import KeyringError  # noqa: PLC0415
    except ImportError:
        return None
    try:
        kept: str | None = keyring.get_password(SERVICE, str(path))
    except (KeyringError, RuntimeError, OSError):
        return None
    return kept


def keep_in_keyring(path: Path, passphrase: str | None) -> bool:
    """Puts a passphrase into the system's keyring, or takes it out with None; whether that
    was done."""
    try:
        import keyring  # noqa: PLC0415 - only for an encrypted file
        from keyring.errors import KeyringError  # noqa: PLC0415
    except ImportError:
        return False
    try:
        if passphrase is not None:
            keyring.set_password(SERVICE, str(path), passphrase)
        elif keyring.get_password(SERVICE, str(path)) is not None:
            keyring.delete_password(SERVICE, str(path))
    except (KeyringError, RuntimeError, OSError):
        return False
    return True


@lru_cache(maxsize=64)
def key_of(passphrase: str, salt: bytes) -> str:
    """The key of a file with that salt as SQLCipher takes it: key and salt in hexadecimal.

    Made once for each file in a run of the program: it takes as long as a person's blink,
    and the file is opened by several threads. A passphrase written x'...', with 64 digits in
    hexadecimal between, is the key itself, as it is to SQLCipher.
    """
    drawn = _DRAWN.fullmatch(passphrase)
    if drawn is None:
        from hashlib import pbkdf2_hmac  # noqa: PLC0415 - loads OpenSSL

        key = pbkdf2_hmac("sha512", passphrase.encode(), salt, ITERATIONS, _KEY_BYTES).hex()
    else:
        key = drawn[1].lower()
    return f"x'{key}{salt.hex()}'"
