"""Files read by feeds, without a store."""

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from screener.feeds import feed_named, recognise
from screener.feeds.protocol import Item, Place
from screener.feeds.source import opened

ZONE = ZoneInfo("America/New_York")
Read = Callable[..., list[Item]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Writes a file and reads it by the feed that it is recognised as, or the one named."""

    def read_it(
        content: bytes | str,
        name: str = "",
        *,
        expected: str = "",
        place: Place | None = None,
    ) -> list[Item]:
        file = tmp_path / "file"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        source = opened(file)
        feed = feed_named(name) if name else recognise(source.head)
        assert (expected or name or feed.NAME) == feed.NAME
        return list(feed.read(source, place or Place(ZONE)))

    return read_it
