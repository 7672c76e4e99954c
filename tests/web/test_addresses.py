"""Under which names the server answers, and to whose pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.faults import Fault
from screener.web.addresses import Front, is_loopback

PLAIN, SECURE = Front(secure=False), Front(secure=True, names=("Home.lan", "door.example:443"))


@pytest.mark.parametrize(
    ("host", "own", "meant"),
    [
        ("127.0.0.1:8765", "127.0.0.1", True),
        ("localhost:8765", "127.0.0.1", True),
        ("LOCALHOST:8765", "127.0.0.1", True),
        ("[::1]:8765", "::1", True),
        ("localhost:8765", "::1", True),
        ("localhost:8765", "192.168.1.5", False),
        ("192.168.1.5:8765", "192.168.1.5", True),
        ("192.168.1.6:8765", "192.168.1.5", False),
        ("127.0.0.1", "127.0.0.1", False),
        ("127.0.0.1:8766", "127.0.0.1", False),
        ("127.0.0.1.:8765", "127.0.0.1", False),
        ("127.1:8765", "127.0.0.1", False),
        ("0.0.0.0:8765", "127.0.0.1", False),
        ("evil.example:8765", "127.0.0.1", False),
        ("127.0.0.1.evil.example:8765", "127.0.0.1", False),
        ("evil.example@127.0.0.1:8765", "127.0.0.1", False),
        ("127.0.0.1:8765@evil.example", "127.0.0.1", False),
        ("127.0.0.1:8765 ", "127.0.0.1", False),
        ("", "127.0.0.1", False),
        (":8765", "127.0.0.1", False),
    ],
)
def test_only_our_own_addresses_are_ours(host: str, own: str, meant: bool) -> None:
    assert PLAIN.serves(host, own, 8765) is meant


def test_names_that_were_given_are_ours() -> None:
    assert SECURE.serves("home.lan:8443", "192.168.1.5", 8443)
    assert SECURE.serves("door.example", "192.168.1.5", 8443), "port 443 is not said"
    assert not SECURE.serves("home.lan", "192.168.1.5", 8443)
    assert not SECURE.serves("door.example:8443", "192.168.1.5", 8443)


@pytest.mark.parametrize("name", ["", "a b", "http://x", "x/y", "*.lan", "x:99999999", "-x"])
def test_a_name_that_is_none_is_told(name: str) -> None:
    with pytest.raises(Fault, match="--name"):
        Front(secure=True, names=(name,))


@pytest.mark.parametrize(
    ("origin", "ours"),
    [
        ("http://localhost:8765", True),
        ("http://127.0.0.1:8765", False),
        ("https://localhost:8765", False),
        ("http://localhost:3000", False),
        ("http://localhost", False),
        ("http://localhost:8765.evil.example", False),
        ("http://evil.example", False),
        ("http://localhost:8765/", False),
        ("null", False),
        ("", False),
        (None, False),
    ],
)
def test_only_our_own_pages_may_ask(origin: str | None, ours: bool) -> None:
    assert PLAIN.same_origin(origin, "localhost:8765") is ours


def test_ports_that_go_without_saying() -> None:
    assert SECURE.same_origin("https://door.example", "door.example:443")
    assert SECURE.same_origin("https://door.example:443", "door.example")


@given(st.text(max_size=40))
def test_no_other_text_is_an_address_of_ours(text: str) -> None:
    ours = {"127.0.0.1:8765", "localhost:8765"}
    assert PLAIN.serves(text, "127.0.0.1", 8765) is (text.lower() in ours)
    assert not PLAIN.same_origin(text, "127.0.0.1:8765")


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.5", False),
        ("::ffff:192.168.1.5", False),
        ("::ffff:127.0.0.1", False),
    ],
)
def test_what_stays_on_this_computer(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


@pytest.mark.parametrize(
    "host", ["home.lan", "127.1", "", "localhost.evil.example", "127.0.0.1:80"]
)
def test_a_host_that_is_no_address_is_told(host: str) -> None:
    with pytest.raises(Fault, match=r"--host: .* is no IP address"):
        is_loopback(host)


def test_links_are_what_one_types() -> None:
    assert PLAIN.link("127.0.0.1", 8765) == "http://127.0.0.1:8765/"
    assert SECURE.link("door.example:443", 8443) == "https://door.example/"
    assert SECURE.link("[::1]", 443) == "https://[::1]/"
