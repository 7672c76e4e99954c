"""How well calls are judged that their author did not help to fit, beside a plain baseline.

    python -m benchmarks.verdict [--skip-baseline]

Ours is fitted once without each author of `training/` and judges that author's calls, the baseline
(`benchmarks.plain`, on the same calls) without each of eight groups of authors; fitted on all of
them, they judge the calls of `tests/held_out` and `tests/scenarios`, which nothing is ever fitted on.
Labels come from the purpose by the design's table. Writers of rules have read some files, so that the
unread ones give the cleaner figure: in the suite's table they stand alone, with the baseline as floor.
Run by itself, this module prints every measure. Needs the `fit` extra; takes three quarters of an hour on
two cores, half an hour without the baseline.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from benchmarks.measure import Row, at_least, at_most
from benchmarks.plain import baseline
from benchmarks.unseen import (
    ASKING_ENDINGS,
    HARMLESS_ENDINGS,
    by_program,
    by_words,
    ending_in,
    held_out,
    robocalls,
    scenarios,
)
from fitting.__main__ import WEIGHTS
from fitting.calls import (
    HARMLESS,
    REQUESTS,
    Labelled,
    Listened,
    asking,
    listen,
    read_calls,
    read_endings,
)
from fitting.fit import ASKED, Fits, material
from fitting.judging import Figures, Judged, figures
from fitting.out_of_fold import out_of_fold, verdicts
from fitting.requests import Requests
from screener.learned import Learned
from screener.rulebook import Rulebook, load_rulebook
from screener.scam import is_doubtful
from screener.verdict import Verdict, label_for
from screener.words import Label, Purpose

Methods = Mapping[str, Sequence[Judged]]
"""What each method makes of the same calls."""


def main() -> None:
    """Print all figures as tables of Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--skip-baseline", action="store_true")
    parser.add_argument("--rules", type=Path, help="rules to judge by, if not the bundled ones")
    chosen = parser.parse_args()
    book = load_rulebook(bundled=chosen.rules)
    calls = read_calls()
    listened = listen(calls, book)
    found = ours(listened, book)
    held, daily = held_out(), scenarios(book)
    further = [call for part in (*held.values(), *daily.values()) for call in part]
    left_out: Methods = {"Screener": _brief(found)}
    on_further: Methods = {"Screener": _brief(by_words(further, book))}
    if not chosen.skip_baseline:
        plain, plain_on_further = baseline(calls, further)
        left_out = {"baseline": plain, **left_out}
        on_further = {"baseline": plain_on_further, **on_further}
    print_table("on authors left out", left_out, calls, _read_and_unread(calls))
    sets = _places(held, daily)
    print_table("on calls that nothing is fitted on, by words", on_further, further, sets)
    print_program(book)
    print_doubt(found, calls)
    print_selling(found, calls)
    print_speed(listened)
    print_requests(book)
    print_robocalls(book)


def rows(small: bool = False) -> Iterable[Row]:
    """How the files are judged that no writer of rules read, with the baseline as floor."""
    calls = [call for call in read_calls() if call.author <= 4 or not small]
    book = load_rulebook()
    found = _brief(ours(listen(calls, book), book))
    unread = [at for at, call in enumerate(calls) if not call.in_view]
    plain, _ = baseline(calls)
    some = [calls[at] for at in unread]
    own, floor = (figures([of[at] for at in unread], some) for of in (found, plain))
    yield Row("purpose, accuracy", own.purpose_accuracy, "", floor.purpose_accuracy)
    yield Row("purpose, macro-F1", own.purpose_f1, "", floor.purpose_f1)
    yield Row("label, accuracy", own.label_accuracy, "", floor.label_accuracy, at_least(0.9))
    yield Row("label, macro-F1", own.label_f1, "", floor.label_f1)
    yield Row("scams found", own.scam_recall, "", floor.scam_recall)
    yield Row("scams called service", own.scams_served, f"of {own.scams}", floor.scams_served)
    yield Row("service called solicitation", own.served_sold, "", floor.served_sold)
    yield Row(
        "calibration error", own.calibration_error, "", floor.calibration_error, at_most(0.05)
    )


def ours(listened: Sequence[Listened], book: Rulebook) -> list[Verdict]:
    """Every call as judged by a fit without its author."""
    requests, harmless = map(read_endings, (REQUESTS, HARMLESS))
    asked = asking([one.call for one in listened], requests, ASKED)
    given = material(listened, listen(asked, book))
    sounding = Requests(listened, given.text, requests, harmless)
    return verdicts(given, out_of_fold(Fits(given)), listened, sounding.out_of_fold())


def _brief(found: Iterable[Verdict]) -> list[Judged]:
    return [Judged(one.purpose, one.label, one.confidence) for one in found]


def _read_and_unread(calls: Sequence[Labelled]) -> dict[str, Sequence[int]]:
    unread = [at for at, call in enumerate(calls) if not call.in_view]
    return {"all files": range(len(calls)), "unread files": unread}


def _places(
    held: Mapping[str, Sequence[Labelled]], daily: Mapping[str, Sequence[Labelled]]
) -> dict[str, Sequence[int]]:
    """Where the calls that were held out lie, and where each file does."""
    found = {"all held out": range(sum(map(len, held.values())))}
    after = 0
    for name, part in (*held.items(), *daily.items()):
        found[name] = range(after, after + len(part))
        after += len(part)
    return dict(found)


