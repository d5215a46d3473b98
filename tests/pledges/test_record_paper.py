"""An answer on paper: recorded with its source, public once a second person confirms it."""

import hashlib
import re
from typing import Any

import pytest
from sqlmodel import select

from pop_tracker import history, verification
from pop_tracker.accounts import log
from pop_tracker.accounts.models import ANYONE, Role, RoleHeld
from pop_tracker.contracts.editions import newest_edition
from pop_tracker.elections.models import Candidate
from pop_tracker.elections.offices import Office, OfficeCapacity
from pop_tracker.pledges import paper
from pop_tracker.pledges.in_force import in_force, signatures
from pop_tracker.pledges.models import Signature
from pop_tracker.pledges.vocabulary import Answer, Capacity, SignatureState, Stands
from pop_tracker.pledges.waiting import in_hand
from pop_tracker.web import pictures
from pop_tracker.web.errors import Forbidden, Refusal
from pop_tracker.web.i18n import today
from tests.cast import EDITOR, OTHER_BOTH, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.contracts.play import contract
from tests.history.redacting import redacted
from tests.pages import main_of, words
from tests.plans.consultations import picture
from tests.pledges.answering import answered
from tests.pledges.play import INVITATIONS, SCAN, candidate, given, invited
from tests.pledges.play import ON_PAPER as FIELDS
from tests.pledges.play import PAPER as PAGE


def recorded(site: Site, **fields: str) -> str:
    answer = site.form(site.client(EDITOR), PAGE, files=SCAN, **{**FIELDS, **fields})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def the_one(site: Site) -> Signature:
    with site.database.reading() as session:
        return session.exec(select(Signature).where(Signature.name == FIELDS["name"])).one()


def post(site: Site, who: str, path: str, files: Any = None, /, **fields: Any) -> Any:
    return site.form(site.client(who), "/puna", post_to=path, files=files, **fields)


def confirm(site: Site, who: str, path: str) -> Any:
    """As read just now."""
    return post(site, who, f"{path}/konfirmimi", version=the_one(site).version)


def test_it_waits_and_is_not_public(training: Site) -> None:
    recorded(training)
    with training.database.reading() as session:
        assert FIELDS["name"] not in {one.name for one in signatures(session, viewer=ANYONE)}
        assert any(FIELDS["name"] in one.title for one in in_hand(session, training.viewer(session, REVIEWER)).waiting)
        assert in_hand(session, training.viewer(session, EDITOR)).waiting == []
        assert in_hand(session, training.viewer(session, OTHER_EDITOR)).waiting == []
    assert FIELDS["name"] not in training.client().get("/kontratat/shembull-2023").text


def test_the_second_person_is_told_of_a_scan_that_was_made_smaller(
    training: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "AREA", 600)
    scan = {"scan": ("fleta.jpg", picture(size=(60, 40)), "image/jpeg")}
    sent = training.form(training.client(EDITOR), PAGE, files=scan, **FIELDS)
    page = words(training.client(REVIEWER).get(sent.headers["location"]).text)
    assert "(nuk bëhet publike, e zvogëluar nga 40 × 60 pikselë)" in page


@pytest.mark.parametrize("second", [REVIEWER, OTHER_REVIEWER])
def test_a_reviewer_of_any_organisation_makes_it_public(training: Site, second: str) -> None:
    path = recorded(training)
    assert training.client(second).get(path).status_code == 200
    assert confirm(training, second, path).status_code == 303
    assert the_one(training).state is SignatureState.PUBLIC
    assert FIELDS["name"] in training.client().get("/kontratat/shembull-2023").text
    with training.database.reading() as session:
        entry = history.entries(session, limit=1)[0]
        assert (entry.row.verb, entry.row.organisation) == ("signature.record", "organizata-a")
        assert entry.row.author != entry.row.approver
        assert list(verification.verify(session)) == []
    assert confirm(training, second, path).status_code == 422


def test_nobody_confirms_their_own(training: Site) -> None:
    path = recorded(training)
    with training.database.writing() as session:
        editor = training.viewer(session, EDITOR)
        session.add(RoleHeld(person_id=editor.person_id or 0, role=Role.REVIEWER))
    assert confirm(training, EDITOR, path).status_code == 403
    assert post(training, EDITOR, f"{path}/kthimi", note="jo").status_code == 403
    assert post(training, EDITOR, f"{path}/kundershtimi", dispute="jo").status_code == 403
    with training.database.writing() as session:
        one = session.get_one(Signature, the_one(training).id)
        with pytest.raises(Forbidden):
            paper.confirm(session, training.viewer(session, EDITOR), one, one.version)
    assert the_one(training).state is SignatureState.WAITING


