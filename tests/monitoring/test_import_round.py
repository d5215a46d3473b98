"""An earlier round brought in from a table: looked at first, told at its row where it is wrong, published by others."""

import csv
import io
import re
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook
from sqlmodel import Session, col, select

from pop_tracker import history, verification
from pop_tracker.contracts.editions import newest_edition
from pop_tracker.contracts.models import contract_by_slug
from pop_tracker.contracts.texts import texts_of_edition
from pop_tracker.monitoring import rounds
from pop_tracker.monitoring.contributors import AssessmentContributor
from pop_tracker.monitoring.import_rounds import RoundImport
from pop_tracker.monitoring.models import Assessment, AssessmentState, Round, RoundState
from pop_tracker.monitoring.round_table import COLUMNS, SILENT, WITHOUT_REASON
from pop_tracker.monitoring.scale import Ground, Status
from pop_tracker.monitoring.statuses import figures_of_rounds
from pop_tracker.web.errors import Forbidden, Refusal
from pop_tracker.web.periods import Period
from tests import pages
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.monitoring.play import HTML, PDF, decide, finish, open_round, publish
from tests.monitoring.tables import HEADINGS, IMPORT, ROUND, TABLE, confirm, entered, send
from tests.plans.play import fields_of
from tests.plans.tables import csv_text, docx, writes_while_it_is_read, xlsx


def rows_of_csv(contents: bytes) -> list[list[str]]:
    return [[cell.lstrip("'") for cell in row] for row in csv.reader(io.StringIO(contents.decode("utf-8-sig")))]


def rows_of_xlsx(contents: bytes) -> list[list[str]]:
    sheet = load_workbook(io.BytesIO(contents)).active
    assert sheet is not None
    return [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]


def verdicts(session: Session, round_id: int) -> dict[tuple[str, int | None], Assessment]:
    rows = session.exec(select(Assessment).where(Assessment.round_id == round_id))
    return {(row.ref, row.unit_id): row for row in rows}


def waiting(site: Site) -> list[RoundImport]:
    with site.database.reading() as session:
        return list(session.exec(select(RoundImport)))


@pytest.mark.parametrize("make", [xlsx, docx, lambda rows: csv_text(rows, ";").encode("utf-8-sig")],
                         ids=["xlsx", "docx", "csv"])  # fmt: skip
def test_a_table_is_shown_then_makes_a_round_in_review(training: Site, make: Any) -> None:
    client = training.client(EDITOR)
    with training.database.reading() as session:
        before = history.head(session)
    sent = send(training, client, contents=make(TABLE))
    preview = client.get(sent.headers["location"]).text
    assert "6 vlerësime janë në tabelë" in preview
    assert "5 që tabela nuk i përmend mbeten të pavlerësuara" in preview
    assert SILENT in preview
    round_id = int(confirm(client, sent.headers["location"]).headers["location"].rsplit("/", 1)[1])
    with training.database.reading() as session:
        held = session.get_one(Round, round_id)
        assert (held.number, held.state) == (2, RoundState.REVIEW)
        assert held.published_elsewhere == ROUND["published_elsewhere"]
        found = verdicts(session, round_id)
        by_ref = {ref: row for (ref, _), row in found.items()}
        assert {row.state for row in found.values()} == {AssessmentState.SUBMITTED}
        assert by_ref["1.2"].status is Status.PARTIALLY_ADDRESSED
        assert by_ref["1.3.a"].status is Status.FULLY_ADDRESSED
        assert by_ref["1.4"].status is Status.NOT_ADDRESSED
        assert (by_ref["2.3"].unit_id, by_ref["2.3"].source) == (None, "faqja 6")
        assert (by_ref["3"].status, by_ref["3"].reason) == (Status.NOT_ASSESSED, SILENT)
        in_units = [row.status or "" for (ref, unit), row in found.items() if ref == "1.1" and unit]
        assert sorted(in_units) == [Status.FULLY_ADDRESSED, Status.NOT_ASSESSED]
        assert history.head(session) == before
    assert waiting(training) == []
    assert training.client().get("/raportet/shembull-2023/2").status_code == 404


