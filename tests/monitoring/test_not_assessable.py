"""That no verdict is possible is an outcome: written, approved, corrected and counted apart, and in no sum."""

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from pop_tracker import verification
from pop_tracker.history import entries
from pop_tracker.monitoring.models import Assessment, AssessmentState
from pop_tracker.monitoring.ratings import Rating, agreement_of
from pop_tracker.monitoring.report import files as report_files
from pop_tracker.monitoring.report.contents import report_of
from pop_tracker.monitoring.report.files import freeze_due, made
from pop_tracker.monitoring.report.formats import ReportFormat
from pop_tracker.monitoring.round_table import COLUMNS
from pop_tracker.monitoring.scale import Ground, Status
from tests.cast import EDITOR, REVIEWER
from tests.conftest import Site
from tests.monitoring.play import (
    FIRST,
    assessment,
    corrected,
    decide,
    finish_and_publish,
    open_double,
    open_round,
    sent,
    write,
)
from tests.monitoring.tables import HEADINGS, entered, send
from tests.pages import main_of, words

NONE_POSSIBLE = {
    "status": "not_assessable",
    "ground": "not_competence",
    "reason": "Çerdhet e këtij lloji i hap ministria.",
    "evidence": "",
}
FORM = "/puna/raundet/{}/vleresimet/1.2"


@pytest.mark.both
def test_it_is_sent_with_its_ground_and_reason_and_without_evidence(training: Site) -> None:
    round_id = open_round(training)
    row_id = sent(training, round_id, **NONE_POSSIBLE)
    row = assessment(training, round_id, "1.2")
    assert (row.status, row.ground) == (Status.NOT_ASSESSABLE, Ground.NOT_COMPETENCE)
    assert row.state is AssessmentState.SUBMITTED
    read = words(training.client(REVIEWER).get(f"/puna/rishikimi/{row_id}").text)
    assert "nuk mund të vlerësohet: nuk është kompetencë e bashkisë Çerdhet e këtij lloji" in read
    read = words(training.client(REVIEWER).get(f"/en/puna/rishikimi/{row_id}").text)
    assert "cannot be assessed: it is not the municipality’s competence" in read


def test_a_second_person_approves_it_as_any_verdict(training: Site) -> None:
    round_id = open_round(training)
    row_id = sent(training, round_id, **NONE_POSSIBLE)
    assert decide(training, row_id, EDITOR).status_code == 403
    assert assessment(training, round_id, "1.2").state is AssessmentState.SUBMITTED
    assert decide(training, row_id).status_code == 303
    assert assessment(training, round_id, "1.2").state is AssessmentState.APPROVED


@pytest.mark.parametrize("missing", ["ground", "reason"])
def test_it_is_not_sent_without_its_ground_or_its_reason(training: Site, missing: str) -> None:
    round_id = open_round(training)
    answer = write(training, training.client(EDITOR), FORM.format(round_id), **{**NONE_POSSIBLE, missing: ""})
    assert answer.status_code == 422
    said = {"ground": "Zgjidhni pse nuk mund të vlerësohet.", "reason": "Shkruani arsyen"}[missing]
    assert said in answer.text
    assert f'href="#{missing}' in answer.text


def test_what_is_no_ground_is_refused(training: Site) -> None:
    round_id = open_round(training)
    answer = write(training, training.client(EDITOR), FORM.format(round_id), **{**NONE_POSSIBLE, "ground": "tjetër"})
    assert answer.status_code == 422


def test_another_verdict_takes_the_ground_away(training: Site) -> None:
    round_id = open_round(training)
    client = training.client(EDITOR)
    assert write(training, client, FORM.format(round_id), "ruaj", **NONE_POSSIBLE).status_code == 303
    assert 'value="not_competence" checked' in client.get(FORM.format(round_id)).text
    answer = write(training, client, FORM.format(round_id), "ruaj", ground="not_competence", version="1")
    assert answer.status_code == 303
    row = assessment(training, round_id, "1.2")
    assert (row.status, row.ground) == (Status.FULLY_ADDRESSED, None)


