"""What a call was about, in the choices of the FTC's form at donotcall.gov.

The codes are those that the form posts as `subjectMatter` (as read in a public program that
files such reports; law notes of 2026-11-22).
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from screener.words import Purpose


class Subject(NamedTuple):
    """A choice of the form: its code and its words."""

    code: int
    words: str


OTHER = Subject(1, "Other")

_CHOICES: Mapping[Subject, str] = {
    Subject(3, "Reducing your debt (credit cards, mortgage, student loans)"): (
        r"debt relief|(?:reduc\w+|lower\w*|consolidat\w+|settl\w+) (?:your |my |our )?"
        r"(?:credit card |student loan |mortgage )?(?:debts?|interest rates?)|"
        r"student loan forgiveness|loan forgiveness|credit repair"
    ),
    Subject(4, "Calls pretending to be government, businesses, or family and friends"): (
        r"social security administration|\birs\b|internal revenue|arrest warrant|"
        r"your grandson|your granddaughter|customs and border"
    ),
    Subject(5, "Medical and prescriptions"): (
        r"medicare|medicaid|prescriptions?|health insurance|hearing aids?|back brace|medical alert|"
        r"diabet\w+|cbd|supplements?"
    ),
    Subject(6, "Home security and alarms"): (
        r"home security|security systems?|burglar\w*|alarm systems?|home alarms?|doorbell cameras?"
    ),
    Subject(7, "Computer and technical support"): (
        r"tech(?:nical)? support|computer (?:virus|support|problem)s?|antivirus|anti-virus|"
        r"virus on your (?:computer|pc)|your (?:computer|pc|windows) (?:is|has)"
    ),
    Subject(9, "Energy, solar and utilities"): (
        r"solar|energy (?:supplier|provider|rate|bill|plan)s?|electric(?:ity)? (?:bill|rate|supplier)s?|"
        r"gas (?:bill|supplier)s?|utility bills?"
    ),
    Subject(10, "Home improvement and cleaning"): (
        r"roof(?:s|ing)?|gutters?|windows? (?:replacement|installation)|replacement windows|siding|"
        r"pest(?:s| control)?|termites?|mosquito(?:es|s)?|carpet cleaning|duct cleaning|house cleaning|"
        r"kitchen remodel\w*|bath(?:room)? remodel\w*|lawn|pav(?:ing|ement)|insulation"
    ),
    Subject(11, "Work from home and other ways to make money"): (
        r"work(?:ing)? from home|make money|passive income|business opportunity|crypto(?:currency)?|"
        r"investment opportunity|investments?"
    ),
    Subject(12, "Warranties and protection plans"): (
        r"warrant(?:y|ies)|protection plans?|service contracts?"
    ),
    Subject(13, "Lotteries, prizes and sweepstakes"): (
        r"lotter(?:y|ies)|sweepstakes?|you(?: have|'ve)? won|prizes?|jackpot"
    ),
    Subject(14, "Vacation and timeshares"): (
        r"vacations?|time-?shares?|cruises?|resorts?|free trip|holiday package"
    ),
}
_BY_PURPOSE: Mapping[Purpose, Subject] = {
    Purpose.COLLECTIONS: Subject(8, "Debt collection"),
    Purpose.SURVEY: Subject(15, "Surveys and political calls"),
    Purpose.POLITICAL: Subject(15, "Surveys and political calls"),
    Purpose.FUNDRAISING: Subject(16, "Charities"),
}
_COMPILED = {
    subject: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for subject, words in _CHOICES.items()
}
_LONGEST = 4_000
"""Characters. What a call is about is said in its beginning."""


def subject_of(product: str, said: str, purpose: Purpose | None) -> Subject:
    """The form's choice for a call: by what was sold, else by the words, where they speak of
    one alone; else "Other"."""
    if purpose is not None and purpose in _BY_PURPOSE:
        return _BY_PURPOSE[purpose]
    for text in (product, said):
        found = [s for s, words in _COMPILED.items() if words.search(text[:_LONGEST])]
        if found:
            return found[0] if len(found) == 1 else OTHER
    return OTHER
