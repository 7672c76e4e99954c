"""How well calls are judged that their author did not help to fit, beside a plain baseline.

    python -m benchmarks.verdict [--skip-baseline]

Ours and the baseline (TF-IDF of words and characters with logistic regression, fitted on the
same calls) are fitted once without each author of `training/` and judge that author's calls.
Labels come from the purpose by the design's table. Writers of rules have read some files, so that the unread ones give the cleaner figure: in the
suite's table they stand alone, with the baseline as floor. Run by itself, this module prints
every measure. Needs the `fit` extra; takes some three minutes on two cores.
"""

import argparse
import json
import os
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from joblib import Parallel, delayed
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.measure import Row, at_least, at_most
from fitting.__main__ import WEIGHTS
from fitting.calls import ROOT, Labelled, Listened, listen, read_calls
from fitting.features import Floats
from fitting.fit import PLACE, PURPOSES, Fits, material
from fitting.judging import Figures, Judged, Places, figures, judged
from fitting.out_of_fold import out_of_fold, verdicts
from screener.call import Call
from screener.hearing import hear_words
from screener.identity import Identity
from screener.learned import Learned
from screener.phone import read_number
from screener.rulebook import Rulebook, load_rulebook
from screener.verdict import Verdict, judge, label_for
from screener.words import IdentityState, Label, Relation

ROBOCALLS = Path(os.environ.get("SCREENER_SHARED", ROOT.parent / "shared")) / (
    "data/robocalls-dev.jsonl"
)


def main() -> None:
    """Print all figures as tables of Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--skip-baseline", action="store_true")
    parser.add_argument("--rules", type=Path, help="rules to judge by, if not the bundled ones")
    chosen = parser.parse_args()
    book = load_rulebook(bundled=chosen.rules)
    calls = read_calls()
    listened = listen(calls, book)
    found = ours(listened)
    methods = [("Screener", [Judged(one.purpose, one.label, one.confidence) for one in found])]
    if not chosen.skip_baseline:
        methods.insert(0, ("baseline", baseline(calls)))
    print_tables(methods, calls)
    print_selling(found, calls)
    print_speed(listened)
    if ROBOCALLS.is_file():
        print_robocalls(book)


def rows(small: bool = False) -> Iterable[Row]:
    """How the files are judged that no writer of rules read, with the baseline as floor."""
    calls = [call for call in read_calls() if call.author <= 4 or not small]
    found = [
        Judged(one.purpose, one.label, one.confidence)
        for one in ours(listen(calls, load_rulebook()))
    ]
    unread = [at for at, call in enumerate(calls) if not call.in_view]
    plain = baseline(calls)
    some = [calls[at] for at in unread]
    own, floor = (figures([of[at] for at in unread], some) for of in (found, plain))
    yield Row("purpose, accuracy", own.purpose_accuracy, "", floor.purpose_accuracy)
    yield Row("purpose, macro-F1", own.purpose_f1, "", floor.purpose_f1)
    yield Row("label, accuracy", own.label_accuracy, "", floor.label_accuracy, at_least(0.9))
    yield Row("label, macro-F1", own.label_f1, "", floor.label_f1)
    yield Row("scams found", own.scam_recall, "", floor.scam_recall)
    yield Row("scams called service", own.scams_served, f"of {own.scams}", floor.scams_served)
    yield Row("service called solicitation", own.served_sold, "", floor.served_sold)
    yield Row("calibration error", own.calibration, "", floor.calibration, at_most(0.05))


def ours(listened: Sequence[Listened]) -> list[Verdict]:
    """Every call as judged by a fit without its author."""
    given = material(listened)
    return verdicts(given, out_of_fold(Fits(given)), listened)


def baseline(calls: Sequence[Labelled]) -> list[Judged]:
    """Every call as judged by the plain classifier, fitted without its author."""
    return judged(_plainly(calls, np.array([call.author for call in calls])), calls)


def _plainly(calls: Sequence[Labelled], authors: Places) -> Floats:
    texts = [f"{call.company} . {call.said}" for call in calls]
    purposes = np.array([PLACE[call.purpose] for call in calls])
    result = np.zeros((len(calls), len(PURPOSES)))
    jobs = (delayed(_without)(texts, purposes, authors == author) for author in np.unique(authors))
    for author, likely in zip(np.unique(authors), Parallel(n_jobs=2)(jobs), strict=True):
        result[authors == author] = likely
    return result


def _without(texts: list[str], purposes: Places, out: np.ndarray) -> Floats:
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)
    seen = [text for text, left in zip(texts, out, strict=True) if not left]
    unseen = [text for text, left in zip(texts, out, strict=True) if left]
    fitted = sp.hstack([words.fit_transform(seen), letters.fit_transform(seen)]).tocsr()
    asked = sp.hstack([words.transform(unseen), letters.transform(unseen)]).tocsr()
    model = LogisticRegression(C=10, max_iter=300).fit(fitted, purposes[~out])
    return np.asarray(model.predict_proba(asked))


HEADS = (
    "on authors left out | calls | purpose, accuracy (F1) | label, accuracy (F1) "
    "| scams found | scams rightly so called | scams called service "
    "| service called solicitation | calibration error"
)


def print_tables(methods: Sequence[tuple[str, list[Judged]]], calls: Sequence[Labelled]) -> None:
    """One line a method and set of files."""
    print(f"| {HEADS} |\n|{'---|' * 9}")
    every = list(range(len(calls)))
    unread = [at for at, call in enumerate(calls) if not call.in_view]
    for which, places in (("all files", every), ("unread files", unread)):
        some = [calls[at] for at in places]
        for name, of in methods:
            print_line(f"{name}, {which}", figures([of[at] for at in places], some))


def print_line(name: str, of: Figures) -> None:
    """One row of the table."""
    print(
        f"| {name} | {of.calls} | {of.purpose_accuracy:.3f} ({of.purpose_f1:.3f}) "
        f"| {of.label_accuracy:.3f} ({of.label_f1:.3f}) | {of.scam_recall:.3f} "
        f"| {of.scam_precision:.3f} | {of.scams_served} of {of.scams} "
        f"| {of.served_sold:.1%} | {of.calibration:.3f} |"
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


def print_robocalls(book: Rulebook) -> None:
    """What real robocalls come out as, without a household. Nothing was fitted on them."""
    learned = Learned.load(WEIGHTS)
    stranger = Identity(IdentityState.UNKNOWN, read_number("", "US"))
    labels: Counter[str] = Counter()
    purposes: Counter[str] = Counter()
    for line in ROBOCALLS.read_text("utf-8").splitlines():
        call = Call(said=json.loads(line)["said"])
        heard = hear_words(call.said)
        signals = book.ear.hear(call, stranger, Relation.NONE, heard=heard)
        scores = dict(zip(PURPOSES, learned.scores(heard, "", signals), strict=True))
        verdict = judge(signals, scores, stranger, Relation.NONE, temperature=learned.temperature)
        labels[verdict.label] += 1
        purposes[verdict.purpose] += 1
    print(f"\n{labels.total()} real robocalls: {_shares(labels)}; {_shares(purposes)}")


def _shares(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common())


if __name__ == "__main__":
    main()
