"""Two screens, a listener and commands on one file at once: nothing lost, one chain, seen at once.

One screen stands on History, one logs what is typed into its form; a listener holds the file open and
stores calls as they come; commands log, correct, tag, refuse, copy and look, now and then two of them
tagging the same call in the same moment. A life of many hours is pressed into the minutes of the run. At
the end everything that was acknowledged must be there, the chain must hold every head that was told
on the way, and nobody may have been told that the database is locked. How soon the screen shows
a call that another stored is measured from when the call can be read in the file.
"""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread

from benchmarks.terminal import Terminal, python
from reliability import household
from reliability.checking import works_at_once, wrong_with
from reliability.household import NAME
from reliability.lives import Commands, Life, Listener, Typist, Witness
from reliability.report import Report, Scale
from reliability.state import read

SOON = 1.0
"""Seconds within which half of the changes must be seen, whatever else the machine does."""
_HISTORY, _HOME = "\x1bOS", "\x1b[H"
_LAST_LOOKS = 10.0


def run(scale: Scale) -> Report:
    """Lives that life for so many minutes."""
    with household.place() as place:
        path = household.filled(place / NAME, scale.seed)
        life = Life(path, time.monotonic() + scale.minutes * 60)
        dice = random.Random(scale.seed)
        # Processes before threads: a fork among threads may inherit a lock that nobody opens.
        listener = Listener(life, dice.getrandbits(32))
        with _screen(path) as watching, _screen(path) as typing:
            watching.until_text("Number", "They say")
            watching.press(_HISTORY)
            watching.until_text("calls")
            typist = Typist(life, typing)
            witness = Witness(life)
            commands = Commands(life, random.Random(dice.getrandbits(32)))
            threads = [
                Thread(target=each) for each in (listener.go, typist.go, witness.go, commands.go)
            ]
            for thread in threads:
                thread.start()
            _watch(life, watching)
            for thread in threads:
                thread.join()
        return _told(life, scale)


def _screen(path: Path) -> Terminal:
    return Terminal(python("-m", "screener"), SCREENER_DB=path)


def _watch(life: Life, screen: Terminal) -> None:
    """Looks at the history for as long as that life goes on, and until all of it was seen."""
    last, home = life.ends + _LAST_LOOKS, 0.0
    while time.monotonic() < last:
        screen.rest(0.02)
        now, text = time.monotonic(), screen.grid.text
        if "locked" in text or "Not done" in text:
            life.wrong.add("a screen complains")
        for mark in life.unseen():
            if mark in text:
                life.seen[mark] = now
        if now > home:
            # New calls come in above; the list stays where one looks.
            screen.press(_HOME)
            home = now + 1
        if now > life.ends and life.quiet and not life.unseen():
            return


def _told(life: Life, scale: Scale) -> Report:
    faults = sorted(life.wrong)
    _, wrong = works_at_once(life.path, life.anchors)
    faults += [*wrong, *wrong_with(life.path), *_lost(life)]
    delays = [max(life.seen[mark] - life.stored[mark], 0) for mark in life.seen]
    late = sum(delay > SOON for delay in delays)
    if life.unseen():
        faults.append(f"{len(life.unseen())} calls were never seen on the screen")
    if not delays or statistics.median(delays) > SOON:
        faults.append(f"half of the changes were not seen within {SOON:g} s")
    figures: list[tuple[str, Callable[[], str]]] = [
        ("minutes", lambda: f"{scale.minutes:.3g}"),
        ("calls that the listener stored", lambda: f"{life.by['listener']:,}"),
        ("calls that were typed into a screen", lambda: f"{life.by['screen']:,}"),
        ("commands, each a process", lambda: f"{life.by['command']:,}"),
        ("changes acknowledged", lambda: f"{life.acknowledged:,}"),
        ("of these lost", lambda: f"{len(_lost(life)):,}"),
        ("heads of the chain told on the way, all held", lambda: f"{len(life.anchors):,}"),
        ("told that the database is locked", lambda: f"{sum('locked' in each for each in faults)}"),
        ("seen on the other screen after, median", lambda: f"{statistics.median(delays):.2f} s"),
        ("seen on the other screen after, longest", lambda: f"{max(delays):.2f} s"),
        ("seen later than a second", lambda: f"{late:,} of {len(delays):,}"),
    ]
    lines: list[Sequence[str]] = [
        (name, figure() if delays else "none") for name, figure in figures
    ]
    return Report(("what", "figure"), lines, [], [f"{each} (seed {scale.seed})" for each in faults])


def _lost(life: Life) -> list[str]:
    """What was acknowledged and is not there."""
    now = read(life.path)
    lost = [f"the call of {mark} is lost" for mark in life.calls if f"marked {mark}" not in now]
    lost += [f"the call of {mark} is lost" for mark in life.typed if f"named {mark}" not in now]
    for call, tags in life.tags.items():
        there = set(str(now.get(f"tags of {call}", "")).split())
        lost += [f"the tag {tag} of {call} is lost" for tag in sorted(tags - there)]
    for call, label in life.labels.items():
        if now.get(f"correction of {call}") != label:
            lost.append(f"the correction of {call} is lost")
    lost += [
        f"the refusal of {number} is lost"
        for number in life.refused
        if f"entries on {number}" not in now
    ]
    return lost
