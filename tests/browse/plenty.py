"""The training contract many times over, to see that a page asks the database no more often for it."""

from sqlmodel import Session, SQLModel, col, select

from pop_tracker.contracts.models import (
    Commitment,
    CommitmentRoot,
    CommitmentText,
    CommitmentUnit,
    Contract,
    Edition,
    Priority,
    PriorityText,
)


def add_copies(session: Session, times: int) -> None:
    """Copies of Shembull's contract, published edition and all, with a hundred years' term each."""
    contract = session.exec(select(Contract).where(Contract.slug == "shembull-2023")).one()
    edition = session.exec(select(Edition).where(Edition.contract_id == contract.id)).one()
    for number in range(times):
        again = _copy(session, contract, slug=f"kopje-{number}", term_from=2100 + number, term_until=2200 + number)
        published = _copy(session, edition, contract_id=again.id)
        priorities, commitments, texts = {}, {}, {}
        for priority in session.exec(select(Priority).where(Priority.contract_id == contract.id)).all():
            priorities[priority.id] = _copy(session, priority, contract_id=again.id).id
        for words in session.exec(select(PriorityText).where(PriorityText.edition_id == edition.id)).all():
            _copy(session, words, edition_id=published.id, priority_id=priorities[words.priority_id])
        for one in session.exec(
            select(Commitment).where(Commitment.contract_id == contract.id).order_by(col(Commitment.id))
        ).all():
            commitments[one.id] = _copy(
                session, one, contract_id=again.id, priority_id=priorities[one.priority_id],
                parent_id=commitments.get(one.parent_id),
            ).id  # fmt: skip
        for text in session.exec(select(CommitmentText).where(CommitmentText.edition_id == edition.id)).all():
            texts[text.id] = _copy(
                session, text, edition_id=published.id, commitment_id=commitments[text.commitment_id]
            ).id
        for table in (CommitmentUnit, CommitmentRoot):
            for row in session.exec(select(table).where(col(table.text_id).in_(texts))).all():
                session.add(table(**{**row.model_dump(), "text_id": texts[row.text_id]}))
    session.flush()


def _copy(session: Session, row: SQLModel, **changes: object) -> SQLModel:
    made = type(row)(**{**row.model_dump(exclude={"id"}), **changes})
    session.add(made)
    session.flush()
    return made
