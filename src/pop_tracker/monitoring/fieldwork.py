"""What someone takes along to a unit: its commitments with what was last said of them, and room to write."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from pop_tracker.contracts.texts import Scope, Text, leaves, texts_of_edition
from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.scale import Status
from pop_tracker.monitoring.statuses import LeafStatus, current_statuses
from pop_tracker.places.models import AdministrativeUnit
from pop_tracker.web.errors import Missing

WHOLE = "e-gjithe-bashkia"
"""In the address, for the commitments that name no unit."""


@dataclass(frozen=True)
class Line:
    """A leaf on the sheet; `said` is None where no round said anything of it."""

    text: Text
    status: Status
    said: LeafStatus | None


@dataclass(frozen=True)
class Sheet:
    slug: str
    name: str
    """Empty: the whole municipality."""
    lines: tuple[Line, ...]


def sheets(session: Session, held: Round) -> list[Sheet]:
    """One for the whole municipality, then one for each unit that a commitment names. A place that nobody has
    confirmed the unit of stands on the first, in its own words."""
    last = current_statuses(session, [held.contract_id])
    texts = leaves(texts_of_edition(session, held.edition_id))
    units = session.exec(
        select(AdministrativeUnit)
        .where(AdministrativeUnit.municipality_id == held.contract.municipality_id)
        .order_by(col(AdministrativeUnit.is_seat_unit).desc(), col(AdministrativeUnit.sort_key))
    ).all()
    found = [Sheet(WHOLE, "", tuple(_line(text, last, None) for text in texts if text.scope is not Scope.UNITS))]
    found += [
        Sheet(unit.slug, unit.name, tuple(
            _line(text, last, unit.id) for text in texts if any(one.id == unit.id for one in text.units)
        ))
        for unit in units
    ]  # fmt: skip
    return [sheet for sheet in found if sheet.lines]


def sheet_of(session: Session, held: Round, slug: str) -> Sheet:
    """Raises Missing where there is none of that name."""
    sheet = next((one for one in sheets(session, held) if one.slug == slug), None)
    if sheet is None:
        raise Missing
    return sheet


def _line(text: Text, last: dict[int, LeafStatus], unit_id: int | None) -> Line:
    said = last.get(text.commitment_id)
    if said is None:
        return Line(text, Status.NOT_ASSESSED, None)
    return Line(text, said.status if unit_id is None else said.in_unit(unit_id), said)
