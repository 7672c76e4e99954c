"""The advice files: sentences under conditions, read strictly from `rules/advice/*.toml`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from screener.entries import Entry
from screener.questions import QuestionBook, read_questions
from screener.signals import SOMETHING
from screener.words import (
    Allowed,
    IdentityState,
    Label,
    Purpose,
    Relation,
    Role,
    Status,
)

QUESTIONS_FILE = "questions.toml"
ROLES_FILE = "roles.toml"

LONGEST_SENTENCE = 200
LONGEST_ROLE = 160
HIGHEST_RANK = 9

MOST_SAY, MOST_ASK, MOST_NEVER, MOST_NEXT = 3, 2, 4, 4
"""More than this nobody reads while a caller talks."""

PLACEHOLDERS = ("vendor", "company", "since", "condition", "agent", "person", "number_on_file")
"""What a sentence may name in braces: the vendor (attributed or claimed), the company as
claimed, the day since which a permission or refusal stands, the condition of an opt-in that
the call broke, the agent's name, the known person, and the number that the household has for
the vendor."""


class Facts(NamedTuple):
    """All that conditions may ask of a call, by the names they have in the files."""

    label: str
    purpose: str
    role: str
    identity: str
    relationship: str
    permission: str
    by: str
    region: str
    status: str
    scam: bool
    also_selling: bool
    recorded: bool
    withheld: bool
    ground: bool
    known: bool
    asks: frozenset[str]
    knows: frozenset[str]


_LISTS: Mapping[str, tuple[str, ...]] = {
    "label": tuple(Label),
    "purpose": tuple(Purpose),
    "role": tuple(Role),
    "identity": tuple(IdentityState),
    "relationship": tuple(Relation),
    "permission": tuple(Allowed),
    "by": ("ledger", "expected", "preference", "default"),
    "region": (),
    "status": tuple(Status),
}
"""Conditions of which one of the values must be the call's own (none listed: any text)."""

_FLAGS = ("scam", "also_selling", "recorded", "withheld", "ground", "known")
"""Conditions that are true or false."""

PERHAPS = "perhaps"
"""Among what a caller asks for: whatever of it is doubtful, while the call looks like no scam."""

_SETS: Mapping[str, tuple[str, ...]] = {
    "asks": ("secret", "remote", "payment", SOMETHING, PERHAPS),
    "knows": PLACEHOLDERS,
    "mentions": (),
}
"""Conditions that list what the call must have: any of `asks` and `mentions`, all of `knows`."""

_GIVES = ("say", "ask", "never", "next")
_KEYS = ("id", "rank", "when", "only", "do", *_GIVES)


class AdviceRule(NamedTuple):
    """Sentences that fit calls for which all the conditions hold.

    `only` names the lists that later entries must not add to. Entries of a higher `rank` come
    first; within a rank those with more `conditions`, which are the more specific ones. `do`
    are those sentences of `say` that are no words to speak, but tell what to do instead.
    """

    id: str
    rank: int
    lists: Mapping[str, frozenset[str]]
    flags: Mapping[str, bool]
    asks: frozenset[str]
    knows: frozenset[str]
    mentions: frozenset[str]
    say: tuple[str, ...]
    do: frozenset[str]
    ask: tuple[str, ...]
    never: tuple[str, ...]
    next: tuple[str, ...]
    only: frozenset[str]

    @property
    def conditions(self) -> int:
        """How many conditions must hold."""
        sets = sum(1 for each in (self.asks, self.knows, self.mentions) if each)
        return len(self.lists) + len(self.flags) + sets

    def fits(self, facts: Facts) -> bool:
        """Whether all conditions hold, apart from `mentions`, which needs the words."""
        return (
            all(getattr(facts, key) in values for key, values in self.lists.items())
            and all(getattr(facts, key) is value for key, value in self.flags.items())
            and (not self.asks or bool(self.asks & facts.asks))
            and self.knows <= facts.knows
        )


class Given(NamedTuple):
    """What a set of rules gives together: sentences still with their placeholders, each list
    up to its cap, those of `say` that are no words to speak, and the ids of all questions."""

    say: tuple[str, ...]
    do: frozenset[str]
    ask: tuple[str, ...]
    never: tuple[str, ...]
    next: tuple[str, ...]


class Fitting:
    """The rules that fit the facts of a call, but for the words that they look for."""

    def __init__(self, rules: Sequence[AdviceRule]) -> None:
        self._rules = rules
        self.mentions = frozenset(word for rule in rules for word in rule.mentions)
        """The words to look for in the call; none, where no rule asks for any."""
        self.given = lru_cache(maxsize=256)(self._given)

    def _given(self, heard: frozenset[str]) -> Given:
        """What the rules give to a call in which these of the `mentions` stand."""
        rules = [rule for rule in self._rules if not rule.mentions or rule.mentions & heard]
        lists = {
            key: _joined([(getattr(rule, key), key in rule.only) for rule in rules])
            for key in _GIVES
        }
        return Given(
            say=lists["say"][:MOST_SAY],
            do=frozenset(sentence for rule in rules for sentence in rule.do),
            ask=lists["ask"],
            never=lists["never"][:MOST_NEVER],
            next=lists["next"][:MOST_NEXT],
        )


def _joined(given: Sequence[tuple[tuple[str, ...], bool]]) -> tuple[str, ...]:
    """Texts in their order, none twice, up to the first rule that ends the list."""
    found: dict[str, None] = {}
    for texts, ends in given:
        found |= dict.fromkeys(texts)
        if ends and texts:
            break
    return tuple(found)


