"""A household from a JSON file (docs/household.schema.json)."""

import json
from pathlib import Path

from screener.faults import Fault
from screener.household_wire import household_from, household_unused
from screener.vendor import Household


def read_household(file: Path) -> tuple[Household, tuple[str, ...]]:
    """The household in a file, and the places of keys that nobody knows. Fault that names the
    file, and the place in it where something is wrong."""
    try:
        obj = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Fault(f"{file}: cannot be read ({error.strerror}).") from None
    except (ValueError, RecursionError) as error:
        raise Fault(f"{file}: is no JSON: {error}.") from None
    try:
        return household_from(obj), tuple(household_unused(obj))
    except Fault as fault:
        raise Fault(f"{file}: {fault}") from None
