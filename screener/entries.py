"""One table of a rule file, read strictly: what is unknown or of a wrong kind is a fault."""

from collections.abc import Collection, Mapping, Sequence

from screener.faults import Fault


class Entry:
    """A table with the place it stands in (file and entry), for the sentence of a fault."""

    def __init__(self, table: object, where: str, known: Collection[str]) -> None:
        self.where = where
        if not isinstance(table, Mapping):
            raise Fault(f"{where}: expected a table, found {_kind(table)}.")
        self._table: Mapping[str, object] = table
        for key in table:
            if key not in known:
                raise Fault(f"{where}: unknown key {key!r}; known are {', '.join(sorted(known))}.")

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def fault(self, what: str) -> Fault:
        """A fault that names this entry."""
        return Fault(f"{self.where}: {what}")

    def value(self, key: str) -> object:
        """What stands under a key that must be there."""
        if key not in self._table:
            raise self.fault(f"{key!r} is missing.")
        return self._table[key]

    def text(self, key: str, longest: int) -> str:
        """A sentence or an id: no empty text, none longer than `longest` characters."""
        return self._text(self.value(key), key, longest)

    def texts(self, key: str, longest: int) -> tuple[str, ...]:
        """A list of texts; empty when the key is absent."""
        items = self.tables(key) if key in self._table else ()
        return tuple(self._text(item, key, longest) for item in items)

    def tables(self, key: str) -> Sequence[object]:
        """A list that must be there."""
        value = self.value(key)
        if not isinstance(value, list):
            raise self.fault(f"{key!r} must be a list, not {_kind(value)}.")
        return value

    def flag(self, key: str) -> bool:
        """True or false; false when the key is absent."""
        value = self._table.get(key, False)
        if not isinstance(value, bool):
            raise self.fault(f"{key!r} must be true or false, not {_kind(value)}.")
        return value

    def whole(self, key: str, highest: int) -> int:
        """A whole number from 0 to `highest`; 0 when the key is absent."""
        value = self._table.get(key, 0)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= highest:
            raise self.fault(f"{key!r} must be a whole number from 0 to {highest}.")
        return value

    def format_one(self) -> None:
        """The first line of every rule file: `format = 1`."""
        value = self.value("format")
        if isinstance(value, bool) or value != 1:
            raise self.fault(f"this program reads format 1, not {value!r}.")

    def _text(self, value: object, key: str, longest: int) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.fault(f"{key!r} must be a text that is not empty.")
        if len(value) > longest:
            raise self.fault(f"{key!r} has {len(value)} characters; at most {longest} are read.")
        return value


def _kind(value: object) -> str:
    kinds = {dict: "a table", list: "a list", str: "a text", bool: "true or false"}
    return kinds.get(type(value), "a number" if isinstance(value, int | float) else "something")
