"""Advice: something to say in every case, nothing half filled, and never a list for a scam."""

import re
import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.advice import Advice, advise, read_advice, role_words
from screener.call import Answer, Call
from screener.consent import Permission
from screener.faults import Fault
from screener.identity import Identity
from screener.phone import Number, NumberKind
from screener.signals import Signal
from screener.vendor import Person, Vendor
from screener.verdict import Verdict
from screener.words import Allowed, IdentityState, Label, Purpose, Relation, Role, Status

FOLDER = Path(__file__).parent.parent / "rules" / "advice"
DOCUMENTS = {
    path.name: tomllib.loads(path.read_text("utf-8"))
    for path in FOLDER.glob("*.toml")
    if path.name != "aftercare.toml"
}
BOOK = read_advice(DOCUMENTS)

SHOWN = Number("(614) 555-0133", NumberKind.VALID, "+16145550133", "US", "fixed")
ACME = Vendor("Acme Insurance", numbers=("+16145550177",), category="insurance")
BANK = Vendor("First Bank", numbers=("+16145550178",), category="bank")
MARCH = date(2026, 3, 3)


def advice(
    label: Label = Label.SOLICITATION,
    purpose: Purpose = Purpose.SALES,
    *,
    scam: bool = False,
    state: IdentityState = IdentityState.UNKNOWN,
    vendor: Vendor | None = None,
    claimed: Vendor | None = None,
    person: Person | None = None,
    relation: Relation = Relation.NONE,
    allowed: Permission | None = None,
    role: Role = Role.UNKNOWN,
    also_selling: bool = False,
    confidence: float = 0.95,
    purposes: dict[Purpose, float] | None = None,
    asks: str = "",
    perhaps: bool = False,
    call: Call | None = None,
    region: str = "",
) -> Advice:
    call = Call(company="Acme", said="hello") if call is None else call
    identity = Identity(
        state,
        SHOWN,
        vendor=vendor,
        claimed_vendor=claimed or vendor,
        known_person=person,
        claimed_name=call.company,
    )
    verdict = Verdict(
        label,
        purpose,
        role,
        scam,
        also_selling,
        confidence,
        purposes=purposes or {purpose: 1.0},
        signals=(Signal("ASKS", Purpose.FRAUD, 1.0, "", "", asks=asks, perhaps=perhaps),)
        if asks
        else (),
    )
    given = Permission(Allowed.NOT_ASKED) if allowed is None else allowed
    return advise(call, identity, verdict, given, relation, BOOK, region)


def refused(by: str = "ledger", since: date | None = MARCH) -> Permission:
    return Permission(Allowed.REFUSED, by, since)


def sentences(given: Advice) -> list[str]:
    return [*given.say, *given.never, *given.next, *(question.words for question in given.ask)]


PERMISSIONS = (
    Permission(Allowed.NOT_ASKED),
    refused(),
    refused("preference", None),
    refused("default", None),
    Permission(Allowed.ALLOWED, "ledger", datetime(2026, 3, 3, tzinfo=UTC)),
    Permission(Allowed.ALLOWED, "expected"),
)


@pytest.mark.parametrize("purpose", list(Purpose))
@pytest.mark.parametrize("label", list(Label))
def test_every_case_has_words(label: Label, purpose: Purpose) -> None:
    cases = product(
        IdentityState,
        PERMISSIONS,
        (None, ACME, Vendor(" ", numbers=("",))),
        ("", "GB", "US"),
        (True, None),
        (Call(), Call(company="{None}", said="my bank", agent="\x1b[1m", status=Status.VOICEMAIL)),
    )
    for state, allowed, vendor, region, recorded, call in cases:
        given = advice(
            label,
            purpose,
            scam=purpose is Purpose.FRAUD,
            state=state,
            allowed=allowed,
            vendor=vendor,
            region=region,
            call=replace(call, recorded=recorded),
            confidence=0.5,
            purposes={Purpose.SALES: 0.5, Purpose.SERVICE: 0.5},
        )
        assert given.say
        assert given.never
        assert len(given.say) <= 3
        assert len(given.ask) <= 2
        assert len(given.never) <= 4
        assert len(given.next) <= 4
        assert len(set(given.say)) == len(given.say)
        for sentence in sentences(given):
            assert "{" not in sentence
            assert "None" not in sentence
            assert "  " not in sentence
            assert sentence.isprintable()
            assert sentence[0].isupper()


