"""A box to tick whose state can be read without colour."""

from textual.content import Content
from textual.style import Style
from textual.widgets import Checkbox


class Tick(Checkbox):
    """`[x]` or `[ ]`, where the usual box shows its state by colour alone."""

    @property
    def _button(self) -> Content:
        style = self.get_visual_style("toggle--button")
        plain = Style(foreground=style.foreground, background=self.background_colors[1])
        return Content.assemble(("[x]" if self.value else "[ ]", plain))