def test_another_person_publishes_it_without_a_term_for_replies(training: Site) -> None:
    round_id = entered(training)
    assert training.client(REVIEWER).get(f"/puna/raundet/{round_id}").status_code == 200
    with training.database.writing() as session, pytest.raises(Forbidden):
        rounds.publish(session, training.viewer(session, EDITOR), round_id, "")
    answer = publish(training, round_id, OTHER_REVIEWER)
    assert answer.status_code == 303, answer.text
    with training.database.reading() as session:
        held = session.get_one(Round, round_id)
        assert held.state is RoundState.PUBLISHED
        assert held.public_state(session)["published_elsewhere"] == ROUND["published_elsewhere"]
        assert all(row.is_public and row.reviewed_by == held.published_by
                   for row in verdicts(session, round_id).values())  # fmt: skip
        figures = figures_of_rounds(session)[round_id]
        assert (figures.commitments.fully, figures.commitments.partially, figures.commitments.not_addressed) == (
            2,
            1,
            1,
        )
        assert list(verification.verify(session)) == []
    report = training.client().get("/raportet/shembull-2023/2").text
    assert "Provat dhe përgjigjja e bashkisë nuk mbahen këtu: shihni dokumentin." in report
    assert 'href="https://shembull.example/raporti.pdf"' in report
    page = training.client().get("/kontratat/shembull-2023/1.2").text
    assert "Raundi u botua gjetkë: përgjigjja e bashkisë nuk mbahet këtu." in page


def test_it_names_the_document_in_which_it_was_published(training: Site) -> None:
    answer = send(training, training.client(EDITOR), elsewhere_url="")
    assert answer.status_code == 422
    assert "Shkruani lidhjen e dokumentit ose ngarkojeni." in answer.text
    for url in ("javascript:alert(1)", "raporti.pdf", "https://a@shembull.example/"):
        assert send(training, training.client(EDITOR), elsewhere_url=url).status_code == 422
    assert waiting(training) == []


@pytest.mark.both
def test_the_document_may_be_a_file_for_whoever_may_see_the_round(training: Site) -> None:
    def with_file(contents: bytes) -> httpx.Response:
        files = {"file": ("raundi.csv", csv_text(TABLE).encode(), "text/csv"),
                 "elsewhere_file": ("raporti.pdf", contents, "application/pdf")}  # fmt: skip
        return training.form(training.client(EDITOR), IMPORT, files=files, **{**ROUND, "elsewhere_url": ""})

    refused = with_file(HTML)
    assert refused.status_code == 422
    assert "Pranohen vetëm PDF" in refused.text
    answer = confirm(training.client(EDITOR), with_file(PDF).headers["location"])
    round_id = int(answer.headers["location"].rsplit("/", 1)[1])
    with training.database.reading() as session:
        path = f"/dokumentet/{session.get_one(Round, round_id).elsewhere_file_sha256}"
    may = [training.client(who).get(path).status_code for who in (None, OTHER_EDITOR, REVIEWER, OTHER_REVIEWER)]
    assert may == [404, 404, 200, 200]
    assert path in training.client(OTHER_REVIEWER).get(f"/puna/raundet/{round_id}").text
    assert publish(training, round_id, OTHER_REVIEWER).status_code == 303
    found = training.client().get(path)
    assert found.content == PDF
    assert found.headers["content-disposition"].startswith("attachment")
    assert path in training.client().get("/raportet/shembull-2023/2").text
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []


def test_whoever_publishes_it_is_of_another_organisation(training: Site) -> None:
    round_id = entered(training)
    with training.database.reading() as session:
        before = history.head(session)
    answer = publish(training, round_id, REVIEWER)
    assert answer.status_code == 403
    assert "një person nga një organizatë tjetër" in answer.text
    with training.database.reading() as session:
        assert history.head(session) == before
    assert publish(training, round_id, OTHER_REVIEWER).status_code == 303


def test_one_that_came_in_before_a_document_was_asked_for_is_not_published(training: Site) -> None:
    round_id = entered(training)
    with training.database.writing() as session:
        held = session.get_one(Round, round_id)
        held.elsewhere_url = ""
        session.add(held)
    answer = publish(training, round_id, OTHER_REVIEWER)
    assert answer.status_code == 422
    assert "nuk thotë në cilin dokument u botua" in answer.text