def test_an_editor_who_is_no_reviewer_cannot(training: Site) -> None:
    path = recorded(training)
    assert confirm(training, SECOND_EDITOR, path).status_code == 403


def test_another_organisation_gets_403_on_the_form_and_never_sees_it(training: Site) -> None:
    path = recorded(training)
    client = training.client(OTHER_EDITOR)
    assert client.get(PAGE).status_code == 403
    assert client.get(path).status_code == 404
    assert post(training, OTHER_EDITOR, PAGE, **FIELDS).status_code == 403


@pytest.mark.both
def test_it_comes_back_with_a_note_and_goes_again(training: Site) -> None:
    path = recorded(training)
    assert post(training, REVIEWER, f"{path}/kthimi", note="").status_code == 422
    assert post(training, REVIEWER, f"{path}/kthimi", note="Data është 12 nëntor.").status_code == 303
    assert training.client(OTHER_REVIEWER).get(path).status_code == 404
    page = training.client(EDITOR).get(path)
    assert "Data është 12 nëntor." in page.text
    assert post(training, SECOND_EDITOR, path, SCAN, **FIELDS).status_code == 403
    bad = post(training, EDITOR, path, **{**FIELDS, "signed_on": "dje"})
    assert bad.status_code == 422
    assert post(training, EDITOR, path, SCAN, **{**FIELDS, "signed_on": "12.11.2023"}).status_code == 303
    assert the_one(training).state is SignatureState.WAITING
    assert post(training, EDITOR, path, SCAN, **FIELDS).status_code == 403, "somebody may be reading it"
    assert confirm(training, REVIEWER, path).status_code == 303
    assert the_one(training).signed_on.day == 12


def test_nobody_confirms_what_changed_under_their_eyes(training: Site) -> None:
    """One reviewer reads; another sends it back; its recorder sends other words; then the first one presses."""
    path = recorded(training)
    read = training.client(OTHER_REVIEWER).get(path).text
    (asks,) = re.findall(rf'href="({path}/konfirmimi\?version=[^"]+)"', read)
    asked = training.client(OTHER_REVIEWER).get(asks).text
    version = re.search(r'name="version" value="([^"]+)"', asked)
    assert version
    post(training, REVIEWER, f"{path}/kthimi", note="Data është 12 nëntor.")
    post(training, EDITOR, path, SCAN, **{**FIELDS, "signed_on": "12.11.2023"})
    answer = post(training, OTHER_REVIEWER, f"{path}/konfirmimi", version=version[1])
    assert answer.status_code == 409
    assert "Lexojeni përsëri" in answer.text
    assert the_one(training).state is SignatureState.WAITING
    late = training.client(OTHER_REVIEWER).get(asks)
    assert late.status_code == 409
    assert "Lexojeni përsëri" in late.text


@pytest.mark.parametrize("said", [{}, {"version": ""}, {"version": "2023-11-12"}])
def test_nobody_confirms_without_saying_what_they_read(training: Site, said: dict[str, str]) -> None:
    path = recorded(training)
    answer = post(training, REVIEWER, f"{path}/konfirmimi", **said)
    assert answer.status_code == 409
    assert "Lexojeni përsëri" in answer.text
    assert the_one(training).state is SignatureState.WAITING


@pytest.mark.both
def test_what_is_not_public_can_be_taken_away_and_the_rest_cannot(training: Site) -> None:
    path = recorded(training)
    assert post(training, OTHER_BOTH, f"{path}/heqja").status_code == 403
    assert post(training, EDITOR, f"{path}/heqja").status_code == 303
    with training.database.reading() as session:
        assert session.exec(select(Signature).where(Signature.name == FIELDS["name"])).first() is None
    path = recorded(training)
    confirm(training, REVIEWER, path)
    assert post(training, EDITOR, f"{path}/heqja").status_code == 422
    assert the_one(training).state is SignatureState.PUBLIC


@pytest.mark.both
def test_the_form_sent_twice_records_once(training: Site) -> None:
    first = recorded(training, nonce="e njëjta")
    assert recorded(training, nonce="e njëjta") == first
    assert the_one(training).id is not None