@pytest.mark.parametrize("asks", ["", "secret", "remote", "payment"])
@pytest.mark.parametrize("region", ["", "GB", "US"])
@pytest.mark.parametrize("label", list(Label))
def test_a_scam_is_hung_up_on_and_never_asked_for_a_list(
    label: Label, region: str, asks: str
) -> None:
    calls = (
        Call(company="Chase bank", said="your card was used"),
        Call(said="grandma, I am in jail, bail"),
        Call(company="IRS", said="warrant"),
        Call(said="press 1", recorded=True),
        Call(),
    )
    people = (None, Person("Ann", relation="your sister"))
    for call, claimed, allowed, person in product(calls, (None, ACME), PERMISSIONS, people):
        given = advice(
            label,
            Purpose.FRAUD,
            scam=True,
            claimed=claimed,
            allowed=allowed,
            region=region,
            asks=asks,
            call=call,
            person=person,
        )
        told = " ".join(sentences(given)).casefold()
        assert "do-not-call list" not in told
        assert "off your list" not in told
        assert any("hang up" in line or "hanging up" in line for line in given.say)
        assert given.ask == ()
        assert any("aftercare" in line for line in given.next)


def test_instructions_are_told_from_words_to_say() -> None:
    recorded = advice(call=Call(said="press one", recorded=True))
    assert recorded.say == recorded.do == ("Say nothing and press nothing: hang up.",)
    sister = advice(Label.UNDETERMINED, person=Person("Ann", relation="your sister"))
    assert sister.do == sister.say[:1]
    assert "your sister" in sister.do[0]
    assert len(sister.say) == 2
    message = advice(Label.SERVICE, Purpose.SERVICE, call=Call(status=Status.VOICEMAIL))
    assert message.do == message.say
    assert advice().do == ()


def test_a_broken_condition_is_named() -> None:
    broken = replace(refused("preference"), condition="only on weekdays from 9 to 17")
    for label in (Label.SOLICITATION, Label.UPSELL):
        given = advice(label, vendor=ACME, relation=Relation.CURRENT, allowed=broken)
        assert len(given.say) == 1
        assert given.say[0].startswith("I agreed to such calls only on weekdays from 9 to 17. ")
        assert "(only on weekdays from 9 to 17)" in given.next[0]
    recorded = advice(allowed=broken, call=Call(said="x", recorded=True))
    assert "hang up" in recorded.say[0]


_FILLING = "a an the or and to of for not no never it is that you your on in who so they them i"


def _alike(one: str, other: str) -> float:
    first, second = (
        set(re.findall(r"[a-z']+", s.lower())) - {*_FILLING.split()} for s in (one, other)
    )
    return len(first & second) / min(len(first), len(second))


@pytest.mark.parametrize("label", list(Label))
def test_no_two_sentences_of_a_list_say_the_same(label: Label) -> None:
    calls = (
        Call(company="x", said="x"),
        Call(said="bank fraud code grandma irs hmrc"),
        Call(said="x", recorded=True),
        Call(said="x", status=Status.VOICEMAIL),
    )
    for purpose, state, allowed, vendor, region, call, asks in product(
        Purpose,
        IdentityState,
        (Permission(Allowed.NOT_ASKED), refused()),
        (None, BANK),
        ("GB", "US"),
        calls,
        ("", "secret", "payment", "something"),
    ):
        scam = purpose is Purpose.FRAUD
        given = advice(
            label,
            purpose,
            scam=scam,
            state=state,
            allowed=allowed,
            vendor=None if scam else vendor,
            claimed=vendor,
            region=region,
            call=call,
            asks=asks,
        )
        for sentences_ in (given.never, given.next):
            for one, other in combinations(sentences_, 2):
                assert _alike(one, other) <= 0.6, (one, other)


