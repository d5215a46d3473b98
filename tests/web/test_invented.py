"""What leaves the training site says that its data are invented: in itself, and in its name."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from docx import Document
from litestar import Response
from openpyxl import load_workbook

from pop_tracker.monitoring.report.contents import report_of
from pop_tracker.monitoring.report.files import made
from pop_tracker.monitoring.report.formats import ReportFormat
from pop_tracker.web.files import disposition
from pop_tracker.web.i18n import words
from pop_tracker.web.invented import INVENTED, marked_as_invented
from tests.cast import EDITOR
from tests.conftest import Site
from tests.pages import main_of
from tests.plans.tables import send

TABLES = (
    *("/zotimet.csv", "/vleresimet.csv", "/pergjigjet.csv", "/planet/shembull-2024/tabela.csv"),
    *("/planet/shembull-2024/tabela.xlsx", "/planet/shembull-2024/te-dhenat.csv"),
    *("/kontratat/shembull-2023/matrica.csv", "/kontratat/shembull-2023/tabela.csv"),
    *("/kontratat/shembull-2023/tabela.xlsx", "/bashkite/prove/mandatet.csv"),
)


def table_of(answer: httpx.Response) -> list[list[Any]]:
    assert answer.status_code == 200
    if answer.content[:2] == b"PK":
        sheet = load_workbook(io.BytesIO(answer.content)).active
        assert sheet is not None
        return [list(row) for row in sheet.iter_rows(values_only=True)]
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("header", ["Content-Disposition", "content-disposition"])
def test_a_files_name_says_so_in_both_spellings(header: str) -> None:
    named = marked_as_invented(Response(b"", headers={header: disposition("fletë.pdf")})).headers[header]
    assert named == "attachment; filename=\"te-shpikura-flet_.pdf\"; filename*=UTF-8''te-shpikura-flet%C3%AB.pdf"
    assert marked_as_invented(Response(b"")).headers == {}


def test_each_file_that_the_training_site_makes_says_so_in_its_name(training: Site, real: Site) -> None:
    for path in (*TABLES, "/ndryshimet/5/permbajtja.json"):
        answer = training.client().get(path)
        assert answer.status_code == 200, path
        assert 'filename="te-shpikura-' in answer.headers["content-disposition"], path
    assert "te-shpikura" not in real.client().get("/zotimet.csv").headers["content-disposition"]
    assert INVENTED in training.client().get("/raportet/shembull-2023/1/grafiku-statuset.svg").text


@pytest.mark.parametrize("path", TABLES)
def test_a_table_says_so_in_its_last_column(training: Site, path: str) -> None:
    """In its rows, which people copy; a line that stands apart is easily lost."""
    for address, heading, mark in ((path, "të dhëna të shpikura", "po"), (f"/en{path}", "invented data", "yes")):
        names, *rows = table_of(training.client().get(address))
        is_plain_data = path.endswith("te-dhenat.csv")
        assert names[-1] == ("invented" if is_plain_data else heading)
        assert {row[-1] for row in rows} <= {"true" if is_plain_data else mark}
        assert rows or path == "/pergjigjet.csv"


def test_no_table_is_forgotten() -> None:
    """Of those that anyone may take away."""
    public = (Path(__file__).parents[1] / "site" / "public.txt").read_text(encoding="utf-8").split()
    tables = {path.replace("{slug}", "[^/]+") for path in public if path.endswith((".csv", ".xlsx"))}
    assert len(tables) == len(TABLES)
    assert not [one for one in tables if not any(re.fullmatch(one, path) for path in TABLES)]


def test_what_is_real_has_no_such_mark(real: Site) -> None:
    assert "të dhëna të shpikura" not in real.client().get("/zotimet.csv").text
    assert "invented" not in real.client().get("/api/v1/contracts").json()
    assert INVENTED not in real.client().get("/ndryshimet.atom").text
    assert INVENTED not in real.client().get("/konsultimet.ics").text


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_import_does_not_ask_what_the_column_is(training: Site, ending: str) -> None:
    got = training.client().get(f"/planet/shembull-2024/tabela.{ending}")
    client = training.client(EDITOR)
    sent = send(training, client, f"plani.{ending}", got.content)
    assert sent.status_code == 303, sent.text
    preview = main_of(client.get(sent.headers["location"]).text)
    assert "asgjë nuk ndryshon" in preview
    assert "të dhëna të shpikura" not in preview


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_calendar_and_a_feed_say_so_in_their_names_and_entries(training: Site, language: str) -> None:
    said = words("en" if language else "sq").gettext(INVENTED)
    calendar = training.client().get(f"{language}/konsultimet.ics").text.replace("\r\n ", "").replace("\\,", ",")
    head, *events = calendar.split("BEGIN:VEVENT")
    assert said in head
    assert events
    assert all(f"DESCRIPTION:{said}" in event for event in events)
    head, *entries = training.client().get(f"{language}/ndryshimet.atom").text.split("<entry>")
    assert said in head
    assert entries
    assert all(said in entry.partition("<summary")[2] for entry in entries)


def test_every_answer_of_the_api_says_so(training: Site) -> None:
    for path in ("contracts", "contracts/shembull-2023", "plans/shembull-2024", "plans/shembull-2024/needs",
                 "contracts/shembull-2023/findings", "municipalities", "commitments", "changes"):  # fmt: skip
        assert training.client().get(f"/api/v1/{path}").json()["invented"] is True, path
    assert "fushën invented" in training.client().get("/api/v1/openapi.json").json()["info"]["description"]


def test_a_report_says_so_on_itself(training: Site) -> None:
    with training.database.reading() as session:
        report = report_of(session, "shembull-2023", 1)
    assert report is not None
    for is_training in (True, False):
        file = made(report, "sq", ReportFormat.HTML, "https://shembull.example", is_training=is_training).decode()
        assert (INVENTED in file) is is_training
        word = made(report, "sq", ReportFormat.DOCX, "https://shembull.example", is_training=is_training)
        assert (INVENTED in Document(io.BytesIO(word)).sections[0].header.paragraphs[0].text) is is_training
