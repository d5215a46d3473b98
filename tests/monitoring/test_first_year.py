"""Verdicts that came in one file with their contract: kept beside it until it is published, then an earlier round."""

import re
from datetime import date

import pytest
from sqlmodel import col, select

from pop_tracker.accounts.models import Person
from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts.checking import saving
from pop_tracker.contracts.checking.readings import reading_at_work
from pop_tracker.contracts.editions import newest_edition
from pop_tracker.contracts.first_year import GROUND_WORDS, ReadGround, first_year
from pop_tracker.contracts.models import contract_by_slug
from pop_tracker.contracts.reading.statuses import ReadStatus
from pop_tracker.contracts.texts import Commitment
from pop_tracker.monitoring import import_rounds
from pop_tracker.monitoring.contributors import AssessmentContributor
from pop_tracker.monitoring.models import Assessment, AssessmentState, Round, RoundState
from pop_tracker.monitoring.round_table import COLUMNS, NOTHING, filled_in, kept_rows
from pop_tracker.monitoring.scale import GROUND_WORDS as OF_SCALE
from pop_tracker.monitoring.scale import Ground, Status
from pop_tracker.places.models import municipality_by_slug
from pop_tracker.web.files import Upload
from pop_tracker.web.public_names import public_names
from pop_tracker.web.tables import reading
from pop_tracker.web.tables.reading import read_rows
from tests import cast
from tests.conftest import Site
from tests.contracts.table.play import NEW, SOURCE, bring, prepare, row, words
from tests.pages import words as plain

IMPORT = "/puna/raundet/importi"
ROUND = {"contract": NEW, "period_from": "09.2031", "period_until": "09.2032", "published_elsewhere": "Raporti, 2032",
         "elsewhere_url": "https://shembull.example/raporti", "source": "raporti",
         "evidence_note": "në raport"}  # fmt: skip
POINT = {"level": "pikë", "scope": "e gjithë bashkia"}


def publish(site: Site) -> None:
    with site.database.writing() as session:
        editor = site.viewer(session, cast.EDITOR)
        contract, draft = drafts.draft_at_work(session, editor, NEW)
        drafts.submit(session, editor, contract, reason="", source=SOURCE, version=draft.version)
        drafts.publish(session, site.viewer(session, cast.OTHER_REVIEWER), contract, draft.as_read(session))


def test_they_become_a_round_in_review_once_the_contract_is_published(training: Site) -> None:
    prepare(training)
    rows = [
        row(level="prioritet", text="Të rinjtë"),
        row(text="Një qendër rinore.", status="adresuar pjesërisht", status_reason="Projekti nisi.",
            status_source="raporti, faqja 4", **POINT),
        row(text="Një fushë sporti.", **POINT),
        row(text="Një urë mbi lumë.", status="nuk mund të vlerësohet", status_ground="nuk është kompetencë e bashkisë",
            status_reason="E ndërton ministria.", **POINT),
        row(level="prioritet", text="Ndriçimi i rrugëve.", scope="e gjithë bashkia", status="nuk është adresuar"),
    ]  # fmt: skip
    bring(training, rows)
    client = training.client(cast.EDITOR)
    assert "Vlerësimet e vitit të parë" not in client.get(IMPORT).text, "nobody publishes before the contract is"
    publish(training)
    assert f"{IMPORT}?kontrata={NEW}" in client.get(f"/puna/kontratat/{NEW}/drafti").text
    assert re.search(r'name="kept"[^>]*checked', client.get(f"{IMPORT}?kontrata={NEW}").text)
    neither = training.form(client, IMPORT, **ROUND)
    assert "Ngarkoni tabelën, ose zgjidhni vlerësimet që ruhen." in neither.text
    sent = training.form(client, IMPORT, kept="y", **ROUND)
    assert sent.status_code == 303, words(sent)
    path = sent.headers["location"]
    preview = client.get(path).text
    nonce = preview.split('name="nonce" value="')[1].split('"')[0]
    token = client.cookies.get("pop_csrf") or ""
    entered = client.post(f"{path}/konfirmimi", data={"_csrf_token": token, "nonce": nonce})
    assert entered.status_code == 303, words(entered)
    with training.database.reading() as session:
        contract = contract_by_slug(session, NEW)
        assert contract is not None
        held = session.exec(select(Round).where(Round.contract_id == contract.id)).one()
        assert held.state is RoundState.REVIEW
        said = session.exec(select(Assessment).where(Assessment.round_id == held.id).order_by("id")).all()
        assert [(one.ref, str(one.status), one.ground, one.reason, one.source) for one in said] == [
            ("1.1", "partially_addressed", None, "Projekti nisi.", "raporti, faqja 4"),
            ("1.2", "not_assessed", None, "Burimi nuk e thotë.", "raporti"),
            ("1.3", "not_assessable", Ground.NOT_COMPETENCE, "E ndërton ministria.", SOURCE),
            ("2", "not_addressed", None, "Burimi nuk jep arsye.", SOURCE),
        ]
        assert {one.state for one in said} == {AssessmentState.SUBMITTED}, "a person decides on each"
        assert first_year(session, contract.id) == {}, "the round says it now"
    assert training.form(client, IMPORT, kept="y", **{**ROUND, "number": "7", "period_from": "10.2032",
                                                      "period_until": "11.2032"}).status_code == 422  # fmt: skip


