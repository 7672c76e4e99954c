"""A full disk, a locked file, no rights, a clock set back: one sentence, and nothing half-written.

Each trouble is made for real and met by commands as a user without rights (root passes such tests
falsely), each on a file of its own. A command does what it was asked for, or says in one sentence,
with exit code 2, why not; never a traceback. When the trouble is over, the next command must work at
once, and the file must hold the whole of what was told to be done, or be as it was.
"""

import shutil
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from reliability import household
from reliability.apart import apart, begun, hand_over, waited
from reliability.checking import Answer, command, works_at_once, wrong_with
from reliability.clockwork import set_back, vanished
from reliability.household import NAME, SECRET
from reliability.report import Report, Scale
from reliability.state import State, difference, read
from reliability.troubles import Trouble, all_of, can_mount
from screener.words import Label

MARK = "mark-of-the-trouble"
_CALLS = 2_500
_DISKS = "Full and read-only disks are small file systems of their own, which root alone can make."
_NEW = "+16145559999"


@dataclass(slots=True)
class Line:
    """What became of one trouble."""

    name: str
    commands: int = 0
    done: int = 0
    told: int = 0
    sentence: str = ""
    faults: list[str] = field(default_factory=list)

    def cells(self) -> tuple[str, ...]:
        """For the table."""
        numbers = (self.commands, self.done, self.told)
        return (self.name, *(f"{number:,}" for number in numbers), self.sentence)


@dataclass(frozen=True, slots=True)
class Typed:
    """A command, and whether a file shows that it was done, given how it was before."""

    words: tuple[str, ...]
    done: Callable[[State, State], bool] = lambda before, now: before == now

    @property
    def named(self) -> str:
        """For a message."""
        return " ".join(self.words[:2])


def run(scale: Scale) -> Report:
    """Meets every trouble in turn; a short run with every third command."""
    every = 3 if scale.minutes < 1 else 1
    lines = []
    with household.place() as place:
        place.chmod(0o755)
        base = _base(place / "base")
        for number, trouble in enumerate(all_of()):
            line = Line(trouble.name)
            _meet(trouble, line, base, place / str(number), (number % every, every))
            lines.append(line)
        for name, trial in (
            ("a folder that vanishes meanwhile", vanished),
            ("a clock set back by two days, and forward again", set_back),
        ):
            line = Line(name)
            line.commands, line.told, line.sentence, line.faults = trial(place / trial.__name__)
            line.done = line.commands - line.told
            lines.append(line)
    return Report(
        ("trouble", "commands", "done", "told", "told as"),
        [line.cells() for line in lines],
        [_DISKS if can_mount() else f"{_DISKS} They were left out here."],
        [f"{line.name}: {fault}" for line in lines for fault in line.faults],
    )


def _base(folder: Path) -> Path:
    """A household, and everything that is asked of it done once, so that all is imported before
    rights are given up."""
    path = household.with_secret(household.filled(folder / NAME, 1, 30))
    household.calls_xml(folder / "calls.xml", 1, _CALLS)
    tried = folder.with_name("tried")
    shutil.copytree(folder, tried)
    for typed in _typed(read(path), tried):
        command(tried / NAME, *typed.words)
    return folder


def _typed(state: State, folder: Path) -> Sequence[Typed]:
    call = next(key.split()[1] for key in state if key.startswith("call "))
    log = ("log", "--company", "Acme", "--said", "free estimate", "--note", MARK)
    return (
        Typed(log, lambda before, now: f"marked {MARK}" in now),
        Typed(
            ("correct", call, "--label", str(Label.UPSELL)),
            lambda before, now: now.get(f"correction of {call}") == Label.UPSELL,
        ),
        Typed(("tag", call, "roof"), lambda before, now: now.get(f"tags of {call}") == "roof"),
        Typed(("optout", _NEW, "--words", "no"), lambda before, now: f"entries on {_NEW}" in now),
        Typed(("history",)),
        Typed(("lookup", _NEW)),
        Typed(("verify",)),
        Typed(("backup", str(folder / "elsewhere.db"))),
        Typed(("backup",)),
        Typed(("undo",), lambda before, now: before != now),
        Typed(
            ("import", str(folder / "calls.xml")),
            lambda before, now: len(now) >= len(before) + _CALLS,
        ),
        Typed(("forget", SECRET, "--yes"), lambda before, now: f"vendor {SECRET}" not in now),
    )


