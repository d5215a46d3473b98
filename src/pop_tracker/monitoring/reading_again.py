"""What is new in an assessment that came back after it was returned, so that nobody has to compare from memory."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from pop_tracker.contracts.difference import Piece, words_changed
from pop_tracker.history import canonical
from pop_tracker.monitoring.evidence import Evidence
from pop_tracker.monitoring.models import Assessment
from pop_tracker.monitoring.returned import ReturnedText
from pop_tracker.monitoring.scale import Ground, Status


@dataclass(frozen=True)
class Since:
    """Against what was read at the return."""

    status: Status | None
    """The one that was read, where it is another now, or stands on another ground."""
    ground: Ground | None
    """Of that status."""
    reasons: tuple[tuple[Piece, ...], ...]
    """Word by word, of those that are others now."""
    fresh: frozenset[int]
    """Ids of evidence that was not read as it stands now."""
    gone: tuple[Evidence, ...]
    """What was read and stands so no more."""

    @property
    def is_nothing(self) -> bool:
        return not (self.status or self.reasons or self.fresh or self.gone)


def keep(session: Session, row: Assessment, pieces: Iterable[Evidence]) -> None:
    session.merge(ReturnedText(assessment_id=row.id or 0, said=_said(row, pieces)))


def since_return(
    session: Session, rows: Sequence[Assessment], evidence: Mapping[int, list[Evidence]]
) -> dict[int, Since]:
    """Of those that came back, by id; one query."""
    by_id = {row.id or 0: row for row in rows}
    kept = session.exec(select(ReturnedText).where(col(ReturnedText.assessment_id).in_(by_id)))
    return {
        one.assessment_id: _since(one.said, by_id[one.assessment_id], evidence.get(one.assessment_id, []))
        for one in kept
    }


def _since(read: Mapping[str, Any], row: Assessment, pieces: list[Evidence]) -> Since:
    before = [Evidence.from_state(one) for one in read["evidence"]]
    fresh = set()
    for piece in pieces:
        same = next((one for one in before if one.state == piece.state), None)
        if same is None:
            fresh.add(piece.id or 0)
        else:
            before.remove(same)
    reasons = [(read[name], getattr(row, name)) for name in ("reason", "correction_reason")]
    ground = Ground(read["ground"]) if read.get("ground") else None
    is_other = (read["status"], ground) != (row.status, row.ground)
    return Since(
        Status(read["status"]) if is_other else None,
        ground if is_other else None,
        tuple(words_changed(old, new) for old, new in reasons if old != new),
        frozenset(fresh),
        tuple(before),
    )


def _said(row: Assessment, pieces: Iterable[Evidence]) -> dict[str, Any]:
    return {
        "status": row.verdict.value,
        "ground": row.ground,
        "reason": row.reason,
        "correction_reason": row.correction_reason,
        "evidence": [json.loads(canonical(piece.state)) for piece in pieces],
    }
