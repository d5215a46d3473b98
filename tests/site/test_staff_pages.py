"""Every page of the staff, in a real browser, as the person meets it whose work it is: in both languages, on a
phone and at a desk, and without JavaScript.

A new address under /puna without an example here fails the first test.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from pop_tracker.web.cookies import SESSION_COOKIE
from tests.conftest import Site, Stock, _fresh, axe_violations, dark_violations, serving
from tests.journeys.person import DESK, PHONE, TABLET
from tests.site.doors import listed
from tests.site.staff import DRAFT, EXAMPLES, LEFT_OUT, put_in, work_in_hand

ADDRESSES = [(route, who, path) for route, (who, paths) in EXAMPLES.items() for path in paths]
VISITS = [pytest.param(*one, ("", "/en")[number % 2], id=one[2]) for number, one in enumerate(ADDRESSES)]
"""Every other one in English, unless all is asked for: the parts are the same in both languages."""


DONE_HERE = {DRAFT}
"""What its form does is done in the data that is met here: the draft is open. The journeys send it."""


def test_every_staff_page_has_an_example() -> None:
    pages = {line.removeprefix("GET ") for line in listed("routes.txt") if re.match(r"GET /puna(/|$)", line)}
    assert pages == EXAMPLES.keys() | LEFT_OUT.keys()


@pytest.mark.both
def test_its_people_are_let_in(training: Site) -> None:
    """To every page on either database, and in both languages on one; how it looks is seen below."""
    in_hand = training.after(work_in_hand)
    clients = {who: training.client(who) for who, _ in EXAMPLES.values()}
    for who, paths in EXAMPLES.values():
        for path in paths:
            for prefix in ("", "/en") if training.database.is_sqlite else ("",):
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
        in_hand = site.after(work_in_hand)
        with serving(site):
            yield Office(site, in_hand)


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
@pytest.mark.parametrize(("route", "who", "path", "own"), VISITS)
def test_its_people_can_work_there(
    workers: dict[str, Worker],
    office: Office,
    axe: str,
    route: str,
    who: str,
    path: str,
    own: str,
    request: pytest.FixtureRequest,
) -> None:
    all_ways = request.config.getoption("--all")
    path = put_in(path, office.in_hand)
    person, faults = workers[who], []
    person.complaints.clear()
    for language in ("", "/en") if all_ways else (own,):
        arrive(person.page, office.site.address + language + path)
        if (headings := person.page.locator("h1").count()) != 1:
            faults.append(f"{language} {headings} h1")
        for size in (DESK, PHONE):
            person.page.set_viewport_size(size)
            at = f"{language} at {size['width']} px"
            faults += too_wide(person.page, at) + rooms_out_of_sight(person.page, at)
            if size == PHONE or all_ways:
                faults += [f"{at}: {violation}" for violation in axe_violations(person.page, axe)]
            if size == DESK or all_ways:  # the other size, on a dark screen
                faults += [f"{at}: {violation}" for violation in dark_violations(person.page, axe)]
        person.page.set_viewport_size(TABLET)
        at = f"{language} at {TABLET['width']} px"
        faults += too_wide(person.page, at) + rooms_out_of_sight(person.page, at)
    forms = forms_of(person.page)
    person.plain.set_viewport_size(PHONE)
    arrive(person.plain, office.site.address + language + path)
    faults += too_wide(person.plain, "without JavaScript")
    if forms_of(person.plain) != forms:
        faults.append(f"without JavaScript its forms are {forms_of(person.plain)}, not {forms}")
    if f"POST {route}" in listed("routes.txt") and not forms and route not in DONE_HERE:
        faults.append("it has no form")
    assert not faults + person.complaints, "\n".join(faults + person.complaints)


def arrive(page: Page, address: str) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, f"{address}: {answer.status}"


def too_wide(page: Page, at: str) -> list[str]:
    wide, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return [f"{at}: it is {wide} px wide"] if wide > window else []


def rooms_out_of_sight(page: Page, at: str) -> list[str]:
    """Ways of the staff's bar that reach over the window's edge: where one is, and where one could go."""
    out: list[str] = page.locator(".staff-bar a").evaluate_all(
        "ways => ways.filter(way => way.getBoundingClientRect().right > innerWidth).map(way => way.textContent)"
    )
    return [f"{at}: {', '.join(out)} out of sight"] if out else []


def forms_of(page: Page) -> list[Any]:
    """Where each form of the page goes, and whether it can be sent by a button."""
    found: list[Any] = page.locator("main form").evaluate_all(
        "forms => forms.map(f => [f.method, f.getAttribute('action'), !!f.querySelector('button, [type=submit]')])"
    )
    return found
