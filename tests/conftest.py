"""What all tests share: where the labelled calls lie, and no silent skips in CI."""

import gc
import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent
SCENARIOS = ROOT / "tests" / "scenarios"
SHARED = ROOT.parent / "shared" / "data"
NEEDS_SHARED = "needs ../shared"
LONGEST_NAME = 200
THRESHOLD = gc.get_threshold()

# Hundreds of programs are started: each would compile all modules anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# No test is timed; what was found is printed so that it can be tried again.
settings.register_profile("screener", deadline=None, print_blob=True)
settings.load_profile("screener")


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """A text of many pages names no test: every worker would tell the name for each of its steps."""
    if isinstance(val, str | bytes) and len(val) > LONGEST_NAME:
        return f"{argname}-{len(val)}"
    return None


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: tests that drive the program in a terminal mostly wait."""
    return len(os.sched_getaffinity(0)) + 1


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
    call: pytest.CallInfo[None],
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skipped test is a failure, unless it needs what lies in ../shared."""
    report = yield
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        reason = call.excinfo.value if call.excinfo is not None else ""
        if NEEDS_SHARED not in str(reason):
            report.outcome = "failed"
            report.longrepr = f"skipped in CI: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole file that would be passed over."""
    report = yield
    if os.environ.get("CI") and report.skipped and NEEDS_SHARED not in str(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} skipped in CI: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of data that is not ours; the test skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(NEEDS_SHARED)
    return SHARED


@pytest.fixture(scope="session")
def compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that all tests share: compiling the rules anew in each would take most of the time."""
    return tmp_path_factory.mktemp("cache")


def pytest_collection_finish() -> None:
    """Thousands of tests stay to the end, and so many that Python's rounds over what is old would
    hardly ever be due: what tests leave in circles, rules and open files among it, would pile up."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _garbage(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A screen sets what it has loaded aside for good: many in one process would keep it all."""
    monkeypatch.setattr(gc, "freeze", lambda: None)
    yield
    gc.set_threshold(*THRESHOLD)
    gc.enable()


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, compiled_once: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the person's own data or settings, or leaves anything there."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home" / name.lower()))
    monkeypatch.setenv("XDG_CACHE_HOME", str(compiled_once))
    monkeypatch.delenv("SCREENER_DB", raising=False)
