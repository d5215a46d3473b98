"""A source is kept, shown and sent as a list, and every link of one leads where it says."""

import csv
import html
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from pop_tracker import history, verification
from pop_tracker.accounts.models import Organisation, organisation_by_slug
from pop_tracker.browse.record.words import changed
from pop_tracker.contracts.judging import THEMES
from pop_tracker.web.cookies import SESSION_COOKIE
from pop_tracker.web.i18n import words
from pop_tracker.web.shipped import shipped
from pop_tracker.web.sources import Source, Sources
from tests import pages
from tests.cast import COORDINATOR
from tests.conftest import BASE_URL, Site, axe_violations
from tests.plans.play import fields_of

NEW = "/puna/organizatat/shtim"
STATUTE, REPORT = "https://shembull.example/statuti", "https://shembull.example/raporti?viti=2026"
ROWS: dict[str, Any] = {
    "source": ["Statuti", "", "Mbledhja e rrjetit"],
    "source_address": [STATUTE, REPORT, ""],
    "source_place": ["neni 3", "", ""],
}
LISTED = [
    {"words": "Statuti", "address": STATUTE, "place": "neni 3"},
    {"words": "", "address": REPORT, "place": ""},
    {"words": "Mbledhja e rrjetit", "address": "", "place": ""},
]
LICENCE = "https://creativecommons.org/licenses/"
PARTS = (("", "words"), ("_address", "address"), ("_place", "place"))
TEXT = f"Statuti, {STATUTE} (neni 3); {REPORT}; Mbledhja e rrjetit"


def entered(site: Site, **fields: Any) -> Any:
    said = {"name": "Shoqata e Burimeve", "nonce": "burime", **ROWS, **fields}
    return site.form(site.client(COORDINATOR), NEW, **said)


@pytest.mark.both
def test_what_is_typed_in_rows_is_kept_and_recorded_as_a_list(training: Site) -> None:
    assert entered(training).status_code == 303
    with training.database.reading() as session:
        organisation = organisation_by_slug(session, "shoqata-e-burimeve")
        assert organisation is not None
        assert organisation.source == TEXT
        (entry,) = history.entries(session, limit=1)
        assert entry.content is not None
        assert entry.content["source"] == LISTED
        assert entry.content["state"]["source"] == LISTED
        assert list(verification.verify(session)) == []
        number = entry.row.number
    assert training.client().get("/api/v1/changes?limit=1").json()["items"][0]["sources"] == LISTED
    shown = pages.main_of(training.client().get(f"/ndryshimet/{number}").text)
    assert {STATUTE, REPORT} <= set(map(html.unescape, re.findall(r'href="([^"]+)"', shown)))
    assert "(neni 3)" in pages.words(shown)
    form = training.client(COORDINATOR).get("/puna/organizatat/shoqata-e-burimeve").text
    assert re.findall(r'name="source_address"[^>]* value="([^"]*)"', form) == [STATUTE, REPORT, "", "", ""]
    assert len(re.findall(r'<textarea[^>]* name="source"', form)) == 5  # three, and two to be filled in


