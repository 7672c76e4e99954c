"""How a screening is told to the person on the phone."""

from collections.abc import Iterable

from screener.classify import screening_to
from screener.cli.output import record_json, shown_label
from screener.questions import Question
from screener.scam import hedge, scam_words
from screener.screening import Screening
from screener.store import Record
from screener.text import one_line
from screener.undecided import why_undecided
from screener.verdict import Verdict
from screener.words import Allowed, Purpose


def screening_lines(screening: Screening) -> list[str]:
    """What a person needs while the caller talks, most urgent first."""
    verdict, allowed, advice = screening.verdict, screening.permission, screening.advice
    also = ", also selling" if verdict.also_selling else ""
    lines = [
        f"{shown_label(verdict.label)} ({sureness(screening)}{also}){scam_tail(screening)}",
        f"  who:     {screening.identity.how}",
        f"  wants:   {_hedge(verdict)}{verdict.purpose} — {str(verdict.role).replace('_', ' ')}",
        f"  allowed: {permission_words(allowed.state, allowed.words)}",
    ]
    lines += _listed("why", (_reason(s.why, s.quote) for s in verdict.evidence[:5]))
    lines += _listed("change", verdict.would_change)
    lines += _listed("say", (each if each in advice.do else f"“{each}”" for each in advice.say))
    lines += _listed("ask", map(question_line, advice.ask))
    lines += _listed("never", advice.never)
    lines += _listed("next", advice.next)
    lines += _listed("role", [advice.role] if advice.role else [])
    return lines + _listed("note", screening.notes)


def sureness(screening: Screening) -> str:
    """How sure a screening is of its label, in per cent; for one that leaves it open: why."""
    verdict, known = screening.verdict, screening.identity.known_person is not None
    return why_undecided(verdict.label, verdict.purpose, known=known) or f"{verdict.confidence:.0%}"


def scam_tail(screening: Screening) -> str:
    """What a screening says of fraud, to stand behind its label; "" for nothing."""
    verdict = screening.verdict
    words = scam_words(scam=verdict.scam, share=_fraud(verdict), label=verdict.label)
    return f" — {words.replace('scam', 'SCAM')}" if words else ""


def _hedge(verdict: Verdict) -> str:
    return hedge(scam=verdict.scam, share=_fraud(verdict))


def _fraud(verdict: Verdict) -> float:
    return verdict.purposes.get(Purpose.FRAUD, 0.0)


def logged_json(record: Record, screening: Screening | None) -> dict[str, object]:
    """A call that was just logged, for programs."""
    found = record_json(record)
    if screening is not None:
        found["screening"] = screening_to(screening)
    return found


def permission_words(state: Allowed, words: str) -> str:
    """The permission in words."""
    return words or str(state).replace("_", " ")


def question_line(question: Question) -> str:
    """A question to the caller, and how its answer is given back to the program."""
    answers = "|".join(key for key, _ in question.answers)
    return f"“{question.words}” ({question.id}={answers})" if answers else f"“{question.words}”"


def _reason(why: str, quote: str) -> str:
    return f"{why} (“{one_line(quote, 50)}”)" if quote else why


def _listed(title: str, sentences: Iterable[str]) -> list[str]:
    return [
        f"  {title + ':' if at == 0 else '':<9}{sentence}" for at, sentence in enumerate(sentences)
    ]
