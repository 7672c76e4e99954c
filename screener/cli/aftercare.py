"""`screener aftercare`: what to do, in order, once a caller was given something."""

from collections.abc import Mapping, Sequence

import click

from screener.aftercare import Care, Tick
from screener.cli.main import Session
from screener.cli.output import emit, emit_json
from screener.faults import Fault
from screener.text import one_line


@click.command()
@click.argument("call", default="")
@click.option("--gave", multiple=True, help="What they got, such as code or card; repeat it.")
@click.option(
    "--not-given", "taken_back", multiple=True, metavar="THING", help="Take back what --gave said."
)
@click.option("--done", multiple=True, metavar="STEP", help="Tick off a step: its number or name.")
@click.option("--undo", multiple=True, metavar="STEP", help="Take a tick back.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def aftercare(
    session: Session,
    call: str,
    gave: tuple[str, ...],
    taken_back: tuple[str, ...],
    done: tuple[str, ...],
    undo: tuple[str, ...],
    as_json: bool,
) -> None:
    """What to do after a caller got a code, a card, access to a device, or money.

    CALL is the start of its id: what was given and which steps are done is kept with it. Without
    CALL it lists the calls with steps left; with --gave alone it shows the steps and keeps
    nothing.

    \b
    Example:
      screener aftercare 7k3q --gave code --gave remote
      screener aftercare 7k3q --done 2
    """
    if not call and (done or undo or taken_back):
        raise Fault("--done: needs the call that the step belongs to.")
    if both := set(gave) & set(taken_back):
        raise Fault(f"--not-given: {min(both)!r} is given with --gave, too.")
    with session.desk() as desk:
        things = desk.aftercare_book.gave
        if not call and not gave:
            cares = desk.aftercare_open()
            if as_json:
                emit_json([_json(care) for care in cares])
            else:
                emit([*map(_summary, cares), *_how(things, any_open=bool(cares))])
            return
        if taken_back:
            desk.not_given(call, taken_back)
        care = desk.aftercare(call, gave)
        # Every number means the list as it was shown, so all are read before any is ticked.
        steps = {text: care.step(text).id for text in (*done, *undo)}
        for text in done:
            care = desk.tick(call, steps[text])
        for text in undo:
            care = desk.tick(call, steps[text], done=False)
    if as_json:
        emit_json(_json(care))
    else:
        emit(_lines(care, things))


def _lines(care: Care, things: Mapping[str, str]) -> list[str]:
    given = ", ".join(things[thing] for thing in care.gave)
    who = f"{care.call} {_who(care)}: " if care.call else ""
    lines = [f"{who}you gave {given}." if given else f"{who}nothing is noted yet as given."]
    for place, tick in enumerate(care.ticks, 1):
        lines += _step_lines(place, tick)
    if not given:
        lines += _how(things, any_open=True)
    elif care.call:
        left = f"{care.left} of {len(care.ticks)} steps left" if care.left else "All steps are done"
        lines.append(f"{left}. Tick one off: screener aftercare {care.call} --done NUMBER")
    return lines


def _step_lines(place: int, tick: Tick) -> Sequence[str]:
    box = "[x]" if tick.done_at else "[ ]"
    step = tick.step
    unsure = " (not checked lately: look the place up first)" if step.confidence == "memory" else ""
    lines = [f"{box} {place:>2}  {step.do}{unsure}"]
    if step.link:
        lines.append(f"{'':<8}{step.link}")
    if tick.done_at:
        lines.append(f"{'':<8}done {tick.done_at:%Y-%m-%d %H:%M}")
    return lines


def _summary(care: Care) -> str:
    step = next(tick.step for tick in care.ticks if tick.done_at is None)
    return (
        f"{care.call}  {_who(care)}: {care.left} of {len(care.ticks)} steps left, "
        f"next: {one_line(step.do, 70)}"
    )


def _who(care: Care) -> str:
    day = f"{care.at:%Y-%m-%d} " if care.at else ""
    return f"{day}{one_line(care.who, 40) or 'withheld'}"


def _how(things: Mapping[str, str], *, any_open: bool) -> list[str]:
    head = [] if any_open else ["No call has steps left."]
    return [
        *head,
        "Say what they got with --gave:",
        *(f"  {thing:<11}{words}" for thing, words in things.items()),
    ]


def _json(care: Care) -> dict[str, object]:
    return {
        "call": care.call or None,
        "at": care.at.isoformat() if care.at else None,
        "gave": care.gave,
        "left": care.left,
        "steps": [
            {
                "id": tick.step.id,
                "do": tick.step.do,
                "link": tick.step.link or None,
                "done_at": tick.done_at.isoformat() if tick.done_at else None,
                "source": tick.step.source,
                "verified_on": str(tick.step.verified_on),
                "confidence": tick.step.confidence,
            }
            for tick in care.ticks
        ],
    }
