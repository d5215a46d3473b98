"""Taking back: a published commitment is retracted with a reason, an unpublished one leaves the draft again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts.models import Viewer
from pop_tracker.contracts.canonical_text import state_of
from pop_tracker.contracts.draft import CHANGED_MEANWHILE, forget, writable
from pop_tracker.contracts.editions import Edition, EditionState, newest_edition
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.order import close_gaps
from pop_tracker.contracts.points import heading_row, text_row, text_rows
from pop_tracker.contracts.texts import (
    Commitment,
    CommitmentSuccessor,
    CommitmentText,
    Heading,
    Priority,
    PriorityText,
    Text,
    headings_of_edition,
    one_line,
    texts_of_edition,
)
from pop_tracker.web.errors import Missing, Refusal, Stale
from pop_tracker.web.i18n import N_

PLACE_TAKEN = N_("%(ref)s merr vendin e %(went)s në këtë draft: hiqni më parë tërheqjen e %(went)s.")


@dataclass(frozen=True)
class Going:
    """What leaves the draft together: a commitment with its sub-points, or a priority with all of its own."""

    headings: list[Heading]
    texts: list[Text]

    @property
    def version(self) -> str:
        """Another one each time that any of it changes."""
        return history.digest(state_of(self.headings, self.texts))


def going_with(session: Session, draft: Edition, ref: str) -> Going:
    """Nothing where the draft has no such commitment."""
    texts = texts_of_edition(session, draft.id or 0)
    return Going([], [text for text in texts if text.ref == ref or text.ref.startswith(f"{ref}.")])


def going_with_priority(session: Session, draft: Edition, number: int) -> Going:
    headings = headings_of_edition(session, draft.id or 0)
    texts = texts_of_edition(session, draft.id or 0)
    return Going(
        [heading for heading in headings if heading.number == number],
        [text for text in texts if text.priority_number == number],
    )


def withdraw_priority(session: Session, viewer: Viewer, contract: Contract, number: int, read: str) -> None:
    """Takes a priority that was never published out of the draft, with its commitments. `read` is the version of what
    the viewer saw go: nobody removes what a colleague wrote meanwhile."""
    draft = writable(session, viewer, contract)
    words = heading_row(session, draft, number)
    if is_published(session, PriorityText, PriorityText.priority_id == words.priority_id):
        raise Refusal(N_("Një prioritet i botuar nuk hiqet. Tërhiqni zotimet e tij, me arsye."))
    going = going_with_priority(session, draft, number)
    _require_read(going, read)
    _require_no_place_taken(session, draft, [(text.commitment_id, text.ref) for text in going.texts])
    priority_id = words.priority_id
    forget(session, draft, col(Commitment.priority_id) == priority_id)
    session.delete(words)
    session.flush()
    session.exec(sa.delete(Priority).where(col(Priority.id) == priority_id))
    close_gaps(session, draft)


def retract(
    session: Session, viewer: Viewer, contract: Contract, ref: str, reason: str, read: str | None = None
) -> None:
    """Says that a published commitment no longer stands, and why; it keeps its reference, its sub-points go along.
    `read` is the version of what the viewer saw go, where they saw it. Twice does nothing."""
    draft = writable(session, viewer, contract)
    row = text_row(session, draft, ref)
    if row is None:
        raise Missing
    if not is_published(session, CommitmentText, CommitmentText.commitment_id == row.commitment_id):
        raise Refusal(N_("Ky zotim nuk është botuar ende: hiqeni nga drafti."))
    if row.is_retracted and _was_retracted(session, contract, row):
        raise Refusal(N_("Ky zotim është tërhequr në një botim të mëparshëm."))
    if row.is_retracted and row.retraction_reason == one_line(reason):
        return
    if read is not None:
        _require_read(going_with(session, draft, ref), read)
    going = [row, *_children(session, draft, row.commitment_id)]
    along = going_with(session, draft, ref).texts
    _require_no_place_taken(session, draft, [(text.commitment_id, text.ref) for text in along])
    for text in going:
        if not _was_retracted(session, contract, text):
            text.is_retracted, text.retraction_reason = True, one_line(reason)
            session.add(text)


def restore(session: Session, viewer: Viewer, contract: Contract, ref: str) -> None:
    """Takes back a retraction that only this draft made, also of what was split or merged; the sub-points come back
    with their point. What took its place stays in the draft, where it can be removed."""
    draft = writable(session, viewer, contract)
    row = text_row(session, draft, ref)
    if row is None:
        raise Missing
    if _was_retracted(session, contract, row):
        raise Refusal(N_("Ky zotim është tërhequr në një botim të mëparshëm."))
    parent_id = session.exec(select(Commitment.parent_id).where(Commitment.id == row.commitment_id)).one()
    parent = session.exec(text_rows(draft).where(CommitmentText.commitment_id == parent_id)).first()
    if parent is not None and parent.is_retracted:
        raise Refusal(N_("Zotimi mbi këtë është tërhequr. Hiqni më parë tërheqjen e tij."))
    for text in [row, *_children(session, draft, row.commitment_id)]:
        if not _was_retracted(session, contract, text):
            text.is_retracted, text.retraction_reason = False, ""
            session.add(text)
            session.exec(sa.delete(CommitmentSuccessor).where(col(CommitmentSuccessor.text_id) == text.id))


def withdraw(session: Session, viewer: Viewer, contract: Contract, ref: str, read: str) -> None:
    """Takes a commitment that was never published out of the draft, with its sub-points. Twice does nothing. `read` is
    the version of what the viewer saw go."""
    draft = writable(session, viewer, contract)
    row = text_row(session, draft, ref)
    if row is None:
        return
    if is_published(session, CommitmentText, CommitmentText.commitment_id == row.commitment_id):
        raise Refusal(N_("Një zotim i botuar nuk hiqet. Tërhiqeni, me arsye."))
    going = going_with(session, draft, ref)
    _require_read(going, read)
    _require_no_place_taken(session, draft, [(text.commitment_id, text.ref) for text in going.texts])
    commitment = session.exec(select(Commitment).where(Commitment.id == row.commitment_id)).one()
    priority = commitment.priority_id
    forget(session, draft, sa.or_(col(Commitment.id) == commitment.id, col(Commitment.parent_id) == commitment.id))
    if "." not in ref:  # a flat priority goes with its sentence
        session.exec(sa.delete(PriorityText).where(col(PriorityText.priority_id) == priority))
        session.exec(sa.delete(Priority).where(col(Priority.id) == priority))
    close_gaps(session, draft)


def taken_here(session: Session, draft: Edition) -> dict[int, str]:
    """What takes something's place by this draft alone: the reference of what goes, by the commitment that takes it."""
    newest = newest_edition(session, draft.contract_id)
    went_before = sa.select(col(CommitmentText.commitment_id)).where(
        col(CommitmentText.edition_id) == (newest.id if newest else None), col(CommitmentText.is_retracted)
    )
    query = (
        select(CommitmentSuccessor.commitment_id, Commitment.ref)
        .join(CommitmentText, col(CommitmentText.id) == CommitmentSuccessor.text_id)
        .join(Commitment, col(Commitment.id) == CommitmentText.commitment_id)
        .where(CommitmentText.edition_id == draft.id, col(Commitment.id).not_in(went_before))
    )
    return dict(session.exec(query).all())


