"""The harness of attacks notices an outlet that lets something through."""

from unittest.mock import patch

import pytest

from reliability import attacks
from reliability.outlets import WANTING, in_browser, on_screen
from reliability.report import SHORT
from tests.attacks import TERMINAL


@pytest.mark.slow
def test_an_outlet_that_cleans_nothing_is_found() -> None:
    few = {"history": ((),), "note": (("{call}", "x"),)}
    with (
        patch.object(attacks, "OUTLETS", few),
        patch.object(attacks, "WAYS", (attacks.by_commands,)),
        patch.object(attacks, "TOGETHER", {"one": TERMINAL}),
        patch("screener.cli.output.one_line", lambda text, width: text),
        patch("screener.cli.output.plain", lambda text: text),
    ):
        report = attacks.run(SHORT)
    assert report.lines[-1][0] == "all"
    assert any("history" in fault for fault in report.faults)


@pytest.mark.slow
def test_screen_and_browser_are_outlets_of_their_own() -> None:
    def found(house: object) -> list[tuple[str, str, str]]:
        return [("screen", "", "call"), ("screen", "broken", "rules")]

    with (
        patch.object(attacks, "WAYS", (found, in_browser)),
        patch("reliability.outlets.FOUND", None),
    ):
        report = attacks.run(SHORT)
    assert report.lines == [("screen", "2", "1"), ("all", "2", "1")]
    assert report.words[-1] == WANTING
    assert report.faults == ["a terminal's: rules: broken"]
    assert on_screen in attacks.WAYS
    assert in_browser in attacks.WAYS
