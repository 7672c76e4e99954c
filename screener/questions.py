"""Questions that settle what a caller wants: which one to ask next, and what an answer tells.

Every answer carries weights (log-odds) for purposes. Over the answers of one question they
make P(answer | purpose) by a softmax per purpose, and so the expected information gain of
asking: the entropy of the answers less what the purpose would leave of it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from math import exp, log2
from operator import mul
from typing import NamedTuple

from screener.entries import Entry
from screener.words import Purpose

HEAVIEST = 3.0
"""An answer's weight for a purpose lies between minus and plus this (log-odds)."""

_STEPS = 20
"""Shares are rounded to twentieths: which question is best does not hang on less, and a run
of calls finds its questions ready."""

_UNHEARD: Mapping[Purpose, float] = {
    Purpose.SALES: 0.32,
    Purpose.SERVICE: 0.26,
    Purpose.ACCOUNT: 0.1,
    Purpose.FRAUD: 0.2,
    Purpose.SURVEY: 0.04,
    Purpose.FUNDRAISING: 0.03,
    Purpose.POLITICAL: 0.02,
    Purpose.COLLECTIONS: 0.03,
}
"""What an unknown purpose may turn out to be: nobody rings for nothing."""


_OPEN = tuple(_UNHEARD.items())


class Question(NamedTuple):
    """One question to the caller, with its likely answers (id, words)."""

    id: str
    words: str
    answers: tuple[tuple[str, str], ...] = ()


class _Asked(NamedTuple):
    """A question with what its answers tell."""

    question: Question
    weights: Mapping[str, Mapping[Purpose, float]]
    likely: tuple[tuple[float, ...], ...]
    """P(answer | purpose): a row for each answer, in the order of `_OPEN`."""
    doubt: tuple[float, ...]
    """H(answer | purpose) in bits, for each purpose of `_OPEN`."""
    of_vendor: bool
    parting: bool


_Shares = tuple[float, ...]
"""Shares of the purposes, in the order of `_OPEN`."""


class QuestionBook:
    """The questions of `rules/advice/questions.toml`."""

    def __init__(self, asked: Sequence[_Asked] = ()) -> None:
        self._asked = {each.question.id: each for each in asked}
        self.entries = tuple(self._asked.values())
        self._ranked = lru_cache(maxsize=4096)(self._rank)
        self.of_vendor = frozenset(key for key, each in self._asked.items() if each.of_vendor)
        """Ids of the questions that make sense only to a caller from one's own vendor."""
        self.prolonging = frozenset(key for key, each in self._asked.items() if not each.parting)
        """Ids of the questions that keep a call going: not for a suspected scam."""

    def __iter__(self) -> Iterator[Question]:
        return (each.question for each in self._asked.values())

    def __len__(self) -> int:
        return len(self._asked)

    def __contains__(self, question: str) -> bool:
        return question in self._asked

    def __getitem__(self, question: str) -> Question:
        return self._asked[question].question

    def joined(self, other: "QuestionBook") -> "QuestionBook":
        """These questions and the other's, which replace those of the same id."""
        return QuestionBook((*self.entries, *other.entries))

    def answers(self) -> Iterator[tuple[str, str, Mapping[Purpose, float], str]]:
        """Every answer: question id, answer id, what it adds, and a sentence that tells it."""
        for each in self._asked.values():
            for key, said in each.question.answers:
                told = f"Asked “{each.question.words}”, the caller answered: {said}."
                yield each.question.id, key, each.weights[key], told

    def weights(self, question: str, answer: str) -> Mapping[Purpose, float]:
        """What an answer adds to the purposes; nothing where either is unknown."""
        found = self._asked.get(question)
        return {} if found is None else found.weights.get(answer, {})

    def best(
        self,
        twentieths: tuple[int, ...],
        outcomes: tuple[str, ...],
        excluded: Collection[str],
        most: int,
    ) -> tuple[Question, ...]:
        """The questions that tell most about the outcome, ties by id; those that tell
        nothing are left out. Shares and outcomes are in the order of `_UNHEARD`."""
        found: list[Question] = []
        for question in self._ranked(twentieths, outcomes):
            if len(found) == most:
                break
            if question.id not in excluded:
                found.append(question)
        return tuple(found)

    def _rank(self, twentieths: tuple[int, ...], outcomes: tuple[str, ...]) -> tuple[Question, ...]:
        groups = _groups(twentieths, outcomes)
        gains = [(-round(_gain(each, groups), 6), key) for key, each in self._asked.items()]
        return tuple(self._asked[key].question for gain, key in sorted(gains) if gain < 0)

    def gain(self, question: str, purposes: Mapping[Purpose, float]) -> float:
        """Bits that the answer is expected to tell about the purpose (shares sum to 1)."""
        shares = tuple(purposes.get(purpose, 0.0) for purpose, _ in _OPEN)
        return _gain(self._asked[question], [shares])

    def likely(self, question: str, answer: str) -> Mapping[Purpose, float]:
        """P(answer | purpose) for every purpose but the unknown."""
        asked = self._asked[question]
        row = asked.likely[[key for key, _ in asked.question.answers].index(answer)]
        return {purpose: chance for (purpose, _), chance in zip(_OPEN, row, strict=True)}


def answer_weights(question: str, answer: str, book: QuestionBook) -> Mapping[Purpose, float]:
    """What an answer adds to the purposes (log-odds): a signal like any other. An unknown
    question or answer adds nothing, since calls outlive the rules they were logged under."""
    return book.weights(question, answer)


