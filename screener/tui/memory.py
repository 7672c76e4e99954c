"""When memory is gone through for what nobody needs any more: while a key waits, hardly ever."""

import gc

YOUNG, MIDDLE, OLD = 10_000, 10, 100
"""New objects, and rounds over younger ones, after which a round is due. With Python's own (700,
10, 10) rounds over everything came every few seconds of typing."""


def hold() -> None:
    """Nothing is gone through while the program starts: nearly all that is made then stays."""
    gc.disable()


def settle() -> None:
    """What is loaded by now stays for good, and is no longer gone through. A round over rules,
    vendors and widgets takes a tenth of a second and more, in which nothing is drawn."""
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
    gc.enable()
