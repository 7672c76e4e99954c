"""What is said, however long: kept whole, laid out in part, with the telling words marked."""

from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input

from screener.tui.folded import LONGEST, SHORT, Folds
from screener.tui.screens.call_extras import EXTRAS
from screener.tui.widgets.field import TOO_LONG
from screener.tui.widgets.line import LONGEST as LINE
from screener.tui.widgets.words import QUOTED, Words
from tests.tui.conftest import Opened
from tests.tui.fake_desk import FakeDesk

STANDS_FOR = chr(0xF0000)
texts = st.text(alphabet=st.sampled_from(["a", "é", "\n", " ", STANDS_FOR, "😀"]), max_size=900)


@given(st.lists(texts, max_size=4), st.integers(0, 600))
def test_nothing_is_lost_by_folding(pasted: list[str], room: int) -> None:
    folds = Folds()
    shown = [folds.fold(text, room) for text in pasted]
    assert folds.whole("".join(shown)) == "".join(pasted)
    assert all(len(each) <= max(room, SHORT) + 1 for each in shown)
    assert folds.hidden("".join(shown)) <= sum(map(len, pasted))


@given(texts, st.integers(0, 900), st.integers(1, 40))
def test_places_are_found_where_they_are_laid_out(text: str, start: int, length: int) -> None:
    folds = Folds()
    shown = folds.fold(text, 0)
    end = start + length
    for a, b in folds.laid_out(shown, [(start, end)] if end <= len(text) else []):
        assert shown[a:b] == text[start:end]


async def test_a_long_paste_is_kept_and_only_its_ends_are_laid_out(opened: Opened) -> None:
    desk = FakeDesk()
    said = "an upgrade, " + "word " * 200_000 + "upgrade"
    async with opened(desk) as hand:
        await hand.press("enter", "enter")
        await hand.type("He: ")
        words = hand.app.screen.query_one("#said", Words)
        words.insert(said)
        await hand.type("!")
        assert len(words.text) <= LONGEST + 2
        assert words.whole == f"He: {said}!"
        assert "characters are kept, not shown" in hand.text()
        words.select_all()
        assert words.selected_text == f"He: {said}!"
        words.move_cursor(words.document.end)
        words.undo()
        words.undo()
        await hand.settle()
        assert words.whole == "He: "
        words.redo()
        await hand.press("ctrl+s")
        assert said in desk.records[0].call.said


async def test_the_words_that_gave_it_away_are_marked_without_colour(opened: Opened) -> None:
    async with opened() as hand:
        await hand.put("#said", "they say\nan upgrade, no special offer")
        words = hand.app.screen.query_one("#said", Words)
        spans = words.get_line(1).spans
        assert [(span.start, span.end) for span in spans] == [(3, 10), (15, 28)]
        assert {span.style for span in spans} == {QUOTED}
        assert QUOTED.underline
        assert words.get_line(0).spans == []
        words.insert("x", (1, 0))
        assert words.get_line(1).spans == [], "not on other words until it is judged again"
        await hand.settle()
        assert [(span.start, span.end) for span in words.get_line(1).spans] == [(4, 11), (16, 29)]
        await hand.press("f8")
        await hand.put("#said", "hello")
        assert words.get_line(0).spans == []


async def test_a_line_that_is_too_long_is_not_taken_and_says_so_at_its_field(
    opened: Opened,
) -> None:
    async with opened(size=(80, 40)) as hand:
        await hand.press("f9")
        for name in ("number", "company", *EXTRAS):
            line = hand.app.screen.query_one(f"#{name}", Input)
            line.focus()
            await hand.type("ab")
            line.insert_text_at_cursor("x" * LINE)
            await hand.settle()
            assert line.value == "ab", "what was typed stays"
        wrong = list(hand.app.screen.query("Field.-faulty"))
        assert len(wrong) == len(EXTRAS) + 2
        assert f"✗ {TOO_LONG[:20]}" in hand.text()
        await hand.type("c")
        assert len(list(hand.app.screen.query("Field.-faulty"))) == len(wrong) - 1
