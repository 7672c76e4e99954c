"""The way to a server by the kind of its address."""

from collections.abc import Callable
from datetime import datetime

from screener.config_calls import ListenTo
from screener.feeds.protocol import Place
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
    from screener.live.connection import listen as listen_to_ncid  # noqa: PLC0415
    from screener.live.ncid import Conversation  # noqa: PLC0415

    talk = Conversation(place, clock, history=to.history)
    await listen_to_ncid(to.address, talk, hear, patience=patience)
