"""A plan in figures, in which no amount is counted twice.

Plans state money at any level of their tree, and often a measure's cost beside those of its activities. The rule,
which the pages print beside each figure: an amount counts where the plan states it highest; what is stated under
that item is a part of it. An item with nothing under it has money when it, or an item above it, states a cost.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Session, col

from pop_tracker.plans.items import Node, PlanItem
from pop_tracker.plans.progress import Progress

Years = Mapping[int, list[Progress]]
"""The years of items, by item id."""


def highest(nodes: Iterable[Node], amount: Callable[[PlanItem], Decimal | None]) -> list[Decimal]:
    """The amounts that count, one for each branch that states any."""
    found: list[Decimal] = []
    for node in nodes:
        stated = amount(node.item)
        found += highest(node.children, amount) if stated is None else [stated]
    return found


def walk(nodes: Iterable[Node]) -> Iterable[Node]:
    """Each before those under it."""
    for node in nodes:
        yield node
        yield from walk(node.children)


@dataclass(frozen=True)
class Priced:
    """How many of the items with nothing under them have money."""

    with_money: int = 0
    of: int = 0

    @classmethod
    def among(cls, parents: Mapping[int, int | None], stated: set[int]) -> "Priced":
        """Of items given by id with the one above them, and the ids of those that state a cost."""
        above = set(parents.values())
        last = [item_id for item_id in parents if item_id not in above]
        return cls(sum(_is_priced(item_id, parents, stated) for item_id in last), len(last))


def _is_priced(item_id: int, parents: Mapping[int, int | None], stated: set[int]) -> bool:
    step: int | None = item_id
    while step is not None and step not in stated:
        step = parents.get(step)
    return step is not None


@dataclass(frozen=True)
class YearOfPlan:
    """Money of a year, in lek; None: no item states any."""

    year: int
    planned: Decimal | None
    spent: Decimal | None


@dataclass(frozen=True)
class PlanFigures:
    items: int
    priced: Priced
    cost: Decimal | None
    """In lek; None: no item states any."""
    costs: int
    """Of how many stated amounts the cost is the sum."""
    indicators: int
    measured: int
    """Indicators with the value of at least one year."""
    years: list[YearOfPlan] = field(default_factory=list)

    @classmethod
    def of(cls, nodes: list[Node], progress: Years) -> "PlanFigures":
        every = [node.item for node in walk(nodes)]
        said = {item.id or 0: {one.year: one for one in progress.get(item.id or 0, ())} for item in every}
        costs = highest(nodes, lambda item: item.cost_all)
        indicators = [item.id or 0 for item in every if item.indicator]
        return cls(
            items=len(every),
            priced=Priced.among(
                {item.id or 0: item.parent_id for item in every},
                {item.id or 0 for item in every if item.cost_all is not None},
            ),
            cost=sum(costs, Decimal()) if costs else None,
            costs=len(costs),
            indicators=len(indicators),
            measured=sum(any(one.indicator_value is not None for one in said[item].values()) for item in indicators),
            years=[
                _year(nodes, said, year) for year in sorted({year for of_item in said.values() for year in of_item})
            ],
        )

    @property
    def spent(self) -> Decimal | None:
        return _sum(year.spent for year in self.years)

    @property
    def planned(self) -> Decimal | None:
        """For the years for which spending is stated too."""
        return _sum(year.planned for year in self.years if year.spent is not None)

    @property
    def years_spent(self) -> list[int]:
        return [year.year for year in self.years if year.spent is not None]

    @property
    def most_of_a_year(self) -> Decimal:
        return max(
            (amount for year in self.years for amount in (year.planned, year.spent) if amount), default=Decimal()
        )


def _year(nodes: list[Node], said: Mapping[int, Mapping[int, Progress]], year: int) -> YearOfPlan:
    def of_year(name: str) -> Decimal | None:
        return _sum(highest(nodes, lambda item: getattr(said[item.id or 0].get(year), name, None)))

    return YearOfPlan(year, of_year("planned_all"), of_year("spent_all"))


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    stated = [amount for amount in amounts if amount is not None]
    return sum(stated, Decimal()) if stated else None


def priced_plans(session: Session) -> Mapping[int, Priced]:
    """Every plan's items with money, by plan; one query, of no words."""
    parents: dict[int, dict[int, int | None]] = {}
    stated: dict[int, set[int]] = {}
    query = sa.select(
        col(PlanItem.plan_id), col(PlanItem.id), col(PlanItem.parent_id), col(PlanItem.cost_all).is_(None)
    )
    for plan_id, item_id, parent_id, says_nothing in session.execute(query):
        parents.setdefault(plan_id, {})[item_id] = parent_id
        if not says_nothing:
            stated.setdefault(plan_id, set()).add(item_id)
    return {plan_id: Priced.among(of_plan, stated.get(plan_id, set())) for plan_id, of_plan in parents.items()}


def numbered(sources: Iterable[str]) -> dict[str, int]:
    """Sources as numbered notes, where many figures of a page come from few documents: each once, in the order in
    which the page comes to it."""
    return {source: number for number, source in enumerate(dict.fromkeys(filter(None, sources)), start=1)}
