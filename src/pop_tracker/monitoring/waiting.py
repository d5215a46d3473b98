"""What waits for a person in this room: to decide, to mend, to go on with, to publish."""

from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Viewer, Waiting
from pop_tracker.monitoring.assessments import path_of
from pop_tracker.monitoring.models import Assessment, AssessmentState, Round, RoundState
from pop_tracker.monitoring.rounds import confirm_publisher
from pop_tracker.monitoring.work import ready_rounds, to_review, work_of
from pop_tracker.web.errors import Forbidden
from pop_tracker.web.i18n import N_


def waiting_for(session: Session, viewer: Viewer) -> list[Waiting]:
    return [*_decisions(session, viewer), *_publications(session, viewer), *_writing(session, viewer)]


def _decisions(session: Session, viewer: Viewer) -> list[Waiting]:
    """One line for a round's verdicts, one for each correction or retraction."""
    found: dict[str, Waiting] = {}
    for row in to_review(session, viewer):
        if row.corrects_id is None:
            held = row.round
            found[held.key] = Waiting(held.title, "/puna/rishikimi", N_("Vlerësime që presin rishikimin tuaj"))
        else:
            note = N_("Kërkesë për tërheqjen e një ndreqjeje") if row.is_public else N_("Ndreqje që pret vendimin tuaj")
            found[row.key] = Waiting(row.title, f"/puna/rishikimi/{row.id}", note)
    return list(found.values())


def _publications(session: Session, viewer: Viewer) -> list[Waiting]:
    if not (viewer.is_reviewer or viewer.is_coordinator):
        return []
    found = []
    for held in ready_rounds(session):
        try:
            confirm_publisher(session, viewer, held)
        except Forbidden:
            continue
        found.append(Waiting(held.title, f"/puna/raundet/{held.id}", N_("Raund që pret botimin")))
    return found


def _writing(session: Session, viewer: Viewer) -> list[Waiting]:
    """Rounds in which something is still to be written; what came back with a note, by itself."""
    found = []
    rounds = [
        held
        for held in session.exec(select(Round).where(Round.state != RoundState.PUBLISHED).order_by(col(Round.id)))
        if viewer.may_edit(held.contract.municipality_id)
    ]
    for held_id, items in (work_of(session, rounds) if rounds else {}).items():
        if any(part.waits_for_editor for item in items for part in item.parts):
            (held,) = (one for one in rounds if one.id == held_id)
            found.append(
                Waiting(held.title, f"/puna/raundet/{held_id}", N_("Raund i hapur: ka vlerësime për t’u bërë"))
            )
    for row in session.exec(
        select(Assessment).where(Assessment.state == AssessmentState.RETURNED).order_by(col(Assessment.id))
    ):
        if viewer.may_edit(row.round.contract.municipality_id):
            title = f"{row.round.contract.title}, {row.ref}"
            found.append(Waiting(title, path_of(session, row), N_("Vlerësim që u kthye me një shënim")))
    return found
