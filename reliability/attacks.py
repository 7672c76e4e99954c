"""Attacked: a household in which everything is named by an attack; every answer stays what it is.

The texts of tests/attacks.py are the names, words and notes of vendors, people, calls and entries, and
the arguments of the commands; what every command and format makes of them is held against what its
format may hold: no control, hiding or turning character, no broken line, no tag, link, formula or
calendar line that is not the program's own. The screen and its page in a browser are opened on the
same household and gone through (reliability/outlets.py).
"""

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from reliability.outlets import BROWSER, WANTING, Outcome, in_browser, on_screen
from reliability.report import SHORT, Report, Scale
from tests.attacks import ATTACKS, TOGETHER, harm
from tests.test_hostile_commands import OUTLETS, House, harm_of

_FORMS = (
    "html",
    "csv",
    "jsonl",
    "json",
    "vcard",
    "icalendar",
    "spamblocker",
    "yacb",
    "ncid",
    "callattendant",
)


def run(scale: Scale) -> Report:
    """Every attack by itself; the short run takes the first of the joined ones."""
    texts = dict([*TOGETHER.items()][:1]) if scale.minutes <= SHORT.minutes else ATTACKS
    tried: Counter[str] = Counter()
    broken: Counter[str] = Counter()
    faults: list[str] = []
    for name, text in texts.items():
        for outlet, found, where in _attacked(text):
            tried[outlet] += 1
            if found:
                broken[outlet] += 1
                faults.append(f"{name}: {where}: {found}")
    lines: list[Sequence[str]] = [
        (outlet, f"{count:,}", str(broken[outlet])) for outlet, count in sorted(tried.items())
    ]
    lines.append(("all", f"{tried.total():,}", str(broken.total())))
    words = [f"{len(texts)} texts, {len(OUTLETS)} commands."]
    if in_browser in WAYS and BROWSER not in tried:
        words.append(WANTING)
    return Report(("outlet", "outputs with an attack in them", "broken"), lines, words, faults)


def _attacked(text: str) -> list[Outcome]:
    """Each output of a household."""
    with tempfile.TemporaryDirectory(prefix="screener-attacks-") as place, _homes(Path(place)):
        house = House(Path(place), text)
        return [outcome for way in WAYS for outcome in way(house)]


def by_commands(house: House) -> list[Outcome]:
    """Every command, and what it says on standard error."""
    found: list[Outcome] = []
    for path, calls in OUTLETS.items():
        for arguments in calls:
            ran = house.run(path, *arguments)
            where = f"{path} {' '.join(arguments)}"
            if ran.out:
                form = next((each for each in _FORMS if each in arguments), "text for people")
                found.append((form, harm_of(ran.out, path, arguments), where))
            if ran.err:
                found.append(("messages of errors", harm(ran.err), where))
    return found


WAYS: Sequence[Callable[[House], list[Outcome]]] = (on_screen, in_browser, by_commands)
"""Each goes through a household; the commands come last, since they change it."""


@contextmanager
def _homes(folder: Path) -> Iterator[None]:
    names = {f"XDG_{each}_HOME": str(folder / each) for each in ("DATA", "CONFIG", "STATE")}
    with patch.dict(os.environ, names):
        yield
