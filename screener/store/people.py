"""People whom the consumer knows: kept apart from vendors, their calls get no label."""

from screener.faults import Fault
from screener.store.driver import Database
from screener.store.room import Room
from screener.store.search import fold, storable
from screener.vendor import Person


class People(Room):
    """People, by name."""

    def people(self) -> tuple[Person, ...]:
        """Everybody, by name."""
        return load_people(self._db)

    def add_person(self, person: Person) -> Person:
        """Notes someone whom the consumer knows. Fault for no name or one that is taken."""
        from screener.store.vendors import read_as_kept  # noqa: PLC0415 - only to write

        name = storable(person.name.strip())
        if not name:
            raise Fault("name: a person needs a name.")
        with self.transaction():
            if self._db.value("SELECT 1 FROM person WHERE folded = ?", (fold(name),)):
                raise Fault(f"name: there is a person {name!r} already.")
            key = self._db.run(
                "INSERT INTO person (name, folded, relation) VALUES (?, ?, ?)",
                (name, fold(name), storable(person.relation)),
            )
            numbers = dict.fromkeys(read_as_kept(self._db, number) for number in person.numbers)
            self._db.many(
                "INSERT INTO person_number (person, place, number) VALUES (?, ?, ?)",
                [(key, place, number) for place, number in enumerate(numbers) if number],
            )
            return next(one for one in load_people(self._db) if one.name == name)

    def remove_person(self, name: str) -> None:
        """Takes someone out of the list. Fault when there is nobody of that name."""
        with self.transaction():
            key = self._db.value("SELECT id FROM person WHERE folded = ?", (fold(name),))
            if key is None:
                raise Fault(f"{name!r}: there is no such person.")
            self._db.run("DELETE FROM person WHERE id = ?", (key,))


def load_people(db: Database) -> tuple[Person, ...]:
    """Everybody, by name."""
    numbers: dict[int, list[str]] = {}
    for person, number in db.all("SELECT person, number FROM person_number ORDER BY person, place"):
        numbers.setdefault(person, []).append(number)
    return tuple(
        Person(name=name, numbers=tuple(numbers.get(key, ())), relation=relation)
        for key, name, relation in db.all("SELECT id, name, relation FROM person ORDER BY folded")
    )
