"""Calls and contacts in, from where people have them: one format a file, one protocol for all.

Nothing here writes, knows what is stored already, or judges; `desk/importing.py` does.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import cast

from screener.faults import Fault
from screener.feeds.protocol import Feed, Head

_MODULES: Mapping[str, str] = {
    "android": "android",
    "google-voice": "takeout",
    "asterisk": "asterisk",
    "freepbx": "freepbx",
    "ncid": "ncid",
    "fritzbox": "fritzbox",
    "iphone": "iphone",
    "callattendant": "callattendant",
    "callattendant-list": "callattendant_list",
    "vcard": "vcard",
    "google-contacts": "google_contacts",
    "jsonl": "jsonl",
    "csv": "plain_csv",
}
FORMATS = tuple(_MODULES)
"""What `--format` takes, the surest first."""


def feed_named(name: str) -> Feed:
    """The feed of that name. Fault where there is none."""
    module = _MODULES.get(name)
    if module is None:
        raise Fault(f"{name!r}: there is no such format; there are {', '.join(FORMATS)}.")
    return cast("Feed", import_module(f"screener.feeds.{module}"))


def recognise(head: Head) -> Feed:
    """The feed that a file is likeliest of. Fault where none fits."""
    feeds = [feed_named(name) for name in FORMATS]
    sniffed = [feed.sniff(head) for feed in feeds]
    likeliest = max(sniffed)
    if not likeliest:
        raise Fault(f"its format was not recognised; name it with --format ({', '.join(FORMATS)}).")
    return feeds[sniffed.index(likeliest)]