def test_our_own_rounds_still_need_the_municipality(training: Site) -> None:
    round_id = open_round(training)
    finish(training, round_id)
    with training.database.writing() as session:
        held = session.get_one(Round, round_id)
        held.state = RoundState.REVIEW
        session.add(held)
    answer = publish(training, round_id, OTHER_REVIEWER)
    assert answer.status_code == 422


def test_a_verdict_may_be_returned_and_mended_without_evidence_of_its_own(training: Site) -> None:
    round_id = entered(training)
    with training.database.reading() as session:
        row = next(row for (ref, _), row in verdicts(session, round_id).items() if ref == "1.4")
    assert decide(training, row.id or 0, REVIEWER, "kthim", note="Shihni faqen 5.").status_code == 303
    with training.database.reading() as session:
        assert session.get_one(Round, round_id).state is RoundState.OPEN
    path = f"/puna/raundet/{round_id}/vleresimet/1.4"
    client = training.client(EDITOR)
    version = client.get(path).text.split('name="version" value="')[1].split('"')[0]
    answer = training.form(client, path, status="partially_addressed", reason="Një linjë.", version=version,
                           veprimi="dergo")  # fmt: skip
    assert answer.status_code == 303, answer.text
    with training.database.reading() as session:
        assert session.get_one(Round, round_id).state is RoundState.REVIEW
        mended = session.get_one(Assessment, row.id)
        assert (mended.status, mended.source) == (Status.PARTIALLY_ADDRESSED, "faqja 5")


# --- wrong rows

GOOD = ("2.4", "", "plotësisht", "U ndriçua.", "faqja 7")
WRONG: list[tuple[tuple[Any, ...], str, str]] = [
    (("9.9", "", "plotësisht", "x", "y"), "Referenca", "Kontrata nuk ka zotim me referencën 9.9."),
    (("1.3", "", "plotësisht", "x", "y"), "Referenca", "vlerësohen nënpikat e tij: 1.3.a, 1.3.b."),
    (("1.1", "Njësia Jugore", "plotësisht", "x", "y"), "Njësia", "Zotimi 1.1 nuk e përmend njësinë “Njësia Jugore”."),
    (("1.1", "Kodra e Provës", "plotësisht", "x", "y"), "Njësia", "është njësi e Bashkisë Provë"),
    (("1.1", "Askund", "plotësisht", "x", "y"), "Njësia", "Bashkia nuk ka njësi me emrin “Askund”."),
    (("2.4", "", "plotësisht", "x", "y"), "Referenca", "2.4 është edhe në rreshtin 2."),
    (("3", "", "mirë", "x", "y"), "Vlerësimi", "“mirë” nuk është vlerësim."),
    (("3", "", "", "x", "y"), "Vlerësimi", "Plotësojeni këtë fushë."),
    (("", "", "plotësisht", "x", "y"), "Referenca", "Plotësojeni këtë fushë."),
    (("2.3", "", "plotësisht", "x", ""), "Burimi", "Plotësojeni këtë fushë."),
]  # fmt: skip


def test_all_that_is_wrong_is_told_at_once_at_its_row(training: Site) -> None:
    client = training.client(EDITOR)
    answer = send(training, client, [HEADINGS, GOOD, *[row for row, _, _ in WRONG]])
    assert answer.status_code == 422
    assert f"Tabela ka {len(WRONG)} gabime. Asgjë nuk u shkrua." in answer.text
    for line, (_, column, words) in enumerate(WRONG, start=3):
        row = answer.text.split(f'<td class="num">{line}</td>')[1].split("</tr>")[0]
        assert f"<td>{column}</td>" in row
        assert words in row
    assert ROUND["published_elsewhere"] in answer.text  # what was typed stays
    assert waiting(training) == []


@pytest.mark.parametrize("has_column", [True, False])
def test_a_source_that_gives_no_reason_is_said_to_give_none(training: Site, has_column: bool) -> None:
    """Many reports print verdicts alone; nobody has to make a reason up."""
    row = ("2.4", "", "plotësisht", "", "faqja 7")
    table = [HEADINGS, row] if has_column else [[*HEADINGS[:3], HEADINGS[4]], [*row[:3], row[4]]]
    round_id = entered(training, table)
    with training.database.reading() as session:
        assert verdicts(session, round_id)["2.4", None].reason == WITHOUT_REASON
    assert WITHOUT_REASON == "Burimi nuk jep arsye."


