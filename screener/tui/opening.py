"""Opens the screen with the person's settings, on their own data or on sample data."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from screener.config import keep_theme, load_settings
from screener.tui.app import After, ScreenerApp

if TYPE_CHECKING:
    from screener.config_calls import ListenTo
    from screener.desk import Desk
    from screener.store.newest import Glance

TURN = 0.0005
"""Seconds after which a thread that is at work lets another one go on: the one that draws waits for
its turn at every look for keys, several times for each of them. Python's own is ten times as long."""


def run(
    desk_factory: Callable[[], Desk],
    *,
    demo: bool = False,
    listen: ListenTo | None = None,
    glance: Callable[[], Glance | None] | None = None,
) -> None:
    """Opens the screen and comes back when the person leaves it. It listens to `listen`, else to
    the server of the settings, and never while it shows what is made up. `glance` opens the same
    file as the desk does, for what is shown before that is there.

    Raises Fault for settings that are wrong, and if the desk could not be opened.
    """
    sys.setswitchinterval(TURN)
    if _opened(desk_factory, demo=demo, listen=listen, glance=glance) is not After.SAMPLE:
        return
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - only for sample data

    with TemporaryDirectory(prefix="screener-sample-") as folder:
        after = _opened(lambda: _sample_desk(Path(folder)), demo=True, sample=True)
    if after is After.OWN:
        _opened(desk_factory, listen=listen)


def _opened(
    desk_factory: Callable[[], Desk],
    *,
    demo: bool = False,
    sample: bool = False,
    listen: ListenTo | None = None,
    glance: Callable[[], Glance | None] | None = None,
) -> After | None:
    settings = load_settings()
    app = ScreenerApp(
        desk_factory,
        demo=demo,
        sample=sample,
        settings=replace(settings, listen=None if demo else listen or settings.listen),
        keep_theme=keep_theme,
    )
    if glance is not None:
        app.look_first(glance)
    after = app.run()
    if app.failure is not None:
        raise app.failure
    if app.defect is not None:
        raise app.defect
    return after


def _sample_desk(folder: Path) -> Desk:
    from screener.desk.sample import sample_desk  # noqa: PLC0415 - in the desk's own thread

    return sample_desk(folder)
