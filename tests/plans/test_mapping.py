"""A table whose headings are not ours: a person says once what its columns are, and is offered it again."""

from decimal import Decimal
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlmodel import select

from pop_tracker.plans.table.imports import PlanImport
from pop_tracker.plans.table.mappings import PlanMapping
from tests.cast import EDITOR, OTHER_EDITOR
from tests.conftest import Site
from tests.plans.tables import agreement, confirm, form_of, items, send, waiting, xlsx

OFFICE = [
    ("PLANI I VEPRIMIT", "", "", ""),
    ("Nr.", "Masat dhe aktivitetet", "Kosto (mijë lekë)", "Mbikëqyrja"),
    ("91", "Qendër ditore", 1200, "Këshilli"),
    ("92", "Karta e pensionistit", "-", "Këshilli"),
    ("", "TOTALI", 1200, ""),
]


def sent(site: Site, client: TestClient[Any], rows: Any = OFFICE) -> str:
    answer = send(site, client, "zyra.xlsx", xlsx(rows))
    assert answer.status_code == 303
    return str(answer.headers["location"])


@pytest.mark.both
def test_a_person_says_what_columns_are_and_reads_what_changes(training: Site) -> None:
    client = training.client(EDITOR)
    page = sent(training, client)
    assert page.endswith("/kolonat")
    html = client.get(page).text
    for words in ("Qendër ditore · Karta e pensionistit", "Çfarë është kolona “Mbikëqyrja”?", "në çfarë janë shumat",
                  "Niveli i zërave"):  # fmt: skip
        assert words in html
    assert "(mund të mbetet bosh)" not in html, "what is asked for, as the level, is not optional"
    assert client.get(page.removesuffix("/kolonat")).status_code == 404
    assert (form_of(html)["t0-c0"], form_of(html)["t0-c1"], form_of(html)["t0-x2"]) == ("number", "text", "")

    again = training.form(client, page, **form_of(html))
    assert again.headers["location"] == page
    html = client.get(page).text
    assert "Kanë mbetur pyetje" in html
    assert "Mbikëqyrja”?" not in html  # it is not to be read: that was said
    done = training.form(client, page, **{**form_of(html), "t0-x2": "1000", "t0-levels": "masë"})
    preview = done.headers["location"]
    assert preview == page.removesuffix("/kolonat")
    html = client.get(preview).text
    for words in ("1.200.000", "Kolona “Mbikëqyrja” nuk lexohet", "TOTALI", "Ndryshoni çfarë janë kolonat"):
        assert words in html
    confirm(training, client, preview)
    entered = items(training)
    assert (entered["91"].cost_all, entered["91"].level) == (Decimal("1200000"), "masë")
    assert entered["92"].cost_all is None


def test_what_was_said_is_offered_again_to_the_same_municipality(training: Site) -> None:
    client = training.client(EDITOR)
    page = sent(training, client)
    chosen = {**form_of(client.get(page).text), "t0-x2": "1000", "t0-levels": "masë"}
    training.form(client, page, **chosen)
    page = sent(training, client, [OFFICE[1], ("93", "Një masë tjetër", 5, "")])
    html = client.get(page).text
    assert "është lexuar më parë për këtë bashki" in html
    done = training.form(client, page, **form_of(html), **{"t0-levels": "masë"})
    assert done.headers["location"] == page.removesuffix("/kolonat")
    with training.database.reading() as session:
        assert len(session.exec(select(PlanMapping)).all()) == 1


def test_two_columns_are_never_the_same_thing(training: Site) -> None:
    client = training.client(EDITOR)
    page = sent(training, client)
    refused = training.form(client, page, **{**form_of(client.get(page).text), "t0-c3": "text"})
    assert refused.status_code == 422
    assert "Dy kolona nuk mund të jenë e njëjta gjë." in refused.text
    unknown = training.form(client, page, **{**form_of(client.get(page).text), "t0-c3": "<b>"})
    assert unknown.status_code == 422


def test_faults_are_told_beside_the_choices(training: Site) -> None:
    client = training.client(EDITOR)
    page = sent(training, client, [*OFFICE[:3], ("92", "Një", "shumë", "")])
    chosen = {**form_of(client.get(page).text), "t0-x2": "1000", "t0-levels": "masë"}
    assert training.form(client, page, **chosen).headers["location"] == page
    assert "“shumë” nuk lexohet" in client.get(page).text


def test_only_whoever_sent_it_says_so(training: Site) -> None:
    page = sent(training, training.client(EDITOR))
    assert training.client(OTHER_EDITOR).get(page).status_code in (403, 404)


def test_the_file_goes_with_the_table(training: Site) -> None:
    """What was never confirmed stays with its sender, in one row, and the next file takes its place."""
    client = training.client(EDITOR)
    sent(training, client)
    sent(training, client)
    with training.database.reading() as session:
        (held,) = session.exec(select(PlanImport)).all()
    assert held.contents is not None
    assert not held.is_read


def test_what_another_window_made_of_the_file_is_not_entered_unseen(training: Site) -> None:
    client = training.client(EDITOR)
    page = sent(training, client)
    preview, html = page.removesuffix("/kolonat"), client.get(page).text
    training.form(client, page, **{**form_of(html), "t0-x2": "1000", "t0-levels": "masë"})
    seen = agreement(client, preview)

    training.form(client, page, **{**form_of(html), "t0-x2": "1000000", "t0-levels": "masë"})
    stale = client.post(f"{preview}/konfirmimi", data=seen)
    assert (stale.status_code, "Kolonat u thanë ndërkohë ndryshe" in stale.text) == (409, True)
    training.form(client, page, **{**form_of(html), "t0-x2": "", "t0-levels": "masë"})
    (held,) = waiting(training)
    for version in (seen["version"], held.version):
        answer = client.post(f"{preview}/konfirmimi", data={**seen, "version": version})
        assert answer.headers["location"] == page  # there are questions again
    assert "91" not in items(training)