def _require_no_place_taken(session: Session, draft: Edition, going: Iterable[tuple[int, str]]) -> None:
    """In one draft nothing goes to what goes itself. `going`: commitments with their references."""
    taken = taken_here(session, draft)
    for commitment_id, ref in going:
        if commitment_id in taken:
            raise Refusal(PLACE_TAKEN, ref=ref, went=taken[commitment_id])


def _require_read(going: Going, read: str) -> None:
    if read != going.version:
        raise Stale(CHANGED_MEANWHILE, {})


def _children(session: Session, draft: Edition, commitment_id: int) -> list[CommitmentText]:
    return list(session.exec(text_rows(draft).where(Commitment.parent_id == commitment_id)))


def is_published(session: Session, table: type[SQLModel], condition: Any) -> bool:
    """Whether words of this table that meet the condition stand in a published edition."""
    published = select(Edition.id).where(Edition.state == EditionState.PUBLISHED)
    query = sa.select(sa.literal(1)).select_from(table).where(condition, table.edition_id.in_(published))  # type: ignore[attr-defined]
    return session.exec(query).first() is not None  # type: ignore[call-overload]


def _was_retracted(session: Session, contract: Contract, row: CommitmentText) -> bool:
    newest = newest_edition(session, contract.id or 0)
    return newest is not None and bool(
        session.exec(
            select(CommitmentText.is_retracted).where(
                CommitmentText.edition_id == newest.id, CommitmentText.commitment_id == row.commitment_id
            )
        ).first()
    )
