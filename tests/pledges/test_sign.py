"""Answering through the personal link."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from pop_tracker import history
from pop_tracker.accounts.models import ANYONE
from pop_tracker.contracts.editions import Edition, EditionState, newest_edition
from pop_tracker.elections.offices import Office
from pop_tracker.pledges.answers import answer as give_answer
from pop_tracker.pledges.invitations import Invitation
from pop_tracker.pledges.models import ONLINE, Answer, Capacity, SignatureRow, signatures
from pop_tracker.web.errors import Forbidden
from pop_tracker.web.i18n import words as words_of
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, REVIEWER
from tests.conftest import Site
from tests.contracts.play import contract
from tests.pages import main_of, words
from tests.pledges.play import invited, rows

NAME = "Blerta Garuese"


def answers(site: Site) -> list[SignatureRow]:
    """The answers that anyone sees and that came through a link."""
    with site.database.reading() as session:
        return [one for one in signatures(session, viewer=ANYONE) if one.source == ONLINE]


@pytest.fixture
def link(training: Site) -> str:
    return f"/nenshkrim/{invited(training)}"


def test_opening_shows_the_whole_frozen_text_and_uses_nothing_up(training: Site, link: str) -> None:
    with training.database.reading() as session:
        edition = newest_edition(session, contract(session).id or 0)
        assert edition is not None
    for _ in range(3):
        page = training.client().get(link)
        assert page.status_code == 200
        assert "no-store" in page.headers["cache-control"]
    assert edition.digest in page.text
    assert "Ngritja e Këshillit Vendor Rinor" in page.text
    assert "angazhim moral" in page.text
    assert "si kandidat" in page.text
    assert answers(training) == []


def test_the_frame_is_quiet_and_the_answer_is_one_press_away(training: Site, link: str) -> None:
    """Nothing leads away from it; whom to ask, until when and how much there is to read stand first."""
    html = training.client().get(link).text
    assert "<nav" not in html
    assert 'href="/zotimet"' not in html
    assert 'href="/hyrje"' not in html
    said = words(main_of(html))
    assert "Ju fton Organizata Shembullore" in said.partition("Teksti: botimi 1")[0]
    assert "10 zotime, rreth 1 minutë lexim" in said.partition("Teksti: botimi 1")[0]
    assert html.index('href="#pergjigjja"') < html.index("Arsimi dhe të rinjtë") < html.index('id="pergjigjja"')


def test_what_becomes_public_stands_before_the_button_and_no_answer_is_louder(training: Site, link: str) -> None:
    html = main_of(training.client().get(link).text)
    answers_in_order = [html.index(f'value="{answer}"') for answer in Answer]
    button, public = html.index("Jepni përgjigjen"), html.index("Përgjigjja bëhet publike menjëherë")
    assert max(answers_in_order) < public < html.index("përgjigjja nuk ndryshohet nga këtu") < button
    items = re.findall(r'<div class="(govuk-radios__item[^"]*)">', html)
    assert len(items) == len(Answer)
    assert len(set(items)) == 1


def test_the_code_of_the_text_is_folded(training: Site, link: str) -> None:
    html = main_of(training.client().get(link).text)
    before = html.partition('class="digest"')[0]
    assert before.count("<details") - before.count("</details>") == 1


def test_what_was_answered_is_shown_as_the_public_page_shows_it(training: Site, link: str) -> None:
    client = training.client()
    training.form(client, link, answer="signed_with_reservation", reservation="Pikën 2.3 e shoh ndryshe.", name=NAME)
    closed = client.get(link).text
    one = re.compile(r'<li class="answer".*?</li>', re.DOTALL)
    (shown,) = one.findall(main_of(closed))
    assert NAME in shown
    assert "Pikën 2.3 e shoh ndryshe." in shown
    assert shown in one.findall(client.get("/kontratat/shembull-2023").text)
    assert "<nav" not in closed


@pytest.mark.both
def test_signing_is_public_at_once_with_capacity_date_and_edition(training: Site, link: str) -> None:
    answer = training.form(training.client(), link, answer="signed", name="  blerta   GARUESE ")
    assert (answer.status_code, answer.headers["location"]) == (303, link)
    (row,) = answers(training)
    assert (row.name, row.answer, row.capacity, row.edition) == (NAME, Answer.SIGNED, Capacity.CANDIDATE, 1)
    with training.database.reading() as session:
        entry = history.entries(session, limit=1)[0]
        assert entry.row.verb == "signature.record"
        # The signer has no account; the record says who asked them.
        editor = training.viewer(session, EDITOR)
        assert (entry.row.organisation, entry.row.author) == ("organizata-a", editor.person_id)
        assert entry.row.approver is None
        assert list(history.verify(session)) == []
    assert NAME in training.client().get("/kontratat/shembull-2023").text


def test_the_source_of_answers_given_earlier_is_read_in_english_too() -> None:
    before = "Përgjigje e dhënë vetë, në këtë faqe, me lidhje personale"
    assert words_of("en").gettext(before) == "Answer given on this site, by personal link"


@pytest.mark.parametrize("who", [EDITOR, OTHER_EDITOR, REVIEWER, COORDINATOR])
def test_nobody_who_is_signed_in_answers_for_the_invited(training: Site, link: str, who: str) -> None:
    client = training.client(who)
    page = client.get(link)
    assert page.status_code == 200
    assert "dilni së pari" in page.text
    assert 'name="answer"' not in page.text
    answer = training.form(client, link, answer="signed", name=NAME)
    assert answer.status_code == 403
    assert "Përgjigjen e jep vetë personi i ftuar" in answer.text
    assert "must come from the invited person" in training.form(client, f"/en{link}", answer="signed", name=NAME).text
    with training.database.writing() as session:
        invitation, viewer = session.get_one(Invitation, rows(training)[0].id), training.viewer(session, who)
        with pytest.raises(Forbidden):
            give_answer(session, viewer, invitation, Answer.SIGNED, "", NAME)
    assert answers(training) == []
    assert training.form(training.client(), link, answer="signed", name=NAME).status_code == 303


def test_the_link_dies_with_the_answer(training: Site, link: str) -> None:
    client = training.client()
    training.form(client, link, answer="signed", name=NAME)
    after = client.get(link)
    assert after.status_code == 410
    assert "Përgjigjja juaj u regjistrua" in after.text
    again = client.post(link, data={"_csrf_token": client.cookies["pop_csrf"], "answer": "declined", "name": NAME})
    assert again.status_code == 410
    assert [row.answer for row in answers(training)] == [Answer.SIGNED]


def test_a_reservation_needs_words_and_keeps_them(training: Site, link: str) -> None:
    client = training.client()
    empty = training.form(client, link, answer="signed_with_reservation", name=NAME)
    assert empty.status_code == 422
    assert "rezervën që keni" in empty.text
    assert answers(training) == []
    said = "Pikën 2.3 e shoh ndryshe."
    assert training.form(client, link, answer="signed_with_reservation", reservation=said, name=NAME).status_code == 303
    assert answers(training)[0].reservation == said


def test_declining_needs_no_reason_and_says_only_its_own_words(training: Site, link: str) -> None:
    sent = training.form(training.client(), link, answer="declined", reservation="nga kutia tjetër", name=NAME)
    assert sent.status_code == 303
    (row,) = answers(training)
    assert (row.answer, row.reservation) == (Answer.DECLINED, "")


BAD = [
    ({"answer": "", "name": NAME}, "Plotësojeni këtë fushë."),
    ({"answer": "ndoshta", "name": NAME}, "Zgjidhni një nga mundësitë"),
    ({"answer": "signed", "name": ""}, "Plotësojeni këtë fushë."),
    ({"answer": "signed", "name": "Dikush Tjetër"}, "Shkruani emrin siç është në ftesë"),
    ({"answer": "signed_with_reservation", "reservation": "x" * 4001, "name": NAME}, "Teksti është tepër i gjatë"),
    ({"answer": "signed_with_reservation", "reservation": "a\x00b", "name": NAME}, "nuk lexohen"),
]


def test_bad_input_uses_nothing_up(training: Site, link: str) -> None:
    client = training.client()
    for fields, told in BAD:
        answer = training.form(client, link, **fields)
        assert answer.status_code == 422, told
        assert told in answer.text, told
        assert answers(training) == []
    assert training.form(client, link, answer="signed", name=NAME).status_code == 303


def test_an_expired_link_says_so(training: Site, link: str) -> None:
    with training.database.writing() as session:
        invitation = session.get_one(Invitation, rows(training)[0].id)
        invitation.expires_at = datetime.now(UTC) - timedelta(minutes=1)
        session.add(invitation)
    page = training.client().get(link)
    assert page.status_code == 410
    assert "Afati i kësaj ftese ka kaluar" in page.text


def test_a_newer_edition_is_said_but_the_one_invited_for_is_signed(training: Site, link: str) -> None:
    with training.database.writing() as session:
        session.add(
            Edition(contract_id=contract(session).id or 0, number=2, state=EditionState.PUBLISHED,
                    canonical_text="i dyti", digest="2" * 64, published_at=datetime.now(UTC))
        )  # fmt: skip
    page = training.client().get(link)
    assert "Ka një botim më të ri" in page.text
    assert training.form(training.client(), link, answer="signed", name=NAME).status_code == 303
    assert answers(training)[0].edition == 1


def test_links_that_do_not_exist_are_limited_and_others_are_not_locked_out(training: Site, link: str) -> None:
    client = training.client()
    assert client.get("/nenshkrim/nuk-ekziston").status_code == 404
    for _ in range(19):
        client.get("/nenshkrim/nuk-ekziston")
    limited = client.get("/nenshkrim/nuk-ekziston")
    assert limited.status_code == 429
    assert "retry-after" in limited.headers
    assert client.get(link).status_code == 200


def test_it_reads_in_english_too(training: Site, link: str) -> None:
    page = training.client().get(f"/en{link}")
    assert page.status_code == 200
    assert 'lang="en"' in page.text
    assert "moral commitment" in page.text


def test_a_successor_may_endorse(training: Site) -> None:
    """A second mayor's signature stands beside the first one's."""
    with training.database.reading() as session:
        office = session.exec(select(Office).where(Office.name == "Agim Kandidati")).one()
    link = f"/nenshkrim/{invited(training, f'office-{office.id}')}"
    training.form(training.client(), link, answer="signed", name="Agim Kandidati")
    with training.database.reading() as session:
        found = signatures(session, [contract(session).id or 0])
        both = [one.capacity for one in found if one.name == "Agim Kandidati"]
    assert sorted(both) == [Capacity.CANDIDATE, Capacity.MAYOR]