BAD = [
    ("name", "", "Shkruani kush nënshkroi për organizatën."),
    ("name", "x" * 161, "Teksti është tepër i gjatë"),
    ("source", "", "Plotësojeni këtë fushë."),
    ("source", "\ufffd", "nuk lexohen"),
    ("who", "mik", "Zgjidhni një nga mundësitë"),
    ("who", "office-999", "Zgjidhni një nga mundësitë"),
    ("who", "", "Plotësojeni këtë fushë."),
    ("edition", "999", "Zgjidhni një nga mundësitë"),
    ("signed_on", "30.02.2023", "Shkruani një datë"),
    ("signed_on", "01.01.2099", "nuk mund të jetë në të ardhmen"),
    ("answer", "signed_with_reservation", "Shkruani rezervën"),
]


def test_bad_input_is_told_at_the_field_and_kept(training: Site) -> None:
    client = training.client(EDITOR)
    for field, value, told in BAD:
        answer = training.form(client, PAGE, files=SCAN, **{**FIELDS, field: value})
        assert answer.status_code == 422, told
        assert told in answer.text, told
        assert FIELDS["on_behalf_of"] in answer.text
        assert "Mbahet: fleta.pdf" in answer.text  # and need not be chosen again
        with training.database.reading() as session:
            waiting = select(Signature).where(Signature.state == SignatureState.WAITING)
            assert session.exec(waiting).first() is None


def test_a_text_that_is_not_known_is_said_so(training: Site) -> None:
    recorded(training)
    assert the_one(training).edition_id is None


def test_who_confirms_sees_it_as_the_public_page_will_show_it(training: Site) -> None:
    path = recorded(training)
    client = training.client(REVIEWER)
    (asks,) = re.findall(rf'href="({path}/konfirmimi\?version=[^"]+)"', client.get(path).text)
    (shown,) = re.findall(r'<li class="answer".*?</li>', client.get(asks).text, re.DOTALL)
    assert FIELDS["name"] in shown
    assert confirm(training, REVIEWER, path).status_code == 303
    assert shown in client.get("/kontratat/shembull-2023").text


def test_without_the_paper_itself_nothing_is_recorded(training: Site) -> None:
    client = training.client(EDITOR)
    for files in ({}, {"scan": ("fleta.pdf", b"", "application/pdf")}, {"scan": ("fleta.exe", b"MZ", "text/plain")}):
        answer = training.form(client, PAGE, files=files or None, **FIELDS)
        assert answer.status_code == 422
    forged = f"{'a' * 64}:{'b' * 64}:fleta.pdf"
    assert training.form(client, PAGE, scan_kept=forged, **FIELDS).status_code == 422
    with training.database.reading() as session:
        assert session.exec(select(Signature).where(Signature.name == FIELDS["name"])).first() is None


def test_the_verb_itself_wants_the_paper_and_who_records_there(training: Site) -> None:
    said = {"name": "Ilire", "capacity": Capacity.ORGANISATION, "answer": Answer.SIGNED, "signed_on": today(),
            "source": "procesverbali"}  # fmt: skip
    with training.database.writing() as session:
        of = contract(session).id or 0
        with pytest.raises(Refusal):
            paper.submit(session, training.viewer(session, EDITOR), of, said)
        with pytest.raises(Forbidden):
            paper.submit(session, training.viewer(session, OTHER_EDITOR), of, {**said, "scan_sha256": "a" * 64})
        one = paper.submit(session, training.viewer(session, EDITOR), of, {**said, "scan_sha256": "a" * 64})
        for verb in (paper.dispute, paper.send_back):
            with pytest.raises(Refusal):
                verb(session, training.viewer(session, REVIEWER), one, "")


def test_the_record_names_the_paper_by_its_hash_until_its_words_are_taken_out(training: Site) -> None:
    path = recorded(training, scan_is_offered="y")
    scan, version = the_one(training).scan_sha256, the_one(training).version
    assert post(training, REVIEWER, f"{path}/konfirmimi", version=version, shows_scan="po").status_code == 303
    with training.database.writing() as session:
        (entry,) = history.entries(session, limit=1)
        assert entry.content
        assert entry.content["state"]["scan"] == scan
        asker, decider = (training.viewer(session, who).actor for who in (EDITOR, OTHER_REVIEWER))
        one = session.exec(select(Signature).where(Signature.scan_sha256 == scan)).one()
        redacted(session, one, asker, decider, reason="ligji 124/2024")
    gone = training.client().get(f"/nenshkrimet/{scan}")
    assert gone.status_code == 410
    assert str(scan) in gone.text
    assert FIELDS["name"] not in gone.text


