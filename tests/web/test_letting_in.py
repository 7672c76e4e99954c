"""How often one may try, and who is known afterwards."""

from screener.web.attempts import ADDRESSES, TRIES, WITHIN, Attempts
from screener.web.logins import IDLE, MOST, Logins


class Clock:
    """Stands still until it is moved."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_after_some_attempts_one_waits() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    assert [attempts.begin("10.0.0.1") for _ in range(TRIES)] == [0] * TRIES
    clock.now += 100
    assert attempts.begin("10.0.0.1") == WITHIN - 100
    assert attempts.begin("10.0.0.2") == 0, "others need not"
    clock.now += WITHIN - 100
    assert attempts.begin("10.0.0.1") == 0


def test_the_right_password_forgets_the_wrong_ones() -> None:
    attempts = Attempts(Clock())
    for _ in range(TRIES):
        attempts.begin("10.0.0.1")
    attempts.passed("10.0.0.1")
    assert attempts.begin("10.0.0.1") == 0


def test_a_network_of_one_household_is_one_address() -> None:
    attempts = Attempts(Clock())
    waits = [attempts.begin(f"2001:db8:0:1::{host:x}%eth0") for host in range(TRIES + 1)]
    assert [wait > 0 for wait in waits] == [False] * TRIES + [True]
    assert attempts.begin("2001:db8:0:2::1") == 0


def test_memory_does_not_grow_with_the_storm() -> None:
    attempts = Attempts(Clock())
    for each in range(ADDRESSES * 2):
        attempts.begin(f"10.1.{each // 250}.{each % 250}")
    assert len(attempts._tried) == ADDRESSES


def test_a_browser_is_known_until_it_was_not_seen_for_long() -> None:
    clock = Clock()
    logins = Logins(clock)
    token = logins.begin()
    clock.now += IDLE - 1
    mark = logins.known(token)
    assert mark is not None
    assert token not in mark
    clock.now += IDLE - 1
    assert logins.known(token) == mark
    clock.now += IDLE
    assert logins.known(token) is None
    assert logins.known(token) is None


def test_no_other_secret_is_known() -> None:
    logins = Logins(Clock())
    token = logins.begin()
    assert [logins.known(other) for other in (None, "", "x", token[:-1], "\ud800")] == [None] * 5
    mark = logins.known(token)
    assert mark is not None
    logins.end(mark)
    assert logins.known(token) is None


def test_the_one_not_seen_for_longest_goes_first() -> None:
    logins = Logins(Clock())
    tokens = [logins.begin() for _ in range(MOST)]
    logins.known(tokens[0])
    logins.begin()
    assert logins.known(tokens[0]) is not None
    assert logins.known(tokens[1]) is None
