"""Copies beside the file: whole or not there, quoting the chain, as many as are kept."""

import os
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.call import Call
from screener.faults import Fault
from screener.store import Store, care, copies
from screener.store.care import Keeper, copy_of_the_day
from screener.store.copies import DAYS, KEPT, WEEKS, Copy, is_due, listed, thin_out, to_keep
from screener.store.driver import open_unchanged
from screener.store.verify import quoted_anchors
from tests.conftest import ROOT
from tests.store.test_driver import mode, reachable

__all__ = ["reachable"]

LATER = timedelta(days=1, minutes=1)


def names(store: Store) -> list[str]:
    return sorted(path.name for path in store.path.parent.glob("*.backup-*"))


def age(path: Path, hours: float) -> None:
    """Lets a file look as if last written to so long ago."""
    then = time.time() - hours * 3600
    os.utime(path, (then, then))


def aged_copy(store: Store, days: float, before: str = "") -> Path:
    """A copy as it would stand there after some days."""
    at = datetime.now(UTC) - timedelta(days=days)
    suffix = f"-{before}" if before else ""
    path = store.path.with_name(f"{store.path.name}.backup-0003-{at:%Y%m%dT%H%M%SZ}{suffix}")
    path.write_bytes(b"x" * 100)
    return path


def test_a_copy_is_private_whole_and_quotes_the_chain(store: Store) -> None:
    store.log(Call(id="a", said="hello"))
    path = store.copy_now()
    assert mode(path) == 0o600
    assert names(store) == [path.name]
    with closing(open_unchanged(path)) as copy:
        (quoted,) = quoted_anchors(copy)
        assert copy.value("PRAGMA journal_mode") == "delete"
    assert names(store) == [path.name]
    assert (quoted.quoted, quoted.file, quoted.anchor.records) == ("backup", str(path), 1)
    assert store.anchors_quoted() == ()
    assert store.verify([quoted.anchor]).whole
    assert (listed(store.path)[0].path, listed(store.path)[0].before) == (path, "")


def test_copies_of_one_second_stand_side_by_side(store: Store) -> None:
    made = [copies.copy_beside(store._db) for _ in range(3)]
    assert [copy.path for copy in listed(store.path)] == made[::-1]
    assert len(set(made)) == 3
    newest = store.copy_now()
    assert [copy.path for copy in listed(store.path)] == [newest]


def test_when_a_copy_is_due(store: Store) -> None:
    now = datetime.now(UTC)
    assert copies.make_daily(store._db, now) is None
    for path in store.path.parent.glob(store.path.name + "*"):
        age(path, 1)
    assert copies.make_daily(store._db, now + LATER) is not None
    assert not is_due(store.path, now + LATER)
    for copy in listed(store.path):
        copy.path.unlink()
    aged_copy(store, 2)
    assert is_due(store.path, now)
    # The file itself is not a day old.
    assert copies.make_daily(store._db, now) is None
    for path in store.path.parent.glob(store.path.name + "*"):
        age(path, 72)
    assert not is_due(store.path, now)


def test_a_copy_before_an_update_is_not_the_day_s(store: Store) -> None:
    aged_copy(store, 0.5, copies.UPDATE)
    assert is_due(store.path, datetime.now(UTC))


moments = st.lists(
    st.integers(0, 60 * 24).map(lambda h: datetime(2026, 11, 1, tzinfo=UTC) - timedelta(hours=h)),
    unique=True,
)


@given(moments, st.sets(st.integers(0, 40)))
def test_what_is_kept(at: list[datetime], updates: set[int]) -> None:
    found = [
        Copy(Path(str(place)), 3, one, copies.UPDATE if place in updates else "")
        for place, one in enumerate(sorted(at, reverse=True))
    ]
    kept = to_keep(found)
    daily = [copy for copy in found if not copy.before]
    assert len([copy for copy in kept if not copy.before]) <= DAYS + WEEKS
    assert [copy for copy in kept if copy.before] == [c for c in found if c.before][:KEPT]
    assert len(set(kept)) == len(kept)
    assert daily[:1] == [copy for copy in kept if not copy.before][:1]
    days = sorted({copy.at.date() for copy in daily}, reverse=True)
    assert {copy.at.date() for copy in kept if not copy.before} >= set(days[:DAYS])
    assert set(to_keep(sorted(kept, key=lambda copy: copy.at, reverse=True))) <= set(kept)


