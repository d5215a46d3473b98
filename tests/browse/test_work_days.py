"""/puna: the days ahead, and what somebody did last; each colleague their own organisation's alone."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from pop_tracker.accounts.redactions import RedactionRequest
from pop_tracker.browse import gathered
from pop_tracker.browse.digest import News, letter
from pop_tracker.monitoring.evidence import ANSWER_DAYS, Evidence, EvidenceKind
from pop_tracker.monitoring.models import Assessment, Round
from pop_tracker.monitoring.replies.links import ReplyLink
from pop_tracker.plans.consultations.consultations import Consultation
from pop_tracker.plans.models import Plan
from pop_tracker.plans.stages import PlanStage, StageKind
from pop_tracker.pledges.invitations import Invitation
from pop_tracker.pledges.models import Signature
from pop_tracker.pledges.vocabulary import SignatureState
from pop_tracker.web.i18n import TIRANA, Words, today
from pop_tracker.web.working_days import after_working_days
from tests.cast import COORDINATOR, EDITOR, OTHER_BOTH, OTHER_EDITOR, OTHER_REVIEWER, REVIEWER
from tests.conftest import Site
from tests.monitoring.hearing import days_pass, send
from tests.monitoring.play import approved, decide
from tests.pages import main_of, words
from tests.plans.consultations import ANNOUNCED, NEW, in_days
from tests.pledges.answering import answered
from tests.pledges.play import candidate, invited
from tests.site.staff import work_in_hand

REPLY = "Përgjigjja e bashkisë"
ANSWER = "Dita e fundit për t’iu përgjigjur ftesës"
MEETING = "Takim i njoftuar"
OVER = "Takimi u mbajt? Shkruani si shkoi"
NEXT = "Takimi i ardhshëm"
COMMENTS = "Dita e fundit për komente"
TOPIC = "Rishikimi i planit"


def part(site: Site, who: str, heading: str = "Afatet", address: str = "/puna") -> list[str]:
    """The lines that the page says under a heading, as markup; none where it has none."""
    html = main_of(site.client(who).get(address).text)
    return re.findall(r"<li>(.*?)</li>", html.partition(f"<h2>{heading}</h2>")[2].partition("</section>")[0], re.DOTALL)


def deadlines(site: Site, who: str) -> list[str]:
    return [words(line) for line in part(site, who)]


def day(days: int) -> str:
    return Words("sq").date(today() + timedelta(days=days))


def announce(site: Site, days: int, topic: str = TOPIC) -> None:
    answer = site.form(site.client(EDITOR), NEW, **{**ANNOUNCED, "held_on": in_days(days), "topic": topic})
    assert answer.status_code == 303, answer.text


def days_ahead(site: Site) -> int:
    """One of each: a reply, an answer, a meeting, and comments on a draft; the round's number."""
    round_id = approved(site)
    send(site, round_id)
    invited(site)
    announce(site, 3)
    notice = {"stage": "notice", "reached_on": in_days(-20), "date_precision": "day", "note": "Projekti i ndryshimit."}
    answer = site.form(site.client(EDITOR), "/puna/planet/shembull-2024/fazat/e-re", source="njoftimi", **notice)
    assert answer.status_code == 303, answer.text
    return round_id


def test_the_nearest_day_stands_first_and_one_that_passed_last(training: Site) -> None:
    round_id = days_ahead(training)
    found = deadlines(training, EDITOR)
    assert found[0] == f"{TOPIC} {MEETING} {day(3)}"
    assert f"Blerta Garuese: Kontrata Sociale 2023–2027, Bashkia Shembull {ANSWER} {day(30)}" in found
    said = [note for line in found for note in (REPLY, ANSWER, MEETING, COMMENTS) if note in line]
    assert set(said) == {REPLY, ANSWER, MEETING, COMMENTS}
    days_pass(training, round_id)
    with training.database.reading() as session:
        last = session.get_one(Round, round_id).reply_until
    assert deadlines(training, EDITOR)[-1].endswith(f"{REPLY} kaloi më {Words('sq').date(last)}")
    english = words(main_of(training.client(EDITOR).get("/en/puna").text))
    assert f"The municipality's reply passed on {Words('en').date(last)}" in english.replace("’", "'")


def test_a_reply_that_is_complete_is_waited_for_no_more(training: Site) -> None:
    round_id = approved(training)
    send(training, round_id)
    for who in (EDITOR, REVIEWER):
        assert any(REPLY in line and f'href="/puna/raundet/{round_id}"' in line for line in part(training, who))
    with training.database.writing() as session:
        session.exec(sa.update(ReplyLink).values(completed_at=datetime.now(UTC)))
    assert not any(REPLY in line for line in deadlines(training, EDITOR))


