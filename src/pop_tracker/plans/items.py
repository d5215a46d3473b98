"""What a plan holds: rows of one tree, at levels that the plan names itself."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.database import LEK, QUANTITY
from pop_tracker.history import part
from pop_tracker.places.models import AdministrativeUnit
from pop_tracker.plans.costs import check_costs
from pop_tracker.plans.fields import EITHER
from pop_tracker.plans.programmes import is_programme_code
from pop_tracker.web.errors import Refusal, all_at_once
from pop_tracker.web.i18n import N_
from pop_tracker.web.source_list import SourceList

LEVELS = ("prioritet", "shtyllë", "objektiv", "masë", "aktivitet")
"""Offered when an item is entered; a plan may call its levels otherwise."""

IN_A_CIRCLE = N_("Një zë nuk mund t’i përkasë vetes ose një zëri që bën pjesë në të.")


@part
class PlanItem(SQLModel, table=True):
    """A row of the plan's tree, at the level the plan calls it (prioritet, shtyllë, objektiv, masë, aktivitet).

    What its fields are called, and all else that is made of them, stands in `fields`.
    """

    __tablename__ = "plan_item"
    __table_args__ = (sa.UniqueConstraint("plan_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    parent_id: int | None = Field(default=None, foreign_key="plan_item.id")
    number: str = Field(max_length=20)
    position: int
    level: str = Field(max_length=40)
    text: str = Field(sa_type=sa.Text)
    responsible_body: str = Field(default="", max_length=300)
    partners: str = Field(default="", sa_type=sa.Text)
    due: str = Field(default="", max_length=80)
    """As the plan says it: a day, a year, "çdo vit"."""
    cost_all: Decimal | None = Field(default=None, sa_type=LEK)
    """In lek (ALL)."""
    costs_by_year: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    """What the plan gives each year, in lek, by year (`costs`); empty where it does not part its money so."""
    funding_source: str = Field(default="", max_length=300)
    indicator: str = Field(default="", sa_type=sa.Text)
    indicator_unit: str = Field(default="", max_length=80)
    baseline: Decimal | None = Field(default=None, sa_type=QUANTITY)
    baseline_words: str = Field(default="", max_length=200)
    """Where it starts from where that is no number: "nuk ka të dhëna", "0 qendra"."""
    baseline_year: int | None = None
    target: Decimal | None = Field(default=None, sa_type=QUANTITY)
    target_words: str = Field(default="", max_length=200)
    """What is aimed at where it is no number: "po", "≥ 20"."""
    target_year: int | None = None
    place: str = Field(default="", max_length=200)
    """Below the unit, or before anyone confirmed it: a village, a quarter, a street, in the plan's words."""
    target_groups: str = Field(default="", max_length=300)
    programme_code: str = Field(default="", max_length=10)
    """Of the budget's programmes: "091" is basic and preschool education."""
    source: str = Field(sa_type=SourceList)

    def parent(self, session: Session) -> "PlanItem | None":
        return session.get(PlanItem, self.parent_id) if self.parent_id else None

    @property
    def planned_by_year(self) -> list[tuple[str, Decimal]]:
        return [(year, Decimal(amount)) for year, amount in self.costs_by_year.items()]

    def check(self) -> None:
        """Raises Refusal for what cannot stand in any plan."""
        with all_at_once() as no:
            if re.search(r"\s", self.number):
                no(Refusal(N_("Numri shkruhet pa hapësira, si 1.2."), field="number"))
            if self.programme_code and not is_programme_code(self.programme_code):
                no(Refusal(N_("Kodi i programit ka tri shifra, si 091, ose pesë, si 09120."), field="programme_code"))
            no.ask(lambda: check_costs(self.costs_by_year))
            for name, either in EITHER.items():
                number, in_words = getattr(self, name), getattr(self, f"{name}_words")
                if number is not None and in_words:
                    no(Refusal(either, field=f"{name}_words"))
                if getattr(self, f"{name}_year") and number is None and not in_words:
                    no(Refusal(N_("Keni shkruar vitin, por jo vlerën: shkruani edhe vlerën."), field=name))
            if self.baseline_year and self.target_year and self.target_year < self.baseline_year:
                no(Refusal(N_("Synimi është për një vit para vlerës fillestare."), field="target_year"))


class PlanItemUnit(SQLModel, table=True):
    """A unit of the municipality where the item is to happen."""

    __tablename__ = "plan_item_unit"
    item_id: int = Field(foreign_key="plan_item.id", primary_key=True)
    unit_id: int = Field(foreign_key="administrative_unit.id", primary_key=True, index=True)


def unsaid(name: str) -> Any:
    """What stands in a field of an item that says nothing there."""
    return PlanItem.model_fields[name].get_default(call_default_factory=True)


