"""Every shape of page by keyboard alone, in a real browser, as public pages and as the staff meet it.

What Tab reaches is in sight, is under nothing else, shows that it has the focus, and comes in the order in which the
page reads; all that can be pressed is reached, and what is folded away is not. Pages are walked without JavaScript, as
they are made; where it could change something, with it too."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from pop_tracker.web.cookies import SESSION_COOKIE
from tests.cast import COORDINATOR, EDITOR, REVIEWER
from tests.conftest import Site
from tests.journeys.person import DESK, PHONE
from tests.site.staff import put_in, work_in_hand

LOW: ViewportSize = {"width": 1280, "height": 480}
"""A desk whose letters are enlarged: what stays in sight takes the more of it."""

KORCE = "/kontratat/korce-2023"
REAL = ["/", "/kandidatet"]
"""Where the real seeds have what the training data has not: the map, and more than one election."""
SHEMBULL = "/kontratat/shembull-2023"
PUBLIC = [
    "/bashkite", "/bashkite/shembull", "/kontratat", SHEMBULL, f"{SHEMBULL}/1.1", f"{SHEMBULL}/matrica",
    f"{SHEMBULL}/botimi/1", "/raportet/shembull-2023/1", "/zotimet", "/ndryshimet", "/ndryshimet/50", "/planet",
    "/planet/shembull-pba-2025", "/planet/shembull-2024/nevojat", "/konsultimet", "/konsultimet/shembull-2024-02-14",
    "/organizatat", "/metodologjia", "/krahaso", "/te-dhenat", "/api", "/hyrje", "/nenshkrim/nuk-ka", "/komponentet",
]  # fmt: skip
STAFF = [
    (EDITOR, "/puna"),
    (EDITOR, f"/puna{SHEMBULL}/drafti"),
    (EDITOR, f"/puna{SHEMBULL}/drafti/zotime/1.1"),
    (EDITOR, "/puna/planet/shembull-2024/zerat/9/ecuria"),
    (EDITOR, "/puna/raundet/ROUND"),
    (EDITOR, "/puna/raundet/BROUGHT/vleresimet/1.4"),
    (EDITOR, "/puna/vleresimet/DRAFTED/heqje"),
    (REVIEWER, "/puna/rishikimi/ASSESSMENT"),
    (COORDINATOR, "/puna/njerezit"),
    (COORDINATOR, "/puna/njerezit/1"),
]
VISITS = [
    *(("real", "", path) for path in REAL),
    *(("training", "", path) for path in PUBLIC),
    *(("training", who, path) for who, path in STAFF),
]

_LOOK = r"""() => {
    const CAN = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
    // Radios and checkboxes are drawn by their labels.
    const look = one => [[one], ...(one.labels && one.matches("[type=radio], [type=checkbox]")
        ? [...one.labels].map(label => [label, "::before"]) : [])].map(([of, part]) => {
        const style = getComputedStyle(of, part);
        const outline = style.outlineStyle === "none" || style.outlineWidth === "0px" ? "" : style.outline;
        return [outline, style.boxShadow, style.backgroundColor].join();
    }).join();
    const said = one => one.getAttribute("aria-label") || one.name || one.textContent.trim().replace(/\s+/g, " ");
    const name = one => `${one.localName}.${one.getAttribute("class") ?? ""} "${said(one).slice(0, 40)}"`;
    const stops = [...document.querySelectorAll(CAN)].filter(one =>
        one.tabIndex >= 0 && !one.disabled && one.checkVisibility() && !(one.localName === "summary" &&
        one.parentElement.querySelector("summary") !== one));
    // Of a group of radios Tab reaches one, which stands for all.
    const group = one => one.type === "radio" ? document.getElementsByName(one.name) : [one];
    const unfocused = new Map(stops.map(one => [one, look(one)]));
    window.walk = {look, name, group, unfocused, left: new Set(stops), last: null};
    return {many: stops.length, out_of_order: stops.filter(one => one.tabIndex > 0).map(name)};
}"""

_STEP = r"""backwards => {
    const one = document.activeElement, walk = window.walk;
    if (!one || one === document.body || one === document.documentElement) return null;
    const faults = [], {look, name} = walk;
    for (const reached of walk.group(one)) walk.left.delete(reached);
    const boxes = [...one.getClientRects()].filter(box => box.width > 0 && box.height > 0);
    if (!one.checkVisibility() || !boxes.length) faults.push("is not to be seen");
    else {
        const box = boxes[0], width = document.documentElement.clientWidth, height = innerHeight;
        const [left, right] = [Math.max(box.left, 0), Math.min(box.right, width)];
        const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, height)];
        if (right <= left || bottom <= top) faults.push("is out of sight");
        else {
            const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
            const is_it = over && (one.contains(over) || [...(one.labels ?? [])].some(label => label.contains(over)));
            if (!is_it) faults.push(`is under ${over ? name(over) : "nothing"}`);
        }
    }
    if (walk.unfocused.get(one) === look(one)) faults.push("does not show that it has the focus");
    if (walk.last && walk.last !== one) {
        const follows = walk.last.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING;
        if (!follows === !backwards) faults.push(`comes before ${name(walk.last)}`);
    }
    walk.last = one;
    return {faults: faults.map(fault => `${name(one)} ${fault}`), skips: one.matches(".skip-link")};
}"""


IS_FOCUSED = "element => element === document.activeElement"
IS_OTHER_AT_A_DESK = """[...document.querySelectorAll("main *")].some(one =>
    getComputedStyle(one).position === "sticky" || one.matches("svg.map"))"""
"""What stays in sight, and what a phone folds away: elsewhere a desk has the stops of a phone in their order."""


class Place(NamedTuple):
    address: str
    in_hand: dict[str, int]
    site: Site


@pytest.fixture(scope="module")
def places(both_served: dict[str, Site]) -> dict[str, Place]:
    return {
        seeds: Place(site.address, work_in_hand(site) if seeds == "training" else {}, site)
        for seeds, site in both_served.items()
    }


@contextmanager
def opened(browser: Browser, place: Place, who: str = "", scripts: bool = False, **more: Any) -> Iterator[Page]:
    context: BrowserContext = browser.new_context(java_script_enabled=scripts, reduced_motion="reduce", **more)
    if who:
        context.add_cookies([{"name": SESSION_COOKIE, "value": place.site.session_secret(who), "url": place.address}])
    yield context.new_page()
    context.close()


def walk(page: Page, key: str = "Tab") -> list[str]:
    """All that is wrong from one end of the page to the other."""
    begun = page.evaluate(_LOOK)
    faults = [f"{name} has a place of its own in the order" for name in begun["out_of_order"]]
    stops = list(follow(page, key, begun["many"] + 2))
    if key == "Tab" and not (stops and stops[0]["skips"]):
        faults.append("the way to what the page says does not come first")
    if len(stops) > begun["many"] + 1:
        faults.append(f"{key} does not lead out of it")
    faults += [fault for stop in stops for fault in stop["faults"]]
    return [*faults, *page.evaluate("[...window.walk.left].map(one => `${window.walk.name(one)} is not reached`)")[:5]]


def follow(page: Page, key: str, most: int) -> Iterator[dict[str, Any]]:
    """Every stop from here to the page's end."""
    for _ in range(most):
        page.keyboard.press(key)
        stop = page.evaluate(_STEP, key != "Tab")
        if stop is None:
            return
        yield stop


