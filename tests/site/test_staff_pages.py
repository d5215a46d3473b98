"""Every page of the staff, in a real browser, as the person meets it whose work it is: in both languages, on a
phone and at a desk, and without JavaScript.

A new address under /puna without an example here fails the first test.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from pop_tracker.accounts.signing_in import SESSION_COOKIE
from tests.cast import COORDINATOR, EDITOR, REVIEWER
from tests.conftest import Site, Stock, _fresh, axe_violations, serving
from tests.journeys.person import DESK, PHONE
from tests.monitoring.desk import rounds_in_hand
from tests.site.doors import listed
from tests.site.in_hand import begin_work

DRAFT = "/puna/kontratat/{slug}/drafti"
PLAN = "/puna/planet/{slug}"
HEARING = "/puna/konsultimet/{slug}"
ROUND = "/puna/raundet/{round_id}"

EXAMPLES: dict[str, tuple[str, list[str]]] = {
    "/puna": (EDITOR, ["/puna"]),
    "/puna/detyrat": (COORDINATOR, ["/puna/detyrat"]),
    "/puna/detyrat/{slug}": (COORDINATOR, ["/puna/detyrat/shembull"]),
    "/puna/detyrat/{slug}/shtim": (COORDINATOR, ["/puna/detyrat/shembull/shtim"]),
    "/puna/detyrat/{slug}/{office_id}": (COORDINATOR, ["/puna/detyrat/shembull/2"]),
    "/puna/detyrat/{slug}/{office_id}/largim": (COORDINATOR, ["/puna/detyrat/shembull/2/largim"]),
    "/puna/ftesat/{slug}": (EDITOR, ["/puna/ftesat/shembull-2023"]),
    "/puna/gjetjet": (EDITOR, ["/puna/gjetjet", "/puna/gjetjet?kontrata=shembull-2023&plani=shembull-2024"]),
    "/puna/gjetjet/{contract_slug}/{plan_slug}/{ref}": (
        EDITOR,
        [f"/puna/gjetjet/shembull-2023/{end}" for end in ("shembull-pba-2025/2.4", "shembull-2024/1.1")],
    ),
    "/puna/gjetjet/{finding_id}": (REVIEWER, ["/puna/gjetjet/FINDING"]),
    "/puna/heqjet": (REVIEWER, ["/puna/heqjet"]),
    "/puna/heqjet/kerkese": (EDITOR, ["/puna/heqjet/kerkese"]),
    "/puna/heqjet/{request_id}": (REVIEWER, ["/puna/heqjet/REDACTION"]),
    "/puna/kandidatet": (COORDINATOR, ["/puna/kandidatet"]),
    "/puna/kandidatet/shtim": (COORDINATOR, ["/puna/kandidatet/shtim"]),
    "/puna/kandidatet/{candidate_id}": (COORDINATOR, ["/puna/kandidatet/1"]),
    "/puna/konsultimet/i-ri": (EDITOR, ["/puna/konsultimet/i-ri"]),
    HEARING: (EDITOR, ["/puna/konsultimet/shembull-2024-02-14"]),
    f"{HEARING}/anulimi": (EDITOR, ["/puna/konsultimet/shembull-2024-02-14/anulimi"]),
    f"{HEARING}/fijet/i-ri": (EDITOR, ["/puna/konsultimet/shembull-2024-02-14/fijet/i-ri"]),
    f"{HEARING}/fijet/{{thread_id}}/heqje": (EDITOR, ["/puna/konsultimet/shembull-2023-03-15/fijet/1/heqje"]),
    f"{HEARING}/fotografite/e-re": (EDITOR, ["/puna/konsultimet/shembull-2024-02-14/fotografite/e-re"]),
    f"{HEARING}/procesverbali": (
        EDITOR,
        [f"/puna/konsultimet/shembull-{held}/procesverbali" for held in ("2024-02-14", "2024-06-03")],
    ),
    f"{HEARING}/te-dhenat": (EDITOR, ["/puna/konsultimet/shembull-2024-02-14/te-dhenat"]),
    "/puna/kontratat": (EDITOR, ["/puna/kontratat"]),
    "/puna/kontratat/e-re": (EDITOR, ["/puna/kontratat/e-re"]),
    DRAFT: (EDITOR, ["/puna/kontratat/shembull-2023/drafti"]),
    f"{DRAFT}/dergimi": (EDITOR, ["/puna/kontratat/shembull-2023/drafti/dergimi"]),
    f"{DRAFT}/prioritete/i-ri": (EDITOR, ["/puna/kontratat/shembull-2023/drafti/prioritete/i-ri"]),
    f"{DRAFT}/prioritete/{{number}}": (EDITOR, ["/puna/kontratat/shembull-2023/drafti/prioritete/1"]),
    f"{DRAFT}/zotime/i-ri": (EDITOR, ["/puna/kontratat/shembull-2023/drafti/zotime/i-ri"]),
    f"{DRAFT}/zotime/{{ref}}": (EDITOR, ["/puna/kontratat/shembull-2023/drafti/zotime/1.1"]),
    f"{DRAFT}/zotime/{{ref}}/terheqja": (EDITOR, ["/puna/kontratat/shembull-2023/drafti/zotime/2.2/terheqja"]),
    "/puna/kontratat/{slug}/rishikimi": (REVIEWER, ["/puna/kontratat/prove-2023/rishikimi"]),
    "/puna/nenshkrimet": (EDITOR, ["/puna/nenshkrimet"]),
    "/puna/nenshkrimet/{slug}": (EDITOR, ["/puna/nenshkrimet/shembull-2023"]),
    "/puna/nenshkrimet/{slug}/{signature_id}": (REVIEWER, ["/puna/nenshkrimet/shembull-2023/SIGNATURE"]),
    "/puna/njerezit": (COORDINATOR, ["/puna/njerezit"]),
    "/puna/njerezit/shtim": (COORDINATOR, ["/puna/njerezit/shtim"]),
    "/puna/njerezit/{person_id}": (COORDINATOR, ["/puna/njerezit/1"]),
    "/puna/njerezit/{person_id}/largim": (COORDINATOR, ["/puna/njerezit/1/largim"]),
    "/puna/organizatat": (COORDINATOR, ["/puna/organizatat"]),
    "/puna/organizatat/shtim": (COORDINATOR, ["/puna/organizatat/shtim"]),
    "/puna/organizatat/{slug}": (COORDINATOR, ["/puna/organizatat/organizata-a"]),
    "/puna/planet": (EDITOR, ["/puna/planet"]),
    "/puna/planet/i-ri": (EDITOR, ["/puna/planet/i-ri"]),
    PLAN: (EDITOR, ["/puna/planet/shembull-2024", "/puna/planet/shembull-pba-2025"]),
    f"{PLAN}/fazat/e-re": (EDITOR, ["/puna/planet/shembull-2024/fazat/e-re"]),
    f"{PLAN}/fazat/{{stage_id}}": (EDITOR, ["/puna/planet/shembull-2020/fazat/1"]),
    f"{PLAN}/importi": (EDITOR, ["/puna/planet/shembull-2024/importi"]),
    f"{PLAN}/importi/{{import_id}}": (EDITOR, ["/puna/planet/shembull-2024/importi/IMPORT"]),
    f"{PLAN}/nevojat": (EDITOR, ["/puna/planet/shembull-2024/nevojat", "/puna/planet/shembull-2020/nevojat"]),
    f"{PLAN}/nevojat/shifrat/e-re": (EDITOR, ["/puna/planet/shembull-2024/nevojat/shifrat/e-re"]),
    f"{PLAN}/nevojat/shifrat/{{figure_id}}": (EDITOR, ["/puna/planet/shembull-2024/nevojat/shifrat/1"]),
    f"{PLAN}/nevojat/tabela": (EDITOR, ["/puna/planet/shembull-2024/nevojat/tabela"]),
    f"{PLAN}/nevojat/te-dhenat": (EDITOR, ["/puna/planet/shembull-2024/nevojat/te-dhenat"]),
    f"{PLAN}/te-dhenat": (EDITOR, ["/puna/planet/shembull-2024/te-dhenat"]),
    f"{PLAN}/zerat/i-ri": (EDITOR, ["/puna/planet/shembull-2024/zerat/i-ri"]),
    f"{PLAN}/zerat/{{item_id}}": (EDITOR, ["/puna/planet/shembull-2020/zerat/2"]),
    f"{PLAN}/zerat/{{item_id}}/ecuria": (EDITOR, ["/puna/planet/shembull-2024/zerat/9/ecuria"]),
    f"{PLAN}/zerat/{{item_id}}/ecuria/{{year}}": (EDITOR, ["/puna/planet/shembull-2024/zerat/9/ecuria/2024"]),
    f"{PLAN}/zerat/{{item_id}}/zotimet": (EDITOR, ["/puna/planet/shembull-2024/zerat/9/zotimet"]),
    "/puna/kujtesa": (EDITOR, ["/puna/kujtesa"]),
    "/puna/ndreqjet/{assessment_id}": (EDITOR, ["/puna/ndreqjet/VERDICT"]),
    "/puna/ndreqjet/{assessment_id}/terheqje": (EDITOR, ["/puna/ndreqjet/CORRECTION/terheqje"]),
    "/puna/raundet": (EDITOR, ["/puna/raundet"]),
    "/puna/raundet/i-ri": (EDITOR, ["/puna/raundet/i-ri"]),
    "/puna/raundet/importi": (EDITOR, ["/puna/raundet/importi"]),
    "/puna/raundet/importi/{import_id}": (EDITOR, ["/puna/raundet/importi/TABLE"]),
    ROUND: (EDITOR, ["/puna/raundet/1", "/puna/raundet/ROUND"]),
    f"{ROUND}/fleta": (EDITOR, ["/puna/raundet/ROUND/fleta"]),
    f"{ROUND}/fleta/{{unit}}": (EDITOR, ["/puna/raundet/ROUND/fleta/njesia-lindore"]),
    f"{ROUND}/heqje": (EDITOR, ["/puna/raundet/BROUGHT/heqje"]),
    f"{ROUND}/pergjigjja": (EDITOR, ["/puna/raundet/ROUND/pergjigjja"]),
    f"{ROUND}/te-dhenat": (EDITOR, ["/puna/raundet/ROUND/te-dhenat"]),
    f"{ROUND}/vleresimet/{{ref}}": (EDITOR, ["/puna/raundet/BROUGHT/vleresimet/1.4"]),
    f"{ROUND}/vleresimi-im": (REVIEWER, ["/puna/raundet/RATED/vleresimi-im"]),
    f"{ROUND}/vleresimi-im/{{ref}}": (REVIEWER, ["/puna/raundet/RATED/vleresimi-im/1.1"]),
    f"{ROUND}/vleresuesit": (COORDINATOR, ["/puna/raundet/RATED/vleresuesit"]),
    "/puna/rishikimi": (REVIEWER, ["/puna/rishikimi"]),
    "/puna/rishikimi/{assessment_id}": (REVIEWER, ["/puna/rishikimi/ASSESSMENT"]),
    "/puna/zgjedhjet": (COORDINATOR, ["/puna/zgjedhjet"]),
    "/puna/zgjedhjet/shtim": (COORDINATOR, ["/puna/zgjedhjet/shtim"]),
    "/puna/zgjedhjet/{slug}": (COORDINATOR, ["/puna/zgjedhjet/vendore-2023"]),
}
"""Whose page it is, and where in the training data; a word in capitals is the number of what is in hand."""
LEFT_OUT = {f"{ROUND}/fleta/{{unit}}/pdf": "a file; tests/monitoring/test_fieldwork.py opens it"}
VISITS = [
    pytest.param(route, who, path, id=path) for route, (who, paths) in EXAMPLES.items() for path in paths
]  # fmt: skip


def test_every_staff_page_has_an_example() -> None:
    pages = {line.removeprefix("GET ") for line in listed("routes.txt") if re.match(r"GET /puna(/|$)", line)}
    assert pages == EXAMPLES.keys() | LEFT_OUT.keys()


@pytest.mark.both
def test_its_people_are_let_in(training: Site) -> None:
    """To every page, in both languages, on either database; how it looks is seen below."""
    in_hand = begin_work(training) | rounds_in_hand(training)
    clients = {who: training.client(who) for who, _ in EXAMPLES.values()}
    for who, paths in EXAMPLES.values():
        for path in paths:
            for prefix in ("", "/en"):
                answer = clients[who].get(prefix + put_in(path, in_hand))
                assert answer.status_code == 200, f"{path}: {answer.status_code}"


class Office(NamedTuple):
    """The training data with work of every kind in hand, behind one server."""

    site: Site
    in_hand: dict[str, int]


@pytest.fixture(scope="module")
def office(stock: Stock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One for all these tests: they only read."""
    for site in _fresh(stock, "sqlite", "training", tmp_path_factory.mktemp("office")):
        in_hand = begin_work(site) | rounds_in_hand(site)
        with serving(site):
            yield Office(site, in_hand)


