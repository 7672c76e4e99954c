"""Calls and screenings to put into a store."""

from datetime import datetime, timedelta, timezone

from screener.advice import Advice, Question
from screener.call import Call
from screener.consent import Permission
from screener.identity import Identity
from screener.phone import read_number
from screener.screening import Screening
from screener.signals import Signal
from screener.vendor import Vendor
from screener.verdict import Verdict
from screener.words import Allowed, IdentityState, Label, Purpose, Relation, Role

OHIO = timezone(timedelta(hours=-5))
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=OHIO)


def judged(
    call: Call,
    label: Label = Label.SOLICITATION,
    vendor: Vendor | None = None,
    permission: Allowed = Allowed.NOT_ASKED,
    *,
    scam: bool = False,
) -> Screening:
    """A screening of the call, with something in each of its parts."""
    signal = Signal("SALES_FREE", Purpose.SALES, 1.23456, "free", "Something is free.", start=2)
    number = read_number(call.number, "US")
    return Screening(
        call=call,
        identity=Identity(IdentityState.CLAIMED, number, vendor, vendor, how="By name."),
        relationship=Relation.CURRENT if vendor else Relation.NONE,
        verdict=Verdict(
            label,
            Purpose.SALES,
            Role.TELESALES,
            scam=scam,
            confidence=0.7,
            probabilities={one: 0.7 if one is label else 0.1 for one in Label},
            signals=(signal,),
            would_change=("Would be upsell if Acme were one of your vendors.",),
        ),
        permission=Permission(permission, "default", NOON.date(), "You never allowed it."),
        advice=Advice(("No, thank you.",), (Question("q", "Are you selling?"),), ("Pay.",)),
        rulebook="c0ffee",
        notes=("No time was given.",),
    )


def at(minutes: float) -> datetime:
    """A moment so many minutes after noon."""
    return NOON + timedelta(minutes=minutes)
