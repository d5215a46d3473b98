"""After publication: a verdict is corrected by another one, with a reason, and both stay visible.

Retracting a correction lets what it corrected stand again. Both need a second person, like the verdict itself.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.accounts.actors import actor_now
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.second_person import Decision, Hands, require_second_person
from pop_tracker.contracts.texts import Text, texts_of_edition
from pop_tracker.monitoring.assessments import Said, assessment_for, require_editor, write
from pop_tracker.monitoring.decisions import NOT_ONES_OWN, decision_on
from pop_tracker.monitoring.in_force import in_force
from pop_tracker.monitoring.models import Assessment, Round, RoundState
from pop_tracker.monitoring.parts import locked
from pop_tracker.monitoring.scale import Status
from pop_tracker.places.models import AdministrativeUnit
from pop_tracker.web.albanian import sort_key
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.i18n import N_

RETRACTED = N_("Kjo ndreqje është tërhequr tashmë.")


@dataclass(frozen=True)
class Standing:
    """A public verdict in force, as the list of what may be corrected shows it."""

    id: int
    text: Text
    unit: str
    status: Status
    is_correction: bool
    is_being_corrected: bool
    is_being_retracted: bool


def standing_verdicts(session: Session, held: Round) -> list[Standing]:
    """In the contract's order, then by unit."""
    units = dict(session.exec(select(AdministrativeUnit.id, AdministrativeUnit.name)).all())
    texts = {text.commitment_id: text for text in texts_of_edition(session, held.edition_id)}
    order = list(texts)
    drafts = set(
        session.exec(select(Assessment.corrects_id).where(Assessment.round_id == held.id, ~col(Assessment.is_public)))
    )
    found = [
        Standing(
            row.id or 0,
            texts[row.commitment_id],
            units.get(row.unit_id, ""),
            row.verdict,
            row.corrects_id is not None,
            row.id in drafts,
            row.retraction_asked_by is not None,
        )
        for row in session.exec(select(Assessment).where(Assessment.round_id == held.id, in_force()))
    ]
    return sorted(found, key=lambda one: (order.index(one.text.commitment_id), sort_key(one.unit)))


def correction_of(session: Session, assessment_id: int) -> Assessment | None:
    """What corrects it, public or still a draft; not what was retracted."""
    return session.exec(
        select(Assessment).where(Assessment.corrects_id == assessment_id, col(Assessment.retracted_at).is_(None))
    ).first()


def corrected(session: Session, assessment_id: int) -> Assessment:
    """The public verdict that may be corrected: one that stands. Raises Missing, or Refusal once superseded."""
    row = session.get(Assessment, assessment_id)
    if row is None or not row.is_public:
        raise Missing
    newer = correction_of(session, assessment_id)
    if row.retracted_at is not None:
        raise Refusal(N_("Kjo ndreqje është tërhequr: në fuqi është përsëri vlerësimi para saj. Ndreqni atë."))
    if newer is not None and newer.is_public:
        raise Refusal(N_("Ky vlerësim nuk është më në fuqi: ndreqni atë që e zëvendësoi."))
    return row


def correct(session: Session, viewer: Viewer, assessment_id: int, said: Said, version: int) -> Assessment:
    """Writes the draft of a correction; `assessments.submit` and `approve` lead it on."""
    found = session.get(Assessment, assessment_id)
    if found is None:
        raise Missing
    held = locked(session, found.round_id)
    session.refresh(found)  # someone may have asked to retract it while this waited
    require_editor(viewer, held)
    if held.state is not RoundState.PUBLISHED:
        raise Missing
    old = corrected(session, assessment_id)
    if old.retraction_asked_by is not None:
        raise Refusal(N_("Për këtë ndreqje është kërkuar tërheqja: ajo vendoset më parë."))
    row = correction_of(session, assessment_id) or Assessment(
        round_id=old.round_id,
        commitment_id=old.commitment_id,
        unit_id=old.unit_id,
        corrects_id=old.id,
        status=said.status,
    )
    return write(session, viewer, held, row, said, version)


def ask_retraction(session: Session, viewer: Viewer, row: Assessment, reason: str) -> None:
    """Asks to take back a correction; a second person confirms it."""
    held = _correction(session, row)
    require_editor(viewer, held)
    if not reason:
        raise Refusal(N_("Shkruani pse tërhiqet ndreqja."), field="reason")
    if row.retracted_at is not None:
        raise Refusal(RETRACTED)
    if correction_of(session, row.id or 0) is not None:
        raise Refusal(N_("Kësaj ndreqjeje po i bëhet tashmë një ndreqje; hiqni më parë atë draft."))
    if row.retraction_asked_by is not None and (row.retraction_asked_by, row.retraction_reason) != (
        viewer.person_id,
        reason,
    ):
        raise Refusal(N_("Tërheqja e kësaj ndreqjeje është kërkuar tashmë."))
    row.retraction_asked_by, row.retraction_reason = viewer.person_id, reason
    session.add(row)


def retract(session: Session, viewer: Viewer, row: Assessment) -> None:
    """The second person's yes: the verdict before it stands again."""
    _correction(session, row)
    asked_by = row.retraction_asked_by
    if not _is_undecided(session, viewer, row):
        return
    row.retracted_by, row.retracted_at = viewer.person_id, datetime.now(UTC)
    session.add(row)
    history.append(session, "retract", row, actor_now(session, asked_by), source="",
                   approved_by=viewer.actor, reason=row.retraction_reason)  # fmt: skip


def keep(session: Session, viewer: Viewer, row: Assessment) -> None:
    """The second person's no: the correction stays as it is, and nothing of the request remains."""
    _correction(session, row)
    if row.retraction_asked_by is None:
        return
    if not _is_undecided(session, viewer, row):
        raise Refusal(RETRACTED)
    row.retraction_asked_by, row.retraction_reason = None, ""
    session.add(row)


def _correction(session: Session, row: Assessment) -> Round:
    held = locked(session, row.round_id)
    session.refresh(row)
    if row.corrects_id is None or not row.is_public:
        raise Missing
    return held


def retraction_of(session: Session, row: Assessment) -> Decision:
    """Of a second person to all three: the request, the correction, and the verdict that would stand again."""
    hands = [Hands((row.retraction_asked_by,), NOT_ONES_OWN), *decision_on(session, row).hands]
    if before := session.get(Assessment, row.corrects_id):
        hands += decision_on(session, before).hands
    return Decision(N_("Tërheqjen e vendos një rishikues."), tuple(hands))


def _is_undecided(session: Session, viewer: Viewer, row: Assessment) -> bool:
    """False when the same person has decided so already."""
    require_second_person(viewer, retraction_of(session, row))
    if row.retracted_at is not None and row.retracted_by == viewer.person_id:
        return False
    if row.retracted_at is not None:
        raise Refusal(RETRACTED)
    if row.retraction_asked_by is None:
        raise Refusal(N_("Tërheqja e kësaj ndreqjeje nuk po kërkohet më."))
    return True


def correction_for(session: Session, viewer: Viewer, assessment_id: int) -> Assessment:
    row = assessment_for(session, viewer, assessment_id)
    if row.corrects_id is None:
        raise Missing
    return row
