"""A draft's life: opened, submitted, taken or sent back, published, discarded. What is written in it: `points`.

Every verb locks the draft, asks whether the viewer may write in it, and remembers them as one of its authors,
so that none of them can be its second person. Nothing here is public: the chain begins with `Edition.publish`.
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from pop_tracker.accounts.actors import actor_now
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.contracts.canonical_text import state_of
from pop_tracker.contracts.editions import Contributor, Edition, EditionState, newest_edition, open_edition
from pop_tracker.contracts.entered_tables import forget_tables
from pop_tracker.contracts.first_year import unsay
from pop_tracker.contracts.models import Contract, contract_at_work, hold
from pop_tracker.contracts.texts import (
    Commitment,
    CommitmentSuccessor,
    CommitmentText,
    CommitmentUnit,
    Heading,
    Priority,
    PriorityText,
    Text,
    headings_of_edition,
    one_line,
    texts_of_edition,
)
from pop_tracker.places.models import Municipality
from pop_tracker.web.errors import Missing, Refusal, Stale, all_at_once
from pop_tracker.web.i18n import N_
from pop_tracker.web.sources import Sources

CHANGED_MEANWHILE = N_("Drafti ndryshoi ndërkohë. Lexoni përsëri çfarë hiqet para se të vendosni.")


def new_contract(
    session: Session, viewer: Viewer, municipality: Municipality, *, title: str, term: tuple[int, int], source: str
) -> Contract:
    """Prepares a contract for a municipality that the viewer edits; readers learn of it with its first edition."""
    require_recorder(viewer, municipality.id or 0, "municipality")
    if term[0] > term[1]:
        raise Refusal(N_("Mandati mbaron para se të fillojë."), field="term_until")
    contract = Contract(
        slug=f"{municipality.slug}-{term[0]}",
        municipality_id=municipality.id or 0,
        organisation_id=viewer.organisation_id,
        title=one_line(title),
        term_from=term[0],
        term_until=term[1],
        text_known=False,
        source=Sources.of(source),
    )
    contract.prepare(session)
    return contract


def open_draft(session: Session, viewer: Viewer, contract: Contract) -> Edition:
    """Opens the next edition with the words of the newest one; an open draft is simply gone on with."""
    require_editor(viewer, contract)
    hold(session, contract.id)
    draft = locked(session, contract)
    if draft is not None:
        return draft
    newest = newest_edition(session, contract.id or 0)
    draft = Edition(contract_id=contract.id or 0, number=newest.number + 1 if newest else 1, opened_by=viewer.person_id)
    session.add(draft)
    session.flush()
    if newest is not None:
        _copy(session, newest, draft)
    remember(session, draft, viewer.person_id)
    return draft


def submit(session: Session, viewer: Viewer, contract: Contract, *, reason: str, source: str, version: int) -> None:
    """Hands the draft to a second person. From edition 2 on it is an addendum and says why."""
    require_editor(viewer, contract)
    draft = locked(session, contract)
    if draft is None:
        raise Missing
    if draft.state is EditionState.SUBMITTED and draft.submitted_by == viewer.person_id:
        return  # sent twice
    if draft.version != version:
        raise Stale(N_("Në draft u shkrua ndërkohë. Shihni ndryshimet më poshtë dhe dërgojeni përsëri."),
                    {"version": str(draft.version)})  # fmt: skip
    draft = writable(session, viewer, contract)
    newest = newest_edition(session, contract.id or 0)
    quote(session, draft)
    headings, texts = headings_of_edition(session, draft.id or 0), texts_of_edition(session, draft.id or 0)
    with all_at_once() as no:
        for number in sorted({one.number for one in headings} - {text.priority_number for text in texts}):
            told, form = N_("Prioriteti %(number)s nuk ka ende asnjë zotim."), f"drafti/zotime/i-ri?nen={number}"
            no(Refusal(told, leads_to=f"/puna/kontratat/{contract.slug}/{form}", number=number))
        if not headings:
            no(Refusal(N_("Drafti nuk ka ende asnjë zotim.")))
        if newest is not None and _says_the_same(session, newest, headings, texts):
            no(Refusal(N_("Drafti nuk ndryshon asgjë në botimin %(number)s."), number=newest.number))
        elif newest is not None and not reason:
            no(Refusal(N_("Shkruani pse ndryshon kontrata."), field="reason"))
    draft.reason, draft.source = (reason if newest else ""), Sources.of(source)
    draft.state, draft.return_note = EditionState.SUBMITTED, ""
    draft.submitted_by, draft.submitted_at = viewer.person_id, datetime.now(UTC)
    session.add(draft)
    session.flush()


def _says_the_same(session: Session, newest: Edition, headings: list[Heading], texts: list[Text]) -> bool:
    before = state_of(headings_of_edition(session, newest.id or 0), texts_of_edition(session, newest.id or 0))
    return state_of(headings, texts) == before


def quote(session: Session, draft: Edition) -> None:
    """The passages that an addendum repeats: what it words anew does not stand in the document of the edition
    before."""
    newest = newest_edition(session, draft.contract_id)
    if newest is None or draft.document_id is not None:
        return
    read = {one.commitment_id: one for one in texts_of_edition(session, newest.id or 0) if one.passage}
    for row in session.exec(select(CommitmentText).where(col(CommitmentText.edition_id) == draft.id)):
        before = read.get(row.commitment_id)
        stands = before if before and before.text == row.text else None
        row.passage, row.passage_page = (stands.passage, stands.passage_page) if stands else ("", None)
        session.add(row)
    session.flush()


def take_back(session: Session, viewer: Viewer, contract: Contract) -> None:
    """An author goes on writing before the second person has decided. Twice does nothing."""
    require_editor(viewer, contract)
    draft = locked(session, contract)
    if draft is None:
        raise Missing
    if draft.state is EditionState.DRAFT:
        return
    draft.state = EditionState.DRAFT
    draft.version += 1
    session.add(draft)


def send_back(session: Session, reviewer: Viewer, contract: Contract, note: str) -> None:
    """The second person returns the draft to its authors, saying what is to be mended."""
    draft = locked(session, contract)
    if draft is None:
        raise Missing
    draft.require_second_person(session, reviewer)
    draft.state, draft.return_note = EditionState.DRAFT, note
    draft.version += 1
    session.add(draft)


def publish(session: Session, reviewer: Viewer, contract: Contract, read: str) -> Edition:
    """The second person makes the draft the newest edition. Twice answers as before. `read` is what they read
    (`Edition.as_read`)."""
    draft = locked(session, contract)
    if draft is None:
        newest = newest_edition(session, contract.id or 0)
        if newest is not None and newest.published_by == reviewer.person_id and newest.as_read(session) == read:
            return newest
        raise Missing
    draft.publish(session, actor_now(session, draft.submitted_by), reviewer, read=read)
    forget_tables(session, draft)
    return draft


def discard(session: Session, viewer: Viewer, contract: Contract, version: int) -> None:
    """Throws the draft away with all that only it had; what is published stays as it is. Twice does nothing. `version`
    is of the draft that the viewer saw: nobody throws away what a colleague wrote meanwhile."""
    require_editor(viewer, contract)
    draft = locked(session, contract)
    if draft is None:
        return
    if draft.state is EditionState.SUBMITTED:
        raise Refusal(N_("Drafti pret rishikimin. Tërhiqeni më parë nga rishikimi."))
    if draft.version != version:
        raise Stale(CHANGED_MEANWHILE, {})
    empty(session, draft)
    if document := draft.document(session):
        document.is_free = False  # said by an author of this draft
        session.add(document)
    forget_tables(session, draft)
    session.exec(sa.delete(Contributor).where(col(Contributor.edition_id) == draft.id))
    session.delete(draft)
    session.flush()


def empty(session: Session, draft: Edition) -> None:
    """Takes all words out of the draft, and the priorities and commitments that no other edition has."""
    texts = select(CommitmentText.id).where(CommitmentText.edition_id == draft.id)
    session.exec(sa.delete(CommitmentSuccessor).where(col(CommitmentSuccessor.text_id).in_(texts)))
    elsewhere = aliased(CommitmentText)
    added = ~sa.exists().where(col(elsewhere.commitment_id) == Commitment.id, col(elsewhere.edition_id) != draft.id)
    forget(session, draft, added)
    session.exec(sa.delete(CommitmentUnit).where(col(CommitmentUnit.text_id).in_(texts)))
    session.exec(sa.delete(CommitmentText).where(col(CommitmentText.edition_id) == draft.id))
    session.exec(sa.delete(PriorityText).where(col(PriorityText.edition_id) == draft.id))
    worded = select(PriorityText.priority_id)
    of_contract = col(Priority.contract_id) == draft.contract_id
    session.exec(sa.delete(Priority).where(of_contract, col(Priority.id).not_in(worded)))


def draft_at_work(session: Session, viewer: Viewer, slug: str, *, hold: bool = False) -> tuple[Contract, Edition]:
    """The contract and its draft, for who may write in it; held for a POST, so that what it compares stays true."""
    contract = contract_at_work(session, viewer, slug)
    require_editor(viewer, contract)
    draft = locked(session, contract) if hold else open_edition(session, viewer, contract.id or 0)
    if draft is None:
        raise Missing
    return contract, draft


def require_editor(viewer: Viewer, contract: Contract) -> None:
    require_recorder(viewer, contract.municipality_id)


def locked(session: Session, contract: Contract) -> Edition | None:
    """The contract's draft as it stands now, held until the transaction ends, so that two people take turns."""
    return session.exec(
        select(Edition)
        .where(Edition.contract_id == contract.id, Edition.state != EditionState.PUBLISHED)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def writable(session: Session, viewer: Viewer, contract: Contract) -> Edition:
    """The draft, locked, with the viewer among its authors."""
    require_editor(viewer, contract)
    draft = locked(session, contract)
    if draft is None:
        raise Missing
    if draft.state is EditionState.SUBMITTED:
        raise Refusal(N_("Drafti pret rishikimin dhe nuk mund të ndryshohet. Tërhiqeni më parë nga rishikimi."))
    remember(session, draft, viewer.person_id)
    draft.version += 1
    session.add(draft)
    return draft


def remember(session: Session, draft: Edition, *people: int | None) -> None:
    """As authors of the draft."""
    for person_id in people:
        if person_id is not None and session.get(Contributor, (draft.id, person_id)) is None:
            session.add(Contributor(edition_id=draft.id or 0, person_id=person_id))
            session.flush()


def forget(session: Session, draft: Edition, condition: Any) -> None:
    """Deletes the draft's commitments that meet the condition, with their references, so that these can be reused."""
    found = session.exec(
        select(Commitment.id, CommitmentText.id)
        .join(CommitmentText, col(CommitmentText.commitment_id) == Commitment.id)
        .where(CommitmentText.edition_id == draft.id, condition)
        .order_by(col(Commitment.parent_id).is_(None))
    ).all()
    unsay(session, (commitment_id or 0 for commitment_id, _ in found))
    texts = [text_id for _, text_id in found]
    session.exec(sa.delete(CommitmentSuccessor).where(col(CommitmentSuccessor.text_id).in_(texts)))
    session.exec(sa.delete(CommitmentUnit).where(col(CommitmentUnit.text_id).in_(texts)))
    session.exec(sa.delete(CommitmentText).where(col(CommitmentText.id).in_(texts)))
    for commitment_id, _ in found:  # sub-points before their point
        session.exec(sa.delete(Commitment).where(col(Commitment.id) == commitment_id))


def _copy(session: Session, newest: Edition, draft: Edition) -> None:
    """Gives the draft the words of the newest edition, row for row."""
    for heading in session.exec(select(PriorityText).where(PriorityText.edition_id == newest.id)):
        session.add(PriorityText(**heading.model_dump(exclude={"id", "edition_id"}), edition_id=draft.id or 0))
    units: dict[int, list[int]] = {}
    for unit in session.exec(
        select(CommitmentUnit)
        .join(CommitmentText, col(CommitmentText.id) == CommitmentUnit.text_id)
        .where(CommitmentText.edition_id == newest.id)
    ):
        units.setdefault(unit.text_id, []).append(unit.unit_id)
    went_to: dict[int, list[int]] = {}
    for one in session.exec(
        select(CommitmentSuccessor)
        .join(CommitmentText, col(CommitmentText.id) == CommitmentSuccessor.text_id)
        .where(CommitmentText.edition_id == newest.id)
    ):
        went_to.setdefault(one.text_id, []).append(one.commitment_id)
    for text in session.exec(select(CommitmentText).where(CommitmentText.edition_id == newest.id)).all():
        copy = CommitmentText(**text.model_dump(exclude={"id", "edition_id"}), edition_id=draft.id or 0)
        session.add(copy)
        session.flush()
        session.add_all(
            CommitmentUnit(text_id=copy.id or 0, unit_id=unit_id) for unit_id in units.get(text.id or 0, [])
        )
        session.add_all(
            CommitmentSuccessor(text_id=copy.id or 0, commitment_id=id) for id in went_to.get(text.id or 0, [])
        )
    session.flush()
