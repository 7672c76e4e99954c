"""All rules as they stand, for people to look through: also those that are off, and what is wrong
with the person's own. Nothing here refuses to be read."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from screener.faults import Fault
from screener.rule import Rule
from screener.rule_conflicts import contradictions
from screener.rule_joining import Joined
from screener.rule_sources import Sources
from screener.rulebook import load_rulebook, rules_folder
from screener.signals import Ear
from screener.words import Purpose


class Entry(NamedTuple):
    """A rule as it now reads. `bundled` is the one that came with the program, None for one of
    the person's own; `contradictions` are sentences about it."""

    rule: Rule
    on: bool
    bundled: Rule | None
    contradictions: tuple[str, ...] = ()

    @property
    def own(self) -> bool:
        """Whether the person wrote it."""
        return self.bundled is None or self.rule.file != self.bundled.file

    @property
    def weighed(self) -> bool:
        """Whether the person changed the weight of a bundled rule."""
        return not self.own and self.rule.weight != self.bundled_weight

    @property
    def bundled_weight(self) -> float:
        """The weight that it came with."""
        return self.rule.weight if self.bundled is None else self.bundled.weight

    @property
    def changed(self) -> bool:
        """Whether the person wrote anything about it."""
        return self.own or self.weighed or not self.on


class Shelf(NamedTuple):
    """The rules in the order of their purposes and groups, the caps of groups, what is wrong,
    and what contradicts itself."""

    entries: tuple[Entry, ...]
    groups: Mapping[str, float]
    faults: tuple[str, ...]
    contradictions: tuple[str, ...]


def read_shelf(user_folder: Path | None = None, *, bundled: Path | None = None) -> Shelf:
    """All rules as they stand. Raises `Fault` only where the program's own are not there."""
    sources = Sources.read(bundled or rules_folder(), user_folder)
    if not sources.own:
        with suppress(Fault):  # told below, with all others
            # Checked when they were compiled: reading every phrase again would take a second.
            book = load_rulebook(user_folder, bundled=bundled)
            entries = [Entry(rule, on=True, bundled=rule) for rule in book.signals]
            return Shelf(_in_order(entries), book.groups, (), ())
    joined = Joined.of(sources)
    found = conflicts(joined, user_folder, bundled=bundled)
    entries = [
        Entry(
            rule,
            name not in joined.off,
            joined.bundled.get(name),
            tuple(words for ids, words in found if name in ids),
        )
        for name, rule in joined.every.items()
    ]
    return Shelf(
        _in_order(entries), joined.groups, tuple(joined.faults), tuple(words for _, words in found)
    )


def _in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    order = {purpose: place for place, purpose in enumerate(Purpose)}
    return tuple(
        sorted(entries, key=lambda each: (order[each.rule.purpose], each.rule.group or "~"))
    )


def conflicts(
    joined: Joined, user_folder: Path | None, *, bundled: Path | None = None
) -> Sequence[tuple[frozenset[str], str]]:
    """What contradicts itself: ids and a sentence each."""
    rules = joined.rules
    own = {
        rule.id for rule in rules
        if (was := joined.bundled.get(rule.id)) is None
        or (was.weight, was.file) != (rule.weight, rule.file)
    }  # fmt: skip
    if not own and not joined.off:
        return ()
    try:
        ear = load_rulebook(user_folder, bundled=bundled).ear
    except Fault:
        ear = Ear(rules, joined.groups)
    return tuple(contradictions(rules, joined.off, own, ear))


def rule_named(rules: Iterable[Rule], name: str) -> Rule:
    """The rule with that id, in any case. Raises `Fault` naming those that look alike."""
    wanted, alike = name.strip().upper(), []
    for rule in rules:
        if rule.id == wanted:
            return rule
        alike += [rule.id] if wanted and wanted in rule.id else []
    hint = f"; there are {', '.join(alike[:8])}" if alike else "; see screener rules list"
    raise Fault(f"{name!r}: there is no rule of that id{hint}.")


def place_of(rule: Rule) -> tuple[Path, int]:
    """The file that a rule stands in, and the line of its id (0 where it is not found)."""
    path = rules_folder() / rule.file
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return path, 0
    quoted = (f'"{rule.id}"', f"'{rule.id}'")
    at = (at for at, line in enumerate(lines, 1) if line.strip().startswith("id"))
    return path, next((number for number in at if lines[number - 1].rstrip().endswith(quoted)), 0)