def test_a_column_zotimi_may_hold_the_words_beside_a_column_of_numbers(training: Site) -> None:
    """Alone it holds the references; beside them it is named as not read, and does not kill the file."""
    natural = ["Nr.", "Zotimi", "Njësia", "Statusi", "Arsyetimi", "Burimi"]
    client = training.client(EDITOR)
    sent = send(training, client, [natural, ["2.4", "Ndriçimi i rrugëve", "", "plotësisht", "U ndriçua.", "faqja 7"]])
    assert sent.status_code == 303, sent.text
    preview = client.get(sent.headers["location"]).text
    assert "Kolona “Zotimi” nuk lexohet." in preview
    assert "U ndriçua." in preview
    alone = ["Zotimi", *natural[2:]]
    assert send(training, client, [alone, ["2.4", "", "plotësisht", "U ndriçua.", "faqja 7"]]).status_code == 303
    twice = send(training, client, [["Nr.", "Referenca", *natural[3:]], ["2.4", "2.4", "plotësisht", "x", "y"]])
    assert "Titujt “Nr.” dhe “Referenca” emërtojnë të njëjtën kolonë" in twice.text


def test_a_leaf_is_judged_whole_or_unit_by_unit(training: Site) -> None:
    rows = [("1.1", "", "plotësisht", "x", "y"), ("1.1", "Njësia Veriore", "plotësisht", "x", "y")]
    answer = send(training, training.client(EDITOR), [HEADINGS, *rows])
    assert "1.1 vlerësohet ose i tërë, ose njësi për njësi: shihni edhe rreshtin 2." in answer.text


def test_faults_are_told_in_the_readers_language(training: Site) -> None:
    answer = send(training, training.client(EDITOR), [HEADINGS, WRONG[0][0]], path=f"/en{IMPORT}")
    assert "The contract has no commitment with the reference 9.9." in answer.text


def test_headings_and_verdicts_are_known_in_both_languages(training: Site) -> None:
    for heading, name in {"reference": "ref", "VERDICT": "status", "vleresimi": "status", "Reason": "reason",
                          "njesia": "unit", "source": "source"}.items():  # fmt: skip
        column = COLUMNS.called(heading)
        assert column is not None, heading
        assert column.name == name
    said = {
        "Adresuar Plotesisht": Status.FULLY_ADDRESSED, "partially addressed": Status.PARTIALLY_ADDRESSED,
        "NOT ADDRESSED": Status.NOT_ADDRESSED, "not_assessed": Status.NOT_ASSESSED,
        "pavleresuar": Status.NOT_ASSESSED, "pjesërisht": Status.PARTIALLY_ADDRESSED,
    }  # fmt: skip
    for text, status in said.items():
        assert COLUMNS.by_name["status"].read(text) is status


