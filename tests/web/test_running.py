"""What `screener web` refuses, what it says, and encrypted connections."""

from __future__ import annotations

import asyncio
import logging
import ssl
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from screener.faults import Fault
from screener.web.addresses import Front
from screener.web.running import BEYOND, Plainly, Wanted, encryption, links, serve
from tests.cli.conftest import Run, db, run  # noqa: F401 - fixtures
from tests.web.conftest import CERT, HASHED, KEY, Visit, first


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "::ffff:127.0.0.1"])
@pytest.mark.parametrize("lacking", ["all", "password", "certificate"])
def test_beyond_this_computer_only_with_both(host: str, lacking: str) -> None:
    wanted = Wanted(
        host, 0,
        cert=CERT if lacking == "password" else None,
        key=KEY if lacking == "password" else None,
        password=HASHED if lacking == "certificate" else None,
    )  # fmt: skip
    with pytest.raises(Fault) as caught:
        serve(wanted, print)
    assert str(caught.value) == BEYOND


def test_the_command_refuses_in_one_sentence(run: Run, db: Path) -> None:  # noqa: F811
    ran = run("web", "--host", "0.0.0.0")
    assert (ran.code, ran.err) == (2, f"screener: {BEYOND}\n")
    assert not db.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--cert", "x.pem"], "--cert and --key go together."),
        (["--host", "home.lan"], "--host: 'home.lan' is no IP address of this computer"),
        (["--port", "70000"], "70000 is not in the range"),
        (["--windows", "0"], "0 is not in the range"),
        (["--password-file", "/no/such"], "/no/such: cannot be read"),
        (["--new-password", "x"], "The password is asked for in a terminal; here is none."),
        (["--name", "http://x"], "--name: 'http://x' is no name of a computer."),
        (["--host", "192.0.2.1", "--port", "1"], "Beyond this computer"),
    ],
)
def test_what_is_wrong_is_told(run: Run, arguments: list[str], words: str) -> None:  # noqa: F811
    ran = run("web", *arguments)
    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert words in ran.err


def test_a_password_that_is_too_short_is_told(
    run: Run,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SCREENER_WEB_PASSWORD", "short")
    ran = run("web")
    assert (ran.code, ran.err) == (2, "screener: The password needs 10 to 1,000 characters.\n")


def test_a_port_that_is_taken_is_told() -> None:
    async def taken() -> None:
        other = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
        port = other.sockets[0].getsockname()[1]
        async with other:
            await asyncio.to_thread(run_there, port)

    def run_there(port: int) -> None:
        with pytest.raises(Fault, match=rf"127.0.0.1, port {port}: cannot be listened on"):
            asyncio.run(_nothing(port))

    asyncio.run(taken())


async def _nothing(port: int) -> None:
    from screener.web.running import listening  # noqa: PLC0415
    from screener.web.server import Server  # noqa: PLC0415

    server = Server(Front(secure=False), HASHED, 1, {}, (sys.executable, "-c", ""))
    async with listening(server, "127.0.0.1", port):
        raise AssertionError("listens")


@pytest.mark.parametrize("pair", [(KEY, CERT), (CERT, CERT), (Path("/no"), KEY), (KEY, KEY)])
def test_a_certificate_that_is_none_is_told(pair: tuple[Path, Path]) -> None:
    with pytest.raises(Fault, match="are no certificate and key that go together"):
        encryption(Wanted("127.0.0.1", 0, cert=pair[0], key=pair[1]))


def test_the_links_are_those_that_work() -> None:
    everywhere = Wanted("0.0.0.0", 8443, ("home.lan", "door.example:443"), CERT, KEY, HASHED)
    found = links(Front(True, everywhere.names), everywhere, 8443)
    assert found[:2] == ["https://home.lan:8443/", "https://door.example/"]
    assert len(found) == 3
    assert "0.0.0.0" not in found[2]
    assert links(Front(False), Wanted("::1", 0), 80) == ["http://[::1]/"]


def test_logs_hold_no_words_of_calls() -> None:
    said = "a secret of a call"
    info = (ValueError, ValueError(said), None)
    error = ("asyncio", logging.ERROR, "", 1, f"Task {said} failed", (), info)
    line = Plainly().format(logging.LogRecord(*error))
    assert said not in line
    assert "\n" not in line
    assert line.endswith("something went wrong (ValueError)")
    ours = ("screener.web", logging.INFO, "", 1, "window %d closed", (3,), None)
    assert Plainly().format(logging.LogRecord(*ours)).endswith("window 3 closed")


async def test_a_window_by_https(visit: Visit) -> None:
    async with visit(tls=True) as visitor:
        header = (await visitor.log_in()).headers["Set-Cookie"]
        assert header.startswith("__Host-screener=")
        assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(header.split("; "))
        policy = (await visitor.web.get(visitor.url)).headers["Content-Security-Policy"]
        assert f"connect-src 'self' wss://{urlsplit(visitor.url).netloc};" in policy
        plain_origin = visitor.origin.replace("https", "http")
        assert await visitor.refused(Origin=plain_origin) == 403
        async with await visitor.open() as socket:
            await first(socket)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
async def test_encryption_that_was_broken_long_ago_is_refused(
    visit: Visit, version: ssl.TLSVersion
) -> None:
    older = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    older.check_hostname, older.verify_mode = False, ssl.CERT_NONE
    older.minimum_version = older.maximum_version = version
    older.set_ciphers("ALL:@SECLEVEL=0")
    ours = encryption(Wanted("127.0.0.1", 0, cert=CERT, key=KEY))
    assert ours is not None
    assert ours.minimum_version >= ssl.TLSVersion.TLSv1_2
    async with visit(tls=True) as visitor:
        at = urlsplit(visitor.url)
        with pytest.raises((ssl.SSLError, ConnectionError)):
            await asyncio.open_connection(at.hostname, at.port, ssl=older)
        assert (await visitor.log_in()).status == 303


async def test_a_certificate_for_another_name_is_not_taken(visit: Visit) -> None:
    trusting = ssl.create_default_context(cafile=str(CERT))
    async with visit(tls=True) as visitor:
        at = urlsplit(visitor.url)
        with pytest.raises(ssl.SSLCertVerificationError):
            await asyncio.open_connection(
                at.hostname, at.port, ssl=trusting, server_hostname="evil.example"
            )


async def test_the_certificate_is_the_one_given(visit: Visit) -> None:
    trusting = ssl.create_default_context(cafile=str(CERT))
    async with visit(tls=True) as visitor:
        got = await visitor.web.get(visitor.url, ssl=trusting)
        assert got.status == 200


@pytest.mark.parametrize(
    "sent", [b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"\0" * 100, b"\x16\x03\x01"]
)
async def test_no_plain_http_on_the_encrypted_port(visit: Visit, sent: bytes) -> None:
    async with visit(tls=True) as visitor:
        at = urlsplit(visitor.url)
        reader, writer = await asyncio.open_connection(at.hostname, at.port)
        writer.write(sent)
        writer.write_eof()
        try:
            answer = await asyncio.wait_for(reader.read(), 60)
        except ConnectionError:
            answer = b""
        assert b"HTTP" not in answer
        assert b"Screener" not in answer
        writer.close()
        assert (await visitor.log_in()).status == 303, "it still serves"
