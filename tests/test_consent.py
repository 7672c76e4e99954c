"""Permission: its one order, its dates, and that nobody slips past a refusal."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.call import Call
from screener.conditions import Conditions, Hours, Limit, Period
from screener.consent import Permission, one_name, permission, spoken_day
from screener.identity import Identity
from screener.known import NOTHING_KNOWN, Known
from screener.ledger import EntryKind, LedgerEntry, Party, PartyKind
from screener.phone import Number, NumberKind
from screener.vendor import Expecting, Household, Preference, Vendor
from screener.words import PREFERENCE_PURPOSES, Allowed, Choice, IdentityState, Purpose

EASTERN = timezone(timedelta(hours=-5))
AT = datetime(2026, 11, 4, 10, 30, tzinfo=EASTERN)
DAY = AT.date()
NUMBER = "+16145550133"
SHOWN = Number("(614) 555-0133", NumberKind.VALID, NUMBER, "US", "fixed")
WITHHELD = Number("Private", NumberKind.WITHHELD)

IN, OUT = EntryKind.OPT_IN, EntryKind.OPT_OUT
BACK, NOTED = EntryKind.REVOCATION, EntryKind.CONFIRMATION
ACME = Vendor("Acme Insurance", aliases=("Acme",))

VENDOR = Party(PartyKind.VENDOR, "Acme Insurance")
ALIAS = Party(PartyKind.VENDOR, "ACME")
SAME_NUMBER = Party(PartyKind.NUMBER, NUMBER)
AS_TYPED = Party(PartyKind.NUMBER, "614-555-0133")
NAME = Party(PartyKind.NAME, "the acme, Inc.")


def entry(
    party: Party,
    kind: EntryKind,
    at: datetime = AT - timedelta(days=10),
    purpose: Purpose = Purpose.SALES,
    logged_at: datetime | None = None,
) -> LedgerEntry:
    return LedgerEntry(party, purpose, kind, at, logged_at)


def decide(
    *ledger: LedgerEntry,
    purpose: Purpose = Purpose.SALES,
    vendor: Vendor | None = ACME,
    preferences: Iterable[Preference] = (),
    defaults: Mapping[Purpose, Choice] | None = None,
    expecting: Iterable[Expecting] = (),
    at: datetime | None = AT,
    number: Number = SHOWN,
    claimed: str = "Acme Inc",
    known: Known = NOTHING_KNOWN,
    zone: str = "",
) -> Permission:
    if vendor is not None:
        vendor = replace(vendor, preferences=tuple(preferences))
    household = Household(
        vendors=(vendor,) if vendor else (),
        ledger=tuple(ledger),
        defaults=defaults or {},
        expecting=tuple(expecting),
        time_zone=zone,
    )
    call = Call(at=at, number=number.raw, company=claimed)
    identity = Identity(IdentityState.CLAIMED, number, vendor=vendor, claimed_name=claimed)
    day = None if at is None else at.date()
    return permission(call, purpose, identity, household, vendor, day, known)


ALLOWED, REFUSED, NOT_ASKED = Allowed.ALLOWED, Allowed.REFUSED, Allowed.NOT_ASKED
SALES_IN = Preference(Purpose.SALES, Choice.OPT_IN)
SALES_OUT = Preference(Purpose.SALES, Choice.OPT_OUT)
ASKED_FIRST = {Purpose.SALES: Choice.OPT_IN}
OPEN_DOOR = {Purpose.SALES: Choice.OPT_OUT}
SOON = Expecting("", AT - timedelta(hours=1), AT + timedelta(hours=1))


@pytest.mark.parametrize(
    ("ledger", "more", "state", "by"),
    [
        ([entry(VENDOR, OUT)], {"expecting": [SOON], "preferences": [SALES_IN]}, REFUSED, "ledger"),
        ([entry(VENDOR, IN)], {"preferences": [SALES_OUT]}, ALLOWED, "ledger"),
        ([], {"expecting": [SOON], "preferences": [SALES_OUT]}, ALLOWED, "expected"),
        ([], {"preferences": [SALES_OUT], "defaults": OPEN_DOOR}, REFUSED, "preference"),
        ([], {"preferences": [SALES_IN], "defaults": ASKED_FIRST}, ALLOWED, "preference"),
        ([], {"defaults": ASKED_FIRST}, REFUSED, "default"),
        ([], {"defaults": OPEN_DOOR}, ALLOWED, "default"),
        ([], {}, NOT_ASKED, ""),
    ],
)
def test_the_order(
    ledger: list[LedgerEntry], more: dict[str, Any], state: Allowed, by: str
) -> None:
    found = decide(*ledger, **more)
    assert (found.state, found.by) == (state, by)
    assert found.words.startswith(state.value.replace("_", " "))


@pytest.mark.parametrize("party", [VENDOR, ALIAS, SAME_NUMBER, AS_TYPED, NAME])
def test_every_party_of_the_call_bears_on_it(party: Party) -> None:
    assert decide(entry(party, OUT)).state is REFUSED
    assert decide(entry(party, IN)).state is ALLOWED


@pytest.mark.parametrize(
    ("party", "more"),
    [
        (Party(PartyKind.VENDOR, "Apex"), {}),
        (Party(PartyKind.NUMBER, "+16145550134"), {}),
        (Party(PartyKind.NAME, "Acme Solar"), {}),
        (SAME_NUMBER, {"number": WITHHELD}),
        (VENDOR, {"vendor": None}),
        (Party(PartyKind.NAME, ""), {"claimed": "", "vendor": None}),
        (Party(PartyKind.NUMBER, ""), {"number": Number("?!", NumberKind.INVALID)}),
    ],
)
def test_other_parties_do_not(party: Party, more: dict[str, Any]) -> None:
    assert decide(entry(party, OUT), **more).state is NOT_ASKED


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (AT - timedelta(days=1), REFUSED),
        (AT, REFUSED),
        (AT.astimezone(UTC), REFUSED),
        (AT + timedelta(minutes=1), NOT_ASKED),
        (AT + timedelta(days=1), NOT_ASKED),
    ],
)
def test_an_entry_counts_from_its_moment(at: datetime, state: Allowed) -> None:
    assert decide(entry(VENDOR, OUT, at)).state is state


def test_without_a_time_every_entry_and_preference_counts() -> None:
    later = AT + timedelta(days=400)
    assert decide(entry(VENDOR, OUT, later), at=None).state is REFUSED
    future = Preference(Purpose.SALES, Choice.OPT_OUT, later.date())
    assert decide(preferences=[future], at=None).state is REFUSED
    assert decide(expecting=[SOON], at=None).state is NOT_ASKED


def days_ago(party: Party, kind: EntryKind, days: int) -> LedgerEntry:
    return entry(party, kind, AT - timedelta(days=days))


@pytest.mark.parametrize(
    ("ledger", "state", "since"),
    [
        ([days_ago(VENDOR, OUT, 9), days_ago(VENDOR, IN, 3)], ALLOWED, 3),
        ([days_ago(VENDOR, IN, 3), days_ago(VENDOR, OUT, 9)], ALLOWED, 3),
        ([days_ago(VENDOR, IN, 9), days_ago(VENDOR, BACK, 3)], REFUSED, 3),
        ([days_ago(VENDOR, OUT, 9), days_ago(VENDOR, NOTED, 3)], REFUSED, 9),
        ([days_ago(VENDOR, IN, 9), days_ago(VENDOR, NOTED, 3)], ALLOWED, 9),
        ([days_ago(VENDOR, OUT, 9), days_ago(ALIAS, IN, 3)], ALLOWED, 3),
        ([days_ago(VENDOR, OUT, 9), days_ago(VENDOR, OUT, 3)], REFUSED, 9),
        ([days_ago(VENDOR, IN, 1), days_ago(SAME_NUMBER, OUT, 9)], REFUSED, 9),
        ([days_ago(NAME, OUT, 5), days_ago(SAME_NUMBER, OUT, 9)], REFUSED, 9),
        ([days_ago(VENDOR, NOTED, 3)], NOT_ASKED, None),
    ],
)
def test_what_stands(ledger: list[LedgerEntry], state: Allowed, since: int | None) -> None:
    found = decide(*ledger)
    assert found.state is state
    assert found.since == (None if since is None else AT - timedelta(days=since))


def test_at_one_moment_the_entry_written_later_stands() -> None:
    first, second = AT + timedelta(minutes=1), AT + timedelta(minutes=2)
    undone = entry(VENDOR, OUT, AT, logged_at=first), entry(VENDOR, IN, AT, logged_at=second)
    assert decide(*undone).state is ALLOWED
    assert decide(*reversed(undone)).state is ALLOWED
    assert decide(entry(VENDOR, IN, AT), entry(VENDOR, OUT, AT)).state is REFUSED


def test_moments_without_an_offset_are_compared_too() -> None:
    bare = datetime(2026, 1, 1, 9)  # noqa: DTZ001
    found = decide(entry(VENDOR, OUT, bare), entry(SAME_NUMBER, OUT), entry(VENDOR, OUT))
    assert (found.state, found.since) == (REFUSED, bare)


def test_an_entry_is_for_its_purpose_alone() -> None:
    refused = entry(VENDOR, OUT)
    assert decide(refused, purpose=Purpose.SERVICE).state is NOT_ASKED
    assert decide(refused, purpose=Purpose.SURVEY).state is NOT_ASKED


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (DAY - timedelta(days=1), REFUSED),
        (DAY, REFUSED),
        (None, REFUSED),
        (DAY + timedelta(days=1), NOT_ASKED),
    ],
)
def test_a_preference_counts_from_its_day(at: date | None, state: Allowed) -> None:
    found = decide(preferences=[Preference(Purpose.SALES, Choice.OPT_OUT, at)])
    assert found.state is state
    assert found.since == (at if state is REFUSED else None)


def test_the_latest_preference_counts() -> None:
    old = Preference(Purpose.SALES, Choice.OPT_IN, DAY - timedelta(days=30))
    new = Preference(Purpose.SALES, Choice.OPT_OUT, DAY - timedelta(days=3))
    for preferences in ([old, new], [new, old], [SALES_IN, new], [old, new, SALES_IN]):
        assert decide(preferences=preferences).since == new.at


def tied(at: date | None = None, **more: Any) -> Preference:
    return Preference(Purpose.SALES, Choice.OPT_IN, at, conditions=Conditions(**more))


MORNING = Hours(time(9), time(12))
BROKEN = tied(in_writing=True)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"hours": MORNING}, ""),
        ({"days": ("wed",)}, ""),
        ({"numbers": ("(614) 555-0133",)}, ""),
        ({"at_most": Limit(1, Period.MONTH)}, ""),
        ({"hours": Hours(time(11), time(12))}, "only from 11 to 12"),
        ({"days": ("mon", "tue"), "hours": MORNING}, "only on Monday and Tuesday from 9 to 12"),
        ({"numbers": ("+16145550134",)}, "only from (614) 555-0134"),
        ({"in_writing": True}, "only in writing"),
    ],
)
def test_an_opt_in_allows_only_while_its_conditions_hold(more: dict[str, Any], words: str) -> None:
    found = decide(preferences=[tied(DAY, **more)], defaults=OPEN_DOOR)
    assert (found.by, found.since, found.condition) == ("preference", DAY, words)
    assert found.state is (REFUSED if words else ALLOWED)
    if words:
        assert found.words == f"refused: you allowed sales calls from Acme Insurance {words}"


def test_calls_are_counted_by_purpose_and_period() -> None:
    counted = Known(this_month={Purpose.SALES: 2, Purpose.SERVICE: 9}, this_year={Purpose.SALES: 4})
    for limit, state in (
        (Limit(2, Period.MONTH), REFUSED),
        (Limit(3, Period.MONTH), ALLOWED),
        (Limit(4, Period.YEAR), REFUSED),
        (Limit(5, Period.YEAR), ALLOWED),
    ):
        found = decide(preferences=[tied(at_most=limit)], known=counted)
        assert found.state is state
    found = decide(preferences=[tied(at_most=Limit(2, Period.MONTH))], known=counted)
    assert found.condition == "at most twice a month"


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (datetime(2026, 3, 8, 13, 30, tzinfo=UTC), ALLOWED),  # 9:30 in New York, in summer time
        (datetime(2026, 3, 7, 13, 30, tzinfo=UTC), REFUSED),  # 8:30, the day before
        (datetime(2026, 11, 1, 13, 30, tzinfo=UTC), REFUSED),  # 8:30, in winter time again
        (datetime(2026, 10, 31, 13, 30, tzinfo=UTC), ALLOWED),
    ],
)
def test_hours_are_those_of_the_household(at: datetime, state: Allowed) -> None:
    found = decide(preferences=[tied(hours=MORNING)], at=at, zone="America/New_York")
    assert found.state is state


def test_without_a_time_hours_do_not_refuse_and_a_withheld_number_is_not_theirs() -> None:
    assert decide(preferences=[tied(hours=Hours(time(1), time(2)))], at=None).state is ALLOWED
    theirs = tied(numbers=(NUMBER,))
    assert decide(preferences=[theirs], number=WITHHELD).state is REFUSED


def test_conditions_narrow_an_opt_in_of_the_ledger_too() -> None:
    allowed, refused = entry(VENDOR, IN), entry(VENDOR, OUT)
    assert decide(allowed, preferences=[tied(hours=MORNING)]).by == "ledger"
    for party in (VENDOR, SAME_NUMBER, NAME):
        found = decide(entry(party, IN), preferences=[BROKEN])
        assert (found.state, found.by) == (REFUSED, "preference")
        assert found.condition == "only in writing"
    assert decide(allowed, preferences=[BROKEN], expecting=[SOON]).by == "expected"
    assert decide(refused, preferences=[tied(hours=MORNING)]).by == "ledger"
    later = replace(BROKEN, at=DAY + timedelta(days=1))
    assert decide(allowed, preferences=[later]).by == "ledger"
    service = replace(BROKEN, purpose=Purpose.SERVICE)
    assert decide(allowed, preferences=[service]).by == "ledger"
    assert decide(entry(SAME_NUMBER, IN), preferences=[BROKEN], vendor=None).by == "ledger"
    lifted = replace(SALES_IN, at=DAY)
    assert decide(allowed, preferences=[BROKEN, lifted]).by == "ledger"


def test_the_entry_that_decided_is_named() -> None:
    first, second = days_ago(VENDOR, OUT, 9), days_ago(VENDOR, OUT, 3)
    assert decide(second, first).entry == first
    assert decide(preferences=[SALES_OUT]).entry is None


@pytest.mark.parametrize("who", ["", "  ", "acme", "Acme Insurance Ltd", "(614) 555-0133", NUMBER])
def test_an_expected_call_is_allowed_within_its_window(who: str) -> None:
    for start, end in ((AT, AT + timedelta(hours=1)), (AT - timedelta(hours=1), AT)):
        assert decide(expecting=[Expecting(who, start, end)]).by == "expected"
    minute = timedelta(minutes=1)
    late = Expecting(who, AT - timedelta(hours=1), AT - minute)
    early = Expecting(who, AT + minute, AT + timedelta(hours=1))
    assert decide(expecting=[late, early]).state is NOT_ASKED


@pytest.mark.parametrize("who", ["Apex", "+16145550134", "!?"])
def test_someone_else_is_not_expected(who: str) -> None:
    window = Expecting(who, SOON.start, SOON.end)
    assert decide(expecting=[window]).state is NOT_ASKED


@pytest.mark.parametrize("purpose", [Purpose.COLLECTIONS, Purpose.UNKNOWN])
def test_nobody_opts_out_of_collections_or_the_unknown(purpose: Purpose) -> None:
    everything = dict.fromkeys(Purpose, Choice.OPT_IN)
    refused = [entry(SAME_NUMBER, OUT), entry(SAME_NUMBER, OUT, purpose=purpose)]
    assert decide(*refused, purpose=purpose, defaults=everything).state is NOT_ASKED
    assert decide(*refused, purpose=purpose, expecting=[SOON]).by == "expected"


def test_fraud_is_refused_like_sales_and_never_allowed() -> None:
    fraud: dict[str, Any] = {"purpose": Purpose.FRAUD, "vendor": None, "claimed": "Acme"}
    assert decide(entry(SAME_NUMBER, OUT), **fraud).state is REFUSED
    assert decide(entry(Party(PartyKind.NAME, "ACME"), OUT), **fraud).state is REFUSED
    assert decide(defaults=ASKED_FIRST, **fraud).by == "default"
    for kind in (IN, OUT):
        assert decide(entry(VENDOR, kind), **fraud).state is NOT_ASKED
    assert decide(entry(SAME_NUMBER, IN), **fraud).state is NOT_ASKED
    assert decide(expecting=[SOON], defaults=OPEN_DOOR, **fraud).state is NOT_ASKED
    fraud["vendor"] = ACME
    assert decide(preferences=[SALES_IN], **fraud).state is NOT_ASKED
    assert decide(entry(VENDOR, OUT), **fraud).state is NOT_ASKED


def test_the_words_say_since_when_and_what() -> None:
    march = datetime(2026, 3, 3, 9, tzinfo=EASTERN)
    found = decide(entry(VENDOR, OUT, march))
    assert found.words == "refused since 3 March 2026: you told Acme Insurance to stop sales calls"
    found = decide(entry(AS_TYPED, BACK, march))
    assert "you took back your permission for sales calls from the caller from 614" in found.words
    found = decide(preferences=[Preference(Purpose.SALES, Choice.OPT_IN, march.date())])
    assert found.words.startswith("allowed since 3 March 2026: you opted in to sales calls")
    assert "\x1b" not in decide(entry(Party(PartyKind.NAME, "Acme\x1b[31m"), OUT)).words
    assert decide().words == "not asked: you have said nothing about sales calls"


def test_one_name_and_spoken_day() -> None:
    assert one_name("The Smith & Sons Co., Ltd.") == one_name("SMITH SONS")
    assert one_name("TruGreen") == one_name("Tru-Green, Inc.")
    assert one_name("First National Bank") != one_name("National First Insurance")
    assert one_name("!?") == ""
    assert spoken_day(date(2026, 3, 3)) == "3 March 2026"


moments = st.one_of(
    st.datetimes(timezones=st.sampled_from([UTC, EASTERN])),
    st.datetimes(),
    st.sampled_from([AT, AT - timedelta(minutes=1), AT + timedelta(minutes=1)]),
)
texts = st.one_of(st.sampled_from(["Acme", "ACME, Inc.", NUMBER, "", "♥"]), st.text(max_size=12))
parties = st.one_of(
    st.sampled_from([VENDOR, ALIAS, SAME_NUMBER, NAME]),
    st.builds(Party, st.sampled_from(PartyKind), texts),
)
entries = st.builds(
    LedgerEntry,
    parties,
    st.sampled_from(Purpose),
    st.sampled_from(EntryKind),
    moments,
    st.one_of(st.none(), moments),
)
preferences = st.builds(
    Preference,
    st.sampled_from(Purpose),
    st.sampled_from(Choice),
    st.one_of(st.none(), st.dates()),
    conditions=st.builds(
        Conditions,
        hours=st.sampled_from([None, MORNING]),
        days=st.sampled_from([(), ("wed",), ("sat", "sun")]),
        in_writing=st.booleans(),
        numbers=st.lists(texts, max_size=1).map(tuple),
    ),
)
households = st.fixed_dictionaries(
    {
        "preferences": st.lists(preferences, max_size=4),
        "defaults": st.dictionaries(st.sampled_from(Purpose), st.sampled_from(Choice)),
        "expecting": st.lists(st.builds(Expecting, texts, moments, moments), max_size=3),
        "vendor": st.sampled_from([None, ACME]),
        "at": st.one_of(st.none(), moments),
        "number": st.sampled_from([SHOWN, WITHHELD, Number("♥", NumberKind.INVALID)]),
        "claimed": texts,
    }
)


@given(st.lists(entries, max_size=8), st.sampled_from(Purpose), households)
def test_any_household_gives_a_permission(
    ledger: list[LedgerEntry], purpose: Purpose, household: dict[str, Any]
) -> None:
    found = decide(*ledger, purpose=purpose, **household)
    assert found.words.startswith(found.state.value.replace("_", " "))
    assert (found.by == "") is (found.state is NOT_ASKED)
    if purpose is Purpose.FRAUD:
        assert found.state is not ALLOWED


@given(
    st.lists(entries.filter(lambda e: e.kind is not IN), max_size=8),
    st.sampled_from(PREFERENCE_PURPOSES),
    st.sampled_from([VENDOR, ALIAS, SAME_NUMBER, NAME]),
    st.sampled_from([OUT, BACK]),
    households,
)
def test_after_an_opt_out_nothing_is_allowed_without_an_opt_in(
    ledger: list[LedgerEntry],
    purpose: Purpose,
    party: Party,
    kind: EntryKind,
    household: dict[str, Any],
) -> None:
    household |= {"vendor": ACME, "number": SHOWN, "at": AT}
    refusal = entry(party, kind, AT, purpose)
    assert decide(*ledger, refusal, purpose=purpose, **household).state is REFUSED
