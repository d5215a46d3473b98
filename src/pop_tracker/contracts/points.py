"""What an editor writes in a draft: priorities and commitments added and revised.

A reference never changes once published: new points take the next number, or before the first edition any place
(`order`); what is retracted keeps its own. A published point that could be assessed is not split; it is retracted, and
new references take its place.
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Viewer
from pop_tracker.contracts.draft import writable
from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.judging import Competence, Theme
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.order import TOO_MANY_POINTS, Outline, Place, outline_of, place
from pop_tracker.contracts.texts import (
    Commitment,
    CommitmentText,
    CommitmentUnit,
    Priority,
    PriorityGroup,
    PriorityText,
    Scope,
    Text,
    group_list,
    headings_of_edition,
    one_line,
    position_of,
    texts_of_edition,
)
from pop_tracker.places.models import units_of
from pop_tracker.web.errors import Missing, Refusal, all_at_once
from pop_tracker.web.i18n import N_
from pop_tracker.web.sources import Sources

LONGEST_TEXT = 2000
LONGEST_LINE = 300
"""Of a place in words, and of target groups."""
LONGEST_REASON = 1000
"""Why something is retracted."""


@dataclass(frozen=True)
class Wording:
    """What an editor says of a commitment; `units` are slugs."""

    text: str
    source: str
    scope: Scope = Scope.MUNICIPALITY
    units: tuple[str, ...] = ()
    place: str = ""
    target_groups: str = ""
    shows_done: str = ""
    due: str = ""
    """As the record keeps it (`judging.read_due`)."""
    competence: Competence = Competence.NONE
    law: str = ""
    theme: Theme = Theme.NONE

    @classmethod
    def of(cls, text: Text) -> "Wording":
        return cls(
            text.text, text.source, text.scope, tuple(unit.slug for unit in text.units), text.place,
            text.target_groups, text.shows_done, text.due, text.competence, text.law, text.theme,
        )  # fmt: skip


def add_priority(
    session: Session, viewer: Viewer, contract: Contract, *, title: str, group: PriorityGroup, source: str, flat: bool,
    before: str = "",
) -> Priority:  # fmt: skip
    """Adds the next priority, or one `before` another that was never published. A flat one is itself the commitment,
    one sentence."""
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
            source=Sources.of(source),
        )
    )
    if flat:
        _new_commitment(session, contract, draft, priority, None, str(priority.number), Wording(title, source))
    if before:
        place(session, draft, str(priority.number), Place(before=before))
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
) -> None:
    """Changes a priority's words and source; a flat one is changed in its commitment too."""
    draft = writable(session, viewer, contract)
    words = heading_row(session, draft, number)
    wanted = {"title": one_line(title), "group": group, "source": Sources.of(source)}
    words.sqlmodel_update(wanted)
    session.add(words)
    if text_row(session, draft, str(number)) is not None:
        flat = _standing(session, draft, str(number))
        flat.text, flat.source = words.title, words.source
        session.add(flat)


def source_before(session: Session, contract: Contract, draft: Edition, under: str = "") -> str:
    """The source that is offered again to whoever writes the next one: of what was added last under the same priority,
    else of the priority; where none is named, of what was added last in the draft; else of the contract."""
    number = under.partition(".")[0]
    texts = [one for one in texts_of_edition(session, draft.id or 0) if number in ("", str(one.priority_number))]
    if texts:
        return max(texts, key=lambda one: one.commitment_id or 0).source
    headings = [one for one in headings_of_edition(session, draft.id or 0) if number in ("", str(one.number))]
    return headings[-1].source if headings else contract.source


def _why_closed(session: Session, draft: Edition, outline: Outline, under: str) -> str:
    """Why nothing may stand there, where it is none of the openings."""
    branch, row = outline.called(under), text_row(session, draft, under)
    if branch is None:
        return N_("Zgjidhni vendin e zotimit në kontratë.")
    if row is not None and row.is_retracted:
        return N_("Ky zotim është tërhequr: nën të nuk shtohet më asgjë.")
    if branch.above is None and branch.sentence_id is None:
        return TOO_MANY_POINTS
    if branch.above is None:
        return N_("Ky prioritet është vetë një zotim: nën të nuk shtohen pika.")
    if not branch.is_point:
        return N_("Kjo është një nënpikë: nën të nuk shtohet më asgjë. Shtojeni te pika mbi të.")
    if not branch.may_be_split:
        return N_("Ky zotim është botuar i plotë dhe mund të vlerësohet: tërhiqeni dhe shtoni zotime të reja.")
    return N_("Kjo pikë ka aq nënpika sa shkronja ka alfabeti: shtojeni te një pikë tjetër.")


