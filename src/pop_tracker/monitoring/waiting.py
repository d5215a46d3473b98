"""What waits for a person in this room: to rate, to decide, to mend, to go on with, to publish."""

from dataclasses import replace
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Viewer, Waiting
from pop_tracker.monitoring.assessments import OPEN_TO_WRITING, path_of
from pop_tracker.monitoring.models import Assessment, AssessmentState, Round, RoundState
from pop_tracker.monitoring.parts import to_review, undone, work_of
from pop_tracker.monitoring.ratings import handed_in, is_rated, raters
from pop_tracker.monitoring.replies.replies import Reply
from pop_tracker.monitoring.rounds import may_publish, waits_for_publication
from pop_tracker.web.i18n import N_, day_of, today


def waiting_for(session: Session, viewer: Viewer) -> list[Waiting]:
    return [
        *_ratings(session, viewer),
        *_decisions(session, viewer),
        *_publications(session, viewer),
        *_replies(session, viewer),
        *_writing(session, viewer),
    ]


def _ratings(session: Session, viewer: Viewer) -> list[Waiting]:
    """Rounds that the viewer was asked to rate and has not handed in."""
    note = N_("Raund me dy vlerësues: pret vlerësimet tuaja")
    return [
        Waiting(held.title, f"/puna/raundet/{held.id}/vleresimi-im", note)
        for held in session.exec(
            select(Round).where(Round.state == RoundState.OPEN, col(Round.is_double_rated)).order_by(col(Round.id))
        )
        if not handed_in(session, held).get(viewer.person_id or 0, True)
    ]


def _decisions(session: Session, viewer: Viewer) -> list[Waiting]:
    """One line for a round's verdicts, with how many and since when the first waits; one for each correction or
    retraction."""
    found: dict[str, Waiting] = {}
    for row in to_review(session, viewer):
        since = day_of(row.submitted_at)
        if row.corrects_id is None:
            held, note = row.round, N_("Vlerësime që presin rishikimin tuaj")
            found.setdefault(held.key, Waiting(held.title, "/puna/rishikimi", note, since))
            found[held.key] = replace(found[held.key], assessments=found[held.key].assessments + 1)
        elif row.is_public:
            note = N_("Kërkesë për tërheqjen e një ndreqjeje")
            found[row.key] = Waiting(row.title, f"/puna/rishikimi/{row.id}", note)
        else:
            note = N_("Ndreqje që pret vendimin tuaj")
            found[row.key] = Waiting(row.title, f"/puna/rishikimi/{row.id}", note, since)
    return list(found.values())


def sent_by(session: Session, viewer: Viewer) -> list[Waiting]:
    """What the viewer sent and waits for a second person: one line for a round's verdicts."""
    found: dict[str, Waiting] = {}
    for row in session.exec(
        select(Assessment)
        .where(Assessment.state == AssessmentState.SUBMITTED, Assessment.author_id == viewer.person_id)
        .order_by(col(Assessment.submitted_at), col(Assessment.id))
    ):
        held, since = row.round, day_of(row.submitted_at)
        if row.corrects_id is None:
            note = N_("Vlerësime që presin rishikimin e një personi të dytë")
            found.setdefault(held.key, Waiting(held.title, f"/puna/raundet/{held.id}", note, since))
            found[held.key] = replace(found[held.key], assessments=found[held.key].assessments + 1)
        else:
            note = N_("Ndreqje që pret vendimin e një personi të dytë")
            found[row.key] = Waiting(row.title, path_of(session, row), note, since)
    return list(found.values())


def _publications(session: Session, viewer: Viewer) -> list[Waiting]:
    if not (viewer.is_reviewer or viewer.is_coordinator):
        return []
    return [
        Waiting(held.title, f"/puna/raundet/{held.id}", _why_now(held), _over_since(held))
        for held in waits_for_publication(session)
        if may_publish(session, viewer, held)
    ]


def _why_now(held: Round) -> str:
    """What the municipality's say was, so that the round may be published."""
    if held.published_elsewhere:
        return N_("Raund i botuar më parë diku tjetër: pret botimin këtu")
    if held.reply_until is not None and today() > held.reply_until:
        return N_("Afati i përgjigjes mbaroi: raundi pret botimin")
    return N_("Bashkia tha se përgjigjja e saj është e plotë: raundi pret botimin")


def _over_since(held: Round) -> date | None:
    """The day after the municipality's last, where that is why."""
    is_over = not held.published_elsewhere and held.reply_until is not None and today() > held.reply_until
    return held.reply_until + timedelta(days=1) if is_over and held.reply_until else None


def _replies(session: Session, viewer: Viewer) -> list[Waiting]:
    """Rounds whose municipality said something after all that it may be about was written and decided. It waits until
    a verdict is taken up again, or the round is published: whoever publishes has it before their eyes."""
    taken_up = sa.exists().where(
        col(Assessment.round_id) == col(Reply.round_id),
        col(Assessment.corrects_id).is_(None),
        sa.or_(col(Reply.commitment_id).is_(None), col(Reply.commitment_id) == col(Assessment.commitment_id)),
        sa.or_(
            col(Assessment.state).in_(OPEN_TO_WRITING),
            col(Assessment.submitted_at) > col(Reply.given_at),
            col(Assessment.reviewed_at) > col(Reply.given_at),
        ),
    )
    answered = select(Reply.round_id).where(~taken_up)
    note = N_("Bashkia u përgjigj: shihni nëse ndryshon ndonjë vlerësim")
    return [
        Waiting(held.title, f"/puna/raundet/{held.id}", note)
        for held in session.exec(
            select(Round).where(Round.state == RoundState.REPLY, col(Round.id).in_(answered)).order_by(col(Round.id))
        )
        if viewer.may_edit(held.contract.municipality_id) and viewer.person_id not in raters(held)
    ]


def _writing(session: Session, viewer: Viewer) -> list[Waiting]:
    """Rounds in which something is still to be written, or that only have to be given to the municipality; what came
    back with a note, by itself."""
    found = []
    rounds = [
        held
        for held in session.exec(select(Round).where(Round.state != RoundState.PUBLISHED).order_by(col(Round.id)))
        if viewer.may_edit(held.contract.municipality_id) and viewer.person_id not in raters(held)
    ]
    work = work_of(session, rounds) if rounds else {}
    for held in rounds:
        items = work[held.id or 0]
        waits, since = sum(part.waits_for_editor for item in items for part in item.parts), None
        if waits and (not held.is_double_rated or is_rated(session, held)):
            note = N_("Raund i hapur: ka vlerësime për t’u bërë")
            since = None if held.is_double_rated else day_of(held.opened_at)
        elif held.state is RoundState.REVIEW and not undone(items):
            note = N_("Të gjitha u miratuan: dërgojani raundin bashkisë për përgjigje")
        else:
            continue
        found.append(Waiting(held.title, f"/puna/raundet/{held.id}", note, since, waits))
    for row in session.exec(
        select(Assessment).where(Assessment.state == AssessmentState.RETURNED).order_by(col(Assessment.id))
    ):
        if row.corrects_id is None and viewer.person_id in raters(row.round):
            continue  # the verdict of a round that they rated is mended by another
        if viewer.may_edit(row.round.contract.municipality_id):
            title = f"{row.round.contract.title}, {row.ref}"
            note = N_("Vlerësim që u kthye me një shënim")
            found.append(Waiting(title, path_of(session, row), note, day_of(row.reviewed_at)))
    return found
