"""/zotimet.csv: exactly the rows that the same question shows, safe to open in a spreadsheet."""

import csv
import io

import pytest

from pop_tracker.web.tables.escape import as_it_was, harmless
from tests.browse.play import shown
from tests.browse.plenty import add_copies
from tests.conftest import Site


def sheet(site: Site, query: str = "", prefix: str = "") -> list[dict[str, str]]:
    answer = site.client().get(f"{prefix}/zotimet.csv{query}")
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_rows_are_those_of_the_page(training: Site) -> None:
    for query in ("", "?q=shkolle", "?bashkia=shembull&rendit=statusi", "?plani=shembull-2024", "?q=kot"):
        assert [row["referenca"] for row in sheet(training, query)] == shown(training, query), query


def test_a_row_says_everything(training: Site) -> None:
    row = sheet(training, "?q=kopsht")[0]
    assert row["teksti"].startswith("Shtimi i një kopshti")
    assert row["bashkia"] == "Shembull"
    assert row["kontrata"] == "Kontrata Sociale 2023–2027, Bashkia Shembull"
    assert (row["numri i prioritetit"], row["prioriteti"]) == ("1", "Arsimi dhe të rinjtë")
    assert (row["njësitë"], row["vendi"]) == ("Shembull", "lagjja e re")
    assert (row["statusi"], row["kodi i statusit"]) == ("adresuar pjesërisht", "partially_addressed")
    assert (row["raundi"], row["periudha"]) == ("1", "2023-09 / 2024-09")
    assert row["gjetja në plan"].split("; ")[0] == (
        "Pjesërisht në plan: Plani Social i Bashkisë Shembull 2024-2027, 1.1.2"
    )
    assert row["adresa e përhershme"] == "http://testserver.local/kontratat/shembull-2023/1.2"


@pytest.mark.both
def test_english_has_english_headings_and_addresses(training: Site) -> None:
    row = sheet(training, "?q=kopsht", prefix="/en")[0]
    assert row["status"] == "partially addressed"
    assert row["permanent address"] == "http://testserver.local/en/kontratat/shembull-2023/1.2"


def test_all_pages_of_the_question_are_in_it(training: Site) -> None:
    with training.database.writing() as session:
        add_copies(session, 10)
    assert len(sheet(training)) == 119


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_would_run_as_a_formula_is_made_harmless(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"
    assert harmless("fjalë = fjalë") == "fjalë = fjalë"
    for text in (f"{start}1+1", f"'{start}1", f"''{start}", "'fjalë'", "'", ""):
        assert as_it_was(harmless(text)) == text


def test_it_downloads_as_a_file(training: Site) -> None:
    headers = training.client().get("/zotimet.csv").headers
    assert headers["content-type"] == "text/csv; charset=utf-8"
    assert headers["content-disposition"] == 'attachment; filename="te-shpikura-zotimet.csv"'
    assert headers["cache-control"].startswith("public")
