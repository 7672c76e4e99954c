"""Hearing: normal words, their places in the original, numbers, sentences and speakers."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.hearing import HEAD_CHARACTERS, TAIL_CHARACTERS, Heard, hear_words, normal_words


def words(text: str) -> str:
    return " ".join(hear_words(text).words)


def consumers(text: str) -> str:
    heard = hear_words(text)
    return " ".join(word for word, own in zip(heard.words, heard.consumer, strict=True) if own)


def quotes(heard: Heard, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [heard.quote(*span) for span in spans]


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("I don’t think it's yours, you've won!", "i do not think it is yours you have won"),
        ("dont cant wont isnt", "do not can not will not is not"),
        ("the company's offer, customers' choice", "the company offer customers choice"),
        ("w/ my acct & appt tmrw, pls", "with my account and appointment tomorrow please"),
        ("w/o a fee b/c of u", "without a fee because of you"),
        ("the a e p for H M R C, I.R.S. and u.s.", "the aep for hmrc irs and us"),
        ("plan b i said", "plan b i said"),
        ("u r a winner", "you are a winner"),
        ("e-mail over wi-fi, zero per cent", "email over wifi zero percent"),
        ("$85/mo or 20 £/month", "$85 per month or 20 £ per month"),
        ("1,125 at 10am for 50k", "1125 at 10 am for 50k"),
        ("a warrenty on soler", "a warranty on solar"),
        ("CAFÉ Señor", "cafe senor"),
        ("", ""),
        ("…?! — ,", ""),
    ],
)
def test_words_are_normalised(text: str, heard: str) -> None:
    assert words(text) == heard


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("just $41 more", ["$41"]),
        ("£5.99, €10 and R480", ["£5.99", "€10", "R480"]),
        ("twenty bucks or twelve pounds", ["twenty bucks", "twelve pounds"]),
        ("rs 500 now", ["500"]),
        ("only 41 a month", ["41"]),
        ("one hundred and fifty dollars", ["one hundred and fifty dollars"]),
        ("call 41 people in 3 days", []),
    ],
)
def test_amounts_of_money_are_found(text: str, money: list[str]) -> None:
    heard = hear_words(text)
    assert quotes(heard, heard.money) == money


@pytest.mark.parametrize(
    ("text", "percents"),
    [("30% off", ["30%"]), ("four point nine percent", ["four point nine percent"]), ("30", [])],
)
def test_percentages_are_found(text: str, percents: list[str]) -> None:
    heard = hear_words(text)
    assert quotes(heard, heard.percents) == percents


def test_numbers_keep_their_words() -> None:
    heard = hear_words("press one or twenty five, part 3319E")
    assert quotes(heard, heard.numbers) == ["one", "twenty five"]
    assert heard.words[1] == "one"


def test_sentences_end_at_stops_but_not_inside_numbers() -> None:
    heard = hear_words("It is 4.5. Call amazon.com now! Yes")
    assert heard.sentences == (0, 0, 0, 1, 1, 1, 1, 2)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("solar guy. told him I have solar already", "told him i have solar already"),
        ("I said no thanks, he went down to 7.99", "i said no thanks"),
        ("told her I rent and she hung up", "told her i rent and"),
        ("When I asked what utility he got vague", "i asked what utility"),
        ("gutters, no obligation. Said no thank you", "said no thank you"),
        ("we're not hiring, told him so, he'll mail CVs", "we are not hiring told him so"),
        ("I told you I'd look out for you", ""),
        ("As I said, the offer ends Friday", ""),
        ("He told her to go to the bank", ""),
        ("told her to go to the bank and take out cash", ""),
        ("rang mum, told her her account was at risk", ""),
        ("If you are not interested press 9", ""),
        ("the quote I asked for is ready", ""),
        ("no thanks", "no thanks"),
    ],
)
def test_the_consumers_own_words_are_told_from_the_callers(text: str, own: str) -> None:
    assert consumers(text) == own


def test_a_long_text_is_heard_at_both_ends_only() -> None:
    text = "begin " + "middle " * 150_000 + "finish"
    heard = hear_words(text)
    assert heard.words[0] == "begin"
    assert heard.words[-1] == "finish"
    assert len(heard.words) * len("middle ") <= HEAD_CHARACTERS + TAIL_CHARACTERS + 100
    assert heard.quote(len(heard.words) - 1, len(heard.words)) == "finish"


@pytest.mark.parametrize(
    "piece", [".", "a ", "a.", "'a", "$ ", "1,", "i said ", "a b ", '"', "…\n"]
)
def test_time_is_linear_whatever_is_repeated(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece * size)[: size * 2]
        best = 9.0
        for _ in range(3):
            start = process_time()
            hear_words(text)
            best = min(best, process_time() - start)
        return best

    small, large = seconds(4_000), seconds(32_000)
    assert large < small * 8 * 5 + 0.02


@given(st.text(max_size=200))
def test_any_text_is_heard_and_every_word_has_its_place(text: str) -> None:
    heard = hear_words(text)
    size = len(heard.words)
    assert len(heard.starts) == len(heard.ends) == len(heard.sentences) == size
    assert len(heard.kinds) == len(heard.consumer) == size
    assert list(heard.starts) == sorted(heard.starts)
    assert all(
        0 <= start < end <= len(text) for start, end in zip(heard.starts, heard.ends, strict=True)
    )
    for spans in (heard.numbers, heard.money, heard.percents):
        assert all(0 <= first < after <= size for first, after in spans)


_SPEECH = st.lists(
    st.sampled_from(
        [
            "I said",
            "told him",
            "no thanks",
            "he said",
            "don't",
            "$4",
            "5 %",
            "i r s",
            ".",
            ",",
            "and",
            "renew",
            "w/",
            "per cent",
            "one hundred",
            "İ",
            "’s",
            "“yes”",
            "\n",
            "ﬁ",
            "²",
            "٣",
        ]
    ),
    max_size=30,
).map(" ".join)


@given(_SPEECH)
def test_speech_of_all_sorts_is_heard(text: str) -> None:
    heard = hear_words(text)
    assert heard == hear_words(text)
    for at, word in enumerate(heard.words):
        original = heard.quote(at, at + 1)
        assert original
        if word.isascii() and word.isalpha() and original.lower() == word:
            assert text[heard.starts[at] : heard.ends[at]].lower() == word


@given(st.lists(st.sampled_from(["your", "appt", "don't", "e-mail", "solar", "i", "a", "hmrc"])))
def test_a_phrase_reads_as_the_text_does(pieces: list[str]) -> None:
    text = " ".join(pieces)
    assert normal_words(text) == hear_words(text).words
