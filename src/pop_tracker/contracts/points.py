"""What an editor writes in a draft: priorities and commitments added, revised, retracted, withdrawn.

A reference never changes once published: new points take the next number, what is retracted keeps its own. A
published point that could be assessed is not split; it is retracted, and new references take its place.
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from pop_tracker.accounts.models import Viewer
from pop_tracker.contracts.draft import CHANGED_MEANWHILE, forget, writable
from pop_tracker.contracts.models import Contract, Edition, EditionState, newest_edition
from pop_tracker.contracts.texts import (
    Commitment,
    CommitmentText,
    CommitmentUnit,
    Priority,
    PriorityGroup,
    PriorityText,
    Scope,
    Text,
    headings_of_edition,
    one_line,
    position_of,
    texts_of_edition,
)
from pop_tracker.places.models import units_of
from pop_tracker.web.errors import Missing, Refusal, Stale
from pop_tracker.web.i18n import N_


@dataclass(frozen=True)
class Wording:
    """What an editor says of a commitment; `units` are slugs."""

    text: str
    source: str
    scope: Scope = Scope.MUNICIPALITY
    units: tuple[str, ...] = ()
    place: str = ""
    target_groups: str = ""

    @classmethod
    def of(cls, text: Text) -> "Wording":
        slugs = tuple(unit.slug for unit in text.units)
        return cls(text.text, text.source, text.scope, slugs, text.place, text.target_groups)


@dataclass(frozen=True)
class Opening:
    """Where a new commitment may stand: `under` is a priority's number or a point's reference."""

    under: str
    ref: str
    words: str


def add_priority(
    session: Session, viewer: Viewer, contract: Contract, *, title: str, group: PriorityGroup, source: str, flat: bool
) -> Priority:
    """Adds the next priority. A flat one is itself the commitment, one sentence."""
    draft = writable(session, viewer, contract)
    last = session.exec(select(sa.func.max(Priority.number)).where(Priority.contract_id == contract.id)).one()
    priority = Priority(contract_id=contract.id or 0, number=(last or 0) + 1)
    session.add(priority)
    session.flush()
    session.add(
        PriorityText(
            edition_id=draft.id or 0,
            priority_id=priority.id or 0,
            title=one_line(title),
            group=group,
            source=one_line(source),
        )
    )
    if flat:
        _new_commitment(session, contract, draft, priority, None, str(priority.number), Wording(title, source))
    return priority


def revise_priority(
    session: Session,
    viewer: Viewer,
    contract: Contract,
    number: int,
    *,
    title: str,
    group: PriorityGroup,
    source: str,
    version: int,
) -> None:
    """Changes a priority's words; a flat one's sentence is changed in its commitment too."""
    draft = writable(session, viewer, contract)
    words = _heading(session, draft, number)
    wanted = {"title": one_line(title), "group": group, "source": one_line(source)}
    current = {"title": words.title, "group": words.group, "source": words.source}
    if wanted == current:
        return
    if words.version != version:
        raise Stale(
            CHANGED_MEANWHILE, {name: str(value) for name, value in current.items()} | {"version": str(words.version)}
        )
    words.sqlmodel_update(wanted)
    words.version += 1
    session.add(words)
    flat = _text(session, draft, str(number))
    if flat is not None:
        flat.text = words.title
        flat.version += 1
        session.add(flat)


def withdraw_priority(session: Session, viewer: Viewer, contract: Contract, number: int) -> None:
    """Takes a priority that was never published out of the draft, with its commitments."""
    draft = writable(session, viewer, contract)
    words = _heading(session, draft, number)
    if _is_published(session, PriorityText, PriorityText.priority_id == words.priority_id):
        raise Refusal(N_("Një prioritet i botuar nuk hiqet; tërhiqni zotimet e tij, me arsye."))
    priority_id = words.priority_id
    forget(session, draft, col(Commitment.priority_id) == priority_id)
    session.delete(words)
    session.flush()
    session.exec(sa.delete(Priority).where(col(Priority.id) == priority_id))


def openings(session: Session, draft: Edition) -> list[Opening]:
    """Where a new commitment may stand: as the next point of a priority, or under a point that may be split."""
    texts = texts_of_edition(session, draft.id or 0)
    was_leaf = _published_leaves(session, draft.contract_id)
    refs = {text.ref for text in texts}
    found = []
    for heading in headings_of_edition(session, draft.id or 0):
        if str(heading.number) in refs:
            continue  # flat: the priority is the commitment
        found.append(
            Opening(str(heading.number), _next_point(session, draft.contract_id, heading.number), heading.title)
        )
        for text in texts:
            is_point = text.priority_number == heading.number and text.ref.count(".") == 1
            if is_point and not text.is_retracted and text.commitment_id not in was_leaf:
                letter = _next_letter(texts, text.ref)
                if letter:
                    found.append(Opening(text.ref, f"{text.ref}.{letter}", text.text))
    return found


def add_commitment(session: Session, viewer: Viewer, contract: Contract, under: str, wording: Wording) -> str:
    """Adds a commitment as the next point or sub-point; returns its reference."""
    draft = writable(session, viewer, contract)
    opening = next((found for found in openings(session, draft) if found.under == under), None)
    if opening is None:
        if _text(session, draft, under) is not None and "." in under:
            raise Refusal(
                N_("Kjo pikë është botuar e plotë dhe mund të vlerësohet: tërhiqeni dhe shtoni pika të reja."),
                field="under",
            )
        raise Refusal(N_("Zgjidhni se ku hyn zotimi."), field="under")
    priority = session.exec(
        select(Priority).where(Priority.contract_id == contract.id, Priority.number == int(under.partition(".")[0]))
    ).one()
    parent = _text(session, draft, under) if "." in under else None
    if parent is not None and parent.is_leaf:
        parent.is_leaf = False
        parent.version += 1
        session.add(parent)
    _new_commitment(session, contract, draft, priority, parent, opening.ref, wording)
    return opening.ref


def revise(session: Session, viewer: Viewer, contract: Contract, ref: str, wording: Wording, *, version: int) -> None:
    """Changes a commitment's words or place. Giving the units of a place in words confirms which they are."""
    draft = writable(session, viewer, contract)
    row = _standing(session, draft, ref)
    current = next(text for text in texts_of_edition(session, draft.id or 0) if text.ref == ref)
    values, units = _checked(session, contract, wording)
    standing = Wording.of(current)
    wanted = Wording(**values, units=tuple(slug for slug, _ in units))
    if wanted == standing:
        return
    if row.version != version:
        raise Stale(CHANGED_MEANWHILE, _now(current))
    row.sqlmodel_update(values)
    row.version += 1
    session.add(row)
    _set_units(session, row, units)
    if current.is_flat:
        heading = _heading(session, draft, current.priority_number)
        heading.title = row.text
        heading.version += 1
        session.add(heading)


