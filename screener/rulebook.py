"""The rulebook: bundled rules, the user's own, advice and caps, found, read and joined.

`check_rules()` reads everything and runs every example: it is what `screener rules check`
shows, and what a writer of rules runs after each change.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from json import dumps
from pathlib import Path
from typing import Any, NamedTuple

from screener import advice as _advice
from screener.faults import Fault
from screener.rule import Rule
from screener.rulefiles import Reading, faults_among, read_caps, read_rules
from screener.signals import Answered, Ear

MAX_FILE = 1_000_000
"""Bytes. Nobody writes a larger file of rules by hand."""

GROUPS = "groups.toml"

AdviceBook = Any


def read_advice(documents: Mapping[str, Mapping[str, Any]]) -> AdviceBook:
    """The advice as soon as its reader is there."""
    reader = getattr(_advice, "read_advice", None)
    return () if reader is None else reader(documents)


def _questions(book: AdviceBook) -> Mapping[tuple[str, str], Answered]:
    return {}


@dataclass(frozen=True)
class Rulebook:
    """All that calls are judged by.

    `signals` are the rules in the order of their files, `groups` the caps of groups in
    log-odds, `questions` what each answer says, by (question id, answer id). `hash` names the
    rulebook: the same content gives the same 16 hexadecimal digits, however it is laid out.
    """

    signals: tuple[Rule, ...]
    groups: Mapping[str, float]
    advice: AdviceBook
    questions: Mapping[tuple[str, str], Answered]
    hash: str

    @cached_property
    def ear(self) -> Ear:
        """The rules compiled, once."""
        return Ear(self.signals, self.groups, self.questions)


def rules_folder() -> Path:
    """Where the bundled rules lie: the live folder of a checkout (also of an editable install),
    else the copy that travels inside the package."""
    package = Path(__file__).resolve().parent
    project = package.parent / "pyproject.toml"
    live = package.parent / "rules"
    if (
        live.is_dir()
        and project.is_file()
        and 'name = "call-screener"' in project.read_text("utf-8")
    ):
        return live
    return package / "rules"


def load_rulebook(user_folder: Path | None = None, *, bundled: Path | None = None) -> Rulebook:
    """The rulebook of the bundled rules and those in `user_folder` (which need not exist).

    Raises `Fault` with the first thing that is wrong, naming file, rule and key. Examples are
    not run: `check_rules` does that.
    """
    joined = _joined(_Files.read(bundled or rules_folder(), user_folder))
    if joined.faults:
        raise Fault(joined.faults[0])
    return joined.book()


def check_rules(user_folder: Path | None = None, *, bundled: Path | None = None) -> list[str]:
    """Everything that is wrong with the rules, a sentence each; empty when all is in order.

    Every example is run against the whole rulebook as far as it could be read: each under
    `match` must fire its rule, none under `no_match` may.
    """
    from screener.ruletests import failing_examples  # noqa: PLC0415 - needs phonenumbers

    joined = _joined(_Files.read(bundled or rules_folder(), user_folder))
    ear = Ear(joined.rules, joined.groups)
    return [*joined.faults, *failing_examples(joined.rules, ear)]


class _Files(NamedTuple):
    """The parsed files, by name for messages, and what could not be read."""

    rules: Mapping[str, Mapping[str, Any]]
    own: Mapping[str, Mapping[str, Any]]
    groups: Mapping[str, Mapping[str, Any]]
    advice: Mapping[str, Mapping[str, Any]]
    learned: str
    faults: list[str]

    @classmethod
    def read(cls, bundled: Path, user: Path | None) -> "_Files":
        faults: list[str] = []
        if not bundled.is_dir():
            faults.append(f"{bundled}: the bundled rules are not there")
        own = [] if user is None else _toml_in(user) + _toml_in(user / "purposes")
        groups = [folder / GROUPS for folder in (bundled, user) if folder is not None]
        return cls(
            rules=_parsed(_toml_in(bundled / "purposes"), bundled, faults),
            own=_parsed([path for path in own if path.name != GROUPS], None, faults),
            groups=_parsed([path for path in groups if path.is_file()], bundled, faults),
            advice=_parsed(_toml_in(bundled / "advice"), bundled / "advice", faults),
            learned=_digest(sorted(bundled.glob("learned*"))),
            faults=faults,
        )


def _toml_in(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.glob("*.toml") if path.is_file())
    except OSError as error:
        raise Fault(f"{folder}: cannot be read: {error.strerror}") from None


def _parsed(
    paths: list[Path], under: Path | None, faults: list[str]
) -> dict[str, Mapping[str, Any]]:
    """Documents by name: relative to the bundled folder, in full for the user's own."""
    found: dict[str, Mapping[str, Any]] = {}
    for path in paths:
        inside = under is not None and path.is_relative_to(under)
        name = str(path.relative_to(under)) if inside and under is not None else str(path)
        try:
            found[name] = _document(path, name)
        except Fault as fault:
            faults.append(str(fault))
    return found


