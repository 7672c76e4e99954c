"""`screener rules`: what the program knows, listed, shown, checked, tested and tried."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from screener.cli.output import emit, emit_json, table
from screener.cli.rules_stats import stats
from screener.cli.rules_try import try_
from screener.faults import Fault
from screener.regions import check_regions
from screener.reports.letterfiles import check_letters
from screener.rule import Rule
from screener.rulebook import Rulebook, check_rules, load_rulebook, rules_folder
from screener.ruletests import failing_examples
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
    with them) and letters. Faults are told by file and rule; then the exit code is 1.

    \b
    Example:
      screener rules check
    """
    folder = rules_folder_of_user()
    faults = [*check_rules(folder), *check_regions(folder), *check_letters(folder)]
    signals = 0 if faults else len(load_rulebook(folder).signals)
    if as_json:
        emit_json({"signals": signals, "faults": faults})
    else:
        emit(faults or [f"{signals} signals, all in order."])
    return int(bool(faults))


@rules.command("test")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def test(as_json: bool) -> int:
    """Run the examples of every rule and tell how many ran, file by file. When one does not do
    what it should, the exit code is 1.

    \b
    Example:
      screener rules test
    """
    rulebook = load_rulebook(rules_folder_of_user())
    failing = list(failing_examples(rulebook.signals, rulebook.ear))
    files = _examples_by_file(rulebook.signals)
    failed = {file: [each for each in failing if each.startswith(f"{file}: ")] for file in files}
    if as_json:
        emit_json(
            {
                "rules": len(rulebook.signals),
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
        emit([_tested(len(rulebook.signals), sum(files.values()), len(failing))])
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
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def list_(purpose: str | None, as_json: bool) -> None:
    """List the rules: what each hears, for which purpose, and how much it weighs.

    \b
    Example:
      screener rules list --purpose fraud
    """
    wanted = None if purpose is None else Purpose(purpose)
    found = [
        rule
        for rule in load_rulebook(rules_folder_of_user()).signals
        if wanted is None or wanted is rule.purpose or wanted in rule.also
    ]
    rows = [
        {
            "id": rule.id,
            "purpose": rule.purpose,
            "weight": rule.weight if as_json else f"{rule.weight:+.1f}",
            "title": rule.title,
            "file": rule.file,
        }
        for rule in found
    ]
    if as_json:
        emit_json(rows)
    else:
        emit(table(rows, ("id", "purpose", "weight", "title")))


@rules.command("show")
@click.argument("name", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def show(name: str, as_json: bool) -> None:
    """Show one rule: why, weight, what it listens for, its examples, and where it stands.

    \b
    Example:
      screener rules show FRAUD_PRESS_KEY
    """
    rulebook = load_rulebook(rules_folder_of_user())
    rule = _rule(rulebook, name)
    shown = _shown(rule, rulebook)
    if as_json:
        emit_json(shown)
    else:
        emit(_show_lines(rule, shown))


def _rule(rulebook: Rulebook, name: str) -> Rule:
    """The rule with that id, in any case. Raises `Fault` naming those that look alike."""
    wanted = name.strip().upper()
    for rule in rulebook.signals:
        if rule.id == wanted:
            return rule
    alike = [rule.id for rule in rulebook.signals if wanted and wanted in rule.id][:8]
    hint = f"; there are {', '.join(alike)}" if alike else "; see screener rules list"
    raise Fault(f"{name!r}: there is no rule of that id{hint}.")


def _shown(rule: Rule, rulebook: Rulebook) -> dict[str, object]:
    path, line = _place(rule)
    found: dict[str, object] = {
        "id": rule.id,
        "title": rule.title,
        "why": rule.why,
        "purpose": rule.purpose,
        "weight": rule.weight,
        "also": dict(rule.also),
        "group": rule.group,
        "cap": rulebook.groups.get(rule.group),
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
    return kept | {"file": str(path), "line": line}


def _when(rule: Rule) -> dict[str, object]:
    if rule.when is None:
        return {}
    facts = {name: getattr(rule.when, name) for name in rule.when.__dataclass_fields__}
    return {
        name: sorted(fact) if isinstance(fact, frozenset) else fact
        for name, fact in facts.items()
        if fact not in (None, frozenset())
    }


def _place(rule: Rule) -> tuple[Path, int]:
    """The file that a rule stands in, and the line of its id (0 where it is not found)."""
    path = rules_folder() / rule.file
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return path, 0
    quoted = (f'"{rule.id}"', f"'{rule.id}'")
    at = (at for at, line in enumerate(lines, 1) if line.strip().startswith("id"))
    return path, next((number for number in at if lines[number - 1].rstrip().endswith(quoted)), 0)


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


rules.add_command(stats)
rules.add_command(try_)
