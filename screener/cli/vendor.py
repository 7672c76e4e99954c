"""`screener vendor`: the book of whom the consumer deals with."""

from collections.abc import Callable
from datetime import date

import click

from screener.cli.main import Session
from screener.cli.output import emit, emit_json, entry_line, table
from screener.cli.prefer import preference_line
from screener.cli.times import day_option
from screener.relationship import relationship
from screener.vendor import Vendor
from screener.wire import entry_to, vendor_to

_Command = Callable[..., None]

_DAYS = ("customer_since", "last_transaction", "last_inquiry", "ended")


@click.group()
def vendor() -> None:
    """Keep the vendor book.

    \b
    Example:
      screener vendor add Spectrum --alias Charter --number "833 267 6094" \\
        --customer-since 2019-06-15
    """


def _fields(command: _Command) -> _Command:
    for option in reversed(
        (
            click.option("--alias", "aliases", multiple=True, help="Another name it goes by."),
            click.option("--number", "numbers", multiple=True, help="A number it calls from."),
            click.option("--category", default=None, help="Such as bank or dentist."),
            click.option("--customer-since", default=None, help="Day: 2019-06-15."),
            click.option("--last-transaction", default=None, help="Day of the last payment."),
            click.option("--last-inquiry", default=None, help="Day you last asked them something."),
            click.option("--ended", default=None, help="Day on which it ended."),
            click.option("--json", "as_json", is_flag=True, help="Answer in JSON."),
            click.pass_obj,
        )
    ):
        command = option(command)
    return command


def _given(fields: dict[str, object]) -> dict[str, object]:
    found = {name: value for name, value in fields.items() if value not in (None, ())}
    for name in _DAYS:
        if name in found:
            found[name] = day_option(str(found[name]), name.replace("_", "-"))
    return found


@vendor.command("add")
@click.argument("name")
@_fields
def add(session: Session, name: str, as_json: bool, **fields: object) -> None:
    """Put a vendor into the book.

    \b
    Example:
      screener vendor add Orkin --number 8777196679 --category "pest control"
    """
    with session.desk() as desk:
        made = desk.add_vendor(Vendor(name=name, **_given(fields)))  # type: ignore[arg-type]
    _say(made, as_json)


@vendor.command("list")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def list_(session: Session, as_json: bool) -> None:
    """List the vendors with what is between you and them today.

    \b
    Example:
      screener vendor list
    """
    with session.desk() as desk:
        vendors, today = desk.vendors(), desk.clock().date()
    if as_json:
        emit_json([_with_relation(each, today) for each in vendors])
        return
    rows = [_with_relation(each, today) for each in vendors]
    columns = ("name", "category", "relationship", "customer_since", "last_transaction", "ended")
    emit(table(rows, columns) or ["The book is empty: screener vendor add NAME."])


@vendor.command("show")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def show(session: Session, name: str, as_json: bool) -> None:
    """Show one vendor with its ledger.

    \b
    Example:
      screener vendor show Orkin
    """
    with session.desk() as desk:
        found, region = desk.vendor(name), desk.region
        entries, today = desk.ledger(found.name), desk.clock().date()
    if as_json:
        emit_json(_with_relation(found, today) | {"ledger": [entry_to(e) for e in entries]})
        return
    emit(_card(found, today))
    emit(f"  {preference_line(said, region)}" for said in found.preferences)
    emit([f"  {entry_line(entry)}" for entry in entries] or ["  no opt-in or opt-out yet"])


@vendor.command("edit")
@click.argument("name")
@click.option("--name", "new_name", default=None, help="A new name; the old one stays an alias.")
@_fields
def edit(
    session: Session, name: str, new_name: str | None, as_json: bool, **fields: object
) -> None:
    """Change a vendor. --alias and --number add to what is there.

    \b
    Example:
      screener vendor edit Orkin --last-transaction 2026-10-08
    """
    with session.desk() as desk:
        before = desk.vendor(name)
        changes = _given(fields)
        for many in ("aliases", "numbers"):
            if many in changes:
                changes[many] = (*getattr(before, many), *changes[many])  # type: ignore[misc]
        if new_name:
            changes["name"] = new_name
        if not changes:
            raise click.UsageError("Nothing to change: see `screener vendor edit --help`.")
        changed = desk.edit_vendor(before.name, **changes)
    _say(changed, as_json)


@vendor.command("end")
@click.argument("name")
@click.option("--on", default=None, help="The day it ended (default: today).")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def end(session: Session, name: str, on: str | None, as_json: bool) -> None:
    """Note that the relationship with a vendor ended.

    \b
    Example:
      screener vendor end TruGreen --on 2024-10-31
    """
    with session.desk() as desk:
        ended = desk.end_vendor(name, day_option(on, "on") or desk.clock().date())
    _say(ended, as_json)


@vendor.command("merge")
@click.argument("keep")
@click.argument("other")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def merge(session: Session, keep: str, other: str, as_json: bool) -> None:
    """Make two vendors one: names, numbers, ledger and calls of OTHER go to KEEP.

    \b
    Example:
      screener vendor merge Spectrum "Charter Communications"
    """
    with session.desk() as desk:
        kept = desk.merge_vendors(keep, other)
    _say(kept, as_json)


@vendor.command("unmerge")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def unmerge(session: Session, name: str, as_json: bool) -> None:
    """Take back that vendor NAME was merged into another: both stand in the book again.

    What came with NAME goes with it: names, numbers, ledger, calls, and calls under its names
    since then. What you changed meanwhile stays with the other.

    \b
    Example:
      screener vendor unmerge "Charter Communications"
    """
    with session.desk() as desk:
        found = desk.unmerge_vendor(name)
    if as_json:
        emit_json([vendor_to(each) for each in found])
    else:
        emit(line for each in found for line in _card(each, None))


def _say(found: Vendor, as_json: bool) -> None:
    if as_json:
        emit_json(vendor_to(found))
    else:
        emit(_card(found, None))


def _with_relation(found: Vendor, today: date) -> dict[str, object]:
    return vendor_to(found) | {"relationship": str(relationship(found, today))}


def _card(found: Vendor, today: date | None) -> list[str]:
    relation = f" — {relationship(found, today)}" if today else ""
    lines = [f"{found.name}{relation}"]
    for title, value in (
        ("also", ", ".join(found.aliases)),
        ("numbers", ", ".join(found.numbers)),
        ("category", found.category),
        *((name.replace("_", " "), getattr(found, name)) for name in _DAYS),
    ):
        if value:
            lines.append(f"  {title}: {value}")
    return lines
