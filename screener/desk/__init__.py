"""The desk beside the phone: what both the command line and the screen do with a household.

It looks up what is known before a call is judged, and writes down what was decided. `Desk` is
imported when it is asked for: a look-up by number needs none of what writes.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screener.desk.desk import Desk

__all__ = ["Desk"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(name)
    from screener.desk import desk  # noqa: PLC0415 - see above

    return getattr(desk, name)
