"""The same answers from a Dask cluster, also when a part of it dies on the way.

python -m pytest -m cluster        (needs the extra [dask])
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from screener.cli import run_command
from screener.corpus import Engine, Setup, answered_here, pieces
from screener.faults import Fault
from screener.rulebook import load_rulebook
from screener.screening import Screener
from screener.vendor import Household
from tests.conftest import ROOT, SCENARIOS

CALLS = (SCENARIOS / "a1.calls.jsonl").read_bytes()


@pytest.fixture
def engine() -> Engine:
    return Engine(Household(), Screener(load_rulebook()))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Calls with a line that cannot be read, and no line feed at the end."""
    path = tmp_path / "calls.jsonl"
    path.write_bytes(CALLS * 30 + b'no json\n{"id": "last"}')
    return path


def expected(file: Path, engine: Engine) -> bytes:
    with file.open("rb") as stream:
        return "".join(each.text for each in answered_here(pieces(stream), engine)).encode()


@pytest.fixture
def cluster() -> Iterator[Any]:
    """A scheduler with two worker processes on this machine."""
    from distributed import LocalCluster  # noqa: PLC0415 - an extra

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as made:
        yield made


def pids(cluster: Any) -> dict[str, int]:
    """The process of each worker."""
    from distributed import Client  # noqa: PLC0415 - an extra

    with Client(cluster.scheduler_address) as client:
        return dict(client.run(os.getpid))


@pytest.mark.cluster
def test_a_cluster_gives_the_same_bytes(
    cluster: Any, file: Path, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    run = ["classify", "--scheduler", cluster.scheduler_address, str(file)]
    assert run_command(run, lambda make, demo: None) == 1
    target = file.with_name("calls.jsonl.screened.jsonl")
    assert "1,802 lines, 1 with an error" in capsys.readouterr().err
    assert target.read_bytes() == expected(file, engine)
    assert sorted(path.name for path in file.parent.glob("*calls*")) == [file.name, target.name]


@pytest.mark.cluster
def test_a_worker_killed_on_the_way_costs_only_time(
    cluster: Any, file: Path, engine: Engine
) -> None:
    from screener.corpus_dask import screen_on_cluster  # noqa: PLC0415 - an extra

    killed: list[int] = []

    def kill() -> None:
        # Some pieces are done, and a worker is at one of the next.
        while not (at_work := list(file.parent.glob(".calls*/000000[01][3-9].*.part"))):
            time.sleep(0.001)
        killed.append(int(at_work[0].name.split(".")[1]))
        os.kill(killed[0], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    told: list[str] = []
    address = cluster.scheduler_address
    setup = Setup.of(engine, None)
    done = screen_on_cluster(file, setup, address, told.append, size=60_000)
    killer.join()
    assert (done.lines, done.faulty) == (1802, 1)
    assert done.file.read_bytes() == expected(file, engine)
    assert [line for line in told if "was begun 2 times: a worker was lost" in line]
    assert killed[0] not in pids(cluster).values()


@pytest.mark.cluster
def test_a_piece_that_fails_is_tried_again_and_named(
    cluster: Any, file: Path, engine: Engine
) -> None:
    from screener.corpus_dask import screen_on_cluster  # noqa: PLC0415 - an extra

    told: list[str] = []

    def spoil() -> None:
        while not (folders := list(file.parent.glob(".calls*"))):
            time.sleep(0.001)
        # In the place of the answers to piece 7 nothing can be put.
        (folders[0] / "00000007.jsonl" / "x").mkdir(parents=True)

    spoiler = threading.Thread(target=spoil)
    spoiler.start()
    setup, address = Setup.of(engine, None), cluster.scheduler_address
    with pytest.raises(Fault, match=r"^piece 7 \(bytes 120,000 to 140,000\) failed 3 times"):
        screen_on_cluster(file, setup, address, told.append, size=20_000)
    spoiler.join()
    assert len([line for line in told if line.startswith("piece 7 (") and "again" in line]) == 2
    assert [path.name for path in file.parent.glob("*calls*")] == [file.name]


@pytest.mark.cluster
def test_a_worker_that_would_judge_otherwise_is_refused(
    cluster: Any, file: Path, engine: Engine
) -> None:
    from screener.corpus_dask import screen_on_cluster  # noqa: PLC0415 - an extra

    setup = replace(Setup.of(engine, None), rulebook="beef")
    with pytest.raises(Fault, match=r"this worker has the rulebook .* and not beef"):
        screen_on_cluster(file, setup, cluster.scheduler_address, print)
    assert [path.name for path in file.parent.glob("*calls*")] == [file.name]


@pytest.mark.cluster
def test_where_nobody_answers_that_is_told(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("screener.corpus_dask._PATIENCE", 1.0)
    run = ["classify", "--scheduler", "tcp://127.0.0.1:9", str(file)]
    assert run_command(run, lambda make, demo: None) == 2
    assert "tcp://127.0.0.1:9: no Dask scheduler answers" in capsys.readouterr().err
    assert [path.name for path in file.parent.glob("*calls*")] == [file.name]


def test_nothing_else_needs_dask() -> None:
    """All other modules come in without it, and asking for it without it is told."""
    code = (
        "import sys\n"
        "sys.modules['distributed'] = sys.modules['dask'] = None\n"
        "import pkgutil, importlib, screener\n"
        "for each in pkgutil.walk_packages(screener.__path__, 'screener.'):\n"
        "    if each.name not in ('screener.corpus_dask', 'screener.__main__'):\n"
        "        importlib.import_module(each.name)\n"
        "from screener.cli import run_command\n"
        "sys.exit(run_command(['classify', '--scheduler', 'tcp://x:1', sys.argv[1]], None))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(SCENARIOS / "a1.calls.jsonl")],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert ran.returncode == 2, ran.stderr
    assert "--scheduler needs Dask (distributed is missing)" in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["-"], "--scheduler needs a file"),
        (["/nowhere.jsonl"], "--scheduler needs a file"),
        (["--workers", "2", "x"], "leave it out beside --scheduler"),
    ],
)
def test_what_a_cluster_cannot_be_asked(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run = ["classify", "--scheduler", "tcp://127.0.0.1:9", *arguments]
    assert run_command(run, lambda make, demo: None) == 2
    assert says in capsys.readouterr().err
