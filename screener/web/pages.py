"""The pages and what they are made of: files by name, read once. Nothing comes from another host."""

import hashlib
from dataclasses import dataclass
from html import escape
from importlib.util import find_spec
from pathlib import Path

from screener.faults import Fault

HERE = Path(__file__).parent / "static"
_SCRIPT, _STYLE, _FONT = "text/javascript", "text/css", "font/ttf"
_OURS = {"page.js": _SCRIPT, "login.js": _SCRIPT, "page.css": _STYLE}
_THEIRS = {
    "textual.js": ("js/textual.js", _SCRIPT),
    "xterm.css": ("css/xterm.css", _STYLE),
    "mono.ttf": ("fonts/RobotoMono-VariableFont_wght.ttf", _FONT),
    "mono-italic.ttf": ("fonts/RobotoMono-Italic-VariableFont_wght.ttf", _FONT),
}
"""What textual-serve brings: the terminal in the browser, and its letters."""
_SAID = "<!-- said -->"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that the page loads."""

    kind: str
    content: bytes

    @property
    def tag(self) -> str:
        """Changes with the content, so that a browser asks once and keeps what stayed the same."""
        return hashlib.sha256(self.content).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Pages:
    """All there is to be had without a password, and the page itself."""

    page: str
    assets: dict[str, Asset]
    _login: str

    @classmethod
    def load(cls) -> "Pages":
        """Reads them. Raises Fault where textual-serve is missing, or brings other files."""
        spec = find_spec("textual_serve")
        if spec is None or spec.origin is None:
            raise Fault("screener web needs textual-serve: pip install 'call-screener[web]'.")
        theirs = Path(spec.origin).parent / "static"
        assets = {name: Asset(kind, (HERE / name).read_bytes()) for name, kind in _OURS.items()}
        for name, (place, kind) in _THEIRS.items():
            try:
                assets[name] = Asset(kind, (theirs / place).read_bytes())
            except OSError:
                raise Fault(
                    f"The installed textual-serve has no {place}; see docs/web.md."
                ) from None
        return cls(_text("page.html"), assets, _text("login.html"))

    def login(self, said: str = "") -> str:
        """The page that asks for the password, with a sentence above it."""
        return self._login.replace(_SAID, escape(said))


def protections(socket: str) -> dict[str, str]:
    """What every answer tells the browser to hold to; `socket` is the address of the web socket,
    which older browsers do not count as the page's own."""
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        # The terminal writes its colours and sizes into style elements of its own.
        "style-src": "'self' 'unsafe-inline'",
        "font-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": f"'self' {socket}",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        # Not `no-referrer`: forms would then be sent with an origin of `null`.
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
        "Server": "screener",
    }


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
