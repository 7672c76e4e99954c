"""What the program bears, tried over and over: one module each. `python -m reliability`.

A module offers `run(scale: Scale) -> Report`: what it tried, how often, and everything that did
not hold, each with what is needed to see it again. The first line of the module's docstring heads
its table. A new module is listed in `NAMES`.
"""

NAMES = ("crashes", "surroundings", "together", "attacks", "fuzzing")
"""The modules, in the order in which they run."""
