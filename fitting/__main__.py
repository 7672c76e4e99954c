"""`python -m fitting`: fit what is learned from `training/` and write `rules/learned`.

The same calls, rules and library versions give the same file, byte for byte.
"""

import argparse
import sys
from pathlib import Path

from fitting.calls import (
    HARMLESS,
    REQUESTS,
    ROOT,
    TRAINING,
    asking,
    listen,
    read_calls,
    read_endings,
)
from fitting.compact import write
from fitting.fit import ASKED, Fits, material
from fitting.out_of_fold import out_of_fold, scale_of
from fitting.requests import Requests, lines_of
from screener.rulebook import load_rulebook

WEIGHTS = ROOT / "rules" / "learned" / "calls.weights"


def main() -> int:
    """Fit, write, and say where and how large."""
    parser = argparse.ArgumentParser(prog="python -m fitting", description=__doc__)
    parser.add_argument(
        "--training",
        type=Path,
        default=TRAINING,
        help="folder of t1.jsonl …, requests.txt, harmless.txt",
    )
    parser.add_argument("--rules", type=Path, help="rules to fit beside, if not the bundled ones")
    parser.add_argument("--output", type=Path, default=WEIGHTS, help="file to write")
    chosen = parser.parse_args()
    book = load_rulebook(bundled=chosen.rules)
    calls = read_calls(chosen.training)
    requests, harmless = (read_endings(name, chosen.training) for name in (REQUESTS, HARMLESS))
    listened = listen(calls, book)
    given = material(listened, listen(asking(calls, requests, ASKED), book))
    fits = Fits(given)
    scale = scale_of(given, out_of_fold(fits))
    sounding = Requests(listened, given.text, requests, harmless)
    lines = lines_of(listened, sounding.out_of_fold())
    write(chosen.output, given, fits.whole(), scale, sounding.whole(), lines)
    *temperatures, constants = scale.calibration
    told = ", ".join(f"{one:.2f}" for one in (*temperatures, *constants, *lines))
    size = chosen.output.stat().st_size
    sys.stdout.write(
        f"{len(calls)} calls, calibration and lines {told} → {chosen.output}, {size} bytes\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