def retract(session: Session, viewer: Viewer, contract: Contract, ref: str, reason: str) -> None:
    """Says that a published commitment no longer stands, and why; it keeps its reference, its sub-points go along."""
    draft = writable(session, viewer, contract)
    row = _text(session, draft, ref)
    if row is None:
        raise Missing
    if not _is_published(session, CommitmentText, CommitmentText.commitment_id == row.commitment_id):
        raise Refusal(N_("Ky zotim nuk është botuar ende: hiqeni nga drafti."))
    if row.is_retracted and _was_retracted(session, contract, row):
        raise Refusal(N_("Ky zotim është tërhequr në një botim të mëparshëm."))
    for text in [row, *_children(session, draft, row.commitment_id)]:
        if not _was_retracted(session, contract, text):
            text.is_retracted, text.retraction_reason = True, one_line(reason)
            text.version += 1
            session.add(text)


def restore(session: Session, viewer: Viewer, contract: Contract, ref: str) -> None:
    """Takes back a retraction that only this draft made; the sub-points come back with their point."""
    draft = writable(session, viewer, contract)
    row = _text(session, draft, ref)
    if row is None:
        raise Missing
    if _was_retracted(session, contract, row):
        raise Refusal(N_("Ky zotim është tërhequr në një botim të mëparshëm."))
    parent_id = session.exec(select(Commitment.parent_id).where(Commitment.id == row.commitment_id)).one()
    parent = session.exec(_texts(draft).where(CommitmentText.commitment_id == parent_id)).first()
    if parent is not None and parent.is_retracted:
        raise Refusal(N_("Pika mbi këtë është tërhequr; ktheni më parë atë."))
    for text in [row, *_children(session, draft, row.commitment_id)]:
        if not _was_retracted(session, contract, text):
            text.is_retracted, text.retraction_reason = False, ""
            text.version += 1
            session.add(text)


