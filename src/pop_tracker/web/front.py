"""The front door, before any room: language from the path, static files, security headers.

/en/... is the same page in English, so the prefix is taken off before routing. Static files have their
content's hash in the name: they never change and are sent precompressed.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from pop_tracker.settings import Settings
from pop_tracker.web.cache import ASGI, Headers, Message, Send
from pop_tracker.web.hosts import is_our_host
from pop_tracker.web.proxies import ProxyWatch
from pop_tracker.web.templates import STATIC

# No inline script or style, nothing from another host, no framing.
SECURITY: Headers = [
    (b"content-security-policy", b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
     b"font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
]  # fmt: skip
HSTS = (b"strict-transport-security", b"max-age=31536000")

BY_ANY_NAME = frozenset({"/healthz"})
"""Whoever watches a machine behind a load balancer asks it by number; what is answered has nothing of its name."""

TYPES = {
    ".css": b"text/css; charset=utf-8",
    ".js": b"text/javascript; charset=utf-8",
    ".svg": b"image/svg+xml",
    ".woff2": b"font/woff2",
    ".txt": b"text/plain; charset=utf-8",
    ".png": b"image/png",
    ".webp": b"image/webp",
}


class FrontDoor:
    """Wraps the page cache. `opened` runs at start-up of each process, `closed` at its end."""

    def __init__(self, app: ASGI, settings: Settings, proxies: ProxyWatch | None = None) -> None:
        self.app = app
        self.settings = settings
        self.proxies = proxies
        self.headers = [*SECURITY, HSTS] if settings.is_https else SECURITY
        self.static = _static_files()

    async def __call__(
        self, scope: MutableMapping[str, Any], receive: Callable[[], Awaitable[Message]], send: Send
    ) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self.proxies:
            self.proxies.look(scope)
        path: str = scope["path"]
        asked = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
        if path not in BY_ANY_NAME and not is_our_host(self.settings, asked):
            await self._send_elsewhere(send)
            return
        if path.startswith("/static/"):
            await self._send_static(path, scope, send)
            return
        scope["language"] = "sq"
        if path == "/en" or path.startswith("/en/"):
            scope["language"] = "en"
            path = path[3:]
        if scope["language"] == "en" or path.startswith("//"):
            # One slash only: "//host" in a link would be another site's address.
            scope["path"] = "/" + path.lstrip("/")
            scope["raw_path"] = scope["path"].encode()

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = {name for name, _ in message["headers"]}  # a page may be stricter, as one behind a personal link
                added = [header for header in self.headers if header[0] not in said]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        await self.app(scope, receive, with_headers)

    async def _send_elsewhere(self, send: Send) -> None:
        """421, before the cache: nothing is made or kept under a name that is not ours."""
        told = f"pop-tracker: {self.settings.base_url}\n".encode()
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store"), *self.headers]
        await send({"type": "http.response.start", "status": 421, "headers": headers})
        await send({"type": "http.response.body", "body": told})

    async def _send_static(self, path: str, scope: MutableMapping[str, Any], send: Send) -> None:
        variants = self.static.get(path.removeprefix("/static/"))
        if variants is None:
            await send({"type": "http.response.start", "status": 404, "headers": [(b"content-type", b"text/plain")]})
            await send({"type": "http.response.body", "body": b"404"})
            return
        accepted = dict(scope["headers"]).get(b"accept-encoding", b"")
        coding = next((c for c in (b"br", b"gzip") if c in accepted and c in variants), b"")
        headers, body = variants[coding]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def _static_files() -> dict[str, dict[bytes, tuple[Headers, bytes]]]:
    """Every built file by name, with its headers and body for each coding; a few hundred kB in memory."""
    found: dict[str, dict[bytes, tuple[Headers, bytes]]] = {}
    for path in sorted(STATIC.iterdir()) if STATIC.exists() else []:
        if path.suffix not in TYPES:
            continue
        variants: dict[bytes, tuple[Headers, bytes]] = {}
        for coding, suffix in ((b"", ""), (b"gzip", ".gz"), (b"br", ".br")):
            file = path.with_name(path.name + suffix)
            if not file.exists():
                continue
            body = file.read_bytes()
            headers: Headers = [
                (b"content-type", TYPES[path.suffix]),
                (b"cache-control", b"public, max-age=31536000, immutable"),
                (b"content-length", str(len(body)).encode()),
                (b"vary", b"Accept-Encoding"),
                (b"x-content-type-options", b"nosniff"),
            ]
            variants[coding] = ([*headers, (b"content-encoding", coding)] if coding else headers, body)
        found[path.name] = variants
    return found