def add_commitment(
    session: Session, viewer: Viewer, contract: Contract, under: str, wording: Wording, *, before: str = ""
) -> str:
    """Adds a commitment as the next point or sub-point, or `before` one that was never published; returns its
    reference."""
    draft = writable(session, viewer, contract)
    outline = outline_of(session, draft)
    opening = next((found for found in outline.openings if found.under == under), None)
    if opening is None:
        raise Refusal(_why_closed(session, draft, outline, under), field="under")
    priority = session.exec(
        select(Priority).where(Priority.contract_id == contract.id, Priority.number == int(under.partition(".")[0]))
    ).one()
    parent = text_row(session, draft, under) if "." in under else None
    if parent is not None and parent.is_leaf:
        parent.is_leaf = False
        session.add(parent)
    _new_commitment(session, contract, draft, priority, parent, opening.ref, wording)
    return place(session, draft, opening.ref, Place(before=before)) if before else opening.ref


def revise(session: Session, viewer: Viewer, contract: Contract, ref: str, wording: Wording) -> None:
    """Changes a commitment's words or place. Giving the units of a place in words confirms which they are."""
    draft = writable(session, viewer, contract)
    row = _standing(session, draft, ref)
    values, units = _checked(session, contract, wording)
    if set(values["target_groups"].split("; ")) == set(row.target_groups.split("; ")):
        del values["target_groups"]  # in the order in which the contract names them
    row.sqlmodel_update(values)
    session.add(row)
    _set_units(session, row, units)
    if "." not in ref:
        heading = heading_row(session, draft, int(ref))
        heading.title, heading.source = row.text, row.source
        session.add(heading)


def heading_row(session: Session, draft: Edition, number: int) -> PriorityText:
    found = session.exec(
        select(PriorityText)
        .join(Priority, col(Priority.id) == PriorityText.priority_id)
        .where(PriorityText.edition_id == draft.id, Priority.number == number)
    ).first()
    if found is None:
        raise Missing
    return found


def text_row(session: Session, draft: Edition, ref: str) -> CommitmentText | None:
    row: CommitmentText | None = session.exec(text_rows(draft).where(Commitment.ref == ref)).first()
    return row


def _standing(session: Session, draft: Edition, ref: str) -> CommitmentText:
    row = text_row(session, draft, ref)
    if row is None:
        raise Refusal(N_("Ky zotim u hoq nga drafti ndërkohë. Teksti juaj është ende këtu."))
    if row.is_retracted:
        raise Refusal(N_("Ky zotim është tërhequr dhe nuk ndryshohet më."))
    return row


def text_rows(draft: Edition) -> Any:
    return (
        select(CommitmentText)
        .join(Commitment, col(Commitment.id) == CommitmentText.commitment_id)
        .where(CommitmentText.edition_id == draft.id)
    )


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
    with all_at_once() as no:
        if wording.scope is Scope.UNITS:
            for slug in wording.units:
                if slug not in known:
                    no(Refusal(N_("Kjo bashki nuk ka një njësi “%(unit)s”."), field="units", unit=slug[:80]))
            units = [(slug, unit_id) for slug, unit_id in known.items() if slug in wording.units]
            if not wording.units:
                no(Refusal(N_("Zgjidhni të paktën një njësi administrative."), field="units"))
        if wording.scope is Scope.WORDS and not place:
            no(Refusal(N_("Shkruani vendin me fjalët e dokumentit."), field="place"))
    values = {
        "text": one_line(wording.text),
        "source": Sources.of(wording.source),
        "scope": wording.scope,
        "place": place,
        "target_groups": group_list(wording.target_groups),
        "shows_done": one_line(wording.shows_done),
        "due": wording.due,
        "competence": wording.competence,
        "law": Sources.of(wording.law),
        "theme": wording.theme,
    }
    return values, units


def _set_units(session: Session, row: CommitmentText, units: list[tuple[str, int]]) -> None:
    session.exec(sa.delete(CommitmentUnit).where(col(CommitmentUnit.text_id) == row.id))
    session.add_all(CommitmentUnit(text_id=row.id or 0, unit_id=unit_id) for _, unit_id in units)
    session.flush()
