"""Try what the program bears: killed, without room, beside others.

    python -m reliability [NAME...] [--short] [--kills N] [--minutes N] [--seed S] [--write FILE]
    python -m reliability fuzzing [--only TARGET]... [--each MINUTES]

Without a name every harness runs. The exit code is 1 when anything did not hold; each such thing is
told with the seed that leads to it. With --write the tables go, section by section, into that file
(docs/reliability.md), where sections of harnesses that did not run stay as they are.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from benchmarks.__main__ import conditions, with_section
from reliability import NAMES, fuzzing
from reliability.report import SHORT, Report, Scale, aligned, markdown

HEAD = """# Reliability

Written by `python -m reliability --write docs/reliability.md`; each section tells the command that \
repeats it. A run ends with exit code 1 when anything did not hold.

"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what is asked for; the exit code."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    asked.only = tuple(asked.only)
    if asked.only and (unknown := set(asked.only).difference(known := fuzzing.names())):
        parser.error(f"--only: {', '.join(sorted(unknown))} is none of {', '.join(known)}")
    scale = SHORT if asked.short else Scale()
    given = {name: getattr(asked, name) for name in ("kills", "minutes", "seed", "each", "only")}
    scale = replace(scale, **{name: value for name, value in given.items() if value is not None})
    failed = False
    for name in asked.names or NAMES:
        began = time.monotonic()
        title, report = _tried(name, scale)
        print(f"{name}: {title}\n\n{aligned(report)}", flush=True)
        for fault in report.faults:
            print(f"DOES NOT HOLD: {fault}", file=sys.stderr)
        failed = failed or bool(report.faults)
        if asked.write:
            page = asked.write.read_text("utf-8") if asked.write.exists() else HEAD
            body = section(title, name, scale, report, time.monotonic() - began)
            asked.write.write_text(with_section(page, name, body, NAMES), "utf-8")
    return 1 if failed else 0


def section(title: str, name: str, scale: Scale, report: Report, took: float) -> str:
    """The body of a harness's part of the page."""
    options = {
        "crashes": f" --kills {scale.kills} --seed {scale.seed}",
        "together": f" --minutes {scale.minutes:g} --seed {scale.seed}",
        "fuzzing": f"{_fuzzed(scale)} --seed {scale.seed}",
    }
    broken = len(report.faults)
    held = (
        f"{broken} thing{'' if broken == 1 else 's'} did not hold." if broken else "All of it held."
    )
    return (
        f"{title}\n\n```sh\npython -m reliability {name}{options.get(name, '')}\n```\n\n"
        f"{markdown(report)}\n{held} It took {took / 60:.1f} minutes. {conditions()}\n"
    )


def _fuzzed(scale: Scale) -> str:
    only = "".join(f" --only {name}" for name in scale.only)
    each = scale.each
    return only + (f" --minutes {scale.minutes:g}" if each is None else f" --each {each:g}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m reliability",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*NAMES, []], default=[])
    parser.add_argument("--short", action="store_true", help="the run of seconds for every change")
    parser.add_argument("--kills", type=int, help="crashes: how many kills in all")
    parser.add_argument("--minutes", type=float, help="together, fuzzing: how long")
    parser.add_argument("--each", type=float, help="fuzzing: minutes for every target")
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="TARGET",
        help="fuzzing: a target; may be repeated",
    )
    parser.add_argument("--seed", type=int, help="of the dice")
    parser.add_argument("--write", type=Path, help="a file to write the tables into")
    return parser


def _tried(name: str, scale: Scale) -> tuple[str, Report]:
    module = import_module(f"reliability.{name}")
    report: Report = module.run(scale)
    return (module.__doc__ or name).splitlines()[0], report


if __name__ == "__main__":
    sys.exit(main())
