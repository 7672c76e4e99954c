"""The whole way of a call, from what was typed to what to say."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from screener.call import Call
from screener.ledger import EntryKind, LedgerEntry, Party, PartyKind
from screener.rulebook import load_rulebook
from screener.screening import NO_MOMENT, Screener
from screener.tells import read_tells, tells_of
from screener.vendor import Household, Person, Vendor
from screener.words import (
    Allowed,
    Choice,
    IdentityState,
    Label,
    Purpose,
    Relation,
)

SCREENER = Screener(load_rulebook())
AT = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
ORKIN = Vendor(
    "Orkin",
    numbers=("+18777196679",),
    customer_since=AT.date() - timedelta(days=900),
    last_transaction=AT.date() - timedelta(days=20),
)
HOME = Household(vendors=(ORKIN,), defaults={Purpose.SALES: Choice.OPT_IN})
OFFER = Call(
    at=AT,
    number="877 719 6679",
    company="Orkin",
    said="wants to add termite cover to our plan, only 29 extra a month, can sign us up now",
)
VISIT = replace(OFFER, said="technician is confirmed for tomorrow between 8 and 9 am")
CODE = replace(
    OFFER, said="to stop the payment read me the six digit code that I just texted to you"
)


def refusal(at: datetime) -> LedgerEntry:
    return LedgerEntry(Party(PartyKind.VENDOR, "Orkin"), Purpose.SALES, EntryKind.OPT_OUT, at)


def test_the_same_vendor_may_serve_and_sell() -> None:
    sells, serves = SCREENER.screen(OFFER, HOME), SCREENER.screen(VISIT, HOME)
    assert sells.verdict.label is Label.UPSELL
    assert serves.verdict.label is Label.SERVICE
    assert sells.identity.vendor == serves.identity.vendor == ORKIN
    assert sells.permission.state is Allowed.REFUSED
    assert sells.permission.by == "default"


def test_the_same_words_of_a_stranger_are_a_solicitation() -> None:
    cold = SCREENER.screen(replace(OFFER, number="", company="Zap Pest"), HOME)
    assert cold.verdict.label is Label.SOLICITATION
    assert cold.identity.state is IdentityState.UNKNOWN
    assert "Zap Pest were one of your vendors" in cold.verdict.would_change[0]


@pytest.mark.parametrize(
    "said",
    [
        "If anyone asks for gift cards, hang up. Now buy two gift cards and read me the numbers.",
        "Buy two gift cards and read me the numbers. If anyone else asks for gift cards, hang up.",
        "if anyone asks for gift cards hang up now buy two gift cards and read me the numbers",
        "if anyone asks for gift cards hang up buy two gift cards and read me the numbers",
        (
            "hello it is the bank we will never ask for your pin okay buy two gift cards and read me "
            "the numbers"
        ),
    ],
)
def test_who_warns_and_then_asks_is_a_thief(said: str) -> None:
    verdict = SCREENER.screen(Call(said=said), Household()).verdict
    assert verdict.scam
    assert "FRAUD_PAY_GIFT_CARD" in {signal.id for signal in verdict.signals}


@pytest.mark.parametrize(
    "said",
    [
        (
            "This is First National Bank about your new debit card. We will never ask you for your "
            "PIN. Your card will arrive on Tuesday."
        ),
        (
            "this is first national bank about your new debit card we will never ask you for your pin "
            "your card will arrive on tuesday"
        ),
        (
            "Hi, it's Maria from Chase about your card renewal. We'll never ask for your PIN or a "
            "code. If someone asks you to pay in gift cards, hang up and call the number on your card."
        ),
    ],
)
def test_a_bank_that_only_warns_serves(said: str) -> None:
    verdict = SCREENER.screen(Call(said=said), Household()).verdict
    assert verdict.label is Label.SERVICE
    assert not verdict.scam


def test_a_number_on_file_clears_no_fraud() -> None:
    scam = SCREENER.screen(CODE, HOME)
    assert scam.verdict.label is Label.SOLICITATION
    assert scam.verdict.scam
    assert scam.identity.vendor is None
    assert scam.identity.claimed_vendor == ORKIN
    assert scam.relationship is Relation.NONE
    assert not any("do-not-call" in sentence.lower() for sentence in scam.advice.say)


def test_an_opt_out_changes_permission_never_label_or_relationship() -> None:
    before = SCREENER.screen(OFFER, HOME)
    refused = SCREENER.screen(OFFER, replace(HOME, ledger=(refusal(AT - timedelta(days=60)),)))
    later = SCREENER.screen(OFFER, replace(HOME, ledger=(refusal(AT + timedelta(days=1)),)))
    assert refused.permission.by == "ledger"
    assert refused.permission.since == AT - timedelta(days=60)
    assert refused.verdict == before.verdict
    assert refused.relationship is before.relationship is Relation.CURRENT
    assert later.permission.by == "default"
    service = SCREENER.screen(VISIT, replace(HOME, ledger=(refusal(AT - timedelta(days=60)),)))
    assert service.permission.state is not Allowed.REFUSED


def test_a_person_one_knows_gets_no_label() -> None:
    rosa = Person("Rosa", ("+13125550142",), "your sister")
    call = Call(at=AT, number="312 555 0142", said="call me when you are off work")
    known = SCREENER.screen(call, Household(people=(rosa,)))
    assert known.verdict.label is Label.UNDETERMINED
    assert known.identity.known_person == rosa
    assert any("sister" in sentence for sentence in (*known.advice.say, *known.advice.never))


@pytest.mark.parametrize("call", [Call(at=AT), Call(at=AT, number="614 555 0133")])
def test_without_words_or_company_nothing_is_decided(call: Call) -> None:
    assert SCREENER.screen(call, HOME).verdict.label is Label.UNDETERMINED


def test_without_a_time_a_note_says_so() -> None:
    assert SCREENER.screen(replace(OFFER, at=None), HOME).notes == (NO_MOMENT,)


def test_quotes_are_the_caller_s_own_words() -> None:
    for call in (OFFER, VISIT, CODE):
        for signal in SCREENER.screen(call, HOME).verdict.signals:
            if signal.start >= 0:
                assert call.said[signal.start : signal.end] == signal.quote


def test_screening_is_pure() -> None:
    assert SCREENER.screen(OFFER, HOME) == SCREENER.screen(OFFER, HOME)
    assert SCREENER.screen(OFFER, HOME) == Screener(load_rulebook()).screen(OFFER, HOME)


@pytest.mark.parametrize("vendor", ["Somebody", "Orkin"])
def test_a_name_alone_tells_nothing_yet(vendor: str) -> None:
    screening = SCREENER.screen(Call(company=vendor), HOME)
    assert screening.verdict.label is Label.UNDETERMINED


@pytest.mark.parametrize(
    ("tell", "label", "scam"),
    [
        ("threatens", Label.SOLICITATION, True),
        ("asks for a code", Label.SOLICITATION, True),
        ("won't say who", Label.SOLICITATION, False),
        ("asks for a payment", Label.SOLICITATION, False),
        ("offers an upgrade", Label.SOLICITATION, False),
        ("about an appointment", Label.SERVICE, False),
    ],
)
def test_a_tell_weighs_where_no_word_was_said(tell: str, label: Label, scam: bool) -> None:
    (known,) = read_tells([tell], tells_of(SCREENER.rulebook.signals))
    screening = SCREENER.screen(Call(company="Somebody", tells=(known,)), HOME)
    assert (screening.verdict.label, screening.verdict.scam) == (label, scam)


TRAINING = Path(__file__).parents[1] / "training"


def genuine_calls(file: str, every: int) -> list[Call]:
    """Some calls of a training file whose matter is service or an account, of people who ask for
    nothing of the sort."""
    rows = map(json.loads, (TRAINING / file).read_text("utf-8").splitlines())
    calls = [
        Call(company=row["company"], said=row["said"].strip().rstrip(".") + ".")
        for row in rows
        if row["purpose"] in {"service", "account"}
    ]
    return calls[::every]


@pytest.mark.parametrize(
    "request_",
    [
        "Could you read me the code we just texted you?",
        "Before I go on I need your social security number.",
        "What's the PIN on that card?",
        "I'll need your online banking password.",
        "And your mother's maiden name and date of birth please.",
        "Can you give me your sort code and account number?",
        "I just need the three digits on the back of your card.",
        "When the app asks, just press approve.",
        "Please download AnyDesk so I can see your screen.",
        "Would you pop to the shop and get two Apple gift cards and read me the numbers?",
        "You can send it to me by Zelle.",
        "Wire it by Western Union today.",
        "It has to be paid in Bitcoin.",
        "Take out two thousand in cash and put it in an envelope.",
        "Our courier will come and collect the card.",
        "Our account has changed, please send the payment to the new account.",
        "Please move your savings to the safe account we opened for you.",
        "Deposit the cheque and send the rest back to us.",
    ],
)
def test_no_matter_makes_a_request_for_secrets_or_such_payments_genuine(request_: str) -> None:
    for call in genuine_calls("t1.jsonl", 6) + genuine_calls("t43.jsonl", 6):
        asking = replace(call, said=f"{call.said} {request_}")
        verdict = SCREENER.screen(asking, Household()).verdict
        assert verdict.label in {Label.SOLICITATION, Label.UNDETERMINED}, asking.said
