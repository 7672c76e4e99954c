"""Tells: what can be ticked, and what a typed one means."""

import pytest

from screener.faults import Fault
from screener.rulebook import load_rulebook
from screener.tells import Tell, read_tells, tells_of

TELLS = (Tell("FRAUD_CODE", "asks for a code"), Tell("SALES_UP", "offers an upgrade"))


def test_the_rulebook_has_tells_and_one_of_them_is_a_recorded_voice() -> None:
    rules = load_rulebook().signals
    tells = tells_of(rules)
    assert {tell.id for tell in tells} == {rule.id for rule in rules if rule.tell}
    assert [tell.words for tell in tells if tell.recorded] == ["recorded voice"]
    assert tells[0].id.startswith("FRAUD")


def test_a_tell_is_known_by_its_id_and_by_its_words() -> None:
    typed = ["asks for  a CODE", "sales_up", "FRAUD_CODE"]
    assert read_tells(typed, TELLS) == ("FRAUD_CODE", "SALES_UP")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("asks for a cod", "'asks for a cod': there is no such tell; did you mean FRAUD_CODE"),
        ("xyzzy", "'xyzzy': there is no such tell; there are FRAUD_CODE, SALES_UP."),
        ("", "there is no such tell"),
    ],
)
def test_an_unknown_tell_is_a_fault_with_what_is_nearest(typed: str, told: str) -> None:
    with pytest.raises(Fault, match="there is no such tell") as fault:
        read_tells([typed], TELLS)
    assert told in str(fault.value)