HEADS = (
    "calls | purpose, accuracy (F1) | label, accuracy (F1) "
    "| scams found | scams rightly so called | scams called service "
    "| service called solicitation | calibration error"
)


def print_table(
    title: str, methods: Methods, calls: Sequence[Labelled], sets: Mapping[str, Sequence[int]]
) -> None:
    """One line a set of calls (their places) and method."""
    print(f"\n| {title} | {HEADS} |\n|{'---|' * 9}")
    for which, places in sets.items():
        some = [calls[at] for at in places]
        for name, found in methods.items():
            print_line(f"{name}, {which}", figures([found[at] for at in places], some))


def print_line(name: str, of: Figures) -> None:
    """One row of the table."""
    print(
        f"| {name} | {of.calls} | {of.purpose_accuracy:.3f} ({of.purpose_f1:.3f}) "
        f"| {of.label_accuracy:.3f} ({of.label_f1:.3f}) | {of.scam_recall:.3f} "
        f"| {of.scam_precision:.3f} | {of.scams_served} of {of.scams} "
        f"| {of.served_sold:.1%} | {of.calibration_error:.3f} |"
    )


def print_program(book: Rulebook) -> None:
    """What the whole program makes of the calls that nothing is fitted on."""
    print("\nby the whole program:")
    for name, of in by_program(book):
        vendor = "" if of.vendor_accuracy is None else f", vendor {of.vendor_accuracy:.3f}"
        print(
            f"{name}: {of.calls} calls, label {of.accuracy:.3f} (F1 {of.macro_f1:.3f}), "
            f"{of.scams_called_service} of {of.scams} scams called service, "
            f"{of.genuine_called_solicitation} of {of.genuine} genuine called solicitation, "
            f"calibration error {of.calibration_error:.3f}{vendor}"
        )


def print_doubt(found: Sequence[Verdict], calls: Sequence[Labelled]) -> None:
    """How many of the calls that pass as service are told of as possible scams, of scams and of
    others; on the unread files."""
    told: dict[bool, list[bool]] = {True: [], False: []}
    for verdict, call in zip(found, calls, strict=True):
        if verdict.label in {Label.SERVICE, Label.UPSELL} and not call.in_view:
            fraud = verdict.purposes.get(Purpose.FRAUD, 0.0)
            told[call.purpose is Purpose.FRAUD].append(is_doubtful(fraud, verdict.label))
    scams, others = told[True], told[False]
    print(
        f"\npassed as service or upsell, unread files: {sum(scams)} of {len(scams)} scams and "
        f"{sum(others)} of {len(others)} other calls are told of as possible scams"
    )


def print_selling(found: Sequence[Verdict], calls: Sequence[Labelled]) -> None:
    """How well *also selling* is heard where a call was rightly judged to be service."""
    pairs = [
        (verdict.also_selling, call.also_selling)
        for verdict, call in zip(found, calls, strict=True)
        if verdict.label is Label.SERVICE
        and label_for(call.purpose, call.relation) is Label.SERVICE
    ]
    both = sum(said and so for said, so in pairs)
    said, so = sum(said for said, _ in pairs), sum(so for _, so in pairs)
    print(f"\nalso selling: {both} found of {so}, {said} said")


def print_speed(calls: Sequence[Listened]) -> None:
    """What reading the weights and weighing one call takes, medians of seven."""
    loads, runs = [], []
    for _ in range(7):
        before = time.perf_counter()
        learned = Learned.load(WEIGHTS)
        loads.append(time.perf_counter() - before)
        for _ in range(2):
            before = time.perf_counter()
            for one in calls:
                learned.weigh(one.heard, one.call.company, one.signals)
            warm = time.perf_counter() - before
        runs.append(warm / len(calls))
    words = np.mean([len(one.heard.words) for one in calls])
    print(
        f"\nweights: {WEIGHTS.stat().st_size / 1e3:.0f} kB, read in {np.median(loads) * 1e3:.0f} ms;"
        f" a call of {words:.0f} words weighed in {np.median(runs) * 1e6:.0f} µs"
    )


def print_requests(book: Rulebook) -> None:
    """How many everyday calls pass as genuine although they end in a request for a secret, remote
    access or such a payment, in words that nothing was fitted on; and how many do not, although
    they end in what only sounds like one."""
    print("\neveryday calls that end in such a request:")
    for file in ASKING_ENDINGS:
        found = ending_in(file, book)
        passed = [one for one in found if one.label in {Label.SERVICE, Label.UPSELL}]
        plain = [one for one in passed if not is_doubtful(one.purposes[Purpose.FRAUD], one.label)]
        print(
            f"{file.stem}: {len(passed)} of {len(found)} pass as genuine, {len(plain)} of them "
            "without a word of doubt"
        )
    harmless = ending_in(HARMLESS_ENDINGS, book)
    scams = sum(one.scam for one in harmless)
    print(f"that end in what only sounds like one: {scams} of {len(harmless)} called scams")


def print_robocalls(book: Rulebook) -> None:
    """What real robocalls come out as, without a household. Nothing was fitted on them."""
    found = robocalls(book)
    if found:
        labels = Counter[str](one.label for one in found)
        purposes = Counter[str](one.purpose for one in found)
        print(f"\n{len(found)} real robocalls: {_shares(labels)}; {_shares(purposes)}")


def _shares(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common())


if __name__ == "__main__":
    main()
