"""`screener answer`: what the caller answered to a question moves the verdict at once."""

import click

from screener.cli.facts import read_answers
from screener.cli.main import Session
from screener.cli.output import emit, emit_json
from screener.cli.telling import logged_json, screening_lines


@click.command()
@click.argument("call")
@click.argument("answers", nargs=-1, required=True, metavar="QUESTION=ANSWER...")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def answer(session: Session, call: str, answers: tuple[str, ...], as_json: bool) -> None:
    """Note what the caller answered. CALL is the start of its id; it is judged again.

    `screener log` and `screener explain` show the questions worth asking with their answers.
    An answer given before to the same question is kept as an amendment.

    \b
    Example:
      screener answer 7k3q have_or_offer=have
    """
    with session.desk() as desk:
        desk.record(call)
        record = desk.answer(call, read_answers(answers, desk.questions()))
        screening = desk.screen(record.call)
    if as_json:
        emit_json(logged_json(record, screening))
    else:
        emit(screening_lines(screening))
