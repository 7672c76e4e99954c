"""What `import screener` offers besides the nouns: a household and a screener from files.

docs/library.md is its document; what stands there stays.
"""

import warnings
from os import PathLike
from pathlib import Path

from screener.household_file import read_household
from screener.rulebook import load_rulebook
from screener.screening import Screener
from screener.store.place import rules_folder_of_user
from screener.vendor import Household


def load_household(file: str | PathLike[str]) -> Household:
    """The household in a JSON file (docs/household.schema.json). A key that nobody knows is
    passed over with a `UserWarning`. Raises `Fault` for a file that cannot be read, and for the
    first thing in it that is wrong."""
    path = Path(file)
    household, unknown = read_household(path)
    for place in unknown:
        warnings.warn(f"{path}: {place} is not known and was passed over.", stacklevel=2)
    return household


def load_screener(rules: str | PathLike[str] | None = None) -> Screener:
    """A screener with the bundled rules and those in the folder `rules` (None: the person's own
    folder, as the commands use it). Raises `Fault` for the first rule that is wrong. Some 50 ms
    once the rules were compiled; keep it."""
    return Screener(load_rulebook(rules_folder_of_user() if rules is None else Path(rules)))
