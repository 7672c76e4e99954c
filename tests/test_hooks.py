"""Programs that are started on calls: real ones, that hang, flood, fail or are not there."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from screener.call import Call
from screener.cli.telling import logged_json
from screener.config_calls import Hook
from screener.desk import Desk
from screener.desk.hooks import MOST, Hooks
from screener.desk.stop import log_told_to_stop
from screener.faults import Fault
from screener.store import Store

NOW = datetime(2026, 5, 5, 14, 2, tzinfo=UTC)
HOSTILE = "\x1b]52;c;eA==\x07$(touch /tmp/x)`id`\n\0\u202e'\"; rm -rf ~ \ud800"
PATIENCE = 30


def until(there: Callable[[], bool]) -> None:
    """Waits for what another process does."""
    last = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < last, "it never came about"
        time.sleep(0.01)


class Programs:
    """Hooks over a desk, with programs that leave traces in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hooks: list[Hook] = []
        self.said: list[str] = []
        self.desk = Desk(Store.open(folder / "calls.db"), clock=lambda: NOW)
        self.desk.find_hooks = lambda: Hooks(self.load, logged_json, self.said.append)

    def load(self) -> Sequence[Hook]:
        return self.hooks

    def add(self, *run: str, when: str = "stored", seconds: float = 20) -> None:
        self.hooks.append(Hook(run, frozenset({when}), seconds))

    def python(self, code: str, *arguments: str, when: str = "stored", seconds: float = 20) -> None:
        self.add(sys.executable, "-c", code, *arguments, when=when, seconds=seconds)

    def writer(self, name: str, *, when: str = "stored") -> Path:
        """Writes what it is given into a file, whole or not at all."""
        code = (
            "import os, sys; raw = sys.stdin.buffer.read(); "
            "open(sys.argv[1] + '.part', 'wb').write(raw); "
            "os.replace(sys.argv[1] + '.part', sys.argv[1])"
        )
        path = self.folder / name
        self.python(code, str(path), when=when)
        return path


@pytest.fixture
def programs(tmp_path: Path) -> Iterator[Programs]:
    found = Programs(tmp_path)
    with found.desk:
        yield found


def test_a_stored_call_is_handed_over_as_log_tells_it(programs: Programs) -> None:
    path = programs.writer("told.json")
    record = programs.desk.log(Call(number="614 555 0133", said="free estimate on solar"))
    until(path.exists)
    told = json.loads(path.read_bytes())
    assert told.pop("event") == "stored"
    assert told == logged_json(record, programs.desk.screen(record.call))
    assert told["screening"]["label"] == "solicitation"


def test_a_call_that_rings_is_handed_over_before_it_is_stored(programs: Programs) -> None:
    arrived = programs.writer("arrived.json", when="arrived")
    stored = programs.writer("stored.json")
    call = Call(at=NOW, number="614 555 0133", caller_id="ACME", source="ncid", source_id="1")
    programs.desk.arrived(call)
    until(arrived.exists)
    told = json.loads(arrived.read_bytes())
    assert (told["event"], told["call"]["caller_id"]) == ("arrived", "ACME")
    assert told["label"] is None
    assert told["screening"]["identity"] == "unknown"
    assert not stored.exists()
    programs.desk.take_in(call)
    until(stored.exists)
    assert json.loads(stored.read_bytes())["screening"] is None


def test_hostile_text_arrives_as_json_only(programs: Programs) -> None:
    path = programs.writer("told.json")
    record = programs.desk.log(Call(company="A", said=HOSTILE))
    until(path.exists)
    raw = path.read_bytes()
    assert all(0x20 <= byte < 0x7F for byte in raw)
    assert json.loads(raw)["call"]["said"] == record.call.said


def test_a_program_that_hangs_is_killed_with_all_it_started(programs: Programs) -> None:
    pids = programs.folder / "pids"
    code = (
        "import os, subprocess, sys, time; "
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']); "
        "open(sys.argv[1], 'w').write(f'{os.getpid()} {child.pid}\\n'); time.sleep(600)"
    )
    programs.python(code, str(pids), seconds=3)
    programs.desk.log(Call(said="hello"))
    until(lambda: pids.exists() and pids.read_text().endswith("\n"))
    until(lambda: not any(_runs(int(pid)) for pid in pids.read_text().split()))


