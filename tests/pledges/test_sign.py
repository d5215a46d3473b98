"""Answering through the personal link: read, answer, check, the code, the receipt."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from pop_tracker import history, verification
from pop_tracker.accounts.log import LogEntry
from pop_tracker.contracts.editions import Edition, EditionState, newest_edition
from pop_tracker.elections.models import Candidate
from pop_tracker.elections.offices import Office
from pop_tracker.pledges.answers import Act, Given, give
from pop_tracker.pledges.in_force import SignatureRow, in_force, signatures
from pop_tracker.pledges.invitations import Invitation
from pop_tracker.pledges.models import ONLINE, Signature
from pop_tracker.pledges.vocabulary import Answer, Capacity
from pop_tracker.web.errors import Forbidden
from pop_tracker.web.i18n import today
from pop_tracker.web.i18n import words as words_of
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, REVIEWER
from tests.conftest import Site
from tests.contracts.play import contract
from tests.pages import main_of, words
from tests.pledges.answering import answered, carried, code_sent, codes, reservation, stated, step
from tests.pledges.play import ADDRESS, INVITATIONS, claims, invited, invited_again, rows

NAME = "Blerta Garuese"
ROW = re.compile(r'<li class="answer".*?</li>', re.DOTALL)


def answers(site: Site) -> list[SignatureRow]:
    """The answers that anyone sees and that came through a link."""
    with site.database.reading() as session:
        return [one for one in signatures(session) if one.source == ONLINE]


def noted(site: Site, *events: str) -> list[LogEntry]:
    with site.database.reading() as session:
        return list(
            session.exec(select(LogEntry).where(col(LogEntry.event).in_(events)).order_by(col(LogEntry.number)))
        )


def head(site: Site) -> int:
    with site.database.reading() as session:
        return history.head(session).number


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
        assert training.client().get(f"{link}/pergjigjja").status_code == 200
    assert edition.digest in page.text
    assert "Ngritja e Këshillit Vendor Rinor" in page.text
    assert "angazhim moral" in page.text
    assert "si kandidat" in page.text
    assert answers(training) == []


def test_the_frame_is_quiet_and_the_answer_is_one_press_away(training: Site, link: str) -> None:
    """Nothing leads away from it; whom to ask, until when and how much there is to read stand first."""
    for path in (link, f"{link}/pergjigjja"):
        html = training.client().get(path).text
        assert "<nav" not in html
        assert 'href="/zotimet"' not in html
        assert 'href="/hyrje"' not in html
    html = training.client().get(link).text
    said = words(main_of(html))
    assert "Ju fton Organizata Shembullore" in said.partition("Teksti: botimi 1")[0]
    assert "10 zotime, rreth 1 minutë lexim" in said.partition("Teksti: botimi 1")[0]
    first, last = html.index(f'href="{link}/pergjigjja"'), html.rindex(f'href="{link}/pergjigjja"')
    assert first < html.index("Arsimi dhe të rinjtë") < last


def test_what_they_must_type_stands_on_no_page_before_they_typed_it(training: Site, link: str) -> None:
    client = training.client()
    refused = stated(training, link, client, answer="signed", name="Dikush Tjetër")
    assert refused.status_code == 422
    assert "Emri nuk është ai i personit të ftuar" in refused.text
    for page in (client.get(link), client.get(f"{link}/pergjigjja"), refused):
        assert NAME not in page.text
        assert "Garuese" not in page.text
    assert [entry.said["why"] for entry in noted(training, "answer_refused")] == ["name"]
    assert codes(training) == []


def test_what_becomes_public_stands_before_the_button_and_no_answer_is_louder(training: Site, link: str) -> None:
    html = main_of(training.client().get(f"{link}/pergjigjja").text)
    in_order = [html.index(f'value="{answer}"') for answer in Answer]
    assert max(in_order) < html.index("124/2024") < html.index("Vazhdoni dhe kontrolloni")
    items = re.findall(r'<div class="(govuk-radios__item[^"]*)">', html)
    assert len(items) == len(Answer)
    assert len(set(items)) == 1


@pytest.mark.both
def test_signing_is_public_with_capacity_date_and_edition_and_gives_a_receipt(training: Site, link: str) -> None:
    client = training.client()
    answer = answered(training, link, client, answer="signed", name="  blerta   GARUESE ")
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
        assert list(verification.verify(session)) == []
    assert NAME in client.get("/kontratat/shembull-2023").text
    thanks = client.get(link)
    assert thanks.status_code == 200
    assert "Përgjigjja juaj është publike" in thanks.text
    assert f"ndryshimi nr. {entry.row.number}" in thanks.text
    assert "<svg" in main_of(thanks.text)
    assert [one.event for one in noted(training, "code_sent", "code_wrong", "answer_given")] == [
        "code_sent", "answer_given",
    ]  # fmt: skip


def test_the_check_page_shows_it_as_the_public_page_will(training: Site, link: str) -> None:
    client = training.client()
    said = {
        **reservation(training, r2_3="Pikën e shoh <b>ndryshe</b>."),
        "statement": "Faleminderit & mirë.",
        "name": NAME,
    }
    form = client.get(f"{link}/pergjigjja")
    newest = re.search(r'name="newest" value="(\d+)"', form.text)
    assert newest
    checked = step(client, f"{link}/pergjigjja", newest=newest[1], **said)
    (shown,) = ROW.findall(main_of(checked.text))
    assert "&lt;b&gt;ndryshe" in shown
    assert answers(training) == []
    assert codes(training) == []  # and no code goes before they have looked
    assert answered(training, link, client, **said).status_code == 303
    public = re.sub(r' id="nenshkrimi-\d+"', "", client.get("/kontratat/shembull-2023").text)
    assert re.sub(r' id="nenshkrimi-\d+"', "", shown) in ROW.findall(public)
    (row,) = answers(training)
    assert [(one.ref, one.words) for one in row.reservations] == [("2.3", "Pikën e shoh <b>ndryshe</b>.")]
    assert [one.words for one in row.statements] == ["Faleminderit & mirë."]


def test_nothing_typed_is_lost_on_the_way_back(training: Site, link: str) -> None:
    client = training.client()
    said = {**reservation(training, r2_3="Ndryshe.", r1_2="Po, por."), "statement": "Fjalë të miat", "name": NAME}
    asked = stated(training, link, client, **said)
    kept = carried(asked, link)
    back = step(client, f"{link}/pergjigjja", kthehuni="po", **kept)
    assert back.status_code == 200
    for words_typed in ("Ndryshe.", "Po, por.", "Fjalë të miat"):
        assert words_typed in back.text
    assert back.text.count(" checked") == 3
    assert "error-summary" not in back.text


@pytest.mark.both
@pytest.mark.parametrize("who", [EDITOR, OTHER_EDITOR, REVIEWER, COORDINATOR])
def test_nobody_who_is_signed_in_answers_for_the_invited(training: Site, link: str, who: str) -> None:
    client = training.client(who)
    page = client.get(f"{link}/pergjigjja")
    assert page.status_code == 200
    assert "dilni së pari" in page.text
    assert 'name="answer"' not in page.text
    before = head(training)
    for path in (f"{link}/pergjigjja", f"{link}/kodi", link):
        answer = step(client, path, answer="signed", name=NAME, newest="1", code="123456")
        assert answer.status_code == 403
        assert "Përgjigjen e jep vetë personi i ftuar" in answer.text
    assert "must come from the invited person" in step(client, f"/en{link}/pergjigjja", answer="signed").text
    with training.database.writing() as session:
        invitation, viewer = session.get_one(Invitation, rows(training)[0].id), training.viewer(session, who)
        with pytest.raises(Forbidden):
            give(session, viewer, invitation, Given(Act.SIGN, NAME, newest=1))
    assert answers(training) == []
    assert (head(training), codes(training)) == (before, [])
    with training.database.reading() as session:
        person = training.viewer(session, who).person_id
    assert {entry.author for entry in noted(training, "answer_refused")} == {person}
    assert answered(training, link, answer="signed", name=NAME).status_code == 303


@pytest.mark.both
def test_the_link_answers_once(training: Site, link: str) -> None:
    """A replay and a second tab change nothing."""
    client, tab = training.client(), training.client()
    second = stated(training, link, tab, answer="declined", name=NAME)
    first = stated(training, link, client, answer="signed", name=NAME)
    kept = {**carried(first, link), "code": code_sent(training)}
    assert step(client, link, **kept).status_code == 303
    before = head(training)
    for other, fields in ((client, kept), (tab, {**carried(second, link), "code": kept["code"]})):
        again = step(other, link, **fields)
        assert again.status_code == 409
        assert "Ndërkohë është dhënë një përgjigje tjetër." in again.text
        assert "Përgjigjja juaj është publike" in again.text
    assert [row.answer for row in answers(training)] == [Answer.SIGNED]
    assert head(training) == before


@pytest.mark.both
def test_two_tabs_that_send_the_code_in_the_same_moment_give_one_answer(training: Site, link: str) -> None:
    tabs = [training.client() for _ in range(4)]
    asked = [stated(training, link, tab, answer="signed", name=NAME) for tab in tabs]
    code = code_sent(training)

    def send(at: int) -> int:
        return step(tabs[at], link, **carried(asked[at], link), code=code).status_code

    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(send, range(4)))
    assert told[0] == 303
    assert set(told[1:]) <= {409, 422, 503}
    assert [row.answer for row in answers(training)] == [Answer.SIGNED]


@pytest.mark.both
def test_an_address_withdrawn_between_code_and_answer_ends_it(training: Site, link: str) -> None:
    client = training.client()
    asked = stated(training, link, client, answer="signed", name=NAME)
    code, door = code_sent(training), f"{INVITATIONS}/adresat/{claims(training)[0].id}/terheqja"
    assert training.form(training.client(EDITOR), door, note="E ka mbyllur.").status_code == 303
    before = head(training)
    assert step(client, link, **carried(asked, link), code=code).status_code == 410
    assert (answers(training), head(training)) == ([], before)


@pytest.mark.both
def test_a_stolen_or_forwarded_link_signs_nothing_without_the_mailbox(training: Site, link: str) -> None:
    """Whoever holds it and knows the name gets as far as the code, and no further; each try is in the log."""
    before = head(training)
    thief = training.client()
    asked = stated(training, link, thief, answer="signed", name=NAME)
    assert "e•••@lista.example" in asked.text
    assert ADDRESS not in asked.text
    right = code_sent(training)
    kept = carried(asked, link)
    guesses = [f"{(int(right) + plus) % 10**6:06d}" for plus in range(1, 7)]
    told = [step(thief, link, **kept, code=guess) for guess in guesses]
    assert [one.status_code for one in told] == [422] * 6
    assert "Mund të provoni edhe 4 herë" in told[0].text
    assert "nuk vlen më" in told[4].text
    assert step(thief, link, **kept, code=right).status_code == 422  # dead by now, also for the right one
    for _ in range(5):
        last = step(thief, f"{link}/kodi", **kept)
    assert last.status_code == 429
    assert (answers(training), head(training)) == ([], before)
    assert len(noted(training, "code_wrong")) == 5
    assert len(noted(training, "code_worn_out")) == len(noted(training, "codes_refused")) == 1
    assert len(codes(training)) == 5
    assert all("mos ia jepni askujt" in text for text in codes(training))


def test_a_code_asked_for_one_answer_gives_no_other(training: Site, link: str) -> None:
    client = training.client()
    asked = stated(training, link, client, answer="declined", name=NAME)
    kept = {**carried(asked, link), "answer": "signed", "code": code_sent(training)}
    assert step(client, link, **kept).status_code == 422
    assert answers(training) == []


def test_a_person_a_capacity_or_an_address_in_the_form_has_no_effect(training: Site, link: str) -> None:
    client = training.client()
    planted = {
        "candidate_id": "1", "office_id": "1", "capacity": "mayor", "edition": "9", "email": "tjeter@tjeter.example",
        "to": "tjeter@tjeter.example", "invitation_id": "1", "signed_on": "01.01.2020", "person": "x",
    }  # fmt: skip
    asked = stated(training, link, client, answer="signed", name=NAME, **planted)
    kept = carried(asked, link)
    step(client, f"{link}/kodi", **kept, **planted)
    assert codes(training, "tjeter@tjeter.example") == []
    assert step(client, link, **kept, **planted, code=code_sent(training)).status_code == 303
    (row,) = answers(training)
    assert (row.name, row.capacity, row.edition) == (NAME, Capacity.CANDIDATE, 1)


def test_another_persons_code_is_no_good(training: Site, link: str) -> None:
    with training.database.reading() as session:
        office = session.exec(select(Office).where(Office.name == "Agim Kandidati")).one()
    other = f"/nenshkrim/{invited(training, f'office-{office.id}', address='tjeter@lista.example')}"
    mine = stated(training, link, training.client(), answer="signed", name=NAME)
    stated(training, other, training.client(), answer="signed", name="Agim Kandidati")
    theirs = code_sent(training, "tjeter@lista.example")
    if theirs != code_sent(training):
        assert step(training.client(), link, **carried(mine, link), code=theirs).status_code == 422
    assert answers(training) == []


def test_a_reservation_names_commitments_and_needs_words_for_each(training: Site, link: str) -> None:
    client = training.client()
    none = stated(training, link, client, answer="signed_with_reservation", name=NAME)
    assert none.status_code == 422
    assert "Zgjidhni të paktën një zotim" in none.text
    empty = stated(training, link, client, **reservation(training, r2_3=""), name=NAME)
    assert empty.status_code == 422
    assert "Shkruani rezervën që keni për zotimin 2.3." in empty.text
    strange = {**reservation(training, r2_3="x"), "commitments": ["999999"]}
    assert stated(training, link, client, **strange, name=NAME).status_code == 422
    assert answers(training) == []


def test_what_stands_in_a_box_that_the_answer_does_not_open_is_not_said(training: Site, link: str) -> None:
    said = {**reservation(training, r2_3="nga kutia tjetër"), "answer": "declined"}
    assert answered(training, link, **said, name=NAME).status_code == 303
    (row,) = answers(training)
    assert (row.answer, row.said) == (Answer.DECLINED, ())


BAD = [
    ({"answer": "", "name": NAME}, "Plotësojeni këtë fushë."),
    ({"answer": "ndoshta", "name": NAME}, "Zgjidhni një nga mundësitë"),
    ({"answer": "withdrawn", "name": NAME}, "Zgjidhni një nga mundësitë"),
    ({"answer": "signed", "name": ""}, "Plotësojeni këtë fushë."),
    ({"answer": "signed", "name": "x" * 161}, "Teksti është tepër i gjatë"),
    ({"answer": "signed", "statement": "x" * 4001, "name": NAME}, "Teksti është tepër i gjatë"),
    ({"answer": "signed", "statement": "a\x00b", "name": NAME}, "nuk lexohen"),
]


def test_bad_input_uses_nothing_up_and_is_kept(training: Site, link: str) -> None:
    client = training.client()
    before = head(training)
    for fields, told in BAD:
        for at in (f"{link}/pergjigjja", f"{link}/kodi", link):
            answer = step(client, at, newest="1", **{"statement": "fjalët e mia", **fields})
            assert answer.status_code == 422, told
            assert told in answer.text, told
        assert answers(training) == []
    long = {**reservation(training, r2_3="x" * 1001), "name": NAME}
    assert "Teksti është tepër i gjatë" in stated(training, link, client, **long).text
    assert (head(training), codes(training)) == (before, [])
    assert answered(training, link, client, answer="signed", name=NAME).status_code == 303


def test_an_expired_link_says_so(training: Site, link: str) -> None:
    asked = stated(training, link, training.client(), answer="signed", name=NAME)
    with training.database.writing() as session:
        invitation = session.get_one(Invitation, rows(training)[0].id)
        invitation.expires_at = datetime.now(UTC) - timedelta(minutes=1)
        session.add(invitation)
    for page in (
        training.client().get(link),
        training.client().get(f"{link}/pergjigjja"),
        step(training.client(), link, **carried(asked, link), code=code_sent(training)),
    ):
        assert page.status_code == 410
        assert "Afati i kësaj ftese ka kaluar" in page.text
    assert answers(training) == []


def add_edition(site: Site) -> None:
    with site.database.writing() as session:
        session.add(
            Edition(contract_id=contract(session).id or 0, number=2, state=EditionState.PUBLISHED,
                    canonical_text="i dyti", digest="2" * 64, published_at=datetime.now(UTC), reason="U shtua diçka.")
        )  # fmt: skip


def test_a_newer_edition_is_said_with_the_difference_before_answering(training: Site, link: str) -> None:
    client = training.client()
    asked = stated(training, link, client, answer="signed", name=NAME)
    add_edition(training)
    late = step(client, link, **carried(asked, link), code=code_sent(training))
    assert late.status_code == 409
    assert "Ndërkohë u botua një botim më i ri" in late.text
    assert answers(training) == []
    for page in (late, client.get(link), client.get(f"{link}/pergjigjja")):
        assert "Çfarë ndryshoi në botimin 2" in page.text
    assert answered(training, link, client, answer="signed", name=NAME).status_code == 303
    assert answers(training)[0].edition == 1


def test_links_that_do_not_exist_are_limited_and_others_are_not_locked_out(training: Site, link: str) -> None:
    client = training.client()
    assert client.get("/nenshkrim/nuk-ekziston").status_code == 404
    for at in ("/pergjigjja", "/kodi", ""):
        assert step(client, f"/nenshkrim/nuk-ekziston{at}").status_code == 404
    for _ in range(16):
        client.get("/nenshkrim/nuk-ekziston/pergjigjja")
    limited = client.get("/nenshkrim/nuk-ekziston")
    assert limited.status_code == 429
    assert "retry-after" in limited.headers
    assert client.get(link).status_code == 200


def test_it_reads_in_english_too(training: Site, link: str) -> None:
    page = training.client().get(f"/en{link}")
    assert page.status_code == 200
    assert 'lang="en"' in page.text
    assert "moral commitment" in page.text
    asked = stated(training, f"/en{link}", answer="declined", name=NAME)
    assert "I do not sign" in asked.text
    assert "Your code: " in codes(training)[-1]


def test_the_source_of_answers_given_earlier_is_read_in_english_too() -> None:
    before = "Përgjigje e dhënë vetë, në këtë faqe, me lidhje personale"
    assert words_of("en").gettext(before) == "Answer given on this site, by personal link"


@pytest.mark.both
def test_a_person_declines_with_a_statement_and_signs_later_and_one_answer_is_in_force(
    training: Site, link: str
) -> None:
    client = training.client()
    assert answered(training, link, client, answer="declined", statement="Jo tani.", name=NAME).status_code == 303
    assert "Nuk pranoi të nënshkruajë" in client.get(link).text
    form = client.get(f"{link}/pergjigjja").text
    assert 'value="declined"' not in form
    assert 'value="withdrawn"' not in form
    assert answered(training, link, client, answer="signed", name=NAME).status_code == 303
    with training.database.reading() as session:
        (row,) = [one for one in in_force(session, [contract(session).id or 0]) if one.source == ONLINE]
        assert row.answer is Answer.SIGNED
        # The last of them came with the first tables.
        assert [one.answer for one in row.earlier] == [Answer.DECLINED, Answer.SIGNED_WITH_RESERVATION]
        assert list(verification.verify(session)) == []
        first, later = session.exec(select(Signature).where(Signature.source == ONLINE).order_by(col(Signature.id)))
        assert (first.invitation_id is not None, later.invitation_id, later.after_id) == (True, None, first.id)
    page = client.get("/kontratat/shembull-2023").text
    (shown,) = [one for one in ROW.findall(page) if "Jo tani." in one]
    assert 'answer-mark--signed"' in shown
    assert "Përgjigje tjetër, jo në fuqi: nuk pranoi të nënshkruajë" in words(shown)
    assert "answer-mark--declined" not in shown


@pytest.mark.both
def test_a_signature_is_taken_back_and_reads_so_everywhere(training: Site, link: str) -> None:
    client = training.client()
    answered(training, link, client, answer="signed", name=NAME)
    signed_by = client.get("/kontratat").text
    assert answered(training, link, client, answer="statement", statement="Edhe kjo.", name=NAME).status_code == 303
    assert answered(training, link, client, answer="withdrawn", statement="U pendova.", name=NAME).status_code == 303
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []
        verbs = [entry.row.verb for entry in history.entries(session, limit=3)]
    assert verbs == ["signature.withdraw", "signature.state", "signature.record"]
    page = client.get("/kontratat/shembull-2023").text
    (shown,) = [one for one in ROW.findall(page) if "U pendova." in one]
    assert "E tërhoqi nënshkrimin" in shown
    assert "Edhe kjo." in shown
    assert 'answer-mark--signed"' not in shown
    assert client.get("/kontratat").text != signed_by
    assert "e tërhoqi nënshkrimin" in words(main_of(client.get("/kandidatet").text)).lower()
    assert 'value="withdrawn"' not in client.get(f"{link}/pergjigjja").text
    assert answered(training, link, client, answer="signed", name=NAME).status_code == 303


def test_what_is_added_later_needs_its_words_and_a_code_of_its_own(training: Site, link: str) -> None:
    client = training.client()
    answered(training, link, client, answer="signed", name=NAME)
    used = code_sent(training)
    empty = stated(training, link, client, answer="statement", name=NAME)
    assert empty.status_code == 422
    assert "Shkruani deklaratën." in empty.text
    asked = stated(training, link, client, answer="withdrawn", name=NAME)
    if code_sent(training) != used:
        assert step(client, link, **carried(asked, link), code=used).status_code == 422
    assert answers(training)[0].withdrawn_at is None


def test_of_two_invitations_of_one_person_the_newest_answer_is_in_force(training: Site, link: str) -> None:
    answered(training, link, answer="signed", name=NAME)
    again = f"/nenshkrim/{invited_again(training)}"
    assert again != link
    assert answered(training, again, answer="declined", name=NAME).status_code == 303
    with training.database.reading() as session:
        (row,) = [one for one in in_force(session, [contract(session).id or 0]) if one.source == ONLINE]
    assert (row.answer, [one.answer for one in row.earlier if one.source == ONLINE]) == (
        Answer.DECLINED,
        [Answer.SIGNED],
    )
    for address in (link, again):
        assert "Nuk pranoi të nënshkruajë" in training.client().get(address).text


def test_a_mailbox_that_was_not_theirs_changes_nothing_after_its_answer(training: Site, link: str) -> None:
    answered(training, link, answer="signed", name=NAME)
    address = f"{INVITATIONS}/adresat/{claims(training)[0].id}/terheqja"
    assert training.form(training.client(EDITOR), address).status_code == 303
    assert 'name="answer"' not in training.client().get(f"{link}/pergjigjja").text
    assert answered(training, link, answer="withdrawn", name=NAME).status_code == 200
    assert answers(training)[0].withdrawn_at is None
    assert training.client().get(link).status_code == 200  # it shows the answer as before


def test_with_another_name_in_its_place_an_open_link_is_over(training: Site, link: str) -> None:
    """Or one person's signature would stand at another's name."""
    with training.database.writing() as session:
        one = session.exec(select(Candidate).where(Candidate.name == NAME)).one()
        one.revise(session, training.viewer(session, COORDINATOR).actor, name="Dikush Krejt Tjetër")
    before = head(training)
    for page in (training.client().get(f"{link}/pergjigjja"), answered(training, link, answer="signed", name=NAME)):
        assert page.status_code == 410
        assert "nuk vlen më për personin e ftuar" in page.text
    assert (head(training), codes(training)) == (before, [])


def test_a_successor_who_reads_the_mailbox_changes_no_answer_of_who_held_the_office(training: Site) -> None:
    with training.database.reading() as session:
        office = session.exec(select(Office).where(Office.name == "Agim Kandidati")).one()
    link = f"/nenshkrim/{invited(training, f'office-{office.id}')}"
    assert answered(training, link, answer="signed", name="Agim Kandidati").status_code == 303
    with training.database.writing() as session:
        session.get_one(Office, office.id).until_on = today() - timedelta(days=1)
    assert answered(training, link, answer="withdrawn", name="Agim Kandidati").status_code == 200
    assert answers(training)[0].withdrawn_at is None


def test_a_successor_may_endorse(training: Site) -> None:
    """A second mayor's signature stands beside the first one's."""
    with training.database.reading() as session:
        office = session.exec(select(Office).where(Office.name == "Agim Kandidati")).one()
    link = f"/nenshkrim/{invited(training, f'office-{office.id}')}"
    answered(training, link, answer="signed", name="Agim Kandidati")
    with training.database.reading() as session:
        found = in_force(session, [contract(session).id or 0])
        both = [one.capacity for one in found if one.name == "Agim Kandidati"]
    assert sorted(both) == [Capacity.CANDIDATE, Capacity.MAYOR]


def test_the_api_says_which_answer_is_in_force(training: Site, link: str) -> None:
    client = training.client()
    answered(training, link, client, **reservation(training, r2_3="Ndryshe."), name=NAME)
    answered(training, link, client, answer="withdrawn", statement="U pendova.", name=NAME)
    answered(training, link, client, answer="signed", name=NAME)
    given = client.get("/api/v1/contracts/shembull-2023").json()["answers"]
    mine = [one for one in given if one["source"] == ONLINE]
    assert [(one["answer"], one["in_force"]) for one in mine] == [("signed", True), ("withdrawn", False)]
    assert [(one["said_with"], one["ref"]) for one in mine[1]["said"]] == [("reservation", "2.3"), ("withdrawal", None)]
    assert all(one["in_force"] for one in given if one["name"] != NAME)


def test_a_form_that_does_not_say_which_edition_it_showed_is_shown_again(training: Site, link: str) -> None:
    for at in (f"{link}/pergjigjja", f"{link}/kodi", link):
        answer = step(training.client(), at, answer="signed", name=NAME, code="123456")
        assert answer.status_code == 409
        assert codes(training) == []
