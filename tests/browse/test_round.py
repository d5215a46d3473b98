"""A round's report on its page, its charts and its frozen files."""

import base64
import hashlib
import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sqlmodel import select

from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.ratings import Agreement
from pop_tracker.monitoring.report import charts, contents
from pop_tracker.monitoring.report import files as report_files
from pop_tracker.monitoring.report.files import freeze_due, made
from pop_tracker.monitoring.report.formats import ReportFormat
from pop_tracker.monitoring.scale import Status
from pop_tracker.monitoring.statuses import Counts
from pop_tracker.web.i18n import words as said_in
from pop_tracker.web.palette import LIGHT
from tests.cast import OTHER_REVIEWER
from tests.conftest import Site
from tests.monitoring.play import publish
from tests.monitoring.tables import ROUND, entered
from tests.pages import words

ROOT = Path(__file__).resolve().parents[2]
FIER = "/raportet/fier-2019/1"
SHEMBULL = "/raportet/shembull-2023/1"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF takes seconds, and tests of the command make real ones."""
    monkeypatch.setattr(report_files, "on_paper", lambda html: b"%PDF-" + hashlib.sha256(html.encode()).digest())


def test_the_figures_say_their_level_and_denominator(real: Site) -> None:
    said = words(real.client().get(FIER).text)
    assert "5 nga 5 u vlerësuan (gusht 2019 – gusht 2020): 0 plotësisht, 3 pjesërisht, 2 nuk janë adresuar." in said
    assert "Prioritetet, siç i numëron POP numrat janë të njëjtë" in said
    assert "publikuar nga POP; provat nuk mbahen këtu" in said
    assert "Burimi nuk thotë nëse bashkisë iu kërkua përgjigje." in said
    assert "Ky është raundi i parë i botuar i kësaj kontrate." in said
    assert "po përgatiten" in said


def test_the_same_in_english(real: Site) -> None:
    said = words(real.client().get("/en" + FIER).text)
    assert "5 of 5 were assessed (August 2019 – August 2020): 0 fully, 3 partially, 2 not addressed." in said
    assert "Priorities, as POP counts them the numbers are the same" in said


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
    publish(training, round_id, OTHER_REVIEWER)
    html = training.client().get("/raportet/shembull-2023/2").text
    said = words(html)
    assert "Ky raund u botua më parë gjetkë Raporti i shpikur, 12.10.2025, https://gazeta.example/raporti" in said
    assert "Vlerësimet janë këtu siç u botuan atje. U importuan në regjistër më" in said
    assert "Provat: publikuar nga POP; provat nuk mbahen këtu." in said
    assert "Burimi: " + ROUND["source"] in said
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
    said = "status për 7 nga 8 zotime ose njësi. Koeficienti kappa i Cohen-it: 0,71, n = 8."
    assert said in words(file)
    assert said in words(training.client().get(SHEMBULL).text)


@pytest.mark.both
def test_a_picture_to_take_away_says_all_that_it_needs(training: Site) -> None:
    """What, where, when, out of how many, from which source, and where it stands."""
    client = training.client()
    html = client.get("/en" + SHEMBULL).text
    found = re.findall(r'href="([^"]+/grafiku-[a-z]+[.](?:svg|png))"', html)
    assert len(found) == 6
    for address in found:
        answer = client.get(address)
        assert "sandbox" in answer.headers["content-security-policy"]
        assert "public" in answer.headers["cache-control"]
        if address.endswith(".png"):
            assert answer.headers["content-type"] == "image/png"
            assert answer.content.startswith(b"\x89PNG")
            continue
        assert answer.headers["content-type"].startswith("image/svg+xml")
        root = ElementTree.fromstring(answer.content)
        assert not [one for one in root.iter() if {"style", "class"} & set(one.attrib)]
        said = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
        in_one = " ".join(str(one) for one in said)
        assert in_one.startswith(str(root.findtext("{http://www.w3.org/2000/svg}title")))
        assert "Shembull 2023–2027 · round 1 · September 2023 – September 2024" in in_one
        assert "10 of 10 were assessed" in in_one or "commitments name units" in in_one
        assert "Source: invented for training" in in_one
        assert str(said[-1]).endswith("/en/raportet/shembull-2023/1")
        assert min(int(one.get("font-size", 0)) for one in root.iter("{http://www.w3.org/2000/svg}text")) >= 15


def test_a_priority_is_drawn_once_in_the_order_of_the_contract(training: Site) -> None:
    html = training.client().get(SHEMBULL).text
    rows = re.findall(r'<li>\s*<p class="bar-rows__name">.*?</li>', html.partition("Vlerësimet")[0], re.DOTALL)
    assert [re.findall(r"#m-([a-z-]+)", row) for row in rows] == [
        ["partially-addressed", "partially-addressed", "fully-addressed", "not-addressed", "partially-addressed"],
        ["partially-addressed", "partially-addressed", "fully-addressed", "partially-addressed"],
        ["not-addressed"],
    ]
    assert "1. Arsimi dhe të rinjtë 1 plotësisht, 3 pjesërisht, 1 jo" in words(" ".join(rows))
    assert html.count("1 plotësisht, 3 pjesërisht, 1 jo") == 1


def test_every_chart_keeps_the_order_of_the_contract(training: Site) -> None:
    """Of priorities, of all commitments, and of those that name a unit."""
    with training.database.reading() as session:
        held = contents.report_of(session, "shembull-2023", 1)
    assert held
    said = said_in("sq")
    priorities, commitments = charts.level_rows(held, said)
    assert priorities.order == [Status.PARTIALLY_ADDRESSED, Status.PARTIALLY_ADDRESSED, Status.NOT_ADDRESSED]
    assert commitments.order == [status for row in charts.priority_rows(held, said) for status in row.order]
    assert len(commitments.order) == 10
    units = {row.name: row.order for row in charts.unit_rows(held, said)}
    assert units["Fushë-Shembull"] == [Status.NOT_ADDRESSED, Status.FULLY_ADDRESSED]  # 2.1, 2.3


def test_a_file_draws_what_the_page_draws(training: Site) -> None:
    """The same marks in the same order, the same words, once; in Word as a picture."""
    with training.database.reading() as session:
        held = contents.report_of(session, "shembull-2023", 1)
    assert held
    html = made(held, "sq", ReportFormat.HTML, "http://shembull.example").decode()
    (picture,) = re.findall(r'<img src="data:image/svg[+]xml;base64,([^"]+)" alt="([^"]+)"', html)
    assert "1. Arsimi dhe të rinjtë: 1 plotësisht, 3 pjesërisht, 1 jo" in picture[1]
    svg = base64.b64decode(picture[0]).decode()
    page = training.client().get(SHEMBULL).text
    drawn_there = re.findall(r"#m-([a-z-]+)", page.partition('class="bar-rows"')[2].partition("</ul>")[0])
    assert re.findall(r'href="#m-([a-z-]+)"', svg)[: len(drawn_there)] == drawn_there
    word = made(held, "sq", ReportFormat.DOCX, "http://shembull.example")
    with zipfile.ZipFile(io.BytesIO(word)) as inside:
        assert [name for name in inside.namelist() if name.startswith("word/media/")] == ["word/media/image1.png"]
        assert inside.read("word/media/image1.png") == charts.png(base64.b64decode(picture[0]))
        assert b"<w:tblHeader" in inside.read("word/document.xml")  # a table's head is told on every page


def test_a_reader_of_a_file_gets_the_evidence_in_the_words_of_the_page(training: Site) -> None:
    with training.database.reading() as session:
        held = contents.report_of(session, "shembull-2023", 1)
    assert held
    file = words(made(held, "sq", ReportFormat.HTML, "http://shembull.example").decode())
    page = words(training.client().get(SHEMBULL).text)
    pieces = [piece for verdict in held.verdicts for piece in verdict.evidence]
    assert pieces
    for piece in pieces:
        assert words(piece.description) in page
        assert words(piece.description) in file
    said = "Verifikim në terren , 12 shtator 2024, Shkolla 9-vjeçare, Njësia Lindore Vizitë në shkollë"
    assert said in page
    assert said in file


def test_colours_of_files_are_those_of_pages() -> None:
    tokens = (ROOT / "assets/scss/_tokens.scss").read_text()
    light = dict(
        re.findall(r"--([a-z-]+): (#[0-9a-f]+);", tokens.partition("@mixin light")[2].partition("@mixin dark")[0])
    )
    assert {name: light[name] for name in LIGHT} == LIGHT


def test_the_figures_of_each_unit_are_of_the_commitments_that_name_it(training: Site) -> None:
    """Fully, partly, not addressed, not assessed, and all; with the unit's own verdict where there is one."""
    with training.database.reading() as session:
        held = contents.report_of(session, "shembull-2023", 1)
    assert held
    file = made(held, "sq", ReportFormat.HTML, "http://shembull.example").decode()
    tables = [
        {words(label): [int(one) for one in re.findall(r'<td class="num">(\d+)</td>', cells)]
         for label, cells in re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', one)}
        for one in re.findall(r"<table.*?</table>", file, re.DOTALL)
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
    said = words(training.client().get(SHEMBULL).text)
    assert " ".join(f"{name} {f} plotësisht, {p} pjesërisht, {n} jo" for name, (f, p, n, *_) in units.items()) in said


@pytest.mark.parametrize("name", ["grafiku-x.svg", "raporti-1.sq.pdf", "raporti-9.sq.exe", "x", "raporti-.sq.pdf"])
def test_what_is_not_there_is_not_found(real: Site, name: str) -> None:
    assert real.client().get(f"{FIER}/{name}").status_code == 404
    assert real.client().get(f"/raportet/fier-2019/9/{name}").status_code == 404


def test_files_are_frozen_once_and_handed_out_as_downloads(training: Site, quick: None) -> None:
    assert freeze_due(training.database, training.settings) > 0
    assert freeze_due(training.database, training.settings) == 0
    client = training.client()
    html = client.get(SHEMBULL).text
    addresses = set(re.findall(r'href="(/raportet/shembull-2023/1/raporti-[^"]+)"', html))
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
    assert len(set(re.findall(r"raporti-1[.][a-z.]+", training.client().get(SHEMBULL).text))) == 4


def test_more_than_sixty_are_a_bar_and_its_fills_are_explained(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order of the scale, as wide as their share; the words say how many."""
    counts = Counts(30, 40, 10, 20, 25)
    monkeypatch.setitem(charts.CHARTS, "statuset", lambda *_: [charts.Row("E shpikur", counts, [])])
    with training.database.reading() as session:
        held = contents.report_of(session, "shembull-2023", 1)
    assert held
    root = ElementTree.fromstring(charts.drawing(held, "statuset", said_in("en")))
    parts = [one for one in root.iter("{http://www.w3.org/2000/svg}rect") if one.get("height") == str(charts.BAR)]
    wide = [float(one.get("width", 0)) for one in parts]
    assert [round(width * 125 / (charts.NARROW - 8)) for width in wide] == [30, 40, 10, 20, 25]
    left = [float(one.get("x", 0)) for one in parts]
    assert round(left[4] - left[3] - wide[3]) == 8, "what cannot be assessed stands off the bar"
    fills = [one.get("fill") for one in parts]
    assert fills[0] == LIGHT["fully"]
    assert fills[1:] == [f"url(#bar-{name}-addressed)" for name in ("partially", "not")] + [
        "url(#bar-not-assessed)",
        "url(#bar-not-assessable)",
    ]
    words_in_it = " ".join(str(one.text) for one in root.iter("{http://www.w3.org/2000/svg}text"))
    assert "30 fully, 40 partially, 10 not, 20 not assessed; 25 cannot be assessed" in words_in_it
    assert all(fill in [one.get("fill") for one in root.iter() if one.get("height") == "16"] for fill in fills)


def test_more_rows_than_are_read_at_once_are_a_table(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "MOST_DRAWN", 2)
    with training.database.reading() as session:
        held = contents.report_of(session, "shembull-2023", 1)
    assert held
    for html in (
        training.client().get(SHEMBULL).text,
        made(held, "sq", ReportFormat.HTML, "http://shembull.example").decode(),
    ):
        (table,) = [one for one in re.findall(r"<table.*?</table>", html, re.DOTALL) if "2. Uji i pijshëm" in one]
        assert "1. Arsimi dhe të rinjtë 1 3 1 0 5 2. Uji i pijshëm dhe rrugët 1 3 0 0 4" in words(table)
        assert "data:image/svg" not in html
