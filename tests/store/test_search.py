"""Search: by beginnings, without accents, by any end of a number; and never a syntax error."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from screener.call import Call
from screener.faults import Fault
from screener.store import Row, Store
from screener.store.indexed import number_forms, number_words
from screener.store.search import fold, storable
from screener.vendor import Vendor
from screener.words import Allowed, Label
from tests.store.samples import at, judged


@pytest.fixture
def full(store: Store) -> Store:
    """Three calls, a minute apart."""
    store.log(Call(id="a", at=at(1), number="(614) 555-0133", company="Bright Smiles", agent="Zoë"))
    store.log(
        Call(id="b", at=at(2), number="+44 20 7946 0958", company="AT&T", said="naïve café offer")
    )
    store.log(
        Call(
            id="c",
            at=at(3),
            number="72645",
            caller_id="BRIGHTER DAYS",
            note="rang at 14:05 about PRESS_1",
            callback_number="614 555 0199",
        )
    )
    return store


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", "cba"),
        ("   ", "cba"),
        ("★ --", "cba"),
        ("brig", "ca"),
        ("BRIGHT", "ca"),
        ("bright sm", "a"),
        ("smi bright", ""),  # only the last word is a beginning by itself
        ("smiles bri", "a"),
        ("zoe", "a"),
        ("cafe", "b"),
        ("NAIVE", "b"),
        ("cafe\u0301", "b"),
        ("at&t", "b"),
        ("at&", "cb"),
        ("press_1", "c"),
        ("0133", "a"),
        ("133", "a"),
        ("555-0133", "a"),
        ("(614) 555-01", "ca"),
        ("614555", "ca"),
        ("+1 614 555 0133", "a"),
        ("16145550133", "a"),
        ("1-614-555-0133", "a"),
        ("020 7946 0958", "b"),
        ("+44 20 7946", "b"),
        ("20 7946 0958", "b"),
        ("0958", "b"),
        ("72645", "c"),
        ("14:05", "c"),
        ("0133 bright", "a"),
        ("bright 0133", "a"),
        ("0199", "c"),
        ("nothing", ""),
        ("NOT bright", ""),
        ("bri* smi", "a"),
        ("company:bright", "ca"),
        ("company:bright at", ""),
        ("company:bright -at", "a"),
        ("company:brig", "ca"),
        ("company:cafe", ""),
        ("said:cafe", "b"),
        ("note:14", "c"),
        ("agent:zoe", "a"),
        ("number:0133", "a"),
        ("number:614", "ca"),
        ("number:14", ""),
        ("bright OR cafe", "ba"),
        ("bright OR cafe OR 72645", "cba"),
        ("-bright", "cb"),
        ("-bright -cafe", "c"),
        ("rang -bright", "c"),
        ("rang -at", ""),
        ("at -bright", "cb"),
        ('"naive cafe"', "b"),
        ('"cafe naive"', ""),
        ('"naive caf"', ""),
        ('-"naive cafe"', "ca"),
        ('offer -"naive cafe"', ""),
        ('"at 14"', "c"),
        ("since:2026-11", "cba"),
        ("since:2026-11-02 until:2026", "cba"),
        ("until:2026-10", ""),
        ("is:screened", ""),
        ("-is:screened", "cba"),
        ("is:screened OR brighter", "c"),
        ('-is:screened OR "naive cafe"', "cba"),
        ('is:scam OR "naive cafe"', "b"),
        ("source:phone", ""),
        ("vendor:nobody", ""),
        ("-vendor:nobody", "cba"),
    ],
)
def test_what_is_found(full: Store, text: str, ids: str) -> None:
    assert "".join(row.id for row in full.history(text)) == ids
    assert full.count(text) == len(ids)
    assert full.anchors(1, text) == [row.key for row in full.history(text)]


@pytest.mark.parametrize(
    "text",
    ['"', 'press "one', "vendor:", "lable:upsell", "label:upsel", "since:soon", "OR", "a OR",
     "a OR OR b", "number:x", "note:-"],
)  # fmt: skip
def test_a_fault_names_the_place(full: Store, text: str) -> None:
    with pytest.raises(Fault, match=r"^search: .* at place \d+ .*\.$"):
        full.history(text)


def test_a_mistyped_key_or_value_is_told_what_is_near(full: Store) -> None:
    with pytest.raises(Fault, match=r"\(did you mean label\?\)"):
        full.history("lable:upsell")
    with pytest.raises(Fault, match=r"\(did you mean upsell\?\)"):
        full.history("is:upsel")
    with pytest.raises(Fault, match="keys are vendor, label"):
        full.history("zzz:1")


anything = st.text(max_size=60) | st.text(
    alphabet="\"'*^:+-(){}[]ANDORNEAR0123456789 \0é\ud800", max_size=60
)


@given(anything)
@settings(max_examples=200, deadline=None)
@example('"')
@example('a" OR "b')
@example("NEAR(a b)")
@example("col:umn *")
@example("(" * 500)
@example("+" * 500 + "1")
@example("1 " * 500)
@example("a " * 5000)
@example("\0a\0")
@example("since:9999 until:9999-12-31")
@example("since:0001")
@example("x" * 100_000)
def test_any_text_yields_results_or_a_plain_message(text: str) -> None:
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "x.db") as store:
        store.log(Call(said=text, company=text, number=text))
        told = ""
        try:
            found = store.history(text)
        except Fault as fault:
            told = str(fault)
        if told:
            assert told.startswith("search: ")
            assert told.endswith(".")
        else:
            assert store.count(text) == len(found) <= 1


@given(st.text(max_size=20))
@settings(max_examples=200, deadline=None)
def test_folding_is_done_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)
    storable(name).encode()


def test_names_that_are_the_same() -> None:
    assert fold("  AT&T ") == fold("at & t") == "at t"
    assert fold("Café-Crème, Inc.") == "cafe creme inc"
    assert fold("[/]") == "[/]"


def test_words_of_a_number() -> None:
    assert number_words("+442079460958") == ["#442079460958", "<859064970244", "#2079460958"]
    assert number_words("+16145550133") == ["#6145550133", "<33105554161"]
    assert number_words("+3545551234")[2] == "#5551234"
    assert number_words("72645") == ["#72645", "<54627"]
    assert number_words("Private") == number_words("") == []
    assert number_forms("+442079460958") == ["442079460958", "2079460958"]


def test_beginnings_of_every_length_find_the_same_words(store: Store) -> None:
    store.log(Call(id="a", at=at(1), said="computer company"))
    store.log(Call(id="b", at=at(2), company="Compass", note="complaint"))
    for end in range(1, len("complaint") + 1):
        begun = "complaint"[:end]
        assert {row.id for row in store.history(begun)} == ({"a", "b"} if end <= 4 else {"b"})
    assert [row.id for row in store.history("comput")] == ["a"]


class Kind(NamedTuple):
    """A form of the language: how it is typed, and which calls it means."""

    typed: str
    means: Callable[[Row, Call], bool]


WORDS = ("free", "solar", "panel", "panels", "offer", "gift", "card")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
CALLS = st.builds(
    Call,
    company=TEXTS,
    said=TEXTS,
    note=TEXTS,
    agent=st.sampled_from(("", "Zoë", "Free")),
    number=st.sampled_from(("", "614 555 0133", "+44 20 7946 0958")),
    source=st.sampled_from(("", "import")),
    at=st.sampled_from([at(0), at(60 * 24), at(60 * 24 * 40)]),
)


def _texts(call: Call) -> list[list[str]]:
    return [
        text.lower().replace("ë", "e").split()
        for text in (call.company, call.said, call.note, call.agent)
    ]


def _word(word: str) -> Kind:
    return Kind(word, lambda _, call: any(word in text for text in _texts(call)))


def _begun(word: str) -> Kind:
    return Kind(
        word + "*",
        lambda _, call: any(one.startswith(word) for text in _texts(call) for one in text),
    )


def _phrase(one: str, other: str) -> Kind:
    return Kind(
        f'"{one} {other}"',
        lambda _, call: any(
            pair == (one, other) for text in _texts(call) for pair in pairwise(text)
        ),
    )


def _in_field(field: str, word: str) -> Kind:
    return Kind(f"{field}:{word}*", lambda _, call: any(
        one.startswith(word) for one in getattr(call, field).lower().replace("ë", "e").split()
    ))  # fmt: skip


def _number(typed: str, at_end: str) -> Kind:
    return Kind(
        f"number:{typed}",
        lambda _, call: bool(call.number) and at_end in "".join(filter(str.isdigit, call.number)),
    )


ATOMS = st.one_of(
    st.sampled_from(WORDS).map(_word),
    st.sampled_from(("fr", "so", "pan", "panel", "gif", "zo")).map(_begun),
    st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map(lambda two: _phrase(*two)),
    st.tuples(
        st.sampled_from(("company", "said", "note", "agent")), st.sampled_from(("fre", "pa", "x"))
    ).map(lambda two: _in_field(*two)),
    st.sampled_from([_number("0133", "0133"), _number("+1614555", "614555"), _number("0958", "0958")]),
    st.sampled_from(
        [
            Kind("label:upsell", lambda row, _: row.label == "upsell"),
            Kind("is:scam", lambda row, _: row.scam),
            Kind("is:corrected", lambda row, _: row.corrected),
            Kind("is:undetermined", lambda row, _: row.label == "undetermined"),
            Kind("permission:refused", lambda row, _: row.permission == "refused"),
            Kind("vendor:ac*", lambda row, _: row.vendor is not None),
            Kind("source:import", lambda _, call: call.source == "import"),
            Kind("since:2026-11-03", lambda _, call: call.at is not None and call.at >= at(720)),
            Kind("until:2026-11", lambda _, call: call.at is not None and call.at < at(50_000)),
        ]
    ),
)  # fmt: skip


def _not(kind: Kind) -> Kind:
    return Kind("-" + kind.typed, lambda row, call: not kind.means(row, call))


def _or(kinds: list[Kind]) -> Kind:
    return Kind(
        " OR ".join(kind.typed for kind in kinds),
        lambda row, call: any(kind.means(row, call) for kind in kinds),
    )


ITEMS = st.one_of(
    ATOMS, ATOMS.map(_not), st.lists(ATOMS | ATOMS.map(_not), min_size=2, max_size=3).map(_or)
)


@given(
    st.lists(st.tuples(CALLS, st.sampled_from(Label), st.booleans()), max_size=8),
    st.lists(ITEMS, min_size=1, max_size=3),
)
@settings(max_examples=60, deadline=None)
def test_each_form_means_what_a_plain_filter_tells(
    lived: list[tuple[Call, Label, bool]], asked: list[Kind]
) -> None:
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "x.db") as store:
        vendor = store.add_vendor(Vendor("Zzz", aliases=("Acme Corp",)))
        for call, label, ours in lived:
            judgement = judged(
                call, label, vendor if ours else None,
                Allowed.REFUSED if ours else Allowed.ALLOWED, scam=label is Label.SOLICITATION,
            )  # fmt: skip
            record = store.log(call, judgement)
            if label is Label.UPSELL and ours:
                store.correct(record.call.id, Label.UNDETERMINED)
        # Were a word the last, it might be only begun.
        text = " ".join([*(kind.typed for kind in asked), "-unheard"])
        wanted = [
            row.id
            for row in store.history(limit=99)
            if all(kind.means(row, store.record(row.id).call) for kind in asked)
        ]
        assert [row.id for row in store.history(text)] == wanted, text
        assert store.count(text) == len(wanted)
        assert [row.id for row in store.history(text, limit=1)] == wanted[:1]
