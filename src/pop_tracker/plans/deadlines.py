"""The days of plans and meetings that whoever records for a municipality has before them."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.waiting import STILL_SAID, Deadline
from pop_tracker.plans.consultations.consultations import Consultation
from pop_tracker.plans.consultations.points import ConsultationPoint, point_stands
from pop_tracker.plans.models import Plan
from pop_tracker.plans.stages import comment_terms
from pop_tracker.plans.standing import stands
from pop_tracker.web.i18n import N_, today


def deadlines(session: Session, viewer: Viewer) -> list[Deadline]:
    """Three queries."""
    return [*_comments(session, viewer), *_meetings(session, viewer)]


def _comments(session: Session, viewer: Viewer) -> list[Deadline]:
    """The last days for comments on drafts of plans."""
    terms = [term for term in comment_terms(session) if term.until >= today() - STILL_SAID]
    plans = session.exec(select(Plan).where(col(Plan.id).in_([term.plan_id for term in terms]), stands()))
    seen = {plan.id: plan for plan in plans if viewer.may_edit(plan.municipality_id)}
    note = N_("Dita e fundit për komente")
    return [
        Deadline(term.until, plan.title, f"/puna/planet/{plan.slug}", note, since=term.from_on)
        for term in terms
        if (plan := seen.get(term.plan_id))
    ]


def _meetings(session: Session, viewer: Viewer) -> list[Deadline]:
    """Meetings that were announced, and the next ones that earlier ones named, until they are recorded themselves. One
    whose day passed is said while nothing is told of it."""
    first = today() - STILL_SAID
    raised = sa.exists().where(col(ConsultationPoint.consultation_id) == col(Consultation.id), point_stands())
    rows = session.exec(
        select(Consultation, raised)
        .where(sa.or_(col(Consultation.held_on) >= first, col(Consultation.next_on) >= first))
        .order_by(col(Consultation.id))
    )
    own = [(one, told) for one, told in rows if viewer.may_edit(one.municipality_id)]
    recorded = {(one.municipality_id, one.held_on) for one, _ in own}
    found = []
    for one, is_raised in own:
        path = f"/puna/konsultimet/{one.slug}"
        if one.held_on >= first and not (is_raised or one.tells_more or one.called_off):
            is_past = one.held_on < today()
            note = N_("Takimi u mbajt? Shkruani si shkoi") if is_past else N_("Takim i njoftuar")
            found.append(Deadline(one.held_on, one.topic, path, note))
        if one.next_on and one.next_on >= first and (one.municipality_id, one.next_on) not in recorded:
            found.append(Deadline(one.next_on, one.topic, path, N_("Takimi i ardhshëm")))
    return found
