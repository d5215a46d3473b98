"""What the record holds of a round and its verdicts beside their own columns: the public state of each verdict with its
evidence, whose hands were in it, and what other files of the room enter with the round.

It stands below the tables (`models`), so that it names neither of them: a round and assessments come as they are."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from sqlmodel import Session, SQLModel, select

from pop_tracker.accounts.actors import organisation_slug
from pop_tracker.accounts.addresses import AddressClaim
from pop_tracker.accounts.vouched import vouched
from pop_tracker.monitoring.contributors import contributors
from pop_tracker.monitoring.evidence import evidence_of
from pop_tracker.places.models import AdministrativeUnit


@dataclass(frozen=True)
class Beside:
    """What enters the record with a round though its rows lie in a file above this one: how it is said, as fields of
    the round's public state, and the rows in which its words stand."""

    state: Callable[[Session, Any], dict[str, Any]]
    rows: Callable[[Session, Any], Iterable[SQLModel]]


BESIDE: dict[str, Beside] = {}
"""By name; `ratings`, `raters` and `replies` enter theirs."""


def beside() -> Iterable[Beside]:
    """Without one of them a round would enter the record half said: whoever records imports `pop_tracker.tables`."""
    if BESIDE.keys() != {"agreement", "replies", "set_aside"}:
        raise LookupError(f"a round cannot be said with {sorted(BESIDE)} alone")
    return BESIDE.values()


def address_state(session: Session, claim_id: int | None) -> dict[str, Any] | None:
    """What is public of the address that a municipality was asked at: its kind, never the address."""
    claim = session.get(AddressClaim, claim_id) if claim_id else None
    return asdict(vouched(session, claim)) if claim else None


def states_of(session: Session, assessments: list[Any]) -> list[dict[str, Any]]:
    """Public states of assessments with their evidence: whom they come from is an organisation, never a person."""
    evidence = evidence_of(session, [assessment.id for assessment in assessments])
    units = dict(session.exec(select(AdministrativeUnit.id, AdministrativeUnit.slug)).all())
    return [
        {
            "ref": assessment.ref,
            "unit": units.get(assessment.unit_id),
            "organisation": organisation_slug(session, assessment.organisation_id),
            "evidence": [piece.state for piece in evidence.get(assessment.id or 0, [])],
            **assessment.model_dump(
                include={"id", "status", "ground", "reason", "source", "reviewed_at", "corrects_id",
                         "correction_reason", "retraction_reason", "retracted_at", "before_reply"},
                exclude=None if assessment.retracted_at else {"retraction_reason"},
            ),
        }
        for assessment in assessments
    ]  # fmt: skip


def rows_of_evidence(session: Session, assessments: list[Any]) -> list[SQLModel]:
    """In which the words and files of their evidence stand. One query, and one for the files."""
    pieces = [one for found in evidence_of(session, [one.id for one in assessments]).values() for one in found]
    return [*pieces, *(file for piece in pieces for file in piece.files)]


def hands_of(session: Session, assessments: list[Any]) -> list[dict[str, Any]]:
    """Whose hands were in them, by number; one query."""
    wrote = contributors(session, [one.id for one in assessments])
    return [
        {**one.model_dump(include={"id", "author_id", "reviewed_by"}), "wrote": sorted(wrote.get(one.id or 0, ()))}
        for one in assessments
    ]