def test_a_stale_form_shows_the_ground_that_stands(training: Site) -> None:
    round_id = open_round(training)
    client = training.client(EDITOR)
    assert write(training, client, FORM.format(round_id), "ruaj", **NONE_POSSIBLE).status_code == 303
    answer = write(training, client, FORM.format(round_id), "ruaj", version="0")
    assert answer.status_code == 409
    assert "Pse nuk mund të vlerësohet nuk është kompetencë e bashkisë Arsyeja" in words(answer.text)


@pytest.mark.both
def test_the_table_holds_no_ground_of_another_verdict(training: Site) -> None:
    round_id = open_round(training)
    sent(training, round_id)
    written = update(Assessment).where(col(Assessment.round_id) == round_id).values(ground=Ground.UNCLEAR_WORDS)
    with training.database.engine.connect() as connection, pytest.raises(IntegrityError, match="ground_of"):
        connection.execute(written)


def test_in_a_unit_alone_it_drops_out_of_the_leaf(training: Site) -> None:
    round_id = open_round(training)
    client = training.client(EDITOR)
    page = f"/puna/raundet/{round_id}/vleresimet/1.1?njesia="
    assert write(training, client, page + "njesia-lindore").status_code == 303
    assert write(training, client, page + "njesia-veriore", **NONE_POSSIBLE).status_code == 303
    said = words(client.get(f"/puna/raundet/{round_id}").text)
    assert "Të vlerësuara 1 nga 1 njësi, të adresuara 1 nga 1. Përveç këtyre, 1 nuk mund të vlerësohet." in said
    assert "adresuar plotësisht Të vlerësuara" in said


def test_in_all_units_nothing_is_said_of_none(training: Site) -> None:
    round_id = open_round(training)
    client = training.client(EDITOR)
    for unit in ("njesia-lindore", "njesia-veriore"):
        page = f"/puna/raundet/{round_id}/vleresimet/1.1?njesia={unit}"
        assert write(training, client, page, **NONE_POSSIBLE).status_code == 303
    said = words(client.get(f"/puna/raundet/{round_id}").text)
    assert "nuk mund të vlerësohet 2 nuk mund të vlerësohen." in said
    assert "0 nga 0" not in said


@pytest.mark.both
def test_published_it_is_read_counted_apart_and_in_the_record(training: Site) -> None:
    round_id = open_round(training)
    decide(training, sent(training, round_id, **NONE_POSSIBLE))
    finish_and_publish(training, round_id)
    client = training.client()
    page = words(client.get("/raportet/shembull-2023/2").text)
    assert "9 nga 9 u vlerësuan" in page
    assert "9 plotësisht, 0 pjesërisht, 0 nuk janë adresuar. Përveç këtyre, 1 nuk mund të vlerësohet." in page
    assert "Nuk është kompetencë e bashkisë. Çerdhet e këtij lloji i hap ministria." in page
    page = words(client.get("/kontratat/shembull-2023/1.2").text)
    assert "nuk mund të vlerësohet" in page
    assert "Nuk është kompetencë e bashkisë." in page
    assert "I pavlerësuar" not in page
    assert "Provat nuk ruhen këtu." not in page.partition("Raundi 1")[0]
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []
        (entry,) = entries(session, limit=1)
        assert entry.content
        (said,) = [one for one in entry.content["state"]["assessments"] if one["ref"] == "1.2"]
        assert (said["status"], said["ground"]) == ("not_assessable", "not_competence")
        assert {one["ground"] for one in entry.content["state"]["assessments"] if one["ref"] != "1.2"} == {None}
    told = client.get(f"/ndryshimet/{entry.row.number}").text
    assert "nuk është kompetencë e bashkisë" in told


