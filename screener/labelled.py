"""Labelled calls: what was said and what a careful person expects of the verdict."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from screener.call import Call
from screener.faults import Fault
from screener.household_file import read_household
from screener.vendor import Household, Vendor
from screener.verdict import label_for
from screener.wire import call_from
from screener.words import Label, Purpose, Relation

_AT = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
_LONG_AGO = date(2022, 1, 10)


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled call, the household it rang, and what is expected.

    `vendor` is the vendor's name, None for nobody, and "?" where the file does not say.
    """

    call: Call
    household: Household
    label: Label
    purpose: Purpose
    scam: bool
    also_selling: bool
    vendor: str | None = "?"


def read_labelled(file: Path) -> Iterator[Labelled]:
    """The labelled calls of a JSON Lines file.

    Two forms: lines with `expect` (as in tests/scenarios; the household is NAME.json beside
    NAME.calls.jsonl), and flat lines with `purpose` and `relationship` (as in training/: the
    household has the company as its vendor where the relationship says so). Raises `Fault`
    naming file and line.
    """
    household = Household()
    if file.name.endswith(".calls.jsonl"):
        beside = file.with_name(file.name.removesuffix(".calls.jsonl") + ".json")
        household, _ = read_household(beside)
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise Fault(f"{file}: cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise Fault(f"{file}: is no UTF-8 text.") from None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield _expected(row, household) if "expect" in row else _flat(row)
        except KeyError as error:
            missing = f"{error.args[0]} is missing"
            raise Fault(f"{file}, line {number}: no labelled call ({missing}).") from None
        except (ValueError, TypeError, RecursionError, Fault) as error:
            reason = str(error).rstrip(".")
            raise Fault(f"{file}, line {number}: no labelled call ({reason}).") from None


def _expected(row: Mapping[str, object], household: Household) -> Labelled:
    expect = row["expect"]
    if not isinstance(expect, Mapping):
        raise Fault("expect: must be a JSON object.")
    return Labelled(
        call=call_from(row),
        household=household,
        label=Label(expect["label"]),
        purpose=Purpose(expect["purpose"]),
        scam=bool(expect["scam"]),
        also_selling=bool(expect["also_selling"]),
        vendor=expect["vendor"],
    )


def _flat(row: Mapping[str, object]) -> Labelled:
    purpose, company = Purpose(str(row["purpose"])), str(row.get("company") or "")
    said_relation = str(row["relationship"])
    relation = Relation.NONE if said_relation == "unclear" else Relation(said_relation)
    scam = bool(row["scam"])
    vendors = () if scam or not company.strip() else _vendors(company, relation)
    stands = relation if vendors else Relation.NONE
    return Labelled(
        call=call_from({"id": row.get("id"), "company": company, "said": row["said"]} | _at()),
        household=Household(vendors=vendors),
        label=label_for(purpose, stands),
        purpose=purpose,
        scam=scam,
        also_selling=bool(row["also_selling"]),
    )


def _at() -> dict[str, str]:
    return {"at": _AT.isoformat()}


def _vendors(company: str, relation: Relation) -> tuple[Vendor, ...]:
    day = _AT.date()
    found = {
        Relation.CURRENT: Vendor(company, customer_since=_LONG_AGO, last_transaction=day),
        Relation.INQUIRY: Vendor(company, last_inquiry=day),
        Relation.LAPSED: Vendor(company, customer_since=_LONG_AGO, ended=_LONG_AGO),
    }
    return (found[relation],) if relation in found else ()
