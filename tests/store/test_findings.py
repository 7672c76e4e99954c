"""What screenings share is looked up in one statement, and numbered as if asked for one by one."""

import pytest

from screener.store import Store
from screener.store.findings import Found, Shared, Signed, words_of

SENTENCES = ["Say no.", 'with "quotes" and \\', "a\x00b", "a", "Zoë \U0001f600", "[1]"]
SIGNED: list[Signed] = [("rule", "sales", 1.5, why) for why in SENTENCES]


def found(*say: str) -> Found:
    return Found(
        rulebook="hash",
        role="caller",
        identity="unknown",
        relationship="none",
        permission="refused",
        permission_by="",
        permission_since=None,
        vendor=None,
        claimed_vendor=None,
        known_person=None,
        how="",
        permission_words=("",),
        would_change=(),
        notes=(),
        say=say,
        do=(),
        ask=(),
        never=(),
        next=(),
    )


@pytest.mark.parametrize("meets", [False, True])
def test_what_was_met_has_the_numbers_that_it_had(store: Store, *, meets: bool) -> None:
    first, again = Shared(store._db), Shared(store._db)
    numbers = [first.signal(each) for each in SIGNED]
    finding = first.finding_of(found(*SENTENCES))
    wordings = store._db.all("SELECT * FROM wording")
    if meets:
        again.meet(found(*SENTENCES), SIGNED)
    assert [again.signal(each) for each in SIGNED] == numbers
    assert again.finding_of(found(*SENTENCES)) == finding
    assert store._db.all("SELECT * FROM wording") == wordings
    assert len(set(numbers)) == len(SIGNED)


def test_half_a_character_is_met_as_it_is_kept(store: Store) -> None:
    shared = Shared(store._db)
    shared.meet(found("half \ud800"), [])
    number = shared.number("wording", "half \ud800")
    again = Shared(store._db)
    again.meet(found("half \ud800"), [])
    assert again.number("wording", "half \ud800") == number


def test_words_come_by_their_numbers(store: Store) -> None:
    shared = Shared(store._db)
    numbers = {shared.number("wording", text): text for text in SENTENCES}
    assert words_of(store._db, [*numbers, 999]) == numbers
    assert words_of(store._db, ()) == {}
