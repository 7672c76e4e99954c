"""SpamBlocker's lists: its CSV of number rules, and the numbers and rules of its backup.

Source: aj3423/SpamBlocker (`util/Csv.kt`, `config/Config.kt`). The CSV has a column `pattern`,
parted by comma, semicolon or bar; patterns are regular expressions, of which those are read that
mean a number or the beginning of numbers. A backup is one JSON object, often packed; what else
stands in it (settings, tokens, history) is not read.
"""

import csv
import re
from collections.abc import Iterator
from typing import Any, TextIO

from screener.reputation import ListedRow
from screener.reputation.reading.numbers import NOT_A_RANGE, range_of
from screener.reputation.reading.rows import (
    NO_NUMBER,
    NO_ROW,
    Rows,
    columns,
    each,
    from_milliseconds,
    header,
)
from screener.reputation.reading.streaming import objects

ALLOWED = "allows the number instead of blocking it"
FOR_MESSAGES = "is about messages, names or places"

_BY_NUMBER = {None, 0}
"""patternModeType: 0 is the number; others mean messages, contacts, places and networks."""

_REPEATED = re.compile(r"(?:\\d|\[0-9\]|\.)\{(\d{1,2})\}")
_PLAIN_DIGITS = re.compile(r"\+?[\d#]*\*?")


def recognises(head: str) -> bool:
    """Whether a file is a CSV with a column `pattern`, or a backup in JSON."""
    if head.lstrip().startswith("{"):
        return re.search(r'"(?:spamNumbers|numberRules)"\s*:', head) is not None
    names = re.split(r"[,;|]", head.split("\n", 1)[0].strip().casefold())
    return "pattern" in names and "id" not in names


def read(text: TextIO, rows: Rows) -> Iterator[ListedRow]:
    """The numbers and ranges that are blocked; a member of a backup has its place for a line."""
    first = text.read(1)
    while first.isspace():
        first = text.read(1)
    if first == "{":
        return _of_backup(text, rows)
    return _of_csv(text, first + text.readline(), rows)


def _of_csv(text: TextIO, first: str, rows: Rows) -> Iterator[ListedRow]:
    mark = next((each for each in first if each in ",;|"), ",")
    names = header(csv.reader([first], delimiter=mark))
    (at_pattern,) = columns(names, ("pattern",))
    lines = csv.reader(text, delimiter=mark)
    for row in each(lines, rows):
        named = dict(zip((name.strip().casefold() for name in names), row, strict=False))
        found: ListedRow | str = NO_ROW
        if len(row) > at_pattern:
            found = _rule(
                row[at_pattern],
                named.get("description", ""),
                allowed=named.get("isblacklist", "").strip().casefold() == "false",
                messages=named.get("flags", "").strip() == "2",
                region=rows.region,
            )
        if isinstance(found, str):
            # The header was read apart from the rest.
            rows.pass_over(found, lines.line_num + 1)
        else:
            yield found


def _of_backup(text: TextIO, rows: Rows) -> Iterator[ListedRow]:
    for key, member in objects(text, "numbers", "rules"):
        if not isinstance(member, dict):
            continue
        if key == "rules" and "pattern" not in member:
            continue
        rows.count += 1
        found = _number(member, rows) if key == "numbers" else _rule_of(member, rows)
        if isinstance(found, str):
            rows.pass_over(found, rows.count)
        else:
            yield found


def _number(member: dict[str, Any], rows: Rows) -> ListedRow | str:
    shown = member.get("peer")
    if not isinstance(shown, str):
        return NO_NUMBER
    place = range_of(shown, rows.region)
    return (
        place if isinstance(place, str) else (*place, "", 1, from_milliseconds(member.get("time")))
    )


def _rule_of(member: dict[str, Any], rows: Rows) -> ListedRow | str:
    if member.get("patternModeType") not in _BY_NUMBER:
        return FOR_MESSAGES
    return _rule(
        str(member["pattern"]),
        str(member.get("description") or ""),
        allowed=member.get("isBlacklist") is False,
        messages=member.get("flags") == 2,
        region=rows.region,
    )


def _rule(
    pattern: str, about: str, *, allowed: bool, messages: bool, region: str
) -> ListedRow | str:
    if allowed:
        return ALLOWED
    if messages:
        return FOR_MESSAGES
    plain = _plain(pattern)
    place = NOT_A_RANGE if plain is None else range_of(plain, region)
    return place if isinstance(place, str) else (*place, about, 1, None)


def _plain(pattern: str) -> str | None:
    """A regular expression for numbers as a pattern of # and *; None for any other."""
    text = pattern.strip().removeprefix("^").removesuffix("$").replace("\\+", "+")
    text = _REPEATED.sub(lambda times: "#" * int(times[1]), text)
    for expression, mark in ((r"\d*", "*"), ("[0-9]*", "*"), (".*", "*")):
        text = text.replace(expression, mark)
    for expression in (r"\d", "[0-9]", "."):
        text = text.replace(expression, "#")
    return text if _PLAIN_DIGITS.fullmatch(text) else None
