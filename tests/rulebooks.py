"""A small rulebook of a test's own: verdicts that no edit of the bundled rules can move."""

import shutil
from pathlib import Path

from screener.rulebook import Rulebook, load_rulebook, rules_folder

RULES = """
format = 1
purpose = "{purpose}"

[[signal]]
id = "{id}"
title = "says {phrase}"
why = "The caller says {phrase}."
weight = {weight}
any = ["{phrase}"]
examples.match = ["{phrase}"]
examples.no_match = ["hello there"]
"""


def rule_file(id_: str, purpose: str, phrase: str, weight: float = 1.5) -> str:
    """A file with one rule: hears one phrase, speaks for one purpose."""
    return RULES.format(id=id_, purpose=purpose, phrase=phrase, weight=weight)


def bundle(folder: Path, *files: str) -> Path:
    """A folder of bundled rules with the given files and the program's own questions."""
    (folder / "purposes").mkdir(parents=True)
    for at, file in enumerate(files):
        (folder / "purposes" / f"rules{at}.toml").write_text(file)
    (folder / "advice").mkdir()
    shutil.copy(rules_folder() / "advice" / "questions.toml", folder / "advice")
    (folder / "groups.toml").write_text("format = 1\n[caps]\n")
    return folder


def small_rulebook(folder: Path, *files: str) -> Rulebook:
    """The rulebook of those files."""
    return load_rulebook(bundled=bundle(folder / "rules", *files), cache=folder / "cache")
