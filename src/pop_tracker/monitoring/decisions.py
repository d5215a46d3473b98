"""The second person's yes or no to a verdict, to exactly the text they read."""

from datetime import UTC, datetime

from sqlmodel import Session

from pop_tracker import history
from pop_tracker.accounts.actors import actor
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.second_person import Decision, Hands, require_second_person
from pop_tracker.history import Actor
from pop_tracker.monitoring.assessments import CHANGED_MEANWHILE
from pop_tracker.monitoring.contributors import contributors
from pop_tracker.monitoring.evidence import evidence_of
from pop_tracker.monitoring.models import Assessment, AssessmentState
from pop_tracker.monitoring.parts import locked
from pop_tracker.monitoring.ratings import raters
from pop_tracker.monitoring.reading_again import keep
from pop_tracker.monitoring.returned import forget
from pop_tracker.monitoring.rounds import settle
from pop_tracker.web.errors import Refusal, Stale
from pop_tracker.web.i18n import N_
from pop_tracker.web.sources import Sources

NOT_ONES_OWN = N_("Askush nuk miraton punën e vet; e bën një person i dytë.")


def approve(session: Session, viewer: Viewer, row: Assessment, version: int) -> None:
    """The second person's yes, to exactly the text they read. A correction becomes public with it."""
    if not _to_decide(session, viewer, row, version, AssessmentState.APPROVED):
        return
    row.state, row.reviewed_by, row.reviewed_at = AssessmentState.APPROVED, viewer.person_id, datetime.now(UTC)
    row.return_note = ""
    forget(session, [row.id])
    row.version += 1
    session.add(row)
    if row.corrects_id is not None:
        row.is_public = True
        pieces = evidence_of(session, [row.id]).get(row.id or 0, [])
        sources = dict.fromkeys(one for piece in pieces for one in Sources.of(piece.source).each)
        history.append(session, "correct", row, author_of(session, row), source=Sources(sources),
                       approved_by=viewer.actor, reason=row.correction_reason)  # fmt: skip


def send_back(session: Session, viewer: Viewer, row: Assessment, note: str, version: int) -> None:
    """The second person's no, with a note on what to mend."""
    if not note:
        raise Refusal(N_("Shkruani çfarë duhet ndryshuar."), field="note")
    if not _to_decide(session, viewer, row, version, AssessmentState.RETURNED):
        return
    keep(session, row, evidence_of(session, [row.id]).get(row.id or 0, []))
    row.state, row.return_note, row.reviewed_at = AssessmentState.RETURNED, note, datetime.now(UTC)
    row.version += 1
    session.add(row)
    session.flush()
    settle(session, row.round)


def _to_decide(session: Session, viewer: Viewer, row: Assessment, version: int, decision: AssessmentState) -> bool:
    """Whether the decision is still to be taken: False when this very form was already taken."""
    locked(session, row.round_id)
    session.refresh(row)
    require_second_person(viewer, decision_on(session, row))
    if row.state is decision and row.version == version + 1:
        return False
    if row.state is not AssessmentState.SUBMITTED:
        raise Refusal(N_("Për këtë vlerësim është vendosur ndërkohë."))
    if row.version != version:
        raise Stale(CHANGED_MEANWHILE, {})
    return True


def decision_on(session: Session, row: Assessment) -> Decision:
    """Of a reviewer who wrote nothing in it, and did not rate its round. `parts.to_review` asks the same of all."""
    return Decision(
        N_("Vlerësimin e miraton një rishikues."),
        (
            Hands({row.author_id, *contributors(session, [row.id]).get(row.id or 0, ())}, NOT_ONES_OWN),
            Hands(raters(row.round), N_("Jeni vlerësues i këtij raundi: e vendos një person tjetër.")),
        ),
    )


def author_of(session: Session, row: Assessment) -> Actor:
    return actor(session, row.author_id, row.organisation_id)
