"""What leaves the training site says that its data are invented."""

import pytest
from litestar import Response

from pop_tracker.monitoring.report.contents import report_of
from pop_tracker.monitoring.report.files import made
from pop_tracker.monitoring.report.formats import ReportFormat
from pop_tracker.web.files import disposition
from pop_tracker.web.invented import INVENTED, named_as_invented
from tests.conftest import Site


@pytest.mark.parametrize("header", ["Content-Disposition", "content-disposition"])
def test_a_files_name_says_so_in_both_spellings(header: str) -> None:
    named = named_as_invented(Response(b"", headers={header: disposition("fletë.pdf")})).headers[header]
    assert named == "attachment; filename=\"te-shpikura-flet_.pdf\"; filename*=UTF-8''te-shpikura-flet%C3%AB.pdf"
    assert named_as_invented(Response(b"")).headers == {}


def test_each_file_that_the_training_site_makes_says_so(training: Site, real: Site) -> None:
    plan = "/planet/shembull-2024/tabela"
    for path in ("/zotimet.csv", "/pergjigjet.csv", f"{plan}.csv", f"{plan}.xlsx", "/ndryshimet/5/permbajtja.json",
                 "/kontratat/shembull-2023/matrica.csv"):  # fmt: skip
        answer = training.client().get(path)
        assert answer.status_code == 200, path
        assert 'filename="te-shpikura-' in answer.headers["content-disposition"], path
    assert "te-shpikura" not in real.client().get("/zotimet.csv").headers["content-disposition"]
    assert INVENTED in training.client().get("/raportet/shembull-2023/1/grafiku-statuset.svg").text
    calendar = training.client().get("/konsultimet.ics").text.replace("\r\n ", "").replace("\\,", ",")
    assert INVENTED in calendar.partition("BEGIN:VEVENT")[0]


def test_a_report_says_so_on_itself(training: Site) -> None:
    with training.database.reading() as session:
        report = report_of(session, "shembull-2023", 1)
    assert report is not None
    for is_training in (True, False):
        file = made(report, "sq", ReportFormat.HTML, "https://shembull.example", is_training=is_training).decode()
        assert (INVENTED in file) is is_training