def test_program_and_table_say_it_with_its_ground(training: Site) -> None:
    client = training.client()
    found = client.get("/api/v1/contracts/prove-2019/assessments").json()["items"]
    assert {(one["ref"], one["unit"], one["status"], one["ground"]) for one in found if one["ground"]} == {
        ("1.2", None, "not_assessable", "unclear_words"),
        ("2.2", "lugina-e-proves", "not_assessable", "not_competence"),
        ("3", None, "not_assessable", "not_competence"),
    }
    contract = client.get("/api/v1/contracts/prove-2019").json()
    assert [one["status"] for one in contract["priorities"]] == [
        "partially_addressed",
        "partially_addressed",
        "not_assessable",
    ]
    sheet = client.get("/vleresimet.csv?bashkia=prove").text
    assert "pse nuk mund të vlerësohet" in sheet.splitlines()[0]
    assert "fjalët e zotimit janë të paqarta" in sheet
    assert "not_assessable" in client.get("/zotimet.csv?bashkia=prove").text
    described = client.get("/api/v1/openapi.json").json()["components"]["schemas"]
    assert described["Status"]["enum"][-1] == "not_assessable"


def test_a_correction_may_say_so_and_only_its_ground_be_corrected(
    training: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_files, "on_paper", lambda html: html.encode())
    freeze_due(training.database, training.settings)
    first = corrected(training, **NONE_POSSIBLE, correction_reason="Nuk varet nga bashkia.")
    corrected(training, of=first, **{**NONE_POSSIBLE, "ground": "unclear_words"}, correction_reason="Ishte gabim.")
    freeze_due(training.database, training.settings)
    page = words(training.client().get("/ndreqjet").text)
    assert "nuk mund të vlerësohet: fjalët e zotimit janë të paqarta në fuqi" in page
    assert "Para ndreqjes: nuk mund të vlerësohet: nuk është kompetencë e bashkisë" in page
    page = words(training.client().get("/raportet/shembull-2023/1/ndryshimet").text)
    assert "kompetencë e bashkisë → nuk mund të vlerësohet: fjalët e zotimit janë të paqarta. Arsyeja:" in page
    assert "adresuar pjesërisht → nuk mund të vlerësohet: fjalët e zotimit janë të paqarta" in page
    assert "9 nga 9 u vlerësuan: 2 plotësisht, 5 pjesërisht, 2 nuk janë adresuar. Përveç këtyre, 1 nuk" in page
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []


def test_what_came_back_on_another_ground_is_marked(training: Site) -> None:
    round_id = open_round(training)
    row_id = sent(training, round_id, **NONE_POSSIBLE)
    decide(training, row_id, decision="kthim", note="Kjo është kompetencë e bashkisë.")
    sent(training, round_id, **{**NONE_POSSIBLE, "ground": "unclear_words"}, version=str(
        assessment(training, round_id, "1.2").version))  # fmt: skip
    page = words(training.client(REVIEWER).get(f"/puna/rishikimi/{row_id}").text)
    assert "kompetencë e bashkisë → nuk mund të vlerësohet: fjalët e zotimit janë të paqarta" in page


def test_two_raters_who_both_say_so_agree_whatever_the_ground(training: Site) -> None:
    none, fully = Status.NOT_ASSESSABLE, Status.FULLY_ADDRESSED
    assert agreement_of([(none, none), (fully, fully)]).kappa == 1
    assert agreement_of([(none, fully), (fully, none)]).agreed == 0
    round_id = open_double(training)
    client, page = training.client(FIRST), f"/puna/raundet/{round_id}/vleresimi-im/1.2"
    rated = {"status": "not_assessable", "reason": "Askush nuk e di.", "version": "0"}
    answer = training.form(client, page, **rated)
    assert answer.status_code == 422
    assert "Zgjidhni pse nuk mund të vlerësohet." in answer.text
    answer = training.form(client, page, **rated, ground="unclear_words")
    assert answer.status_code == 303
    with training.database.reading() as session:
        (row,) = session.exec(select(Rating).where(Rating.round_id == round_id)).all()
        assert (row.status, row.ground, row.is_complete) == (none, Ground.UNCLEAR_WORDS, True)


