"""Somebody leaves, or may not record any more: what they hold is listed, and passes to whom the coordinator names."""

import re

import pytest
from sqlmodel import select

from pop_tracker.accounts import held, held_roles
from pop_tracker.accounts.carried import Carried
from pop_tracker.accounts.held import KINDS, holdings
from pop_tracker.accounts.log import LogEntry
from pop_tracker.accounts.models import Person, Role, Viewer, person_by_email
from pop_tracker.accounts.people import leave
from pop_tracker.accounts.second_person import confirmation, may_be_second_person
from pop_tracker.contracts.editions import Contributor
from pop_tracker.monitoring import rounds
from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.replies.link_letters import whom_to_tell
from pop_tracker.monitoring.replies.links import ReplyLink
from pop_tracker.plans.findings.findings import Finding
from pop_tracker.plans.item_changes import ItemChange
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.table.imports import PlanImport
from pop_tracker.plans.withdrawals import PlanWithdrawal
from pop_tracker.pledges.asked import contact_of, reached_at
from pop_tracker.pledges.invitations import Invitation
from pop_tracker.pledges.models import Signature
from pop_tracker.web.errors import Forbidden, Refusal
from tests.accounts.passing import page_of, passed_on, told
from tests.accounts.play import give, mails, organisation_id, person_id, revise
from tests.cast import COORDINATOR, EDITOR, OTHER_EDITOR, REVIEWER, SECOND_EDITOR
from tests.conftest import Site
from tests.monitoring import tables as round_tables
from tests.monitoring.hearing import link_in_letter, send
from tests.monitoring.play import approved, open_double, open_round, sent
from tests.pages import main_of, words
from tests.plans import tables
from tests.plans.play import fields_of
from tests.plans.tables import HEADINGS, PLAN
from tests.site.in_hand import QUOTED, begin_work


def test_the_page_lists_what_somebody_holds_of_every_kind(training: Site) -> None:
    begin_work(training)
    with training.database.reading() as session:
        editor = person_by_email(session, EDITOR)
        assert editor is not None
        listed = {holding.kind.name for holding in holdings(session, editor)}
    assert listed == KINDS.keys() - {
        "assessments", "ratings", "reply_links", "round_tables", "account_requests"
    }  # fmt: skip
    page = training.client(COORDINATOR).get(page_of(training, EDITOR)).text
    said = words(main_of(page))
    for name in listed:
        assert KINDS[name].words in said
        assert (f'name="kujt_{name}"' in page) == (KINDS[name].pass_on is not None)
    assert "Blerta Garuese" in said
    assert f'<option value="{person_id(training, SECOND_EDITOR)}" selected>Besnik Redaktor</option>' in page
    assert "Edon Hartues" not in said, "he records for another municipality"
    assert "Open invitations (1)" in told(training, COORDINATOR, f"/en{page_of(training, EDITOR)}")


def test_monitoring_is_listed_too(training: Site) -> None:
    send(training, approved(training))
    with training.database.reading() as session:
        editor = person_by_email(session, EDITOR)
        assert editor is not None
        assert {one.kind.name for one in holdings(session, editor)} == {"reply_links"}
    link_in_letter(training)
    assert passed_on(training, SECOND_EDITOR).status_code == 303
    with training.database.reading() as session:
        link = session.exec(select(ReplyLink)).one()
        assert "Besnik Redaktor" in whom_to_tell(session, link)[0]


def test_a_municipality_is_not_sent_to_somebody_who_left(training: Site) -> None:
    send(training, approved(training))
    assert passed_on(training, "").status_code == 303
    with training.database.reading() as session:
        assert whom_to_tell(session, session.exec(select(ReplyLink)).one()) == ("Organizata Shembullore", "")


def test_assessments_and_ratings_say_what_becomes_of_them(training: Site) -> None:
    round_id = open_round(training)
    sent(training, round_id)
    said = told(training, COORDINATOR, page_of(training, EDITOR))
    assert "Vlerësime dhe ndreqje (1)" in said
    assert "I vazhdon çdo redaktor i bashkisë" in said
    assert "Ia kaloni" not in said
    assert "Nuk ka asgjë në dorë." in told(training, COORDINATOR, page_of(training, SECOND_EDITOR))


def test_a_rater_is_told_of_with_the_way_to_the_raters(training: Site) -> None:
    round_id = open_double(training)
    page = training.client(COORDINATOR).get(page_of(training, SECOND_EDITOR)).text
    assert "Vlerësimet nuk i ka dorëzuar" in page
    assert f'href="/puna/raundet/{round_id}/vleresuesit"' in page


