"""JSON Lines: a call a line, in the form that `screener classify` reads (docs/classify.md)."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

from screener.faults import Fault
from screener.feeds.protocol import Head, Incoming, Item, Place, Skipped
from screener.feeds.source import Line, Source
from screener.text import one_line
from screener.wire import call_from, call_to

NAME = "jsonl"
TITLE = "JSON Lines, a call a line"

_OURS = {"at", "number", "said", "company", "caller_id", "status", "source", "id"}


def sniff(head: Head) -> float:
    """A first line that is an object with a key of ours."""
    first = next((line for line in head.text.splitlines() if line.strip()), "").lstrip("\ufeff")
    if not first.startswith("{"):
        return 0.0
    try:
        obj = json.loads(first)
    except (ValueError, RecursionError):
        # Cut off, or broken: still more like this than like anything else.
        return 0.3
    return 0.9 if isinstance(obj, dict) and _OURS & obj.keys() else 0.2


def read(source: Source, place: Place) -> Iterator[Item]:
    """The calls of the file. What the program itself gives out keeps its source."""
    del place
    for line in source.lines():
        if line.wrong or line.text.strip():
            yield _item(line)


def _item(line: Line) -> Item:
    if line.wrong:
        return Skipped(line.number, line.wrong)
    try:
        obj = json.loads(line.text.lstrip("\ufeff"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        return Skipped(line.number, f"not JSON: {one_line(str(error), 60)}")
    if not isinstance(obj, Mapping):
        return Skipped(line.number, f"not a JSON object but {type(obj).__name__}")
    try:
        call = call_from(obj)
    except Fault as fault:
        return Skipped(line.number, one_line(str(fault), 120))
    if call.at is None:
        return Skipped(line.number, "it has no time (at)")
    source, its_id = call.source, call.source_id
    if not source:
        facts = call_to(call) | {"id": obj.get("id")}
        facts.pop("logged_at", None)
        told = json.dumps(facts, sort_keys=True, default=str)
        source, its_id = NAME, hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:24]
    # Written down is it now; ids are short and of this file only.
    call = replace(call, id="", logged_at=None, source=source, source_id=its_id)
    return Incoming(call, line.number)


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is no JSON number")
