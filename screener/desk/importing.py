"""Files brought in: looked through first, then stored in batches, to be taken back as a whole.

A file is gone through twice. What is wrong with it as a whole is found the first time, before
anything of it is kept; the second time calls are compared with what is stored, judged and stored.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext, suppress
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from screener.call import Call
from screener.dates import local_day
from screener.desk.contacts import AddressBook
from screener.desk.deeds import Deeds
from screener.faults import Fault
from screener.store.room import BATCH
from screener.text import one_line

if TYPE_CHECKING:
    from screener.desk.tally import Imported, Tally
    from screener.feeds.plain_csv import Table
    from screener.feeds.protocol import Feed, Item, Place, Rang
    from screener.feeds.source import Source
    from screener.screening import Screening
    from screener.store.deeds import Deed
    from screener.store.imports import Import

Progress = Callable[[str, int, int], None]
"""Told what is being done ("looking", "storing"), and how far of how much it is."""

_COLUMNS = "import_columns"
_UNDONE = "import undone"
_REMEMBERED = BATCH * 2
"""Ids of calls not stored yet; twice a batch is more than ever waits."""


class Columns(NamedTuple):
    """Which column of a CSV file holds which fact, and how its days are written."""

    columns: Mapping[str, str]
    day_first: bool = False


class Opened(NamedTuple):
    """A file about to be brought in. `table` and `chosen` are those of a plain CSV file; nothing
    is chosen yet where such a file is seen for the first time. With `shared`, others may be
    bringing the same in at this moment: nobody else writes while a batch is compared."""

    source: Source
    feed: Feed
    table: Table | None = None
    chosen: Columns | None = None
    shared: bool = False


class Imports(Deeds):
    """Bringing in what other programs kept."""

    def open_import(self, path: Path, format_: str = "") -> Opened:
        """Recognises a file by its content, or takes the format that is named. Fault where it
        cannot be read or is of no known format."""
        from screener.feeds import feed_named, recognise  # noqa: PLC0415 - only to import
        from screener.feeds.plain_csv import NAME, table_of  # noqa: PLC0415
        from screener.feeds.source import opened  # noqa: PLC0415

        source = opened(path)
        try:
            feed = feed_named(format_) if format_ else recognise(source.head)
        except Fault as fault:
            raise Fault(f"{path}: {fault}") from None
        if feed.NAME != NAME:
            return Opened(source, feed)
        table = table_of(source.head)
        known = self.store.setting(_COLUMNS, {}).get(table.key)
        return Opened(source, feed, table, Columns(**known) if known else None)

    def import_file(
        self, file: Opened, *, dry_run: bool = False, progress: Progress = lambda what, at, of: None
    ) -> Imported:
        """Brings a file in, or tells what would come of it and keeps nothing.

        Raises Fault where the file as a whole cannot be read or nothing in it can; then nothing
        of it is kept. What is stopped or fails later is taken back.
        """
        from screener.desk.tally import Tally  # noqa: PLC0415 - only to import

        place = self._import_place(file.chosen)
        rang = self._looked_through(file, place, progress)
        tally = Tally()
        if dry_run:
            for _ in self._judged(
                self._items(file, place, progress, "comparing"), tally, AddressBook(self)
            ):
                pass
            return _told(None, file, tally, self._asked_of(rang), dry_run=True)
        self._remember(file)
        path = file.source.path
        key = self.store.start_import(one_line(path.name, 120), file.feed.NAME, file.source.hash)
        try:
            return self._brought(key, file, place, rang, tally, progress)
        except BaseException:
            # A full disk may forbid that too; then it stands in the list as begun.
            with suppress(Fault):
                self.store.take_back(key, _UNDONE)
                self.store.drop_import(key)
            raise
        finally:
            self.store.settle()

    def imports(self) -> list[Import]:
        """What was brought in, the newest first."""
        return self.store.imports()

    def undo_import(self, key: int) -> tuple[Import, int]:
        """Takes an import back: its calls, contacts and dates; how many of its calls stay since
        the person worked on them. Fault where that was done, or a contact was changed since."""
        found = self.store.import_(key)
        if found.undone:
            raise Fault(f"{key}: that import is undone already.")
        deed = next((each for each in self.deeds(100_000) if _brings(each, key)), None)
        if deed is not None and not deed.undone:
            self.undo(deed.id)
        else:
            self.store.take_back(key, _UNDONE)
        self.store.settle()
        return self.store.import_(key), len(self.store.calls_left(key))

    def number_kept(self, text: str) -> str:
        """A number in E.164, '' for one that cannot be read."""
        return self._e164(text)

    def _import_place(self, chosen: Columns | None = None) -> Place:
        from zoneinfo import ZoneInfo  # noqa: PLC0415 - only to import

        from screener.feeds.protocol import Place  # noqa: PLC0415

        household = self.household()
        local_day(self.clock(), household.time_zone)
        zone = ZoneInfo(household.time_zone) if household.time_zone else self.clock().tzinfo
        if zone is None:
            raise Fault("The clock has no time zone.")
        chosen = chosen or Columns({}, day_first=household.region != "US")
        return Place(zone, household.region, chosen.columns, chosen.day_first)

    def _items(self, file: Opened, place: Place, progress: Progress, what: str) -> Iterator[Item]:
        source = file.source
        for at, item in enumerate(file.feed.read(source, place)):
            if at % 500 == 0:
                progress(what, source.done, source.size)
            yield item
        progress(what, source.size, source.size)

    def _looked_through(self, file: Opened, place: Place, progress: Progress) -> dict[str, Rang]:
        """Goes through the whole file; the last answered call to each number that was rung."""
        from screener.desk.tally import Tally  # noqa: PLC0415 - only to import
        from screener.feeds.protocol import Rang, Skipped  # noqa: PLC0415

        good, tally, rang = 0, Tally(), dict[str, Rang]()
        numbers = {number for vendor in self.vendors() for number in vendor.numbers}
        for item in self._items(file, place, progress, "looking"):
            if isinstance(item, Skipped):
                tally.leave(item)
                continue
            good += 1
            if isinstance(item, Rang) and item.answered and item.at <= self.clock():
                number = self._e164(item.number)
                if number in numbers and (number not in rang or rang[number].at < item.at):
                    rang[number] = item
        if not good:
            left = tally.left()
            why = f"{left[0].reason}, {left[0].places[0]}" if left else "it is empty"
            raise Fault(f"{file.source.path}: nothing in it can be read ({why}).")
        return rang

    def _brought(
        self,
        key: int,
        file: Opened,
        place: Place,
        rang: dict[str, Rang],
        tally: Tally,
        progress: Progress,
    ) -> Imported:
        book = AddressBook(self)
        items = self._items(file, place, progress, "storing")
        judged = self._judged(items, tally, book)
        some = True
        while some:
            with self.store.transaction() if file.shared else nullcontext():
                some = self._bring_some(key, judged)
        self.store.tidy(tally.calls)
        asked = self._asked_of(rang)
        with self.doing() as deed:
            book.write()
            for name, day in asked.items():
                self.edit_vendor(name, last_inquiry=date.fromisoformat(day))
            contacts = tally.vendors + tally.people
            if not (tally.calls or contacts or asked):
                self.store.drop_import(key)
                return _told(None, file, tally, asked, dry_run=False)
            self.store.finish_import(key, contacts, tally.duplicates, tally.skipped)
            deed.made("import", key)
            brought = ", ".join(_amounts(tally)) or "dates"
            deed.words = f"imported {brought} from {one_line(file.source.path.name, 40)}"
        return _told(key, file, tally, asked, dry_run=False)

    def _bring_some(self, key: int, judged: Iterator[tuple[Call, Screening | None]]) -> bool:
        some = list(islice(judged, BATCH))
        if some:
            self.store.bring(key, some)
        return bool(some)

    def _judged(
        self, items: Iterator[Item], tally: Tally, book: AddressBook
    ) -> Iterator[tuple[Call, Screening | None]]:
        """The calls that are not stored yet, judged where there is ground; the rest is counted,
        contacts are put aside."""
        from screener.feeds.protocol import Contact, Incoming, Rang, Skipped  # noqa: PLC0415

        now, waiting = self.clock(), OrderedDict[tuple[str, str], None]()
        for item in items:
            if isinstance(item, Skipped):
                tally.leave(item)
            elif isinstance(item, Rang):
                tally.rang += 1
            elif isinstance(item, Contact):
                book.note(item, tally)
            elif isinstance(item, Incoming):
                call = item.call
                if call.at is not None and call.at > now:
                    tally.leave(Skipped(item.line, "a time that lies in the future"))
                elif self._is_known(call, waiting):
                    tally.duplicates += 1
                else:
                    screening = self.screen(call) if call.has_ground else None
                    tally.calls += 1
                    tally.labels[screening.verdict.label if screening else None] += 1
                    yield call, screening

    def _is_known(self, call: Call, waiting: OrderedDict[tuple[str, str], None]) -> bool:
        told = (call.source, call.source_id)
        if call.source_id:
            if told in waiting or self.store.has_of_source(call):
                return True
            waiting[told] = None
            if len(waiting) > _REMEMBERED:
                waiting.popitem(last=False)
        return self.store.has_of_others(call)

    def _asked_of(self, rang: dict[str, Rang]) -> dict[str, str]:
        """The vendors whom the consumer rang, with the local day of the last time, where that is
        later than what is on file."""
        asked: dict[str, str] = {}
        zone = self.household().time_zone
        for vendor in self.vendors():
            days = [local_day(rang[n].at, zone) for n in vendor.numbers if n in rang]
            if days and (vendor.last_inquiry is None or vendor.last_inquiry < max(days)):
                asked[vendor.name] = max(days).isoformat()
        return asked

    def _remember(self, file: Opened) -> None:
        if file.table is not None and file.chosen is not None:
            known = self.store.setting(_COLUMNS, {})
            chosen = {"columns": dict(file.chosen.columns), "day_first": file.chosen.day_first}
            self.store.set_setting(_COLUMNS, {**known, file.table.key: chosen})


def _brings(deed: Deed, key: int) -> bool:
    return any(change.what == "import" and change.key == key for change in deed.changes)


def _amounts(tally: Tally) -> Iterator[str]:
    several = {
        ("call", "calls"): tally.calls,
        ("vendor", "vendors"): tally.vendors,
        ("person", "people"): tally.people,
    }
    for (one, many), count in several.items():
        if count:
            yield f"{count:,} {one if count == 1 else many}"


def _told(
    key: int | None, file: Opened, tally: Tally, asked: Mapping[str, str], *, dry_run: bool
) -> Imported:
    from screener.desk.tally import Imported  # noqa: PLC0415 - only to import

    return Imported(
        id=key,
        name=file.source.path.name,
        format=file.feed.NAME,
        calls=tally.calls,
        labels=dict(tally.labels),
        vendors=tally.vendors,
        people=tally.people,
        duplicates=tally.duplicates,
        rang=tally.rang,
        asked=asked,
        left=tally.left(),
        dry_run=dry_run,
    )