@pytest.mark.both
def test_leaving_passes_everything_on_in_one_step(training: Site) -> None:
    begin_work(training)
    mails(training)
    assert passed_on(training, SECOND_EDITOR).status_code == 303
    with training.database.reading() as session:
        gone = session.exec(select(Person).where(Person.email == EDITOR)).one()
        to = person_by_email(session, SECOND_EDITOR)
        assert gone.left_on is not None
        assert to is not None
        entries = session.exec(select(LogEntry).where(LogEntry.event == "work_passed_on")).all()
        passed = {entry.said["work"] for entry in entries}
        assert passed == {
            "contract_drafts", "contract_readings", "contract_changes", "contract_tables", "document_declarations",
            "paper_answers", "invitations", "findings", "item_changes", "plan_withdrawals", "plan_tables",
        }  # fmt: skip
        assert {(entry.person, entry.said["to"]) for entry in entries} == {(gone.id, to.id)}
        for thing in (ItemChange, Finding, Signature, PlanWithdrawal):
            row = session.exec(select(thing).where(thing.carried_by == to.id)).one()
            assert row.recorded_by == gone.id, "who recorded it stays known"
        assert not [one for one in holdings(session, gone) if one.takers]
    mine = told(training, SECOND_EDITOR)
    for note in ("Draft i hapur", "Ndryshim i një zëri që pret konfirmimin e një personi të dytë",
                 "Gjetje që pret konfirmimin e një personi të dytë",
                 "Nënshkrim që pret konfirmimin e një personi të dytë",
                 "Tërheqje e një plani që pret konfirmimin e një personi të dytë"):  # fmt: skip
        assert note in mine
    (mail,) = [one for one in mails(training) if one["Subject"] == "Tani e vazhdoni ju punën e Anila Editore"]
    assert mail["To"] == SECOND_EDITOR
    assert "Ftesa të hapura: Blerta Garuese" in mail.get_content().replace("\r\n", "\n")
    assert "Punë e kaluar te një person tjetër" in told(training, COORDINATOR, "/puna/ditari")


def test_what_comes_back_is_mended_by_who_took_over_and_decided_by_neither(training: Site) -> None:
    begin_work(training)
    assert passed_on(training, SECOND_EDITOR).status_code == 303
    give(training, SECOND_EDITOR, Role.REVIEWER)
    with training.database.reading() as session:
        change = session.exec(select(ItemChange)).one()
        to = training.viewer(session, SECOND_EDITOR)
        assert not change.may_be_decided(to)
        number = change.id
    with training.database.writing() as session:
        with pytest.raises(Forbidden, match="Nuk mund ta konfirmoni punën tuaj"):
            session.get_one(ItemChange, number).held_by_second_person(session, to)
        session.get_one(ItemChange, number).send_back(session, training.viewer(session, REVIEWER), "Shtoni burimin.")
    assert "Ndryshim i një zëri që u kthye me shënim" in told(training, SECOND_EDITOR)
    mended = training.client(SECOND_EDITOR)
    fields = {**fields_of(training, QUOTED, SECOND_EDITOR), "due": "2032"}
    assert training.form(mended, QUOTED, **fields).status_code == 303
    with training.database.reading() as session:
        change = session.get_one(ItemChange, number)
        by = {str(id): name for id, name in session.exec(select(Person.id, Person.email))}
        named = [by.get(str(one), "") for one in change.in_hands_of]
        assert named == [SECOND_EDITOR, "", EDITOR]
        assert change.waits


@pytest.mark.both
def test_a_table_passes_on_and_whoever_sent_it_confirms_nothing_of_it(training: Site) -> None:
    with training.database.reading() as session:
        item = session.get_one(PlanItem, int(QUOTED.rpartition("/")[2]))
        above = item.parent(session)
        rows = [HEADINGS, (item.level, item.number, above.number if above else "", "I quajtur ndryshe")]
    sent = tables.send(training, training.client(EDITOR), "masat.csv", tables.csv_text(rows).encode())
    preview = sent.headers["location"]
    taker = training.client(SECOND_EDITOR)
    assert taker.get(preview).status_code == 404
    assert f'href="{preview}">masat.csv</a>' in training.client(EDITOR).get(PLAN).text, "who lost the page finds it"
    assert "masat.csv" not in taker.get(PLAN).text
    revise(training, EDITOR, roles=[Role.REVIEWER])
    assert passed_on(training, SECOND_EDITOR, "puna").status_code == 303
    assert f'href="{preview}">masat.csv</a>' in taker.get(PLAN).text
    assert training.client(EDITOR).get(preview).status_code in (403, 404)
    entered = tables.confirm(training, taker, preview)
    assert entered.headers["location"] == PLAN, entered.text
    give(training, EDITOR, Role.REVIEWER)
    with training.database.reading() as session:
        assert session.exec(select(PlanImport)).all() == []
        change = session.exec(select(ItemChange)).one()
        emails = {id: email for id, email in session.exec(select(Person.id, Person.email))}
        assert [emails.get(one or 0) for one in change.in_hands_of] == [SECOND_EDITOR, None, EDITOR]
        assert not change.may_be_decided(training.viewer(session, EDITOR))
        assert change.may_be_decided(training.viewer(session, REVIEWER))


