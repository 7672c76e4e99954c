"""A sheet of parts breaks its lines for the room that there is in the end."""

from textual.app import App, ComposeResult

from screener.tui.widgets.sheet import Part, Sheet


class Bare(App[None]):
    def compose(self) -> ComposeResult:
        yield Sheet()


async def test_no_letter_is_hidden_by_the_scroll_bar_that_a_long_text_brings() -> None:
    app = Bare()
    async with app.run_test(size=(40, 10)) as pilot:
        sheet = app.query_one(Sheet)
        for words in (300, 3, 301):
            sheet.put([Part("", "word " * words)])
            await pilot.pause()
            room = sheet.scrollable_content_region.width
            assert room == (40 if words == 3 else 39)
            widest = max(line.cell_length for line in sheet._lines)
            assert room - 5 <= widest <= room or words == 3
