"""A call in which its caller was told to stop: both are stored, or neither is."""

from typing import TYPE_CHECKING

from screener.call import Call
from screener.faults import Fault
from screener.ledger import EntryKind, How, LedgerEntry
from screener.phone import NumberKind
from screener.store import Record
from screener.words import OPT_OUT_PURPOSES

if TYPE_CHECKING:
    from screener.desk import Desk

STOP_WORDS = "Put me on your do-not-call list. Do not call this number again."
"""What is written down as said where nothing else is given."""


def log_told_to_stop(
    desk: "Desk", call: Call, words: str = STOP_WORDS
) -> tuple[Record, list[LedgerEntry]]:
    """Stores a call and the opt-out that was said in it, as one deed: both or neither, also when
    it is undone. Fault where the caller left neither a number nor a name; then nothing is
    stored."""
    party = caller_of(desk, call)
    if not party:
        raise Fault("number: whom did you tell? Give a number or a company; nothing is stored.")
    with desk.doing() as deed:
        record = desk.log(call)
        entries = desk.opt(
            party,
            OPT_OUT_PURPOSES,
            EntryKind.OPT_OUT,
            # Told when the call came, which may be written down later.
            at=record.call.at,
            how=How.CALL,
            words=words,
            call_id=record.call.id,
        )
        deed.words = f"{deed.words}, and told to stop"
    return record, entries


def caller_of(desk: "Desk", call: Call) -> str:
    """Whom a call is held against: the vendor, else the number, else the name they gave; empty
    for a caller who left none of them."""
    identity = desk.screen(call).identity
    if identity.vendor is not None:
        return identity.vendor.name
    number = identity.number
    shown = "" if number.kind is NumberKind.WITHHELD else call.number.strip()
    return number.e164 or call.company.strip() or shown
