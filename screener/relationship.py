"""What is between the consumer and a vendor on a day."""

from datetime import date

from screener.dates import add_months
from screener.vendor import Vendor
from screener.words import Relation

TRANSACTION_MONTHS = 18
"""Calendar months after the last transaction in which a vendor is current (the window of the
US rule on established business relationships, 16 CFR 310.2, taken for daily life anywhere)."""

INQUIRY_MONTHS = 3
"""Calendar months after an inquiry in which it still counts (the same rule's window)."""


def relationship(vendor: Vendor | None, day: date | None) -> Relation:
    """What is between the consumer and a vendor on the local day of a call.

    Current: not ended by that day, and dealt with at most 18 calendar months ago (the last
    day counts); without a transaction's date, a customer since that day or before, or no dates
    at all. Inquiry: something asked for at most 3 calendar months ago. Lapsed: ended, or
    longer ago. Without a day, open dates alone decide. Missing dates never raise.
    """
    if vendor is None:
        return Relation.NONE
    if day is None:
        return _open_relationship(vendor)
    ended = vendor.ended is not None and vendor.ended <= day
    if not ended and _is_current(vendor, day):
        return Relation.CURRENT
    asked = vendor.last_inquiry
    if asked is not None and asked <= day <= add_months(asked, INQUIRY_MONTHS):
        return Relation.INQUIRY
    return Relation.LAPSED if ended or _has_been(vendor, day) else Relation.NONE


def _is_current(vendor: Vendor, day: date) -> bool:
    since, last = vendor.customer_since, vendor.last_transaction
    if last is None:
        return _has_no_dates(vendor) if since is None else since <= day
    if last > day:
        return since is None or since <= day
    return day <= add_months(last, TRANSACTION_MONTHS)


def _has_been(vendor: Vendor, day: date) -> bool:
    """Whether anything was between them before the day."""
    dates = (vendor.customer_since, vendor.last_transaction, vendor.last_inquiry)
    return any(known is not None and known <= day for known in dates)


def _has_no_dates(vendor: Vendor) -> bool:
    dates = (vendor.customer_since, vendor.last_transaction, vendor.last_inquiry)
    return all(known is None for known in dates)


def _open_relationship(vendor: Vendor) -> Relation:
    if vendor.ended is not None:
        return Relation.LAPSED
    if vendor.customer_since or vendor.last_transaction or _has_no_dates(vendor):
        return Relation.CURRENT
    return Relation.NONE
