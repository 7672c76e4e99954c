"""Dark and light, both readable at arm's length; colour only repeats what words say."""

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
    variables={"footer-key-foreground": "#f0b35a", "input-cursor-text-style": "none"},
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
    variables={"footer-key-foreground": "#7a4700"},
)

THEMES = (DARK, LIGHT)
