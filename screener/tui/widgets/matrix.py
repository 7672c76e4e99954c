"""What a vendor may call about: a line a purpose, a column a state."""

from collections.abc import Mapping
from datetime import datetime

from textual.content import Content

from screener.consent import Permission
from screener.text import plain
from screener.tui import wording
from screener.words import Allowed, Purpose

_COLUMNS = (
    (Allowed.ALLOWED, "allowed"),
    (Allowed.REFUSED, "refused"),
    (Allowed.NOT_ASKED, "not said"),
)
_BY = {"ledger": "", "preference": "preference", "default": "default", "expected": "expected"}


def matrix(permissions: Mapping[Purpose, Permission]) -> Content:
    """The matrix as text: a glyph in the column that holds, and since when."""
    head = f"{'':<12}" + "".join(f"{words:^8}" for _, words in _COLUMNS)
    lines = [Content.styled(head.rstrip(), "$foreground-muted")]
    for purpose, permission in permissions.items():
        parts: list[str | tuple[str, str]] = [f"{purpose:<12}"]
        for state, _ in _COLUMNS:
            here = permission.state is state
            glyph = wording.PERMISSION[state][0] if here else ""
            parts.append((f"{glyph:^8}", "bold" if here else ""))
        lines.append(Content.assemble(*parts, _since(permission)))
    return Content("\n").join(lines)


def _since(permission: Permission) -> str:
    since = permission.since
    day = since.date() if isinstance(since, datetime) else since
    words = (_BY.get(permission.by, plain(permission.by)), f"{day.day} {day:%b %Y}" if day else "")
    return " ".join(word for word in words if word)
