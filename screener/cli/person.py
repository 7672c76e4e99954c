"""`screener person`: people whom the consumer knows, kept apart from vendors."""

import click

from screener.cli.main import Session
from screener.cli.output import emit, emit_json, table
from screener.faults import Fault
from screener.vendor import Person


@click.group()
def person() -> None:
    """Keep the people you know: their calls get no label.

    \b
    Example:
      screener person add Rosa --number "312 555 0142" --relation "your sister"
    """


@person.command("add")
@click.argument("name")
@click.option("--number", "numbers", multiple=True, required=True, help="A number they ring from.")
@click.option("--relation", default="", help="Who they are to you, such as 'your sister'.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def add(
    session: Session, name: str, numbers: tuple[str, ...], relation: str, as_json: bool
) -> None:
    """Note someone you know.

    \b
    Example:
      screener person add Rosa --number "312 555 0142"
    """
    with session.desk() as desk:
        made = desk.add_person(Person(name, numbers, relation))
    if as_json:
        emit_json(_json(made))
    else:
        emit([f"{made.name}: {', '.join(made.numbers)}"])


@person.command("edit")
@click.argument("name")
@click.option("--name", "new_name", default=None, help="Another name.")
@click.option("--number", "numbers", multiple=True, help="All the numbers they ring from.")
@click.option("--relation", default=None, help="Who they are to you.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def edit(
    session: Session,
    name: str,
    new_name: str | None,
    numbers: tuple[str, ...],
    relation: str | None,
    as_json: bool,
) -> None:
    """Put right what is noted of someone; what is not named stays.

    \b
    Example:
      screener person edit Rosa --number "312 555 0143"
    """
    with session.desk() as desk:
        found = next((one for one in desk.household().people if one.name == name), None)
        if found is None:
            raise Fault(f"{name!r}: there is no such person.")
        relation = found.relation if relation is None else relation
        made = Person(new_name or found.name, numbers or found.numbers, relation)
        made = desk.edit_person(name, made)
    if as_json:
        emit_json(_json(made))
    else:
        emit([f"{made.name}: {', '.join(made.numbers)}"])


@person.command("list")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def list_(session: Session, as_json: bool) -> None:
    """List the people you know.

    \b
    Example:
      screener person list
    """
    with session.desk() as desk:
        rows = [_json(each) for each in desk.household().people]
    if as_json:
        emit_json(rows)
    else:
        shown = [row | {"numbers": ", ".join(map(str, row["numbers"]))} for row in rows]  # type: ignore[call-overload]
        emit(table(shown, ("name", "relation", "numbers")) or ["Nobody is noted yet."])


@person.command("remove")
@click.argument("name")
@click.pass_obj
def remove(session: Session, name: str) -> None:
    """Take someone off the list.

    \b
    Example:
      screener person remove Rosa
    """
    with session.desk() as desk:
        desk.remove_person(name)
    emit([f"{name}: no longer on the list."])


def _json(each: Person) -> dict[str, object]:
    return {"name": each.name, "numbers": list(each.numbers), "relation": each.relation}
