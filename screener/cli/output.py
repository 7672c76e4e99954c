"""How commands answer: lines for people, JSON for programs. Outside text is made plain here."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from screener.text import one_line, plain
from screener.words import Label

if TYPE_CHECKING:
    from screener.ledger import LedgerEntry
    from screener.store import Record, Row

GLYPHS = {
    Label.SOLICITATION: "◆",
    Label.UPSELL: "▲",
    Label.SERVICE: "●",
    Label.UNDETERMINED: "?",
}


def emit_json(obj: object) -> None:
    """One JSON document on standard output."""
    import click  # noqa: PLC0415 - a look-up does without

    click.echo(json.dumps(obj, ensure_ascii=True, indent=2))


def emit(lines: Iterable[str]) -> None:
    """Lines for a person. What stands in one from outside cannot begin another."""
    import click  # noqa: PLC0415

    for line in lines:
        click.echo(plain(line))


def shown_label(label: Label | None) -> str:
    """A label as people read it, with its glyph; nothing is said by colour alone."""
    return "· not screened" if label is None else f"{GLYPHS[label]} {label.shown}"


def record_json(record: "Record") -> dict[str, object]:
    """A stored call for programs."""
    from screener.wire import call_to, fact_to  # noqa: PLC0415 - the forms of all nouns

    return {
        "call": call_to(record.call),
        "label": record.label,
        "shown": record.shown,
        "correction": record.correction
        and {
            "label": record.correction.label,
            "note": record.correction.note,
            "at": record.correction.at.isoformat(),
        },
        "amended": [
            {
                "field": each.field,
                "old": fact_to(each.old),
                "new": fact_to(each.new),
                "at": each.at.isoformat(),
                "why": each.why,
            }
            for each in record.amended
        ],
        "screening": record.screening,
    }


def row_json(row: "Row") -> dict[str, object]:
    """A line of the history for programs."""
    return {
        "id": row.id,
        "at": row.at.isoformat() if row.at else None,
        "number": row.number,
        "company": row.company,
        "vendor": row.vendor,
        "label": row.label,
        "corrected": row.corrected,
        "scam": row.scam,
        "permission": row.permission,
        "said": row.said,
        "own_number": row.own_number,
        "taken_by": row.taken_by,
    }


def row_line(row: "Row") -> str:
    """A line of the history for people."""
    when = row.at.strftime("%Y-%m-%d %H:%M") if row.at else "no time"
    who = one_line(row.vendor or row.company or row.number or "withheld", 24)
    mark = "*" if row.corrected else " "
    scam = "‼ " if row.scam else ""
    label = shown_label(row.label)
    return f"{when}  {row.id:<10.10}  {label:<25}{mark} {who:<24}  {scam}{one_line(row.said, 60)}"


def entry_line(entry: "LedgerEntry") -> str:
    """A ledger entry for people."""
    words = f" “{one_line(entry.words, 60)}”" if entry.words else ""
    return (
        f"{entry.at:%Y-%m-%d %H:%M}  {entry.kind} for {entry.purpose}, by {entry.how}: "
        f"{one_line(entry.party.value, 40)}{words}"
    )


def table(rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> list[str]:
    """Rows in columns as wide as their widest cell."""
    cells = [[one_line(str(row.get(c) or ""), 40) for c in columns] for row in rows]
    widths = (
        [
            max(map(len, (c, *column)))
            for c, column in zip(columns, zip(*cells, strict=True), strict=True)
        ]
        if cells
        else []
    )
    head = [c.replace("_", " ") for c in columns]
    return (
        [
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in [head, *cells]
        ]
        if cells
        else []
    )
