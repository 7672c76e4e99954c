"""Settings, the household that they make, and what a look-up may load."""

import subprocess
import sys
from datetime import date

import pytest

from screener.call import Call
from screener.faults import Fault
from screener.store import Store
from screener.vendor import Household
from screener.words import Choice, Purpose


def test_a_new_household_refuses_sales_unless_allowed(store: Store) -> None:
    assert store.household() == Household(region="US", defaults={Purpose.SALES: Choice.OPT_IN})


def test_settings_make_the_household(store: Store) -> None:
    store.set_setting("region", "GB")
    store.set_setting("state", "ENG")
    store.set_setting("time_zone", "Europe/London")
    store.set_setting("own_numbers", ["+442079460958"])
    store.set_setting("registered_on", "2026-01-31")
    store.set_setting("defaults", {})
    assert store.household() == Household(
        region="GB",
        state="ENG",
        time_zone="Europe/London",
        own_numbers=("+442079460958",),
        registered_on=date(2026, 1, 31),
    )
    store.log(Call(number="020 7946 0999"))
    assert store.calls_so_far("+442079460999") == 1


def test_a_setting_is_kept_changed_and_taken_away(store: Store) -> None:
    assert store.setting("theme", "dark") == "dark"
    store.set_setting("theme", {"name": "light", "sizes": [1, 2]})
    assert store.setting("theme") == {"name": "light", "sizes": [1, 2]}
    store.set_setting("theme", False)
    assert store.setting("theme", "dark") is False
    store.set_setting("theme", None)
    assert store.setting("theme") is None
    with pytest.raises(Fault, match="theme: must be a value that JSON can hold"):
        store.set_setting("theme", {1, 2})


def test_the_store_loads_neither_rules_nor_screen() -> None:
    heavy = "{'phonenumbers', 'rapidfuzz', 'textual', 'click', 'platformdirs', 'screener.rulebook', 'screener.screening'}"
    code = f"import sys, screener.store; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