def _runs(pid: int) -> bool:
    with suppress(OSError):
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state not in {"Z", "X"}
    return False


def test_neither_floods_nor_failures_are_noticed(programs: Programs) -> None:
    last = programs.folder / "after"
    programs.add(str(programs.folder / "missing"))
    programs.python("raise SystemExit(1)")
    programs.python("import sys\nwhile True: sys.stdout.write('x' * 65536)", seconds=0.5)
    programs.add(str(programs.folder))
    programs.add("")
    programs.python("import sys; sys.stdin.close(); open(sys.argv[1], 'w')", str(last))
    record = programs.desk.log(Call(said="hello " * 100_000))
    until(last.exists)
    assert programs.desk.record(record.call.id).call.said.startswith("hello")
    assert programs.said == []


def test_only_so_many_run_at_once(programs: Programs) -> None:
    gate, begun = programs.folder / "gate", programs.folder / "begun"
    begun.mkdir()
    code = (
        "import os, sys, time\nopen(os.path.join(sys.argv[2], str(os.getpid())), 'w')\n"
        "while not os.path.exists(sys.argv[1]): time.sleep(0.01)"
    )
    programs.python(code, str(gate), str(begun), seconds=60)
    for number in range(3 * MOST):
        programs.desk.log(Call(said=f"call {number}"))
    assert programs.desk.count() == 3 * MOST
    assert len(programs.said) == 2 * MOST
    assert "8 programs are running still" in programs.said[0]
    until(lambda: len([*begun.iterdir()]) == MOST)
    gate.touch()
    until(lambda: not any(_runs(int(each.name)) for each in begun.iterdir()))


def test_nothing_is_started_for_what_was_not_stored(programs: Programs) -> None:
    path = programs.writer("told.json")
    with pytest.raises(Fault, match="future"):
        programs.desk.log(Call(at=NOW.replace(year=2027), said="hello"))
    with pytest.raises(RuntimeError):
        _taken_back(programs.desk)
    programs.desk.log(Call(said="kept"))
    until(path.exists)
    assert json.loads(path.read_bytes())["call"]["said"] == "kept"


def _taken_back(desk: Desk) -> None:
    with desk.doing():
        desk.log(Call(said="taken back"))
        raise RuntimeError


def test_a_deed_is_whole_when_its_programs_start(programs: Programs) -> None:
    seen: list[int] = []

    def form(record: object, screening: object) -> dict[str, object]:
        with Desk(Store.open(programs.folder / "calls.db"), clock=lambda: NOW) as other:
            seen.extend((other.count(), len(other.household().ledger)))
        return {}

    programs.writer("told.json")
    programs.desk.find_hooks = lambda: Hooks(programs.load, form, programs.said.append)
    log_told_to_stop(programs.desk, Call(number="614 555 0133", company="Zenith", said="solar"))
    assert seen == [1, 4]


def test_what_is_imported_starts_nothing(programs: Programs) -> None:
    path = programs.writer("told.json")
    line = "CIDLOG: *DATE*05042026*TIME*2149*LINE*-*NMBR*6145550133*MESG*NONE*NAME*A*"
    assert programs.desk.take_history("NCID box:3333", [line]) is not None
    programs.desk.log(Call(said="kept"))
    until(path.exists)
    assert json.loads(path.read_bytes())["call"]["said"] == "kept"


def test_settings_that_are_wrong_by_now_are_said_once(programs: Programs) -> None:
    def load() -> Sequence[Hook]:
        raise Fault("config.toml, line 3: on_call: is wrong.")

    shown: list[str] = []
    programs.desk.find_hooks = lambda: Hooks(load, logged_json, programs.said.append)
    programs.desk.say_of_hooks = shown.append
    programs.desk.log(Call(said="one"))
    programs.desk.log(Call(said="two"))
    assert programs.desk.count() == 2
    assert shown == ["No program is started on calls: config.toml, line 3: on_call: is wrong."]
    assert programs.said == []