def test_an_invitation_is_said_until_a_month_after_its_last_day(training: Site) -> None:
    invited(training)
    for days, ends in ((20, f"{ANSWER} kaloi më {day(-20)}"), (40, "")):
        with training.database.writing() as session:
            ended = datetime.combine(today() - timedelta(days=days), time(12), TIRANA)
            session.exec(sa.update(Invitation).values(expires_at=ended))
        said = [line for line in deadlines(training, EDITOR) if ANSWER in line]
        assert [line.endswith(ends) for line in said] == [True] * bool(ends)


@pytest.mark.parametrize("done", ["answered_at", "revoked_at"])
def test_an_invitation_that_is_settled_has_no_deadline(training: Site, done: str) -> None:
    invited(training)
    with training.database.writing() as session:
        session.exec(sa.update(Invitation).values({done: datetime.now(UTC)}))
    assert not any(ANSWER in line for line in deadlines(training, EDITOR))


def test_invitations_to_one_contract_with_one_last_day_are_one_line(training: Site) -> None:
    invited(training)
    invited(training, candidate(training, "Agim Kandidati"), "agim@lista.example")
    said = [line for line in deadlines(training, EDITOR) if ANSWER in line]
    assert said == [f"Kontrata Sociale 2023–2027, Bashkia Shembull : 2 ftesa {ANSWER} {day(30)}"]


def test_a_meeting_is_said_until_something_is_told_of_it(training: Site) -> None:
    announce(training, 2)

    def said(**values: object) -> list[str]:
        with training.database.writing() as session:
            for one in session.exec(select(Consultation).where(Consultation.topic == TOPIC)):
                session.add(one.sqlmodel_update(values))
        return [line.removeprefix(f"{TOPIC} ") for line in deadlines(training, EDITOR) if line.startswith(TOPIC)]

    assert said(held_on=today()) == [f"{MEETING} {day(0)}"]
    assert said(held_on=today() - timedelta(days=2)) == [f"{OVER} kaloi më {day(-2)}"]
    assert said(outcome="U miratua.", next_on=today() + timedelta(days=9)) == [f"{NEXT} {day(9)}"]
    announce(training, 9, "Takimi i dytë")
    assert said() == []
    assert f"Takimi i dytë {MEETING} {day(9)}" in deadlines(training, EDITOR)
    assert said(outcome="", next_on=None, held_on=today() - timedelta(days=31)) == []
    assert said(held_on=today(), called_off="Salla ishte e zënë.") == []


def test_a_colleague_of_another_organisation_learns_nothing(training: Site) -> None:
    """Not by asking for it in the address, nor by following what a colleague there was shown."""
    days_ahead(training)
    announce(training, -1, "Takimi që kaloi")
    ways = {way for line in part(training, EDITOR) for way in re.findall(r'href="([^"]+)"', line)}
    assert len(ways) >= 5
    with training.database.reading() as session:
        me = training.viewer(session, EDITOR)
    asked = f"/puna?person={me.person_id}&organizata={me.organisation}&viewer={EDITOR}"
    for who in (OTHER_EDITOR, OTHER_REVIEWER, OTHER_BOTH, COORDINATOR):
        # OTHER_REVIEWER confirmed the address that was written to, which is an act of theirs.
        for heading in ("Afatet", "Bërë së fundi")[: 1 if who == OTHER_REVIEWER else 2]:
            assert part(training, who, heading, asked) == []
    dishonest = training.client(OTHER_EDITOR)
    assert {dishonest.get(way).status_code for way in ways} <= {403, 404}


def test_what_somebody_did_last_leads_to_its_public_page(training: Site) -> None:
    training.after(work_in_hand)
    found = part(training, EDITOR, "Bërë së fundi")
    assert 1 < len(found) <= 5
    assert "Vlerësim i ndrequr" in found[0]
    assert 'href="/kontratat/shembull-2023/1.2"' in found[0]
    assert "Ftesë e dërguar" in found[-1]
    for line in found:
        (way,) = re.findall(r'href="([^"]+)"', line)
        assert training.client().get(way).status_code == 200, way
    (confirmed,) = part(training, REVIEWER, "Bërë së fundi")
    assert "Vlerësim i ndrequr, e konfirmuat ju" in words(confirmed)


def test_what_others_said_through_a_link_is_no_act_of_who_sent_it(training: Site) -> None:
    answer = answered(training, f"/nenshkrim/{invited(training)}", answer="signed", name="Blerta Garuese")
    assert answer.status_code == 303, answer.text
    with training.database.reading() as session:
        assert session.exec(select(Signature).where(col(Signature.invitation_id).is_not(None))).one()
    assert [words(line).partition("Bashkia Shembull ")[2] for line in part(training, EDITOR, "Bërë së fundi")] == [
        f"Ftesë e dërguar {day(0)}"
    ]