def test_whoever_wrote_them_beside_the_contract_has_a_hand_in_the_verdicts(training: Site) -> None:
    """Another editor makes the round of them: that is no second person's word for what the first one wrote."""
    prepare(training)
    said = "adresuar pjesërisht"
    bring(training, [
        row(level="prioritet", text="Të rinjtë"), row(text="Një qendër rinore.", status=said, **POINT),
        row(text="Një fushë sporti.", **POINT),
    ])  # fmt: skip
    publish(training)
    with training.database.writing() as session:
        colleague = training.viewer(session, cast.SECOND_EDITOR)
        contract = contract_by_slug(session, NEW)
        assert contract is not None
        edition = newest_edition(session, contract.id or 0)
        assert edition is not None
        period = {"period_from": date(2031, 9, 1), "period_until": date(2032, 9, 30)}
        table = import_rounds.put_aside(
            session, colleague, contract, kept_rows(session, contract, edition.id or 0), edition_id=edition.id,
            number=1, method="", evidence_note="", published_elsewhere="Raporti", source=SOURCE, file_name="",
            **period,
        )  # fmt: skip
        table.enter(session, colleague, contract)
        hands: dict[str, set[str]] = {}
        wrote = (
            select(Commitment.ref, Person.email)
            .join(Assessment, col(Assessment.commitment_id) == Commitment.id)
            .join(AssessmentContributor, col(AssessmentContributor.assessment_id) == Assessment.id)
            .join(Person, col(Person.id) == AssessmentContributor.person_id)
            .where(Commitment.contract_id == contract.id)
        )
        for ref, email in session.exec(wrote):
            hands.setdefault(ref, set()).add(email)
        assert hands == {"1.1": {cast.EDITOR, cast.SECOND_EDITOR}, "1.2": {cast.SECOND_EDITOR}}


@pytest.mark.both
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_example_of_a_rounds_table_is_read_as_one(training: Site, ending: str) -> None:
    out = training.client(cast.EDITOR).get(f"{IMPORT}/shembull.{ending}").content
    read, faults = read_rows(reading.read(Upload(f"a.{ending}", "", out), COLUMNS, NOTHING).rows, COLUMNS)
    assert not faults
    told = [(one.said["ref"], one.said["unit"], one.said["status"]) for one in filled_in(read)]
    assert told == [
        ("1.1", "", Status.PARTIALLY_ADDRESSED), ("1.2", "Shembull", Status.FULLY_ADDRESSED),
        ("1.2", "Njësia Lindore", Status.NOT_ADDRESSED), ("1.3", "", Status.NOT_ASSESSABLE),
    ]  # fmt: skip


DOCUMENT = """KONTRATA SOCIALE 2031–2035
BASHKIA SHEMBULL

PRIORITETET KRYESORE
Prioriteti 1. Të rinjtë
• Një qendër rinore në Njësinë Administrative Lindore. (Adresuar pjesërisht)
• Një fushë sporti për të gjithë.
• Rrugë të reja: (Adresuar plotësisht)
   • te shkolla;
   • te tregu.
Prioriteti 2. Ndriçimi i rrugëve të qytetit. (Nuk është adresuar)
"""


def test_what_a_document_says_of_the_first_year_waits_beside_its_contract(training: Site) -> None:
    client = training.client(cast.EDITOR)
    sent = training.form(client, "/puna/kontratat/nga-skedari",
                         files={"file": ("kontrata.txt", DOCUMENT.encode(), "text/plain")})  # fmt: skip
    assert sent.status_code == 303, words(sent)
    reading_id = int(sent.headers["location"].rsplit("/", 1)[1].partition("?")[0])
    screen = plain(client.get(f"{sent.headers['location'].partition('?')[0]}?shihni=te-gjitha").text)
    for said, becomes in (
        ("adresuar pjesërisht", "Ruhet për raundin e vitit të parë."),
        ("nuk është adresuar", "Ruhet për raundin e vitit të parë."),
        ("adresuar plotësisht", "Nuk ruhet: vlerësohen zotimet nën të."),
    ):
        assert f"Dokumenti thotë: {said}. {becomes}" in screen, screen
    with training.database.writing() as session:
        editor = training.viewer(session, cast.EDITOR)
        checked = reading_at_work(session, editor, reading_id, hold=True)
        place = municipality_by_slug(session, "shembull")
        assert place is not None
        held = {"title": "Kontrata e provës", "term": (2031, 2035), "source": SOURCE}
        checked.describe(session, editor, place, checked.version, **held)  # type: ignore[arg-type]
        for one in checked.rows.standing:
            checked.apply(session, editor, checked.version, lambda rows, one=one: rows.confirm(one.id))  # type: ignore[misc]
        for _ in range(2):  # saved anew, it says the same
            contract, _ = saving.save(session, editor, checked, checked.version, lambda: public_names(session))
            kept = first_year(session, contract.id)
            assert sorted(str(one.status) for one in kept.values()) == ["not_addressed", "partially_addressed"]
        assert {one.status_source for one in kept.values()} == {f"{SOURCE} (pika 1.1)", f"{SOURCE} (prioriteti 2)"}
        assert session.exec(select(Round).where(Round.contract_id == contract.id)).all() == []
    publish(training)
    drafts_page = client.get(f"/puna/kontratat/{NEW}/drafti").text
    assert "2 vlerësime të vitit të parë erdhën bashkë me kontratën." in drafts_page
    with training.database.reading() as session:
        assert len(first_year(session, contract.id)) == 2, "nothing is lost where nobody wants them yet"


def test_a_ground_is_what_the_scale_says() -> None:
    assert {one.value for one in ReadGround if one} == {one.value for one in Ground}
    assert {str(one): GROUND_WORDS[one] for one in ReadGround if one} == {str(k): v for k, v in OF_SCALE.items()}
    assert {one.value for one in ReadStatus} == {one.value for one in Status}
