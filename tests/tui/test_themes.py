"""What colours may do: be read in each theme, and never say what no word says."""

from __future__ import annotations

import pytest
from rich.color import Color as RichColor
from textual.color import Color

from screener.tui import wording
from screener.tui.reading import Reading
from screener.tui.themes import THEMES
from screener.tui.widgets.card import TINT, badge
from screener.words import Allowed, Label
from tests.tui.conftest import Opened
from tests.tui.test_panes import CALL, household

READABLE = 4.5
"""The contrast that WCAG 2.2 asks for text (1.4.3, level AA); 7 is level AAA (1.4.6)."""
HIGH = 7.0
GROUNDS = ("background", "surface", "panel")
MUTED = ("text-primary", "text-accent", "text-success", "text-warning", "text-error")


def luminance(color: Color) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
             for part in color.normalized]  # fmt: skip
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: Color, other: Color) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def pairs(name: str) -> list[tuple[str, str, float]]:
    """What is written in which colour on which, and how well it stands out."""
    variables = THEMES[name].to_color_system().generate() | THEMES[name].variables
    named = [("foreground", ground) for ground in GROUNDS]
    named += [("foreground-muted", ground) for ground in GROUNDS]
    named += [(text, "background") for text in MUTED]
    named += [(f"text-{tint}", f"{tint}-muted") for tint in (*TINT.values(), "error")]
    named += [("footer-key-foreground", "panel")]
    found = []
    for text, ground in named:
        under = Color.parse(variables["background"]) + Color.parse(variables[ground])
        over = under + Color.parse(variables[text])
        found.append((text, ground, contrast(over, under)))
    return found


def test_black_on_white_has_the_contrast_that_wcag_says() -> None:
    assert contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert contrast(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", THEMES)
def test_all_that_is_written_can_be_read(name: str) -> None:
    least = HIGH if name.endswith("contrast") else READABLE
    assert not [each for each in pairs(name) if each[2] < least]


def test_labels_permissions_and_scams_are_told_without_colour() -> None:
    glyphs = [*wording.GLYPH.values(), wording.SCAM, wording.NOT_SCREENED]
    assert len(set(glyphs)) == len(glyphs)
    shown = {}
    for label in Label:
        for scam in (False, True):
            text = badge(Reading(label, scam=scam, confidence=0.9)).plain
            assert wording.GLYPH[label] in text
            assert label.shown.upper() in text
            assert ("SCAM" in text) is scam
            shown[label, scam] = text
    assert len(set(shown.values())) == len(shown)
    assert "NOT SCREENED" in badge(Reading(None)).plain
    for told in (wording.PERMISSION, wording.IDENTITY, wording.RELATION, wording.ROLE):
        assert len({str(words) for words in told.values()}) == len(told)
    assert set(wording.PERMISSION) == set(Allowed)
    assert len({glyph for glyph, _ in wording.PERMISSION.values()}) == len(Allowed)


def is_grey(color: RichColor | None) -> bool:
    return color is None or color.triplet is None or len(set(color.triplet)) == 1


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_without_colour_the_same_words_stand_in_grey(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    shown = []
    for no_colour in (False, True):
        monkeypatch.delenv("NO_COLOR", raising=False)
        if no_colour:
            monkeypatch.setenv("NO_COLOR", "1")
        async with opened(household(), size=size) as hand:
            for field, text in CALL:
                await hand.put(field, text)
            styles = [
                segment.style
                for strip in hand.app.screen._compositor.render_strips()
                for segment in strip
                if segment.style
            ]
            grey = all(is_grey(style.color) and is_grey(style.bgcolor) for style in styles)
            assert grey is no_colour
            shown.append(hand.text())
    assert shown[0] == shown[1]
    assert "▲ EXISTING-VENDOR UPSELL" in shown[1]


@pytest.mark.parametrize("name", THEMES)
async def test_every_theme_shows_the_verdict_in_its_own_colours(opened: Opened, name: str) -> None:
    async with opened(household(), size=(120, 40)) as hand:
        for field, text in CALL:
            await hand.put(field, text)
        before = hand.text()
        hand.app.theme = THEMES[name].name
        await hand.settle()
        assert hand.text() == before
        badges = [
            segment.style
            for strip in hand.app.screen._compositor.render_strips()
            for segment in strip
            if "EXISTING-VENDOR UPSELL" in segment.text
        ]
        variables = THEMES[name].to_color_system().generate()
        under = Color.parse(variables["background"]) + Color.parse(variables["accent-muted"])
        (style,) = badges
        assert style is not None
        assert style.bold
        assert style.bgcolor is not None
        assert style.bgcolor.triplet == under.rich_color.triplet
