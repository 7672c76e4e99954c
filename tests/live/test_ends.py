"""What becomes of calls that rang, and messages, as the lines of the protocol tell them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.feeds.protocol import Place
from screener.live.events import Arrival, Ended, Event, Message
from screener.live.ncid import Conversation
from screener.words import Status
from tests.live.conftest import NOW, ZONE
from tests.live.server import line_of

CALL = line_of("CID", "6145550133", "BRIGHT SMILES", NOW)
OTHER = line_of("WID", "3125550142", "LAKESHORE", NOW)


def end_of(
    htype: str = "BYE",
    number: str = "6145550133",
    scall: str = "05/04/2026 21:49:00",
    ecall: str = "05/04/2026 21:51:35",
    ctype: str = "IN",
    own: str = "POTS",
) -> str:
    return (
        f"END: *HTYPE*{htype}*DATE*05042026*TIME*2149*SCALL*{scall}*ECALL*{ecall}"
        f"*CTYPE*{ctype}*LINE*{own}*NMBR*{number}*NAME*BRIGHT SMILES*"
    )


def ring(count: int, own: str = "POTS") -> str:
    return f"CIDINFO: *LINE*{own}*RING*{count}*TIME*21:49:05*"


def heard(*lines: str) -> list[Event]:
    talk = Conversation(Place(ZONE), lambda: NOW)
    return [event for line in ("200 Server: ncidd", "300 End", *lines) for event in talk.hear(line)]


def ends(*lines: str) -> list[tuple[str, Status | None, int | None]]:
    found = [event.call for event in heard(*lines) if isinstance(event, Ended)]
    return [(call.number, call.status, call.duration) for call in found]


def test_an_answered_call_has_a_length() -> None:
    arrival, ended = heard(CALL, end_of())
    assert isinstance(arrival, Arrival)
    assert isinstance(ended, Ended)
    assert ended.call.source_id == arrival.call.source_id
    assert (ended.call.status, ended.call.duration) == (Status.ANSWERED, 155)


def test_a_call_that_nobody_answered_is_missed() -> None:
    missed = [("6145550133", Status.MISSED, None)]
    assert ends(CALL, ring(1), ring(2), ring(-1)) == missed
    assert ends(CALL, end_of("CANCEL")) == missed
    assert ends(CALL, ring(-1), end_of("CANCEL")) == missed, "told twice, heard once"


def test_the_length_comes_after_the_ringing_was_told() -> None:
    assert ends(CALL, ring(-2), end_of()) == [
        ("6145550133", Status.ANSWERED, None),
        ("6145550133", Status.ANSWERED, 155),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        (CALL, ring(4), ring(0)),
        (CALL, ring(-3), ring(-4)),
        (CALL, ring(-1, "VOIP")),
        (CALL, OTHER, ring(-1)),
        (CALL, end_of(ctype="OUT")),
        (CALL, end_of(number="6145550134")),
        (CALL, end_of(own="VOIP")),
        (CALL, end_of("SIGH")),
        (CALL, "END: nothing", "CIDINFO: *RING", "CIDINFO:"),
        (line_of("HUP", "6145550133", "", NOW), end_of()),
        (ring(-1), end_of()),
    ],
)
def test_what_may_mean_another_call_tells_nothing(lines: tuple[str, ...]) -> None:
    assert ends(*lines) == []


def test_an_end_is_that_of_the_last_call_from_there_and_of_no_other() -> None:
    later = CALL.replace("*TIME*2149", "*TIME*2148")
    assert ends(later, OTHER, CALL, end_of(), end_of("CANCEL"), end_of()) == [
        ("6145550133", Status.ANSWERED, 155),
        ("6145550133", Status.MISSED, None),
    ]


@pytest.mark.parametrize(
    ("scall", "ecall", "seconds"),
    [
        ("05/04/2026 23:59:50", "05/05/2026 00:00:10", 20),
        ("13/04/2026 21:49:00", "13/04/2026 21:49:09", 9),
        ("11/01/2026 01:59:00", "11/01/2026 02:01:00", 3720),
        ("05/04/2026 21:49:10", "05/04/2026 21:49:00", None),
        ("05/04/2026 21:49:10", "05/06/2026 21:49:00", None),
        ("05/04/2026 21:49", "", None),
        ("-", "-", None),
    ],
)
def test_how_long_it_was(scall: str, ecall: str, seconds: int | None) -> None:
    """The third is told across a change of the clocks; the ones after cannot be."""
    assert ends(CALL, end_of(scall=scall, ecall=ecall)) == [
        ("6145550133", Status.ANSWERED, seconds)
    ]


def test_a_call_of_long_ago_is_not_waited_for() -> None:
    moment = NOW

    def clock() -> datetime:
        return moment

    talk = Conversation(Place(ZONE), clock)
    assert not [*talk.hear("200 Server: ncidd")]
    assert len([*talk.hear(CALL)]) == 1
    moment = NOW + timedelta(hours=7)
    assert not [*talk.hear(end_of())]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("MSG: Caller ID Logfile too big: (95000 > 90000)", "Caller ID Logfile too big: (95000 > 90000)"),
        ("MSG: milk ***DATE*05042026*TIME*1200*LINE*-*NMBR*-*MTYPE*USER*NAME*Ann*", "Ann: milk"),
        ("MSG: CID: *DATE* *** ***DATE*05042026*NMBR*614*NAME*NO NAME*", "614: CID: *DATE* ***"),
        ("NOT: PHONE 4012: PING ***DATE*05042026*TIME*1200*NMBR*-*MTYPE*IN*NAME*-*", "PHONE 4012: PING"),
        ("MWI: *DATE*04222026*NMBR*Voicemail*NAME*1 Message Waiting*", "1 Message Waiting"),
        ("MSG: \x1b[2Jboo\u202e", "boo"),
    ],
)  # fmt: skip
def test_messages_are_passed_on(line: str, words: str) -> None:
    assert heard(line) == [Message(words)]


@pytest.mark.parametrize("line", ["MSG: ", "NOT: ***DATE*05042026*NAME*Ann*", "MWI: *", "OPT: x"])
def test_what_says_nothing_is_no_message(line: str) -> None:
    assert heard(line) == []


def test_messages_of_the_log_are_old() -> None:
    assert heard("MSGLOG: milk", "NOTLOG: ping", "ENDLOG: *HTYPE*BYE*") == []


@given(st.sampled_from(["MSG", "NOT", "MWI", "END", "CIDINFO"]), st.text(max_size=60))
def test_any_text_behind_a_label_is_borne(label: str, text: str) -> None:
    events = heard(CALL, f"{label}: {text}")
    assert all(isinstance(event, Arrival | Message | Ended) for event in events)
    assert all(each.words.isprintable() for each in events if isinstance(each, Message))
