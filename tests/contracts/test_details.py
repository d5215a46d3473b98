"""What a contract is called by is mended, and a mistaken contract taken away: alone before readers know it, with a
second person afterwards."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from pop_tracker import history, verification
from pop_tracker.accounts.models import Coverage
from pop_tracker.contracts.changes import change_of, withdraw
from pop_tracker.contracts.draft import open_draft
from pop_tracker.contracts.models import Contract, contract_at_work
from pop_tracker.contracts.table.imports import ContractImport
from pop_tracker.pledges.paper import submit
from pop_tracker.web.errors import Missing
from tests.cast import COORDINATOR, EDITOR, OTHER_BOTH, OTHER_EDITOR, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.contracts.play import hidden
from tests.contracts.table import play as tables
from tests.pages import main_of, words
from tests.plans.tables import send

SHEMBULL, DETAILS = "/kontratat/shembull-2023", "/puna/kontratat/shembull-2023/te-dhenat"
CHANGE = "/puna/kontratat/shembull-2023/ndryshimi"
NEW = {"municipality": "ushtrim", "title": "Kontrata e Ushtrimit", "term_from": "2023", "term_until": "2027",
       "source": "dokumenti"}  # fmt: skip
TITLE = "Kontrata Sociale e Bashkisë Shembull"


def asked(site: Site, **fields: str) -> Any:
    editor = site.client(EDITOR)
    page = editor.get(DETAILS)
    said = {name: value for name, value in (
        ("title", TITLE), ("term_from", "2023"), ("term_until", "2027"), ("source", "kopja e nënshkruar, faqja 1"),
        ("reason", "Titulli u shkrua gabim."),
    )}  # fmt: skip
    return site.form(editor, DETAILS, **{**said, "version": hidden(page, "version"), **fields})


def prepared(site: Site, email: str = EDITOR, **fields: str) -> Any:
    return site.form(site.client(email), "/puna/kontratat/e-re", **{**NEW, **fields})


@pytest.mark.both
def test_a_known_contract_is_mended_with_a_second_person_and_a_reason(training: Site) -> None:
    answer = asked(training)
    assert (answer.status_code, answer.headers["location"]) == (303, CHANGE)
    assert TITLE not in words(training.client().get(SHEMBULL).text)
    reviewer = training.client(REVIEWER)
    page = reviewer.get(CHANGE)
    assert "Titulli u shkrua gabim." in words(page.text)
    assert "Ndreqje e të dhënave të një kontrate" in words(reviewer.get("/puna").text)
    confirmed = training.form(reviewer, CHANGE, post_to=f"{CHANGE}/konfirmimi", version=hidden(page, "version"))
    assert confirmed.headers["location"] == SHEMBULL
    assert TITLE in words(training.client().get(SHEMBULL).text)
    with training.database.reading() as session:
        entry = history.entries(session, limit=1)[0]
        assert entry.row.verb == "contract.correct"
        assert entry.reason == "Titulli u shkrua gabim."
        assert entry.row.approver is not None
        assert list(verification.verify(session)) == []


def test_nobody_confirms_their_own_or_what_changed_under_their_eyes(training: Site) -> None:
    asked(training)
    reviewer = training.client(REVIEWER)
    read = hidden(reviewer.get(CHANGE), "version")
    own = training.form(training.client(EDITOR), CHANGE, post_to=f"{CHANGE}/konfirmimi", version=read)
    assert own.status_code == 403
    stale = training.form(reviewer, CHANGE, post_to=f"{CHANGE}/konfirmimi", version="x")
    assert stale.status_code == 409
    assert asked(training, title="Një tjetër").status_code == 422  # one waits already
    with training.database.writing() as session:
        of = contract_at_work(session, training.viewer(session, EDITOR), "shembull-2023")
        assert of.title != TITLE
        of.source = "diçka tjetër"
        session.add(of)
    assert training.form(reviewer, CHANGE, post_to=f"{CHANGE}/konfirmimi", version=read).status_code == 409


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"reason": ""}, "Shkruani pse ndryshon."),
        ({"term_from": "2028"}, "Mandati mbaron para se të fillojë."),
        ({"title": ""}, "Plotësojeni këtë fushë."),
    ],
)
def test_a_bad_mend_is_told_at_its_field(training: Site, fields: dict[str, str], message: str) -> None:
    answer = asked(training, **fields)
    assert answer.status_code == 422
    assert message in words(answer.text)


@pytest.mark.both
def test_it_comes_back_with_a_note_is_sent_again_and_may_be_removed(training: Site) -> None:
    asked(training)
    reviewer, editor = training.client(REVIEWER), training.client(EDITOR)
    training.form(reviewer, CHANGE, post_to=f"{CHANGE}/kthimi", note="Cila faqe?")
    assert "Cila faqe?" in words(editor.get(DETAILS).text)
    assert TITLE in editor.get(DETAILS).text
    assert asked(training, source="kopja, faqja 2").status_code == 303
    elsewhere = training.client(OTHER_BOTH)  # may decide on it, and records for another municipality
    assert (elsewhere.get(CHANGE).status_code, elsewhere.get(f"{CHANGE}/heqja").status_code) == (200, 403)
    colleague = training.client(SECOND_EDITOR)
    assert training.form(colleague, f"{CHANGE}/heqja").status_code == 303
    assert editor.get(CHANGE).status_code == 404
    with training.database.reading() as session:
        of = contract_at_work(session, training.viewer(session, EDITOR), "shembull-2023")
        assert change_of(session, of) is None


@pytest.mark.both
def test_one_that_is_being_prepared_is_mended_and_removed_by_its_editors_alone(training: Site) -> None:
    editor, work = training.client(EDITOR), "/puna/kontratat/ushtrim-2023"
    prepared(training)
    version = hidden(editor.get(f"{work}/te-dhenat"), "version")
    fields = {name: value for name, value in NEW.items() if name != "municipality"}
    mended = training.form(editor, f"{work}/te-dhenat", **{**fields, "title": "E drejta", "version": version})
    assert mended.headers["location"] == f"{work}/drafti"
    assert "E drejta" in words(editor.get(f"{work}/drafti").text)
    stranger = training.client(OTHER_EDITOR)
    for door in ("te-dhenat", "terheqja", "ndryshimi"):
        assert stranger.get(f"{work}/{door}").status_code == 404
    assert "mbështetet tashmë diçka" in training.form(editor, f"{work}/terheqja").text  # the draft that it opened with
    training.form(editor, f"{work}/drafti/hedhja", version=hidden(editor.get(f"{work}/drafti/hedhja"), "version"))
    assert training.form(editor, f"{work}/terheqja").headers["location"] == "/puna/kontratat"
    assert editor.get(f"{work}/drafti").status_code == 404
    assert prepared(training).headers["location"] == f"{work}/drafti"


@pytest.mark.both
def test_a_table_that_waits_for_its_senders_word_keeps_no_contract_that_was_entered_by_mistake(training: Site) -> None:
    """Nobody else could take the table away, and there is no draft any more that it could be written in."""
    editor, colleague, work = training.client(EDITOR), training.client(SECOND_EDITOR), "/puna/kontratat/ushtrim-2023"
    prepared(training)
    rows = [tables.row(level="prioritet", text="Ujë.", scope="e gjithë bashkia")]
    sent = send(training, colleague, "k.csv", tables.file(rows), "takimi", f"{work}/drafti/tabela")
    assert sent.status_code == 303
    training.form(editor, f"{work}/drafti/hedhja", version=hidden(editor.get(f"{work}/drafti/hedhja"), "version"))
    assert training.form(editor, f"{work}/terheqja").headers["location"] == "/puna/kontratat"
    assert colleague.get(sent.headers["location"]).status_code == 404
    with training.database.reading() as session:
        assert session.exec(select(ContractImport)).all() == []


@pytest.mark.both
def test_a_mistaken_empty_contract_is_withdrawn_by_two_and_its_address_says_so(training: Site) -> None:
    with training.database.writing() as session:
        by = training.viewer(session, EDITOR)
        place = contract_at_work(session, by, "shembull-2023").municipality_id
        Contract(slug="shembull-2015", municipality_id=place, organisation_id=by.organisation_id, title="Gabim",
                 term_from=2015, term_until=2019, text_known=False, source="x").record(session, by.actor)  # fmt: skip
    work = "/puna/kontratat/shembull-2015"
    editor, reviewer, reader = training.client(EDITOR), training.client(REVIEWER), training.client()
    assert "Shkruani pse tërhiqet." in training.form(editor, f"{work}/terheqja").text
    training.form(editor, f"{work}/terheqja", reason="Nuk është kontratë.")
    assert reader.get("/kontratat/shembull-2015").status_code == 200
    page = reviewer.get(f"{work}/ndryshimi")
    training.form(reviewer, f"{work}/ndryshimi", post_to=f"{work}/ndryshimi/konfirmimi",
                  version=hidden(page, "version"))  # fmt: skip
    gone = reader.get("/kontratat/shembull-2015")
    assert gone.status_code == 410
    assert "Nuk është kontratë." in words(gone.text)
    assert "Gabim" not in reader.get("/kontratat").text
    assert reader.get("/api/v1/contracts/shembull-2015").status_code == 404
    for at in ("/puna/kontratat", "/puna/kontratat/e-re", "/puna/nenshkrimet"):
        assert "Gabim" not in editor.get(at).text
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []
    again = prepared(training, municipality="shembull", term_from="2015", term_until="2019")
    assert again.headers["location"] == "/puna/kontratat/shembull-2015-2/drafti"


def test_a_withdrawal_is_offered_only_where_it_can_be_done(training: Site) -> None:
    editor, work = training.client(EDITOR), "/puna/kontratat/ushtrim-2023"
    door = f'href="{work}/terheqja"'
    prepared(training)
    page = editor.get(f"{work}/te-dhenat").text  # its draft is there
    assert door not in page
    assert "Kjo kontratë nuk tërhiqet: te ajo mbështetet tashmë diçka" in words(page)
    training.form(editor, f"{work}/drafti/hedhja", version=hidden(editor.get(f"{work}/drafti/hedhja"), "version"))
    page = editor.get(f"{work}/te-dhenat").text
    assert door in page
    assert "nuk tërhiqet" not in words(page)


def test_a_contract_on_which_something_rests_is_not_withdrawn(training: Site) -> None:
    answer = training.form(training.client(EDITOR), "/puna/kontratat/shembull-2023/terheqja", reason="Gabim.")
    assert answer.status_code == 422
    assert "mbështetet tashmë diçka" in words(answer.text)


def test_nothing_is_built_on_a_contract_that_is_taken_away_in_the_same_moment(training: Site) -> None:
    prepared(training)
    with training.database.writing() as session:
        by = training.viewer(session, EDITOR)
        contract = contract_at_work(session, by, "ushtrim-2023")
        session.execute(
            sa.update(Contract).where(col(Contract.id) == contract.id).values(withdrawal="gabim"),
            execution_options={"synchronize_session": False},
        )
        assert contract.withdrawal == ""  # as it was read
        for build in (
            lambda: open_draft(session, by, contract),
            lambda: submit(session, by, contract.id or 0, {}),
            lambda: withdraw(session, by, contract, "gabim"),
        ):
            with pytest.raises(Missing):
                build()


def test_who_has_no_municipality_to_record_for_is_told_why_and_led_on(training: Site) -> None:
    client = training.client(COORDINATOR)
    with training.database.writing() as session:
        by = training.viewer(session, COORDINATOR)
        session.add_all(Coverage(organisation_id=1, municipality_id=one) for one in by.uncovered)
    for path in ("/puna/kontratat", "/puna/kontratat/e-re"):
        page = client.get(path).text
        assert "Një kontratë e regjistron organizata që mbulon bashkinë." in words(page)
        assert 'href="/puna/organizatat"' in main_of(page)
        assert "<select" not in page
    assert 'href="/puna/kontratat/shembull-2023/drafti"' in client.get("/puna/kontratat").text
    assert client.get("/puna/kontratat/shembull-2023/drafti").status_code == 200