def _document(path: Path, name: str) -> Mapping[str, Any]:
    try:
        if path.stat().st_size > MAX_FILE:
            raise Fault(f"{name}: larger than {MAX_FILE:,} bytes")
        return tomllib.loads(path.read_bytes().decode())
    except OSError as error:
        raise Fault(f"{name}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Fault(f"{name}: not UTF-8 text") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Fault(f"{name}: not TOML: {error}") from None


def _digest(paths: list[Path]) -> str:
    digest = sha256()
    for path in paths:
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()


class _Joined(NamedTuple):
    """Everything read and joined, as far as it could be."""

    rules: tuple[Rule, ...]
    groups: Mapping[str, float]
    advice: AdviceBook | None
    files: _Files
    faults: list[str]

    def book(self) -> Rulebook:
        """The rulebook, once there is no fault."""
        if self.advice is None:
            raise Fault("the advice could not be read")
        return Rulebook(
            self.rules, self.groups, self.advice, _questions(self.advice), _hash(self.files)
        )


def _joined(files: _Files) -> _Joined:
    faults = list(files.faults)
    bundled, own = read_rules(files.rules), read_rules(files.own)
    faults += [*bundled.faults, *own.faults]
    rules = {rule.id: rule for rule in bundled.rules}
    faults += _wrong_overrides(rules, own)
    rules.update((rule.id, rule) for rule in own.rules)
    groups: dict[str, float] = {}
    for name, document in files.groups.items():
        try:
            groups.update(read_caps(name, document))
        except Fault as fault:
            faults.append(str(fault))
    faults += faults_among(rules, groups)
    off = bundled.off | own.off
    advice = None
    try:
        advice = read_advice(files.advice)
    except Fault as fault:
        faults.append(str(fault))
    kept = tuple(rule for name, rule in rules.items() if name not in off)
    return _Joined(kept, groups, advice, files, faults)


def _wrong_overrides(bundled: Mapping[str, Rule], own: Reading) -> Iterator[str]:
    """The user's rules that replace or switch off what is not there."""
    places = {rule.id: rule.file for rule in own.rules}
    for name in sorted(own.overriding - bundled.keys()):
        yield f"{places.get(name, 'your rules')}: {name}: override of a rule that does not exist"
    for name in sorted(own.off - bundled.keys() - places.keys()):
        yield f"your rules: {name}: enabled = false for a rule that does not exist"


def _hash(files: _Files) -> str:
    """The same for the same content, whatever its layout, comments and order of keys."""
    content = [files.rules, files.own, files.groups, files.advice, files.learned]
    # The user's files count by what is in them, not by where their home is.
    content[1] = {Path(name).name: document for name, document in files.own.items()}
    return sha256(dumps(content, sort_keys=True, default=str).encode()).hexdigest()[:16]
