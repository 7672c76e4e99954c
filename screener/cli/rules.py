"""`screener rules`: what the program knows, listed, shown, checked, tested and tried."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import click

from screener.cli.output import emit, emit_json, table
from screener.cli.rules_change import off, on, reset, weight, write
from screener.cli.rules_heard import heard
from screener.cli.rules_stats import stats
from screener.cli.rules_try import try_
from screener.faults import Fault
from screener.regions import check_regions
from screener.reports.letterfiles import check_letters
from screener.rule import Rule
from screener.rule_shelf import Entry, Shelf, place_of, read_shelf, rule_named
from screener.rulebook import check_rules, load_rulebook
from screener.ruletests import failing_examples
from screener.signals import Ear
from screener.store.place import rules_folder_of_user
from screener.text import one_line
from screener.words import Purpose


@click.group()
def rules() -> None:
    """Look into the rulebook: the bundled rules and your own.

    \b
    Example:
      screener rules check
    """


@rules.command("check")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def check(as_json: bool) -> int:
    """Check every rule, run all its examples, and check the files of regions (complaint forms
    with them) and letters. Faults are told by file and rule, and so is what contradicts itself:
    rules of your own that cancel others on the same words, or that can never be heard. Then the
    exit code is 1.

    \b
    Example:
      screener rules check
    """
    folder = rules_folder_of_user()
    faults = [*check_rules(folder), *check_regions(folder), *check_letters(folder)]
    found = read_shelf(folder).contradictions
    signals = 0 if faults else len(load_rulebook(folder).signals)
    if as_json:
        emit_json({"signals": signals, "faults": faults, "contradictions": list(found)})
    else:
        emit(faults or [f"{signals} signals, all in order."] if not found else faults)
        emit(f"contradiction: {words}" for words in found)
    return int(bool(faults or found))


@rules.command("test")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def test(as_json: bool) -> int:
    """Run the examples of every rule and tell how many ran, file by file. When one does not do
    what it should, the exit code is 1.

    \b
    Example:
      screener rules test
    """
    found = shelf_in_order()
    every = [entry.rule for entry in found.entries]
    failing = list(failing_examples(every, Ear(every, found.groups)))
    files = _examples_by_file(every)
    failed = {file: [each for each in failing if each.startswith(f"{file}: ")] for file in files}
    if as_json:
        emit_json(
            {
                "rules": len(every),
                "examples": sum(files.values()),
                "failing": failing,
                "files": [
                    {"file": file, "examples": count, "failing": len(failed[file])}
                    for file, count in files.items()
                ],
            }
        )
    else:
        for file, count in files.items():
            emit([f"{'FAIL' if failed[file] else 'ok':<4} {count:>5}  {file}", *failed[file]])
        emit([_tested(len(every), sum(files.values()), len(failing))])
    return int(bool(failing))


def _examples_by_file(signals: Iterable[Rule]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for rule in signals:
        found[rule.file] += len(rule.matching) + len(rule.not_matching)
    return dict(sorted(found.items()))


def _tested(signals: int, examples: int, failing: int) -> str:
    how = f"{failing} failed" if failing else "all as they should"
    return f"{examples} examples of {signals} rules: {how}."


@rules.command("list")
@click.option(
    "--purpose",
    type=click.Choice([str(purpose) for purpose in Purpose]),
    default=None,
    help="Only rules that speak of this purpose.",
)
@click.option("--mine", is_flag=True, help="Only those that you wrote or changed.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def list_(purpose: str | None, mine: bool, as_json: bool) -> None:
    """List the rules: what each hears, for which purpose, and how much it weighs.

    \b
    Example:
      screener rules list --purpose fraud
    """
    wanted = None if purpose is None else Purpose(purpose)
    found = [
        entry
        for entry in shelf_in_order().entries
        if (wanted is None or wanted is entry.rule.purpose or wanted in entry.rule.also)
        and (entry.changed or not mine)
    ]
    if as_json:
        emit_json([_row(entry, entry.rule.weight) for entry in found])
    else:
        rows = [_row(entry, f"{entry.rule.weight:+.1f}") | {"": _mark(entry)} for entry in found]
        emit(table(rows, ("id", "purpose", "weight", "title", "")))


def _row(entry: Entry, weight: float | str) -> dict[str, Any]:
    rule = entry.rule
    return {
        "id": rule.id,
        "purpose": rule.purpose,
        "weight": weight,
        "title": rule.title,
        "file": rule.file,
        "on": entry.on,
        "own": entry.own,
        "bundled_weight": None if entry.bundled is None else entry.bundled_weight,
    }


def _mark(entry: Entry) -> str:
    """What the person made of a rule, in a few words."""
    words = ["off"] if not entry.on else []
    words += ["yours"] if entry.own else []
    words += [f"was {entry.bundled_weight:+.1f}"] if entry.weighed else []
    return ", ".join(words)


def shelf_in_order() -> Shelf:
    """All rules. Fault with the first thing that is wrong with the person's own."""
    found = read_shelf(rules_folder_of_user())
    if found.faults:
        raise Fault(found.faults[0])
    return found