def test_what_a_genuine_caller_perhaps_asks_for_is_warned_of_and_nobody_told_off() -> None:
    service: dict[str, Any] = {"label": Label.SERVICE, "purpose": Purpose.SERVICE}
    plain = advice(**service)
    doubted = advice(**service, asks="secret", perhaps=True)
    assert doubted.say == plain.say
    assert "should that be what they want" in doubted.never[0]
    assert "I give no codes" in advice(**service, asks="something").say[0]
    scam = advice(Label.SOLICITATION, Purpose.FRAUD, scam=True, asks="remote", perhaps=True)
    assert "No one gets onto my computer" in scam.say[0]


def test_a_cold_call() -> None:
    given = advice()
    assert given.say == ("Put me on your do-not-call list. Do not call this number again.",)
    assert [question.id for question in given.ask] == ["on_behalf_of", "ring_you_back"]


def test_refused_since_a_day() -> None:
    words = "You have had my request since 3 March 2026; please confirm the date"
    assert advice(allowed=refused()).say[0].startswith(words)
    own: dict[str, Any] = {
        "vendor": ACME,
        "state": IdentityState.NUMBER_ON_FILE,
        "relation": Relation.CURRENT,
    }
    given = advice(Label.UPSELL, allowed=refused("preference"), **own)
    assert given.say[0].startswith(words)
    assert given.say[1].startswith("Service calls only, please note it on my account")
    survey = advice(purpose=Purpose.SURVEY, allowed=refused())
    assert survey.say[0].startswith(words)
    by_default = advice(allowed=refused("default", None))
    assert not any("request" in line for line in by_default.say)


def test_an_upsell_by_an_own_vendor() -> None:
    given = advice(
        Label.UPSELL,
        vendor=ACME,
        state=IdentityState.NUMBER_ON_FILE,
        relation=Relation.CURRENT,
        region="US",
    )
    assert given.say[0] == (
        "Service calls only, please note it on my account; send offers in writing."
    )
    assert any("Acme Insurance yourself: (614) 555-0177" in line for line in given.next)


@pytest.mark.parametrize("state", [each for each in IdentityState if each != "number_on_file"])
def test_service_from_a_number_not_on_file_rings_back(state: IdentityState) -> None:
    for purpose, relation, vendor, call, region, allowed, selling in product(
        (Purpose.SERVICE, Purpose.ACCOUNT, Purpose.SURVEY, Purpose.COLLECTIONS),
        Relation,
        (None, ACME, BANK),
        (Call(said="x"), Call(said="bank fraud"), Call(said="x", recorded=True)),
        ("", "GB"),
        PERMISSIONS,
        (True, False),
    ):
        given = advice(
            Label.SERVICE,
            purpose,
            state=state,
            relation=relation,
            vendor=vendor,
            call=call,
            region=region,
            allowed=allowed,
            also_selling=selling,
        )
        told = " ".join((*given.say, *given.next)).casefold()
        assert "ring back on the number" in told


def test_a_bank_is_rung_on_the_number_on_the_card() -> None:
    own: dict[str, Any] = {
        "vendor": BANK,
        "state": IdentityState.CLAIMED,
        "relation": Relation.CURRENT,
    }
    assert "number on my card" in advice(Label.SERVICE, Purpose.SERVICE, **own).say[0]
    assert "159" in advice(Label.SERVICE, Purpose.SERVICE, region="GB", **own).say[0]
    scam: dict[str, Any] = {"scam": True, "claimed": BANK}
    assert "number on my card" in advice(purpose=Purpose.FRAUD, **scam).say[0]
    assert "159" in advice(purpose=Purpose.FRAUD, region="GB", **scam).say[0]
    assert "159" not in " ".join(sentences(advice(purpose=Purpose.FRAUD, region="US", **scam)))


def test_collector_survey_charity_and_campaign() -> None:
    collector = advice(Label.UNDETERMINED, Purpose.COLLECTIONS, region="US")
    assert "validation letter" in collector.say[0]
    assert any("30 days" in line for line in collector.next)
    assert [q.id for q in advice(purpose=Purpose.SURVEY).ask] == [
        "who_pays_survey",
        "anything_sold",
    ]
    charity = advice(purpose=Purpose.FUNDRAISING)
    assert "in writing" in charity.say[0]
    assert charity.ask[0].id == "paid_fundraiser"
    assert "list" in advice(purpose=Purpose.POLITICAL).say[0]


