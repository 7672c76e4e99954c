"""A box to tick whose state can be read without colour."""

from textual.content import Content
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Checkbox


class Tick(Checkbox):
    """`[x]` or `[ ]`, where the usual box shows its state by colour alone."""

    @property
    def _button(self) -> Content:
        style = self.get_visual_style("toggle--button")
        plain = Style(foreground=style.foreground, background=self.background_colors[1])
        return Content.assemble(("[x]" if self.value else "[ ]", plain))


class LongTick(Tick):
    """A box whose words may take several lines; the usual one cuts them after the first."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The lines that the words take at this width."""
        return Widget.get_content_height(self, container, viewport, width)
