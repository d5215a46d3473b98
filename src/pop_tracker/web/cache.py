"""The page cache: an ASGI wrapper around the application.

A public page is a function of its path, the known query parameters, language, part or page, the head of
history and the date in Tirana; so it is kept whole, compressed, until the next verb. Only anonymous GETs are
answered from it. It is bounded in bytes; parameters that no page reads are dropped before anyone sees them.
"""

import asyncio
import hashlib
import zlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from time import monotonic
from typing import Any
from urllib.parse import parse_qsl, urlencode

import brotli

from pop_tracker.web.i18n import today

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
ASGI = Callable[[MutableMapping[str, Any], Callable[[], Awaitable[Message]], Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer in its three codings; headers without length, coding and ETag."""

    identity: bytes
    gzip: bytes
    br: bytes
    identity_headers: Headers
    gzip_headers: Headers
    br_headers: Headers
    etag: bytes
    size: int


class PageCache:
    """Wraps `app`. `head` reads the head of history afresh, None when the database is silent: then readers go on with
    the newest copy of a page, whose foot says of which head, but none from before `redacted`, the last entry that took
    words out of the record. `cookies` are the names of those whose sender gets a page of their own."""

    def __init__(
        self,
        app: ASGI,
        head: Callable[[], Awaitable[Any]],
        redacted: Callable[[], Awaitable[int | None]],
        *,
        cookies: tuple[str, ...],
        known: frozenset[str],
        megabytes: int,
        head_seconds: float,
    ) -> None:
        self.app = app
        self.read_head, self.read_redacted = head, redacted
        self.cookies = tuple(cookie.encode() + b"=" for cookie in cookies)
        self.known = known
        self.limit = megabytes * 1024 * 1024
        self.head_seconds = head_seconds
        self.kept: OrderedDict[tuple[Any, ...], Kept] = OrderedDict()
        self.newest: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        self.being_made: dict[tuple[Any, ...], asyncio.Future[Kept | None]] = {}
        self.size = 0
        self._head: Any = None
        self._is_silent = False
        self._redacted: int | None = None
        self._read_at = -1e9

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if scope["method"] not in ("GET", "HEAD") or self._is_apart(scope):
            scope["head"] = await self.read_head()
            await self.app(scope, receive, send)
            return
        if query := scope["query_string"]:
            scope["query_string"] = query = self._known_query(query)
        scope["head"] = head = await self._recent_head()
        key = (
            scope["path"], query, scope.get("language"), headers.get(b"hx-request"), headers.get(b"hx-boosted"),
            headers.get(b"hx-history-restore-request"), head, today(),
        )  # fmt: skip
        kept = self.kept.get(key) or (self._newest(key) if self._is_silent else None)
        if kept is None:
            kept = await self._made_once(key, scope, receive, send)
            if kept is None:
                return
        elif key in self.kept:
            self.kept.move_to_end(key)
        await _answer(kept, scope["method"], headers, send)

    def _is_apart(self, scope: MutableMapping[str, Any]) -> bool:
        # HTTP/2 may send each cookie in a header of its own.
        sent = [value for name, value in scope["headers"] if name == b"cookie"]
        return any(cookie in value for cookie in self.cookies for value in sent)

    def forget(self) -> None:
        """Lets go of every page and of the known head."""
        self.kept.clear()
        self.newest.clear()
        self.size, self._head, self._read_at = 0, None, -1e9

    async def _recent_head(self) -> Any:
        if monotonic() - self._read_at > self.head_seconds:
            head = await self.read_head()
            self._is_silent = head is None
            if head is not None and (head != self._head or self._redacted is None):
                self._head, self._redacted = head, await self.read_redacted()
            self._read_at = monotonic()
        return self._head

    def _newest(self, key: tuple[Any, ...]) -> Kept | None:
        """Of that page, whatever the day, and whatever the head since words were last taken out of the record."""
        newest = self.newest.get(key[:-2])
        if newest is None or self._redacted is None or newest[-2].number < self._redacted:
            return None
        return self.kept[newest]

    def _known_query(self, query: bytes) -> bytes:
        pairs = parse_qsl(query.decode(errors="replace"), keep_blank_values=False, encoding="utf-8", errors="replace")
        return urlencode(sorted((name, value) for name, value in pairs if name in self.known)).encode()

    async def _made_once(
        self, key: tuple[Any, ...], scope: MutableMapping[str, Any], receive: Any, send: Send
    ) -> Kept | None:
        """As `_fill`. Every entry makes all pages anew, and those who ask for the same one then have it made by the
        first of them: a hundred at once would wait for as many makings of one PDF, and most be sent away. Where nothing
        came of it, as when the first hung up, each goes in alone."""
        if being_made := self.being_made.get(key):
            if kept := await asyncio.shield(being_made):
                return kept
            return await self._fill(key, scope, receive, send)
        self.being_made[key] = being_made = asyncio.get_running_loop().create_future()

        def tell(kept: Kept | None) -> None:
            if not being_made.done():
                del self.being_made[key]
                being_made.set_result(kept)

        kept = None
        try:
            kept = await self._fill(key, scope, receive, send, passes=lambda: tell(None))
            return kept
        finally:
            tell(kept)

    async def _fill(
        self, key: tuple[Any, ...], scope: MutableMapping[str, Any], receive: Any, send: Send,
        passes: Callable[[], None] = lambda: None,
    ) -> Kept | None:  # fmt: skip
        """Runs the application; keeps a public 200, passes anything else on as it comes and returns None. `passes`
        hears of that before the first of it is sent: whoever takes it in may be slow."""
        start: Message = {}
        body: list[bytes] = []
        passing = False

        async def capture(message: Message) -> None:
            nonlocal start, passing
            if passing:
                await send(message)
            elif message["type"] == "http.response.start":
                start = message
                if not _is_public(message):
                    passing = True
                    passes()
                    await send(message)
            else:
                body.append(message.get("body", b""))

        await self.app({**scope, "method": "GET"} if scope["method"] == "HEAD" else scope, receive, capture)
        if passing or not start:
            return None
        kept = _keep(start["headers"], b"".join(body))
        # What was rendered is the state under `head` only if nothing was appended meanwhile.
        if key[-2] is not None and await self.read_head() == key[-2]:
            if meanwhile := self.kept.pop(key, None):  # another request for it was on its way at the same time
                self.size -= meanwhile.size
            self.kept[key], self.newest[key[:-2]] = kept, key
            self.size += kept.size
            while self.size > self.limit and self.kept:
                left, dropped = self.kept.popitem(last=False)
                self.size -= dropped.size
                if self.newest[left[:-2]] == left:
                    del self.newest[left[:-2]]
        return kept


def _is_public(start: Message) -> bool:
    return start["status"] == 200 and any(
        name.lower() == b"cache-control" and value.startswith(b"public") for name, value in start["headers"]
    )


def _keep(headers: Headers, body: bytes) -> Kept:
    etag = hashlib.sha256(body).hexdigest()[:24].encode()
    compressor = zlib.compressobj(6, zlib.DEFLATED, 31)
    gzip = compressor.compress(body) + compressor.flush()
    br = brotli.compress(body, quality=5)
    plain = [(n, v) for n, v in headers if n.lower() not in (b"content-length", b"set-cookie", b"vary")]
    plain.append((b"vary", b"Accept-Encoding, HX-Request, Cookie"))

    def coded(data: bytes, coding: bytes) -> Headers:
        marked = [*plain, (b"etag", b'W/"' + etag + b'"'), (b"content-length", str(len(data)).encode())]
        return [*marked, (b"content-encoding", coding)] if coding else marked

    return Kept(body, gzip, br, coded(body, b""), coded(gzip, b"gzip"), coded(br, b"br"), etag,
                len(body) + len(gzip) + len(br) + 2048)  # fmt: skip


async def _answer(kept: Kept, method: str, headers: dict[bytes, bytes], send: Send) -> None:
    if kept.etag in headers.get(b"if-none-match", b""):
        answer = [(n, v) for n, v in kept.identity_headers if n not in (b"content-length", b"content-type")]
        await send({"type": "http.response.start", "status": 304, "headers": answer})
        await send({"type": "http.response.body", "body": b""})
        return
    accepted = headers.get(b"accept-encoding", b"")
    if b"br" in accepted:
        start, body = kept.br_headers, kept.br
    elif b"gzip" in accepted:
        start, body = kept.gzip_headers, kept.gzip
    else:
        start, body = kept.identity_headers, kept.identity
    await send({"type": "http.response.start", "status": 200, "headers": start})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})