class AdviceBook:
    """The advice rules, the sentences on roles and the questions, ready for use."""

    def __init__(
        self,
        rules: Iterable[AdviceRule] = (),
        roles: Mapping[Role, str] | None = None,
        questions: QuestionBook | None = None,
    ) -> None:
        self.rules = tuple(sorted(rules, key=lambda rule: (-rule.rank, -rule.conditions)))
        self.roles = dict(roles or {})
        self.questions = QuestionBook() if questions is None else questions
        self.fitting = lru_cache(maxsize=4096)(self._fitting)

    def _fitting(self, facts: Facts) -> Fitting:
        """The rules that fit, the most specific first, ties in the order of the files and of
        the entries in them."""
        return Fitting([rule for rule in self.rules if rule.fits(facts)])


def read_advice(documents: Mapping[str, Mapping[str, object]]) -> AdviceBook:
    """The advice of parsed TOML documents by file name; files called `questions.toml` and
    `roles.toml` hold those, all others rules. Documents count in their order: what a later
    one says of a rule, role or question of the same id replaces what an earlier one said.
    Raises Fault that names file and entry."""
    questions = QuestionBook()
    for file in (file for file in documents if _named(file, QUESTIONS_FILE)):
        questions = questions.joined(read_questions(documents[file], file))
    roles: dict[Role, str] = {}
    rules: dict[str, AdviceRule] = {}
    for file, document in documents.items():
        if _named(file, ROLES_FILE):
            roles |= _read_roles(document, file)
        elif not _named(file, QUESTIONS_FILE):
            rules |= {rule.id: rule for rule in _read_rules(document, file, questions)}
    return AdviceBook(rules.values(), roles, questions)


def _named(file: str, name: str) -> bool:
    return file.replace("\\", "/").rsplit("/", 1)[-1] == name


def _read_roles(document: Mapping[str, object], file: str) -> dict[Role, str]:
    whole = Entry(document, file, ("format", "role"))
    whole.format_one()
    roles: dict[Role, str] = {}
    for number, table in enumerate(whole.tables("role"), 1):
        entry = Entry(table, _where(file, table, "role", number), ("id", "words"))
        name = entry.text("id", 40)
        if name not in set(Role):
            raise entry.fault(f"no such role; known are {', '.join(Role)}.")
        roles[Role(name)] = _no_braces(entry.text("words", LONGEST_ROLE), entry)
    return roles


def _read_rules(
    document: Mapping[str, object], file: str, questions: QuestionBook
) -> Sequence[AdviceRule]:
    whole = Entry(document, file, ("format", "advice"))
    whole.format_one()
    rules: dict[str, AdviceRule] = {}
    for number, table in enumerate(whole.tables("advice"), 1):
        entry = Entry(table, _where(file, table, "advice", number), _KEYS)
        rule = _read_rule(entry, questions)
        if rule.id in rules:
            raise entry.fault("this id is taken by an earlier entry of the file.")
        rules[rule.id] = rule
    return tuple(rules.values())


def _where(file: str, table: object, kind: str, number: int) -> str:
    name = table.get("id") if isinstance(table, Mapping) else None
    return f"{file}, {name if isinstance(name, str) and name else f'{kind} {number}'}"


def _read_rule(entry: Entry, questions: QuestionBook) -> AdviceRule:
    given = entry.value("when") if "when" in entry else {}
    when = Entry(given, f"{entry.where}, when", (*_LISTS, *_FLAGS, *_SETS))
    sets = {key: _among(when, key, known) for key, known in _SETS.items()}
    ask = entry.texts("ask", 40)
    for question in ask:
        if question not in questions:
            raise entry.fault(f"{question!r} is no question of {QUESTIONS_FILE}.")
    do = _sentences(entry, "do")
    rule = AdviceRule(
        id=entry.text("id", 60),
        rank=entry.whole("rank", HIGHEST_RANK),
        lists={key: _among(when, key, known) for key, known in _LISTS.items() if key in when},
        flags={key: when.flag(key) for key in _FLAGS if key in when},
        asks=sets["asks"],
        knows=sets["knows"],
        mentions=sets["mentions"],
        say=(*do, *_sentences(entry, "say")),
        do=frozenset(do),
        ask=ask,
        never=_sentences(entry, "never"),
        next=_sentences(entry, "next"),
        only=_among(entry, "only", _GIVES),
    )
    if not (rule.say or rule.ask or rule.never or rule.next):
        raise entry.fault("it gives nothing: no say, do, ask, never or next.")
    return rule


def _among(entry: Entry, key: str, known: tuple[str, ...]) -> frozenset[str]:
    values = entry.texts(key, 60)
    if key in entry and not values:
        raise entry.fault(f"{key!r} is empty, so that it could never hold.")
    for value in values:
        if known and value not in known:
            raise entry.fault(f"{value!r} is no {key}; known are {', '.join(known)}.")
    return frozenset(values)


_BRACES = re.compile(r"\{([^{}]*)\}")


def _sentences(entry: Entry, key: str) -> tuple[str, ...]:
    sentences = entry.texts(key, LONGEST_SENTENCE)
    for sentence in sentences:
        for name in _BRACES.findall(sentence):
            if name not in PLACEHOLDERS:
                known = ", ".join(PLACEHOLDERS)
                raise entry.fault(f"{{{name}}} is no placeholder; known are {known}.")
        _no_braces(_BRACES.sub("", sentence), entry)
    return sentences


def _no_braces(sentence: str, entry: Entry) -> str:
    if "{" in sentence or "}" in sentence:
        raise entry.fault(f"a brace stands alone in {sentence!r}.")
    return sentence