def put_in(path: str, in_hand: dict[str, int]) -> str:
    for word, number in in_hand.items():
        path = path.replace(word, str(number))
    return path


class Worker:
    """Someone signed in, with a browser and one without JavaScript; what either complains of is kept."""

    def __init__(self, browser: Browser, site: Site, who: str) -> None:
        self.complaints: list[str] = []
        secret = site.session_secret(who)
        self.contexts = [browser.new_context(java_script_enabled=scripts) for scripts in (True, False)]
        for context in self.contexts:
            context.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": site.address}])
        self.page, self.plain = (context.new_page() for context in self.contexts)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)

    def _hear(self, message: ConsoleMessage) -> None:
        self.complaints.append(f"{message.type}: {message.text}")


@pytest.fixture(scope="module")
def workers(browser: Browser, office: Office) -> Iterator[dict[str, Worker]]:
    people = {who: Worker(browser, office.site, who) for who in {who for who, _ in EXAMPLES.values()}}
    yield people
    for person in people.values():
        for context in person.contexts:
            context.close()


@pytest.mark.browser
@pytest.mark.parametrize(("route", "who", "path"), VISITS)
def test_its_people_can_work_there(
    workers: dict[str, Worker], office: Office, axe: str, route: str, who: str, path: str
) -> None:
    path = put_in(path, office.in_hand)
    person, faults = workers[who], []
    person.complaints.clear()
    for language in ("", "/en"):
        arrive(person.page, office.site.address + language + path)
        if (headings := person.page.locator("h1").count()) != 1:
            faults.append(f"{language} {headings} h1")
        # The marks are the same in both languages: Albanian, the longer one, is looked at closely where it is narrow.
        for size in (DESK, PHONE):
            person.page.set_viewport_size(size)
            at = f"{language} at {size['width']} px"
            faults += too_wide(person.page, at)
            if size == (DESK if language else PHONE):
                faults += [f"{at}: {violation}" for violation in axe_violations(person.page, axe)]
    forms = forms_of(person.page)
    person.plain.set_viewport_size(PHONE)
    arrive(person.plain, f"{office.site.address}/en{path}")
    faults += too_wide(person.plain, "without JavaScript")
    if forms_of(person.plain) != forms:
        faults.append(f"without JavaScript its forms are {forms_of(person.plain)}, not {forms}")
    if f"POST {route}" in listed("routes.txt") and not forms:
        faults.append("it has no form")
    assert not faults + person.complaints, "\n".join(faults + person.complaints)


def arrive(page: Page, address: str) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, f"{address}: {answer.status}"


def too_wide(page: Page, at: str) -> list[str]:
    wide, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return [f"{at}: it is {wide} px wide"] if wide > window else []


def forms_of(page: Page) -> list[Any]:
    """Where each form of the page goes, and whether it can be sent by a button."""
    found: list[Any] = page.locator("main form").evaluate_all(
        "forms => forms.map(f => [f.method, f.getAttribute('action'), !!f.querySelector('button, [type=submit]')])"
    )
    return found
