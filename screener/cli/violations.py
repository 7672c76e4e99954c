"""`screener violations` and `deadlines`: who may have broken which rule, and what still runs."""

import json
from collections.abc import Iterable, Iterator

import click

from screener.cli.main import Session
from screener.cli.output import emit, emit_json
from screener.cli.times import day_option
from screener.text import counted, one_line
from screener.violations import NO_ADVICE, Duty, Findings, Scam, Violation


@click.command()
@click.option("--vendor", default=None, help="Only of this vendor, number or name.")
@click.option("--since", default=None, help="From this day on (2026-11-02).")
@click.option(
    "--limit",
    type=click.IntRange(1, 1_000_000),
    default=None,
    help="At most so many, the newest (default: 50; with --json 1000). All are counted.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def violations(
    session: Session, vendor: str | None, since: str | None, limit: int | None, as_json: bool
) -> None:
    """List calls that may have broken a rule: after an opt-out, out of hours, without consent.

    Each names the rule and how sure it is: likely, or only possible and why. No legal advice.

    \b
    Example:
      screener violations --vendor Orkin --since 2026-06-01
    """
    with session.desk() as desk:
        most = limit or (1000 if as_json else 50)
        found = desk.violations(vendor, since=day_option(since, "since"), limit=most)
        country = desk.law().name
    if as_json:
        _emit_json(found, most, country)
    else:
        emit(_lines(found, most, country))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def deadlines(session: Session, as_json: bool) -> None:
    """List your opt-outs with the day by which each must be honoured, kept or broken so far.

    \b
    Example:
      screener deadlines
    """
    with session.desk() as desk:
        duties, country = desk.deadlines(), desk.law().name
    if as_json:
        emit_json(
            {"region": country, "notice": NO_ADVICE, "deadlines": [duty_json(d) for d in duties]}
        )
        return
    lines = [_duty_line(duty) for duty in duties] or ["You have told nobody to stop."]
    emit([*lines, "", NO_ADVICE])


def violation_json(found: Violation) -> dict[str, object]:
    """A violation for programs."""
    return {
        "call": found.call,
        "at": found.at.isoformat(),
        "who": found.who,
        "number": found.number or None,
        "breach": found.breach,
        "sure": found.sure,
        "rule": found.rule,
        "words": found.words,
        "says": found.says,
        "citation": found.citation,
        "source": found.source,
        "doubts": found.doubts,
        "since": found.since and found.since.isoformat(),
        "deadline": found.deadline and found.deadline.isoformat(),
        "times_within_12_months": found.times,
        "second_within_12_months": found.second_within_12_months,
        "remedies": found.remedies,
    }


def scam_json(found: Scam) -> dict[str, object]:
    """A scam under an opted-out name, for programs."""
    return found._asdict() | {"at": found.at.isoformat()}


def duty_json(duty: Duty) -> dict[str, object]:
    """An opt-out with its deadline, for programs."""
    return {
        "party": {"kind": duty.party.kind, "value": duty.party.value},
        "purposes": duty.purposes,
        "at": duty.at.isoformat(),
        "honour_by": duty.honour_by and duty.honour_by.isoformat(),
        "at_once": duty.at_once,
        "days_left": duty.days_left,
        "until": duty.until and duty.until.isoformat(),
        "state": duty.state,
        "early": duty.early,
        "broken": duty.broken,
        "rule": duty.rule or None,
        "citation": duty.citation or None,
    }


def _emit_json(found: Findings, limit: int, country: str) -> None:
    """One object, written a violation a line: a list may be long."""
    rows = (json.dumps(violation_json(one)) for one in found.violations)
    scams = (json.dumps(scam_json(one)) for one in found.scams[:limit])
    click.echo(
        f'{{"region": {json.dumps(country)}, "notice": {json.dumps(NO_ADVICE)},\n'
        f'"count": {found.total}, "shown": {len(found.violations)},\n'
        f'"violations": [\n{_joined(rows)}],\n"scams": [\n{_joined(scams)}]}}'
    )


def _joined(rows: Iterable[str]) -> str:
    text = ",\n".join(rows)
    return text + "\n" if text else ""


def _lines(found: Findings, limit: int, country: str) -> Iterator[str]:
    """Violations by call, newest first, with the notice once."""
    last = ""
    for one in found.violations:
        if one.call != last:
            last = one.call
            yield f"{one.at:%Y-%m-%d %H:%M}  {one.call:<10.10}  {one_line(one.who, 60)}"
        yield f"  {one.sure + ':':<10}{one.breach}. {one.words}"
        yield f"            {one.says} ({one.rule}; {one.citation})"
        for doubt in one.doubts:
            yield f"            only possible: {doubt}"
        if one.second_within_12_months:
            yield f"            the {_place(one.times)} such call of this caller within 12 months"
    for scam in found.scams[:limit]:
        yield f"{scam.at:%Y-%m-%d %H:%M}  {scam.call:<10.10}  {scam.words}"
    if not found.violations:
        yield f"No call that was logged has broken a rule on file for {country}."
    hidden = found.total - len(found.violations)
    if hidden > 0:
        yield f"{hidden:,} older ones are not shown; --limit shows more."
    yield ""
    yield from dict.fromkeys(said for one in found.violations for said in one.remedies)
    yield NO_ADVICE


def _duty_line(duty: Duty) -> str:
    who = one_line(duty.party.value, 40)
    purposes = ", ".join(duty.purposes)
    head = f"{duty.at:%Y-%m-%d}  {who}: {purposes}; "
    if duty.honour_by is None:
        return head + "the law on file names no deadline for it"
    end = f"to be honoured by {duty.honour_by}" + (" (one rule: at once)" if duty.at_once else "")
    calls = f", {counted(duty.early, 'call')} up to that day" if duty.early else ""
    match duty.state:
        case "broken":
            return f"{head}{end}: BROKEN by {counted(duty.broken, 'call')} since{calls}"
        case "running":
            return f"{head}{end}: {counted(duty.days_left or 0, 'day')} left{calls}"
        case _:
            return f"{head}{end}: kept so far{calls}"


def _place(number: int) -> str:
    return {2: "second", 3: "third"}.get(number, f"{number}th")
