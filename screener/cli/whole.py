"""How `screener import` tells what came of an export of everything."""

from screener.cli.output import emit, emit_json
from screener.desk.wholes import Read
from screener.text import counted


def tell_whole(read: Read, *, as_json: bool) -> None:
    """Tells it, in JSON or for people."""
    if as_json:
        emit_json(_json(read))
        return
    taken = read.taken
    if taken is None:
        calls = counted(read.calls, "call")
        emit([f"Everything as it was exported: {calls}.", f"Head: {read.anchor}"])
        return
    rows = (
        (taken.calls, "calls new"),
        (taken.amendments, "amendments"),
        (taken.corrections, "corrections"),
        (taken.entries, "ledger entries"),
        (taken.vendors, "vendors new"),
        (taken.people, "people new"),
        (taken.same, "on file already"),
        (taken.left, "records left out: they only had a meaning in the other chain"),
    )
    lines = ["Taken in beside what was here:"]
    lines += [f"{count:>8,}  {words}" for count, words in rows if count]
    lines.append(f"A notice quotes the head of the other chain: {taken.anchor}")
    if read.kept is not None:
        lines.append(f"To take it back: screener restore {read.kept}")
    emit(lines)


def _json(read: Read) -> dict[str, object]:
    taken = read.taken
    return {
        "format": "everything",
        "head": str(read.anchor),
        "calls": read.calls,
        "kept": str(read.kept) if read.kept else None,
        "taken": taken
        and {
            "calls": taken.calls,
            "amendments": taken.amendments,
            "corrections": taken.corrections,
            "entries": taken.entries,
            "vendors": taken.vendors,
            "people": taken.people,
            "same": taken.same,
            "left_out": taken.left,
        },
    }
