"""On paper: the whole record, its addresses once, no heading without what it is the heading of; and at the foot where
and when it was printed, and of which state of the record."""

import io
import re

import pypdf
import pytest
from playwright.sync_api import Browser

from pop_tracker.web.i18n import today
from pop_tracker.web.i18n import words as words_in
from tests.conftest import Site, serving

SHEMBULL = "/kontratat/shembull-2023"
PRINTED = {
    SHEMBULL: ("Ndriçimi i rrugëve kryesore", "SHA-256", "Raund monitorimi i botuar"),
    f"{SHEMBULL}/1.1": ("Prindërit thanë se klasat", "Çfarë thonë planet", "Gjetje e konfirmuar në plan"),
    f"{SHEMBULL}/matrica": ("Gjetjen e konfirmon një person i dytë", "Ndriçimi i rrugëve kryesore", "Citojeni kështu"),
}
"""What is folded, or comes last."""
PRESSED = ("Filtroni", "Filtrat", "Hapini të gjitha", "Kërkoni", "Menyja", "CSV:")
HEADINGS = r"(\d+ zotime?|Arsimi dhe të rinjtë|Uji i pijshëm dhe rrugët|Prioritete të tjera|Nënshkrimet|Historia)$"


@pytest.mark.browser
def test_a_page_prints_whole(training: Site, browser: Browser) -> None:
    page = browser.new_page()
    with serving(training):
        for path, held in PRINTED.items():
            page.goto(training.address + path)
            sheets = [
                re.sub(r" ?\d+ / \d+$", "", " ".join(sheet.extract_text().split()))
                for sheet in pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
            ]
            said = " ".join(sheets)
            assert [one for one in held if one not in said] == [], path
            assert [one for one in PRESSED if one in said] == [], path
            assert [sheet[-80:] for sheet in sheets if re.search(HEADINGS, sheet)] == [], path
            where_and_when = f"{path}, {words_in('sq').date(today())}"
            assert re.search(r"Gjendja e regjistrit: #\d+.*" + re.escape(where_and_when), sheets[-1]), path
            assert said.count("https://shembull.example/buxheti-2024") <= 1, path
            here = re.escape(training.address + path) + r"(?![\w./])"
            assert len(re.findall(here, said)) == 1, f"{path} tells its address twice"
    page.close()


def test_the_address_that_a_page_prints_is_the_one_that_was_asked(training: Site) -> None:
    html = training.client().get("/en/zotimet?q=shkolle&bashkia=shembull").text
    assert f"{training.settings.base_url}/en/zotimet?bashkia=shembull&amp;q=shkolle, " in html


def test_a_page_that_is_not_public_prints_no_address(training: Site) -> None:
    """A personal link is a secret of whoever it was sent to, also on paper."""
    assert 'class="on-paper"' in training.client().get("/").text
    assert 'class="on-paper"' not in training.client().get("/hyrje").text
