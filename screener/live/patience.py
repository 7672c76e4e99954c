"""How long one waits for a server, and how soon one tries again."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. `connecting` and `greeting` are for a connection to come about and for its first
    line; after `quiet` seconds without a line the server is asked whether it is there, and has
    `answering` seconds to say so; one that cannot be asked gets an empty line after `empty`.
    `first` and `most` bound the wait before another try, and a connection that held for
    `lasting` seconds begins with `first` again."""

    connecting: float = 10
    greeting: float = 15
    quiet: float = 60
    answering: float = 20
    empty: float = 15 * 60
    first: float = 1
    most: float = 60
    lasting: float = 30

    def waits(self, chance: Random) -> Iterator[float]:
        """The waits between tries that fail: each twice the one before, and somewhere between
        half of that and all, so that many listeners do not come back at once."""
        wait = self.first
        while True:
            yield wait * chance.uniform(0.5, 1)
            wait = min(wait * 2, self.most)


USUAL = Patience()
