"""Hostile text at what is neither a command's answer nor the screen: listeners, hooks, logs."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from screener.call import Call
from screener.cli.listen import _Ear
from screener.cli.session import told
from screener.cli.telling import logged_json
from screener.config_calls import ListenTo
from screener.desk import Desk
from screener.feeds.protocol import Rang
from screener.live.address import address_of
from screener.live.events import Arrival, Message
from screener.store import Store
from screener.web.running import Plainly
from tests.attacks import ATTACKS, LONG, harm

NOW = datetime(2026, 5, 5, 14, 2, tzinfo=UTC)
EVERY = {**ATTACKS, "long": LONG}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk(Store.open(tmp_path / "x.db"), clock=lambda: NOW) as opened:
        yield opened


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("as_json", [False, True])
async def test_a_listener_tells_a_call_on_one_line(
    name: str, as_json: bool, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    text = EVERY[name]
    ear = _Ear(desk, ListenTo(address_of("ncid://127.0.0.1")), as_json=as_json)
    call = Call(
        at=NOW, number="6145550133", caller_id=text, note=text, source="ncid", source_id="1"
    )
    await ear.hear(Arrival(call, rings=False))
    await ear.hear(Message(text))
    await ear.hear(Rang(text, NOW, answered=True, line=1))
    out, err = capsys.readouterr()
    assert out.count("\n") == 1
    assert not harm(out)
    assert not harm(err)
    if as_json:
        assert out.isascii()
        assert json.loads(out)["event"] == "stored"
    else:
        assert len(out) < 200


@pytest.mark.parametrize("name", EVERY)
def test_a_program_is_handed_one_line_of_ascii(name: str, desk: Desk) -> None:
    """What `desk.hooks.Hooks` writes for a program, and `log --json` for everybody."""
    text = EVERY[name]
    record = desk.log(Call(company=text, said=text, caller_id=text, note=text))
    whole = json.dumps({"event": "stored", **logged_json(record, desk.screen(record.call))})
    assert whole.isascii()
    assert whole.isprintable()
    assert json.loads(whole)["call"]["company"] == record.call.company


@pytest.mark.parametrize("name", EVERY)
def test_a_line_of_the_log_is_a_line(name: str) -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Plainly())
    raised = (ValueError, ValueError(EVERY[name]), None)
    text = EVERY[name]
    for logger, words in (("screener.web", "from %s"), ("aiohttp.server", "Error %s")):
        handler.emit(logging.LogRecord(logger, logging.ERROR, "x", 1, words, (text,), raised))
    shown = out.getvalue()
    assert shown.count("\n") == 2
    assert not harm(shown)
    assert shown.count("(ValueError)") == 2
    assert len(shown) < 500
    assert text[:40] not in shown.splitlines()[1]


@pytest.mark.parametrize("name", EVERY)
def test_a_message_of_an_error_is_a_line(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(EVERY[name], 2) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert not harm(said)
    assert len(said) < 5_000
