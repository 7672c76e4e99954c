"""How well verdicts agree with labelled calls: accuracy, F1, confusion, calibration."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from screener.labelled import Labelled
from screener.screening import Screener, Screening
from screener.words import Label

BINS = 10
"""Bins of confidence for the expected calibration error (Naeini et al., AAAI 2015)."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled call beside what the screener made of it."""

    labelled: Labelled
    screening: Screening

    @property
    def right(self) -> bool:
        """Whether the label is the expected one."""
        return self.screening.verdict.label is self.labelled.label


@dataclass(frozen=True, slots=True)
class Figures:
    """What a set of judged calls comes to; shares are from 0 to 1, the rest are counts.

    `macro_f1` averages the F1 of the labels that occur. `confusion` counts (expected, given).
    `calibration_error` is the expected calibration error of `confidence`.
    `vendor_accuracy` is over the calls whose file names the vendor, None without any.
    """

    calls: int
    accuracy: float
    macro_f1: float
    f1: dict[Label, float]
    confusion: dict[tuple[Label, Label], int]
    calibration_error: float
    purpose_accuracy: float
    scams: int
    scams_called_service: int
    scams_caught: int
    genuine: int
    genuine_called_solicitation: int
    also_selling_f1: float
    vendor_accuracy: float | None


def judge_all(rows: Iterable[Labelled], screener: Screener) -> list[Judged]:
    """Screens every labelled call against its own household."""
    return [Judged(row, screener.screen(row.call, row.household)) for row in rows]


def figures(judged: Sequence[Judged]) -> Figures:
    """The figures of a set of judged calls."""
    pairs = [(each.labelled.label, each.screening.verdict.label) for each in judged]
    scams = [each for each in judged if each.labelled.scam]
    genuine = [each for each in judged if each.labelled.label is Label.SERVICE]
    by_label = {
        label: _f1([(want is label, got is label) for want, got in pairs])
        for label in Label
        if any(want is label for want, _ in pairs)
    }
    named = [each for each in judged if each.labelled.vendor != "?"]
    return Figures(
        calls=len(judged),
        accuracy=_share([each.right for each in judged]),
        macro_f1=sum(by_label.values()) / len(by_label) if by_label else 0.0,
        f1=by_label,
        confusion=dict(Counter(pairs)),
        calibration_error=_calibration_error(judged),
        purpose_accuracy=_share(
            [each.screening.verdict.purpose is each.labelled.purpose for each in judged]
        ),
        scams=len(scams),
        scams_called_service=sum(
            each.screening.verdict.label in (Label.SERVICE, Label.UPSELL) for each in scams
        ),
        scams_caught=sum(each.screening.verdict.scam for each in scams),
        genuine=len(genuine),
        genuine_called_solicitation=sum(
            each.screening.verdict.label is Label.SOLICITATION for each in genuine
        ),
        also_selling_f1=_f1(
            [(each.labelled.also_selling, each.screening.verdict.also_selling) for each in judged]
        ),
        vendor_accuracy=_share([_vendor_right(each) for each in named]) if named else None,
    )


def _vendor_right(each: Judged) -> bool:
    vendor = each.screening.identity.vendor
    return (vendor.name if vendor else None) == each.labelled.vendor


def _share(truths: Sequence[bool]) -> float:
    return sum(truths) / len(truths) if truths else 0.0


def _f1(pairs: Sequence[tuple[bool, bool]]) -> float:
    both = sum(want and got for want, got in pairs)
    either = sum(want for want, _ in pairs) + sum(got for _, got in pairs)
    return 2 * both / either if either else 0.0


def _calibration_error(judged: Sequence[Judged]) -> float:
    bins: list[list[Judged]] = [[] for _ in range(BINS)]
    for each in judged:
        bins[min(int(each.screening.verdict.confidence * BINS), BINS - 1)].append(each)
    return sum(
        abs(
            sum(each.screening.verdict.confidence for each in bin_)
            - sum(each.right for each in bin_)
        )
        for bin_ in bins
    ) / max(len(judged), 1)
