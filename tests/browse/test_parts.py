"""/komponentet: all parts that pages are built from, in every state, where everything is invented anyway."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from pop_tracker.monitoring.statuses import Counts
from tests.conftest import Site, Stock, _fresh, axe_violations, serving
from tests.pages import main_of, words

PARTS = Path(__file__).parents[2] / "templates/components"
HERE = ["/komponentet", "/en/komponentet"]
OF_FORMS = {"drafts", "editing", "explain", "faults", "forms", "table_rows", "typed", "ways_on"}
"""What needs a form or a fault, and what is words alone: the pages that have them show them."""
INSIDE = {
    "answer_shape", "finding_shape", "foot_languages", "link_copy", "list_pager", "menu", "page_links", "shape",
    "sprite", "status_shape", "wordmark",
}  # fmt: skip
"""Macros that others or the page's frame call."""


@pytest.mark.both
def test_only_the_training_site_has_it(real: Site, training: Site) -> None:
    for path in HERE:
        assert real.client().get(path).status_code == 404
        assert training.client().get(path).status_code == 200


def test_it_shows_every_part(training: Site) -> None:
    source = (PARTS.parent / "browse/parts.html").read_text(encoding="utf-8")
    shown = {
        macro
        for path in PARTS.glob("*.html")
        if path.stem not in OF_FORMS
        for macro in re.findall(r"{%-? macro (\w+)\(", path.read_text(encoding="utf-8"))
        if not macro.startswith("_")
    } - INSIDE
    missing = {macro for macro in shown if not re.search(rf"\b{macro}\(", source)}
    inside = {macro for macro in missing if re.search(rf"\b{macro}\(", _all_parts())}
    assert not missing - inside, sorted(missing - inside)


def _all_parts() -> str:
    """The parts' own text without their definitions: what one part draws by another."""
    every = "".join(path.read_text(encoding="utf-8") for path in PARTS.glob("*.html"))
    return re.sub(r"{%-? macro \w+\(", "", every)


def test_few_are_no_percentage(training: Site) -> None:
    said = words(main_of(training.client().get(HERE[0]).text))
    few = "4 nga 5 u vlerësuan (2023–2024): 1 plotësisht, 2 pjesërisht, 1 nuk është adresuar."
    assert f"{few} Përveç këtyre, 1 nuk mund të vlerësohet. 63 nga 77" in said
    many = "20 nuk janë adresuar. Nga të vlerësuarat: 19% plotësisht, 49% pjesërisht."
    assert f"{many} Përveç këtyre, 3 nuk mund të vlerësohen." in said


@pytest.mark.parametrize(
    ("counts", "bears"),
    [(Counts(19), False), (Counts(20), True), (Counts(0, 20, 0, 20), True), (Counts(0, 20, 0, 21), False)],
)
def test_a_percentage_needs_twenty_and_half(counts: Counts, bears: bool) -> None:
    assert counts.bear_a_percentage == bears


def test_every_mark_has_its_shape(training: Site) -> None:
    html = training.client().get(HERE[0]).text
    used, drawn = set(re.findall(r'href="#(m-[\w-]+)"', html)), set(re.findall(r'symbol id="(m-[\w-]+)"', html))
    assert used == drawn


@pytest.fixture(scope="module")
def site(stock: Stock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    for site in _fresh(stock, "sqlite", "training", tmp_path_factory.mktemp("parts")):
        with serving(site):
            yield site


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", HERE)
def test_every_part_can_be_read(browser: Browser, site: Site, axe: str, path: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site.address + path)
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not axe_violations(page, axe)
        sizes = page.evaluate(
            "[...new Set([...document.querySelectorAll('main *')].map(e => getComputedStyle(e).fontSize))]"
        )
        assert len(sizes) <= 6, sizes
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (
        "rgb(251, 250, 245)" if scheme == "light" else "rgb(15, 23, 22)"
    )
    context.close()