def test_someone_you_know() -> None:
    sister = Person("Ann {Lee}", relation="your sister")
    given = advice(Label.UNDETERMINED, Purpose.UNKNOWN, person=sister, confidence=0.1)
    assert given.say[0] == (
        "You know this number (your sister); a voice or number can be faked: "
        "if money is asked, ring back."
    )
    assert given.ask == ()
    unnamed = replace(sister, relation="")
    assert "(Ann (Lee))" in advice(Label.UNDETERMINED, Purpose.UNKNOWN, person=unnamed).say[0]


def test_silence() -> None:
    for call in (Call(), Call(said="Silence, then they hung up")):
        given = advice(Label.UNDETERMINED, Purpose.UNKNOWN, call=call)
        assert given.say == ("Hello? Who is calling, please?",)
        assert any("silent call" in line for line in given.next)


def test_text_from_outside_is_made_harmless_and_short() -> None:
    vendor = replace(ACME, name="[red]\x1b[31m" + "Ä" * 90 + "\u202e{vendor}")
    given = advice(Label.UPSELL, vendor=vendor, relation=Relation.CURRENT)
    told = " ".join(sentences(given))
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "Ä" * 50 in told
    assert "Ä" * 60 not in told


def test_a_name_at_the_start_keeps_its_letters_and_a_neutral_one_gets_a_capital() -> None:
    book = read_advice(
        {"a.toml": {"format": 1, "advice": [{"id": "a", "say": ["{vendor} called. {agent} too."]}]}}
    )
    verdict = Verdict(Label.UPSELL, Purpose.SALES)
    allowed = Permission(Allowed.NOT_ASKED)
    bare = Identity(IdentityState.UNKNOWN, SHOWN)
    given = advise(Call(), bare, verdict, allowed, Relation.NONE, book)
    assert given.say == ("The company called. The caller too.",)
    named = replace(bare, vendor=Vendor("eBay Inc."))
    given = advise(Call(agent="dee"), named, verdict, allowed, Relation.NONE, book)
    assert given.say == ("eBay Inc called. dee too.",)


def test_an_unsure_verdict_asks_what_settles_it() -> None:
    open_call: dict[str, Any] = {
        "label": Label.UPSELL,
        "vendor": ACME,
        "relation": Relation.CURRENT,
        "confidence": 0.55,
        "purposes": {Purpose.SALES: 0.55, Purpose.SERVICE: 0.45},
    }
    given = advice(**open_call)
    assert given.ask[0].id == "have_or_offer"
    assert len(given.ask) == 2
    asked = Call(said="hello", answers=(Answer("have_or_offer", "offer"),))
    assert all(question.id != "have_or_offer" for question in advice(**open_call, call=asked).ask)
    stranger = advice(confidence=0.5, purposes={Purpose.SERVICE: 0.5, Purpose.FRAUD: 0.5})
    assert not BOOK.questions.of_vendor & {question.id for question in stranger.ask}
    for nobody in (Call(said="x", recorded=True), Call(said="x", status=Status.VOICEMAIL)):
        assert advice(**open_call, call=nobody).ask == ()


def test_a_suspected_scam_is_asked_only_what_ends_the_call() -> None:
    close = {Purpose.SALES: 0.4, Purpose.FRAUD: 0.35, Purpose.SERVICE: 0.25}
    for claimed, shares in product((None, ACME), (close, {Purpose.UNKNOWN: 1.0})):
        asked = advice(
            purpose=Purpose.FRAUD, scam=True, claimed=claimed, confidence=0.5, purposes=shares
        ).ask
        assert {question.id for question in asked} <= {"keep_on_the_line", "ring_back"}
        assert asked


