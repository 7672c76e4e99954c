"""The person's own words on calls, by which they are found again."""

from collections.abc import Iterable

from screener.faults import Fault
from screener.store.indexed import tokens
from screener.store.room import Room
from screener.store.search import storable

LONGEST = 40
"""Characters of a tag."""


class Tags(Room):
    """Tags, by the whole id of a call. A tag is found whatever its case and accents."""

    def tags(self, call_id: str) -> tuple[str, ...]:
        """The tags of a call, in the order of the alphabet."""
        sql = "SELECT tag FROM tag WHERE call = ? ORDER BY tag"
        return tuple(tag for (tag,) in self._db.all(sql, (self._tagged(call_id),)))

    def set_tags(self, call_id: str, tags: Iterable[str]) -> tuple[str, ...]:
        """Gives a call exactly these tags, as they are kept: one word each, joined by
        hyphens. Fault for one that is empty or too long."""
        kept = sorted({tag_of(tag) for tag in tags})
        with self.transaction():
            key = self._tagged(call_id)
            self._db.run("DELETE FROM tag WHERE call = ?", (key,))
            self._db.many("INSERT INTO tag (tag, call) VALUES (?, ?)", [(tag, key) for tag in kept])
        return tuple(kept)

    def all_tags(self) -> tuple[tuple[str, int], ...]:
        """Every tag with the number of its calls, the most used first."""
        sql = "SELECT tag, count(*) FROM tag GROUP BY tag ORDER BY 2 DESC, 1"
        return tuple((tag, calls) for tag, calls in self._db.all(sql))

    def _tagged(self, call_id: str) -> int:
        sql = "SELECT key FROM call WHERE id = ?"
        key: int | None = self._db.value(sql, (storable(call_id),))
        if key is None:
            raise Fault(f"{call_id!r}: there is no such call.")
        return key


def tag_of(text: str) -> str:
    """A tag as it is kept: folded, its words joined by hyphens."""
    tag = "-".join(tokens(text))
    if not tag:
        raise Fault(f"tags: {text!r} has no letter or digit.")
    if len(tag) > LONGEST:
        raise Fault(f"tags: {tag[:LONGEST]}… is longer than {LONGEST} characters.")
    return tag
