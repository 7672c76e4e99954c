"""The server: pages to whoever asks, a window of the screen to whoever is let in."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from aiohttp import WSCloseCode, web

from screener.text import one_line
from screener.web.addresses import Front
from screener.web.attempts import Attempts
from screener.web.guard import Gate
from screener.web.logins import IDLE, Logins
from screener.web.pages import Pages, protections
from screener.web.password import Password
from screener.web.talk import Talk
from screener.web.window import COMMAND, Window

log = logging.getLogger("screener.web")

BODY, READING = 4_096, 10.0
"""Bytes that a form may have, and seconds for them to come."""
MESSAGE = 1_000_000
"""Bytes of one message on a web socket: what can be pasted at once."""
HEARTBEAT = 15.0
"""Seconds between two signs of life; a tab that gives none is taken as closed soon after."""
QUEUE = 8
"""Passwords that wait to be compared, one at a time; more are turned away at once."""
NAME = 60
"""Letters of a name in the address (`?by=`)."""
FULL = "All {} places at this Screener are taken; close it in another tab and open it again."
BROKEN = "The screen stopped by a fault of its own. What was stored is kept."
STOPPED = "Screener was stopped on the computer that it runs on."
WRONG = "That is not the password."
LATER = "Too many attempts; try again in {} minutes."
BUSY = "Many try to get in at this moment; try again."

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class Place:
    """A window and the tab that it is in. `mark` tells whose browser it is."""

    socket: web.WebSocketResponse
    mark: str


@dataclass
class Server:
    """All that one running server knows. `most` is how many windows it opens at once, `given` the
    variables that each of them gets."""

    front: Front
    password: Password
    most: int
    given: dict[str, str]
    command: Sequence[str] = COMMAND
    pages: Pages = field(default_factory=Pages.load)
    attempts: Attempts = field(default_factory=Attempts)
    logins: Logins = field(default_factory=Logins)
    gate: Gate = field(default_factory=Gate)
    _places: dict[int, Place] = field(default_factory=dict)
    _count: int = 0
    _checking: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    _waiting: int = 0

    def app(self) -> web.Application:
        """The routes; there is no other way in, and no folder is served."""
        app = web.Application(client_max_size=BODY, middlewares=[_one_request, self._door])
        app.router.add_get("/", self._index)
        app.router.add_post("/login", self._login)
        app.router.add_post("/leave", self._leave)
        app.router.add_get("/ws", self._window)
        app.router.add_get("/static/{name}", self._asset)
        app.on_response_prepare.append(self._finish)
        app.on_shutdown.append(self._stop)
        return app

    @property
    def cookie(self) -> str:
        """`__Host-` binds it to this host and to encrypted connections; browsers see to that."""
        return "__Host-screener" if self.front.secure else "screener"

    @web.middleware
    async def _door(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Turns away what was not meant for us, and pages of others that would have us do things."""
        host = self._ours(request)
        if host is None:
            raise web.HTTPMisdirectedRequest(text="Screener is not to be had at this address.\n")
        changes = request.method == "POST" or request.path == "/ws"
        if changes and not self.front.same_origin(request.headers.get("Origin"), host):
            raise web.HTTPForbidden(text="Another page may not do this.\n")
        return await handler(request)

    async def _finish(self, request: web.Request, response: web.StreamResponse) -> None:
        host, scheme = self._ours(request), "wss" if self.front.secure else "ws"
        response.headers.update(protections(f"{scheme}://{host}" if host else ""))
        if response.etag is not None:
            response.headers["Cache-Control"] = "no-cache"

    def _ours(self, request: web.Request) -> str | None:
        """The name under which we were asked; None where it is not ours."""
        own = request.transport.get_extra_info("sockname") if request.transport else None
        host = request.headers.getall("Host", [])
        if not own or len(host) != 1 or not self.front.serves(host[0], own[0], own[1]):
            return None
        return host[0]

    def _mark(self, request: web.Request) -> str | None:
        return self.logins.known(request.cookies.get(self.cookie))

    async def _index(self, request: web.Request) -> web.Response:
        page = self.pages.page if self._mark(request) else self.pages.login()
        return web.Response(text=page, content_type="text/html")

    async def _asset(self, request: web.Request) -> web.Response:
        asset = self.pages.assets.get(request.match_info["name"])
        if asset is None:
            raise web.HTTPNotFound
        asked = request.if_none_match or ()
        if any(each.value == asset.tag for each in asked):
            return web.Response(status=304)
        answer = web.Response(body=asset.content, content_type=asset.kind)
        answer.etag = asset.tag
        return answer

    async def _login(self, request: web.Request) -> web.Response:
        try:
            form = await asyncio.wait_for(request.post(), READING)
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        said = form.get("password")
        if not isinstance(said, str):
            raise web.HTTPBadRequest
        return await self._let_in(request, said)

    async def _let_in(self, request: web.Request, said: str) -> web.Response:
        address = request.remote or ""
        wait = self.attempts.begin(address)
        if wait:
            minutes = int(wait // 60) + 1
            refused = self._refused(429, LATER.format(minutes))
            refused.headers["Retry-After"] = str(int(wait) + 1)
            return refused
        if self._waiting >= QUEUE:
            return self._refused(503, BUSY)
        if not await self._right(said):
            log.warning("a wrong password from %s", address)
            return self._refused(403, WRONG)
        self.attempts.passed(address)
        if before := self._mark(request):
            self.logins.end(before)
        by = one_line(request.query.get("by", ""), NAME)
        asked = f"?{urlencode({'by': by})}" if by else ""
        answer = web.Response(status=303, headers={"Location": f"/{asked}"})
        answer.set_cookie(
            self.cookie, self.logins.begin(), max_age=int(IDLE), path="/",
            httponly=True, secure=self.front.secure, samesite="Strict",
        )  # fmt: skip
        return answer

    async def _right(self, said: str) -> bool:
        self._waiting += 1
        try:
            async with self._checking:
                return await asyncio.to_thread(self.password.matches, said)
        finally:
            self._waiting -= 1

    def _refused(self, status: int, words: str) -> web.Response:
        return web.Response(status=status, text=self.pages.login(words), content_type="text/html")

    async def _leave(self, request: web.Request) -> web.Response:
        if mark := self._mark(request):
            self.logins.end(mark)
            mine = [place.socket for place in self._places.values() if place.mark == mark]
            await asyncio.gather(*(socket.close() for socket in mine))
        answer = web.Response(status=303, headers={"Location": "/"})
        answer.del_cookie(
            self.cookie, path="/", secure=self.front.secure, httponly=True, samesite="Strict"
        )
        return answer

    async def _window(self, request: web.Request) -> web.StreamResponse:
        mark = self._mark(request)
        if mark is None:
            raise web.HTTPForbidden(text="The password comes first.\n")
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=MESSAGE, compress=False)
        await socket.prepare(request)
        self.gate.may_stay(request.transport)
        talk = Talk(socket, request.transport)
        if not await self._room():
            await talk.say(FULL.format(self.most))
            return socket
        self._count += 1
        number = self._count
        self._places[number] = Place(socket, mark)
        log.info("window %d opened from %s", number, request.remote)
        try:
            await self._run(talk, number, request)
        finally:
            del self._places[number]
            log.info("window %d closed", number)
        return socket

    async def _room(self) -> bool:
        """Whether there is a place; a window that is about to end is waited for, as when a page is
        loaded anew."""
        while len(self._places) >= self.most:
            if not any(place.socket.closed for place in self._places.values()):
                return False
            await asyncio.sleep(0.05)
        return True

    async def _run(self, talk: Talk, number: int, request: web.Request) -> None:
        """One window, from its process's first to its last moment. The place stays taken until
        there is no process any more."""
        given = dict(self.given)
        if by := one_line(request.query.get("by", ""), NAME):
            given["SCREENER_TAKEN_BY"] = by
        try:
            window = await Window.open(*talk.size(request), given, self.command)
        except OSError as error:
            log.warning("window %d could not be started: %s", number, error.strerror)
            await talk.say(BROKEN)
            return
        shown = asyncio.create_task(self._show(talk, window, number))
        try:
            await talk.listen(window)
        finally:
            await asyncio.shield(window.end())
            await shown

    async def _show(self, talk: Talk, window: Window, number: int) -> None:
        await window.show(talk.draw)
        code, words = await window.last_words()
        if code:
            log.warning("window %d ended with exit code %d", number, code)
        await talk.say(words or (BROKEN if code > 0 else ""))

    async def _stop(self, _: web.Application) -> None:
        """Ends every window; their handlers wait for the processes."""
        talks = [Talk(place.socket) for place in self._places.values()]
        await asyncio.gather(*(talk.say(STOPPED, WSCloseCode.GOING_AWAY) for talk in talks))


@web.middleware
async def _one_request(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A connection is for one request, so that none can be held open by doing nothing."""
    try:
        answer = await handler(request)
    except web.HTTPException as error:
        error.force_close()
        raise
    if not isinstance(answer, web.WebSocketResponse):
        answer.force_close()
    return answer
