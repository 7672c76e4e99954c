"""Signals: phrases, conditions, groups and facts, and that nothing can hang."""

from collections.abc import Mapping
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.call import Answer, Call
from screener.faults import Fault
from screener.hearing import hear_words
from screener.identity import Identity
from screener.index import Index
from screener.matching import hits_at, reach
from screener.phone import Number, NumberKind
from screener.phrases import read_phrase
from screener.rulefiles import read_rules
from screener.signals import Answered, Ear, Signal
from screener.words import IdentityState, Purpose, Relation

NUMBER = Number("+16145550130", NumberKind.VALID, "+16145550130", "US", "fixed_or_mobile")
NOBODY = Identity(IdentityState.UNKNOWN, NUMBER)


def table(name: str = "SALES_ADD_ON", **keys: Any) -> dict[str, Any]:
    rule = {
        "id": name,
        "title": "offers an add-on",
        "why": "The caller offers something on top.",
        "weight": 1.0,
        "any": ["add"],
        "examples": {"match": ["add"], "no_match": ["none"]},
    }
    return {key: value for key, value in (rule | keys).items() if value is not None}


def ear_of(
    *tables: Mapping[str, Any],
    groups: Mapping[str, float] | None = None,
    purpose: str = "sales",
    answers: Mapping[tuple[str, str], Answered] | None = None,
) -> Ear:
    documents = {"a.toml": {"format": 1, "purpose": purpose, "signal": list(tables)}}
    reading = read_rules(documents)
    assert not reading.faults
    return Ear(reading.rules, groups or {}, answers)


def hear(ear: Ear, said: str = "", **facts: Any) -> tuple[Signal, ...]:
    identity = facts.pop("identity", NOBODY)
    relation = facts.pop("relationship", Relation.NONE)
    return ear.hear(Call(said=said, **facts), identity, relation)


def quotes(said: str, **keys: Any) -> list[str]:
    return [signal.quote for signal in hear(ear_of(table(**keys)), said)]


def found(phrase: str, text: str) -> list[str]:
    index = Index.of([phrase])
    heard = hear_words(text)
    places = index.places(heard)
    ends = index.matching(places).get(0, 0)
    return [heard.quote(*hit) for hit in hits_at(index.phrase(0), ends, places)]


@pytest.mark.parametrize(
    ("phrase", "text", "quoted"),
    [
        ("add", "Add it, add-on", ["Add", "add"]),
        ("renew*", "renewal of the renewed plan", ["renewal", "renewed"]),
        ("don't call", "do not call; don’t call", ["do not call", "don’t call"]),
        ("add .. plan", "add it to your plan", ["add it to your plan"]),
        ("add .. plan", "add it to your very plan", []),
        ("add ..5 plan", "add it to your very plan", ["add it to your very plan"]),
        ("add .. plan", "add a plan, add plan", ["add a plan", "add plan"]),
        ("your (plan|bank account|polic*) now", "your bank account now", ["your bank account now"]),
        ("your (plan|bank account|polic*) now", "your policies now", ["your policies now"]),
        ("a (brand)? new roof", "a new roof, a brand new roof", ["a new roof", "a brand new roof"]),
        ("press #", "press 1 or press nine", ["press 1", "press nine"]),
        ("press 1", "press one", ["press one"]),
        ("only $", "only $41, only forty bucks, only 3", ["only $41", "only forty bucks"]),
        ("% off", "30% off and thirty percent off", ["30% off", "thirty percent off"]),
        ("(#|$) a month", "41 a month", ["41 a month"]),
        ("an appt", "an appointment", ["an appointment"]),
        ("aep", "the a e p window", ["a e p"]),
        ("call .. (today)?", "please call", ["call"]),
        ("(the|a) .. (year end|clear out) sale", "a big year-end sale", ["a big year-end sale"]),
    ],
)
def test_phrases_match(phrase: str, text: str, quoted: list[str]) -> None:
    assert found(phrase, text) == quoted


@pytest.mark.parametrize(
    ("phrase", "fault"),
    [
        ("", "empty"),
        (".. plan", "both sides"),
        ("add .. .. plan", "two gaps"),
        ("add ..9 plan", "a gap is"),
        ("add ... plan", "a gap is"),
        ("(add|plan", "never closed"),
        ("add) plan", "without an opening"),
        ("(a|(b|c))", "must not hold alternatives"),
        ("(a|)", "empty"),
        ("re*", "at least 3 letters"),
        ("r[ae]new", "neither a word"),
        ("(add)?", "must not be optional"),
        ("a b c d e f g h j l m o p".replace(" ", " x"), "at most 12"),
        (" ".join(["(a1|b1|c1|d1|e1|f1|g1|h1)"] * 5), "readings"),
    ],
)
def test_a_phrase_that_is_none_is_told(phrase: str, fault: str) -> None:
    with pytest.raises(Fault, match=fault):
        read_phrase(phrase)