@rules.command("show")
@click.argument("name", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def show(name: str, as_json: bool) -> None:
    """Show one rule: why, weight, what it listens for, its examples, and where it stands.

    \b
    Example:
      screener rules show FRAUD_PRESS_KEY
    """
    found = shelf_in_order()
    rule = rule_named((entry.rule for entry in found.entries), name)
    entry = next(entry for entry in found.entries if entry.rule is rule)
    shown = _shown(entry, found.groups)
    if as_json:
        emit_json(shown)
    else:
        emit(_show_lines(rule, shown))


def _shown(entry: Entry, groups: Mapping[str, float]) -> dict[str, object]:
    rule = entry.rule
    path, line = place_of(rule)
    found: dict[str, object] = {
        "id": rule.id,
        "title": rule.title,
        "why": rule.why,
        "purpose": rule.purpose,
        "weight": rule.weight,
        "also": dict(rule.also),
        "group": rule.group,
        "cap": groups.get(rule.group),
        "any": list(rule.phrases),
        "near": list(rule.near),
        "unless": list(rule.unless),
        "within": rule.within,
        "speaker": rule.speaker,
        "negated": rule.negated,
        "where": rule.where,
        "fuzzy": rule.fuzzy,
        "when": _when(rule),
        "needs": sorted(rule.needs),
        "tell": rule.tell,
        "certain": rule.certain,
        "asks": rule.asks,
        "match": list(rule.matching),
        "no_match": list(rule.not_matching),
    }
    kept = {key: value for key, value in found.items() if value not in ("", [], {}, None, False)}
    yours: dict[str, object] = {"off": True} if not entry.on else {}
    yours |= {"bundled_weight": entry.bundled_weight} if entry.weighed else {}
    yours |= {"contradictions": list(entry.contradictions)} if entry.contradictions else {}
    return kept | yours | {"file": str(path), "line": line}


def _when(rule: Rule) -> dict[str, object]:
    if rule.when is None:
        return {}
    facts = {name: getattr(rule.when, name) for name in rule.when.__dataclass_fields__}
    return {
        name: sorted(fact) if isinstance(fact, frozenset) else fact
        for name, fact in facts.items()
        if fact not in (None, frozenset())
    }


_HEAD = ("id", "title", "why", "purpose", "weight", "match", "no_match", "file", "line")


def _show_lines(rule: Rule, shown: dict[str, object]) -> Iterator[str]:
    yield f"{rule.id}: {rule.title}"
    yield f"  {rule.why}"
    yield f"  {rule.weight:+.2f} for {rule.purpose}"
    for key, value in shown.items():
        if key not in _HEAD:
            yield f"  {key}: {_value(value)}"
    for title, examples in (("matches", rule.matching), ("does not match", rule.not_matching)):
        for example in examples:
            yield f"  {title}: {one_line(str(example), 160)}"
    yield f"  {shown['file']}:{shown['line']}"


def _value(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_value(each)}" for name, each in value.items())
    if isinstance(value, list):
        return " | ".join(map(str, value))
    return str(value)


for command in (stats, try_, heard, on, off, weight, reset, write):
    rules.add_command(command)
