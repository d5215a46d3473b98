"""A copy of what a link shows: fetched from public addresses only, and kept as a WARC file (ISO 28500).

The page of a stranger is never trusted: time, bytes on the way and bytes after unpacking are bounded, and the copy is
handed out as a download only.
"""

import hashlib
import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import ada_url
import brotli
import httpcore
import httpx

from pop_tracker.monitoring.copies import Outcome
from pop_tracker.monitoring.warc import Exchange, warc_of
from pop_tracker.web.i18n import N_
from pop_tracker.web.public_network import PublicNetwork, Refused, Resolve, Unreached, ask_dns

MOST_REDIRECTS = 20
"""As browsers follow; the time and the bytes of the whole way are bounded besides."""
LONGEST_ADDRESS = 8_000
"""Of a redirect. One that is cut off would be another address."""
HEADERS = {
    # Our own name, so that whoever keeps the site knows who comes by; no other encoding than it needs.
    "User-Agent": "pop-tracker (arkivim i provave)",
    "Accept": "*/*",
    "Accept-Encoding": "identity",
}


REDIRECTS = (301, 302, 303, 307, 308)
PARTIAL = 206


@dataclass(frozen=True)
class Limits:
    seconds: float = 60
    """For the whole way, redirects included."""
    silence: float = 15
    """Seconds that any one step may take."""
    bytes: int = 20 * 1024 * 1024
    """That come over the wire."""
    unpacked: int = 100 * 1024 * 1024


LIMITS = Limits()


@dataclass(frozen=True)
class Look:
    """What one look at a link found. `warc` is empty unless the answer was a page."""

    outcome: Outcome
    looked_at: datetime
    final_url: str = ""
    http_status: int | None = None
    media_type: str = ""
    size: int | None = None
    sha256: str = ""
    warc: bytes = b""
    problem: str = ""


class _Transport(httpx.BaseTransport):
    """httpx over httpcore, through our own network; no proxy of the environment takes part."""

    def __init__(self, network: PublicNetwork, tls: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=tls, network_backend=network, http2=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        # Whither it leads is read in `_onward`: httpx reads it too, otherwise than browsers, and even where it does not
        # follow.
        headers = [(name, value) for name, value in answer.headers if name.lower() != b"location"]
        more = {**answer.extensions, "headers": answer.headers}
        return httpx.Response(answer.status, headers=headers, extensions=more, stream=_Body(answer))

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


def look(
    url: str,
    *,
    resolve: Resolve = ask_dns,
    allows: Iterable[str] = (),
    limits: Limits = LIMITS,
    tls: ssl.SSLContext | None = None,
) -> Look:
    """Fetches the link, each redirect checked anew. Never raises for what the other side does."""
    at = datetime.now(UTC)
    network = PublicNetwork(time.monotonic() + limits.seconds, limits.bytes, resolve, allows)
    way: list[Exchange] = []
    try:
        with httpx.Client(
            transport=_Transport(network, tls or ssl.create_default_context()),
            timeout=limits.silence,
            headers=HEADERS,
            follow_redirects=False,
            trust_env=False,
        ) as client:
            target = httpx.URL(url).copy_with(fragment=None)
            for _ in range(MOST_REDIRECTS + 1):
                # What a page hands out on this way it gets back on it (many send visitors round until they bring
                # their cookie), and nowhere else: the client lives as long as this look.
                way.append(_ask(client, network, _confirmed(target), limits))
                onward = _onward(way[-1])
                if onward is None:
                    break
                target = onward
            else:
                raise Unreached(N_("Faqja çon nga një adresë te tjetra pa mbarim."))
    except Refused as refused:
        return _ended(Outcome.REFUSED, at, way, str(refused))
    except Unreached as unreached:
        return _ended(Outcome.FAILED, at, way, str(unreached))
    except (httpx.InvalidURL, UnicodeError):  # of the address, or of the next one
        return _ended(Outcome.REFUSED, at, way, N_("Adresa nuk është e plotë."))
    except (httpx.TimeoutException, httpcore.TimeoutException):
        return _ended(Outcome.FAILED, at, way, N_("Faqja nuk u përgjigj në kohë."))
    except (httpx.HTTPError, httpcore.ConnectError) as error:
        words = (
            N_("Certifikata e faqes nuk vlen.")
            if isinstance(_cause(error), ssl.SSLError)
            else N_("Faqja nuk u përgjigj siç duhet.")
        )
        return _ended(Outcome.FAILED, at, way, words)
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError):
        return _ended(Outcome.FAILED, at, way, N_("Faqja nuk u përgjigj siç duhet."))
    found = _ended(Outcome.ALIVE, at, way, "")
    if way[-1].status == PARTIAL:
        return replace(found, outcome=Outcome.FAILED, problem=N_("Faqja dërgoi vetëm një pjesë të përmbajtjes."))
    if not 200 <= way[-1].status < 300:
        return replace(found, outcome=Outcome.FAILED, problem=N_("Faqja u përgjigj me gabim."))
    return replace(
        found,
        size=len(way[-1].body),
        sha256=hashlib.sha256(way[-1].body).hexdigest(),
        media_type=dict(way[-1].headers).get("content-type", "").partition(";")[0].strip()[:120],
        warc=warc_of(way),
    )