def test_a_signal_quotes_the_original_words() -> None:
    said = "Hi — you’ve been PRE-SELECTED, madam"
    (signal,) = hear(ear_of(table(any=["you have been pre-selected"])), said)
    assert signal.quote == "you’ve been PRE-SELECTED" == said[signal.start : signal.end]
    assert (signal.purpose, signal.weight, signal.why) == (
        Purpose.SALES,
        1.0,
        "The caller offers something on top.",
    )


def test_a_rule_gives_one_signal_its_first_hit() -> None:
    assert quotes("first a plan, then add", any=["add", "plan"]) == ["plan"]


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("this is not a sales call", 0),
        ("this isn't a sales call", 0),
        ("never any sales call from us", 0),
        ("not only a sales call", 1),
        ("why not take a sales call", 1),
        ("don't miss this sales call", 1),
        ("no problem, a sales call", 1),
        ("no fee sales call", 1),
        ("not today. A sales call", 1),
        ("it is not at all in any way a sales call", 1),
    ],
)
def test_a_negated_hit_does_not_count(said: str, count: int) -> None:
    assert len(quotes(said, any=["sales call"])) == count


def test_negation_can_be_asked_for() -> None:
    assert quotes("not a sales call", any=["sales call"], negated="only") == ["sales call"]
    assert quotes("a sales call", any=["sales call"], negated="only") == []
    assert quotes("not a sales call", any=["sales call"], negated="either") == ["sales call"]


def test_a_later_hit_counts_where_the_first_is_negated() -> None:
    said = "not a sales call. It was a sales call"
    (signal,) = hear(ear_of(table(any=["sales call"])), said)
    assert signal.start > said.index(".")


@pytest.mark.parametrize(
    ("speaker", "quoted"),
    [("caller", []), ("consumer", ["have solar"]), ("anyone", ["have solar"])],
)
def test_a_rule_listens_to_its_speaker(speaker: str, quoted: list[str]) -> None:
    assert quotes("told him we have solar", any=["have solar"], speaker=speaker) == quoted


@pytest.mark.parametrize(
    ("where", "quoted"), [("opening", ["offer"]), ("ending", []), ("anywhere", ["offer"])]
)
def test_a_rule_listens_in_its_part(where: str, quoted: list[str]) -> None:
    assert (
        quotes("one offer and then eight other words come here", any=["offer"], where=where)
        == quoted
    )


def test_near_and_unless_look_at_the_words_around() -> None:
    keys: dict[str, Any] = {"any": ["upgrade"], "near": ["per month"], "within": 3}
    assert quotes("an upgrade at $4 per month", **keys) == ["upgrade"]
    assert quotes("per month the upgrade", **keys) == ["upgrade"]
    assert quotes("an upgrade that you will like per month", **keys) == []
    keys = {"any": ["upgrade"], "unless": ["ready for pickup"], "within": 4}
    assert quotes("your upgrade is ready for pickup", **keys) == []
    assert quotes("your upgrade costs nothing at all and is ready for pickup", **keys) == [
        "upgrade"
    ]


WARNED: dict[str, Any] = {
    "any": ["(buy|ask for) .. gift cards", "your (pin|code)"],
    "unless": ["(if|when) anyone asks", "(never|not) ..4 (ask|tell)", "scam*", "prescription"],
    "within": 12,
}


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("If anyone asks you to buy gift cards, hang up.", []),
        ("We will never ask for your PIN", []),
        ("we will never ask for your pin when we call", []),
        ("If anyone asks, hang up. Buy two gift cards.", ["Buy two gift cards"]),
        ("Buy two gift cards. If anyone asks, hang up.", ["Buy two gift cards"]),
        ("if anyone asks hang up buy two gift cards", ["buy two gift cards"]),
        ("we never ask that but tell me your pin", ["your pin"]),
        ("We never ask for your PIN. What is your PIN?", ["your PIN"]),
        ("we never ask for your pin now what is your code", ["your code"]),
        ("Beware of scammers. They may ask for gift cards.", []),
        ("Beware of scammers!! They may ask for gift cards.", []),
        ("Beware of scammers. We ask for gift cards.", ["ask for gift cards"]),
        ("You have your code. Do not tell it to me.", []),
        ("You have your code. It is the one that we do not tell.", ["your code"]),
        ("Your prescription is ready. Bring your code.", []),
        ("Buy two gift cards", ["Buy two gift cards"]),
        ("They", []),
    ],
)
def test_a_warning_excuses_only_what_it_speaks_of(said: str, heard: list[str]) -> None:
    ear = ear_of(table(**WARNED), purpose="fraud")
    assert [signal.quote for signal in hear(ear, said)] == heard


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("Bring your code for the prescription.", []),
        ("Your prescription is ready. Tell me your code.", ["your code"]),
        ("Tell me your code. Prescription 4471 is ready.", ["your code"]),
        ("your prescription is ready, bring your code", []),
    ],
)
def test_a_subject_excuses_a_request_only_in_its_own_sentence(said: str, heard: list[str]) -> None:
    ear = ear_of(table(**WARNED, asks="secret"), purpose="fraud")
    assert [signal.quote for signal in hear(ear, said)] == heard


