"""The README's tour and figures are true."""

import re
import shlex

from tests.cli.conftest import Run
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_tour_runs_as_it_stands_there(run: Run) -> None:
    found = re.search(r"^<!-- tour -->\n```sh\n(.*?)^```$", README, re.M | re.S)
    assert found is not None
    lines = found[1].replace("\\\n", " ").splitlines()
    commands = [shlex.split(line, comments=True)[1:] for line in lines]
    assert commands[-1] == []
    told = [run(*command) for command in commands if command]
    assert [ran.code for ran in told] == [0] * (len(commands) - 1)
    _, _, logged, history, looked_up = (ran.out for ran in told)
    assert "existing-vendor upsell" in logged
    assert "refused" in logged
    assert "Orkin" in history
    assert "Orkin" in looked_up


def test_its_figures_are_those_of_the_page_on_verdicts() -> None:
    page = (ROOT / "docs" / "verdict.md").read_text(encoding="utf-8")
    figures = README.partition("## Figures")[2].partition("\n\n[")[0]
    quoted = re.findall(r"\d[.,]?\d*\d", re.sub(r"\(docs[^)]*\)", "", figures))
    assert quoted
    plain = page.replace(",", "")
    assert [each for each in quoted if each.replace(",", "") not in plain] == []