def withdraw(session: Session, viewer: Viewer, contract: Contract, ref: str) -> None:
    """Takes a commitment that was never published out of the draft, with its sub-points. Twice does nothing."""
    draft = writable(session, viewer, contract)
    row = _text(session, draft, ref)
    if row is None:
        return
    if _is_published(session, CommitmentText, CommitmentText.commitment_id == row.commitment_id):
        raise Refusal(N_("Një zotim i botuar nuk hiqet; tërhiqeni, me arsye."))
    commitment = session.exec(select(Commitment).where(Commitment.id == row.commitment_id)).one()
    parent_id, priority = commitment.parent_id, commitment.priority_id
    forget(session, draft, sa.or_(col(Commitment.id) == commitment.id, col(Commitment.parent_id) == commitment.id))
    if "." not in ref:  # a flat priority goes with its sentence
        session.exec(sa.delete(PriorityText).where(col(PriorityText.priority_id) == priority))
        session.exec(sa.delete(Priority).where(col(Priority.id) == priority))
    elif parent_id is not None and not _children(session, draft, parent_id):
        parent = session.exec(_texts(draft).where(CommitmentText.commitment_id == parent_id)).one()
        parent.is_leaf = True
        session.add(parent)


def _heading(session: Session, draft: Edition, number: int) -> PriorityText:
    found = session.exec(
        select(PriorityText)
        .join(Priority, col(Priority.id) == PriorityText.priority_id)
        .where(PriorityText.edition_id == draft.id, Priority.number == number)
    ).first()
    if found is None:
        raise Missing
    return found


def _text(session: Session, draft: Edition, ref: str) -> CommitmentText | None:
    row: CommitmentText | None = session.exec(_texts(draft).where(Commitment.ref == ref)).first()
    return row


def _standing(session: Session, draft: Edition, ref: str) -> CommitmentText:
    row = _text(session, draft, ref)
    if row is None:
        raise Stale(N_("Dikush e hoqi këtë zotim nga drafti ndërkohë. Teksti juaj është ende këtu."), {})
    if row.is_retracted:
        raise Refusal(N_("Ky zotim është tërhequr dhe nuk ndryshohet më."))
    return row


def _texts(draft: Edition) -> Any:
    return (
        select(CommitmentText)
        .join(Commitment, col(Commitment.id) == CommitmentText.commitment_id)
        .where(CommitmentText.edition_id == draft.id)
    )


def _children(session: Session, draft: Edition, commitment_id: int) -> list[CommitmentText]:
    return list(session.exec(_texts(draft).where(Commitment.parent_id == commitment_id)))


def _is_published(session: Session, table: type[SQLModel], condition: Any) -> bool:
    """Whether words of this table that meet the condition stand in a published edition."""
    published = select(Edition.id).where(Edition.state == EditionState.PUBLISHED)
    query = sa.select(sa.literal(1)).select_from(table).where(condition, table.edition_id.in_(published))  # type: ignore[attr-defined]
    return session.exec(query).first() is not None  # type: ignore[call-overload]


