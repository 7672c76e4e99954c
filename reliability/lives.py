"""Those who work on one file at once, and what they were told was done."""

import json
import os
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.terminal import Terminal
from reliability.deeds import head, process
from reliability.state import read
from screener.call import Call
from screener.desk import Desk
from screener.faults import Fault
from screener.store.care import Keeper

PATIENCE = 60.0
_TAB, _STORE = "\t", "\x13"
_MARKED = "SELECT company FROM call WHERE company LIKE 'mark-%'"
_LABELS = ("service", "solicitation", "upsell")


class Life:
    """One file, until when it is worked on, and what came of it. Each of those who work on it
    writes only into parts of their own."""

    def __init__(self, path: Path, ends: float) -> None:
        self.path, self.ends = path, ends
        self.by: Counter[str] = Counter()
        self.calls: list[str] = []
        self.typed: list[str] = []
        self.tags: dict[str, set[str]] = {}
        self.labels: dict[str, str] = {}
        self.refused: list[str] = []
        self.anchors: list[str] = []
        self.wrong: set[str] = set()
        self.stored: dict[str, float] = {}
        self.seen: dict[str, float] = {}
        self.at_work = 0

    @property
    def goes_on(self) -> bool:
        """Whether there is time left."""
        return time.monotonic() < self.ends

    @property
    def quiet(self) -> bool:
        """Whether nobody does anything any more."""
        return not self.at_work

    @property
    def acknowledged(self) -> int:
        """How many changes were told to be done."""
        tags = sum(len(each) for each in self.tags.values())
        return len(self.calls) + len(self.typed) + tags + self.by["corrected"] + len(self.refused)

    def unseen(self) -> list[str]:
        """The marks of the calls that are stored and were not on the screen yet."""
        return [mark for mark in list(self.stored) if mark not in self.seen]


class Witness:
    """Notes when a call can first be read in the file."""

    def __init__(self, life: Life) -> None:
        self._life = life

    def go(self) -> None:
        """Looks until nothing more comes."""
        life = self._life
        with closing(sqlite3.connect(life.path)) as connection:
            while life.goes_on or life.at_work:
                for (mark,) in connection.execute(_MARKED).fetchall():
                    life.stored.setdefault(mark, time.monotonic())
                time.sleep(0.02)


class Listener:
    """A program that holds the file open and stores calls as they come, as `screener listen
    --headless` does; in a process of its own."""

    def __init__(self, life: Life, seed: int) -> None:
        self._life = life
        self._reading, writing = os.pipe()
        self._pid = os.fork()
        if not self._pid:
            os.close(self._reading)
            os._exit(_listened(life, random.Random(seed), writing))
        os.close(writing)

    def go(self) -> None:
        """Notes what it tells."""
        self._life.at_work += 1
        with os.fdopen(self._reading, encoding="utf-8") as lines:
            for line in lines:
                told = json.loads(line)
                if "fault" in told:
                    self._life.wrong.add(f"the listener: {told['fault']}")
                else:
                    self._life.calls.append(told["mark"])
                    self._life.by["listener"] += 1
        _, status = os.waitpid(self._pid, 0)
        if status:
            self._life.wrong.add(f"the listener ended with {status}")
        self._life.at_work -= 1


def _listened(life: Life, dice: random.Random, writing: int) -> int:
    with Desk.open(life.path) as desk, Keeper(life.path):
        for number in range(1_000_000):
            if not life.goes_on:
                return 0
            mark = f"mark-l{number}"
            said = f"free estimate {number}" if number % 3 else ""
            try:
                desk.log(Call(company=mark, said=said, note=mark, number="+16145550123"))
                told = {"mark": mark}
            except Fault as fault:
                told = {"fault": str(fault)}
            os.write(writing, json.dumps(told).encode() + b"\n")
            time.sleep(dice.random() * 0.8)
    return 0


class Typist:
    """Somebody at a screen: types a call into the form, stores it, and so on."""

    def __init__(self, life: Life, screen: Terminal) -> None:
        self._life, self._screen = life, screen
        screen.until_text("Number", "They say")

    def go(self) -> None:
        """Types for as long as there is time."""
        self._life.at_work += 1
        for number in range(1_000_000):
            if not self._life.goes_on:
                break
            self._type(f"mark-t{number}")
        self._life.at_work -= 1

    def _type(self, mark: str) -> None:
        screen, life = self._screen, self._life
        for letter in _TAB + mark:
            screen.press(letter)
            screen.rest(0.03)
        screen.until_text(mark)
        screen.press(_STORE)
        last = time.monotonic() + PATIENCE
        while mark not in life.stored:
            if "locked" in screen.grid.text or time.monotonic() > last:
                life.wrong.add(f"the form: {mark} is not stored:\n{screen.grid.text}")
                return
            screen.rest(0.05)
        life.typed.append(mark)
        life.by["screen"] += 1
        screen.rest(0.3)


class Commands:
    """Somebody at a shell."""

    def __init__(self, life: Life, dice: random.Random) -> None:
        self._life, self._dice = life, dice
        self._ids = [key.split()[1] for key in read(life.path) if key.startswith("call ")][:10]

    def go(self) -> None:
        """Gives commands for as long as there is time."""
        self._life.at_work += 1
        for number, kind in enumerate(self._kinds()):
            if not self._life.goes_on:
                break
            getattr(self, f"_{kind}")(number)
        self._life.at_work -= 1

    def _kinds(self) -> Iterator[str]:
        kinds = ("log", "log", "log", "correct", "tag", "refuse", "look", "copy")
        while True:
            yield self._dice.choice(kinds)

    def _done(self, *commands: tuple[str, ...]) -> bool:
        """Runs commands beside each other; whether all came to a good end."""
        started = [(each, process(self._life.path, each)) for each in commands]
        good = True
        for arguments, each in started:
            _, err = each.communicate()
            self._life.by["command"] += 1
            if each.returncode or err:
                good = False
                self._life.wrong.add(f"{arguments[0]}: {each.returncode} {err}")
        return good

    def _log(self, number: int) -> None:
        mark = f"mark-c{number}"
        said = ("--said", "free estimate for a roof")
        if self._done(("log", "--company", mark, *said, "--note", mark)):
            self._life.calls.append(mark)

    def _correct(self, number: int) -> None:
        call, label = self._dice.choice(self._ids), _LABELS[number % 3]
        if self._done(("correct", call, "--label", label)):
            self._life.labels[call] = label
            self._life.by["corrected"] += 1

    def _tag(self, number: int) -> None:
        """Two at once on the same call: neither may take the other's away."""
        call = self._dice.choice(self._ids)
        tags = (f"a{number}", f"b{number}")
        if self._done(*(("tag", call, tag) for tag in tags)):
            self._life.tags.setdefault(call, set()).update(tags)

    def _refuse(self, number: int) -> None:
        party = f"+1614555{number % 10_000:04}"
        if self._done(("optout", party, "--words", "no")):
            self._life.refused.append(party)

    def _look(self, number: int) -> None:
        self._done(("verify",) if number % 2 else ("history", "--limit", "20"))
        self._life.anchors.append(head(self._life.path))

    def _copy(self, number: int) -> None:
        self._done(("backup",))
