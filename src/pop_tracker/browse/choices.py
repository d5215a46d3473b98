"""What a question about commitments may choose from: municipalities, units, priorities, plans with their names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlmodel import Session, col, select

from pop_tracker.browse.contract import ContractHead, contract_heads
from pop_tracker.contracts.editions import Edition, newest_edition_ids
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Priority, PriorityText
from pop_tracker.places.models import AdministrativeUnit, Municipality
from pop_tracker.plans.plan_rows import PlanRow, plans

_PUBLISHED = col(Contract.id).in_(select(Edition.contract_id).where(col(Edition.id).in_(newest_edition_ids())))
_PLACES = select(Municipality.id, Municipality.slug, Municipality.name).order_by(col(Municipality.sort_key))
_UNITS = select(AdministrativeUnit.id, AdministrativeUnit.slug, AdministrativeUnit.name).order_by(
    col(AdministrativeUnit.is_seat_unit).desc(), col(AdministrativeUnit.sort_key)
)
_TITLES = (
    select(Priority.contract_id, Priority.number, PriorityText.title)
    .join(PriorityText, col(PriorityText.priority_id) == Priority.id)
    .where(col(PriorityText.edition_id).in_(newest_edition_ids()))
)


class UnitChoice(NamedTuple):
    id: int
    slug: str
    name: str


@dataclass(frozen=True)
class Choices:
    contracts: Mapping[int, ContractHead]
    """By id, those whose text is published: by municipality in Albanian order, the newest term first."""
    municipalities: Mapping[str, str]
    """Name by slug, all of them, in Albanian order."""
    units: list[UnitChoice]
    """Of the chosen municipality, else of all."""
    priorities: Mapping[int, str]
    """By number; with the title where only one contract of the choice has that number."""
    plans: Mapping[str, PlanRow]
    chosen: str

    @property
    def municipalities_with_contract(self) -> dict[str, str]:
        have = {contract.municipality_slug for contract in self.contracts.values()}
        return {slug: name for slug, name in self.municipalities.items() if slug in have}

    @property
    def plans_of_choice(self) -> list[PlanRow]:
        have = {contract.municipality_slug for contract in self.contracts.values()}
        return [
            plan
            for plan in self.plans.values()
            if plan.municipality_slug in have and self.chosen in ("", plan.municipality_slug)
        ]


def choices(session: Session, bashkia: str) -> Choices:
    """Everything that the filters offer when this municipality (a slug, or empty) is chosen. Five queries."""
    contracts = {head.id: head for head in contract_heads(session, _PUBLISHED)}
    of_choice = {contract.id for contract in contracts.values() if bashkia in ("", contract.municipality_slug)}
    places = list(session.exec(_PLACES))
    chosen = [identity for identity, slug, _ in places if slug == bashkia]
    units = session.exec(_UNITS.where(col(AdministrativeUnit.municipality_id).in_(chosen)) if bashkia else _UNITS)
    titles: dict[int, set[str]] = {}
    for contract_id, number, title in session.exec(_TITLES):
        if contract_id in of_choice:
            titles.setdefault(number, set()).add(title)
    return Choices(
        contracts,
        {slug: name for _, slug, name in places},
        list(map(UnitChoice._make, units)),
        {number: titles[number].pop() if len(titles[number]) == 1 else "" for number in sorted(titles)},
        {plan.slug: plan for plan in plans(session)},
        bashkia,
    )
