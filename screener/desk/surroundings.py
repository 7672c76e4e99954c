"""Whether what the program stands on is in order: versions, rules, time zones, folders."""

import os
import platform
import zoneinfo
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from screener import __version__
from screener.faults import Fault
from screener.store.driver import SQLITE_VERSION
from screener.store.finding import Finding, ok, problem, warning
from screener.store.place import config_folder

LIBRARIES = ("click", "holidays", "phonenumbers", "platformdirs", "rapidfuzz", "textual", "tzdata")


def look_around(time_zone: str = "") -> Iterator[Finding]:
    """All that can be said without the database. `time_zone` is the household's, '' for none."""
    yield ok(
        "program",
        f"Screener {__version__}, Python {platform.python_version()}, SQLite {SQLITE_VERSION}",
    )
    yield _libraries()
    yield _rules()
    yield _time_zones(time_zone)
    yield _config()
    yield _cache()


def _libraries() -> Finding:
    found, missing = [], []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        return problem("libraries", f"missing: {', '.join(missing)}", "install Screener again")
    return ok("libraries", ", ".join(found))


def _rules() -> Finding:
    from screener.rulebook import load_rulebook  # noqa: PLC0415 - only where they are looked at
    from screener.store.place import rules_folder_of_user  # noqa: PLC0415

    folder = rules_folder_of_user()
    own = len(list(folder.rglob("*.toml"))) if folder else 0
    try:
        book = load_rulebook(folder)
    except Fault as fault:
        return problem("rules", str(fault), "`screener rules check` tells all that is wrong")
    yours = f"{own} files of yours in {folder}" if folder else "none of yours"
    return ok("rules", f"{len(book.signals)} signals, hash {book.hash}; {yours}")


def _time_zones(time_zone: str) -> Finding:
    what = "time zones"
    try:
        zoneinfo.ZoneInfo(time_zone or "America/New_York")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        named = f"no data for {time_zone}" if time_zone else "no data"
        return problem(what, named, "install the package tzdata, or set another zone")
    return ok(what, f"data of {_zone_version()}" + (f", yours is {time_zone}" * bool(time_zone)))


def _zone_version() -> str:
    """The version of the time zone data that counts: the system's first, as zoneinfo looks."""
    for folder in map(Path, zoneinfo.TZPATH):
        if not (folder / "America" / "New_York").is_file():
            continue
        for name in ("+VERSION", "tzdata.zi"):
            if (folder / name).is_file():
                first = (folder / name).read_text(encoding="utf-8").partition("\n")[0]
                return f"{first.removeprefix('# version ').strip()} (system)"
        return f"unknown version ({folder})"
    return f"{version('tzdata')} (package tzdata)"


def _config() -> Finding:
    folder = config_folder()
    if not folder.exists():
        return ok("settings", f"none of yours: {folder} is not there")
    if not os.access(folder, os.R_OK | os.X_OK):
        return problem("settings", f"{folder} cannot be read", f"chmod u+rx '{folder}'")
    closed = [path for path in sorted(folder.rglob("*")) if not os.access(path, os.R_OK)]
    if closed:
        return problem("settings", f"{closed[0]} cannot be read", f"chmod u+r '{closed[0]}'")
    return ok("settings", f"{folder} can be read")


def _cache() -> Finding:
    from screener.rulebook import cache_folder  # noqa: PLC0415

    folder = cache_folder()
    there = next(each for each in (folder, *folder.parents) if each.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        return warning(
            "cache",
            f"{there} cannot be written: every start reads all rules",
            f"chmod u+wx '{there}'",
        )
    return ok("cache", f"{folder} can be written")
