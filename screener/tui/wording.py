"""Glyphs and words that the screen says things with. No meaning hangs on colour alone."""

from datetime import date, datetime

from screener.words import Allowed, IdentityState, Label, Relation, Role

GLYPH = {
    Label.SOLICITATION: "◆",
    Label.UPSELL: "▲",
    Label.SERVICE: "●",
    Label.UNDETERMINED: "?",
}
SCAM = "‼"
NOT_SCREENED = "–"

SHORT = {
    Label.SOLICITATION: "solicitation",
    Label.UPSELL: "upsell",
    Label.SERVICE: "service",
    Label.UNDETERMINED: "undetermined",
}

PERMISSION = {
    Allowed.ALLOWED: ("✓", "allowed"),
    Allowed.REFUSED: ("✗", "refused"),
    Allowed.NOT_ASKED: ("·", "never asked"),
}

ROLE = {
    Role.TELEMARKETER: "telemarketer: after a next step (a meeting, a lead)",
    Role.TELESALES: "telesales agent: paid to close now",
    Role.ACCOUNT_MANAGER: "account manager: looks after you, and may grow the account",
    Role.CUSTOMER_SERVICE: "customer service: solves something that exists",
    Role.CALL_CENTRE: "call-centre agent: reads a script",
    Role.SURVEYOR: "surveyor: after your answers",
    Role.FUNDRAISER: "fundraiser: after a donation",
    Role.CAMPAIGNER: "campaigner: after your vote",
    Role.COLLECTOR: "collector: after a payment",
    Role.IMPOSTOR: "impostor: pretends to be someone else",
}

PERHAPS_IMPOSTOR = "perhaps an impostor: may pretend to be someone else"

IDENTITY = {
    IdentityState.NUMBER_ON_FILE: "number on file",
    IdentityState.CLAIMED: "claimed, number not on file",
    IdentityState.CONTRADICTED: "number and name contradict each other",
    IdentityState.UNKNOWN: "nobody on file",
}

RELATION = {
    Relation.CURRENT: "you are a customer",
    Relation.INQUIRY: "you asked them for something",
    Relation.LAPSED: "you were a customer once",
    Relation.NONE: "no relationship",
}

_SURE = ((0.97, "almost certain"), (0.85, "very likely"), (0.6, "likely"), (0.4, "perhaps"))


def sureness(confidence: float) -> str:
    """A confidence (0 to 1) in words and per cent: "very likely, 93 %"."""
    words = next((words for least, words in _SURE if confidence >= least), "a guess")
    return f"{words}, {min(round(confidence * 100), 99)} %"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th …"""
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def day_words(day: date) -> str:
    """3 March 2026"""
    return f"{day.day} {day:%B %Y}"


def ago(day: date, today: date) -> str:
    """How one says when it was: today, yesterday, on Tuesday, on 3 March, on 3 March 2025."""
    days = (today - day).days
    if days == 0:
        return "today"
    if days == 1:
        return "yesterday"
    if 1 < days < 7:
        return f"on {day:%A}"
    return f"on {day.day} {day:%B}" if day.year == today.year else f"on {day_words(day)}"


def moment_words(at: datetime) -> str:
    """Tue 3 March 2026, 14:05"""
    return f"{at:%a} {day_words(at.date())}, {at:%H:%M}"


def full_moment(at: datetime) -> str:
    """Tue 3 Mar 2026, 14:05"""
    return f"{at:%a} {at.day} {at:%b %Y, %H:%M}"


def short_moment(at: datetime, today: date) -> str:
    """The history's first column, 12 characters: `Tue 14:05`, `3 Mar 14:05`, `3 Mar 2025`."""
    days = (today - at.date()).days
    if days == 0:
        return f"today {at:%H:%M}"
    if 0 < days < 7:
        return f"{at:%a %H:%M}"
    if at.year == today.year:
        return f"{at.day} {at:%b %H:%M}"
    return f"{at.day} {at:%b %Y}"


def this_moment(at: datetime, today: date) -> str:
    """As short as it can be told: Tue 3 Mar 14:05; with the year where it is another one."""
    return f"{at:%a} {at.day} {at:%b %H:%M}" if at.year == today.year else full_moment(at)
