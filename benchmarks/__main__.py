"""Measure what the documents say about speed.

    python -m benchmarks [NAME...] [--small] [--keep FOLDER] [--write FILE]

Without a name every module runs. The tables go to the terminal and, section by section, into
docs/benchmarks.md, where sections of modules that did not run stay as they are.
"""

import argparse
import os
import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from benchmarks import NAMES
from benchmarks.measure import KEEP, Row, aligned, markdown

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Written by `python -m benchmarks`. Medians of several runs; the floor is the least work that \
could do the same, or a peer, measured turn about in the same run. Other programs may have been \
at work on the machine: the ratios are what to go by.

"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--small", action="store_true", help="only see that they run; no file")
    parser.add_argument("--keep", type=Path, help="where made-up material is kept for next time")
    parser.add_argument("--write", type=Path, default=PAGE, help="default: docs/benchmarks.md")
    asked = parser.parse_args()
    unknown = set(asked.names) - set(NAMES)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    if asked.keep:
        os.environ[KEEP] = str(asked.keep.resolve())
    for name in asked.names or NAMES:
        title, rows = measured(name, small=asked.small)
        print(f"{name}: {title}\n\n{aligned(rows)}", flush=True)
        if not asked.small:
            page = asked.write.read_text("utf-8") if asked.write.exists() else HEAD
            asked.write.write_text(with_section(page, name, section(title, rows)), "utf-8")


def measured(name: str, *, small: bool) -> tuple[str, list[Row]]:
    """What one module is about, and its rows."""
    module = import_module(f"benchmarks.{name}")
    return (module.__doc__ or name).splitlines()[0], list(module.rows(small=small))


def section(title: str, rows: Sequence[Row]) -> str:
    """The body of a module's part of the page."""
    return f"{title}\n\n{markdown(rows)}\n{conditions()}\n"


def conditions() -> str:
    """When and where it was measured, and how busy the machine was."""
    load = f"{os.getloadavg()[0]:.1f}".removesuffix(".0")
    return (
        f"{datetime.now(UTC).date()}, Python {platform.python_version()}, {platform.machine()}, "
        f"{os.cpu_count()} cores, load {load}."
    )


def with_section(page: str, name: str, body: str, names: Sequence[str] = NAMES) -> str:
    """The page with the part of one module put in or replaced, in the order of `names`."""
    opening, *parts = re.split(r"^## ", page, flags=re.MULTILINE)
    bodies = dict(part.split("\n\n", 1) for part in parts)
    bodies[name] = body
    places = {each: at for at, each in enumerate(names)}
    ordered = sorted(bodies, key=lambda each: places.get(each, len(places)))
    return opening + "\n".join(f"## {each}\n\n{bodies[each].strip()}\n" for each in ordered)


if __name__ == "__main__":
    main()