TABLE = [
    (*HEADINGS, "Pse nuk mund të vlerësohet"),
    ("1.2", "", "nuk mund të vlerësohet", "Fjalë të gjera.", "faqja 3", "Fjalët e zotimit janë të paqarta"),
    ("1.4", "", "cannot be assessed", "", "faqja 4", ""),
]


def test_a_table_of_an_earlier_round_brings_it_with_its_ground_where_it_says_one(training: Site) -> None:
    round_id = entered(training, TABLE)
    found = [assessment(training, round_id, ref) for ref in ("1.2", "1.4")]
    assert [(row.status, row.ground) for row in found] == [
        (Status.NOT_ASSESSABLE, Ground.UNCLEAR_WORDS),
        (Status.NOT_ASSESSABLE, None),
    ]
    read = COLUMNS.by_name["ground"].read
    assert read("Not the municipality’s competence") is Ground.NOT_COMPETENCE
    assert read("unclear_words") is Ground.UNCLEAR_WORDS


@pytest.mark.parametrize(
    ("row", "words_of"),
    [
        (("1.2", "", "adresuar plotësisht", "", "f. 3", "i paqartë"), "Plotësohet vetëm te “nuk mund të vlerësohet”."),
        (("1.2", "", "nuk mund të vlerësohet", "", "f. 3", "sepse po"), "“sepse po” nuk thotë pse"),
    ],
)
def test_a_ground_where_none_belongs_is_told_at_its_row(training: Site, row: tuple[str, ...], words_of: str) -> None:
    answer = send(training, training.client(EDITOR), [TABLE[0], row])
    assert words_of in answer.text


@pytest.mark.parametrize("format", [ReportFormat.HTML, ReportFormat.DOCX])
def test_the_report_draws_names_and_explains_it(training: Site, format: ReportFormat) -> None:
    with training.database.reading() as session:
        report = report_of(session, "prove-2019", 1)
    assert report is not None
    assert report.by_priority.not_assessable == 1
    contents = made(report, "sq", format, "https://shembull.example")
    assert contents
    if format is ReportFormat.HTML:
        read = words(contents.decode())
        assert "Përveç këtyre, 2 nuk mund të vlerësohen." in read
        assert "3 · nuk mund të vlerësohet" in read
        assert "Nuk është kompetencë e bashkisë. Patrullat i vendos Policia e Shtetit." in read
        assert "nuk mund të vlerësohet : U shqyrtua" in read
        assert "Provat nuk ruhen këtu." not in read


def test_a_chart_to_take_away_has_its_own_mark(training: Site) -> None:
    picture = training.client().get("/raportet/prove-2019/1/grafiku-statuset.svg").text
    assert picture.count('href="#m-not-assessable"') == 4, "a priority, two commitments, and what explains the mark"
    assert "1 plotësisht, 1 pjesërisht, 1 jo; 2 nuk mund të vlerësohen" in picture


def test_in_a_table_of_a_report_it_stands_after_the_sum(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pop_tracker.browse.round.first_chart", lambda report: None)
    table = main_of(training.client().get("/raportet/prove-2019/1").text).partition("<table")[2]
    head, _, body = table.partition("</thead>")
    assert words(f"<table{head}").endswith("i pavlerësuar gjithsej nuk mund të vlerësohet")
    assert words(f"<table{body}").partition("Mjedisi")[0].endswith("1. Transparenca 0 1 0 0 1 1 2. ")
    monkeypatch.undo()
    monkeypatch.setattr("pop_tracker.browse.round.first_chart", lambda report: None)
    shembull = main_of(training.client().get("/raportet/shembull-2023/1").text).partition("<table")[2]
    assert "nuk mund" not in shembull.partition("</thead>")[0], "no column of noughts"
