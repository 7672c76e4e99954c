"""Ids for the calls of feeds that have none of their own: the facts that tell one from another."""

import hashlib

_MOST = 64


class Ids:
    """Tells calls of the same facts apart by their order: a list of calls that tells minutes may
    hold two of one minute, and holds them again when it is saved again. Remembers those of the
    last moment only, so lists must come in the order of time, either way."""

    def __init__(self) -> None:
        self._moment = ""
        self._counts: dict[str, int] = {}

    def of(self, moment: str, *facts: str) -> str:
        """The id of a call with these facts at that moment."""
        if moment != self._moment:
            self._moment, self._counts = moment, {}
        told = "|".join((moment, *facts))
        if len(told) > _MOST:
            told = (
                moment[:30] + "|" + hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:24]
            )
        count = self._counts[told] = self._counts.get(told, 0) + 1
        return told if count == 1 else f"{told}#{count}"
