"""`screener verify`: do all records still read as they were written?"""

import click

from screener.chain import read_anchor
from screener.cli.main import Session
from screener.cli.output import emit, emit_json
from screener.store.verify import Broken, Checked, Quoted


@click.command()
@click.option(
    "--anchor",
    "anchors",
    multiple=True,
    metavar="HEAD:COUNT",
    help="A head quoted in a report, letter or backup; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def verify(session: Session, anchors: tuple[str, ...], as_json: bool) -> int:
    """Walk the chain of all records and name the first that is not as it was written.

    The exit code is 1 when anything is wrong. docs/evidence.md tells what this proves.

    \b
    Example:
      screener verify --anchor 9f86d081884c7d65:1204
    """
    quoted = [read_anchor(text) for text in anchors]
    with session.desk() as desk:
        checked = desk.verify(quoted)
    if as_json:
        emit_json(_json(checked))
    else:
        emit(_lines(checked))
    return 0 if checked.whole else 1


def _lines(checked: Checked) -> list[str]:
    lines = [_count(checked.present.records, "record") + _emptied(checked)]
    if checked.broken:
        more = f"; {checked.more} more places do not fit" if checked.more else ""
        lines.append(f"Broken: {checked.broken.words}{more}.")
    lines += [f"Broken: {each.words}." for each in checked.outside]
    lines += [f"Broken: {_failing(each)}." for each in checked.anchors if not each.holds]
    if checked.whole:
        held = len(checked.anchors)
        lines.append("The chain is whole" + (f" and holds all {held} anchors." if held else "."))
    return [*lines, f"Head: {checked.present}"]


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")


def _emptied(checked: Checked) -> str:
    parts = (
        f"{number:,} of them {word}"
        for number, word in ((checked.forgotten, "forgotten"), (checked.voided, "voided"))
        if number
    )
    told = ", ".join(parts)
    return f", {told}." if told else "."


def _failing(each: Quoted) -> str:
    where = f"quoted in a {each.quoted} of {each.at:%Y-%m-%d %H:%M}" if each.at else "you gave"
    return f"the chain does not hold the anchor {where} ({each.anchor})"


def _json(checked: Checked) -> dict[str, object]:
    return {
        "whole": checked.whole,
        "head": checked.present.head,
        "records": checked.present.records,
        "forgotten": checked.forgotten,
        "voided": checked.voided,
        "broken": _broken_json(checked.broken) if checked.broken else None,
        "more": checked.more,
        "outside": [_broken_json(each) for each in checked.outside],
        "anchors": [
            {
                "head": each.anchor.head,
                "records": each.anchor.records,
                "at": each.at.isoformat() if each.at else None,
                "quoted": each.quoted,
                "file": each.file,
                "holds": each.holds,
            }
            for each in checked.anchors
        ],
    }


def _broken_json(broken: Broken) -> dict[str, object]:
    return {
        "position": broken.position or None,
        "damage": broken.damage,
        "record": broken.record,
        "ref": broken.ref,
        "words": broken.words,
    }
