"""Verdict and Permission → Advice: what to say, what to ask, what never to do."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from screener.advice_book import MOST_ASK, PERHAPS, AdviceBook, Facts, Fitting, Given, read_advice
from screener.call import Call
from screener.consent import Permission, spoken_day
from screener.identity import Identity
from screener.phone import NumberKind, display
from screener.questions import Question, answer_weights, best_question
from screener.text import one_line
from screener.verdict import Verdict, label_for
from screener.words import Purpose, Relation, Role, Status

__all__ = [
    "Advice",
    "AdviceBook",
    "Question",
    "advise",
    "answer_weights",
    "best_question",
    "read_advice",
    "role_words",
]

SURE = 0.9
"""From this confidence on, no question is asked just to settle what the call is."""

_NAME_WIDTH = 60
_READ_FOR_WORDS = 2000
"""So many characters of what was said are looked through for words that conditions name."""


class Advice(NamedTuple):
    """Sentences with vendor, dates and names filled in. `say` is spoken to the caller, but for
    those of its sentences that stand in `do` too: they tell what to do instead. `ask` is
    asked, `next` is what to do during and after the call, `role` says what the person on the
    line is measured by and how to handle that."""

    say: tuple[str, ...] = ()
    ask: tuple[Question, ...] = ()
    never: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    role: str = ""
    do: tuple[str, ...] = ()


def advise(
    call: Call,
    identity: Identity,
    verdict: Verdict,
    permission: Permission,
    relationship: Relation,
    book: AdviceBook,
    region: str = "",
) -> Advice:
    """What to say, ask, never do and do next.

    The entries of the book that fit the call are joined, the most specific first, each list
    up to its cap. `region` is the household's country (empty: wording for all countries).
    While the label is not sure, the question that settles it best leads `ask`.
    """
    names = _names(call, identity, permission, region)
    facts = _facts(call, identity, verdict, permission, relationship, region, frozenset(names))
    given = _given(book.fitting(facts), call, identity)
    return Advice(
        say=_filled(given.say, names),
        ask=_questions(call, identity, verdict, relationship, given.ask, book),
        never=_filled(given.never, names),
        next=_filled(given.next, names),
        role=role_words(verdict.role, book),
        do=_filled(tuple([each for each in given.say if each in given.do]), names),
    )


def role_words(role: Role, book: AdviceBook) -> str:
    """What this role is measured by and how to handle it, in one sentence (empty: not said)."""
    return book.roles.get(role, "")


# What conditions ask


def _facts(
    call: Call,
    identity: Identity,
    verdict: Verdict,
    permission: Permission,
    relationship: Relation,
    region: str,
    knows: frozenset[str],
) -> Facts:
    return Facts(
        label=verdict.label.value,
        purpose=verdict.purpose.value,
        role=verdict.role.value,
        identity=identity.state.value,
        relationship=relationship.value,
        permission=permission.state.value,
        by=permission.by,
        region=region,
        status="" if call.status is None else call.status.value,
        scam=verdict.scam,
        also_selling=verdict.also_selling,
        recorded=call.recorded is True,
        withheld=identity.number.kind is NumberKind.WITHHELD,
        ground=call.has_ground,
        known=identity.known_person is not None,
        asks=frozenset(
            [
                PERHAPS if signal.perhaps and not verdict.scam else signal.asks
                for signal in verdict.signals
                if signal.asks
            ]
        ),
        knows=knows,
    )


_WORD = re.compile(r"[^\W\d_]+")


def _given(fitting: Fitting, call: Call, identity: Identity) -> Given:
    """What the fitting rules give, once the words they look for were looked for in the
    company, its category and what was said."""
    if not fitting.mentions:
        return fitting.given(fitting.mentions)
    vendor = identity.vendor or identity.claimed_vendor
    texts = [call.company, identity.claimed_name, call.said[:_READ_FOR_WORDS]]
    if vendor is not None:
        texts += [vendor.name, vendor.category]
    text = " ".join(texts).lower()
    heard = [word for word in fitting.mentions if word in text]
    if not heard:
        return fitting.given(frozenset())
    return fitting.given(frozenset(_WORD.findall(text)).intersection(heard))


# Sentences

_NEUTRAL: Mapping[str, str] = {
    "vendor": "the company",
    "company": "the company",
    "since": "an earlier day",
    "condition": "as we agreed",
    "agent": "the caller",
    "person": "someone you know",
    "number_on_file": "the number on your bill or card",
}
_NO_NAMES = frozenset(["", "-", "?", "none", "null", "n/a", "na", "unknown"])
_WITHOUT_BRACES = str.maketrans("{}", "()")


def _names(call: Call, identity: Identity, permission: Permission, region: str) -> dict[str, str]:
    """The placeholders that can be filled; text from outside made plain and short."""
    vendor, person = identity.vendor or identity.claimed_vendor, identity.known_person
    names: dict[str, str] = {}
    if vendor is not None:
        names["vendor"] = _name(vendor.name)
        if vendor.numbers:
            names["number_on_file"] = _shown_number(vendor.numbers[0], region or "US")
    company = identity.claimed_name or call.company
    names["company"] = (_name(company) if company else "") or names.get("vendor", "")
    if permission.since is not None:
        names["since"] = spoken_day(permission.since)
    if permission.condition:
        names["condition"] = permission.condition.translate(_WITHOUT_BRACES)
    if call.agent:
        names["agent"] = _name(call.agent)
    if person is not None:
        names["person"] = _name(person.relation) or _name(person.name)
    return {key: value for key, value in names.items() if value}


@lru_cache(maxsize=2048)
def _name(text: str) -> str:
    name = one_line(text, _NAME_WIDTH).translate(_WITHOUT_BRACES).rstrip(" .,;:")
    return "" if name.casefold() in _NO_NAMES else name


@lru_cache(maxsize=2048)
def _shown_number(number: str, region: str) -> str:
    return display(number, region).translate(_WITHOUT_BRACES)


def _filled(sentences: tuple[str, ...], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple([_fill(each, names) if "{" in each else each for each in sentences])


def _fill(sentence: str, names: Mapping[str, str]) -> str:
    """The sentence with its placeholders filled, neutrally where nothing is known."""
    words = []
    for literal, placeholder in _parts(sentence):
        words.append(literal)
        if placeholder:
            name = names.get(placeholder) or _NEUTRAL[placeholder]
            starts = not literal or literal.endswith((". ", "? ", "! "))
            bare = starts and placeholder not in names
            words.append(name[:1].upper() + name[1:] if bare else name)
    return "".join(words)


@lru_cache(maxsize=1024)
def _parts(sentence: str) -> tuple[tuple[str, str], ...]:
    """A sentence as pairs of what stands there and the placeholder that follows."""
    pieces = re.split(r"\{(\w+)\}", sentence)
    return tuple(zip(pieces[::2], [*pieces[1::2], ""], strict=True))


# Questions

_NOBODY_THERE = frozenset([Status.VOICEMAIL, Status.MISSED, Status.BLOCKED])


def _outcomes(relation: Relation) -> dict[Purpose, str]:
    """What each purpose would make of the call; a scam is an outcome of its own."""
    labels = {purpose: label_for(purpose, relation).value for purpose in Purpose}
    return labels | {Purpose.FRAUD: "scam"}


_OUTCOMES = {relation: _outcomes(relation) for relation in Relation}


def _questions(
    call: Call,
    identity: Identity,
    verdict: Verdict,
    relation: Relation,
    given: Sequence[str],
    book: AdviceBook,
) -> tuple[Question, ...]:
    """The question that settles the label, while it is open, then those of the rules."""
    if call.recorded or call.status in _NOBODY_THERE or identity.known_person is not None:
        return ()
    asked = frozenset([answer.question for answer in call.answers])
    found: dict[str, Question] = {}
    if verdict.confidence < SURE:
        excluded = asked
        if verdict.scam:
            excluded |= book.questions.prolonging
        if identity.claimed_vendor is None and identity.vendor is None:
            excluded |= book.questions.of_vendor
        best = best_question(
            verdict.purposes, excluded, book.questions, _OUTCOMES[relation], most=1
        )
        found = {question.id: question for question in best}
    for key in given:
        if len(found) < MOST_ASK and key not in asked:
            found[key] = book.questions[key]
    return tuple(found.values())
