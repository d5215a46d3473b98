"""What every public address of the real seeds answers, so that a move of code can show that readers get the same.

`public_pages.txt` beside this file holds a digest of each answer. `python -m tests.site.write_lists` writes it anew:
the difference names the pages that a change reached. `python -m tests.site.public_pages FOLDER` writes the answers
themselves, a file each, and `diff -r` of two folders shows what became of them.

Nothing of the day, of chance or of the build is in them: today is `DAY`, what was recorded was recorded at `MOMENT`,
a hash of the record tells its entry's number only, and whitespace is a space or a new line before a mark.
"""

import datetime as dt
import html
import json
import logging
import re
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

import httpx
import sqlalchemy as sa
from litestar.testing import TestClient

from pop_tracker.database import Database
from pop_tracker.history import canonical
from pop_tracker.tables import metadata
from pop_tracker.web.i18n import today
from tests.conftest import BASE_URL, Site, Stock, _fresh
from tests.site.checks import OF_THE_MOMENT
from tests.site.doors import EXAMPLES, HERE

LIST = HERE / "public_pages.txt"
DAY = dt.date(2026, 12, 1)
MOMENT = dt.datetime(2026, 12, 1, 8, 30, tzinfo=dt.UTC)
UNLINKED = (
    "/bashkite/fier/mandatet.csv",
    "/dalje",
    "/healthz",
    "/konsultimet.ics",
    "/pergjigjet.csv",
    "/api/v1/openapi.json",
    "/nuk-ka",
)
"""Addresses that no page links to and that no list of examples has."""
BY_SLUG = {
    "kontratat": (
        *("/api/v1/contracts/{}", "/api/v1/contracts/{}/assessments"),
        *("/api/v1/contracts/{}/findings", "/kontratat/{}/matrica.csv"),
    ),
    "planet": (
        "/api/v1/plans/{}",
        "/api/v1/plans/{}/needs",
        "/planet/{}/tabela.csv",
        "/planet/{}/tabela.xlsx",
        "/planet/{}/te-dhenat.csv",
    ),
}
"""What is there for every contract and plan, whether a page links to it or not."""

_MOMENT_IN_JSON = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:\+00:00|Z)")
_HANDS = re.compile(r'"hands":"[0-9a-f]{64}"')
"""Salted, so another one each time."""
_VERSION = re.compile(r"(?<=/static/)([\w-]+)\.[0-9a-f]{10}(?=\.)")
_LINK = re.compile(r'(?:href|src|action|hx-get)="([^"]*)"')
_PART = re.compile(r'hx-get="([^"]*)"')
_ADDRESS = re.compile(rf'"((?:{re.escape(BASE_URL)})?/[^"\s{{}}]*)"')


def answers(site: Site) -> dict[str, str]:
    """By address, in both languages; after `PART`, what htmx gets there in place of the whole page."""
    paths = [path for examples in EXAMPLES.values() for path in examples]
    # One loop for all requests, not one each: a tenth of the time.
    with standing_still(site.database), TestClient(site.app, base_url=BASE_URL) as client:
        return walk(client, [*paths, *UNLINKED])


def walk(
    client: TestClient[Any], paths: Iterable[str], leave_out: Callable[[str], object] = lambda address: False
) -> dict[str, str]:
    """From these paths in both languages to all that links lead to, on this site."""
    client.follow_redirects = False
    # A line for each request, or whoever reads of a fault reads a thousand of them first.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    found: dict[str, str] = {}
    waiting = [prefix + path for path in paths for prefix in ("", "/en")]
    while waiting:
        address = waiting.pop()
        if address in found or leave_out(address):
            continue
        answer = client.get(address)
        found[address] = as_kept(answer)
        waiting += linked_from(answer, address)
        for part in {html.unescape(path) for path in _PART.findall(answer.text)}:
            if part == address.partition("?")[0]:
                found[f"PART {address}"] = as_kept(client.get(address, headers={"HX-Request": "true"}))
    return found


def linked_from(answer: httpx.Response, address: str) -> Iterator[str]:
    kind = answer.headers.get("content-type", "")
    links = [answer.headers.get("location", "")]
    if "html" in kind:
        links += map(html.unescape, _LINK.findall(answer.text))
        if named := re.fullmatch(r"(?:/en)?/(kontratat|planet)/([^/?]+)", address):
            links += [path.format(named[2]) for path in BY_SLUG[named[1]] if answer.status_code == 200]
    elif "json" in kind:
        links += _ADDRESS.findall(answer.text)
    for link in links:
        to = urljoin(BASE_URL + address, link).partition("#")[0]
        if link and to.startswith(f"{BASE_URL}/") and not to.startswith(f"{BASE_URL}/static/"):
            yield to.removeprefix(BASE_URL)


