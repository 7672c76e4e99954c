"""What CONTRIBUTING.md shows is run as it stands there."""

import re
import sys
from datetime import datetime
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from screener import feeds
from screener.feeds import FORMATS, feed_named, recognise
from screener.feeds.protocol import Incoming, Place, Skipped
from screener.feeds.source import opened
from screener.store.place import config_folder
from screener.words import Status
from tests.cli.conftest import Run
from tests.conftest import ROOT
from tests.feeds.conftest import ZONE

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def example(name: str) -> str:
    """The block under the mark of that name."""
    found = re.search(rf"^<!-- example: {name} -->\n```\w+\n(.*?)^```$", PAGE, re.M | re.S)
    assert found is not None, name
    return found[1]


def put(name: str, text: str) -> Path:
    """A file in the person's own rules."""
    path = config_folder() / "rules" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_rule_is_in_order_and_moves_the_verdict(run: Run) -> None:
    logged = run("log", "--number", "6145550133", "--said", "they pay cash for your trees")
    path = put("timber.toml", example("rule"))
    checked = run("rules", "check")
    assert (checked.code, checked.err) == (0, "")
    assert "1 in which the rules are heard" in run("rules", "try", str(path)).out
    assert run("rules", "test", "--json").code == 0
    again = run("log", "--number", "6145550143", "--said", "they pay cash for your trees")
    assert "wants to buy your trees" not in logged.out
    assert "the timber that stands on your land" in again.out


def test_the_region_is_in_order_and_shown(run: Run) -> None:
    put("regions/ie.toml", example("region"))
    assert run("rules", "check").code == 0
    shown = run("regions", "IE").out
    assert "National Directory Database" in shown
    assert "Data Protection Commission" in shown


def test_the_feed_reads_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = re.search(r'`"([\w-]+)": "(\w+)"`', PAGE)
    assert line is not None
    name, module = line.groups()
    code = tmp_path / f"{module}.py"
    code.write_text(example("feed"), encoding="utf-8")
    spec = spec_from_file_location(f"screener.feeds.{module}", code)
    assert spec is not None
    assert spec.loader is not None
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    monkeypatch.setitem(sys.modules, spec.name, made)
    monkeypatch.setattr(feeds, "_MODULES", {name: module, **dict(feeds._MODULES)})
    monkeypatch.setattr(feeds, "FORMATS", (name, *FORMATS))

    file = tmp_path / "notes"
    file.write_text(example("feed file") + "soon;1;2;3\n", encoding="utf-8")
    source = opened(file)
    feed = recognise(source.head)
    assert feed is feed_named(name)
    first, second, odd = feed.read(source, Place(ZONE))
    assert isinstance(first, Incoming)
    assert isinstance(second, Incoming)
    assert first.call.at == datetime(2026, 3, 4, 16, 5, tzinfo=ZONE)
    assert (first.call.number, first.call.duration) == ("6145550133", 42)
    assert (first.call.said, first.call.status) == (
        "your roof was seen by our inspector",
        Status.VOICEMAIL,
    )
    assert (second.call.number, second.call.said) == ("", "")
    assert first.call.source_id != second.call.source_id
    assert odd == Skipped(4, "no time that can be read")
