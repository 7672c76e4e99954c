"""Commands in a process apart: with no more rights, room or time than they are given."""

import os
import resource
import selectors
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from reliability.checking import Answer, no_screen
from screener.cli import run_command

NOBODY = 65534


@dataclass(frozen=True, slots=True)
class Limits:
    """What a command is held to: the largest file that it may write, in bytes (None: any)."""

    largest_file: int | None = None


FREE = Limits()


def hand_over(folder: Path) -> None:
    """Gives a folder and all in it to the user that `apart` becomes."""
    if os.getuid() == 0:
        for each in (folder, *folder.rglob("*")):
            os.chown(each, NOBODY, NOBODY, follow_symlinks=False)


def apart(path: Path, *arguments: str, limits: Limits = FREE) -> Answer:
    """What a command answers that runs as a user without rights: root passes any lock."""
    return waited(begun(path, arguments, limits))


@dataclass(frozen=True, slots=True)
class Begun:
    """A command under way: its process, and where its answer comes from."""

    pid: int
    out: int
    err: int


def begun(path: Path, arguments: Sequence[str], limits: Limits = FREE) -> Begun:
    """Starts it; `waited` has the answer."""
    # Through pipes: where no file may grow, the answer could not be written into one.
    (out, to_out), (err, to_err) = os.pipe(), os.pipe()
    pid = os.fork()
    if not pid:
        _child((to_out, to_err), path, arguments, limits)
    os.close(to_out)
    os.close(to_err)
    return Begun(pid, out, err)


def waited(started: Begun) -> Answer:
    """The answer of a command that was begun. One longer than a pipe holds is read as it comes."""
    said = {started.out: b"", started.err: b""}
    with selectors.DefaultSelector() as ready:
        for end in said:
            ready.register(end, selectors.EVENT_READ)
        while ready.get_map():
            for key, _ in ready.select():
                piece = os.read(key.fd, 1 << 16)
                said[key.fd] += piece
                if not piece:
                    ready.unregister(key.fd)
                    os.close(key.fd)
    _, status = os.waitpid(started.pid, 0)
    out, err = (said[end].decode("utf-8", "replace") for end in (started.out, started.err))
    return Answer(os.waitstatus_to_exitcode(status), out, err)


def _child(ends: tuple[int, int], path: Path, arguments: Sequence[str], limits: Limits) -> NoReturn:
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in zip((nothing, *ends), range(3), strict=True):
        os.dup2(source, target)
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(at, "w" if at else "r") for at in range(3))
    code = 70
    try:
        _give_up_rights(limits)
        code = run_command(["--db", str(path), *arguments], no_screen)
    except BaseException:  # noqa: BLE001 - what a person would see
        traceback.print_exc()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


def _give_up_rights(limits: Limits) -> None:
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    if limits.largest_file is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limits.largest_file, limits.largest_file))
