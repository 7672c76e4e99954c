"""`screener regions`: what is on file of a country's law."""

import click

from screener.cli.main import Session
from screener.cli.output import emit, emit_json
from screener.regions import Fact, Region, Regulator, known_regions, load_region
from screener.store.place import rules_folder_of_user
from screener.text import one_line
from screener.violations import NO_ADVICE


@click.command()
@click.argument("country", default="")
@click.option("--state", default="", help="Only what holds in this state, too.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def regions(session: Session, country: str, state: str, as_json: bool) -> None:
    """Show the rules on calls of COUNTRY (without it: the countries on file), with sources.

    Each fact says since when it holds, where it was read, and how sure that is.

    \b
    Example:
      screener regions US --state TX
    """
    folder = rules_folder_of_user()
    if not country:
        found = [load_region(code, folder) for code in known_regions(folder)]
        if as_json:
            emit_json([{"region": one.code, "name": one.name} for one in found])
        else:
            emit([*(f"{one.code}  {one.name}" for one in found), "", NO_ADVICE])
        return
    region = load_region(country, folder)
    facts = _facts(region, region.state(state))
    if as_json:
        emit_json(
            {
                "region": region.code,
                "name": region.name,
                "states": dict(region.states),
                "notice": NO_ADVICE,
                "facts": [fact_json(fact) for fact in facts],
            }
        )
        return
    emit([f"{region.name} ({region.code})", ""])
    emit(line for fact in facts for line in _fact_lines(fact))
    emit([NO_ADVICE])


def fact_json(fact: Fact[object]) -> dict[str, object]:
    """A fact for programs; its value stands in the region file."""
    return {
        "id": fact.id,
        "kind": type(fact.value).__name__,
        "state": fact.state or None,
        "says": fact.says,
        "purposes": sorted(fact.purposes),
        "source": fact.source,
        "citation": fact.citation,
        "effective_from": fact.effective_from.isoformat(),
        "effective_to": fact.effective_to.isoformat() if fact.effective_to else None,
        "verified_on": fact.verified_on.isoformat(),
        "confidence": fact.confidence,
    }


def _facts(region: Region, state: str) -> list[Fact[object]]:
    return [fact for fact in region.facts if fact.state in {"", state}]


def _fact_lines(fact: Fact[object]) -> list[str]:
    until = f" to {fact.effective_to}" if fact.effective_to else ""
    known = f"{fact.confidence}, verified {fact.verified_on}"
    lines = [
        f"{fact.id}: {fact.says}",
        f"  {fact.citation}; from {fact.effective_from}{until}; {known}",
        f"  {one_line(fact.source, 160)}",
    ]
    if isinstance(fact.value, Regulator):
        lines.append(f"  {fact.value.url}")
    return lines
