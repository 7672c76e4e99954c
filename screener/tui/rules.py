"""What the Rules place shows: rules as lines by purpose and group, one of them on a card, what a
sentence fires, and what a change would make of past calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import set_cell_size

from screener.text import counted, one_line, plain
from screener.tui import wording

if TYPE_CHECKING:
    from screener.reasons import Explained, Reasons
    from screener.rule import Rule
    from screener.rule_record import Heard
    from screener.rule_shelf import Entry, Shelf
    from screener.rule_trial import Relabelled, Shown, Tally

TITLE = 36
"""Cells for a rule's title in a row."""
MOST = 40
"""Relabelled calls that a trial lists."""
LEAST_SHARE = 0.02
"""Purposes below this share are told in one line, where no signal speaks of them."""
COLUMNS = f"    {'rule':<{TITLE}} weight  calls, right"
ON, OFF, WRONG, MINE = "✓", "–", "!", "✎"


class Row(NamedTuple):
    """A line of the list: a heading where there is no entry."""

    text: str
    entry: Entry | None = None


class Hit(NamedTuple):
    """A line of the bench, and the rule that it leads to."""

    text: str
    rule: str = ""
    strong: bool = False


# The list


def rows(shelf: Shelf, heard: Mapping[str, Heard], search: str = "") -> Iterator[Row]:
    """The rules that a search finds, under headings of purpose and group."""
    wanted = _search(search, heard)
    under: tuple[object, str] | None = None
    for entry in shelf.entries:
        if not wanted(entry):
            continue
        rule = entry.rule
        if under != (rule.purpose, rule.group):
            under = rule.purpose, rule.group
            group = rule.group.replace("_", " ") or "each by itself"
            cap = f" (together at most {shelf.groups[rule.group]:g})" if rule.group else ""
            yield Row(f"{rule.purpose} · {group}{cap if rule.group in shelf.groups else ''}")
        yield Row(row_text(entry, heard.get(rule.id)), entry)


def row_text(entry: Entry, heard: Heard | None) -> str:
    """✓ offers an add-on    +1.4   12 × 92 %"""
    mark = WRONG if entry.contradictions else ON if entry.on else OFF
    mine = MINE if entry.own or entry.weighed else " "
    title = set_cell_size(one_line(entry.rule.title, TITLE), TITLE)
    often = f"{heard.calls:>6,} × {heard.share:>4.0%}" if heard else ""
    return f" {mark}{mine} {title} {entry.rule.weight:+5.1f} {often}".rstrip()


_FLAGS: Mapping[str, Callable[[Entry, Mapping[str, Heard]], bool]] = {
    "is:off": lambda entry, _: not entry.on,
    "is:mine": lambda entry, _: entry.changed,
    "is:heard": lambda entry, heard: entry.rule.id in heard,
    "is:silent": lambda entry, heard: entry.rule.id not in heard,
    "is:wrong": lambda entry, _: bool(entry.contradictions),
}


def _search(search: str, heard: Mapping[str, Heard]) -> Callable[[Entry], bool]:
    """Every word must be somewhere in a rule; some ask for more than words."""
    words = search.lower().split()

    def wanted(entry: Entry) -> bool:
        text = _text_of(entry.rule)
        return all(_FLAGS[word](entry, heard) if word in _FLAGS else word in text for word in words)

    return wanted


def _text_of(rule: Rule) -> str:
    return "\n".join(
        (rule.id, rule.title, rule.why, f"for:{rule.purpose}", rule.group, *rule.phrases)
    ).lower()


# The card


def card_texts(
    entry: Entry, cap: float | None, heard: Heard | None, calls: int, place: str
) -> dict[str, str]:
    """Everything about a rule, by the names of the card's parts. `calls` is how many were looked
    through, -1 while that goes on."""
    rule = entry.rule
    texts = {
        "state": _state(entry),
        "wrong": "\n".join(f"{WRONG} {plain(words)}" for words in entry.contradictions),
        "why": plain(rule.why),
        "speaks": _speaks(entry),
        "heard": _heard(heard, calls),
        "any": "\n".join(map(plain, rule.phrases)),
        "near": _phrases(rule.near),
        "unless": _phrases(rule.unless),
        "how": _manner(rule),
        "needs": ", ".join(sorted(rule.needs)),
        "group": f"{rule.group.replace('_', ' ')}, together at most {cap:g}" if cap else rule.group,
        "match": _examples("✓", rule.matching),
        "no_match": _examples("✗", rule.not_matching),
        "file": f"{plain(place)}\n{rule.id}",
    }
    return {name: text for name, text in texts.items() if text}


def _state(entry: Entry) -> str:
    state = f"{ON} on" if entry.on else f"{OFF} off, as you set it"
    if entry.own:
        return f"{state} · {MINE} written by you"
    return f"{state} · {MINE} you changed its weight" if entry.weighed else state


def _speaks(entry: Entry) -> str:
    rule = entry.rule
    parts = [f"{rule.weight:+g} for {rule.purpose}"]
    parts += [f"{by:+g} for {purpose}" for purpose, by in rule.also.items()]
    came = f" (came with {entry.bundled_weight:+g})" if entry.weighed else ""
    return ", ".join(parts) + came + (" · convicts alone" if rule.certain else "")