def test_who_may_have_signed_is_of_the_place_and_no_chair_for_the_council(training: Site) -> None:
    with training.database.writing() as session:
        of = contract(session)
        there = session.exec(select(Office.id).where(Office.municipality_id == of.municipality_id)).all()
        standing = session.exec(select(Candidate.id).where(Candidate.municipality_id == of.municipality_id))
        told = {one.choice for one in paper.signers(session, of)}
        assert told == {*(f"office-{id}" for id in there), *(f"candidate-{id}" for id in standing)}
        office = session.get_one(Office, there[0])
        for capacity, signs in (
            (OfficeCapacity.MAYOR, Capacity.MAYOR),
            (OfficeCapacity.COUNCIL_SECRETARY, Capacity.COUNCIL),
            (OfficeCapacity.COUNCIL_CHAIR, None),
        ):
            office.capacity = capacity
            session.flush()
            as_what = {one.choice: one.capacity for one in paper.signers(session, of)}
            assert as_what.get(f"office-{office.id}") is signs


def test_the_paper_that_came_with_a_refused_form_goes_along(training: Site) -> None:
    client = training.client(EDITOR)
    refused = training.form(client, PAGE, files=SCAN, **{**FIELDS, "signed_on": "dje"})
    kept = re.search(r'name="scan_kept" value="([^"]+)"', refused.text)
    assert kept
    assert training.form(training.client(SECOND_EDITOR), PAGE, scan_kept=kept[1], **FIELDS).status_code == 422
    assert training.form(client, PAGE, scan_kept=kept[1], **FIELDS).status_code == 303
    assert the_one(training).scan_sha256 == hashlib.sha256(SCAN["scan"][1]).hexdigest()


@pytest.mark.both
@pytest.mark.parametrize(("offered", "shown"), [("y", "po"), ("y", ""), ("", "po")])
def test_the_paper_is_seen_by_who_confirms_and_public_when_both_say_so(
    training: Site, offered: str, shown: str
) -> None:
    path = recorded(training, **({"scan_is_offered": offered} if offered else {}))
    scan = f"/nenshkrimet/{the_one(training).scan_sha256}"
    assert scan in training.client(REVIEWER).get(path).text
    for who, status in ((REVIEWER, 200), (OTHER_REVIEWER, 200), (EDITOR, 200), (OTHER_EDITOR, 404), (None, 404)):
        answer = training.client(who).get(scan)
        assert answer.status_code == status, who
    assert training.client(REVIEWER).get(scan).content == SCAN["scan"][1]
    version = the_one(training).version
    assert post(training, REVIEWER, f"{path}/konfirmimi", version=version, shows_scan=shown).status_code == 303
    is_public = bool(offered and shown)
    assert (training.client().get(scan).status_code == 200) == is_public
    assert (training.client(OTHER_EDITOR).get(scan).status_code == 200) == is_public
    assert (scan in training.client().get("/kontratat/shembull-2023").text) == is_public
    assert training.client(OTHER_REVIEWER).get(scan).status_code == 200
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []


@pytest.mark.both
def test_it_is_tied_to_who_signed_and_takes_the_place_of_what_they_said_before(training: Site) -> None:
    link = f"/nenshkrim/{invited(training)}"
    assert answered(training, link, answer="declined", name="Blerta Garuese").status_code == 303
    day = f"{today():%d.%m.%Y}"
    path = recorded(training, who=candidate(training), name="Dikush Tjetër", signed_on=day)
    with training.database.reading() as session:
        one = session.exec(select(Signature).where(Signature.state == SignatureState.WAITING)).one()
        assert (one.name, one.capacity) == ("Blerta Garuese", Capacity.CANDIDATE)
        before = [row.stands for row in in_force(session) if row.name == "Blerta Garuese"]
    assert before == [Stands.DECLINED]
    assert post(training, OTHER_REVIEWER, f"{path}/konfirmimi", version=one.version).status_code == 303
    with training.database.reading() as session:
        (row,) = [row for row in in_force(session) if row.name == "Blerta Garuese"]
        # The last of them came with the first tables.
        earlier = [Stands.DECLINED, Stands.SIGNED_WITH_RESERVATION]
        assert (row.stands, [other.stands for other in row.earlier]) == (Stands.SIGNED, earlier)


