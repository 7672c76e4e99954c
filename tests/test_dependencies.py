"""docs/dependencies.md keeps up with what the program needs, and under which licence."""

import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import NamedTuple

import pytest

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PAGE = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
OUR_TOOLS = "dev"
"""The extra that only developers install: its own needs go into no installation of a person's."""

NAMED_OTHERWISE = {
    "Apache 2": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD License": "BSD-3-Clause",
    "Dual License": "Apache-2.0 OR BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "New BSD": "BSD-3-Clause",
    "PSFL": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
"""Names of licences in packages that do not use SPDX's, as SPDX has them."""

NOT_SAID = {"sqlcipher3": "Zlib"}
"""Packages whose metadata name no licence, with that of the file that comes with them."""


class Need(NamedTuple):
    """A requirement: the package in the spelling that all are compared in, its extras, and its
    versions."""

    name: str
    extras: tuple[str, ...]
    versions: str

    @classmethod
    def of(cls, requirement: str) -> "Need":
        found = re.match(r"([\w.-]+)\s*(?:\[([^]]*)\])?\s*\(?([^;)]*)", requirement)
        assert found is not None
        extras = tuple(each.strip() for each in (found[2] or "").split(",") if each)
        return cls(plain_name(found[1]), extras, found[3].strip())


def plain_name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def rows() -> dict[str, list[str]]:
    """The cells of each line of the document's tables, by the package in the first one."""
    cells = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| `")]
    return {row[0].strip("`"): [cell.strip("` ") for cell in row] for row in cells}


def direct() -> dict[str, set[Need]]:
    """What is asked for by the package itself ("") and by each extra."""
    extras = PROJECT.get("optional-dependencies", {})
    asked = {"": PROJECT["dependencies"], **extras}
    return {extra: {Need.of(each) for each in needs} for extra, needs in asked.items()}


def installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def needed_in_turn(needs: set[Need]) -> set[str]:
    """Packages and all that these need, as far as they are installed here."""
    found: set[Need] = set()
    waiting = list(needs)
    while waiting:
        need = waiting.pop()
        there = installed(need.name)
        if need in found or there is None:
            continue
        found.add(need)
        waiting += [Need.of(each) for each in there.requires or () if is_asked(each, need.extras)]
    return {need.name for need in found}


def is_asked(requirement: str, extras: tuple[str, ...]) -> bool:
    """Whether a requirement holds for a package asked for with those extras. Of those for another
    system or Python only what is installed counts, so that the rest of the marker is not read."""
    extra = re.search(r"extra == [\"']([\w.-]+)", requirement)
    return extra is None or plain_name(extra[1]) in map(plain_name, extras)


def licence_of(package: Distribution) -> str:
    meta = package.metadata
    of_classifiers = [
        each.rpartition(" :: ")[2]
        for each in meta.get_all("Classifier", [])
        if each.startswith("License ::")
    ]
    named = [*meta.get_all("License-Expression", []), *meta.get_all("License", [])]
    said = next((each for each in named if each and "\n" not in each), " AND ".join(of_classifiers))
    return NAMED_OTHERWISE.get(said, said) or NOT_SAID.get(plain_name(package.name), "")


def of_people() -> set[Need]:
    return {need for extra, needs in direct().items() if extra != OUR_TOOLS for need in needs}


@pytest.mark.parametrize("extra", sorted(direct()))
def test_every_requirement_stands_there_with_its_versions(extra: str) -> None:
    told = rows()
    wrong = {
        need.name: need.versions
        for need in direct()[extra]
        if need.name not in told or need.versions not in told[need.name]
    }
    assert wrong == {}


def test_every_requirement_has_a_floor_and_a_ceiling_or_says_why_not() -> None:
    calendar = {"tzdata"}
    for needs in direct().values():
        for need in needs:
            assert ">=" in need.versions, need
            assert "<" in need.versions or need.name in calendar, need


def test_everything_that_is_installed_for_people_stands_there_with_its_licence() -> None:
    told, wrong = rows(), {}
    needed = needed_in_turn(of_people())
    assert {"textual", "rich", "mdurl"} <= needed
    for name in needed | {need.name for need in direct()[OUR_TOOLS]}:
        package = installed(name)
        assert package is not None, name
        licence = licence_of(package)
        if licence not in told.get(name, ()):
            wrong[name] = licence
    assert wrong == {}


def test_nothing_stands_there_that_nothing_asks_for() -> None:
    asked = {need for needs in direct().values() for need in needs}
    here = {name for name in rows() if installed(name) is not None}
    assert here - needed_in_turn(asked) == set()


def test_no_licence_binds_what_is_installed_for_people() -> None:
    free = {
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "ISC",
        "MIT",
        "MIT-0",
        "PSF-2.0",
        "Zlib",
    }
    for name in needed_in_turn(of_people()):
        package = installed(name)
        assert package is not None
        for part in licence_of(package).split(" AND "):
            assert free.intersection(part.split(" OR ")), f"{name}: {part}"
