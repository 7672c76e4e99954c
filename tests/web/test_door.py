"""The server attacked from outside: other pages, other names, storms of passwords."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

import aiohttp
import pytest
from yarl import URL

from screener.web.attempts import TRIES
from tests.web.conftest import PASSWORD, Visit, browser, first, said


async def test_a_link_and_a_password_open_a_window(visit: Visit) -> None:
    async with visit() as visitor:
        page = await (await visitor.web.get(visitor.url)).text()
        assert 'type="password"' in page
        answer = await visitor.log_in()
        assert (answer.status, answer.headers["Location"]) == (303, "/")
        page = await (await visitor.web.get(visitor.url)).text()
        assert 'id="terminal"' in page
        async with await visitor.open("?width=100&height=30") as socket:
            about = await first(socket)
            assert (about["COLUMNS"], about["ROWS"], about["SCREENER_DB"]) == ("100", "30", "x.db")
            await socket.send_json(["stdin", "ä\x1b[A"])
            assert await socket.receive_bytes() == "typed ä\x1b[A".encode()


async def test_the_cookie_is_for_this_page_alone(visit: Visit) -> None:
    async with visit() as visitor:
        header = (await visitor.log_in()).headers["Set-Cookie"]
    assert header.startswith("screener=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(header.split("; "))
    assert "Domain" not in header


@pytest.mark.parametrize(
    "origin", [None, "", "null", "http://evil.example", "https://127.0.0.1", "http://127.0.0.1:9"]
)
async def test_no_window_for_another_page(visit: Visit, origin: str | None) -> None:
    async with visit() as visitor:
        await visitor.log_in()
        headers = {} if origin is None else {"Origin": origin}
        assert await visitor.refused(**headers) == 403
        assert visitor.server._count == 0


async def test_no_window_without_a_password(visit: Visit) -> None:
    async with visit() as visitor:
        assert await visitor.refused(Origin=visitor.origin) == 403
        visitor.web.cookie_jar.update_cookies({"screener": "made-up"}, URL(visitor.url))
        assert await visitor.refused(Origin=visitor.origin) == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "localhost", "127.0.0.1:1"]
)
async def test_nothing_for_another_name(visit: Visit, host: str) -> None:
    async with visit() as visitor:
        await visitor.log_in()
        name = host.format(port=urlsplit(visitor.url).port)
        for path in ("", "static/page.js", "nothing"):
            got = await visitor.web.get(visitor.url + path, headers={"Host": name})
            assert (got.status, await got.text()) == (
                421,
                "Screener is not to be had at this address.\n",
            )
            assert name not in str(got.headers)
        assert await visitor.refused(Host=name, Origin=f"http://{name}") == 421
        answer = await visitor.post("login", PASSWORD, origin=f"http://{name}", Host=name)
        assert answer.status == 421


async def test_two_names_at_once_are_none(visit: Visit) -> None:
    async with visit() as visitor:
        at = urlsplit(visitor.url).netloc
        lines = f"GET / HTTP/1.1\r\nHost: {at}\r\nHost: evil.example\r\n\r\n"
        assert b" 200 " not in await raw(visitor.url, lines.encode())
        assert b" 421 " in await raw(visitor.url, b"GET / HTTP/1.0\r\n\r\n")


async def test_other_pages_cannot_log_in_or_out(visit: Visit) -> None:
    async with visit() as visitor:
        for _ in range(TRIES + 1):
            for origin in ("http://evil.example", "null", ""):
                answer = await visitor.post("login", PASSWORD, origin=origin)
                assert answer.status == 403
                assert "Set-Cookie" not in answer.headers
        assert (await visitor.log_in()).status == 303, "their attempts are not counted"
        answer = await visitor.post("leave", "", origin="http://evil.example")
        assert answer.status == 403
        async with await visitor.open() as socket:
            await first(socket)


async def test_a_storm_of_wrong_passwords(visit: Visit) -> None:
    async with visit() as visitor:
        asked = [visitor.post("login", f"wrong password {n}") for n in range(40)]
        statuses = [answer.status for answer in await asyncio.gather(*asked)]
        assert sorted(set(statuses)) == [403, 429]
        assert statuses.count(403) == TRIES, "no more were even looked at"
        answer = await visitor.log_in()
        assert answer.status == 429, "the right one has to wait as well"
        assert "Too many attempts" in await answer.text()
        assert int(answer.headers["Retry-After"]) > 0
        assert visitor.cookies() == {}


@pytest.mark.parametrize("tls", [False, True])
async def test_a_storm_that_says_to_come_from_elsewhere(visit: Visit, tls: bool) -> None:
    names = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "True-Client-IP", "Via")
    async with visit(tls=tls) as visitor:
        statuses = []
        for n in range(TRIES + 3):
            elsewhere = dict.fromkeys(names, f"for=10.0.0.{n}")
            answer = await visitor.post("login", f"wrong password {n}", **elsewhere)
            statuses.append(answer.status)
        assert statuses == [403] * TRIES + [429] * 3
        assert (await visitor.log_in()).status == 429


async def test_a_wrong_password_is_told_and_kept_nowhere(
    visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    async with visit() as visitor:
        answer = await visitor.post("login", "<script>alert(1)</script>")
        assert answer.status == 403
        page = await answer.text()
    assert "That is not the password." in page
    assert "alert(1)" not in page + caplog.text
    assert "a wrong password from 127.0.0.1" in caplog.text


async def test_a_secret_brought_along_is_never_taken_over(visit: Visit) -> None:
    async with visit() as visitor:
        mine = {"screener": "fixed-by-somebody-else"}
        visitor.web.cookie_jar.update_cookies(mine, URL(visitor.url))
        await visitor.log_in()
        before = visitor.cookies()["screener"]
        assert before != mine["screener"]
        await visitor.log_in()
        assert visitor.cookies()["screener"] != before
        assert visitor.server.logins.known(before) is None, "the one before is over"


async def test_signing_out_closes_ones_windows(visit: Visit) -> None:
    async with visit() as visitor, browser() as other:
        await visitor.log_in()
        mine = await visitor.open()
        await first(mine)
        theirs = type(visitor)(other, visitor.server, visitor.url)
        await theirs.log_in()
        kept = await theirs.open()
        await first(kept)
        answer = await visitor.post("leave", "")
        assert answer.status == 303
        assert await said(mine) == ""
        assert await visitor.refused(Origin=visitor.origin) == 403
        await kept.send_json(["stdin", "still here"])
        assert await kept.receive_bytes() == b"typed still here"
        await kept.close()


async def test_who_sits_there_is_handed_on(visit: Visit) -> None:
    async with visit() as visitor:
        answer = await visitor.post("login?by=Anna%20%E2%80%AEB&x=1", PASSWORD)
        assert answer.headers["Location"] == "/?by=Anna+B"
        async with await visitor.open("?width=80&height=24&by=Anna%0A%1b[31m") as socket:
            assert (await first(socket))["SCREENER_TAKEN_BY"] == "Anna"


@pytest.mark.parametrize(
    "path",
    [
        "static/",
        "static",
        "static/../server.py",
        "static/..%2fserver.py",
        "static/%2e%2e/%2e%2e/server.py",
        "static/..%5c..%5cserver.py",
        "static//etc/passwd",
        "static/%2fetc%2fpasswd",
        "static/page.html",
        "static/login.html",
        "static/page.js%00.css",
        "../../../etc/passwd",
        "download/x",
        "server.py",
    ],
)
async def test_no_file_but_the_pages_own(visit: Visit, path: str) -> None:
    async with visit() as visitor:
        await visitor.log_in()
        at = urlsplit(visitor.url).netloc
        line = f"GET /{path} HTTP/1.1\r\nHost: {at}\r\n\r\n"
        status = (await raw(visitor.url, line.encode())).split(maxsplit=2)[1]
    assert status in {b"400", b"404"}


async def test_what_every_answer_says(visit: Visit) -> None:
    async with visit() as visitor:
        for path in ("", "static/textual.js", "nothing", "ws"):
            headers = (await visitor.web.get(visitor.url + path)).headers
            policy = headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'; script-src 'self';")
            assert "frame-ancestors 'none'" in policy
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Server"] == "screener"
            assert headers["Connection"] == "close"


async def test_files_are_sent_again_only_when_they_changed(visit: Visit) -> None:
    async with visit() as visitor:
        url = visitor.url + "static/textual.js"
        first_time = await visitor.web.get(url)
        assert first_time.headers["Cache-Control"] == "no-cache"
        tag = first_time.headers["ETag"]
        again = await visitor.web.get(url, headers={"If-None-Match": tag})
        assert (again.status, await again.read()) == (304, b"")
        changed = await visitor.web.get(url, headers={"If-None-Match": '"other"'})
        assert (changed.status, await changed.read()) == (200, await first_time.read())


async def test_oversized_forms_are_cut_short(visit: Visit) -> None:
    async with visit() as visitor:
        for size in (5_000, 3_000_000):
            try:
                status = (await visitor.post("login", "x" * size)).status
            except aiohttp.ClientError:
                status = 413
            assert status == 413
        bomb = await visitor.web.post(
            visitor.url + "login", data=b"\x78\x9c" + b"\0" * 900,
            headers={"Origin": visitor.origin, "Content-Encoding": "deflate"},
        )  # fmt: skip
        assert bomb.status == 400
        assert (await visitor.log_in()).status == 303


async def test_a_form_of_another_kind(visit: Visit) -> None:
    async with visit() as visitor:
        form = aiohttp.FormData()
        form.add_field("password", PASSWORD.encode(), filename="x", content_type="text/plain")
        for data in (form, b"", b"[1]", b"password"):
            answer = await visitor.web.post(
                visitor.url + "login", data=data, headers={"Origin": visitor.origin}
            )
            assert answer.status in {400, 403}


async def raw(url: str, content: bytes) -> bytes:
    """The answer to bytes that no client would send."""
    at = urlsplit(url)
    reader, writer = await asyncio.open_connection(at.hostname, at.port)
    writer.write(content)
    answer = await asyncio.wait_for(reader.read(), 60)
    writer.close()
    return answer
