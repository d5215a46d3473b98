"""The page cache: what it keeps, for how long, for whom, and how it answers."""

import asyncio
import gzip
from collections.abc import Callable
from typing import Any

import brotli
import pytest

from pop_tracker.web import cache as cache_module
from pop_tracker.web.cache import PageCache

Answer = tuple[int, dict[bytes, bytes], bytes]


class At(int):
    """A head, by its number."""

    @property
    def number(self) -> int:
        return int(self)


class House:
    """An application that counts how often it is asked, and a head that can be moved."""

    def __init__(self, *, megabytes: int = 1, head_seconds: float = 0, body: bytes = b"x" * 1000) -> None:
        self.asked: list[dict[str, Any]] = []
        self.head: int | None = 1
        self.body = body
        self.headers = [(b"content-type", b"text/html"), (b"cache-control", b"public, no-cache")]
        self.status = 200
        self.while_answering: Callable[[], object] = lambda: None
        self.redacted: int | None = 0
        self.cache = PageCache(
            self.app, self.read_head, self.read_redacted, cookies=("pop_session", "pop_done"),
            known=frozenset({"q", "faqja"}),
            megabytes=megabytes, head_seconds=head_seconds,
        )  # fmt: skip

    async def read_head(self) -> At | None:
        await asyncio.sleep(0)
        return None if self.head is None else At(self.head)

    async def read_redacted(self) -> int | None:
        return self.redacted

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked.append(dict(scope))
        await asyncio.sleep(0)
        body = self.body + str(self.head).encode()
        self.while_answering()
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": body})

    def get(self, path: str = "/", query: bytes = b"", method: str = "GET", **headers: str) -> Answer:
        return asyncio.run(self.fetch(path, query, method, **headers))

    async def fetch(self, path: str = "/", query: bytes = b"", method: str = "GET", **headers: str) -> Answer:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "method": method, "path": path, "query_string": query, "language": "sq",
                 "headers": named}  # fmt: skip
        await self.cache(scope, None, send)
        body = b"".join(message.get("body", b"") for message in sent[1:])
        return sent[0]["status"], dict(sent[0]["headers"]), body


def test_a_public_page_is_made_once() -> None:
    house = House()
    first, second = house.get(), house.get()
    assert first == second
    assert first[0] == 200
    assert len(house.asked) == 1


def test_the_next_verb_lets_go_of_it() -> None:
    house = House()
    house.get()
    house.head = 2
    assert house.get()[2].endswith(b"2")
    assert len(house.asked) == 2


def test_readers_may_be_a_moment_behind() -> None:
    house = House(head_seconds=60)
    house.get()
    house.head = 2
    assert house.get()[2].endswith(b"1")
    assert len(house.asked) == 1


def test_while_the_database_is_silent_readers_get_the_newest_copy() -> None:
    """Also of a page that was kept under an earlier head than the last one known."""
    house = House()
    house.get("/njera")
    house.head = 2
    house.get("/tjetra")
    house.head = None
    house.status = 503
    house.headers = []
    assert house.get("/njera")[2].endswith(b"1")
    assert house.get("/tjetra")[2].endswith(b"2")
    assert house.get("/njera", b"q=x")[0] == 503
    house.head, house.status = 3, 200
    assert house.get("/njera")[2].endswith(b"3")


def test_of_which_head_is_unknown_is_kept_by_nobody() -> None:
    """A page that asks no database can be made while it is silent; before, it broke the next outage's answers."""
    house = House()
    house.head = None
    house.get("/kontakt")
    house.head = 1
    house.get("/njera")
    house.head = None
    assert house.get("/kontakt")[0] == 200
    assert len(house.asked) == 3


def test_the_newest_copy_goes_with_the_page_itself() -> None:
    house = House(body=b"x" * 300_000)
    house.get("/njera")
    for number in range(20):
        house.get(f"/{number}")
    assert set(house.cache.newest.values()) == set(house.cache.kept)
    house.head, house.status, house.headers = None, 503, []
    assert house.get("/njera")[0] == 503
    assert house.get("/19")[0] == 200


