"""What is drawn when a part of the screen has changed."""

from __future__ import annotations

from collections.abc import Iterable

from textual._compositor import ChopsUpdate, Compositor  # they have no public names
from textual.geometry import Region
from textual.strip import Strip


class PartCompositor(Compositor):
    """Asks only for the lines that have changed, and only of widgets that are seen there.

    Textual's own asks every widget between the first change and the last for all of its lines, and
    throws most of them away: a letter typed into a field cost as much as the whole screen."""

    _changed: tuple[Region, ...] = ()
    """What has changed, while a part of the screen is drawn."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """Only what has changed."""
        self._changed = tuple(self._dirty_regions)
        try:
            return super().render_partial_update()
        finally:
            self._changed = ()

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        if crop is None:
            yield from super()._get_renders()
            return
        bare = self._changed or (crop,)
        for widget, (region, clip) in self.visible_widgets.items():  # from front to back
            seen = region.intersection(clip)
            parts = [seen.intersection(each) for each in bare if each.overlaps(seen)]
            if parts:
                rows = Region.from_union(parts)
                here = Region(seen.x, rows.y, seen.width, rows.height)
                yield region, here, widget.render_lines(here.translate(-region.offset))
                bare = tuple(each for each in bare if not seen.contains_region(each))