@pytest.mark.browser
def test_rows_come_back_from_the_device_each_to_its_place(browser: Browser, served: Site, axe: str) -> None:
    """Also more of them than a page that is opened anew has."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    secret = served.session_secret(COORDINATOR)
    context.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": served.address}])
    page = context.new_page()
    page.goto(f"{served.address}{NEW}")
    page.locator("summary", has_text="Edhe një burim").click()
    boxes = {name: page.locator(f'[name="{name}"]') for name in ("source", "source_address", "source_place")}
    for at in range(3):
        boxes["source"].nth(at).fill(f"Dokumenti {at + 1}")
    boxes["source_address"].nth(1).fill(REPORT.replace("https://", ""))
    boxes["source_place"].nth(2).fill("faqe 3")
    assert axe_violations(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Ruani").click()
    expect(page.locator("#source_address-1-error")).to_be_visible()
    page.locator("summary", has_text="Edhe një burim").click()
    boxes["source"].nth(4).fill("Dokumenti 5")
    page.goto(f"{served.address}{NEW}")
    assert [boxes["source"].nth(at).input_value() for at in range(5)] == [
        "Dokumenti 1", "Dokumenti 2", "Dokumenti 3", "", "Dokumenti 5",
    ]  # fmt: skip
    assert boxes["source_address"].nth(1).input_value() == REPORT.replace("https://", "")
    assert boxes["source_place"].nth(2).input_value() == "faqe 3"
    context.close()


def test_what_is_wrong_in_a_row_is_told_there_and_all_rows_come_back(training: Site) -> None:
    refused = entered(training, source_address=[STATUTE, f"{REPORT};", ""])
    assert refused.status_code == 422
    assert 'id="source_address-1-error"' in refused.text
    assert 'href="#source_address-1"' in refused.text
    assert "Adresa mbaron me “;”" in pages.words(refused.text)
    for typed in ("Statuti", "Mbledhja e rrjetit", "neni 3", STATUTE, f"{REPORT};"):
        assert typed in html.unescape(refused.text), typed


def test_where_words_end_and_a_place_begins_is_mended_alone(training: Site) -> None:
    """Its text stays the same, and the row and its entry say the new list."""
    words_alone = [{"words": "Statuti; shtesa", "address": STATUTE, "place": ""}]
    apart = [{"words": "Statuti", "address": "", "place": ""}, {"words": "shtesa", "address": STATUTE, "place": ""}]
    typed = {f"source{part}": [one[name] for one in words_alone] for part, name in PARTS}
    assert entered(training, **typed).status_code == 303
    client, path = training.client(COORDINATOR), "/puna/organizatat/shoqata-e-burimeve"
    fields = fields_of(training, path, COORDINATOR)
    typed = {f"source{part}": [one[name] for one in apart] for part, name in PARTS}
    assert training.form(client, path, **{**fields, **typed}).status_code == 303
    with training.database.reading() as session:
        organisation = organisation_by_slug(session, "shoqata-e-burimeve")
        assert organisation is not None
        assert Sources.of(organisation.source).as_list == apart
        assert list(verification.verify(session)) == []


@pytest.mark.parametrize(
    "written", ["[1]", '[{"words": 1}]', '[{"words": "a", "x": "y"}]', "[null]", "7", "null", "{}"]
)
def test_what_is_no_list_is_shown_and_told_and_breaks_no_page(training: Site, written: str) -> None:
    with training.database.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE plan SET source = '{written}' WHERE slug = 'shembull-2024'")  # noqa: S608
    with training.database.reading() as session:
        assert [fault.what for fault in verification.verify(session)] == [
            "plan shembull-2024 is not what its last entry says"
        ]
    assert training.client().get("/planet/shembull-2024").status_code == 200


def test_a_list_that_somebody_writes_into_the_database_is_found(training: Site) -> None:
    with training.database.writing() as session:
        organisation = organisation_by_slug(session, "organizata-b")
        assert organisation is not None
        history.append(session, "revise", organisation, history.SEEDS, source="")
    with training.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE organisation SET source = 'tjetër; diçka' WHERE slug = 'organizata-b'")
    with training.database.reading() as session:
        assert [fault.what for fault in verification.verify(session)] == [
            "organisation organizata-b is not what its last entry says"
        ]
        organisation = organisation_by_slug(session, "organizata-b")
        assert organisation is not None
        assert organisation.source == "tjetër; diçka"


def test_an_older_entry_says_as_a_text_what_the_list_says() -> None:
    older, newer = {"name": "x", "source": TEXT}, {"name": "x", "source": LISTED}
    assert verification.said(older) == verification.said(newer)
    assert verification.said({"items": [older]}) == verification.said({"items": [newer]})
    assert verification.said({**older, "source": f"{TEXT}; INSTAT"}) != verification.said(newer)
    assert verification.said({"source": ""}) == verification.said({"source": []})
    assert changed("organisation", older, newer, words("sq")) == ()
    (one,) = changed("organisation", {**older, "source": "INSTAT"}, newer, words("sq"))
    assert (one.before.sources, one.after.sources) == ("INSTAT", TEXT)


def test_text_that_is_given_is_a_list_once_it_is_kept(training: Site) -> None:
    with training.database.writing() as session:
        row = Organisation(slug="x", name="x", sort_key="x", source=f"A, {STATUTE}; B")
        session.add(row)
        session.flush()
        assert row.source.each == (Source("A", STATUTE), Source("B"))  # type: ignore[attr-defined]
        row.source = "C (faqe 2)"
        session.flush()
        session.expire(row)
        assert row.source.each == (Source("C", "", "faqe 2"),)  # type: ignore[attr-defined]


def addresses() -> set[str]:
    """All that the real seeds name, in whatever column."""
    found = set()
    for path in shipped("seeds").rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            cells = (cell or "" for row in csv.DictReader(file) for cell in row.values() if isinstance(cell, str))
            found |= {address.rstrip(";") for cell in cells for address in re.findall(r"https?://\S+", cell)}
    return found


def test_every_link_out_of_a_public_page_is_an_address_of_the_seeds(walked: dict[str, str]) -> None:
    named = addresses() | {address for one in THEMES for address in (one.source, one.earlier_source)}
    assert len(named) > 25
    led = {
        html.unescape(address)
        for page in walked.values()
        if page.startswith("200 text/html")
        for main in re.findall(r"<main.*?</main>", page, re.DOTALL)
        for address in re.findall(r'<a [^>]*href="(https?://[^"]*)"', main)
    }
    assert {address for address in led - named if not address.startswith((BASE_URL, LICENCE))} == set()
    assert len(led & named) > 25
