"""What is kept, handed to the formats of `exports/` line by line."""

from collections.abc import Generator
from importlib import import_module
from typing import Any

from screener.desk.law import Law


class Exports(Law):
    """Giving out what is kept."""

    def export(self, what: str, form: str, file: str = "") -> Generator[str]:
        """The text of an export, piece by piece as it is read (`exports.FORMATS`). The export of
        everything quotes the head of the chain, which is kept as quoted in `file`.

        Fault where there is no law on file to reckon deadlines by, and where a broken chain
        would have to be given out as whole.
        """
        if what == "everything":
            self.store.anchor("export", file)
            yield from self.store.whole()
            return
        # A format is a module with a function for each thing that it can hold.
        module: Any = import_module(f"screener.exports.{form}")
        yield from getattr(module, what)(*self._of(what))

    def _of(self, what: str) -> tuple[object, ...]:
        if what == "calls":
            return (self.store.outgoing(),)
        if what == "vendors":
            return (self.store.vendors(),)
        if what == "ledger":
            return (self.store.ledger(),)
        if what == "deadlines":
            return self.deadlines(), self.clock()
        return self.store.unwanted(), self.region
