"""Who watches and who stands."""

from datetime import timedelta

import pytest
from sqlmodel import select

from pop_tracker.accounts.models import ANYONE
from pop_tracker.contracts.models import contract_by_slug
from pop_tracker.elections.offices import Office
from pop_tracker.pledges.invitations import Invitation, invite
from pop_tracker.pledges.models import Answer
from pop_tracker.web.i18n import today
from tests.cast import EDITOR
from tests.conftest import Site
from tests.pages import words


def test_twelve_organisations_with_their_municipalities(real: Site) -> None:
    html = real.client().get("/organizatat").text
    assert "12 organizata të shoqërisë civile" in words(html)
    korce = words(html.split('id="gruaja-ne-zhvillim-korce"')[1].split("</li>")[0])
    assert "Ndjek: Korçë" in korce
    assert "Kontrata Sociale 2023–2027, Bashkia Korçë" in korce


def row_of(html: str, name: str) -> str:
    return words(next(row for row in html.split("<li>") if name in row))


def test_a_candidates_answer_stands_beside_the_name(real: Site) -> None:
    html = real.client().get("/kandidatet").text
    assert "Nënshkroi , si kryetar bashkie, para 14 majit 2023" in row_of(html, "Sotiraq Filo")
    assert "Nënshkroi , si kandidat, prill 2023" in row_of(html, "Benet Beci")


def test_an_unknown_answer_is_not_a_no(real: Site, training: Site) -> None:
    html = real.client().get("/kandidatet").text
    assert "përgjigje e panjohur" in row_of(html, "Brunilda Mersini")
    assert "kontrata nuk është këtu" in row_of(html, "Igli Cara")


def test_declining_is_shown_as_declining(training: Site) -> None:
    html = training.client().get("/kandidatet").text
    assert "Nuk pranoi të nënshkruajë" in row_of(html, "Çlirim Votuesi")
    assert "Nënshkroi me rezervë" in row_of(html, "Blerta Garuese")


def ask_mayor(site: Site) -> None:
    """Agim Kandidati answered as a candidate; now he is asked as mayor too."""
    with site.database.writing() as session:
        contract = contract_by_slug(session, "shembull-2023")
        office = session.exec(select(Office.id).where(Office.name == "Agim Kandidati")).one()
        assert contract is not None
        until = today() + timedelta(days=9)
        invite(session, site.viewer(session, EDITOR), contract, f"office-{office}", "zyra@shembull.example", until)


@pytest.mark.both
def test_who_was_asked_stands_there_until_they_answer(training: Site) -> None:
    client = training.client()
    with training.count_queries() as before:
        assert "u ftua" not in client.get("/kandidatet").text
    ask_mayor(training)
    with training.count_queries() as after:
        row = row_of(client.get("/kandidatet").text, "Agim Kandidati")
    assert len(after) == len(before)
    assert "Nënshkroi , si kandidat, 4 maj 2023" in row
    assert "u ftua si kryetar bashkie më" in row
    assert "ende pa përgjigje" in row
    assert "no answer yet" in client.get("/en/kandidatet").text
    with training.database.writing() as session:
        invitation = session.exec(select(Invitation)).one()
        invitation.answer(session, ANYONE, Answer.DECLINED, "", "Agim Kandidati")
    row = row_of(client.get("/kandidatet").text, "Agim Kandidati")
    assert "u ftua" not in row
    assert "Nuk pranoi të nënshkruajë , si kryetar bashkie" in row


def test_an_invitation_taken_back_is_not_said(training: Site) -> None:
    ask_mayor(training)
    with training.database.writing() as session:
        session.exec(select(Invitation)).one().revoke(session, training.viewer(session, EDITOR))
    assert "u ftua" not in training.client().get("/kandidatet").text
