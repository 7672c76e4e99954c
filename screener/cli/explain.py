"""`screener explain`: every purpose with all that spoke for and against it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import click

from screener.call import Call
from screener.cli.classify import read_household
from screener.cli.facts import call_of, call_options, given_facts
from screener.cli.main import Session
from screener.cli.output import emit, emit_json, shown_label
from screener.cli.telling import scam_tail, sureness
from screener.cli.times import moment_option, read_option
from screener.reasons import Reasons, WouldBe, least_fraud
from screener.reasons import explain as explain_call
from screener.rulebook import load_rulebook
from screener.screening import Screener, Screening
from screener.signals import PassedOver
from screener.store import Record
from screener.store.place import rules_folder_of_user
from screener.text import one_line
from screener.verdict import PERHAPS_SHARE, Calibration
from screener.wire import call_to
from screener.words import Label

LEAST_SHARE = 0.005
"""Of less than this share nothing is told where shares are added up."""

SPOKEN_SHARE = 0.05
"""From this share on a purpose is told in full, even where no signal spoke of it."""


@click.command()
@click.argument("stored", metavar="[CALL]", required=False, default="")
@call_options
@click.option(
    "--household",
    "household_file",
    type=click.Path(path_type=Path),
    help="Judge against a household as JSON instead of your own; your calls are left alone.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def explain(
    session: Session,
    /,
    stored: str,
    household_file: Path | None,
    as_json: bool,
    at: str,
    **facts: object,
) -> None:
    """Explain a verdict: each purpose, what spoke for and against it, and what would change it.

    CALL is the start of a stored call's id; without it the call is told by options, as in
    `screener log`, and nothing is stored. It is judged by the rules as they stand now.

    \b
    Example:
      screener explain 7k3q
      screener explain --company Orkin --said "add termite cover for 29 a month"
    """
    given = given_facts(facts)
    if bool(stored) == bool(given) or (stored and (household_file or at)):
        raise click.UsageError("Give either the id of a stored call or what was said of a call.")
    if household_file is not None:
        explained = _for_household(household_file, given, at)
    else:
        explained = _for_own(session, stored, given, at)
    if as_json:
        emit_json(_json(explained))
    else:
        emit(_lines(explained))


class Explained(NamedTuple):
    """A screening with all its reasons, and the stored call where it is one."""

    screening: Screening
    reasons: tuple[Reasons, ...]
    passed_over: tuple[PassedOver, ...]
    answers: tuple[WouldBe, ...]
    calibration: Calibration
    record: Record | None = None


def _for_household(file: Path, given: dict[str, object], at: str) -> Explained:
    household = read_household(file)
    screener = Screener(load_rulebook(rules_folder_of_user()))
    moment = read_option(at, datetime.now().astimezone(), household.time_zone, "at")
    call = call_of(given, moment, lambda: screener.rulebook)
    return _explained(call, lambda one: screener.screen(one, household), screener)


def _for_own(session: Session, stored: str, given: dict[str, object], at: str) -> Explained:
    with session.desk() as desk:
        if stored:
            record = desk.record(stored)
            return _explained(record.call, desk.screen, desk.screener, record)
        moment = moment_option(at, desk, "at") or desk.clock()
        call = call_of(given, moment, lambda: desk.screener.rulebook)
        return _explained(call, desk.screen, desk.screener)


def _explained(
    call: Call,
    judge: Callable[[Call], Screening],
    screener: Screener,
    record: Record | None = None,
) -> Explained:
    return Explained(*explain_call(call, judge, screener.rulebook), record)


def _lines(explained: Explained) -> Iterator[str]:
    yield from _head_lines(explained)
    if not explained.screening.call.has_ground:
        return
    yield ""
    if explained.screening.identity.known_person is None:
        yield from _label_lines(explained)
    silent = [r for r in explained.reasons if not r.pulls and r.probability < SPOKEN_SHARE]
    for reasons in explained.reasons:
        if reasons not in silent:
            yield ""
            yield from _purpose_lines(reasons)
    if silent:
        shares = (f"{each.purpose} {each.probability:.0%} ({each.base:+.1f})" for each in silent)
        yield "\nunlikely, and no signal spoke of them"
        yield f"       {', '.join(shares)}"
    if explained.passed_over:
        yield "\nrecognised, but not counted"
        for passed in explained.passed_over:
            yield f"        {passed.rule}: “{one_line(passed.quote, 40)}” {passed.reason}"
    yield from _change_lines(explained)


def _head_lines(explained: Explained) -> Iterator[str]:
    screening, record = explained.screening, explained.record
    verdict = screening.verdict
    if not screening.call.has_ground:
        yield "· not screened: nobody said what it was."
        return
    yield f"{shown_label(verdict.label)} ({sureness(screening)}){scam_tail(screening)}"
    if record is not None and record.correction is not None:
        yield f"  you corrected it to {shown_label(record.correction.label)}"
    if record is not None and record.label not in {verdict.label, None}:
        yield f"  stored as {shown_label(record.label)}: rules or what is known changed since"
    yield f"  who: {screening.identity.how}"
    yield f"  to you: {screening.relationship}"
    if screening.identity.known_person is not None:
        yield "  calls of people you know get no label, whatever they want"
    if least := least_fraud(screening):
        may = "may " if least == PERHAPS_SHARE else ""
        yield f"  for what they {may}ask, fraud weighs at least {least:.0%}, whoever it seems to be"


def _label_lines(explained: Explained) -> Iterator[str]:
    for label, share in _labels(explained.screening):
        made_of = ", ".join(
            f"{each.purpose} {each.probability:.0%}"
            for each in explained.reasons
            if each.label is label and each.probability >= LEAST_SHARE
        )
        yield f"{share:>5.0%}  {shown_label(label):<25}  {made_of}".rstrip()


def _labels(screening: Screening) -> list[tuple[Label, float]]:
    return sorted(screening.verdict.probabilities.items(), key=lambda pair: -pair[1])


def _purpose_lines(reasons: Reasons) -> Iterator[str]:
    yield f"{reasons.probability:>5.0%}  {reasons.purpose} → {reasons.label.shown}"
    heaviest = ", ".join(f"“{one_line(q, 30)}” {weight:+.1f}" for q, weight in reasons.words[:4])
    yield f"       {reasons.base:+.1f}  " + (
        f"from words alone, most of it by {heaviest}" if heaviest else "before any signal"
    )
    for signal, weight in reasons.pulls:
        quote = f" (“{one_line(signal.quote, 40)}”)" if signal.quote else ""
        yield f"       {weight:+.1f}  {signal.why}{quote}  {signal.id}"
    yield f"     = {reasons.total:+.1f}"


def _change_lines(explained: Explained) -> Iterator[str]:
    changes = explained.screening.verdict.would_change
    if changes or explained.answers:
        yield "\nwhat would change it"
    for change in changes:
        yield f"  {change}"
    asked = ""
    for each in explained.answers:
        if each.question.id != asked:
            asked = each.question.id
            yield f"  ask “{each.question.words}”"
        scam = " — SCAM" if each.scam else ""
        share = "" if each.label is Label.UNDETERMINED else f" ({each.probability:.0%})"
        outcome = f"{shown_label(each.label)}{share}{scam}"
        yield f"    {asked + '=' + each.answer:<32} {each.words}: {outcome}"


def _json(explained: Explained) -> dict[str, object]:
    screening, record = explained.screening, explained.record
    verdict = screening.verdict
    return {
        "call": call_to(screening.call),
        "stored": record and record.label,
        "corrected": record.correction.label if record and record.correction else None,
        "label": verdict.label,
        "purpose": verdict.purpose,
        "scam": verdict.scam,
        "confidence": round(verdict.confidence, 4),
        "identity": screening.identity.state,
        "how": screening.identity.how,
        "relationship": screening.relationship,
        "least_fraud": least_fraud(screening),
        "calibration": explained.calibration._asdict(),
        "labels": {label: round(share, 4) for label, share in _labels(screening)},
        "purposes": [_reasons_json(each) for each in explained.reasons],
        "not_counted": [each._asdict() for each in explained.passed_over],
        "would_change": list(verdict.would_change),
        "answers": [
            {
                "question": each.question.id,
                "asks": each.question.words,
                "answer": each.answer,
                "words": each.words,
                "label": each.label,
                "scam": each.scam,
                "confidence": round(each.probability, 4),
            }
            for each in explained.answers
        ],
        "rulebook": screening.rulebook,
    }


def _reasons_json(reasons: Reasons) -> dict[str, object]:
    return {
        "purpose": reasons.purpose,
        "label": reasons.label,
        "probability": round(reasons.probability, 4),
        "base": round(reasons.base, 4),
        "words": [{"quote": quote, "weight": round(by, 4)} for quote, by in reasons.words],
        "signals": [
            {
                "id": signal.id,
                "weight": round(weight, 4),
                "quote": signal.quote,
                "why": signal.why,
                "group": signal.group,
            }
            for signal, weight in reasons.pulls
        ],
        "total": round(reasons.total, 4),
    }