def as_kept(answer: httpx.Response) -> str:
    """Status, kind, name and body, without what differs between two answers that are one."""
    named = [answer.headers.get(name, "") for name in ("location", "content-type", "content-disposition")]
    return f"{answer.status_code} {' '.join(filter(None, named))}\n{_body(answer)}\n"


def _body(answer: httpx.Response) -> str:
    kind = answer.headers.get("content-type", "")
    if answer.content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(answer.content)) as parts:
            inside = {name: parts.read(name).decode() for name in sorted(parts.namelist()) if "docProps" not in name}
        return "\n".join(f"{name}\n{_one_mark_a_line(text)}" for name, text in inside.items())
    if not re.search(r"text|json|xml", kind):
        return sha256(answer.content).hexdigest()
    if "json" in kind:
        # Of the API's description the order of keys is chance.
        return json.dumps(
            answer.json(), ensure_ascii=False, indent=1, sort_keys=answer.url.path.endswith("openapi.json")
        )
    if "svg" in kind:
        # Where a mark lies is told by the measures of a machine's letters.
        return _one_mark_a_line(re.sub(r' (?!fill)[\w:-]+="[^"]*"', "", answer.text))
    if "html" in kind:
        return _one_mark_a_line(_VERSION.sub(r"\1", OF_THE_MOMENT.sub("", answer.text)))
    return answer.text


def _one_mark_a_line(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text).replace(" <", "\n<")


@contextmanager
def standing_still(database: Database) -> Iterator[None]:
    """Takes moments and chance out of what is recorded in SQLite, and lets no day but `DAY` be today."""
    _forget_moments(database)

    def still() -> dt.date:
        return dt.date(2026, 12, 1)

    # Not the name, because dozens of modules hold the function by it.
    moving, today.__code__ = today.__code__, still.__code__
    try:
        assert today() == DAY
        yield
    finally:
        today.__code__ = moving


def _forget_moments(database: Database) -> None:
    with database.engine.execution_options(write=True).begin() as connection:
        triggers = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type='trigger'").all()
        for name, _ in triggers:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        for table in metadata.sorted_tables:
            for column in table.c:
                if isinstance(getattr(column.type, "impl", column.type), sa.DateTime):
                    connection.execute(table.update().where(column.is_not(None)).values({column: MOMENT}))
        connection.exec_driver_sql(
            "UPDATE history_entry SET hash = printf('%064x', number), payload_digest = printf('%064x', number), "
            "previous_hash = printf('%064x', number - 1)"
        )
        connection.exec_driver_sql("UPDATE history_head SET hash = printf('%064x', number)")
        payloads = metadata.tables["history_payload"]
        for number, content in connection.execute(sa.select(payloads.c.number, payloads.c.content)).all():
            said = _MOMENT_IN_JSON.sub(canonical(MOMENT).strip('"'), content)
            said = _HANDS.sub('"hands":"0"', said)
            connection.execute(payloads.update().where(payloads.c.number == number).values(content=said))
        for _, statement in triggers:
            connection.exec_driver_sql(statement)


def digests(found: dict[str, str]) -> dict[str, str]:
    return {address: sha256(body.encode()).hexdigest()[:12] for address, body in sorted(found.items())}


def as_list(found: dict[str, str]) -> str:
    return "".join(f"{digest} {address}\n" for address, digest in digests(found).items())


def listed() -> dict[str, str]:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return {address: digest for digest, _, address in (line.partition(" ") for line in lines)}


def of_real_seeds() -> dict[str, str]:
    """Outside of a test."""
    fresh = contextmanager(_fresh)
    with (
        tempfile.TemporaryDirectory() as stocked,
        tempfile.TemporaryDirectory() as folder,
        fresh(Stock(Path(stocked)), "sqlite", "real", Path(folder)) as site,
    ):
        return answers(site)


def save(found: dict[str, str], folder: Path) -> None:
    """A file for each address, named after it."""
    folder.mkdir(parents=True, exist_ok=True)
    for address, body in found.items():
        (folder / quote(address, safe=" ?=&,").replace("%2F", ",")).write_text(body, encoding="utf-8")


if __name__ == "__main__":
    save(of_real_seeds(), Path(sys.argv[1]))
