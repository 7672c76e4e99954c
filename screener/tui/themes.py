"""Dark and light, readable at arm's length, and both in high contrast; colour only repeats what
words say."""

from textual.theme import Theme

DARK = Theme(
    name="screener-dark",
    primary="#5fa8d3",
    secondary="#8fb8de",
    accent="#c792ea",
    warning="#f0b35a",
    error="#ef6f6c",
    success="#7fc68b",
    foreground="#e6e6e1",
    background="#14181d",
    surface="#1b2027",
    panel="#252c35",
    dark=True,
    variables={
        "text-disabled": "#8d959e",
        "footer-key-foreground": "#f0b35a",
        "input-cursor-text-style": "none",
    },
)

LIGHT = Theme(
    name="screener-light",
    primary="#1f6f9f",
    secondary="#35607f",
    accent="#7b3fa0",
    warning="#9a5b00",
    error="#b3261e",
    success="#1f7a3a",
    foreground="#1d2329",
    background="#f7f6f2",
    surface="#eeece6",
    panel="#e1ded6",
    dark=False,
    variables={
        "foreground-muted": "#54595f",
        "text-disabled": "#686c71",
        "footer-key-foreground": "#7a4700",
    },
)

DARK_CONTRAST = Theme(
    name="screener-dark-contrast",
    primary="#7cc7ff",
    secondary="#a8d5ff",
    accent="#f0a6ff",
    warning="#ffd24a",
    error="#ff8a80",
    success="#7dffa0",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#333333",
    dark=True,
    variables={
        "text-muted": "#ffffff",
        "foreground-muted": "#ffffff",
        "text-disabled": "#b8b8b8",
        "footer-key-foreground": "#ffd24a",
        "input-cursor-text-style": "none",
        "block-cursor-background": "#ffffff",
        "block-cursor-foreground": "#000000",
    },
)

LIGHT_CONTRAST = Theme(
    name="screener-light-contrast",
    primary="#003d73",
    secondary="#003d73",
    accent="#5a0080",
    warning="#5c3500",
    error="#8f0000",
    success="#00501c",
    foreground="#000000",
    background="#ffffff",
    surface="#ffffff",
    panel="#d6d6d6",
    dark=False,
    variables={
        "text-muted": "#000000",
        "foreground-muted": "#000000",
        "text-disabled": "#4d4d4d",
        "footer-key-foreground": "#5c3500",
        "block-cursor-background": "#000000",
        "block-cursor-foreground": "#ffffff",
    },
)

THEMES = {
    "dark": DARK,
    "light": LIGHT,
    "dark-contrast": DARK_CONTRAST,
    "light-contrast": LIGHT_CONTRAST,
}
"""Each theme by its name in the settings (`screener.config.THEMES`), in the order of choosing."""
