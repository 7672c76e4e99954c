"""How fraud is told of: what looks like a scam, and what only may be one."""

LIKELY = 0.5
"""From this probability of fraud on, a call looks like a scam. One whose likeliest purpose is fraud
below it may be one: it is as likely to be something else."""


def scam_words(*, scam: bool, share: float) -> str:
    """What is said of fraud, by whether it is the likeliest purpose and how probable; "" for
    nothing."""
    if not scam:
        return ""
    return "looks like a scam" if share >= LIKELY else "may be a scam"


def hedge(*, scam: bool, share: float) -> str:
    """What stands before "fraud" and "impostor" where fraud is told of as `scam_words` does: nobody
    is called a thief who is as likely something else."""
    return "perhaps " if scam and share < LIKELY else ""
