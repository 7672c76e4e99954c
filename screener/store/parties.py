"""Parties: whom the ledger's entries hang on, and which of them are one of our vendors."""

from collections.abc import Iterable

from screener.faults import Fault
from screener.ledger import Party, PartyKind
from screener.phone import read_number
from screener.store.driver import Database
from screener.store.search import fold, storable
from screener.store.settings import region_of


def claims_of(db: Database, vendor: int) -> set[int]:
    """The keys of the parties that are joined to a vendor, or have a name or number of it."""
    lines = db.all(
        "SELECT id FROM party WHERE vendor = ?1 AND kind <> 'vendor' "
        "UNION SELECT id FROM party WHERE kind = 'number' AND folded IN "
        "(SELECT number FROM vendor_number WHERE vendor = ?1) "
        "UNION SELECT id FROM party WHERE kind = 'name' AND folded IN "
        "(SELECT folded FROM vendor WHERE id = ?1 "
        "UNION SELECT folded FROM vendor_name WHERE vendor = ?1)",
        (vendor,),
    )
    return {line[0] for line in lines}


def join_parties(db: Database, parties: Iterable[int]) -> None:
    """Joins each number or claimed name to the vendor that has it now, or sets it free.
    What two vendors have is neither's."""
    for party in parties:
        line = db.one("SELECT kind, folded FROM party WHERE id = ?", (party,))
        if line is not None:
            owner = _owner(db, PartyKind(line[0]), line[1])
            db.run("UPDATE party SET vendor = ? WHERE id = ?", (owner, party))


def party_id(db: Database, party: Party) -> int:
    """The key of a party, made when it is new. Fault for a vendor that is not in the book
    and for a party without a value."""
    kind, value = PartyKind(party.kind), storable(party.value.strip())
    if not value:
        raise Fault("party: needs a vendor, a number or a name.")
    if kind is PartyKind.VENDOR:
        return _vendor_party(db, value)
    value, folded = _folded(db, kind, value)
    found: int | None = db.value(
        "SELECT id FROM party WHERE kind = ? AND folded = ?", (kind, folded)
    )
    return found or db.run(
        "INSERT INTO party (kind, value, folded, vendor) VALUES (?, ?, ?, ?)",
        (kind, value, folded, _owner(db, kind, folded)),
    )


def parties_of(db: Database, party: Party) -> list[int]:
    """The keys of all parties that are meant by one: itself and, when it is a vendor or
    joined to one, all that are joined to that vendor."""
    kind, value = PartyKind(party.kind), storable(party.value.strip())
    if kind is PartyKind.VENDOR:
        vendor: int | None = db.value("SELECT id FROM vendor WHERE folded = ?", (fold(value),))
        if vendor is None:
            raise Fault(f"{value!r}: there is no such vendor.")
    else:
        _, folded = _folded(db, kind, value)
        line = db.one("SELECT id, vendor FROM party WHERE kind = ? AND folded = ?", (kind, folded))
        if line is None:
            return []
        if line[1] is None:
            return [line[0]]
        vendor = line[1]
    return [line[0] for line in db.all("SELECT id FROM party WHERE vendor = ?", (vendor,))]


def _vendor_party(db: Database, name: str) -> int:
    vendor: int | None = db.value("SELECT id FROM vendor WHERE folded = ?", (fold(name),))
    if vendor is None:
        raise Fault(f"{name!r}: there is no such vendor.")
    found: int | None = db.value(
        "SELECT id FROM party WHERE kind = 'vendor' AND vendor = ?", (vendor,)
    )
    return found or db.run(
        "INSERT INTO party (kind, value, folded, vendor) VALUES ('vendor', ?, ?, ?)",
        (name, fold(name), vendor),
    )


def _folded(db: Database, kind: PartyKind, value: str) -> tuple[str, str]:
    if kind is PartyKind.NUMBER:
        value = read_number(value, region_of(db)).e164 or value
        return value, value
    return value, fold(value)


def _owner(db: Database, kind: PartyKind, folded: str) -> int | None:
    sql = (
        "SELECT DISTINCT vendor FROM vendor_number WHERE number = ?"
        if kind is PartyKind.NUMBER
        else "SELECT id FROM vendor WHERE folded = ?1 "
        "UNION SELECT vendor FROM vendor_name WHERE folded = ?1"
    )
    owners = db.all(sql, (folded,))
    return owners[0][0] if len(owners) == 1 else None