def _published_leaves(session: Session, contract_id: int) -> set[int]:
    """The commitments that could be assessed in some published edition: they are never split."""
    return set(
        session.exec(
            select(CommitmentText.commitment_id)
            .join(Edition, col(Edition.id) == CommitmentText.edition_id)
            .where(
                Edition.contract_id == contract_id,
                Edition.state == EditionState.PUBLISHED,
                col(CommitmentText.is_leaf),
            )
        )
    )


def _was_retracted(session: Session, contract: Contract, row: CommitmentText) -> bool:
    newest = newest_edition(session, contract.id or 0)
    return newest is not None and bool(
        session.exec(
            select(CommitmentText.is_retracted).where(
                CommitmentText.edition_id == newest.id, CommitmentText.commitment_id == row.commitment_id
            )
        ).first()
    )


def _next_point(session: Session, contract_id: int, number: int) -> str:
    refs = session.exec(
        select(Commitment.ref)
        .join(Priority, col(Priority.id) == Commitment.priority_id)
        .where(Priority.contract_id == contract_id, Priority.number == number)
    )
    return f"{number}.{max((int(ref.split('.')[1]) for ref in refs if '.' in ref), default=0) + 1}"


def _next_letter(texts: list[Text], ref: str) -> str:
    """The next sub-point's letter; empty after z."""
    last = max((text.ref[-1] for text in texts if text.parent_ref == ref), default="`")
    return chr(ord(last) + 1) if last < "z" else ""


def _new_commitment(
    session: Session,
    contract: Contract,
    draft: Edition,
    priority: Priority,
    parent: CommitmentText | None,
    ref: str,
    wording: Wording,
) -> None:
    values, units = _checked(session, contract, wording)
    commitment = Commitment(
        contract_id=contract.id or 0,
        priority_id=priority.id or 0,
        parent_id=parent.commitment_id if parent else None,
        ref=ref,
        position=position_of(ref),
    )
    session.add(commitment)
    session.flush()
    row = CommitmentText(edition_id=draft.id or 0, commitment_id=commitment.id or 0, **values)
    session.add(row)
    session.flush()
    _set_units(session, row, units)


def _checked(session: Session, contract: Contract, wording: Wording) -> tuple[dict[str, Any], list[tuple[str, int]]]:
    """The wording as it is kept, and its units; raises Refusal at the field that does not hold."""
    known = {unit.slug: unit.id or 0 for unit in units_of(session, contract.municipality_id)}
    place = one_line(wording.place)
    units: list[tuple[str, int]] = []
    if wording.scope is Scope.UNITS:
        for slug in wording.units:
            if slug not in known:
                raise Refusal(N_("Kjo bashki nuk ka një njësi «%(unit)s»."), field="units", unit=slug[:80])
        units = [(slug, unit_id) for slug, unit_id in known.items() if slug in wording.units]
        if not units:
            raise Refusal(N_("Zgjidhni të paktën një njësi administrative."), field="units")
    if wording.scope is Scope.WORDS and not place:
        raise Refusal(N_("Shkruani vendin me fjalët e dokumentit."), field="place")
    groups = (one_line(part) for part in wording.target_groups.split(";"))
    values = {
        "text": one_line(wording.text),
        "source": one_line(wording.source),
        "scope": wording.scope,
        "place": place,
        "target_groups": "; ".join(group for group in groups if group),
    }
    return values, units


def _set_units(session: Session, row: CommitmentText, units: list[tuple[str, int]]) -> None:
    session.exec(sa.delete(CommitmentUnit).where(col(CommitmentUnit.text_id) == row.id))
    session.add_all(CommitmentUnit(text_id=row.id or 0, unit_id=unit_id) for _, unit_id in units)
    session.flush()


def _now(text: Text) -> dict[str, str]:
    """A commitment's words as they stand, for someone whose form is stale."""
    return {
        "text": text.text,
        "scope": text.scope.value,
        "units": "; ".join(unit.name for unit in text.units),
        "place": text.place,
        "target_groups": text.target_groups,
        "source": text.source,
        "version": str(text.version),
    }
