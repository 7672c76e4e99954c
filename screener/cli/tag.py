"""`screener tag` and `screener note`: the person's own words on a call."""

import click

from screener.cli.main import Session
from screener.cli.output import emit, emit_json, record_json
from screener.text import one_line


@click.command()
@click.argument("call", required=False, default="")
@click.argument("tags", nargs=-1)
@click.option("--remove", multiple=True, metavar="TAG", help="Take a tag away; repeat it.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def tag(
    session: Session, call: str, tags: tuple[str, ...], remove: tuple[str, ...], as_json: bool
) -> None:
    """Tag a call, to find it again with tag:WORD. CALL is the start of its id.

    Without TAGS it shows those of the call; without CALL all that there are.

    \b
    Example:
      screener tag 7k3q solar ask-my-lawyer
      screener tag 7k3q --remove solar
      screener history tag:solar
    """
    with session.desk() as desk:
        if not call:
            used = desk.all_tags()
            if as_json:
                emit_json(dict(used))
            else:
                emit([f"{calls:>6}  {name}" for name, calls in used] or ["No tags yet."])
            return
        now = desk.tag(call, tags, remove) if tags or remove else desk.tags(call)
        call = desk.record(call).call.id
    if as_json:
        emit_json({"call": call, "tags": now})
    else:
        emit([f"{call}: {', '.join(now) or 'no tags'}"])


@click.command()
@click.argument("call")
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def note(session: Session, call: str, text: str, as_json: bool) -> None:
    """Give a call a note of yours. What the note said before is kept as amended.

    \b
    Example:
      screener note 7k3q "rang my sister too, same voice"
    """
    with session.desk() as desk:
        record = desk.note(call, text)
    if as_json:
        emit_json(record_json(record))
    else:
        emit([f"{record.call.id}: {one_line(record.call.note, 70) or 'no note'}"])
