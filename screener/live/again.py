"""Connecting again and again, as servers come and go."""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random

from screener.live.address import Address
from screener.live.events import Event, Hear, Link
from screener.live.patience import USUAL, Patience

Once = Callable[[Hear], Awaitable[None]]
"""One connection, from its beginning to its end; raises Gone or OSError when it ends."""


class Gone(Exception):
    """The server is not there, or no longer, or is no such server; says which in a sentence."""


class _Deaf(Exception):
    """What was heard could not be taken; it must not be mistaken for a failing line."""

    def __init__(self, why: OSError) -> None:
        super().__init__(str(why))
        self.why = why


async def again(
    address: Address,
    once: Once,
    hear: Hear,
    *,
    patience: Patience = USUAL,
    chance: Random | None = None,
) -> None:
    """Listens until it is cancelled, and connects again as often as it must. What is wrong is
    said once, until it is something else."""
    chance = chance or Random()  # noqa: S311 - spreads tries over time; guards nothing
    waits, clock = patience.waits(chance), asyncio.get_running_loop().time
    complained = ""

    async def told(event: Event) -> None:
        nonlocal complained
        if isinstance(event, Link):
            complained = ""
        try:
            await hear(event)
        except OSError as error:
            raise _Deaf(error) from error

    while True:
        began = clock()
        try:
            await once(told)
            words = f"{address}: the connection ended."
        except _Deaf as deaf:
            raise deaf.why from None
        except (Gone, OSError) as error:
            words = _words(address, error)
        if clock() - began >= patience.lasting:
            waits = patience.waits(chance)
        if words != complained:
            complained = words
            await hear(Link(False, f"{words} Trying again."))
        await asyncio.sleep(next(waits))


def _words(address: Address, error: Gone | OSError) -> str:
    why = str(error) if isinstance(error, Gone) else error.strerror or "the connection failed"
    return f"{address}: {why[:1].lower() + why[1:]}."