def items_of(session: Session, plan_id: int | None) -> list[PlanItem]:
    """A plan's items in its order, each before those under it; one query."""
    return list(session.exec(select(PlanItem).where(PlanItem.plan_id == plan_id).order_by(col(PlanItem.position))))


def units_of_items(session: Session, plan_id: int | None) -> Mapping[int, list[AdministrativeUnit]]:
    """The units of a plan's items, by item, in Albanian order; one query."""
    found: dict[int, list[AdministrativeUnit]] = {}
    for item_id, unit in session.exec(
        select(PlanItemUnit.item_id, AdministrativeUnit)
        .join(AdministrativeUnit, col(AdministrativeUnit.id) == PlanItemUnit.unit_id)
        .join(PlanItem, col(PlanItem.id) == PlanItemUnit.item_id)
        .where(PlanItem.plan_id == plan_id)
        .order_by(col(AdministrativeUnit.sort_key))
    ):
        found.setdefault(item_id, []).append(unit)
    return found


def write_units(session: Session, item: PlanItem, unit_ids: Iterable[int]) -> None:
    """Sets the units of an item that is in the database."""
    session.exec(sa.delete(PlanItemUnit).where(col(PlanItemUnit.item_id) == item.id))
    session.add_all(PlanItemUnit(item_id=item.id or 0, unit_id=unit_id) for unit_id in sorted(set(unit_ids)))
    session.flush()


def plan_sizes() -> sa.Subquery:
    """How many items each plan has (`size`), by `plan_id`; a plan without any is not among them."""
    return sa.select(col(PlanItem.plan_id), sa.func.count().label("size")).group_by(col(PlanItem.plan_id)).subquery()


def states_of(session: Session, plan_id: int | None) -> list[dict[str, Any]]:
    """The items as the public record holds them: their parents by number, their units by slug."""
    items = items_of(session, plan_id)
    numbers = {item.id: item.number for item in items}
    units = units_of_items(session, plan_id)
    return [
        {
            **item.model_dump(exclude={"id", "plan_id", "parent_id"}),
            "parent": numbers.get(item.parent_id),
            "units": sorted(unit.slug for unit in units.get(item.id or 0, ())),
        }
        for item in items
    ]


def counting_order(number: str) -> list[tuple[int, str]]:
    """Sorts "1.2" before "1.10", and letters after figures."""
    return [(int(part), "") if part.isdecimal() else (10**9, part) for part in re.split(r"[.\s]+", number) if part]


def put_under(items: Iterable[PlanItem], item: PlanItem, parent: str) -> None:
    """Sets the parent of an item of the plan that has `items`, by its number.

    Raises Refusal for a number that stands already, a parent that the plan does not have, itself, its own branch.
    """
    by_number = {one.number: one for one in items if one is not item}
    if item.number in by_number:
        raise Refusal(N_("Plani e ka tashmë një zë me numrin %(number)s."), field="number", number=item.number)
    if not parent:
        item.parent_id = None
        return
    if parent == item.number:
        raise Refusal(IN_A_CIRCLE, field="parent")
    above = by_number.get(parent)
    if above is None:
        raise Refusal(N_("Plani nuk ka zë me numrin %(number)s."), field="parent", number=parent)
    by_id = {one.id: one for one in by_number.values()}
    step: PlanItem | None = above
    while step is not None and step.parent_id is not None:
        if step.parent_id == item.id:
            raise Refusal(IN_A_CIRCLE, field="parent")
        step = by_id.get(step.parent_id)
    item.parent_id = above.id


def in_order(items: Iterable[PlanItem]) -> list[PlanItem]:
    """Each before those under it, and side by side as people count: 1.2 before 1.10."""
    under: dict[int | None, list[PlanItem]] = {}
    for item in items:
        under.setdefault(item.parent_id, []).append(item)

    def walk(parent_id: int | None) -> Iterator[PlanItem]:
        for item in sorted(under.get(parent_id, []), key=lambda one: counting_order(one.number)):
            yield item
            yield from walk(item.id)

    return list(walk(None))


@dataclass
class Node:
    """An item with what stands under it."""

    item: PlanItem
    children: list["Node"] = field(default_factory=list)

    @property
    def below(self) -> int:
        """How many items stand under it, on all levels."""
        return sum(1 + child.below for child in self.children)


def tree(items: Iterable[PlanItem]) -> list[Node]:
    """The items of one plan, in its order, as a tree."""
    roots: list[Node] = []
    nodes: dict[int | None, Node] = {}
    for item in items:
        nodes[item.id] = node = Node(item)
        above = nodes.get(item.parent_id) if item.parent_id else None
        (above.children if above else roots).append(node)
    return roots