def _cause(error: BaseException | None) -> BaseException | None:
    """The first of what led to it, where the reason stands."""
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or error.__context__
    return error


def _ended(outcome: Outcome, at: datetime, way: list[Exchange], problem: str) -> Look:
    last = way[-1] if way else None
    return Look(
        outcome,
        at,
        final_url=str(last.url) if last and len(way) > 1 else "",
        http_status=last.status if last else None,
        problem=problem,
    )


def _confirmed(url: httpx.URL) -> httpx.URL:
    if url.scheme not in ("http", "https") or not url.host:
        raise Refused(N_("Adresa nuk është e plotë."))
    if url.userinfo:
        raise Refused(N_("Lidhja ka emër përdoruesi ose fjalëkalim."))
    return url


def _onward(answer: Exchange) -> httpx.URL | None:
    """Where a redirect leads, read as browsers read it (the URL standard of the WHATWG); None where it leads nowhere.

    Raises Refused, or Unreached for an answer that names two places.
    """
    places = list(dict.fromkeys(value for name, value in answer.headers if name == "location"))
    if answer.status not in REDIRECTS or not places:
        return None
    if len(places) > 1:
        raise Unreached(N_("Faqja nuk u përgjigj siç duhet."))
    try:
        onward = ada_url.join_url(str(answer.url), places[0])
    except ValueError:
        raise Refused(N_("Adresa nuk është e plotë.")) from None
    if len(onward) > LONGEST_ADDRESS:
        raise Refused(N_("Faqja çon te një adresë tepër e gjatë."))
    return httpx.URL(onward).copy_with(fragment=None)


def _text(value: bytes) -> str:
    """Of a header: servers write UTF-8 there, whatever the standard once said, and browsers read it so."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _ask(client: httpx.Client, network: PublicNetwork, url: httpx.URL, limits: Limits) -> Exchange:
    at = datetime.now(UTC)
    with client.stream("GET", url) as answer:
        headers = [(name.decode("latin-1").lower(), _text(value)) for name, value in answer.extensions["headers"]]
        said = dict(headers).get("content-length", "")
        if said.isdecimal() and int(said) > limits.bytes:
            raise Refused(N_("Faqja është shumë e madhe për t’u kopjuar."))
        unpack = _unpacker(dict(headers).get("content-encoding", ""), limits.unpacked)
        body = bytearray()
        for chunk in answer.iter_raw():
            body += chunk
            unpack(chunk)
        if body:
            unpack(b"")
        return Exchange(
            url,
            answer.request.headers,
            answer.status_code,
            answer.reason_phrase,
            headers,
            bytes(body),
            network.peer,
            at,
        )


def _unpacker(encoding: str, most: int) -> Callable[[bytes], None]:
    """Unpacks only to count: a copy of a bomb would go off at whoever opens it. Raises Refused past the limit.

    An empty chunk is the end of what came: raises Unreached where what was packed is not whole by then.
    """
    left = most
    kinds = [kind.strip().lower() for kind in encoding.split(",") if kind.strip().lower() not in ("", "identity")]
    if not kinds:
        return lambda chunk: None
    if len(kinds) > 1 or kinds[0] not in ("gzip", "x-gzip", "deflate", "br"):
        raise Refused(N_("Faqja vjen e ngjeshur në një mënyrë që nuk njihet."))
    packed: Any = brotli.Decompressor() if kinds[0] == "br" else None
    window = 47 if "gzip" in kinds[0] else None  # 47: gzip or zlib, by what it begins with
    tail = b""
    is_whole = False

    def count(amount: int) -> None:
        nonlocal left
        left -= amount
        if left < 0:
            raise Refused(N_("Faqja është shumë e madhe për t’u kopjuar."))

    def unpack(chunk: bytes) -> None:
        nonlocal packed, tail, is_whole
        try:
            if not chunk:
                if not (packed.is_finished() if kinds[0] == "br" else is_whole):
                    raise Unreached(N_("Faqja nuk erdhi e plotë."))
                return
            if kinds[0] == "br":
                count(len(packed.process(chunk, output_buffer_limit=65536)))
                while not packed.can_accept_more_data():
                    count(len(packed.process(b"", output_buffer_limit=65536)))
                return
            tail += chunk
            while tail:
                if packed is None:
                    # Some servers send "deflate" without zlib's first two bytes.
                    packed = zlib.decompressobj(window or (15 if tail[0] & 0x0F == 8 else -15))
                count(len(packed.decompress(tail, 65536)))
                tail = packed.unconsumed_tail
                is_whole = packed.eof
                if packed.eof:
                    # Another compressed part may follow; what is none of it nobody unpacks.
                    tail = packed.unused_data if packed.unused_data.startswith(b"\x1f\x8b") else b""
                    packed = None
                    if not tail:
                        return
        except (zlib.error, brotli.error):
            raise Unreached(N_("Faqja nuk u përgjigj siç duhet.")) from None

    return unpack
