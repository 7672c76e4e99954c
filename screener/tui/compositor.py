"""What is drawn when a part of the screen has changed."""

from __future__ import annotations

from collections.abc import Iterable

from textual._compositor import Compositor  # it has no public name
from textual.geometry import Region
from textual.strip import Strip


class PartCompositor(Compositor):
    """Asks only for the lines that have changed, and only of widgets that stand there.

    Textual's own asks every widget for all of its lines, whatever has changed, and throws most of
    them away: a letter typed into a field cost as much as the whole screen."""

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        if crop is None:
            yield from super()._get_renders()
            return
        rows = Region(0, crop.y, self.size.width, crop.height)
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            if crop.overlaps(seen):
                here = seen.intersection(rows)
                yield region, here, widget.render_lines(here.translate(-region.offset))