def best_question(
    purposes: Mapping[Purpose, float],
    asked: Collection[str],
    book: QuestionBook,
    outcomes: Mapping[Purpose, str] | None = None,
    most: int = 2,
) -> tuple[Question, ...]:
    """Up to `most` questions with the largest expected information gain, the best first.

    `purposes` are shares (they need not sum to 1), `asked` the ids not to ask (again). The
    gain is about the purpose; with `outcomes` (what each purpose would make of the call, such
    as its label) it is about which of the two leading outcomes it is.
    """
    total = sum(purposes.values())
    if total <= 0:
        return ()
    unheard = purposes.get(Purpose.UNKNOWN, 0.0)
    twentieths = tuple(
        int((purposes.get(purpose, 0.0) + unheard * prior) / total * _STEPS + 0.5)
        for purpose, prior in _OPEN
    )
    leads_to = () if outcomes is None else tuple(str(outcomes[purpose]) for purpose, _ in _OPEN)
    return book.best(twentieths, leads_to, asked, most)


def _groups(twentieths: tuple[int, ...], outcomes: tuple[str, ...]) -> Sequence[_Shares]:
    """The shares, summing to 1: all together, or apart for the two leading outcomes."""
    weight: dict[str, int] = {}
    for outcome, share in zip(outcomes, twentieths, strict=False):
        weight[outcome] = weight.get(outcome, 0) + share
    leading = sorted(weight, key=lambda outcome: (-weight[outcome], outcome))[:2]
    if len(leading) < 2 or not weight[leading[1]]:
        total = sum(twentieths) or 1
        return [tuple(share / total for share in twentieths)]
    total = weight[leading[0]] + weight[leading[1]]
    return [
        tuple(
            share / total if own == outcome else 0.0
            for own, share in zip(outcomes, twentieths, strict=True)
        )
        for outcome in leading
    ]


def _gain(asked: _Asked, groups: Sequence[_Shares]) -> float:
    """H(answer) - sum over outcomes of P(outcome) H(answer | outcome), in bits. With one
    group, every purpose is an outcome."""
    parts: list[list[float]] = [
        [sum(map(mul, row, shares)) for row in asked.likely] for shares in groups
    ]
    if len(parts) == 1:
        left: float = sum(map(mul, asked.doubt, groups[0]))
        return _entropy(parts[0]) - left
    left = sum([sum(part) * _entropy(part) for part in parts])
    return _entropy([sum(chances) for chances in zip(*parts, strict=True)]) - left


def _entropy(chances: Sequence[float]) -> float:
    """In bits, of chances that need not sum to 1; none of them is 0."""
    total = sum(chances)
    if not total:
        return 0.0
    return log2(total) - sum([chance * log2(chance) for chance in chances]) / total


# Reading

_NAMES = {str(purpose): purpose for purpose in Purpose if purpose is not Purpose.UNKNOWN}


def read_questions(document: Mapping[str, object], file: str) -> QuestionBook:
    """The questions of a file. Raises Fault that names the file and the question."""
    whole = Entry(document, file, ("format", "question"))
    whole.format_one()
    found: dict[str, _Asked] = {}
    for number, table in enumerate(whole.tables("question"), 1):
        name = table.get("id", f"question {number}") if isinstance(table, Mapping) else number
        entry = Entry(table, f"{file}, {name}", ("id", "words", "of_vendor", "parting", "answers"))
        asked = _read_question(entry)
        if asked.question.id in found:
            raise entry.fault("this id is taken by an earlier question.")
        found[asked.question.id] = asked
    return QuestionBook(tuple(found.values()))


def _read_question(entry: Entry) -> _Asked:
    question, words = entry.text("id", 40), entry.text("words", 160)
    answers: dict[str, tuple[str, Mapping[Purpose, float]]] = {}
    for table in entry.tables("answers"):
        each = Entry(table, f"{entry.where}, its answers", ("id", "words", "weights"))
        key = each.text("id", 40)
        if key in answers:
            raise each.fault(f"{key!r} stands there twice.")
        answers[key] = (each.text("words", 60), _read_weights(each))
    if not 2 <= len(answers) <= 4:
        raise entry.fault(f"a question has two to four answers, not {len(answers)}.")
    weights = {key: told for key, (_, told) in answers.items()}
    said = tuple((key, said) for key, (said, _) in answers.items())
    columns = [_softmax(purpose, weights) for purpose in _UNHEARD]
    likely = tuple(zip(*columns, strict=True))
    doubt = tuple(_entropy(column) for column in columns)
    return _Asked(
        Question(question, words, said),
        weights,
        likely,
        doubt,
        of_vendor=entry.flag("of_vendor"),
        parting=entry.flag("parting"),
    )


def _read_weights(entry: Entry) -> Mapping[Purpose, float]:
    table = entry.value("weights")
    names = Entry(table, f"{entry.where}, weights", tuple(_NAMES))
    weights: dict[Purpose, float] = {}
    for key in table if isinstance(table, Mapping) else ():
        value = names.value(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise names.fault(f"{key!r} must be a number.")
        if not -HEAVIEST <= value <= HEAVIEST:
            raise names.fault(f"{key!r} is {value}; weights lie between -3 and 3.")
        weights[_NAMES[key]] = float(value)
    return weights


def _softmax(purpose: Purpose, weights: Mapping[str, Mapping[Purpose, float]]) -> tuple[float, ...]:
    raised = [exp(told.get(purpose, 0.0)) for told in weights.values()]
    return tuple(value / sum(raised) for value in raised)
