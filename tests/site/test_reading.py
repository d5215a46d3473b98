"""The answer first: where a page begins, how loud and how long it is, in a real browser; `measures` says how each is
counted. What holds for every public page whatever it says stands in `test_public_pages`."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from pop_tracker.web.i18n import today, words
from pop_tracker.web.shipped import shipped
from tests.conftest import Site
from tests.journeys.person import DESK, PHONE, TABLET
from tests.site.measures import CLEAR, SMALLEST, crowded, enlarge, measure, too_small

MOST_SIZES = 6
BEGINS = {390: 450, 768: 450, 1280: 500}
"""By the window's width, the last px at which the name and the first fact of a page begin."""
LEAST_RIGHT = 30
LARGE = 200

KORCE = "/kontratat/korce-2023"
REAL = [
    "/", "/bashkite", "/bashkite/korce", "/bashkite/fier", "/bashkite/durres", "/kontratat", KORCE, f"{KORCE}/1.5",
    f"{KORCE}/matrica", "/kontratat/fier-2019", "/kontratat/fier-2019/1", "/raportet", "/raportet/fier-2019/1",
    "/zotimet", "/zotimet?q=%C3%A7erdhe", "/kandidatet", "/krahaso", "/ndryshimet", "/ndryshimet/156", "/planet",
    "/planet/durres-2025", "/planet/puke-2025/nevojat", "/konsultimet", "/konsultimet/kamez-2024-01-10",
    "/organizatat", "/metodologjia",
]  # fmt: skip
SHEMBULL = "/kontratat/shembull-2023"
TRAINING = [
    "/", "/bashkite/shembull", SHEMBULL, f"{SHEMBULL}/1.1", f"{SHEMBULL}/1.3", f"{SHEMBULL}/matrica",
    "/raportet/shembull-2023/1", "/planet/shembull-2024", "/planet/shembull-2024/nevojat",
    "/konsultimet/shembull-2024-02-14", "/krahaso", "/komponentet",
]  # fmt: skip
PAGES = [*(("real", path) for path in REAL), *(("training", path) for path in TRAINING)]

WITHOUT_FACTS = {"/metodologjia"}
"""Explanations."""
READ_THROUGH = {
    "/", "/bashkite/korce", "/bashkite/shembull", KORCE, f"{KORCE}/1.5", "/kontratat/fier-2019",
    "/kontratat/fier-2019/1", SHEMBULL, f"{SHEMBULL}/1.1", "/raportet/fier-2019/1", "/raportet/shembull-2023/1",
    "/zotimet", "/kandidatet", "/planet/durres-2025", "/planet/shembull-2024",
}  # fmt: skip
"""Pages that are read, not looked up: they use both halves of a desk."""
LONGEST = {KORCE: 2_040, "/kandidatet": 3_500, "/": 3_000, "/zotimet": 4_500}
"""Of the real seeds on a phone, as the page stands when it is opened."""
LONGEST_MUNICIPALITY = 2_500
MOST_STYLE = 10_000
"""Bytes of all that tells how pages look, as it travels."""


@pytest.fixture(scope="module")
def addresses(both_served: dict[str, Site]) -> dict[str, str]:
    return {seeds: site.address for seeds, site in both_served.items()}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One for all: each test only looks at a page, and leaves the window's letters as they were."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_how_all_pages_look_travels_fast() -> None:
    (style,) = shipped("static").glob("site.*.css.br")
    assert style.stat().st_size <= MOST_STYLE


@pytest.mark.browser
@pytest.mark.parametrize(("seeds", "path"), PAGES)
def test_its_answer_comes_first(addresses: dict[str, str], page: Page, seeds: str, path: str) -> None:
    page.set_viewport_size(DESK)
    answer = page.goto(addresses[seeds] + path)
    assert answer is not None
    assert answer.status == 200
    page.evaluate("document.fonts.ready.then(() => true)")
    at_desk = measure(page)
    faults = [f"at a desk a heading has less than {CLEAR} px above it: {heading}" for heading in crowded(page)]
    page.set_viewport_size(TABLET)
    on_tablet = measure(page)
    page.set_viewport_size(PHONE)
    on_phone = measure(page)
    faults += [f"on a phone a heading has less than {CLEAR} px above it: {heading}" for heading in crowded(page)]
    found = ((at_desk, DESK), (on_tablet, TABLET), (on_phone, PHONE))
    faults += [fault for measured, window in found for fault in faults_in(measured, window, path)]
    faults += [f"a thumb misses what is below {SMALLEST} px: {small}" for small in too_small(page)]
    if path in READ_THROUGH and at_desk["right"] < LEAST_RIGHT:
        faults.append(f"{at_desk['right']}% of its text stands on the right of a desk, of {LEAST_RIGHT}%")
    if seeds == "real" and on_phone["height"] > LONGEST.get(path, on_phone["height"]):
        faults.append(f"it is {on_phone['height']} px long on a phone, of at most {LONGEST[path]}")
    faults += too_wide_in_large_letters(page)
    assert not faults, "\n".join(faults)


