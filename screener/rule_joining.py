"""The files of a rulebook joined, checked against each other, and hashed.

Where the compiled rules are kept already, none of it is loaded.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from json import dumps
from pathlib import Path
from typing import NamedTuple

from screener.advice import read_advice
from screener.faults import Fault
from screener.rule import Rule
from screener.rule_sources import Documents, Sources, parsed
from screener.rulefiles import Reading, faults_among, read_caps, read_rules


class Joined(NamedTuple):
    """Everything read and joined as far as it could be, and what is wrong with it. `bundled` are
    the rules that come with the program by their ids, `every` all rules as they now read, also
    those that are off; `rules` are those that count."""

    bundled: Mapping[str, Rule]
    every: Mapping[str, Rule]
    off: frozenset[str]
    groups: dict[str, float]
    advice: Documents
    documents: tuple[Documents, ...]
    faults: list[str]

    @classmethod
    def of(cls, sources: Sources, tried: Mapping[str, bytes] | None = None) -> "Joined":
        """Read the rules of the sources, and of files to try, which come before them; never
        raises."""
        faults: list[str] = []
        documents = tuple(parsed(files, faults) for files in sources[:4])
        rules: dict[str, Rule] = {}
        off: frozenset[str] = frozenset()
        bundled: dict[str, Rule] = {}
        for layer in (documents[0], documents[1], parsed(tried or {}, faults)):
            found = read_rules(layer)
            faults += found.faults
            faults += _without_original(rules, found) if layer is not documents[0] else ()
            off = off.difference(rule.id for rule in found.rules) - found.on | found.off
            rules.update((rule.id, rule) for rule in found.rules)
            for name, change in found.changes.items():
                if change.weight is not None and name in rules:
                    rules[name] = replace(rules[name], weight=change.weight)
            bundled = bundled or rules.copy()
        groups = _caps(documents[2], faults)
        faults += faults_among(rules, groups)
        try:
            read_advice(documents[3])
        except Fault as fault:
            faults.append(str(fault))
        return cls(bundled, rules, off, groups, documents[3], documents, faults)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that count, in the order of their files."""
        return tuple(rule for name, rule in self.every.items() if name not in self.off)


def _caps(documents: Documents, faults: list[str]) -> dict[str, float]:
    groups: dict[str, float] = {}
    for name, document in documents.items():
        try:
            groups.update(read_caps(name, document))
        except Fault as fault:
            faults.append(str(fault))
    return groups


def _without_original(below: Mapping[str, Rule], own: Reading) -> Iterator[str]:
    """Rules and changes of a layer that speak of what is not there."""
    places = {rule.id: rule.file for rule in own.rules}
    for name in sorted(own.overriding - below.keys()):
        yield f"{places.get(name, 'your rules')}: {name}: overrides a rule that does not exist"
    for name, change in sorted(own.changes.items()):
        if name not in below and name not in places:
            does = "switches off" if change.on is False else "changes"
            yield f"{change.file}: {name}: {does} a rule that does not exist"


def hash_of(joined: Joined, learned: bytes) -> str:
    """The same for the same content, whatever its layout, comments and order of keys; the
    user's files count by what is in them, not by where their home is."""
    content = [
        {Path(name).name: document for name, document in documents.items()}
        for documents in joined.documents
    ]
    text = dumps([*content, learned.hex()], sort_keys=True, default=str)
    return sha256(text.encode(errors="replace")).hexdigest()[:16]
