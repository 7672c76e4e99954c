"""Every speed figure that the project quotes, one module each. `python -m benchmarks`.

A module offers `rows(small: bool = False) -> Iterable[Row]`: what it measured, each beside a
floor measured in the same run (`benchmarks.measure` has the helpers). `small` asks for a run of
seconds on little material, to see that it works; its figures mean nothing. The first line of
the module's docstring heads its table. A new module is listed in `NAMES`.
"""

NAMES = (
    "classify",
    "consent",
    "verdict",
    "reputation",
    "corpora",
    "search",
    "store",
    "lookup",
    "bulk",
    "feeds",
    "screen",
    "listen",
    "loop",
)
"""The modules, in the order in which they run."""
