"""An empty store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from screener.store import Store
from tests.store.samples import NOON


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store whose clock stands at noon."""
    with Store.open(tmp_path / "home" / "screener.db", clock=lambda: NOON) as opened:
        yield opened