# --- which round it is


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"number": "1"}, "Raundi 1 ekziston tashmë."),
        ({"period_from": "08.2024"}, "Raundi 1 mbulon 09.2023–09.2024."),
        ({"period_from": "10.2025"}, "Periudha mbaron para se të fillojë."),
        ({"period_until": "09.2028"}, "Kontrata vlen për vitet 2023–2027."),
        ({"number": "0"}, "Shkruani një numër nga 1 deri në 99."),
        ({"published_elsewhere": " "}, "Plotësojeni këtë fushë."),
        ({"source": ""}, "Plotësojeni këtë fushë."),
        ({"contract": "prove-2023"}, "Zgjidhni një nga mundësitë e dhëna."),
    ],
)
def test_the_round_must_fit_between_the_others(training: Site, fields: dict[str, Any], words: str) -> None:
    answer = send(training, training.client(EDITOR), **fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert waiting(training) == []


def test_a_number_may_be_left_free_before_it(training: Site) -> None:
    round_id = entered(training, number="3")
    with training.database.reading() as session:
        assert session.get_one(Round, round_id).number == 3


def test_a_round_opened_meanwhile_keeps_the_table_out(training: Site) -> None:
    client = training.client(EDITOR)
    preview = send(training, client).headers["location"]
    open_round(training)
    answer = confirm(client, preview)
    assert answer.status_code == 422
    assert "Raundi 2 ekziston tashmë." in answer.text
    assert len(waiting(training)) == 1


@pytest.mark.both
def test_confirmed_twice_it_counts_once(training: Site) -> None:
    client = training.client(EDITOR)
    preview = send(training, client).headers["location"]
    nonce = client.get(preview).text.split('name="nonce" value="')[1].split('"')[0]
    fields = {"_csrf_token": client.cookies.get("pop_csrf", ""), "nonce": nonce}
    first, second = (client.post(f"{preview}/konfirmimi", data=fields) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]


# --- who may


def test_only_editors_of_the_municipality_and_only_their_own_table(training: Site) -> None:
    preview = send(training, training.client(EDITOR)).headers["location"]
    for who in (SECOND_EDITOR, OTHER_EDITOR, COORDINATOR):
        assert training.client(who).get(preview).status_code in (403, 404)
    assert training.client(REVIEWER).get(IMPORT).status_code == 403
    assert training.client().get(IMPORT).status_code in (303, 401, 403)
    answer = send(training, training.client(OTHER_EDITOR))
    assert answer.status_code == 422


def left_of(site: Site, round_id: int) -> list[Any]:
    with site.database.reading() as session:
        rows = session.exec(select(Assessment.id).where(Assessment.round_id == round_id)).all()
        hands = session.exec(select(AssessmentContributor).join(Assessment, isouter=True).where(
            col(Assessment.id).is_(None))).all()  # fmt: skip
        return [*rows, *hands, *session.exec(select(Round.id).where(Round.id == round_id)).all()]


@pytest.mark.parametrize("who", [EDITOR, COORDINATOR])
def test_who_brought_it_or_the_coordinator_takes_it_back_until_it_is_published(training: Site, who: str) -> None:
    with training.database.reading() as session:
        before = history.head(session)
    round_id = entered(training)
    client, page = training.client(who), f"/puna/raundet/{round_id}/heqje"
    assert page in client.get(f"/puna/raundet/{round_id}").text
    asked = client.get(page).text
    assert "Raporti vjetor i shpikur, 12.10.2025" in asked
    unsure = training.form(client, page)
    assert unsure.status_code == 422
    assert "Shënojeni, nëse vërtet doni ta hiqni." in unsure.text
    assert len(left_of(training, round_id)) > 5
    for _ in range(2):
        answer = training.form(client, "/puna/raundet", post_to=page, sure="y")
        assert answer.headers["location"] == "/puna/raundet"
    assert left_of(training, round_id) == []
    assert training.client().get("/raportet/shembull-2023/2").status_code == 404
    with training.database.reading() as session:
        assert history.head(session) == before
        assert list(verification.verify(session)) == []
    entered(training)  # and the table comes in again


def test_nobody_else_takes_it_back_and_nobody_once_it_is_published(training: Site) -> None:
    round_id = entered(training)
    page = f"/puna/raundet/{round_id}/heqje"
    for who in (SECOND_EDITOR, OTHER_EDITOR, REVIEWER):
        client = training.client(who)
        assert page not in client.get(f"/puna/raundet/{round_id}").text
        assert client.get(page).status_code in (403, 404)
        assert training.form(client, "/puna", post_to=page, sure="y").status_code == 403
    publish(training, round_id, OTHER_REVIEWER)
    for who in (EDITOR, COORDINATOR):
        client = training.client(who)
        assert client.get(page).status_code == 404
        tried = training.form(client, "/puna", post_to=page, sure="y")
        assert tried.status_code == 422
        assert "Raundi është botuar" in tried.text
    assert training.client().get("/raportet/shembull-2023/2").status_code == 200


def test_a_round_of_our_own_is_not_taken_back_with_its_verdicts(training: Site) -> None:
    round_id = open_round(training)
    finish(training, round_id)
    page = f"/puna/raundet/{round_id}/heqje"
    client = training.client(EDITOR)
    assert client.get(page).status_code == 404
    assert training.form(client, "/puna", post_to=page, sure="y").status_code == 422
    with training.database.writing() as session, pytest.raises(Refusal):
        rounds.withdraw_earlier(session, training.viewer(session, EDITOR), round_id)


def test_nobody_who_writes_waits_while_it_is_read(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    marks = writes_while_it_is_read(training, monkeypatch)
    assert send(training, training.client(EDITOR), contents=xlsx(TABLE)).status_code == 303
    assert marks == [True]


def test_a_reviewer_is_told_where_its_evidence_is(training: Site) -> None:
    """It has some, only not here."""
    round_id = entered(training)
    client = training.client(OTHER_REVIEWER)
    with training.database.reading() as session:
        verdict = session.exec(select(Assessment.id).where(Assessment.round_id == round_id)).first()
    for page in (f"/puna/rishikimi/raundi/{round_id}", f"/puna/rishikimi/{verdict}"):
        html = client.get(page).text
        assert ROUND["evidence_note"] in html, page
        assert "Pa prova" not in html, page


# --- a source that gives years alone

BY_YEARS: dict[str, Any] = {"period_from": "2024", "period_until": "2025"}
READ = ("/raportet/shembull-2023/2", "/raportet", "/kontratat/shembull-2023", "/kontratat/shembull-2023/1.2",
        "/kontratat", "/bashkite/shembull", "/krahaso")  # fmt: skip
INVENTED_MONTH = re.compile(r"(janar|January|dhjetor|December|01\.|12\.) ?202[45]|202[45]-(01|12)")


@pytest.mark.both
def test_a_period_without_months_is_told_in_years_everywhere(training: Site) -> None:
    client = training.client(EDITOR)
    sent = send(training, client, **BY_YEARS)
    preview = sent.headers["location"]
    assert "Periudha 2024–2025" in pages.words(client.get(preview).text)
    round_id = int(confirm(client, preview).headers["location"].rsplit("/", 1)[1])
    details = f"/puna/raundet/{round_id}/te-dhenat"
    assert 'value="2024"' in client.get(details).text
    assert "Raundi 2: 2024–2025" in client.get(f"/puna/raundet/{round_id}").text
    assert publish(training, round_id, OTHER_REVIEWER).status_code == 303
    reader = training.client()
    for path in READ:
        for text in (pages.words(reader.get(address).text) for address in (path, f"/en{path}")):
            assert "2024–2025" in text, path
            assert not INVENTED_MONTH.search(text.split("Ndryshimet")[0]), path
    table = reader.get("/zotimet.csv?bashkia=shembull").text
    assert "2024 / 2025" in table
    (shape,) = {str(one["round"]) for one in reader.get("/api/v1/commitments?bashkia=shembull").json()["items"]
                if one["round"]}  # fmt: skip
    assert shape == str({"number": 2, "year_from": 2024, "year_until": 2025, "period_from": None,
                         "period_until": None})  # fmt: skip
    with training.database.reading() as session:
        held = session.get_one(Round, round_id)
        assert list(verification.verify(session)) == []
        state = held.public_state(session)
        assert (state["period_from"], state["period_until"]) == ("2024", "2025")
        number = history.entries(session, limit=1)[0].row.number
    entry = pages.words(reader.get(f"/ndryshimet/{number}").text)
    assert "Periudha nga 2024" in entry
    assert not INVENTED_MONTH.search(entry)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"period_from": "2024", "period_until": "09.2025"}, "Shkruani të dy kufijtë me muaj, ose të dy vetëm me vit."),
        ({"period_from": "09.2024", "period_until": "2025"}, "Shkruani të dy kufijtë me muaj, ose të dy vetëm me vit."),
        ({"period_from": "2023", "period_until": "2024"}, "Raundi 1 mbulon 09.2023–09.2024."),
        ({"period_from": "2026", "period_until": "2025"}, "Periudha mbaron para se të fillojë."),
        ({"period_from": "2022", "period_until": "2025"}, "Kontrata vlen për vitet 2023–2027."),
        ({"period_from": "24"}, "Shkruani një muaj, si 09.2023 ose shtator 2023; kur dihet vetëm viti, 2023."),
    ],
)
def test_years_too_must_fit(training: Site, fields: dict[str, Any], words: str) -> None:
    answer = send(training, training.client(EDITOR), **fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert waiting(training) == []


def test_rounds_in_years_follow_each_other(training: Site) -> None:
    entered(training, period_from="2024", period_until="2025")
    answer = send(training, training.client(EDITOR), period_from="2024", period_until="2026")
    assert "Raundi 2 mbulon 2024–2025." in answer.text
    entered(training, period_from="2025", period_until="2025")


def test_its_months_may_be_said_later_and_a_round_of_our_own_keeps_asking_for_them(training: Site) -> None:
    client = training.client(EDITOR)
    page = f"/puna/raundet/{entered(training, **BY_YEARS)}/te-dhenat"
    said = {**fields_of(training, page), "method": "Fokus grupe.", "reply_days": "10"}
    assert training.form(client, page, **said).status_code == 303
    with training.database.reading() as session:
        assert [held.period for held in session.exec(select(Round).where(Round.number == 2))] == [
            Period.of_years(2024, 2025)
        ]
    own = training.form(client, "/puna/raundet/i-ri", contract="prove-2023", **BY_YEARS)
    assert "Shkruani një muaj, si 09.2023 ose shtator 2023." in own.text


# --- a table to fill in


@pytest.mark.both
@pytest.mark.parametrize(("ending", "open_it"), [("csv", rows_of_csv), ("xlsx", rows_of_xlsx)])
def test_a_table_to_fill_in_has_the_commitments_and_comes_back(training: Site, ending: str, open_it: Any) -> None:
    client = training.client(EDITOR)
    address = f"{IMPORT}/tabela.{ending}?kontrata=shembull-2023"
    assert address.replace("&", "&amp;") in client.get(IMPORT).text
    got = client.get(address)
    assert f"te-shpikura-raundi-shembull-2023.{ending}" in got.headers["content-disposition"]
    headings, *rows = open_it(got.content)
    assert headings == ["referenca", "teksti i zotimit", "njësia", "vlerësimi", "arsyeja", "burimi",
                        "pse nuk mund të vlerësohet", "kontrata", "të dhëna të shpikura"]  # fmt: skip
    with training.database.reading() as session:
        contract = contract_by_slug(session, "shembull-2023")
        assert contract is not None
        edition = newest_edition(session, contract.id or 0)
        assert edition is not None
        texts = texts_of_edition(session, edition.id or 0)
    assert {row[0] for row in rows} == {text.ref for text in texts if text.can_be_assessed}
    assert [row[2] for row in rows if row[0] == "1.1"] == [unit.name for text in texts if text.ref == "1.1"
                                                         for unit in text.units]  # fmt: skip
    assert all(row[1] and row[7:] == ["shembull-2023", "po"] and not any(row[3:7]) for row in rows)
    empty = send(training, client, name=f"x.{ending}", contents=got.content)
    assert "Tabela nuk ka asnjë vlerësim" in empty.text
    said = ["Adresuar plotësisht", "U hap.", "faqja 3"]
    filled = [[*row[:3], *said, *row[6:]] if row[0] == "1.2" else row for row in rows]
    make = xlsx if ending == "xlsx" else lambda table: csv_text(table, ",").encode("utf-8-sig")
    sent = send(training, client, name=f"x.{ending}", contents=make([headings, *filled]))
    assert sent.status_code == 303, sent.text
    preview = pages.words(client.get(sent.headers["location"]).text)
    assert "1 vlerësim është në tabelë" in preview
    assert "nuk u lexua" not in preview.lower()
    assert "të shpikura" not in preview.partition("1 vlerësim")[2].partition("Historia")[0]


def test_the_table_of_another_contract_is_told_so(training: Site) -> None:
    """References are alike in all of them."""
    rows = [(*HEADINGS, "Kontrata"), (*TABLE[1], "prove-2023"), (*TABLE[2], "shembull-2023"), (*TABLE[3], "")]
    answer = send(training, training.client(EDITOR), rows)
    assert answer.status_code == 422
    assert "Tabela ka 1 gabim" in answer.text
    assert "Ky rresht është i kontratës “prove-2023”, jo i kësaj." in answer.text


@pytest.mark.parametrize("language", ["", "/en"])
def test_what_everybody_can_take_away_of_a_round_comes_in_as_one(training: Site, language: str) -> None:
    """With grounds and units; rows of the municipality's other contract are told at their places."""
    out = training.client().get(f"{language}/vleresimet.csv?bashkia=prove").content
    headings, *rows = rows_of_csv(out)
    client = training.client(OTHER_EDITOR)
    later: dict[str, Any] = {"contract": "prove-2019", "period_from": "10.2022", "period_until": "05.2023"}
    title = next(row[1] for row in rows if "2019" in row[1])
    own = [row for row in rows if row[1] == title]
    other = ["Kontrata Sociale 2023–2027, Bashkia Provë" if at == 1 else cell for at, cell in enumerate(own[0])]
    refused = send(training, client, [headings, other], **later)
    assert "Ky rresht është i kontratës “Kontrata Sociale 2023–2027, Bashkia Provë”" in refused.text
    sent = send(training, client, [headings, *own], **later)
    assert sent.status_code == 303, sent.text
    assert confirm(client, sent.headers["location"]).status_code == 303
    with training.database.reading() as session:
        contract = contract_by_slug(session, "prove-2019")
        assert contract is not None
        first, second = session.exec(select(Round).where(Round.contract_id == contract.id).order_by(col(Round.number)))
        assert second.state is RoundState.REVIEW

        def said(held: Round) -> dict[tuple[str, int | None], tuple[object, ...]]:
            rows = verdicts(session, held.id or 0).items()
            return {key: (row.status, row.ground, row.reason, str(row.source)) for key, row in rows if row.status}

        assert said(second) == said(first)
        assert {row[1] for row in said(first).values()} == {None, *Ground}


@pytest.mark.parametrize("language", ["", "/en"])
def test_who_never_saw_one_fills_in_the_example(training: Site, language: str) -> None:
    """Opened in a spreadsheet, its rows written over, the rest deleted, saved and sent."""
    client = training.client(EDITOR)
    book = load_workbook(io.BytesIO(client.get(f"{language}{IMPORT}/shembull.xlsx").content))
    sheet = book.active
    assert sheet is not None
    sheet.delete_rows(5, 10)
    own = [("1.2", "", "", "adresuar plotësisht", "U hap.", "faqja 3", ""),
           ("1.4", "", "", "nuk mund të vlerësohet", "", "faqja 4", "fjalët e zotimit janë të paqarta"),
           ("2.3", "", "Fushë-Shembull", "nuk është adresuar", "", "faqja 5", "")]  # fmt: skip
    for line, cells in enumerate(own, start=2):
        for place, cell in enumerate(cells, start=1):
            sheet.cell(line, place).value = cell
    saved = io.BytesIO()
    book.save(saved)
    sent = send(training, client, name="raundi.xlsx", contents=saved.getvalue())
    assert sent.status_code == 303, sent.text
    assert "3 vlerësime janë në tabelë" in pages.words(client.get(sent.headers["location"]).text)


def test_a_row_of_it_is_filled_in_whole_or_left_empty(training: Site) -> None:
    answer = send(training, training.client(EDITOR), [HEADINGS, ("1.2", "", "", "U hap.", ""), ("1.4", "", "", "", "")])
    assert answer.status_code == 422
    assert "Tabela ka 2 gabime" in answer.text


def test_it_is_given_to_who_records_for_the_municipality(training: Site) -> None:
    for who, status in ((OTHER_EDITOR, 404), (REVIEWER, 403)):
        client = training.client(who)
        assert client.get(f"{IMPORT}/tabela.csv?kontrata=shembull-2023").status_code == status, who
    assert training.client(EDITOR).get(f"{IMPORT}/tabela.xlsx?kontrata=nuk-ka").status_code == 404
    assert "kontrata=shembull-2023" not in training.client(OTHER_EDITOR).get(IMPORT).text


def test_who_brought_it_is_told_who_publishes_it_and_nothing_of_a_reply(training: Site) -> None:
    """The municipality was asked where the round was published first."""
    round_id, client = entered(training), training.client(EDITOR)
    said = pages.words(client.get(f"/puna/raundet/{round_id}").text)
    assert "Raundin e boton një rishikues nga një organizatë tjetër, ose koordinatori." in said
    assert "dërgojani raundin bashkisë" not in pages.words(client.get("/puna").text)