@pytest.mark.both
def test_who_was_asked_on_paper_has_answered_when_the_paper_is_confirmed(training: Site) -> None:
    given(training)
    path = recorded(training, who=candidate(training, "Agim Kandidati"), signed_on=f"{today():%d.%m.%Y}")
    with training.database.reading() as session:
        other = session.exec(select(Signature).where(Signature.state == SignatureState.WAITING)).one()
    assert post(training, REVIEWER, f"{path}/konfirmimi", version=other.version).status_code == 303
    path = recorded(training, who=candidate(training), signed_on=f"{today():%d.%m.%Y}")
    waits = words(main_of(training.client(EDITOR).get(INVITATIONS).text))
    assert "Pret përgjigje" in waits
    with training.database.reading() as session:
        one = session.exec(select(Signature).where(Signature.state == SignatureState.WAITING)).one()
    assert post(training, REVIEWER, f"{path}/konfirmimi", version=one.version).status_code == 303
    answered_now = words(main_of(training.client(EDITOR).get(INVITATIONS).text))
    assert "U përgjigj në letër" in answered_now
    assert "Pret përgjigje" not in answered_now
    assert "U ftua në letër." in words(main_of(training.client().get("/kontratat/shembull-2023").text))
    with training.database.reading() as session:
        assert list(verification.verify(session)) == []


def test_who_said_something_on_paper_before_still_types_a_name_that_no_page_shows(training: Site) -> None:
    path = recorded(training, who=candidate(training))
    with training.database.reading() as session:
        one = session.exec(select(Signature).where(Signature.state == SignatureState.WAITING)).one()
    assert post(training, REVIEWER, f"{path}/konfirmimi", version=one.version).status_code == 303
    link = f"/nenshkrim/{invited(training)}"
    for page in (link, f"{link}/pergjigjja"):
        assert "Garuese" not in training.client().get(page).text
    assert answered(training, link, answer="declined", name="Blerta Garuese").status_code == 303
    assert "Përgjigjja në fuqi" in training.client().get(f"{link}/pergjigjja").text


def test_an_edition_that_came_after_the_day_of_signing_is_warned_of(training: Site) -> None:
    with training.database.reading() as session:
        edition = newest_edition(session, contract(session).id or 0)
        assert edition is not None
    path = recorded(training, edition=str(edition.id))
    for who in (EDITOR, REVIEWER):
        assert "pas ditës së nënshkrimit" in training.client(who).get(path).text
    path = recorded(training, edition=str(edition.id), signed_on=f"{today():%d.%m.%Y}", name="Tjetër Sekretar")
    assert "pas ditës së nënshkrimit" not in training.client(REVIEWER).get(path).text


@pytest.mark.both
def test_what_somebody_doubts_another_organisation_compares(training: Site) -> None:
    path = recorded(training)
    assert post(training, EDITOR, f"{path}/kundershtimi", dispute="x").status_code == 403
    assert post(training, REVIEWER, f"{path}/kundershtimi", dispute="").status_code == 422
    assert post(training, REVIEWER, f"{path}/kundershtimi", dispute="Firma nuk i ngjan.").status_code == 303
    assert "Firma nuk i ngjan." in training.client(OTHER_REVIEWER).get(path).text
    assert confirm(training, REVIEWER, path).status_code == 403
    assert the_one(training).state is SignatureState.WAITING
    assert confirm(training, OTHER_REVIEWER, path).status_code == 303
    late = post(training, REVIEWER, f"{path}/kundershtimi", dispute="Edhe tani.")
    assert (late.status_code, the_one(training).dispute) == (422, "Firma nuk i ngjan.")
    with training.database.reading() as session:
        assert [one.thing for one in log.entries(session, event="answer_disputed")] == [
            f"signature/{path.split('/')[-1]}"
        ]
    assert "Firma nuk i ngjan." not in training.client().get("/kontratat/shembull-2023").text


@pytest.mark.both
def test_a_paper_against_somebodys_own_word_is_compared_by_another_organisation(training: Site) -> None:
    """Two colleagues of one organisation put nothing in the place of what the person said by their own link."""
    link = f"/nenshkrim/{invited(training)}"
    assert answered(training, link, answer="declined", name="Blerta Garuese").status_code == 303
    path = recorded(training, who=candidate(training), signed_on=f"{today():%d.%m.%Y}")
    with training.database.reading() as session:
        held = session.exec(select(Signature).where(Signature.state == SignatureState.WAITING)).one()
        assert in_hand(session, training.viewer(session, REVIEWER)).waiting == []
    refused = post(training, REVIEWER, f"{path}/konfirmimi", version=held.version)
    assert (refused.status_code, "përgjigjur vetë" in refused.text) == (403, True)
    assert "përgjigjur vetë" in training.client(EDITOR).get(path).text
    assert post(training, OTHER_REVIEWER, f"{path}/konfirmimi", version=held.version).status_code == 303
