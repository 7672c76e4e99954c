"""The whole desk: at once what a call needs that rings, the other rooms when one is entered.

Whoever picks up the telephone waits for the first verdict, and would wait a hundredth of a second
more for all the rooms.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from screener.desk.drafts import Drafts
from screener.desk.judging import Judging
from screener.desk.start import Start

if TYPE_CHECKING:
    from screener.desk.rooms import Rooms

    class Desk(Rooms, Judging, Drafts, Start):
        """A store and a screener, and the operations that need both."""

else:

    class Desk(Judging, Drafts, Start):
        """A store and a screener, and the operations that need both."""

        def __getattr__(self, name: str) -> Any:
            """Asked for what is in none of its rooms, a desk becomes one that has them all: the
            same desk, with all that it holds."""
            if not name.startswith("__"):
                self.__class__ = _whole(type(self))
            # What is wrong within a property is told as it is, too.
            return object.__getattribute__(self, name)


@cache
def _whole(desk: type) -> type:
    """That class of desks with all rooms; of one that has them, itself."""
    from screener.desk.rooms import Rooms  # noqa: PLC0415 - the call that rings needs none

    if issubclass(desk, Rooms):
        return desk
    named = {"__doc__": desk.__doc__, "__module__": desk.__module__}
    return type(desk.__name__, (desk, Rooms), named)
