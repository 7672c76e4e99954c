"""A report as one JSON document, for programs (docs/report.md). Facts stand as they came."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime

from screener.reports.complaint import sheets_of
from screener.reports.evidence import LegalTie, Occasion, Report
from screener.violations import NO_ADVICE, Duty, Violation
from screener.wire import call_to, entry_to, fact_to, vendor_to

FORMAT = "screener-report/1"
"""The version of this form. A key that goes or changes its meaning is another version."""


def to_json(report: Report, most_sheets: int) -> str:
    """The whole report, with a line feed at its end."""
    return json.dumps(report_json(report, most_sheets), ensure_ascii=True, indent=2) + "\n"


def report_json(report: Report, most_sheets: int) -> dict[str, object]:
    """The same as what `json.dumps` takes."""
    household, sheets = report.household, sheets_of(report, most_sheets)
    return {
        "format": FORMAT,
        "program": report.program,
        "made_at": report.made_at.isoformat(),
        "notice": NO_ADVICE,
        "party": {"kind": report.party.kind, "value": report.party.value},
        "household": {
            "region": household.region,
            "state": household.state or None,
            "time_zone": household.time_zone or None,
            "own_numbers": list(household.own_numbers),
            "registered_on": _iso(household.registered_on),
            "defaults": {str(purpose): choice for purpose, choice in household.defaults.items()},
        },
        "law": report.law and {"region": report.law.code, "name": report.law.name},
        "vendor": vendor_to(report.vendor) if report.vendor else None,
        "names": list(report.names),
        "numbers": list(report.numbers),
        "calls": [_call(one) for one in report.occasions],
        "ledger": [entry_to(entry) for entry in report.entries],
        "deadlines": [_duty(one) for one in report.duties],
        "violations": [_violation(one) for one in reversed(report.violations)],
        "scams": [one._asdict() | {"at": one.at.isoformat()} for one in reversed(report.scams)],
        "sheets": [
            {
                **{key: value for key, value in one._asdict().items() if key != "fields"},
                "fields": [{"field": field.field, "value": field.value} for field in one.fields],
            }
            for one in sheets.sheets
        ],
        "more_sheets": dict(sheets.more),
        "anchor": {"head": report.anchor.head, "records": report.anchor.records},
    }


def _call(one: Occasion) -> dict[str, object]:
    record = one.record
    correction = record.correction
    return {
        "no": one.number,
        "call": call_to(record.call),
        "original": call_to(record.original) if record.amended else None,
        "amended": [asdict(each) | _plain(each.old, each.new, each.at) for each in record.amended],
        "at_local": _iso(one.local),
        "gap_seconds": None if one.gap is None else int(one.gap.total_seconds()),
        "vendor": record.vendor,
        "label": record.label,
        "shown": record.shown,
        "correction": correction and asdict(correction) | {"at": correction.at.isoformat()},
        "screening": record.screening,
        "earlier": [{"judged_at": each.at, "label": each.label} for each in one.earlier],
        "purpose": one.purpose,
        "permission": record.permission,
        "permission_now": one.permission_now
        and {
            "state": one.permission_now.state,
            "by": one.permission_now.by,
            "since": _iso(one.permission_now.since),
            "words": one.permission_now.words,
        },
        "legal_relationship": _tie(one.tie) if one.tie else None,
        "consent": one.consent,
        "scam": one.scam,
        "violations": [each.rule for each in one.violations],
    }


def _plain(old: object, new: object, at: datetime) -> dict[str, object]:
    return {"old": fact_to(old), "new": fact_to(new), "at": at.isoformat()}


def _tie(held: LegalTie) -> Mapping[str, object]:
    state = held.held.name.lower() if held.known else None
    return {"held": state, "ended_for_sales": _iso(held.ended)}


def _duty(one: Duty) -> dict[str, object]:
    return {
        "party": {"kind": one.party.kind, "value": one.party.value},
        "purposes": one.purposes,
        "at": one.at.isoformat(),
        "honour_by": _iso(one.honour_by),
        "at_once": one.at_once,
        "until": _iso(one.until),
        "state": one.state,
        "early": one.early,
        "broken": one.broken,
        "citation": one.citation or None,
    }


def _violation(one: Violation) -> dict[str, object]:
    return {
        "call": one.call,
        "at": one.at.isoformat(),
        "breach": one.breach,
        "sure": one.sure,
        "doubts": one.doubts,
        "rule": one.rule,
        "words": one.words,
        "says": one.says,
        "citation": one.citation,
        "source": one.source,
        "since": _iso(one.since),
        "deadline": _iso(one.deadline),
        "times_within_12_months": one.times,
        "remedies": one.remedies,
    }


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