def faults_in(found: dict[str, Any], window: ViewportSize, path: str) -> Iterator[str]:
    width = window["width"]
    if len(found["sizes"]) > MOST_SIZES:
        yield f"at {width} px its letters have {len(found['sizes'])} sizes: {found['sizes']}"
    if found["h1"] > BEGINS[width]:
        yield f"at {width} px its name begins at {found['h1']} px"
    if path not in WITHOUT_FACTS:
        if found["fact"] is None:
            yield f"at {width} px it holds no fact: does a part that holds one have none of the classes of measures?"
        elif found["fact"] > BEGINS[width]:
            yield f"at {width} px its first fact ({found['factIs']}) begins at {found['fact']} px"
    if found["wide"]:
        yield f"at {width} px it is {found['wide']} px wide"
    if found["spilt"]:
        yield f"at {width} px words stand over what is beside them: {', '.join(found['spilt'])}"
    if found["repeats"]:
        yield f"at {width} px commitments say what their group says: {', '.join(found['repeats'])}"


def too_wide_in_large_letters(page: Page) -> list[str]:
    """As whoever reads with letters twice as large meets it."""
    enlarge(page, LARGE)
    faults = []
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        if (wide := measure(page)["wide"]) is not None:
            faults.append(f"with large letters it is {wide} px wide in a window of {size['width']}: {widest(page)}")
    enlarge(page, 100)
    return faults


def widest(page: Page) -> str:
    """What reaches farthest over the window's edge."""
    found: str = page.evaluate(
        """() => {
            const right = element => element.getBoundingClientRect().right;
            const all = [...document.querySelectorAll("main *")].filter(one => one.checkVisibility());
            const last = all.reduce((one, other) => right(other) >= right(one) ? other : one);
            return `${last.tagName.toLowerCase()}.${last.className} ${last.textContent.trim().slice(0, 60)}`;
        }"""
    )
    return found


@pytest.mark.browser
@pytest.mark.parametrize("seeds", ["real", "training"])
def test_no_municipality_is_long_on_a_phone(addresses: dict[str, str], page: Page, seeds: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{addresses[seeds]}/bashkite")
    links = page.locator("main a[href^='/bashkite/']").evaluate_all("all => all.map(one => one.pathname)")
    heights = {}
    for path in sorted(set(links)):
        page.goto(addresses[seeds] + path)
        heights[path] = measure(page)["height"]
    assert len(heights) >= 3
    assert {path: height for path, height in heights.items() if height > LONGEST_MUNICIPALITY} == {}


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [False, True])
def test_a_link_opens_the_fold_that_it_leads_into(addresses: dict[str, str], browser: Browser, scripts: bool) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{addresses['real']}{KORCE}")
    assert not page.locator("#prioriteti-7 .leaf__words").first.is_visible()
    assert page.locator("#prioriteti-7 summary").is_visible()
    page.goto(f"{addresses['real']}{KORCE}?x#p7.3")  # another page to the browser, so that it goes there anew
    page.locator("#p7\\.3").wait_for(state="visible")
    assert 0 <= page.locator("#p7\\.3").evaluate("element => element.getBoundingClientRect().top") < PHONE["height"]
    page.locator("#prioriteti-2 summary").click()
    assert page.locator("#prioriteti-2 .leaf__words").first.is_visible()
    context.close()


@pytest.mark.browser
def test_every_word_can_be_had_without_script_and_is_printed(addresses: dict[str, str], browser: Browser) -> None:
    context = browser.new_context(viewport=DESK, java_script_enabled=False)
    page = context.new_page()
    hidden = "elements => elements.filter(one => !one.checkVisibility()).map(one => one.textContent.trim())"
    words = page.locator("main .leaf__words")
    page.goto(f"{addresses['real']}{KORCE}")
    assert words.count() == 24  # 23 that can be assessed, and the head of two
    assert words.evaluate_all(hidden) == []
    page.set_viewport_size(PHONE)
    assert len(words.evaluate_all(hidden)) == 24
    page.goto(f"{addresses['real']}{KORCE}?hap=te-gjitha")
    assert words.evaluate_all(hidden) == []
    page.emulate_media(media="print")
    folded = page.locator("main details > :not(summary)")
    for seeds, path in (("real", KORCE), ("training", f"{SHEMBULL}/1.1"), ("training", "/raportet/shembull-2023/1")):
        page.goto(addresses[seeds] + path)
        assert folded.count() > 0, path
        assert folded.evaluate_all(hidden) == [], path
    context.close()


@pytest.mark.browser
def test_a_round_is_printed_whole(addresses: dict[str, str], browser: Browser) -> None:
    """Its evidence stands open, each address once, and at its foot where it stands and when."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{addresses['training']}/raportet/shembull-2023/1")
    with pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))) as paper:
        pages = [" ".join(one.extract_text().split()) for one in paper.pages]
    said = " ".join(pages)
    assert "Vizitë në shkollë: ngrohja punon" in said  # a piece of evidence
    assert "Njësia Perëndimore 0 plotësisht, 1 pjesërisht, 0 jo" in said  # what else there is
    assert said.count("https://shembull.example/keshilli-rinor") == 1
    assert "(https://" not in said
    assert f"/raportet/shembull-2023/1, {words('sq').date(today())}" in pages[-1]
    assert len(re.findall(r"/raportet/shembull-2023/1(?![\w./])", said)) == 1
    assert "Gjendja e regjistrit: #" in pages[-1]
    for heading in ("Vlerësimet", "Uji i pijshëm dhe rrugët", "Si u bë"):
        assert not any(re.search(rf"{heading}(?: \d+ / \d+)?$", one) for one in pages), heading
    context.close()
