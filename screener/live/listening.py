"""The way to a server by the kind of its address."""

from collections.abc import Callable
from datetime import datetime

from screener.config_calls import ListenTo
from screener.feeds.protocol import Place
from screener.live.again import Once, again
from screener.live.events import Hear
from screener.live.patience import USUAL, Patience


async def listen(
    to: ListenTo,
    place: Place,
    clock: Callable[[], datetime],
    hear: Hear,
    *,
    patience: Patience = USUAL,
) -> None:
    """Listens until it is cancelled; what is heard is handed to `hear`. Raises Fault where a
    library is wanting."""
    await again(to.address, _once(to, place, clock, patience), hear, patience=patience)


def _once(to: ListenTo, place: Place, clock: Callable[[], datetime], patience: Patience) -> Once:
    if to.address.scheme == "mqtt":
        from screener.live.mqtt import subscribe  # noqa: PLC0415 - needs its library

        return lambda hear: subscribe(to.address, place, clock, hear, patience)
    from screener.live.connection import converse  # noqa: PLC0415 - one kind at a time
    from screener.live.ncid import Conversation  # noqa: PLC0415

    talk = Conversation(place, clock, history=to.history)
    return lambda hear: converse(to.address, talk, hear, patience)
