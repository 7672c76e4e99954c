"""How fraud is told of: what looks like a scam, and what only may be one."""

from screener.words import Label

LIKELY = 0.5
"""From this probability of fraud on, a call looks like a scam. One whose likeliest purpose is fraud
below it may be one: it is as likely to be something else."""


DOUBT = 0.1
"""From this probability of fraud on, a call that passes as service says so: a caller who is trusted
and should not be costs most. Of authors left out, two in three of the scams that are called service
are then told of, and one other call in twenty-seven (docs/verdict.md)."""

_TRUSTED = frozenset({Label.SERVICE, Label.UPSELL})


def scam_words(*, scam: bool, share: float, label: Label) -> str:
    """What is said of fraud, by whether it is the likeliest purpose, how probable, and what the
    call passes as; "" for nothing."""
    if scam:
        return "looks like a scam" if share >= LIKELY else "may be a scam"
    return f"may still be a scam ({share:.0%})" if is_doubtful(share, label) else ""


def is_doubtful(share: float, label: Label | None) -> bool:
    """Whether a call that is no likely scam still has to be told of as a possible one."""
    return label in _TRUSTED and share >= DOUBT


def hedge(*, scam: bool, share: float) -> str:
    """What stands before "fraud" and "impostor" where fraud is told of as `scam_words` does: nobody
    is called a thief who is as likely something else."""
    return "perhaps " if scam and share < LIKELY else ""
