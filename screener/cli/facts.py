"""The facts of a call as options: the same for every command that is told of one."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import click

from screener.call import Answer, Call
from screener.faults import Fault
from screener.questions import QuestionBook
from screener.wire import call_from
from screener.words import Status

if TYPE_CHECKING:
    from screener.rulebook import Rulebook

_Command = Callable[..., object]

_OPTIONS = (
    click.option("--number", default="", help="The number as shown; leave out when withheld."),
    click.option("--company", default="", help="Who they say they are."),
    click.option("--said", default="", help="What they say, in your words or theirs."),
    click.option("--caller-id", default="", help="The name that the telephone shows."),
    click.option("--agent", default="", help="The name of the person on the line."),
    click.option("--callback-number", default="", help="The number they want to be rung on."),
    click.option("--product", default="", help="What it is about."),
    click.option("--recorded/--live", default=None, help="Whether a recorded voice spoke."),
    click.option(
        "--status",
        type=click.Choice([str(status) for status in Status]),
        default=None,
        help="What became of it.",
    ),
    click.option("--duration", type=click.IntRange(0), default=None, help="Length in seconds."),
    click.option("--own-number", default="", help="Which of your numbers they rang."),
    click.option("--taken-by", default="", help="Who took the call."),
    click.option("--note", default="", help="A note of your own."),
    click.option(
        "--tell",
        "tells",
        multiple=True,
        help="What you noticed, such as 'asks for a code', or its rule's id; may be repeated.",
    ),
    click.option(
        "--answer",
        "answers",
        multiple=True,
        metavar="QUESTION=ANSWER",
        help="What they answered to a question under “ask”; may be repeated.",
    ),
    click.option(
        "--at", default="", help="When it happened, such as 'today 14:05' (default: now)."
    ),
)


def call_options(command: _Command) -> _Command:
    """Adds an option for every fact of a call; they reach the command by their fields."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def given_facts(facts: Mapping[str, object]) -> dict[str, object]:
    """The facts that were really given."""
    return {name: value for name, value in facts.items() if value not in (None, "", ())}


def call_of(
    facts: Mapping[str, object], at: datetime | None, rulebook: "Callable[[], Rulebook]"
) -> Call:
    """The call that the options tell of; `rulebook` is asked for only where tells or answers
    were given. Raises `Fault` for a tell or an answer that is none."""
    found = {k: list(v) if isinstance(v, tuple) else v for k, v in facts.items()}
    answers, tells = found.pop("answers", None), found.pop("tells", None)
    if isinstance(answers, list):
        found["answers"] = dict(read_answers(answers, rulebook().advice.questions))
    if isinstance(tells, list):
        from screener.tells import read_tells, tells_of  # noqa: PLC0415 - only where given

        found["tells"] = list(read_tells(tells, tells_of(rulebook().signals)))
    if at is not None:
        found["at"] = at.isoformat()
    return call_from(found)


def read_answers(texts: Iterable[str], book: QuestionBook) -> tuple[Answer, ...]:
    """Answers as typed ("which_matter=vague"); the last to a question counts. Raises `Fault`
    that names the questions, or the answers of the question, that there are."""
    found: dict[str, Answer] = {}
    for text in texts:
        question, equals, answer = (part.strip() for part in text.partition("="))
        if not equals or not question:
            raise Fault(f"{text!r}: give QUESTION=ANSWER, such as which_matter=vague.")
        if question not in book:
            known = ", ".join(each.id for each in book)
            raise Fault(f"{text!r}: there is no such question; there are {known}.")
        answers = [key for key, _ in book[question].answers]
        if answer not in answers:
            raise Fault(f"{text!r}: {question} has the answers {', '.join(answers)}.")
        found[question] = Answer(question, answer)
    return tuple(found.values())