def test_what_was_not_told_is_asked_again() -> None:
    """Whether words were taken out, when the first question about it was lost."""
    house = House()
    house.redacted = None
    house.get("/njera")
    house.redacted = 0
    house.get("/njera")
    house.head, house.status, house.headers = None, 503, []
    assert house.get("/njera")[0] == 200


@pytest.mark.parametrize("redacted", [2, None])
def test_but_none_from_before_words_were_taken_out(redacted: int | None) -> None:
    """Nor any, when it is not known whether some were."""
    house = House()
    house.get("/njera")
    house.head, house.redacted = 2, redacted
    house.get("/tjetra")
    house.head, house.status, house.headers = None, 503, []
    assert house.get("/njera")[0] == 503
    assert house.get("/tjetra")[0] == 200  # whose head is the last one known: it is that page's own


def test_a_page_made_while_something_was_recorded_is_not_kept() -> None:
    house = House()

    def record() -> None:
        house.head = 2

    house.while_answering = record
    house.get()
    assert not house.cache.kept


def test_another_day_is_another_page(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House()
    house.get()
    monkeypatch.setattr(cache_module, "today", lambda: "tomorrow")
    house.get()
    assert len(house.asked) == 2


def test_who_is_signed_in_passes_by() -> None:
    house = House()
    house.get()
    house.get(cookie="pop_csrf=a; pop_session=b")
    house.get(cookie="pop_session=b")
    assert len(house.asked) == 3
    assert len(house.cache.kept) == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_only_reading_is_answered_from_it(method: str) -> None:
    house = House()
    house.get()
    house.get(method=method)
    assert [scope["method"] for scope in house.asked] == ["GET", method]


def test_a_signed_in_request_sees_the_head_as_it_is() -> None:
    house = House(head_seconds=60)
    house.get()
    house.head = 2
    house.get(cookie="pop_session=b")
    assert house.asked[-1]["head"] == 2


@pytest.mark.parametrize(
    ("status", "control"), [(404, b"public"), (500, b"no-store"), (200, b"no-store"), (303, b"public")]
)
def test_what_is_not_a_public_page_is_passed_on_and_not_kept(status: int, control: bytes) -> None:
    house = House()
    house.status, house.headers = status, [(b"cache-control", control)]
    assert house.get()[0] == status
    assert house.get()[2].startswith(b"xxx")
    assert len(house.asked) == 2
    assert not house.cache.kept


def test_parameters_that_no_page_reads_are_dropped() -> None:
    house = House()
    house.get(query=b"q=a&utm_source=x")
    house.get(query=b"fbclid=y&q=a")
    house.get(query=b"q=a&faqja=")
    assert len(house.asked) == 1
    assert house.asked[0]["query_string"] == b"q=a"
    house.get(query=b"q=b")
    assert len(house.asked) == 2


def test_parameters_may_stand_in_any_order_and_encoding() -> None:
    house = House()
    house.get(query="q=ujësjellës&faqja=2".encode())
    house.get(query=b"faqja=2&q=uj%C3%ABsjell%C3%ABs")
    house.get(query=b"q=\xff")
    assert len(house.asked) == 2


def test_page_and_part_are_kept_apart() -> None:
    house = House()
    house.get()
    house.get(hx_request="true")
    house.get(hx_request="true", hx_boosted="true")
    house.get(hx_request="true")
    assert len(house.asked) == 3


@pytest.mark.parametrize(
    ("accepts", "coding", "read"),
    [("br, gzip", b"br", brotli.decompress), ("gzip", b"gzip", gzip.decompress), ("", None, bytes)],
)
def test_it_is_sent_as_the_reader_accepts_it(accepts: str, coding: bytes | None, read: Any) -> None:
    house = House()
    status, headers, body = house.get(accept_encoding=accepts)
    assert (status, headers.get(b"content-encoding")) == (200, coding)
    assert int(headers[b"content-length"]) == len(body)
    assert read(body) == b"x" * 1000 + b"1"
    assert b"Accept-Encoding" in headers[b"vary"]


def test_the_reader_who_has_it_gets_304() -> None:
    house = House()
    etag = house.get()[1][b"etag"].decode()
    status, headers, body = house.get(if_none_match=etag, accept_encoding="br")
    assert (status, body) == (304, b"")
    assert headers[b"etag"].decode() == etag
    house.head = 2
    assert house.get(if_none_match=etag)[0] == 200


def test_head_is_get_without_a_body() -> None:
    house = House()
    status, headers, body = house.get(method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers[b"content-length"]) == 1001
    assert house.get()[2]
    assert len(house.asked) == 1


def test_a_cookie_is_never_kept() -> None:
    house = House()
    house.headers.append((b"set-cookie", b"pop_csrf=1"))
    assert b"set-cookie" not in house.get()[1]
    assert b"set-cookie" not in house.get()[1]


def test_it_is_bounded_and_lets_go_of_what_was_longest_unread() -> None:
    house = House(body=b"x" * 300_000)
    for path in ("/a", "/b", "/c"):
        house.get(path)
    house.get("/a")
    house.get("/d")
    assert house.cache.size <= house.cache.limit
    kept = {key[0] for key in house.cache.kept}
    assert {"/a", "/d"} <= kept
    assert "/b" not in kept


def test_it_knows_its_size_when_many_ask_for_the_same_page_at_once() -> None:
    house = House()

    async def many() -> None:
        await asyncio.gather(*(house.fetch() for _ in range(20)))

    asyncio.run(many())
    assert house.cache.size == sum(kept.size for kept in house.cache.kept.values())


def test_of_many_who_ask_for_the_same_page_at_once_one_has_it_made() -> None:
    house = House()

    async def crowd() -> list[Answer]:
        return list(await asyncio.gather(*(house.fetch("/kontratat") for _ in range(50)), house.fetch("/planet")))

    answers = asyncio.run(crowd())
    assert {status for status, _, _ in answers} == {200}
    assert [one["path"] for one in house.asked] == ["/kontratat", "/planet"]
    assert not house.cache.being_made


def test_what_is_no_public_page_each_of_them_gets_for_themselves() -> None:
    house = House()
    house.status = 404

    async def crowd() -> list[Answer]:
        return list(await asyncio.gather(*(house.fetch() for _ in range(5))))

    assert [status for status, _, _ in asyncio.run(crowd())] == [404] * 5
    assert len(house.asked) == 5


def test_nobody_waits_until_a_slow_one_has_taken_in_what_is_no_public_page() -> None:
    house = House()
    house.status = 404

    async def crowd() -> Answer:
        async def never(_message: Any) -> None:
            await asyncio.Event().wait()

        scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "language": "sq", "headers": []}
        slow = asyncio.ensure_future(house.cache(scope, None, never))
        answer = await asyncio.wait_for(house.fetch(), 5)
        slow.cancel()
        return answer

    assert asyncio.run(crowd())[0] == 404


def test_where_the_first_of_them_hangs_up_the_others_have_their_page() -> None:
    house = House()

    async def crowd() -> list[Answer]:
        first = asyncio.ensure_future(house.fetch())
        others = [asyncio.ensure_future(house.fetch()) for _ in range(3)]
        while not house.asked:
            await asyncio.sleep(0)
        first.cancel()
        return list(await asyncio.gather(*others))

    answers = asyncio.run(crowd())
    assert [status for status, _, _ in answers] == [200] * 3
    assert not house.cache.being_made


def test_other_protocols_pass_by() -> None:
    seen: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    async def nothing(*_: object) -> Any:
        raise AssertionError

    house = House()
    house.cache.app = app
    asyncio.run(house.cache({"type": "lifespan"}, nothing, nothing))
    assert seen == ["lifespan"]
