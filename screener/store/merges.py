"""Two vendors made one, and made two again: the second is a record that follows the first."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from screener.chain import RecordKind
from screener.faults import Fault
from screener.store.chain import append
from screener.store.driver import Line
from screener.store.search import fold, storable
from screener.store.vendor_rows import load_vendor
from screener.store.vendors import Vendors, once, reindexed
from screener.text import one_line
from screener.vendor import Vendor
from screener.wire import vendor_from, vendor_to

_UPDATE = {
    "call": "UPDATE call SET vendor = ? WHERE vendor = ?",
    "screening": "UPDATE screening SET vendor = ? WHERE vendor = ?",
    "party": "UPDATE party SET vendor = ? WHERE vendor = ?",
}
_NOTE = {
    "call": "INSERT INTO merge_call (call, merge) SELECT key, ? FROM call WHERE vendor = ?",
    "screening": (
        "INSERT INTO merge_screening (call, place, merge) SELECT call, place, ? FROM screening "
        "WHERE vendor = ?"
    ),
    "party": "INSERT INTO merge_party (party, merge) SELECT id, ? FROM party WHERE vendor = ?",
}
_MERGES = (
    "SELECT m.id, m.kept, m.merged, m.at, m.vendor, u.kept FROM vendor_merge AS m "
    "LEFT JOIN merge_undo AS u ON u.merge = m.id ORDER BY m.id DESC"
)
# What came meanwhile under a name that was the other's is the other's, too.
_THEIR_CALLS = (
    "SELECT call FROM merge_call WHERE merge = ?1 AND call IN "
    "(SELECT key FROM call WHERE vendor = ?2) "
    "UNION SELECT key FROM call WHERE vendor = ?2 AND logged_at >= ?3 "
    "AND company_folded IN (SELECT value FROM json_each(?4))"
)
_BACK = {
    "call": "UPDATE call SET vendor = ? WHERE key = ?",
    "screening": "UPDATE screening SET vendor = ? WHERE call = ? AND vendor = ?",
    "other screenings": (
        "UPDATE screening SET vendor = ?2 WHERE vendor = ?3 AND (call, place) IN "
        "(SELECT call, place FROM merge_screening WHERE merge = ?1)"
    ),
    "party": (
        "UPDATE party SET vendor = ?2 WHERE vendor = ?3 AND id IN "
        "(SELECT party FROM merge_party WHERE merge = ?1)"
    ),
}
_DATES = ("category", "customer_since", "last_transaction", "last_inquiry")


class Merging(Vendors):
    """Making two vendors one, and taking that back."""

    def merge_vendors(self, keep: str, other: str) -> Vendor:
        """Makes two vendors one under the first one's name.

        Names, numbers, ledger and calls of the other follow. The relationship began with the
        earlier date and was last seen with the later; where preferences differ, and for the
        end, the kept vendor's count.
        """
        with self.transaction():
            kept, gone = self._vendor_id(keep), self._vendor_id(other)
            if kept == gone:
                raise Fault(f"{keep!r} and {other!r} are the same vendor already.")
            before, other_one = load_vendor(self._db, kept), load_vendor(self._db, gone)
            self._note_merge(kept, before, gone, other_one)
            with reindexed(self._db, gone):
                for sql in _UPDATE.values():
                    self._db.run(sql, (kept, gone))
            self._db.run("DELETE FROM vendor WHERE id = ?", (gone,))
            self._write(kept, _merged(before, other_one))
            return load_vendor(self._db, kept)

    def unmerge_vendor(self, name: str) -> tuple[Vendor, Vendor]:
        """Takes back that a vendor of that name went into another: the vendor that stayed, and
        the one that is back.

        What came with it goes with it, calls under its names since then, too; what was changed
        by hand meanwhile stays with the vendor that stayed. The merge stays in the chain, with
        a notice that it was taken back. Fault where there is no such merge, where it is not the
        last one of that vendor, and where the name is taken by now.
        """
        with self.transaction():
            merge, kept, gone, at, told, before = self._merge_of(name)
            was, back = _read(before), _read(told)
            self._check_name(back.name, None)
            stays = _parted(load_vendor(self._db, kept), was, back)
            calls = self._calls_of(merge, kept, at, back)
            self._db.run(
                "INSERT INTO vendor (id, name, folded) VALUES (?, ?, ?)",
                (gone, storable(back.name.strip()), fold(back.name)),
            )
            with reindexed(self._db, kept):
                self._db.many(_BACK["call"], [(gone, key) for key in calls])
                self._db.many(_BACK["screening"], [(gone, key, kept) for key in calls])
                for what in ("other screenings", "party"):
                    self._db.run(_BACK[what], (merge, gone, kept))
            self._write(kept, stays)
            self._write(gone, back)
            self._note_undone(merge)
            return load_vendor(self._db, kept), load_vendor(self._db, gone)

    def _note_merge(self, kept: int, before: Vendor, gone: int, other: Vendor) -> None:
        merge = self._db.run(
            "INSERT INTO vendor_merge (kept, merged, vendor, at) VALUES (?, ?, ?, ?)",
            (kept, gone, _as_json(other), self._now()[0]),
        )
        append(self._db, RecordKind.MERGE, merge)
        sql = "INSERT INTO merge_undo (merge, kept) VALUES (?, ?)"
        self._db.run(sql, (merge, _as_json(before)))
        for note in _NOTE.values():
            self._db.run(note, (merge, gone))

    def _merge_of(self, name: str) -> Line:
        shown = one_line(name, 60)
        for line in self._db.all(_MERGES):
            if fold(str(json.loads(line[4])["name"])) != fold(name):
                continue
            if line[5] is None:
                raise Fault(f"{shown!r}: that merge was taken back, or is too old for it.")
            self._check_last(line, shown)
            return line
        raise Fault(f"{shown!r}: no vendor of that name was merged into another.")

    def _check_last(self, line: Line, shown: str) -> None:
        """Merges of a vendor are taken back in turn, the last one first."""
        merge, kept = line[:2]
        if self._db.value("SELECT 1 FROM vendor WHERE id = ?", (kept,)) is None:
            raise Fault(f"{shown!r}: the vendor that it went into is gone; take that back first.")
        later = self._db.value(
            "SELECT m.vendor FROM vendor_merge AS m JOIN merge_undo AS u ON u.merge = m.id "
            "WHERE m.kept = ? AND m.id > ? ORDER BY m.id DESC",
            (kept, merge),
        )
        if later is not None:
            last = one_line(str(json.loads(later)["name"]), 60)
            raise Fault(f"{shown!r}: {last!r} was merged after it; take that back first.")

    def _calls_of(self, merge: int, kept: int, at: int, back: Vendor) -> list[int]:
        names = json.dumps([fold(one) for one in (back.name, *back.aliases) if fold(one)])
        return [line[0] for line in self._db.all(_THEIR_CALLS, (merge, kept, at, names))]

    def _note_undone(self, merge: int) -> None:
        from screener.store.verify import put_notice  # noqa: PLC0415 - only to undo

        sql = "SELECT position FROM link WHERE record = ? AND ref = ?"
        place = self._db.value(sql, (RecordKind.MERGE, merge))
        put_notice(self._db, "unmerged", self._now(), [] if place is None else [place])
        self._db.run("DELETE FROM merge_undo WHERE merge = ?", (merge,))


def _merged(keep: Vendor, other: Vendor) -> Vendor:
    said = {preference.purpose for preference in keep.preferences}
    return replace(
        keep,
        aliases=tuple(once((*keep.aliases, other.name, *other.aliases))),
        numbers=tuple(once((*keep.numbers, *other.numbers))),
        category=keep.category or other.category,
        customer_since=min(_dates(keep.customer_since, other.customer_since), default=None),
        last_transaction=max(_dates(keep.last_transaction, other.last_transaction), default=None),
        last_inquiry=max(_dates(keep.last_inquiry, other.last_inquiry), default=None),
        preferences=keep.preferences
        + tuple(one for one in other.preferences if one.purpose not in said),
    )


def _parted(now: Vendor, before: Vendor, other: Vendor) -> Vendor:
    """The vendor that stays without what came from the other; what was changed since stays."""
    merged = _merged(before, other)
    dates = {
        field: getattr(before, field)
        for field in _DATES
        if getattr(now, field) == getattr(merged, field)
    }
    return replace(
        now,
        aliases=_without(now.aliases, merged.aliases, before.aliases),
        numbers=_without(now.numbers, merged.numbers, before.numbers),
        preferences=tuple(
            one
            for one in now.preferences
            if one in before.preferences or one not in merged.preferences
        ),
        **dates,
    )


def _without(now: Iterable[str], merged: Iterable[str], before: Iterable[str]) -> tuple[str, ...]:
    came = set(merged) - set(before)
    return tuple(one for one in now if one not in came)


def _dates(*days: date | None) -> list[date]:
    return [day for day in days if day is not None]


def _as_json(vendor: Vendor) -> str:
    return json.dumps(vendor_to(vendor), ensure_ascii=False, separators=(",", ":"))


def _read(text: str) -> Vendor:
    return vendor_from(json.loads(text), "merge")
