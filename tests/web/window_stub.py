"""Stands in for the screen in tests of the server: says back what is typed.

Run as a program. With `stubborn` it leaves neither when asked nor when it hears nothing more.
"""

import json
import os
import signal
import sys
import time


def draw(text: str) -> None:
    """As the driver would."""
    content = text.encode()
    os.write(1, b"D" + len(content).to_bytes(4, "big") + content)


def packets() -> "list[tuple[bytes, bytes]]":
    """One packet, or none at the end."""
    kind = sys.stdin.buffer.read(1)
    if not kind:
        return []
    size = int.from_bytes(sys.stdin.buffer.read(4), "big")
    return [(kind, sys.stdin.buffer.read(size))]


def main() -> None:
    """Talks until it is told to leave."""
    if "broken" in sys.argv:
        sys.stderr.write("Traceback: a secret of a call\nValueError: a secret\n")
        sys.exit(1)
    if "faulty" in sys.argv:
        sys.stderr.write("screener: config.toml, line 3: is no setting.\n")
        sys.exit(2)
    os.write(1, b"__GANGLION__\n")
    names = ("COLUMNS", "ROWS", "SCREENER_TAKEN_BY", "SCREENER_WEB_PASSWORD", "SCREENER_DB")
    draw(json.dumps({"pid": os.getpid(), **{name: os.environ.get(name) for name in names}}))
    stubborn = "stubborn" in sys.argv
    if stubborn:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while found := packets():
        (kind, content), *_ = found
        text = content.decode()
        if kind == b"D":
            draw(f"typed {text}")
        elif json.loads(text)["type"] == "quit" and not stubborn:
            return
        else:
            draw(f"told {text}")
    while stubborn:
        time.sleep(1)


if __name__ == "__main__":
    main()