def test_only_signs_of_fraud_ask_what_a_warning_speaks_of() -> None:
    said = "If anyone asks, hang up. Buy two gift cards."
    assert quotes(said, **WARNED) == []
    clearing = ear_of(table(**WARNED, weight=-1.0), purpose="fraud")
    assert hear(clearing, said) == ()


def test_a_near_miss_counts_only_where_it_is_asked_for() -> None:
    said = "about your extended warrantee coverage"
    said = said.replace("warrantee", "warrantyy")
    assert quotes(said, any=["extended warranty"]) == []
    assert quotes(said, any=["extended warranty"], fuzzy=True) == ["extended warrantyy"]


def test_facts_must_hold() -> None:
    ear = ear_of(
        table("BY_IDENTITY", any=None, when={"identity": ["claimed"]}),
        table("BY_RELATION", any=None, when={"relationship": ["current"]}),
        table("BY_RECORDING", any=["press"], when={"recorded": True}),
        table("BY_WITHHELD", any=None, when={"withheld": True}),
        table("BY_LINE", any=None, when={"line": ["premium"]}),
    )

    def ids(said: str = "", **facts: Any) -> list[str]:
        return [signal.id for signal in hear(ear, said, **facts)]

    assert ids("press") == []
    assert ids("press", recorded=True) == ["BY_RECORDING"]
    assert ids(identity=Identity(IdentityState.CLAIMED, NUMBER)) == ["BY_IDENTITY"]
    assert ids(relationship=Relation.CURRENT) == ["BY_RELATION"]
    withheld = Identity(IdentityState.UNKNOWN, Number("", NumberKind.WITHHELD))
    assert ids(identity=withheld) == ["BY_WITHHELD"]
    premium = Identity(IdentityState.UNKNOWN, NUMBER._replace(line="premium"))
    (signal,) = hear(ear, "", identity=premium)
    assert (signal.id, signal.quote, signal.start) == ("BY_LINE", "", -1)


def test_a_need_must_be_heard_too() -> None:
    ear = ear_of(
        table("LAST", any=["press"], needs=["MIDDLE"]),
        table("MIDDLE", any=["debt"], needs=["FIRST"]),
        table("FIRST", any=["court"]),
    )
    assert [one.id for one in hear(ear, "press for debt")] == []
    assert [one.id for one in hear(ear, "press for debt or court")] == ["LAST", "MIDDLE", "FIRST"]


def test_a_group_adds_at_most_its_cap() -> None:
    rules = [
        table("ONE", any=["one"], group="offer", weight=3.0, also={"service": -1.0}),
        table("TWO", any=["two"], group="offer", weight=-1.0),
        table("THREE", any=["three"]),
    ]
    signals = hear(ear_of(*rules, groups={"offer": 2.0}), "one two three")
    assert [one.weight for one in signals] == [1.5, -0.5, 1.0]
    assert signals[0].also == {Purpose.SERVICE: -0.5}
    assert [one.weight for one in hear(ear_of(*rules, groups={"offer": 9.0}), "one two")] == [3, -1]


def test_a_tell_that_was_ticked_fires_without_words() -> None:
    ear = ear_of(table("TELL", any=["code"], tell="asks for a code"))
    (signal,) = hear(ear, "nothing", tells=("TELL", "GONE"))
    assert (signal.id, signal.quote, signal.start) == ("TELL", "asks for a code", -1)
    assert [one.quote for one in hear(ear, "the code", tells=("TELL",))] == ["code"]


