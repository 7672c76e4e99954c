"""Vendors, people, the household's place, and calls announced beforehand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from screener.dates import local_day
from screener.desk.bench import Bench
from screener.desk.start import BEGUN
from screener.faults import Fault
from screener.store.place import rules_folder_of_user
from screener.vendor import Expecting, Person, Vendor
from screener.words import Choice, Purpose


class Book(Bench):
    """Keeping whom the consumer deals with."""

    def vendors(self) -> tuple[Vendor, ...]:
        """The vendor book, by name."""
        return self.store.vendors()

    def vendor_names(self) -> list[str]:
        """Every name a vendor goes by, for completion."""
        return [name for vendor in self.vendors() for name in (vendor.name, *vendor.aliases)]

    def add_vendor(self, vendor: Vendor) -> Vendor:
        """Puts a vendor into the book, with its numbers in E.164 where they can be read."""
        read = replace(vendor, numbers=self._numbers(vendor.numbers))
        self._household = None
        return self.store.add_vendor(read)

    def edit_vendor(self, name: str, /, **changes: object) -> Vendor:
        """Changes fields of a vendor."""
        numbers = changes.get("numbers")
        if isinstance(numbers, tuple):
            changes["numbers"] = self._numbers(numbers)
        self._household = None
        return self.store.edit_vendor(name, **changes)

    def end_vendor(self, name: str, day: date) -> Vendor:
        """Notes the day on which the relationship ended."""
        self._household = None
        return self.store.end_vendor(name, day)

    def merge_vendors(self, keep: str, other: str) -> Vendor:
        """Makes two vendors one: names, numbers, ledger and calls of `other` follow."""
        self._household = None
        return self.store.merge_vendors(keep, other)

    def unmerge_vendor(self, name: str) -> tuple[Vendor, Vendor]:
        """Takes back that a vendor of that name went into another: the one that stayed, and the
        one that is back."""
        self._household = None
        return self.store.unmerge_vendor(name)

    def add_person(self, person: Person) -> Person:
        """Notes someone whom the consumer knows."""
        read = replace(person, numbers=self._numbers(person.numbers))
        self._household = None
        return self.store.add_person(read)

    def remove_person(self, name: str) -> None:
        """Takes someone off the list."""
        self._household = None
        self.store.remove_person(name)

    def set_up(
        self,
        *,
        region: str | None = None,
        state: str | None = None,
        time_zone: str | None = None,
        own_numbers: tuple[str, ...] = (),
        defaults: Mapping[Purpose, Choice | None] | None = None,
    ) -> None:
        """Sets where the household lives, and what holds for purposes on which a vendor has no
        entry (None: nothing does); what is None or not named stays as it is."""
        place = self._place(region, state)
        if defaults:
            chosen = {**self.household().defaults, **defaults}
            place["defaults"] = {purpose: choice for purpose, choice in chosen.items() if choice}
        if time_zone is not None:
            local_day(self.clock(), time_zone)
            place["time_zone"] = time_zone
        with self.store.transaction():
            for key, value in place.items():
                self.store.set_setting(key, value)
        self._household = None
        if own_numbers:
            self.store.set_setting("own_numbers", list(self._numbers(own_numbers)))
            self._household = None

    def begin(self, region: str = "", state: str = "", own_numbers: tuple[str, ...] = ()) -> None:
        """Sets up the household, if a country is given, and asks no more. Raises Fault as
        `set_up` does; then nothing is kept."""
        with self.store.transaction():
            if region:
                self.set_up(region=region, state=state, own_numbers=own_numbers)
            self.store.set_setting(BEGUN, True)

    def register(self, day: date | None) -> None:
        """Notes the day on which the household's numbers went into its country's do-not-call
        register, by which calls to registered numbers are judged; None: they are not in it.
        Fault for a day that lies ahead."""
        today = local_day(self.clock(), self.household().time_zone)
        if day is not None and day > today:
            raise Fault(f"registered-on: {day} lies in the future.")
        self.store.set_setting("registered_on", day and day.isoformat())
        self._household = None

    def expect(self, expecting: Expecting) -> Expecting:
        """Announces a call beforehand."""
        self._household = None
        return self.store.expect(expecting)

    def expected(self) -> tuple[Expecting, ...]:
        """The calls that were ever announced, past ones too, by their start."""
        return self.household().expecting

    def cancel(self, key: int) -> Expecting:
        """Takes an announced call back; one whose time has begun ends now."""
        self._household = None
        return self.store.cancel(key)

    def _place(self, region: str | None, state: str | None) -> dict[str, object]:
        """The settings for country and state, checked together. A state that another country
        left behind goes."""
        from screener.regions import check_country, state_of  # noqa: PLC0415 - only for setting up

        if region is None and state is None:
            return {}
        country = self.region if region is None else check_country(region)
        folder = rules_folder_of_user()
        if state is None:
            try:
                kept = state_of(country, self.household().state, folder)
            except Fault:
                kept = ""
            return {"region": country, "state": kept}
        return {"region": country, "state": state_of(country, state, folder)}
