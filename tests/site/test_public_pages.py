"""Every public page, in a real browser, as readers meet it: on a phone and at a desk, in both languages.

A new public address without an example here fails the first test.
"""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import Site, Stock, _fresh, axe_violations, dark_violations, serving
from tests.site.checks import check_page
from tests.site.doors import EXAMPLES, doors

NOT_READ_HERE = {
    "/dalje": "asks who is signed in",
    "/dokumentet/{sha256}": "a file",
    "/healthz": "for machines",
    "/komponentet": "of the training site alone: test_parts reads it",
    "/konsultimet.ics": "for calendars",
    "/konsultimet/{slug}/fotografite/{sha256}": "a file",
    "/konsultimet/{slug}/fotografite/{sha256}/e-vogel": "a picture",
    "/konsultimet/{slug}/procesverbali": "a file",
    "/kontratat/{slug}/botimi/{number}/ndryshimet": "no real contract has a second edition yet: the journeys read one",
    "/bashkite/{slug}/mandatet.csv": "a file",
    "/kontratat/{slug}/matrica.csv": "a file",
    "/kontratat/{slug}/tabela.csv": "a file",
    "/kontratat/{slug}/tabela.xlsx": "a file",
    "/kopjet/{name}": "a file",
    "/ndryshimet.atom": "for feed readers",
    "/ndryshimet/{number}/permbajtja.json": "a file",
    "/nenshkrim/{token}/pergjigjja": "behind a personal link: the journeys read it",
    "/nenshkrimet/{sha256}": "a file",
    "/pergjigje/{token}/e-plote": "behind a personal link: the journeys read it",
    "/pergjigje/{token}/kodi": "behind a personal link: the journeys read it",
    "/pergjigje/{token}/mohimi/{reply_id}": "behind a personal link: tests/monitoring/test_disown.py opens it",
    "/pergjigje/{token}/skedari/{sha256}": "a file",
    "/pergjigje/{token}/skedari/{sha256}/e-vogel": "a picture",
    "/pergjigje/{token}/zotimi/{place}": "behind a personal link: the journeys read it",
    "/pergjigjet.csv": "a file",
    "/pergjigjet/{sha256}": "a file",
    "/pergjigjet/{sha256}/e-vogel": "a picture",
    "/kontratat/{slug}/botimi/{number}/dokumenti": "a file; no real contract was read from a document",
    "/kontratat/{slug}/botimi/{number}/teksti.txt": "a file",
    "/planet/{slug}/tabela.csv": "a file",
    "/planet/{slug}/tabela.xlsx": "a file",
    "/planet/{slug}/te-dhenat.csv": "a file",
    "/provat/{sha256}": "a file",
    "/provat/{sha256}/e-vogel": "a picture",
    "/raportet/{slug}/{number}/ndryshimet": "no seeds have a second version: test_versions_compared reads it",
    "/raportet/{slug}/{number}/{name}": "files and drawings",
    "/zotimet.csv": "a file",
    "/vleresimet.csv": "a file",
    "/vertetim/{code}": "of an answer through a personal link: test_receipts and the journeys read it",
}
PATHS = ["/nuk-ka-faqe-te-tille", *(path for paths in EXAMPLES.values() for path in paths)]
IN_ENGLISH = [f"/en{paths[0]}".removesuffix("/") for paths in EXAMPLES.values()]

MOST_BYTES = 100_000
WIDTHS = (1280, 768, 390, 320)


@pytest.fixture(scope="module")
def site(stock: Stock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The real seeds behind one server for all these tests: they only read."""
    for site in _fresh(stock, "sqlite", "real", tmp_path_factory.mktemp("reading")):
        with serving(site):
            yield site


def test_every_public_page_has_an_example(empty: Site) -> None:
    public = {path for method, path, opt in doors(empty) if method == "GET" and opt.get("public")}
    pages = {path for path in public if not path.startswith("/api/")}
    assert pages == EXAMPLES.keys() | NOT_READ_HERE.keys()


@pytest.mark.both
def test_every_page_is_answered(real: Site) -> None:
    """On either database; how it looks is seen below."""
    client = real.client()
    for path in PATHS + IN_ENGLISH:
        assert (client.get(path).status_code == 200) == ("nuk-ka" not in path), path


class Visit:
    """A first visit: nothing cached, and an ear for all that the browser sends, gets and complains of."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.context = browser.new_context(viewport={"width": WIDTHS[0], "height": 900})
        self.page: Page = self.context.new_page()
        self.bytes = 0
        self.requested: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requested.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        network: Any = self.context.new_cdp_session(self.page)
        network.send("Network.enable")
        network.on("Network.loadingFinished", self._count)
        self.answer = self.page.goto(address, wait_until="load")
        self.page.evaluate("document.fonts.ready.then(() => true)")

    def _count(self, event: dict[str, Any]) -> None:
        self.bytes += event["encodedDataLength"]

    def widest(self, width: int) -> int:
        """How wide the page is when the window has this width."""
        self.page.set_viewport_size({"width": width, "height": 900})
        return int(self.page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.browser
@pytest.mark.parametrize("path", PATHS + IN_ENGLISH)
def test_anyone_can_read_it(browser: Browser, site: Site, axe: str, path: str, request: pytest.FixtureRequest) -> None:
    visit = Visit(browser, site.address + path)
    is_found = visit.answer is not None and visit.answer.status == 200
    assert is_found == ("nuk-ka" not in path)
    faults = []
    if visit.bytes > MOST_BYTES:
        faults.append(f"{visit.bytes} bytes travel")
    faults += [f"asks another host: {url}" for url in visit.requested if not url.startswith(site.address + "/")]
    faults += [f"sets a cookie: {cookie['name']}" for cookie in visit.context.cookies() if path_is_public(path)]
    faults += [line for line in visit.complaints if "404 (Not Found)" not in line and "410 (Gone)" not in line]
    # Albanian is the longer language, and the marks are the same: English is looked at on a phone only, and on a dark
    # screen one language here, one there; with --all each in each way.
    english, all_ways = path.startswith("/en"), request.config.getoption("--all")
    for width in WIDTHS:
        if (wide := visit.widest(width)) > width:
            faults.append(f"{wide} px wide in a window of {width}")
        if width == 390 or (width == 1280 and (not english or all_ways)):
            faults += [f"at {width} px: {violation}" for violation in axe_violations(visit.page, axe)]
        if width == (1280 if english else 390) or (width != 320 and all_ways):
            faults += [f"at {width} px: {violation}" for violation in dark_violations(visit.page, axe)]
    visit.context.close()
    check_page(httpx.get(site.address + path, verify=False))  # which would read all certificates
    assert not faults, "\n".join(faults)


def path_is_public(path: str) -> bool:
    """The doors that hold a form to be posted need its token's cookie; nothing else may set one."""
    return not any(
        door in path for door in ("/hyrje", "/nenshkrim", "/pergjigje/", "/adresa/", "/kujtesa/", "/te-dhena-personale")
    )