def test_an_answer_is_a_signal() -> None:
    weights = {Purpose.SERVICE: -2.0, Purpose.SALES: 2.5}
    ear = ear_of(table(), answers={("have_or_offer", "offer"): Answered(weights, "An offer.")})
    answers = (Answer("have_or_offer", "offer"), Answer("gone", "yes"))
    (signal,) = hear(ear, "", answers=answers)
    assert signal.id == "ANSWER_HAVE_OR_OFFER_OFFER"
    assert (signal.purpose, signal.weight, signal.also) == (
        Purpose.SALES,
        2.5,
        {Purpose.SERVICE: -2.0, Purpose.UNKNOWN: -2.5},
    )


def test_what_did_not_count_is_told_with_its_reason() -> None:
    ear = ear_of(
        table("NEGATED", any=["sales call"]),
        table("SPOKEN", any=["solar"]),
        table("NEAR", any=["upgrade"], unless=["ready"]),
        table("NEEDY", any=["press"], needs=["NEGATED"]),
    )
    call = Call(said="Not a sales call, upgrade ready, press 1. Told him we have solar")
    passed = {
        one.rule: (one.quote, one.reason) for one in ear.passed_over(call, NOBODY, Relation.NONE)
    }
    assert passed == {
        "NEGATED": ("sales call", "negated"),
        "SPOKEN": ("solar", "not the words of the caller"),
        "NEAR": ("upgrade", "“ready” stands near it"),
        "NEEDY": ("press", "none of its needs was heard"),
    }


_WORDS = [
    "add",
    "plan",
    "not",
    "no",
    "$4",
    "5%",
    "press",
    "1",
    "one",
    "I said",
    "he",
    ".",
    "İ",
    "warrantyy",
]
_PHRASES = ["add .. plan", "(press|add) (#|$|%)", "plan ..8 (add|one more)?", "one", "warranty"]
_EARS = ear_of(
    table("A", any=_PHRASES, near=["# ..8 #"], unless=["no plan"], within=30),
    table("B", any=["add ..8 add ..8 add"], speaker="anyone", negated="either"),
    table("C", any=_PHRASES, fuzzy=True, where="ending", negated="either"),
)


@given(
    st.one_of(st.text(max_size=80), st.lists(st.sampled_from(_WORDS), max_size=60).map(" ".join))
)
def test_any_text_is_heard_and_quotes_are_slices_of_it(said: str) -> None:
    signals = hear(_EARS, said)
    assert all(one.quote == said[one.start : one.end] != "" for one in signals)
    assert len({one.id for one in signals}) == len(signals)


@given(
    st.lists(
        st.sampled_from(["a", "b", "..", "..8", "(a|b c)", "(b)?", "#", "add*"]),
        min_size=1,
        max_size=6,
    ),
    st.lists(st.sampled_from(["a", "b", "c", "7", "adding"]), max_size=12),
)
def test_any_phrase_is_a_fault_or_matches_what_it_quotes(
    pieces: list[str], said: list[str]
) -> None:
    phrase, text = " ".join(pieces), " ".join(said)
    try:
        read_phrase(phrase)
    except Fault:
        return
    for quoted in found(phrase, text):
        assert found(phrase, quoted)


_PIECES = [
    "a",
    "bb",
    "..",
    "..8",
    "(a|bb c)",
    "(a .. c|bb|# a)",
    "(bb)?",
    "(c a)?",
    "#",
    "$",
    "add*",
    "c",
]


@given(
    st.lists(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=5), min_size=1, max_size=8),
    st.lists(
        st.sampled_from(["a", "bb", "c", "7", "twenty", "$5", "dollars", "adding"]), max_size=15
    ),
)
def test_the_index_finds_what_a_loop_over_all_phrases_finds(
    phrases: list[list[str]], said: list[str]
) -> None:
    texts = []
    for pieces in phrases:
        try:
            read_phrase(" ".join(pieces))
        except Fault:
            continue
        texts.append(" ".join(pieces))
    index = Index.of(texts)
    places = index.places(hear_words(" ".join(said)))
    every = {number: index.phrase(number) for number in index.numbers.values()}
    looped = {
        number: ends
        for number, phrase in every.items()
        if (ends := reach(phrase.program, places.everywhere, places))
    }
    assert index.matching(places) == looped


@pytest.mark.parametrize("said", ["add " * 250_000 + "plan", "a" * 1_000_000, "." * 1_000_000])
def test_a_pathological_text_takes_bounded_time(said: str) -> None:
    phrase = "add ..8 add ..8 (add|plan) ..8 add ..8 (add|add add) ..8 add ..8 plan"
    ear = ear_of(
        table("A", any=[phrase], near=[phrase], within=30),
        table("B", any=["add"], negated="only"),
        table("C", any=["addition*"], fuzzy=True),
    )
    start = perf_counter()
    hear(ear, said)
    assert perf_counter() - start < 3.0
