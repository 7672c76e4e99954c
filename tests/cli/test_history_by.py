"""`screener history --by`: what was found, in groups that are counted."""

from typing import cast

import pytest

from tests.cli.conftest import Run
from tests.cli.test_commands import logged


@pytest.fixture
def four(run: Run) -> Run:
    for number, company, said in (
        ("6145550133", "Zenith Solar", "a free solar estimate"),
        ("6145550134", "ZENITH solar", "a free solar estimate, last chance"),
        ("6145550133", "Zenith Solar", "solar panels at a discount"),
        ("6145550199", "", "your appointment on Thursday"),
    ):
        logged(run, number=number, company=company, said=said)
    return run


def groups(run: Run, *arguments: str) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", run("history", *arguments, "--json").json)


def test_a_company_is_counted_across_its_numbers(four: Run) -> None:
    found = groups(four, "--by", "company")
    assert [group["calls"] for group in found] == [1, 3], "the one with the newest call first"
    assert found[1]["company"] == "Zenith Solar"
    assert sum(cast("dict[str, int]", found[1]["labels"]).values()) == 3
    assert "Zenith Solar" in four("history", "--by", "company").out
    assert "3 calls" in four("history", "--by", "company").out


def test_numbers_and_days_are_counted_and_a_search_narrows_both(four: Run) -> None:
    assert sorted(cast("int", each["calls"]) for each in groups(four, "--by", "number")) == [
        1,
        1,
        2,
    ]
    (day,) = groups(four, "--by", "day")
    assert day["calls"] == 4
    (found,) = groups(four, "discount", "--by", "number")
    assert (found["calls"], found["number"]) == (1, "6145550133")
    (found,) = groups(four, "--by", "day", "--label", "solicitation")
    assert set(cast("dict[str, int]", found["labels"])) == {"solicitation"}


def test_options_narrow_as_they_do_without_groups(four: Run) -> None:
    assert groups(four, "--by", "day", "--until", "2001-01-01") == []
    assert "No calls found." in four("history", "--by", "day", "--until", "2001-01-01").out
    assert len(groups(four, "--by", "number", "--limit", "2")) == 2


def test_bad_input_is_told(four: Run) -> None:
    ran = four("history", "label:x", "--by", "day")
    assert ran.code == 2
    assert "label:" in ran.err
    assert four("history", "--by", "week").code == 2
    assert four("history", "--by", "day", "--since", "soon").code == 2
