"""A text cut into passages: nothing is lost, and nothing is too long."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from screener.hearing import hear_words
from screener.passages import LONGEST, STEP, WINDOW, passages
from screener.traits import plain_passages, plain_words

texts = st.lists(
    st.sampled_from(["code", "the", "$40", "forty", "20%", "five", "pounds", "Friday", ".", "?"]),
    max_size=120,
).map(" ".join)


@given(texts | st.text(max_size=400))
def test_every_word_stands_in_a_passage(text: str) -> None:
    heard = hear_words(text)
    cut = passages(heard)
    covered = {at for first, after in cut for at in range(first, after)}
    assert covered == set(range(len(heard.words)))
    assert cut == sorted(cut)
    for first, after in cut:
        assert 0 < after - first <= LONGEST
        assert len(set(heard.sentences[first:after])) == 1


def test_a_sentence_is_one_passage() -> None:
    heard = hear_words("Your car is ready. Read me the code we sent, would you?")
    assert [heard.quote(*each) for each in passages(heard)] == [
        "Your car is ready",
        "Read me the code we sent, would you",
    ]


def test_a_long_transcript_is_looked_at_through_a_window() -> None:
    heard = hear_words(" ".join(["word"] * 50))
    cut = passages(heard)
    assert cut[0] == (0, WINDOW)
    assert {second[0] - first[0] for first, second in pairwise(cut)} == {STEP}
    assert cut[-1][1] == 50


@given(texts)
def test_all_of_a_text_is_as_plain_as_its_words(text: str) -> None:
    heard = hear_words(text)
    (whole,) = plain_passages(heard, [(0, len(heard.words))])
    assert whole == plain_words(heard)
    for words in plain_passages(heard, passages(heard)):
        assert words
        assert not any(word[0] == "$" and word != "$" for word in words)
