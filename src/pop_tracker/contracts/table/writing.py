"""What a table makes of a draft, written: all rows at once, since a question for each of thousands would take
minutes."""

from collections.abc import Iterable
from itertools import count
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.contracts import first_year
from pop_tracker.contracts.draft import forget
from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.order import Branch, number_anew
from pop_tracker.contracts.table.columns import OF_PRIORITY, OF_STATUS, WORDED
from pop_tracker.contracts.table.comparison import Comparison, RowChange
from pop_tracker.contracts.texts import (
    Commitment,
    CommitmentSuccessor,
    CommitmentText,
    CommitmentUnit,
    Priority,
    PriorityGroup,
    PriorityText,
)

_FAR = 1_000_000
"""Numbers of priorities that no contract has, for the moment before they get their own."""


def write(session: Session, draft: Edition, found: Comparison, by: Iterable[int | None]) -> None:
    """`by`: whose table it is."""
    gone = [one.branch for one in found.gone]
    _set_aside(session, gone)
    _add(session, draft, found)
    _change(session, draft, found)
    number_anew(session, draft, found.outline)
    _take_out(session, draft, gone)
    changes = [*found.added, *found.changed]
    _set_units(session, draft, changes, found.unit_ids)
    first_year.say(session, dict(_statuses(session, draft, changes)), by)


def _commitment_of(branch: Branch) -> int | None:
    """Nothing of a priority with points."""
    return branch.id if branch.above is not None else branch.sentence_id


def _set_aside(session: Session, gone: Iterable[Branch]) -> None:
    """Their references are free for others."""
    commitments, priorities = _ids(gone)
    for commitment in session.exec(select(Commitment).where(col(Commitment.id).in_(commitments))):
        commitment.ref = f"~{commitment.id}"
    for priority in session.exec(select(Priority).where(col(Priority.id).in_(priorities))):
        priority.number = -_FAR - (priority.id or 0)
    session.flush()


def _ids(branches: Iterable[Branch]) -> tuple[list[int], list[int]]:
    branches = list(branches)
    commitments = [found for one in branches if (found := _commitment_of(one)) is not None]
    return commitments, [one.id for one in branches if one.above is None]


def _add(session: Session, draft: Edition, found: Comparison) -> None:
    """Level by level, as each needs the ids of what it stands under."""
    priorities = [one for one in found.added if one.branch.above is None]
    made = [Priority(contract_id=draft.contract_id, number=-2 * _FAR - at) for at in range(len(priorities))]
    session.add_all(made)
    session.flush()
    for change, priority in zip(priorities, made, strict=True):
        change.branch.id = priority.id or 0
    session.add_all(
        PriorityText(edition_id=draft.id or 0, priority_id=one.branch.id, title=one.now["text"],
                     group=one.now.get("group") or PriorityGroup.NONE, source=one.now["source"])
        for one in priorities
    )  # fmt: skip
    flat = [one for one in priorities if one.now.get("scope")]
    points = [one for one in found.added if one.branch.is_point]
    subs = [one for one in found.added if one.branch.above and one.branch.above.above]
    at = count()
    for level in (flat, points, subs):
        rows = [_commitment(draft, one.branch, f"~n{next(at)}") for one in level]
        session.add_all(rows)
        session.flush()
        for change, row in zip(level, rows, strict=True):
            if level is flat:
                change.branch.sentence_id = row.id
            else:
                change.branch.id = row.id or 0
    session.add_all(
        CommitmentText(edition_id=draft.id or 0, commitment_id=_commitment_of(one.branch) or 0, **_own(one))
        for one in (*flat, *points, *subs)
    )
    session.flush()


def _commitment(draft: Edition, branch: Branch, ref: str) -> Commitment:
    """Its reference and position come once all stand (`order.number_anew`)."""
    above = branch.above or branch
    parent_id = above.id if above.above else None
    return Commitment(
        contract_id=draft.contract_id, priority_id=(above.above or above).id, parent_id=parent_id, ref=ref, position=0
    )


def _own(change: RowChange) -> dict[str, Any]:
    """What the row sets of a commitment's text."""
    own = {name: value for name, value in change.now.items() if name in WORDED and name != "units"}
    if "retraction_reason" in change.now:
        reason = change.now["retraction_reason"]
        own |= {"retraction_reason": reason, "is_retracted": bool(reason)}
    return own


def _change(session: Session, draft: Edition, found: Comparison) -> None:
    headings = {
        one.priority_id: one for one in session.exec(select(PriorityText).where(PriorityText.edition_id == draft.id))
    }
    texts = _texts(session, draft)
    stays = {
        texts[commitment].id or 0
        for one in found.changed
        if "retraction_reason" in one.now and not one.retracts and (commitment := _commitment_of(one.branch))
    }
    session.exec(sa.delete(CommitmentSuccessor).where(col(CommitmentSuccessor.text_id).in_(stays)))
    for change in found.changed:
        if change.branch.above is None:
            heading = headings[change.branch.id]
            for name in OF_PRIORITY:
                if name in change.now:
                    setattr(heading, "title" if name == "text" else name, change.now[name])
        if (commitment := _commitment_of(change.branch)) is not None:
            for name, value in _own(change).items():
                setattr(texts[commitment], name, value)
    session.flush()


def _texts(session: Session, draft: Edition) -> dict[int, CommitmentText]:
    rows = session.exec(select(CommitmentText).where(CommitmentText.edition_id == draft.id))
    return {row.commitment_id: row for row in rows}


def _take_out(session: Session, draft: Edition, gone: Iterable[Branch]) -> None:
    commitments, priorities = _ids(gone)
    forget(session, draft, col(Commitment.id).in_(commitments))
    session.exec(sa.delete(PriorityText).where(col(PriorityText.priority_id).in_(priorities)))
    session.exec(sa.delete(Priority).where(col(Priority.id).in_(priorities)))


def _set_units(session: Session, draft: Edition, changes: Iterable[RowChange], ids: dict[str, int]) -> None:
    texts = _texts(session, draft)
    said = {
        texts[commitment].id or 0: one.now["units"]
        for one in changes
        if "units" in one.now and (commitment := _commitment_of(one.branch)) is not None
    }
    session.exec(sa.delete(CommitmentUnit).where(col(CommitmentUnit.text_id).in_(list(said))))
    session.add_all(CommitmentUnit(text_id=key, unit_id=ids[name]) for key, names in said.items() for name in names)
    session.flush()


def _statuses(
    session: Session, draft: Edition, changes: Iterable[RowChange]
) -> Iterable[tuple[int, dict[str, Any]]]:  # fmt: skip
    """With what was kept of them before, where the row says only some of it."""
    kept = first_year.first_year(session, draft.contract_id)
    for one in changes:
        commitment = _commitment_of(one.branch)
        if commitment is None or not one.now.keys() & {*OF_STATUS}:
            continue
        before = {name: getattr(kept.get(commitment), name, "") for name in OF_STATUS}
        said = before | {name: one.now[name] for name in OF_STATUS if name in one.now}
        if said["status"] or any(before.values()):
            yield commitment, said
