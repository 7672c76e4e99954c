"""The rulebook: bundled rules, the user's own, advice and caps, found, read and joined.

`check_rules()` reads everything and runs every example: it is what `screener rules check`
shows, and what a writer of rules runs after each change.
"""

from collections.abc import Mapping, Set
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from screener import rulecache
from screener.advice import AdviceBook, read_advice
from screener.faults import Fault
from screener.index import Index, Packed
from screener.learned import Learned
from screener.rule import Rule, from_plain, to_plain
from screener.rule_sources import (
    AFTERCARE_FILE,
    WEIGHTS,
    Sources,
    bytes_of,
    document_of,
    parsed,
    read_file,
)
from screener.signals import Answered, Ear, index_of

if TYPE_CHECKING:
    from screener.aftercare import AftercareBook


class Rulebook:
    """All that calls are judged by.

    `signals` are the rules in the order of their files, `groups` the caps of groups in
    log-odds, `advice` what to say and ask. `hash` names the rulebook: the same content gives
    the same 16 hexadecimal digits, however it is laid out. `index` holds the compiled phrases.
    """

    def __init__(
        self,
        signals: tuple[Rule, ...],
        groups: Mapping[str, float],
        advice: AdviceBook,
        hash_: str,
        index: Index,
        weights: Path | None = None,
    ) -> None:
        self.signals = signals
        self.groups = groups
        self.advice = advice
        self.hash = hash_
        self.index = index
        self._weights = weights

    @cached_property
    def questions(self) -> Mapping[tuple[str, str], Answered]:
        """What each answer says, by (question id, answer id)."""
        book = self.advice.questions
        return {
            (question.id, answer): Answered(
                book.weights(question.id, answer), f"Asked “{question.words}”: {words}."
            )
            for question in book
            for answer, words in question.answers
        }

    @cached_property
    def learned(self) -> Learned | None:
        """What was learned from labelled calls; None where the rules come without it."""
        return Learned.load(self._weights) if self._weights else None

    @cached_property
    def ear(self) -> Ear:
        """The rules ready to be held against calls."""
        return Ear(self.signals, self.groups, self.questions, self.index)


def rules_folder() -> Path:
    """Where the bundled rules lie: the live folder of a checkout (also of an editable install),
    else the copy that travels inside the package."""
    package = Path(__file__).resolve().parent
    live, project = package.parent / "rules", package.parent / "pyproject.toml"
    if live.is_dir() and project.is_file() and 'name = "call-screener"' in project.read_text():
        return live
    return package / "rules"


