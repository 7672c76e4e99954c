"""What `config.toml` says about calls as they come in: where to listen (`[listen]`), and which
programs are started on them (`[[on_call]]`)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from screener.faults import Fault
from screener.live.address import Address, address_of
from screener.text import one_line

EVENTS = ("arrived", "stored")
"""A call rings; a call was stored."""
USUAL_SECONDS = 10.0
LONGEST_SECONDS = 300.0

_LISTEN = ("server", "day_first", "history")
_ON_CALL = ("run", "when", "seconds")

Wrong = tuple[str, str]
"""A field by its whole name, and a sentence about it."""


class ListenTo(NamedTuple):
    """A server that tells of calls; whether 03/04 is the third of April there (None: as in the
    household's country); whether calls are taken from its own log that came before."""

    address: Address
    day_first: bool | None = None
    history: bool = True


@dataclass(frozen=True, slots=True)
class Hook:
    """A program with its arguments, on what it is started, and how long it may run."""

    run: tuple[str, ...]
    when: frozenset[str]
    seconds: float = USUAL_SECONDS


def read_listen(table: object) -> tuple[ListenTo | None, list[Wrong]]:
    """The table `[listen]`, and what is wrong in it."""
    if table is None:
        return None, []
    if not isinstance(table, dict):
        return None, [("listen", "must be a table: [listen].")]
    wrong = list(_unknown("listen", table, _LISTEN))
    wrong += [
        (f"listen.{name}", "must be true or false.")
        for name in ("day_first", "history")
        if not isinstance(table.get(name, True), bool)
    ]
    server = table.get("server")
    if not isinstance(server, str) or not server:
        return None, [*wrong, ("listen.server", "must name a server: ncid://HOST:PORT.")]
    try:
        address = address_of(server)
    except Fault as fault:
        return None, [*wrong, ("listen.server", str(fault))]
    if wrong:
        return None, wrong
    return ListenTo(address, table.get("day_first"), table.get("history", True)), []


def read_on_call(tables: object) -> tuple[tuple[Hook, ...], list[Wrong]]:
    """The tables `[[on_call]]`, and what is wrong in them."""
    if tables is None:
        return (), []
    if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        return (), [("on_call", "must be tables: [[on_call]].")]
    wrong: list[Wrong] = []
    hooks = []
    for at, table in enumerate(tables):
        hook, found = _hook(table, f"on_call[{at}]")
        wrong += found
        if hook is not None:
            hooks.append(hook)
    return tuple(hooks), wrong


def _hook(table: Mapping[str, object], where: str) -> tuple[Hook | None, list[Wrong]]:
    wrong = list(_unknown(where, table, _ON_CALL))
    run, when = _texts(table.get("run")), _texts(table.get("when"))
    if not isinstance(table.get("run"), list) or not run or not run[0].strip():
        wrong.append((f"{where}.run", 'must be a program with its arguments: ["notify-send", …].'))
    elif any("\0" in part for part in run):
        wrong.append((f"{where}.run", "holds a NUL character."))
    if not when or not {*when} <= {*EVENTS}:
        wrong.append((f"{where}.when", f"must be {' or '.join(EVENTS)}, or a list of them."))
    seconds = table.get("seconds", USUAL_SECONDS)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        wrong.append((f"{where}.seconds", "must be a number."))
    elif not 0 < seconds <= LONGEST_SECONDS:
        wrong.append((f"{where}.seconds", f"must be more than 0, at most {LONGEST_SECONDS:.0f}."))
    elif not wrong:
        return Hook(tuple(run), frozenset(when), float(seconds)), []
    return None, wrong


def _unknown(where: str, table: Mapping[str, object], known: Sequence[str]) -> Iterator[Wrong]:
    for name in table:
        if name not in known:
            there = f"{', '.join(known[:-1])} and {known[-1]}"
            yield f"{where}.{one_line(name, 40)}", f"is no setting; there are {there}."


def _texts(value: object) -> list[str]:
    given = value if isinstance(value, list) else [value]
    texts = [text for text in given if isinstance(text, str)]
    return texts if len(texts) == len(given) else []
