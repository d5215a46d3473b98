"""How far a plan's item came in a year: what its indicator reached, what money was planned and spent."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.database import LEK, QUANTITY, owner_of
from pop_tracker.history import Actor, Recorded, recorded
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import Plan
from pop_tracker.web.errors import Refusal, all_at_once
from pop_tracker.web.i18n import N_, Words, today
from pop_tracker.web.source_list import SourceList
from pop_tracker.web.telling import Named, State, Telling

FAR = Decimal("1.5")
"""Times what was planned: more than that was spent by a slip of the hand, or it is worth a word."""

_FIELDS = {
    "indicator_value": N_("Vlera e treguesit"),
    "note": N_("Shënim"),
    "plan": N_("Plani"),
    "plan_item": N_("Zëri i planit"),
    "planned_all": N_("Planifikuar (lekë)"),
    "source": N_("Burimi"),
    "spent_all": N_("Shpenzuar (lekë)"),
    "year": N_("Viti"),
}


def _titled(state: State, named: Named, words: Words) -> str:
    return f"{named('plan', state['plan'])}: {state['plan_item']}, {state['year']}"


@recorded(
    "progress",
    {"record": N_("Ecuri e një zëri të planit"), "revise": N_("Ecuri e ndryshuar")},
    Telling(_titled, _FIELDS, numbers=frozenset({"indicator_value", "planned_all", "spent_all"})),
)
class Progress(SQLModel, table=True):
    """One year of one item. It is the plan's own account, and never a verdict on a commitment."""

    __table_args__ = (sa.UniqueConstraint("item_id", "year"),)
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="plan_item.id")
    year: int
    indicator_value: Decimal | None = Field(default=None, sa_type=QUANTITY)
    planned_all: Decimal | None = Field(default=None, sa_type=LEK)
    """In lek (ALL)."""
    spent_all: Decimal | None = Field(default=None, sa_type=LEK)
    note: str = Field(default="", sa_type=sa.Text)
    source: str = Field(sa_type=SourceList)

    def planned(self, item: PlanItem) -> Decimal | None:
        """The most that anybody planned for it, in lek: the item's cost, what the plan gives this year, or what was
        planned by its own account. None where nobody says."""
        of_year = dict(item.planned_by_year).get(str(self.year))
        stated = [amount for amount in (item.cost_all, of_year, self.planned_all) if amount is not None]
        return max(stated, default=None)

    def is_far_beyond(self, item: PlanItem) -> bool:
        """Whether far more was spent than anybody planned."""
        planned = self.planned(item)
        return planned is not None and self.spent_all is not None and self.spent_all > FAR * planned

    def _named(self) -> tuple[PlanItem, Plan]:
        item = owner_of(self, PlanItem, self.item_id)
        return item, owner_of(self, Plan, item.plan_id)

    @property
    def key(self) -> str:
        item, plan = self._named()
        return f"{plan.slug}/{item.id}/{self.year}"

    @property
    def path(self) -> str:
        return self._named()[1].path

    @property
    def title(self) -> str:
        item, plan = self._named()
        return f"{plan.title}: {item.number}, {self.year}"

    @property
    def municipality_slug(self) -> str | None:
        return self._named()[1].municipality_slug

    def public_state(self, session: Session) -> dict[str, Any]:
        item, plan = self._named()
        return {**self.model_dump(exclude={"id", "item_id"}), "plan": plan.slug, "plan_item": item.number}

    def rows(self, session: Session) -> Iterable[SQLModel]:
        return [self]

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls)).all()

    def record(self, session: Session, by: Actor, *, sum_known: bool = False) -> None:
        """Enters what is known of a year. Raises Refusal where nothing is said, or the year stands already.
        `sum_known`: whoever enters it has seen that far more was spent than planned."""
        item, _ = self._check(session, sum_known)
        with session.no_autoflush:
            if progress_in(session, item.id or 0, self.year) is not None:
                raise Refusal(N_("Ecuria e këtij viti është regjistruar tashmë; ndryshojeni atë."), field="year")
        session.add(self)
        history.append(session, "record", self, by, source=self.source)

    def revise(self, session: Session, viewer: Viewer, said: Mapping[str, Any], *, sum_known: bool = False) -> None:
        """Changes what is said of the year; the year itself stays, because the record knows it by its year."""
        require_recorder(viewer, self._named()[1].municipality_id)
        if said["year"] != self.year:
            raise Refusal(N_("Viti nuk mund të ndryshohet: regjistroni vitin tjetër më vete."), field="year")
        for name, value in said.items():
            setattr(self, name, value)
        self._check(session, sum_known)
        session.add(self)
        history.append(session, "revise", self, viewer.actor, source=self.source)

    def _check(self, session: Session, sum_known: bool) -> tuple[PlanItem, Plan]:
        item = session.get(PlanItem, self.item_id)
        plan = session.get(Plan, item.plan_id) if item else None
        if item is None or plan is None:
            raise Refusal(N_("Ky zë nuk është më në plan."))
        with all_at_once() as no:
            if plan.period_from and self.year < plan.period_from - 1:
                no(Refusal(N_("Ky vit është para planit."), field="year"))
            if self.indicator_value is None and self.planned_all is None and self.spent_all is None:
                no(Refusal(N_("Shkruani të paktën një: vlerën e treguesit, lekët e planifikuara ose të shpenzuara."),
                              field="indicator_value"))  # fmt: skip
            if self.year > today().year and (self.indicator_value is not None or self.spent_all is not None):
                no(Refusal(N_("Ky vit nuk ka ardhur ende: shkruani vetëm lekët e planifikuara."), field="year"))
            if self.is_far_beyond(item) and not sum_known:
                no(Refusal(
                    N_("Të shpenzuara: %(spent)s lekë, kur të planifikuara janë më së shumti %(planned)s lekë. A është "
                       "e saktë kjo shumë? Nëse dokumenti e thotë kështu, shënoni kutinë."), field="sum_known",
                    spent=self.spent_all, planned=self.planned(item),
                ))  # fmt: skip
        return item, plan


def progress_in(session: Session, item_id: int, year: int) -> Progress | None:
    return session.exec(select(Progress).where(Progress.item_id == item_id, Progress.year == year)).first()


def progress_of(session: Session, plan_id: int | None) -> Mapping[int, list[Progress]]:
    """The years of a plan's items, by item, the newest first; one query."""
    found: dict[int, list[Progress]] = {}
    for one in session.exec(
        select(Progress)
        .join(PlanItem, col(PlanItem.id) == Progress.item_id)
        .where(PlanItem.plan_id == plan_id)
        .order_by(col(Progress.item_id), col(Progress.year).desc())
    ):
        found.setdefault(one.item_id, []).append(one)
    return found