def test_it_asks_the_same_few_questions_however_much_there_is(training: Site) -> None:
    in_hand = training.after(work_in_hand)
    send(training, in_hand["ROUND"])
    decide(training, in_hand["ASSESSMENT"])
    days_pass(training, in_hand["ROUND"])
    announce(training, 3)
    asked = {who: questions(training, who) for who in (EDITOR, REVIEWER, COORDINATOR)}
    assert max(asked.values()) <= 58
    with training.database.writing() as session:
        for n in range(1, 4):
            twice(session, n)
    assert {who: questions(training, who) for who in asked} == asked


def questions(site: Site, who: str) -> int:
    client = site.client(who)
    with site.count_queries() as seen:
        assert client.get("/puna").status_code == 200
    return len(seen)


def twice(session: Session, n: int) -> None:
    """Another of each thing that waits or has a day."""
    for held in session.exec(select(Round).where(Round.number < 10)).all():
        verdicts = session.exec(select(Assessment).where(Assessment.round_id == held.id)).all()
        links = session.exec(select(ReplyLink).where(ReplyLink.round_id == held.id)).all()
        other = again(session, held, number=held.number + 10 * n)
        for row in verdicts:
            if row.corrects_id is None:
                again(session, row, round_id=other)
        for link in links:
            again(session, link, round_id=other, token_hash=f"{n}{link.id}")
    for invitation in session.exec(select(Invitation).where(col(Invitation.token_hash).not_like("again%"))).all():
        again(session, invitation, token_hash=f"again {n}-{invitation.id}")
    for meeting in session.exec(select(Consultation).where(col(Consultation.slug).not_like("again%"))).all():
        again(session, meeting, slug=f"again-{n}-{meeting.id}")
    for answer in session.exec(select(Signature).where(Signature.state == SignatureState.WAITING)).all():
        again(session, answer)
    for asked in session.exec(select(RedactionRequest).where(col(RedactionRequest.thing_key).not_like("%again"))).all():
        again(session, asked, thing_key=f"{n}-{asked.id}-again")


def again(session: Session, thing: SQLModel, **other: object) -> int:
    copied = type(thing)(**{**thing.model_dump(exclude={"id"}), **other})
    session.add(copied)
    session.flush()
    return copied.id  # type: ignore[attr-defined, no-any-return]


BEGUN, OVER_ON = date(2031, 3, 25), date(2031, 4, 15)
"""Kurban Bajrami of that year lies between them, and is reckoned."""
RESERVED = "Kurban Bajrami, rreth datës"


def test_a_day_that_an_unannounced_bajram_may_move_is_called_so(training: Site) -> None:
    """Wherever it is said: the list of days and its letter, a request's term, the API."""
    round_id = approved(training)
    send(training, round_id)
    with training.database.writing() as session:
        session.execute(sa.update(Round).where(col(Round.id) == round_id).values(reply_from=BEGUN, reply_until=OVER_ON))
        plan = session.exec(select(Plan.id).where(Plan.slug == "shembull-2024")).one()
        notice = sa.and_(col(PlanStage.plan_id) == plan, col(PlanStage.stage) == StageKind.NOTICE)
        session.execute(sa.update(PlanStage).where(notice).values(reached_on=BEGUN, comment_days=20))
        piece = session.exec(select(Evidence).join(Assessment).where(Assessment.round_id == round_id)).first()
        assert piece is not None
        piece.evidence_kind, piece.asked_on = EvidenceKind.INFORMATION_REQUEST, BEGUN
        piece.due_on = after_working_days(BEGUN, ANSWER_DAYS)
        session.add(piece)
        ref = session.get_one(Assessment, piece.assessment_id).ref
    lines = deadlines(training, EDITOR)
    assert [RESERVED in line for line in lines] == [False, True, True], lines
    with training.database.reading() as session:
        near = gathered.deadlines(session, training.viewer(session, EDITOR))
    assert letter(training.settings, Words("sq"), "Ana", News([], [], [], near, {}, 0), "")[1].count(RESERVED) == 2
    request = words(training.client(EDITOR).get(f"/puna/raundet/{round_id}/vleresimet/{ref}").text)
    assert request.count(RESERVED) == 1
    told = training.client().get("/api/v1/plans/shembull-2024").json()
    assert told["comments_until_estimated"] is True
    assert [one["comments_until_estimated"] for one in told["stages"] if one["comments_until"]] == [True]
    assert training.client().get("/api/v1/plans/prove-2025").json()["comments_until_estimated"] is False


def test_a_term_that_somebody_named_rests_on_no_holiday() -> None:
    piece = Evidence(assessment_id=1, evidence_kind=EvidenceKind.INFORMATION_REQUEST, description="x", source="x",
                     asked_on=BEGUN, due_on=OVER_ON)  # fmt: skip
    assert not piece.law_gives_until