@pytest.mark.both
def test_who_sent_the_table_of_a_round_does_not_publish_what_another_made_of_it(training: Site) -> None:
    preview = round_tables.send(training, training.client(EDITOR)).headers["location"]
    assert passed_on(training, SECOND_EDITOR, "puna").status_code == 303
    taker = training.client(SECOND_EDITOR)
    assert f'href="{preview}"' in taker.get("/puna/raundet").text
    assert f'href="{preview}"' not in training.client(EDITOR).get("/puna/raundet").text
    round_id = int(round_tables.confirm(taker, preview).headers["location"].rsplit("/", 1)[1])
    with training.database.reading() as session:
        held = session.get_one(Round, round_id)
        by = {session.get_one(Person, one).email for one in rounds.publication_of(session, held).hands[0].people if one}
        assert {EDITOR, SECOND_EDITOR} <= by


def test_what_came_while_the_page_was_open_passes_to_nobody_unasked(training: Site) -> None:
    """And nothing of the rest is done by halves."""
    path, coordinator = page_of(training, EDITOR), training.client(COORDINATOR)
    coordinator.get(path)
    begin_work(training)
    answer = coordinator.post(path, data={"_csrf_token": coordinator.cookies["pop_csrf"]})
    assert answer.status_code == 422
    assert "Kjo erdhi ndërkohë: zgjidhni kush e vazhdon." in answer.text
    with training.database.reading() as session:
        assert person_by_email(session, EDITOR) is not None
        assert session.exec(select(LogEntry).where(LogEntry.event == "work_passed_on")).all() == []


@pytest.mark.both
def test_two_coordinators_at_once_close_an_account_once_and_no_choice_is_lost(training: Site) -> None:
    """One left all of it with the organisation; the page of the other one, opened before, says who goes on with it."""
    begin_work(training)
    path, client = page_of(training, EDITOR), training.client(COORDINATOR)
    choices = dict.fromkeys(re.findall(r'name="(kujt_\w+)"', client.get(path).text), person_id(training, SECOND_EDITOR))
    token = {"_csrf_token": client.cookies["pop_csrf"]}
    for chosen in (dict.fromkeys(choices, ""), choices, choices):
        assert client.post(path, data={**chosen, **token}).status_code == 303
    with training.database.reading() as session:
        events = session.exec(select(LogEntry.event)).all()
        assert events.count("person_left") == 1
        assert events.count("work_passed_on") == len(choices) == 11
    there = client.get(path)
    assert there.headers["location"] == page_of(training, EDITOR, "puna"), "nobody leaves twice"
    nothing = client.post(there.headers["location"], data=token, follow_redirects=True).text
    assert "Asnjë punë nuk u kalua te dikush tjetër." in nothing


def test_what_waits_is_listed_also_once_the_roles_are_gone(training: Site) -> None:
    """Erasures and domains are told of by role everywhere else."""
    begin_work(training)
    with training.database.writing() as session:
        coordinator = person_by_email(session, COORDINATOR)
        assert coordinator is not None
        before = {one.kind.name: one.things for one in holdings(session, coordinator)}
        assert before.keys() >= {"addresses_and_erasures", "requests"}
        held_roles.take(session, coordinator, set(Role), by=None)
        assert {one.kind.name: one.things for one in holdings(session, coordinator)} == before


