"""The harness of attacks notices an outlet that lets something through."""

from unittest.mock import patch

import pytest

from reliability import attacks
from reliability.report import SHORT
from tests.attacks import TERMINAL


@pytest.mark.slow
def test_an_outlet_that_cleans_nothing_is_found() -> None:
    few = {"history": ((),), "note": (("{call}", "x"),)}
    with (
        patch.object(attacks, "OUTLETS", few),
        patch.object(attacks, "TOGETHER", {"one": TERMINAL}),
        patch("screener.cli.output.one_line", lambda text, width: text),
        patch("screener.cli.output.plain", lambda text: text),
    ):
        report = attacks.run(SHORT)
    assert report.lines[-1][0] == "all"
    assert any("history" in fault for fault in report.faults)