@pytest.fixture(scope="module")
def readers(browser: Browser, places: dict[str, Place]) -> Iterator[dict[str, Page]]:
    """By who reads, a page without JavaScript; each test only looks."""
    with ExitStack() as all_of_it:
        yield {
            who: all_of_it.enter_context(opened(browser, places["training"], who))
            for who in ("", EDITOR, REVIEWER, COORDINATOR)
        }


@pytest.mark.browser
@pytest.mark.parametrize(("seeds", "who", "path"), VISITS)
def test_all_of_it_is_reached(
    places: dict[str, Place], readers: dict[str, Page], seeds: str, who: str, path: str
) -> None:
    page, place = readers[who], places[seeds]
    page.set_viewport_size(PHONE)
    answer = page.goto(place.address + put_in(path, place.in_hand))
    assert answer is not None
    assert (answer.status == 200) == ("nuk-ka" not in path)
    faults = [f"on a phone {fault}" for fault in walk(page)]
    page.set_viewport_size(LOW)
    if page.evaluate(IS_OTHER_AT_A_DESK):
        faults += [f"at a desk, walking back, {fault}" for fault in walk(page, "Shift+Tab")]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    if not page.evaluate("document.activeElement.matches('main')"):
        faults.append("the way to what the page says does not lead there")
    assert not faults, "\n".join(faults)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("who", "path", "size", "scripts"),
    [
        ("", SHEMBULL, PHONE, False),
        ("", SHEMBULL, PHONE, True),
        (EDITOR, "/puna", PHONE, True),
        (EDITOR, "/puna", DESK, False),
    ],
)
def test_the_menu_opens_and_is_walked(
    places: dict[str, Place], browser: Browser, who: str, path: str, size: ViewportSize, scripts: bool
) -> None:
    """With either key; its links come next, and it hides nothing of what comes after them."""
    with opened(browser, places["training"], who, scripts, viewport=size) as page:
        page.goto(places["training"].address + path)
        button, links = page.locator(".menu__button"), page.locator(".menu__nav a")
        for key in ("Enter", "Space"):
            tab_to(page, button)
            page.keyboard.press(key)
            assert links.first.is_visible(), key
            page.keyboard.press("Tab")
            assert links.first.evaluate(IS_FOCUSED), key
            tab_to(page, button, "Shift+Tab")
            page.keyboard.press(key)
            assert not links.first.is_visible(), key
        page.keyboard.press("Enter")
        page.evaluate(_LOOK)
        assert [fault for stop in follow(page, "Tab", 100) for fault in stop["faults"]] == []
        assert links.last.is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [False, True])
@pytest.mark.parametrize("path", [SHEMBULL, f"{SHEMBULL}/1.1", "/zotimet"])
def test_folds_open_and_close(places: dict[str, Place], browser: Browser, scripts: bool, path: str) -> None:
    """With either key; what is inside comes next where it is open, and not at all where it is closed."""
    with opened(browser, places["training"], "", scripts, viewport=PHONE) as page:
        page.goto(places["training"].address + path)
        fold = page.locator("main details:not([open])").first.element_handle()
        head = fold.query_selector("summary")
        assert head is not None
        tab_to(page, head)
        inside = "fold => fold.contains(document.activeElement) && document.activeElement.localName !== 'summary'"
        for key in ("Enter", "Space"):
            page.keyboard.press("Tab")
            assert not fold.evaluate(inside), f"{key}: closed"
            page.keyboard.press("Shift+Tab")
            page.keyboard.press(key)
            page.keyboard.press("Tab")
            assert fold.evaluate(inside), f"{key}: open"
            page.keyboard.press("Shift+Tab")
            page.keyboard.press(key)


def tab_to(page: Page, target: Any, key: str = "Tab") -> None:
    for _ in range(60):
        page.keyboard.press(key)
        if target.evaluate(IS_FOCUSED):
            return
    raise AssertionError(f"{page.url}: {key} does not reach {target}")
