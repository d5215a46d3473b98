"""A round's report on its page, its charts and its frozen files."""

import hashlib
import re
from decimal import Decimal

import pytest
from sqlmodel import select

from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.ratings import Agreement
from pop_tracker.monitoring.report import contents
from pop_tracker.monitoring.report import files as report_files
from pop_tracker.monitoring.report.files import freeze_due, made
from pop_tracker.monitoring.report.formats import ReportFormat
from tests.cast import OTHER_REVIEWER
from tests.conftest import Site
from tests.monitoring.drawings import draw_once
from tests.monitoring.tables import ROUND, entered
from tests.pages import words

FIER = "/raportet/fier-2019/1"
SHEMBULL = "/raportet/shembull-2023/1"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF takes seconds, and tests of the command make real ones."""
    monkeypatch.setattr(report_files, "on_paper", lambda html: b"%PDF-" + hashlib.sha256(html.encode()).digest())
    draw_once(monkeypatch)


def test_the_figures_say_their_level_and_denominator(real: Site) -> None:
    said = words(real.client().get(FIER).text)
    assert "0 nga 5 prioritete (0%) janë adresuar plotësisht, 3 (60%) pjesërisht dhe 2 (40%) nuk janë adresuar." in said
    assert "60% adresuar (plotësisht ose pjesërisht)" in said
    assert "Në nivel prioriteti, siç i boton POP" in said
    assert "Në nivel zotimi" in said
    assert "publikuar nga POP; provat nuk mbahen këtu" in said
    assert "Burimi nuk thotë nëse bashkisë iu kërkua përgjigje." in said
    assert "Ky është raundi i parë i botuar i kësaj kontrate." in said
    assert "po përgatiten" in said


def test_the_same_in_english(real: Site) -> None:
    said = words(real.client().get("/en" + FIER).text)
    assert "0 of 5 priorities (0%) have been fully addressed" in said
    assert "60% addressed (fully or partially)" in said


def test_a_publication_whose_day_nobody_knows_is_told_so(real: Site) -> None:
    """The day that it came into the record is not put in its place."""
    said = words(real.client().get(FIER).text)
    assert "Data e botimit nuk dihet." in said
    assert "botuar më" not in said
    assert "The date of publication is not known." in words(real.client().get("/en" + FIER).text)
    with real.database.reading() as session:
        held = contents.report_of(session, "fier-2019", 1)
    assert held
    file = words(made(held, "sq", ReportFormat.HTML, "http://shembull.example").decode())
    assert "Data e botimit nuk dihet Në regjistër që nga" in file
    assert "Botuar më" not in file


def test_a_round_that_was_published_elsewhere_says_where_and_when(training: Site) -> None:
    round_id = entered(training, published_elsewhere="Raporti i shpikur, 12.10.2025, https://gazeta.example/raporti")
    training.form(training.client(OTHER_REVIEWER), f"/puna/raundet/{round_id}",
                  post_to=f"/puna/raundet/{round_id}/botim")  # fmt: skip
    html = training.client().get("/raportet/shembull-2023/2").text
    said = words(html)
    assert "Ky raund u botua më parë gjetkë Raporti i shpikur, 12.10.2025, https://gazeta.example/raporti" in said
    assert "Vlerësimet janë këtu siç u botuan atje. U importuan në regjistër më" in said
    assert "Provat: publikuar nga POP; provat nuk mbahen këtu. Burimi: " + ROUND["source"] in said
    assert '<a href="https://gazeta.example/raporti"' in html
    assert "në regjistër që nga" in said
    assert "botuar më" not in said  # it was published there on another day than it came in here
    english = words(training.client().get("/en/raportet/shembull-2023/2").text)
    assert "This round was published elsewhere before" in english
    assert "u botua më parë gjetkë" not in words(training.client().get(SHEMBULL).text)


def test_page_and_file_say_how_far_two_raters_agree_in_the_same_words(
    training: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Agreement(n=8, agreed=7, percent=88, kappa=Decimal("0.71"))
    monkeypatch.setattr(contents, "agreement", lambda *_: found)
    with training.database.writing() as session:
        for one in session.exec(select(Round)):
            one.is_double_rated = True
        session.flush()
        held = contents.report_of(session, "shembull-2023", 1)
        assert held
        file = report_files.made(held, "sq", ReportFormat.HTML, "").decode()
    said = "status për 7 nga 8 zotime ose njësi (88%). Koeficienti kappa i Cohen-it: 0,71, n = 8."
    assert said in words(file)
    assert said in words(training.client().get(SHEMBULL).text)


@pytest.mark.both
def test_a_chart_has_an_address_an_alternative_and_a_table(training: Site) -> None:
    client = training.client()
    html = client.get(SHEMBULL).text
    found = re.findall(r'<img src="([^"]+)" alt="([^"]+)"', html)
    assert len(found) == 3
    for address, alt in found:
        answer = client.get(address)
        assert answer.headers["content-type"].startswith("image/svg+xml")
        assert "sandbox" in answer.headers["content-security-policy"]
        assert "style=" not in answer.text
        assert "<script" not in answer.text
        assert "adresuar" in alt
    assert html.count("<table") >= 3


def test_the_figures_of_each_unit_are_of_the_commitments_that_name_it(training: Site) -> None:
    """Fully, partly, not addressed, not assessed, and all; with the unit's own verdict where there is one."""
    with training.database.reading() as session:
        held = contents.report_of(session, "shembull-2023", 1)
    assert held
    file = made(held, "sq", ReportFormat.HTML, "http://shembull.example").decode()
    for html in (training.client().get(SHEMBULL).text, file):
        tables = [
            {words(label): [int(one) for one in re.findall(r'<td class="num">(\d+)</td>', cells)]
             for label, cells in re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', one)}
            for one in re.findall(r"<table.*?</table>", html, re.DOTALL)
        ]  # fmt: skip
        (units,) = [rows for rows in tables if "Njësia Lindore" in rows]
        assert list(units.items()) == [
            ("Fushë-Shembull", [1, 0, 1, 0, 2]),  # 2.1 was not done there, 2.3 was
            ("Njësia Jugore", [1, 0, 0, 0, 1]),
            ("Njësia Lindore", [1, 0, 0, 0, 1]),
            ("Njësia Perëndimore", [0, 1, 0, 0, 1]),
            ("Njësia Veriore", [0, 0, 1, 0, 1]),
            ("Shembull", [0, 2, 0, 0, 2]),
        ]


@pytest.mark.parametrize("name", ["grafiku-x.svg", "raporti-1.sq.pdf", "raporti-9.sq.exe", "x", "raporti-.sq.pdf"])
def test_what_is_not_there_is_not_found(real: Site, name: str) -> None:
    assert real.client().get(f"{FIER}/{name}").status_code == 404
    assert real.client().get(f"/raportet/fier-2019/9/{name}").status_code == 404


def test_files_are_frozen_once_and_handed_out_as_downloads(training: Site, quick: None) -> None:
    assert freeze_due(training.database, training.settings) > 0
    assert freeze_due(training.database, training.settings) == 0
    client = training.client()
    html = client.get(SHEMBULL).text
    addresses = re.findall(r'href="(/raportet/shembull-2023/1/raporti-[^"]+)"', html)
    assert len(addresses) == 6
    for address in addresses:
        answer = client.get(address)
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert "text/html" not in answer.headers["content-type"]
        assert hashlib.sha256(answer.content).hexdigest()[:12] in html
    assert {address.rsplit(".", 1)[1] for address in addresses} == {format.value for format in ReportFormat}


def test_without_the_libraries_of_a_pdf_the_others_are_frozen(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(html: str) -> bytes:
        raise report_files.CannotMakePDF("no pango")

    monkeypatch.setattr(report_files, "on_paper", missing)
    assert freeze_due(training.database, training.settings) > 0
    assert len(re.findall(r"raporti-1\.", training.client().get(SHEMBULL).text)) == 4