def cache_folder() -> Path:
    """Where the compiled rules are kept between runs (XDG where there is one)."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - only where rules are loaded

    return user_cache_path("screener", appauthor=False)


def load_rulebook(
    user_folder: Path | None = None, *, bundled: Path | None = None, cache: Path | None = None
) -> Rulebook:
    """The rulebook of the bundled rules and those in `user_folder` (which need not exist).

    A rule in the user's folder with the id of a bundled one replaces it, and with
    `enabled = false` switches it off. `bundled` and `cache` are for other rules than those of
    the program. Raises `Fault` with the first thing that is wrong, naming file, rule and key.
    Examples are not run: `check_rules` does that.
    """
    sources = Sources.read(bundled or rules_folder(), user_folder)
    folder = cache or cache_folder()
    key = rulecache.key_of(sources.content())
    plain = rulecache.kept(folder, key)
    if plain is None:
        plain = compiled(sources)
        rulecache.keep(folder, key, plain)
    return opened(plain, bundled)


def opened(plain: tuple[Any, ...], bundled: Path | None = None) -> Rulebook:
    """The rulebook that `compiled` made plain values of, ready for use."""
    rules, groups, advice, hash_, packed = plain
    weights = (bundled or rules_folder()) / WEIGHTS
    return Rulebook(
        tuple(map(from_plain, rules)),
        groups,
        read_advice(advice),
        hash_,
        Index(Packed(*packed)),
        weights if weights.is_file() else None,
    )


class Trial(NamedTuple):
    """The rulebook without and with the rules of a file, and the ids that the file adds,
    replaces or switches off."""

    before: Rulebook
    after: Rulebook
    changed: frozenset[str]


def try_rules(file: Path, user_folder: Path | None = None, *, bundled: Path | None = None) -> Trial:
    """What the rules of one more file would make of the rulebook; nothing is kept. They count
    for those of the same id, whosever they are; a file that lies among the user's rules is
    tried against the others of them.

    Raises `Fault` with the first thing that is wrong, an example that fails included.
    """
    from screener.rulefiles import read_rules  # noqa: PLC0415 - only to try

    tried = {str(file): read_file(file)}
    present = Sources.read(bundled or rules_folder(), user_folder)
    sources = present.without(file)
    after = opened(compiled(sources, tried), bundled)
    if sources == present:
        before = load_rulebook(user_folder, bundled=bundled)
    else:
        before = opened(compiled(sources), bundled)
    found = read_rules(parsed(tried, []))
    ids = found.changes.keys() | {rule.id for rule in found.rules}
    if not ids:
        raise Fault(f"{file}: no [[signal]] in it")
    return trial_of(before, after, ids)


def trial_of(before: Rulebook, after: Rulebook, ids: Set[str]) -> Trial:
    """A trial of the rules with these ids, whose examples are run. Raises `Fault` for the first
    that fails."""
    from screener.ruletests import failing_examples  # noqa: PLC0415 - needs phonenumbers

    for failing in failing_examples([rule for rule in after.signals if rule.id in ids], after.ear):
        raise Fault(failing)
    return Trial(before, after, frozenset(ids))


def load_aftercare(
    user_folder: Path | None = None, *, bundled: Path | None = None
) -> "AftercareBook":
    """The aftercare that comes with the program and the user's own (advice/aftercare.toml in
    `user_folder`). Raises `Fault` with the first thing that is wrong."""
    from screener.aftercare import read_aftercare  # noqa: PLC0415 - once something was given

    folder = (bundled or rules_folder()) / "advice"
    files = bytes_of([folder / AFTERCARE_FILE], folder)
    own = None if user_folder is None else user_folder / "advice" / AFTERCARE_FILE
    if own is not None and own.is_file():
        files |= bytes_of([own])
    return read_aftercare({name: document_of(name, raw) for name, raw in files.items()})


def check_rules(user_folder: Path | None = None, *, bundled: Path | None = None) -> list[str]:
    """Everything that is wrong with the rules, a sentence each; empty when all is in order.

    Every example is run against all rules as far as they could be read, those that are off
    included: each under `match` must fire its rule, none under `no_match` may.
    """
    from screener.rule_joining import Joined  # noqa: PLC0415 - only to check
    from screener.ruletests import failing_examples  # noqa: PLC0415 - needs phonenumbers

    joined = Joined.of(Sources.read(bundled or rules_folder(), user_folder))
    every = tuple(joined.every.values())
    faults = [*joined.faults, *failing_examples(every, Ear(every, joined.groups))]
    try:
        load_aftercare(user_folder, bundled=bundled)
    except Fault as fault:
        faults.append(str(fault))
    return faults


def compiled(sources: Sources, tried: Mapping[str, bytes] | None = None) -> tuple[Any, ...]:
    """The rulebook in plain values, with further files to try. Raises `Fault`."""
    from screener.rule_joining import Joined, hash_of  # noqa: PLC0415 - compiled ones are kept

    joined = Joined.of(sources, tried)
    if joined.faults:
        raise Fault(joined.faults[0])
    rules = tuple(map(to_plain, joined.rules))
    packed = tuple(index_of(joined.rules).packed)
    return rules, joined.groups, joined.advice, hash_of(joined, sources.learned), packed