def test_a_year_of_days_leaves_days_and_weeks(store: Store) -> None:
    """Thinned out every day, as it happens, copies of weeks ago are there all the same."""
    first = datetime(2026, 1, 1, 12, tzinfo=UTC)
    kept: list[Copy] = []
    for day in range(365):
        kept = to_keep([Copy(Path(str(day)), 3, first + timedelta(days=day)), *kept])
        kept.sort(key=lambda copy: copy.at, reverse=True)
    ages = [(first + timedelta(days=364) - copy.at).days for copy in kept]
    assert ages[:3] == [0, 1, 2]
    assert len(ages) == DAYS + WEEKS
    assert 18 <= ages[-1] <= 28


def test_copies_that_are_too_large_are_fewer(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [aged_copy(store, days) for days in (0, 1, 2, 9, 16)]
    thin_out(store.path)
    assert [copy.path for copy in listed(store.path)] == paths
    monkeypatch.setattr(copies, "MOST_BYTES", 350)
    thin_out(store.path)
    assert [copy.path for copy in listed(store.path)] == paths[:3]
    monkeypatch.setattr(copies, "MOST_BYTES", 1)
    thin_out(store.path)
    assert [copy.path for copy in listed(store.path)] == paths[:2]


def test_what_a_killed_program_left_of_a_copy_goes_after_a_day(store: Store) -> None:
    left = [
        store.path.with_name(f"{store.path.name}.backup-{name}")
        for name in (
            *("0003-20260101T000000Z.part", "0003-20260101T000000Z.part-journal"),
            *("restoring", "restoring.part"),
        )
    ]
    log = store.path.with_name(f"{store.path.name}.backup-0003-20260101T000000Z-before-restore-wal")
    for path in (*left, log):
        path.write_bytes(b"x")
    thin_out(store.path)
    assert all(path.exists() for path in left), "it may be under way"
    for path in (*left, log):
        age(path, 25)
    thin_out(store.path)
    assert names(store) == [log.name], "the log of a damaged file stays with it"


def test_other_files_beside_are_let_be(store: Store) -> None:
    for name in ("mine.backup-1", "screener.db.backup-0001-99999999T999999Z", "screener.db.old"):
        store.path.with_name(name).write_text("x")
    thin_out(store.path)
    assert listed(store.path) == []
    assert len(list(store.path.parent.glob("*.backup-*"))) == 2


# --- what goes wrong --------------------------------------------------------------------------


def test_on_a_full_disk_no_copy_is_begun(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "SPARE_BYTES", 2**62)
    with pytest.raises(Fault, match=r"disk is nearly full.*`screener backup FILE`"):
        store.copy_now()
    assert names(store) == []


FULL = """
import resource, sys
from pathlib import Path
from screener.faults import Fault
from screener.store import Store
with Store.open(Path(sys.argv[1])) as store:
    # No file may grow beyond this, as on a disk that runs full.
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
    for copy in (store.copy_now, lambda: store.backup(Path(sys.argv[2]))):
        try:
            copy()
        except Fault as fault:
            print(fault)
"""


def test_a_disk_that_runs_full_leaves_no_half_copy(store: Store, tmp_path: Path) -> None:
    store.log(Call(id="kept", said="x" * 100_000))
    target = tmp_path / "mine.db"
    target.write_text("older")
    ran = subprocess.run(
        [sys.executable, "-c", FULL, str(store.path), str(target)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.count("\n") == 2
    assert "disk" in ran.stdout
    assert names(store) == []
    assert target.read_text() == "older"
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["mine.db"]
    assert [row.id for row in store.history()] == ["kept"]
    assert store.anchors_quoted() == ()


AS_NOBODY = """
import os, sys
from pathlib import Path
import screener.store.copies  # while it may be read
from screener.faults import Fault
from screener.store import Store
store = Store.open(Path(sys.argv[1]))
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
for copy in (store.copy_now, lambda: store.backup(Path(sys.argv[2]))):
    try:
        copy()
    except Fault as fault:
        print(fault)
"""


def test_a_folder_that_cannot_be_written_is_told(reachable: Path) -> None:
    path, elsewhere = reachable / "x.db", reachable / "to"
    Store.open(path).close()
    elsewhere.mkdir()
    elsewhere.chmod(0o555)
    reachable.chmod(0o755)
    if os.getuid() != 0:
        reachable.chmod(0o555)
    ran = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(path), str(elsewhere / "y.db")],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    reachable.chmod(0o755)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.count("permission denied") == 2
    assert list(elsewhere.iterdir()) == []
    assert [path.name for path in reachable.glob("*backup*")] == []


def test_a_damaged_file_gives_no_copy(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with Store.open(path) as store:
        for place in range(300):
            store.log(Call(id=str(place), said=f"word{place} " * 30))
    content = bytearray(path.read_bytes())
    content[-40_960:] = b"\xee" * 40_960
    path.write_bytes(content)
    with Store.open(path) as store:
        with pytest.raises(Fault, match=r"(does not read well|damaged)"):
            store.copy_now()
        assert names(store) == []


def test_what_was_forgotten_meanwhile_is_in_no_copy(store: Store) -> None:
    store.log(Call(id="a", said="hello"))

    def forget_it() -> None:
        with Store.open(store.path) as other:
            other.void(["a"], "import undone")

    with pytest.raises(Fault, match="was forgotten while the copy was made"):
        copies.copy_beside(store._db, go_on=forget_it)
    assert names(store) == []


def test_others_write_while_a_copy_is_made(store: Store) -> None:
    def write() -> None:
        with Store.open(store.path) as other:
            other.log(Call(id="b"))

    store.log(Call(id="a"))
    path = copies.copy_beside(store._db, go_on=write)
    with closing(open_unchanged(path)) as copy:
        assert copy.all("SELECT id FROM call") == [("a",)]
    assert store.count() == 2


# --- care -------------------------------------------------------------------------------------


def test_closing_leaves_no_log_though_others_have_the_file_open(store: Store) -> None:
    log = store.path.with_name(store.path.name + "-wal")
    with Store.open(store.path) as writer:
        writer.log(Call(said="x" * 100_000))
        assert log.stat().st_size > 100_000
    assert log.stat().st_size == 0
    assert store.count() == 1


def test_closing_waits_for_no_reader(store: Store) -> None:
    store.log(Call(id="a"))
    with store._db.snapshot():
        assert store._db.value("SELECT count(*) FROM call") == 1
        with Store.open(store.path) as writer:
            writer.log(Call(id="b"))
        assert writer._db.closed
        assert store._db.value("SELECT count(*) FROM call") == 1
    assert store.count() == 2


def test_many_writes_are_settled(store: Store) -> None:
    with store.transaction():
        for place in range(300):
            store.log(Call(id=str(place), number=f"+1614555{place:04d}"))
    assert store.wrote
    store.history()
    store._db.all("SELECT id FROM call WHERE number_key = '+16145550001'")
    store.settle()
    assert store._db.value("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'call'")
    assert store.path.with_name(store.path.name + "-wal").stat().st_size == 0
    assert store._db.value("PRAGMA busy_timeout") == 5000


def test_reading_is_no_writing(tmp_path: Path) -> None:
    Store.open(tmp_path / "x.db").close()
    with Store.open(tmp_path / "x.db") as store:
        store.history()
    assert not store.wrote


def test_a_keeper_makes_the_day_s_copy_beside_the_screen(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(care, "_START", 0.0)
    store.log(Call(id="a"))
    aged_copy(store, 2).write_bytes(b"")
    made = datetime.now(UTC) - timedelta(days=3)
    store._db.run("UPDATE applied_migration SET applied_at = ?", (made.isoformat(),))
    with Keeper(store.path) as keeper:
        until = time.monotonic() + 30
        while len(listed(store.path)) < 2 and time.monotonic() < until:
            time.sleep(0.01)
    assert keeper.failure is None
    assert len(listed(store.path)) == 2
    assert copy_of_the_day(store.path) is None


def test_a_keeper_lets_go_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(care, "_START", 0.0)
    monkeypatch.setattr(
        care, "copy_of_the_day", lambda path, go_on: [go_on() for _ in iter(int, 1)]
    )
    with Keeper(store.path) as keeper:
        pass
    assert not keeper._thread.is_alive()
    assert names(store) == []


def test_a_keeper_tells_what_it_could_not_do(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(care, "_START", 0.0)
    tried = []

    def fail(path: Path, go_on: object) -> None:
        tried.append(path)
        raise Fault("no room")

    monkeypatch.setattr(care, "copy_of_the_day", fail)
    with Keeper(store.path) as keeper:
        while not tried:
            time.sleep(0.001)
    assert str(keeper.failure) == "no room"


def test_there_is_nothing_to_copy_before_the_first_call(tmp_path: Path) -> None:
    assert copy_of_the_day(tmp_path / "none" / "x.db") is None
