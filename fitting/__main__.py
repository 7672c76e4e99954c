"""`python -m fitting`: fit what is learned from `training/` and write `rules/learned`.

The same calls, rules and library versions give the same file, byte for byte.
"""

import argparse
import sys
from pathlib import Path

from fitting.calls import ROOT, TRAINING, asking, listen, read_calls, read_requests
from fitting.compact import write
from fitting.fit import ASKED, Fits, material
from fitting.out_of_fold import out_of_fold, scale_of
from screener.rulebook import load_rulebook

WEIGHTS = ROOT / "rules" / "learned" / "calls.weights"


def main() -> int:
    """Fit, write, and say where and how large."""
    parser = argparse.ArgumentParser(prog="python -m fitting", description=__doc__)
    parser.add_argument(
        "--training", type=Path, default=TRAINING, help="folder of t1.jsonl …, requests.txt"
    )
    parser.add_argument("--rules", type=Path, help="rules to fit beside, if not the bundled ones")
    parser.add_argument("--output", type=Path, default=WEIGHTS, help="file to write")
    chosen = parser.parse_args()
    book = load_rulebook(bundled=chosen.rules)
    calls = read_calls(chosen.training)
    asked = asking(calls, read_requests(chosen.training), ASKED)
    given = material(listen(calls, book), listen(asked, book))
    fits = Fits(given)
    scale = scale_of(given, out_of_fold(fits))
    write(chosen.output, given, fits.whole(), scale)
    *temperatures, constants = scale.calibration
    told = ", ".join(f"{one:.2f}" for one in (*temperatures, *constants))
    size = chosen.output.stat().st_size
    sys.stdout.write(f"{len(calls)} calls, calibration {told} → {chosen.output}, {size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