def _meet(trouble: Trouble, line: Line, base: Path, place: Path, some: tuple[int, int]) -> None:
    """Each of the commands (every so many, from one on) meets the trouble on a copy of the file."""
    state = read(base / NAME)
    first, every = some
    with ExitStack() as grounds:
        met = []
        for number in range(first, len(_typed(state, base)), every):
            folder = grounds.enter_context(trouble.ground(place / str(number)))
            shutil.copytree(base, folder, dirs_exist_ok=True)
            path = folder / NAME
            trouble.spoil(path)
            hand_over(folder)
            met.append((path, _typed(state, folder)[number]))
        kept = [path.read_bytes() if path.is_file() else b"" for path, _ in met]
        for (path, typed), content, answer in zip(met, kept, _answers(trouble, met), strict=True):
            _judge(typed, answer, line)
            if trouble.readable:
                wrong = _afterwards(path, typed, answer, state)
            else:
                wrong = _untouched(path, content, answer)
            line.faults += [f"{typed.named}: {fault}" for fault in wrong]


def _answers(trouble: Trouble, met: Sequence[tuple[Path, Typed]]) -> list[Answer]:
    if not trouble.at_once:
        answers = []
        for path, typed in met:
            with trouble.over(path) as limits:
                answers.append(apart(path, *typed.words, limits=limits))
        return answers
    with ExitStack() as held:
        limits_of = [held.enter_context(trouble.over(path)) for path, _ in met]
        started = [
            begun(path, typed.words, each)
            for (path, typed), each in zip(met, limits_of, strict=True)
        ]
        return [waited(each) for each in started]


def _judge(typed: Typed, answer: Answer, line: Line) -> None:
    """One sentence with exit code 2, or done."""
    line.commands += 1
    said = [each for each in answer.err.splitlines() if not each.startswith("…")]
    if "Traceback" in answer.err + answer.out:
        line.faults.append(f"{typed.named}: a traceback: {answer.err[-800:]}")
    elif answer.code == 0 or _left_to_do(typed, answer):
        line.done += 1
    elif answer.code == 2 and len(said) == 1 and said[0].startswith("screener: "):
        line.told += 1
        line.sentence = line.sentence or _without_path(said[0])
    else:
        line.faults.append(f"{typed.named}: {answer.code} {answer.out} {answer.err}")


def _left_to_do(typed: Typed, answer: Answer) -> bool:
    """What was forgotten is gone, and that a part of the cleaning has to wait was told."""
    return typed.words[0] == "forget" and answer.code == 1 and "Not yet overwritten" in answer.out


def _without_path(sentence: str) -> str:
    words = sentence.removeprefix("screener: ").split()
    return " ".join("…" if word.startswith(("/tmp/", "'/tmp/")) else word for word in words)


def _afterwards(path: Path, typed: Typed, answer: Answer, before: State) -> list[str]:
    """When the trouble is over."""
    _, wrong = works_at_once(path)
    wrong += wrong_with(path)
    now = read(path)
    if answer.code == 0 or _left_to_do(typed, answer):
        return (
            wrong if typed.done(before, now) else [*wrong, "told to be done, and it is not there"]
        )
    for key, value in now.items():
        if key.startswith("import ") and value == "begun":
            # The trouble forbade taking it back, too; it says so in the list.
            command(path, "import", "--undo", key.split()[1])
    now = {key: value for key, value in read(path).items() if not key.startswith("import ")}
    told = difference(now, before)
    return [*wrong, f"told as not done, and something is left: {told}"] if told else wrong


def _untouched(path: Path, content: bytes, answer: Answer) -> list[str]:
    """Of a file that cannot be read nothing may change, and every command must say so."""
    wrong = [] if answer.code == 2 else [f"passed over: {answer.code} {answer.out}"]
    if content and path.read_bytes() != content:
        wrong.append("the file was changed")
    return wrong
