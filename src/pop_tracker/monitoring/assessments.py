"""Writing a verdict, sending it to a second person (`decisions`), and who may see it.

A draft is ordinary work: nothing of it enters the public record before its round does. Whoever wrote a word of it
can never be its second person. All that is written in a round takes the round's row first, so that a decision and
a revision at the same moment queue up.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Text, Unit
from pop_tracker.monitoring.contributors import AssessmentContributor, remember_hand
from pop_tracker.monitoring.copies import note_links
from pop_tracker.monitoring.evidence import Evidence, drop_evidence, evidence_of
from pop_tracker.monitoring.models import Assessment, AssessmentState, Round, RoundState
from pop_tracker.monitoring.parts import locked, place_of, ready_rounds, units_apart
from pop_tracker.monitoring.ratings import require_adjudicator
from pop_tracker.monitoring.replies.replies import has_reply
from pop_tracker.monitoring.returned import forget
from pop_tracker.monitoring.rounds import settle
from pop_tracker.monitoring.scale import GROUND_WORDS, NO_GROUND, NO_VERDICT, STATUS_WORDS, VERDICTS, Ground, Status
from pop_tracker.places.models import AdministrativeUnit
from pop_tracker.web.errors import STALE, Missing, Refusal, Stale, all_at_once
from pop_tracker.web.i18n import N_, TIRANA, today

CHANGED_MEANWHILE = N_("Vlerësimi ndryshoi ndërkohë. Lexojeni përsëri para se të vendosni.")
OPEN_TO_WRITING = (AssessmentState.DRAFT, AssessmentState.RETURNED)


@dataclass(frozen=True)
class Said:
    """What a form says of a leaf: rows of evidence that are in no session yet. A draft may leave the verdict open."""

    status: Status | None
    reason: str
    evidence: tuple[Evidence, ...]
    correction_reason: str = ""
    ground: Ground | None = None
    """Of "not assessable" alone."""


def read_on(row: Assessment | None) -> date:
    """The day that silence is told of: of the decision; before it, today."""
    if row is not None and row.state is AssessmentState.APPROVED and row.reviewed_at is not None:
        return row.reviewed_at.astimezone(TIRANA).date()
    return today()


def assessment_at(session: Session, held: Round, text: Text, unit: Unit | None) -> Assessment | None:
    return session.exec(
        select(Assessment).where(
            Assessment.round_id == held.id,
            Assessment.commitment_id == text.commitment_id,
            col(Assessment.unit_id).is_not_distinct_from(unit.id if unit else None),
            col(Assessment.corrects_id).is_(None),
        )
    ).first()


def save(
    session: Session, viewer: Viewer, round_id: int, ref: str, unit_slug: str, said: Said, version: int
) -> Assessment:
    """Writes the draft of a leaf, or of one of its units. `version` is of the draft that the writer had read."""
    held = locked(session, round_id)
    require_editor(viewer, held)
    if held.state is RoundState.PUBLISHED:
        raise Refusal(N_("Raundi është botuar: tani një vlerësim mund vetëm të ndreqet."))
    require_adjudicator(session, viewer, held)
    text, unit = place_of(session, held, ref, unit_slug)
    row = assessment_at(session, held, text, unit)
    if row is None:
        _require_one_way(session, held, text, unit)
        row = Assessment(
            round_id=round_id, commitment_id=text.commitment_id, unit_id=unit.id if unit else None, status=said.status
        )
    row = write(session, viewer, held, row, said, version)
    settle(session, held)
    return row


def _require_one_way(session: Session, held: Round, text: Text, unit: Unit | None) -> None:
    other = col(Assessment.unit_id).is_not(None) if unit is None else col(Assessment.unit_id).is_(None)
    begun = session.exec(
        select(Assessment.id).where(
            Assessment.round_id == held.id, Assessment.commitment_id == text.commitment_id,
            col(Assessment.corrects_id).is_(None), other,
        )
    ).first()  # fmt: skip
    if unit is None and held.is_double_rated and units_apart(text):
        raise Refusal(N_("Ky raund vlerësohet nga dy vetë: ky zotim vlerësohet njësi për njësi."))
    if begun is not None and unit is None:
        raise Refusal(N_("Ky zotim po vlerësohet njësi për njësi. Hiqni ato drafte për ta vlerësuar të tërë."))
    if begun is not None:
        raise Refusal(N_("Ky zotim po vlerësohet i tërë. Hiqni atë draft për ta vlerësuar njësi për njësi."))


def write(session: Session, viewer: Viewer, held: Round, row: Assessment, said: Said, version: int) -> Assessment:
    """Keeps what was said in the row, unless it says so already. Raises Stale when someone wrote meanwhile."""
    for place, piece in enumerate(said.evidence):
        piece.complete_request(f"evidence-{place}-")
    pieces = evidence_of(session, [row.id]).get(row.id or 0, []) if row.id else []
    if row.id and _says(row, pieces, said):
        return row
    if version != row.version:
        raise Stale(STALE, _current(row, pieces))
    if row.id and row.state not in OPEN_TO_WRITING:
        raise Stale(N_("Ky vlerësim është dërguar ndërkohë. Për ta ndryshuar, kthejeni më parë në draft."),
                    _current(row, pieces))  # fmt: skip
    for place, piece in enumerate(said.evidence):
        require_date(held, piece, f"evidence-{place}-")
    row.status, row.ground, row.reason = said.status, said.ground, said.reason
    row.correction_reason = said.correction_reason
    row.state, row.author_id, row.organisation_id = AssessmentState.DRAFT, viewer.person_id, viewer.organisation_id
    row.version += 1
    session.add(row)
    session.flush()
    for old in pieces:
        session.delete(old)
    session.flush()
    for piece in said.evidence:
        piece.assessment_id = row.id or 0
        session.add(piece)
        session.flush()  # one by one, so that their ids keep the order they were written in
    note_links(session, (piece.url for piece in said.evidence))
    remember_hand(session, row.id or 0, viewer.person_id or 0)
    return row


def require_date(held: Round, piece: Evidence, at: str) -> None:
    """Raises Refusal for evidence of another time than the round's; a request is of the day it was sent.

    `at` stands before the names of the fields.
    """
    first, last = held.evidence_dates()
    for name, day in (("dated_on", piece.dated_on), ("asked_on", piece.asked_on)):
        if day is not None and not first <= day <= last:
            raise Refusal(
                N_("Prova duhet të jetë nga %(first)s deri më %(last)s: periudha e raundit dhe gjashtë muaj pas saj, "
                   "brenda mandatit të kontratës."),
                field=at + name, first=f"{first:%d.%m.%Y}", last=f"{last:%d.%m.%Y}",
            )  # fmt: skip
        if day is not None and day > today():
            raise Refusal(N_("Kjo datë është në të ardhmen."), field=at + name)


def _says(row: Assessment, pieces: list[Evidence], said: Said) -> bool:
    plain = [[piece.state for piece in of] for of in (pieces, said.evidence)]
    same = (row.status, row.ground, row.reason) == (said.status, said.ground, said.reason)
    return same and row.correction_reason == said.correction_reason and plain[0] == plain[1]


def _says_what_it_corrects(session: Session, row: Assessment, pieces: list[Evidence]) -> bool:
    old = session.get_one(Assessment, row.corrects_id)
    before = evidence_of(session, [old.id]).get(old.id or 0, [])
    return _says(old, before, Said(row.status, row.reason, tuple(pieces), old.correction_reason, row.ground))


def _current(row: Assessment, pieces: list[Evidence]) -> dict[str, str]:
    return {
        "status": STATUS_WORDS[row.status] if row.status else "",
        **({"ground": GROUND_WORDS[row.ground]} if row.ground else {}),
        "reason": row.reason,
        "evidence": "; ".join(f"{piece.description} ({piece.source})" for piece in pieces),
    }


def submit(session: Session, viewer: Viewer, row: Assessment) -> None:
    """Sends the draft to a second person: with a verdict, a reason and evidence. Where no verdict was given, or none is
    possible, evidence is not needed; of the latter the ground is."""
    held = locked(session, row.round_id)
    require_editor(viewer, held)
    session.refresh(row)
    if row.state not in OPEN_TO_WRITING:
        return
    pieces = evidence_of(session, [row.id]).get(row.id or 0, [])
    with all_at_once() as no:
        if row.status is None:
            no(Refusal(NO_VERDICT, field="status"))
        if row.status is Status.NOT_ASSESSABLE and row.ground is None:
            no(Refusal(NO_GROUND, field="ground"))
        if not row.reason:
            no(Refusal(N_("Shkruani arsyen: pa të vlerësimi nuk dërgohet."), field="reason"))
        if row.corrects_id is not None and not row.correction_reason:
            no(Refusal(N_("Shkruani pse ndreqet vlerësimi."), field="correction_reason"))
        if row.corrects_id is not None and _says_what_it_corrects(session, row, pieces):
            told = N_("Ndreqja nuk ndryshon asgjë: vlerësimi, arsyeja dhe provat janë ato në fuqi.")
            no(Refusal(told, field="status"))
        needs_evidence = row.status is None or row.status in VERDICTS
        if not pieces and needs_evidence and not held.published_elsewhere:
            no(Refusal(N_("Duhet të paktën një provë me burim."), field="evidence"))
        for place, piece in enumerate(pieces):
            no.ask(partial(piece.require_whole, f"evidence-{place}-"))
        if pieces and needs_evidence and all(piece.waits_for_answer for piece in pieces):
            told = N_(
                "Afati i kërkesës ende nuk ka mbaruar: pa përgjigje, ajo nuk është provë. Shtoni një provë tjetër."
            )
            no(Refusal(told, field="evidence-0-answered_on"))
    row.state, row.submitted_at, row.author_id = AssessmentState.SUBMITTED, datetime.now(UTC), viewer.person_id
    row.version += 1
    session.add(row)
    session.flush()
    remember_hand(session, row.id or 0, viewer.person_id or 0)
    settle(session, held)


def withdraw(session: Session, viewer: Viewer, row: Assessment) -> None:
    """Back to a draft, as long as it is not public; what was approved needs a second person anew."""
    held = locked(session, row.round_id)
    require_editor(viewer, held)
    session.refresh(row)
    if row.is_public:
        raise Refusal(N_("Ky vlerësim është publik: tani mund vetëm të ndreqet."))
    if row.state in OPEN_TO_WRITING:
        return
    if held.state is RoundState.REPLY:
        if not has_reply(session, held.id or 0, row.commitment_id):
            raise Refusal(
                N_("Raundi i është dërguar bashkisë: një vlerësim ndryshon vetëm pas një përgjigjeje të saj.")
            )
        row.before_reply = row.before_reply or row.status
    row.state, row.reviewed_by, row.reviewed_at = AssessmentState.DRAFT, None, None
    row.version += 1
    session.add(row)
    session.flush()
    settle(session, held)


def discard(session: Session, viewer: Viewer, row: Assessment, version: int) -> None:
    """Takes away a draft that never became public. `version` is of what the viewer saw: nobody takes away what a
    colleague wrote meanwhile."""
    held = locked(session, row.round_id)
    require_editor(viewer, held)
    session.refresh(row)
    if row.state not in OPEN_TO_WRITING:
        raise Refusal(N_("Hiqet vetëm një draft. Ktheni më parë vlerësimin në draft."))
    if row.version != version:
        raise Stale(CHANGED_MEANWHILE, {})
    forget(session, [row.id])
    drop_evidence(session, [row.id])
    session.exec(sa.delete(AssessmentContributor).where(col(AssessmentContributor.assessment_id) == row.id))
    session.delete(row)
    session.flush()
    settle(session, held)


def require_editor(viewer: Viewer, held: Round) -> None:
    require_recorder(viewer, held.contract.municipality_id)


def visible_to(session: Session, viewer: Viewer) -> sa.ColumnElement[bool]:
    """Which assessments the viewer may see; everything that shows one, or its files, asks this.

    Anyone: public ones. Editors: all of the municipalities they cover. Reviewers: an item from its submission to
    the decision, and all of a round that waits to be published. The coordinator reads everything.
    """
    if viewer.is_coordinator:
        return sa.true()
    may: list[Any] = [col(Assessment.is_public)]
    if viewer.is_editor:
        covered = (
            select(Round.id)
            .join(Contract, col(Contract.id) == Round.contract_id)
            .where(col(Contract.municipality_id).in_(viewer.covers))
        )
        may.append(col(Assessment.round_id).in_(covered))
    if viewer.is_reviewer:
        may.append(col(Assessment.state) == AssessmentState.SUBMITTED)
        may.append(col(Assessment.round_id).in_([held.id for held in ready_rounds(session)]))
    return sa.or_(*may)


def assessment_for(session: Session, viewer: Viewer, assessment_id: int) -> Assessment:
    """Raises Missing for what this viewer may not see."""
    row = session.exec(select(Assessment).where(Assessment.id == assessment_id, visible_to(session, viewer))).first()
    if row is None:
        raise Missing
    return row


def path_of(session: Session, row: Assessment) -> str:
    """The form in which it is written."""
    if row.corrects_id is not None:
        return f"/puna/ndreqjet/{row.corrects_id}"
    unit = session.get(AdministrativeUnit, row.unit_id) if row.unit_id else None
    return f"/puna/raundet/{row.round_id}/vleresimet/{row.ref}" + (f"?njesia={unit.slug}" if unit else "")
