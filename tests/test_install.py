"""The rules are found from a checkout, an editable install and a wheel alike."""

import site
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from screener.rulebook import rules_folder
from tests.conftest import ROOT

TELL = (
    "import site, sys; site.addsitedir(sys.argv[1]);"
    "import screener; from screener.rulebook import load_rulebook, rules_folder;"
    "print(screener.__file__); print(rules_folder()); print(len(load_rulebook().signals))"
)


def built(hook: str, folder: Path) -> Path:
    """What a build hook makes of this checkout, unpacked as an installer would."""
    code = f"import sys; from hatchling.build import {hook}; print({hook}(sys.argv[1]))"
    ran = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    target = folder / "site"
    with zipfile.ZipFile(folder / ran.stdout.split()[-1]) as wheel:
        wheel.extractall(target)
    return target


def told_from(folder: Path) -> list[str]:
    """Where a fresh interpreter outside the checkout finds package and rules."""
    code = f"import sys; sys.path.extend({site.getsitepackages()!r}); {TELL}"
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, str(folder)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.splitlines()


def test_a_checkout_uses_its_own_rules() -> None:
    assert rules_folder() == ROOT / "rules"


@pytest.mark.slow
def test_a_wheel_carries_the_rules(tmp_path: Path) -> None:
    target = built("build_wheel", tmp_path)
    package, rules, signals = told_from(target)
    assert Path(package).is_relative_to(target)
    assert Path(rules) == target / "screener" / "rules"
    assert int(signals) >= 60


@pytest.mark.slow
def test_an_editable_install_sees_edits_in_the_checkout(tmp_path: Path) -> None:
    target = built("build_editable", tmp_path)
    package, rules, signals = told_from(target)
    assert Path(package) == ROOT / "screener" / "__init__.py"
    assert Path(rules) == ROOT / "rules"
    assert int(signals) >= 60
    assert not list(target.glob("screener/rules"))
