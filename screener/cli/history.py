"""`screener history` and `show`: find calls again."""

from typing import TYPE_CHECKING

import click

from screener.call import Answer
from screener.cli.main import Session
from screener.cli.output import emit, emit_json, record_json, row_json, row_line, shown_label
from screener.cli.times import day_option
from screener.text import one_line, plain
from screener.words import Label

if TYPE_CHECKING:
    from screener.desk import Desk
    from screener.desk.grouping import Group

BY = ("company", "number", "day")


@click.command()
@click.argument("query", required=False, default="")
@click.option(
    "--label",
    type=click.Choice([str(label) for label in Label]),
    default=None,
    help="Only this label.",
)
@click.option("--vendor", default=None, help="Only calls of this vendor.")
@click.option("--since", default=None, help="From this day on (2026-11-02).")
@click.option("--until", default=None, help="Up to this day, included.")
@click.option("--by", type=click.Choice(BY), default=None, help="Groups of calls, counted.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def history(
    session: Session,
    query: str,
    label: str | None,
    vendor: str | None,
    since: str | None,
    until: str | None,
    by: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """List calls, newest first; QUERY searches words, companies, notes and numbers.

    Words must all occur, the last as a beginning; a star makes any word one. "press one" are
    words beside each other, -robocall must not occur, OR takes one of two. Numbers are found
    by their first or last digits. Keys narrow it down (docs/search.md):

    \b
      vendor:comcast  label:upsell  is:scam  is:corrected  is:screened
      permission:refused  since:2026-01  until:2026-03-15  source:import
      number:0133  company:acme  said:offer  note:rude  agent:ann
      by:eve  on:0142  weekday:sat  hour:18-21  was:solicitation

    With --by the calls are counted by company (across its numbers), by number or by day, the
    group with the newest call first.

    \b
    Example:
      screener history 'gift card -is:corrected since:2026-11' --label solicitation
      screener history is:scam --by number
    """
    with session.desk() as desk:
        if vendor is not None:
            vendor = desk.vendor(vendor).name
        if by is not None:
            words = [f"label:{label}" * bool(label), f'vendor:"{vendor}"' * bool(vendor)]
            words += [f"{key}:{day_option(day, key)}" for key, day in
                      (("since", since), ("until", until)) if day]  # fmt: skip
            _emit_groups(desk, " ".join((query, *words)), by, limit, as_json=as_json)
            return
        rows = desk.history(
            query,
            label=Label(label) if label else None,
            vendor=vendor,
            since=day_option(since, "since"),
            until=day_option(until, "until"),
            limit=limit,
        )
    if as_json:
        emit_json([row_json(row) for row in rows])
    else:
        emit([row_line(row) for row in rows] or ["No calls found."])


def _emit_groups(desk: "Desk", query: str, by: str, limit: int, *, as_json: bool) -> None:
    from screener.desk.grouping import By, grouped  # noqa: PLC0415 - only for groups

    groups = grouped(desk, query, By(by), limit)
    if as_json:
        emit_json([_group_json(group, by) for group in groups])
    else:
        emit([_group_line(group) for group in groups] or ["No calls found."])


def _group_json(group: "Group", by: str) -> dict[str, object]:
    return {
        by: group.name,
        "calls": group.calls,
        "labels": {str(label or "not_screened"): calls for label, calls in group.labels.items()},
        "newest": row_json(group.newest),
    }


def _group_line(group: "Group") -> str:
    last = f"{group.newest.at:%Y-%m-%d %H:%M}" if group.newest.at else "no time"
    labels = "  ".join(f"{shown_label(label)} {n:,}" for label, n in group.labels.items())
    calls = f"{group.calls:,} call{'s' * (group.calls != 1)}"
    return f"{one_line(group.name, 30):<30} {calls:>14}  last {last}  {labels}"


@click.command()
@click.argument("call")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def show(session: Session, call: str, as_json: bool) -> None:
    """Show one call with its verdict, corrections and amendments. CALL is the start of its id.

    \b
    Example:
      screener show 7k3q
    """
    with session.desk() as desk:
        record = desk.record(call)
    if as_json:
        emit_json(record_json(record))
        return
    facts = record.call
    lines = [
        f"{facts.id}  {facts.at:%Y-%m-%d %H:%M}" if facts.at else facts.id,
        shown_label(record.shown) + (" (corrected by you)" if record.correction else ""),
        f"  number:  {facts.number or 'withheld'}",
        f"  company: {one_line(facts.company, 60)}",
        f"  said:    {plain(facts.said)}",
    ]
    lines += [f"  note:    {plain(facts.note)}"] if facts.note else []
    lines += [f"  answers: {_shown(facts.answers)}"] if facts.answers else []
    lines += [
        f"  amended: {a.field} from {_shown(a.old)!r} to {_shown(a.new)!r}" for a in record.amended
    ]
    emit(lines)


def _shown(value: object) -> str:
    """A fact on one line; answers as they are typed."""
    if isinstance(value, tuple):
        value = ", ".join("=".join(each) if isinstance(each, Answer) else each for each in value)
    return one_line(str(value), 60)