def test_every_role_has_a_short_sentence() -> None:
    for role in Role:
        words = role_words(role, BOOK)
        assert 40 <= len(words) <= 160
        assert advice(role=role).role == words
    assert len({role_words(role, BOOK) for role in Role}) == len(Role)


purposes = st.dictionaries(st.sampled_from(Purpose), st.floats(0, 1))
texts = st.text(max_size=80)


@given(texts, texts, texts, purposes, st.sampled_from(Role), st.sampled_from(Label))
def test_any_text_is_taken(
    company: str, said: str, agent: str, shares: dict[Purpose, float], role: Role, label: Label
) -> None:
    call = Call(company=company, said=said, agent=agent)
    vendor = Vendor(company, numbers=(agent,), category=said)
    given = advice(label, vendor=vendor, call=call, role=role, confidence=0.4, purposes=shares)
    assert given.say
    for sentence in sentences(given):
        assert "{" not in sentence
        assert sentence.isprintable()


def rule(**more: object) -> dict[str, Any]:
    return {"format": 1, "advice": [{"id": "one", "say": ["Hello."]} | more]}


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({}, "'format' is missing"),
        (rule(mood="x"), "mine.toml, one: unknown key 'mood'"),
        (rule(when={"weather": ["x"]}), "mine.toml, one, when: unknown key 'weather'"),
        (rule(when={"label": ["spam"]}), "'spam' is no label"),
        (rule(when={"label": "upsell"}), "'label' must be a list"),
        (rule(when={"label": []}), "never hold"),
        (rule(when={"scam": "yes"}), "true or false"),
        (rule(when={"knows": ["shoe"]}), "'shoe' is no knows"),
        (rule(when=3), "expected a table"),
        (rule(say=["Hello {shoe}."]), "{shoe} is no placeholder"),
        (rule(say=["Hello {vendor."]), "a brace stands alone"),
        (rule(say=[]), "gives nothing"),
        (rule(do=["Hang {up}."]), "{up} is no placeholder"),
        (rule(say=[""]), "not empty"),
        (rule(say=["x" * 201]), "201 characters"),
        (rule(ask=["who_are_you"]), "'who_are_you' is no question"),
        (rule(rank=10), "'rank' must be a whole number from 0 to 9"),
        (rule(rank=True), "'rank' must be a whole number"),
        (rule(only=["shout"]), "'shout' is no only"),
        (rule(id=7), "mine.toml, advice 1: 'id'"),
        ({"format": 1, "advice": [{"id": "a", "say": ["b"]}] * 2}, "taken"),
        ({"format": 1, "advice": ["a"]}, "expected a table"),
    ],
)
def test_a_broken_file_is_a_fault(document: dict[str, Any], told: str) -> None:
    with pytest.raises(Fault) as fault:
        read_advice({"mine.toml": document})
    assert "mine.toml" in str(fault.value)
    assert told in str(fault.value)


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ({"id": "wizard", "words": "Casts spells."}, "no such role"),
        ({"id": "unknown", "words": "x" * 161}, "161 characters"),
        ({"id": "unknown", "words": "{vendor}"}, "brace"),
        ({"id": "unknown"}, "'words' is missing"),
    ],
)
def test_a_broken_role_is_a_fault(role: dict[str, str], told: str) -> None:
    with pytest.raises(Fault, match=r"roles\.toml") as fault:
        read_advice({"roles.toml": {"format": 1, "role": [role]}})
    assert told in str(fault.value)


def test_a_later_file_replaces_entries_of_the_same_id() -> None:
    mine = {
        "format": 1,
        "advice": [{"id": "cold", "when": {"label": ["solicitation"]}, "say": ["No."]}],
    }
    roles = {"format": 1, "role": [{"id": "unknown", "words": "Who knows."}]}
    book = read_advice({**DOCUMENTS, "/home/me/mine.toml": mine, "/home/me/roles.toml": roles})
    assert len(book.rules) == len(BOOK.rules)
    assert role_words(Role.UNKNOWN, book) == "Who knows."
    assert role_words(Role.IMPOSTOR, book) == role_words(Role.IMPOSTOR, BOOK)
    assert next(rule for rule in book.rules if rule.id == "cold").say == ("No.",)