def test_nobody_who_had_a_hand_in_it_decides() -> None:
    thing = Carried(recorded_by=1, carried_by=2)
    reviewers = {id: Viewer(person_id=id, roles=frozenset({Role.REVIEWER})) for id in (1, 2, 3, 4)}

    def deciding() -> set[int]:
        decision = confirmation(*thing.in_hands_of)
        return {id for id, one in reviewers.items() if may_be_second_person(one, decision)}

    assert deciding() == {3, 4}
    thing.write_anew(reviewers[2])
    assert (thing.recorded_by, thing.carried_by, thing.begun_by) == (2, None, 1)
    assert deciding() == {3, 4}
    thing.write_anew(reviewers[2])
    assert thing.begun_by == 1


def test_the_invited_turn_to_who_took_over(training: Site) -> None:
    begin_work(training)
    with training.database.reading() as session:
        invitation = session.exec(select(Invitation)).one()
        assert reached_at(session, invitation) == EDITOR
    assert passed_on(training, SECOND_EDITOR).status_code == 303
    with training.database.reading() as session:
        invitation = session.exec(select(Invitation)).one()
        assert reached_at(session, invitation) == SECOND_EDITOR
        assert contact_of(session, invitation).person == "Besnik Redaktor"
        assert invitation.invited_by == int(person_id(training, EDITOR)), "who asked stays known"


def test_what_stays_with_the_organisation_names_nobody_who_left_and_is_seen(training: Site) -> None:
    begin_work(training)
    before = told(training, SECOND_EDITOR)
    assert "e lanë të gjithë ata që e shkruanin" not in before
    assert passed_on(training, "").status_code == 303
    with training.database.reading() as session:
        invitation = session.exec(select(Invitation)).one()
        assert reached_at(session, invitation) == ""
        contact = contact_of(session, invitation)
        assert (contact.person, contact.organisation, contact.phone) == ("", "Organizata Shembullore", "")
        assert session.exec(select(LogEntry).where(LogEntry.event == "work_passed_on")).all() == []
    assert "Draft i hapur: e lanë të gjithë ata që e shkruanin" in told(training, SECOND_EDITOR)
    assert "e lanë" not in told(training, OTHER_EDITOR)


def test_it_goes_to_nobody_who_may_not_record_it(training: Site) -> None:
    begin_work(training)
    for who in (OTHER_EDITOR, REVIEWER, EDITOR):
        refused = passed_on(training, who)
        assert refused.status_code == 422
        assert "Zgjidhni një nga mundësitë e dhëna." in refused.text
    with training.database.writing() as session:
        editor, stranger = person_by_email(session, EDITOR), person_by_email(session, OTHER_EDITOR)
        assert editor is not None
        assert stranger is not None
        choices = {"findings": stranger.id}
        with pytest.raises(Refusal, match="nuk mund ta vazhdojë"):
            leave(session, training.settings, training.viewer(session, COORDINATOR), editor, choices)
        session.rollback()
        assert session.get_one(Person, editor.id).left_on is None
        assert held.holdings(session, editor)


@pytest.mark.both
def test_who_loses_the_role_of_an_editor_passes_on_what_they_hold(training: Site) -> None:
    begin_work(training)
    revised = revise(training, EDITOR, roles=[])
    there = page_of(training, EDITOR, "puna")
    assert (revised.status_code, revised.headers["location"]) == (303, there)
    assert "Drafte kontratash (1)" in told(training, COORDINATOR, there)
    for _ in range(2):  # twice in a row nothing more is passed on
        assert passed_on(training, SECOND_EDITOR, "puna").status_code == 303
    with training.database.reading() as session:
        entries = session.exec(select(LogEntry).where(LogEntry.event == "work_passed_on")).all()
        assert len(entries) == 11
        to = person_by_email(session, SECOND_EDITOR)
        assert to is not None
        assert session.exec(select(Contributor).where(Contributor.person_id == to.id)).first() is not None
        person = person_by_email(session, EDITOR)
        assert person is not None, "who only lost a role stays"


def test_who_moves_to_another_organisation_is_asked_too_and_others_are_not(training: Site) -> None:
    begin_work(training)
    assert revise(training, EDITOR, name="Anila E Re").headers["location"] == "/puna/njerezit"
    moved = revise(training, EDITOR, organisation=organisation_id(training))
    assert moved.headers["location"] == page_of(training, EDITOR, "puna")


def test_only_the_coordinator_passes_work_on(training: Site) -> None:
    for who in (EDITOR, REVIEWER):
        client = training.client(who)
        assert client.get(page_of(training, EDITOR, "puna")).status_code == 403
        client.get("/dalje")
        token = {"_csrf_token": client.cookies["pop_csrf"]}
        assert client.post(page_of(training, EDITOR, "puna"), data=token).status_code == 403
