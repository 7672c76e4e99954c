"""What the person's corrections can teach about words, whoever rang."""

from screener.known import Lesson
from screener.store.room import Room
from screener.words import Label

MOST_LESSONS = 500
MOST_OTHERS = 1000
_CHARACTERS = 2000

_CORRECTED = (
    "SELECT (SELECT o.label FROM screening AS s JOIN outcome AS o ON o.id = s.outcome "
    "WHERE s.call = c.key AND s.at <= k.at ORDER BY s.place DESC LIMIT 1), k.label, substr(t.said, 1, ?1), t.company "
    "FROM call AS c JOIN call_text AS t ON t.key = c.key "
    "JOIN correction AS k ON k.id = (SELECT max(id) FROM correction WHERE call = c.key) "
    "WHERE c.corrected = 1 ORDER BY c.key DESC LIMIT ?2"
)
_OTHERS = (
    "SELECT substr(t.said, 1, ?1) FROM call_text AS t WHERE t.key IN (SELECT key FROM call "
    "WHERE corrected = 0 AND label IS NOT NULL ORDER BY key DESC LIMIT ?2)"
)


class Lessons(Room):
    """The newest calls that the person put right, and the newest that they let stand."""

    def lessons(self) -> list[Lesson]:
        """The newest corrected calls, with the beginning of what was said in them."""
        return [
            Lesson(Label(was) if was else None, Label(now), said, company)
            for was, now, said, company in self._db.all(_CORRECTED, (_CHARACTERS, MOST_LESSONS))
        ]

    def left_alone(self) -> list[str]:
        """What was said, at the beginning, in the newest calls judged and not corrected."""
        return [line[0] for line in self._db.all(_OTHERS, (_CHARACTERS, MOST_OTHERS))]
