"""Verdicts that came in one file with their contract: kept beside it until it is published, then an earlier round."""

import re

import pytest
from sqlmodel import select

from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts.canonical_text import digest_of
from pop_tracker.contracts.first_year import first_year
from pop_tracker.contracts.models import contract_by_slug
from pop_tracker.monitoring.models import Assessment, Round, RoundState
from pop_tracker.monitoring.round_table import COLUMNS, NOTHING, filled_in
from pop_tracker.monitoring.scale import Status
from pop_tracker.web.files import Upload
from pop_tracker.web.tables import reading
from pop_tracker.web.tables.reading import read_rows
from tests import cast
from tests.conftest import Site
from tests.contracts.table.play import NEW, SOURCE, bring, prepare, row, words

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
        digest = digest_of(draft.text_now(session))
        drafts.publish(session, site.viewer(session, cast.OTHER_REVIEWER), contract, digest)


def test_they_become_a_round_in_review_once_the_contract_is_published(training: Site) -> None:
    prepare(training)
    rows = [
        row(level="prioritet", text="Të rinjtë"),
        row(text="Një qendër rinore.", status="adresuar pjesërisht", status_reason="Projekti nisi.",
            status_source="raporti, faqja 4", **POINT),
        row(text="Një fushë sporti.", **POINT),
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
        assert [(one.ref, str(one.status), one.reason, one.source) for one in said] == [
            ("1.1", "partially_addressed", "Projekti nisi.", "raporti, faqja 4"),
            ("1.2", "not_assessed", "Burimi nuk e thotë.", "raporti"),
            ("2", "not_addressed", "Burimi nuk jep arsye.", SOURCE),
        ]
        assert first_year(session, contract.id) == {}, "the round says it now"
    assert training.form(client, IMPORT, kept="y", **{**ROUND, "number": "7", "period_from": "10.2032",
                                                      "period_until": "11.2032"}).status_code == 422  # fmt: skip


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_example_of_a_rounds_table_is_read_as_one(training: Site, ending: str) -> None:
    out = training.client(cast.EDITOR).get(f"{IMPORT}/shembull.{ending}").content
    read, faults = read_rows(reading.read(Upload(f"a.{ending}", "", out), COLUMNS, NOTHING).rows, COLUMNS)
    assert not faults
    told = [(one.said["ref"], one.said["unit"], one.said["status"]) for one in filled_in(read)]
    assert told == [
        ("1.1", "", Status.PARTIALLY_ADDRESSED), ("1.2", "Shembull", Status.FULLY_ADDRESSED),
        ("1.2", "Njësia Lindore", Status.NOT_ADDRESSED),
    ]  # fmt: skip