def _heard(heard: Heard | None, calls: int) -> str:
    if calls < 0:
        return "counting …"
    if not calls:
        return "no call of yours is judged yet"
    among = f" of {calls:,} calls judged"
    if heard is None:
        return f"never{among}" if calls != 1 else "not in the one call judged"
    words = f"in {heard.calls:,}{among}, rightly in {heard.right:,} ({heard.share:.0%})"
    if heard.corrected:
        words += (
            f"; of {counted(heard.corrected, 'call')} of those that you corrected, "
            f"in {heard.corrected_right:,}"
        )
    return words


def _manner(rule: Rule) -> str:
    parts = [f"words of the {rule.speaker}" if rule.speaker != "anyone" else "anyone's words"]
    parts += [f"in the {rule.where}"] if rule.where != "anywhere" else []
    parts += [f"negated: {rule.negated}"] if rule.negated != "never" else []
    parts += [f"within {rule.within} words"] if rule.near or rule.unless else []
    parts += ["near-misses of long words too"] if rule.fuzzy else []
    parts += [f"tell: {plain(rule.tell)}"] if rule.tell else []
    if rule.when is not None:
        facts = {name: getattr(rule.when, name) for name in rule.when.__dataclass_fields__}
        parts += [
            f"{name}: {' or '.join(sorted(fact)) if isinstance(fact, frozenset) else fact}"
            for name, fact in facts.items()
            if fact not in (None, frozenset())
        ]
    return ", ".join(parts)


def _phrases(phrases: Sequence[str]) -> str:
    return " · ".join(map(plain, phrases))


def _examples(mark: str, examples: Sequence[object]) -> str:
    return "\n".join(f"{mark} {one_line(str(each), 400)}" for each in examples)


# The bench


def bench_lines(found: Explained) -> Iterator[Hit]:
    """What each purpose gathers, by which words; then what was recognised and did not count."""
    quiet = [one for one in found.reasons if not one.pulls and one.probability < LEAST_SHARE]
    for reasons in found.reasons:
        if reasons not in quiet:
            yield from _purpose_lines(reasons)
    if quiet:
        told = ", ".join(f"{one.purpose} {one.base:+.1f}" for one in quiet)
        yield Hit(f"unlikely, and nothing speaks of them: {told}")
    if found.passed_over:
        yield Hit("recognised, but not counted", strong=True)
        for passed in found.passed_over:
            quote = one_line(passed.quote, 40)
            yield Hit(f"  “{quote}” {plain(passed.reason)} ({passed.rule})", passed.rule)


def _purpose_lines(reasons: Reasons) -> Iterator[Hit]:
    gathered = f"{reasons.purpose} {reasons.probability:.0%} = {reasons.total:+.1f}"
    yield Hit(f"{gathered} → {reasons.label.shown}", strong=True)
    heaviest = ", ".join(f"“{one_line(q, 20)}” {by:+.1f}" for q, by in reasons.words[:3])
    yield Hit(
        f"  {reasons.base:+.1f} " + (f"by its words: {heaviest}" if heaviest else "to begin with")
    )
    for signal, weight in reasons.pulls:
        quote = f"“{one_line(signal.quote, 40)}” " if signal.quote else ""
        yield Hit(f"  {weight:+.1f} {quote}{plain(signal.why)}", signal.id)


# A trial


def trial_lines(tally: Tally, total: int, *, done: bool, against: Sequence[str]) -> Iterator[str]:
    """What a change would make of past calls, so far."""
    yield from (f"{WRONG} {plain(words)}" for words in against)
    if not total:
        yield "There are no past calls to try it on."
        return
    if not done:
        yield f"Trying it on your calls: {tally.calls:,} of {total:,} …"
    changed = len(tally.relabelled)
    touched = f"It may be heard in {tally.touched:,} of {counted(tally.calls, 'call')}"
    if not changed:
        yield f"{touched}; none of them would be shown otherwise."
        return
    yield f"{touched}; {changed:,} would be shown otherwise:"
    for before, after, count in tally.ways():
        yield f"  {count:>5,}  {shown_words(before)} → {shown_words(after)}"
    right, wrong = tally.by_corrections()
    if right or wrong:
        yield f"  of those you corrected, {right:,} would become right and {wrong:,} wrong"
    yield from map(_call_line, tally.relabelled[:MOST])
    if changed > MOST:
        yield f"and {changed - MOST:,} more"


def shown_words(shown: Shown) -> str:
    """▲ upsell, with a sign for a scam."""
    scam = f" {wording.SCAM} scam" if shown.scam else ""
    return f"{wording.GLYPH[shown.label]} {wording.SHORT[shown.label]}{scam}"


def _call_line(each: Relabelled) -> str:
    call = each.kept.call
    when = f"{call.at:%d %b %y}" if call.at else "no time  "
    who = set_cell_size(one_line(call.company or call.number, 18), 18)
    signs = f"{wording.GLYPH[each.before.label]}→{wording.GLYPH[each.after.label]}"
    return f"  {when}  {signs}  {who} {one_line(call.said, 80)}"
