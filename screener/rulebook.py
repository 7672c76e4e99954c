"""The rulebook: bundled rules, the user's own, advice and caps, found, read and joined.

`check_rules()` reads everything and runs every example: it is what `screener rules check`
shows, and what a writer of rules runs after each change.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from json import dumps
from pathlib import Path
from typing import Any, NamedTuple

from screener import rulecache
from screener.advice import AdviceBook, read_advice
from screener.aftercare import AFTERCARE_FILE, AftercareBook, read_aftercare
from screener.faults import Fault
from screener.index import Index, Packed
from screener.learned import Learned
from screener.rule import Rule, from_plain, to_plain
from screener.rulefiles import Reading, faults_among, read_caps, read_rules
from screener.signals import Answered, Ear, index_of

MAX_FILE = 1_000_000
"""Bytes. Nobody writes a larger file of rules by hand."""

GROUPS = "groups.toml"

WEIGHTS = "learned/calls.weights"

Documents = dict[str, Mapping[str, Any]]


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
    sources = _Sources.read(bundled or rules_folder(), user_folder)
    folder = cache or cache_folder()
    key = rulecache.key_of(sources.content())
    compiled = rulecache.kept(folder, key)
    if compiled is None:
        compiled = _compiled(sources)
        rulecache.keep(folder, key, compiled)
    return _opened(compiled, bundled)


def _opened(compiled: tuple[Any, ...], bundled: Path | None) -> Rulebook:
    """The rulebook in its compiled form, ready for use."""
    rules, groups, advice, hash_, packed = compiled
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
    from screener.ruletests import failing_examples  # noqa: PLC0415 - needs phonenumbers

    tried = {str(file): _read(file)}
    found = read_rules(_parsed(tried, []))
    present = _Sources.read(bundled or rules_folder(), user_folder)
    sources = present.without(file)
    after = _opened(_compiled(sources, tried), bundled)
    ids = {rule.id for rule in found.rules}
    mine = tuple(rule for rule in after.signals if rule.id in ids)
    for failing in failing_examples(mine, after.ear):
        raise Fault(failing)
    if sources == present:
        before = load_rulebook(user_folder, bundled=bundled)
    else:
        before = _opened(_compiled(sources), bundled)
    return Trial(before, after, found.off | ids)


def load_aftercare(
    user_folder: Path | None = None, *, bundled: Path | None = None
) -> AftercareBook:
    """The aftercare that comes with the program and the user's own (advice/aftercare.toml in
    `user_folder`). Raises `Fault` with the first thing that is wrong."""
    folder = (bundled or rules_folder()) / "advice"
    files = _bytes_of([folder / AFTERCARE_FILE], folder)
    own = None if user_folder is None else user_folder / "advice" / AFTERCARE_FILE
    if own is not None and own.is_file():
        files |= _bytes_of([own])
    return read_aftercare({name: _document(name, raw) for name, raw in files.items()})


def check_rules(user_folder: Path | None = None, *, bundled: Path | None = None) -> list[str]:
    """Everything that is wrong with the rules, a sentence each; empty when all is in order.

    Every example is run against the whole rulebook as far as it could be read: each under
    `match` must fire its rule, none under `no_match` may.
    """
    from screener.ruletests import failing_examples  # noqa: PLC0415 - needs phonenumbers

    joined = _Joined.of(_Sources.read(bundled or rules_folder(), user_folder))
    ear = Ear(joined.rules, joined.groups)
    faults = [*joined.faults, *failing_examples(joined.rules, ear)]
    try:
        load_aftercare(user_folder, bundled=bundled)
    except Fault as fault:
        faults.append(str(fault))
    return faults


def _compiled(sources: "_Sources", tried: Mapping[str, bytes] | None = None) -> tuple[Any, ...]:
    """The rulebook in plain values, with further files to try. Raises `Fault`."""
    joined = _Joined.of(sources, tried)
    if joined.faults:
        raise Fault(joined.faults[0])
    rules = tuple(map(to_plain, joined.rules))
    packed = tuple(index_of(joined.rules).packed)
    return rules, joined.groups, joined.advice, _hash(joined, sources.learned), packed


class _Sources(NamedTuple):
    """The files as they lie there, by name for messages (the user's by their whole path)."""

    rules: dict[str, bytes]
    own: dict[str, bytes]
    groups: dict[str, bytes]
    advice: dict[str, bytes]
    learned: bytes

    @classmethod
    def read(cls, bundled: Path, user: Path | None) -> "_Sources":
        """Read them all. Raises `Fault` for a folder or file that cannot be read."""
        if not bundled.is_dir():
            raise Fault(f"{bundled}: the bundled rules are not there")
        own = [] if user is None else [*_toml_in(user), *_toml_in(user / "purposes")]
        own_groups = [path for path in own if path.name == GROUPS]
        own_advice = [] if user is None else _advice_in(user)
        learned = [path for path in (bundled / WEIGHTS,) if path.is_file()]
        return cls(
            rules=_bytes_of(_toml_in(bundled / "purposes"), bundled),
            own=_bytes_of(path for path in own if path not in own_groups),
            groups=_bytes_of([*bundled.glob(GROUPS)], bundled) | _bytes_of(own_groups),
            advice=_bytes_of(_advice_in(bundled), bundled / "advice") | _bytes_of(own_advice),
            learned=sha256(b"".join(map(_read, learned))).digest(),
        )

    def without(self, file: Path) -> "_Sources":
        """The same, but for one of the user's files."""
        whole = file.resolve()
        own = {name: raw for name, raw in self.own.items() if Path(name).resolve() != whole}
        return self._replace(own=own)

    def content(self) -> bytes:
        """Everything, with names, for a digest."""
        parts = [self.learned]
        for files in (self.rules, self.own, self.groups, self.advice):
            parts.append(b"%d" % len(files))
            for name, raw in files.items():
                parts += [name.encode(errors="replace"), b"%d" % len(raw), raw]
        return b"\0".join(parts)


def _toml_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.toml") if path.is_file())


def _advice_in(folder: Path) -> list[Path]:
    return [path for path in _toml_in(folder / "advice") if path.name != AFTERCARE_FILE]


def _bytes_of(paths: Iterable[Path], under: Path | None = None) -> dict[str, bytes]:
    return {str(path.relative_to(under) if under else path): _read(path) for path in paths}


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Fault(f"{path}: cannot be read: {error.strerror}") from None


def _parsed(files: Mapping[str, bytes], faults: list[str]) -> Documents:
    found: Documents = {}
    for name, raw in files.items():
        try:
            found[name] = _document(name, raw)
        except Fault as fault:
            faults.append(str(fault))
    return found


def _document(name: str, raw: bytes) -> Mapping[str, Any]:
    if len(raw) > MAX_FILE:
        raise Fault(f"{name}: larger than {MAX_FILE:,} bytes")
    try:
        return tomllib.loads(raw.decode())
    except UnicodeDecodeError:
        raise Fault(f"{name}: not UTF-8 text") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Fault(f"{name}: not TOML: {error}") from None


class _Joined(NamedTuple):
    """Everything read and joined as far as it could be, and what is wrong with it."""

    rules: tuple[Rule, ...]
    groups: dict[str, float]
    advice: Documents
    documents: tuple[Documents, ...]
    faults: list[str]

    @classmethod
    def of(cls, sources: _Sources, tried: Mapping[str, bytes] | None = None) -> "_Joined":
        """Read the rules of the sources, and of files to try, which come before them; never
        raises."""
        faults: list[str] = []
        documents = tuple(_parsed(files, faults) for files in sources[:4])
        bundled, own = read_rules(documents[0]), read_rules(documents[1])
        rules = {rule.id: rule for rule in bundled.rules}
        faults += [*bundled.faults, *own.faults, *_wrong_overrides(rules, own)]
        rules.update((rule.id, rule) for rule in own.rules)
        extra = read_rules(_parsed(tried or {}, faults))
        faults += [*extra.faults, *_wrong_overrides(rules, extra)]
        rules.update((rule.id, rule) for rule in extra.rules)
        groups = _caps(documents[2], faults)
        faults += faults_among(rules, groups)
        try:
            read_advice(documents[3])
        except Fault as fault:
            faults.append(str(fault))
        off = bundled.off | own.off.difference(rule.id for rule in extra.rules) | extra.off
        kept = tuple(rule for name, rule in rules.items() if name not in off)
        return cls(kept, groups, documents[3], documents, faults)


def _caps(documents: Documents, faults: list[str]) -> dict[str, float]:
    groups: dict[str, float] = {}
    for name, document in documents.items():
        try:
            groups.update(read_caps(name, document))
        except Fault as fault:
            faults.append(str(fault))
    return groups


def _wrong_overrides(bundled: Mapping[str, Rule], own: Reading) -> Iterator[str]:
    """The user's rules that replace or switch off what is not there."""
    places = {rule.id: rule.file for rule in own.rules}
    for name in sorted(own.overriding - bundled.keys()):
        yield f"{places.get(name, 'your rules')}: {name}: overrides a rule that does not exist"
    for name in sorted(own.off - bundled.keys() - places.keys()):
        yield f"your rules: {name}: switches off a rule that does not exist"


def _hash(joined: _Joined, learned: bytes) -> str:
    """The same for the same content, whatever its layout, comments and order of keys; the
    user's files count by what is in them, not by where their home is."""
    content = [
        {Path(name).name: document for name, document in documents.items()}
        for documents in joined.documents
    ]
    text = dumps([*content, learned.hex()], sort_keys=True, default=str)
    return sha256(text.encode(errors="replace")).hexdigest()[:16]
