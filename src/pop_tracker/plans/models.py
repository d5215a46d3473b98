"""Plans: what they are, what they rest on, their items and stages as one public thing.

What a document leaves unsaid stays empty and reads "nuk thuhet".
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.exc import InvalidRequestError
from sqlmodel import Field, Session, SQLModel, select

from pop_tracker import history
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.database import owner_of, vocabulary
from pop_tracker.history import Actor, Recorded, recorded
from pop_tracker.places.models import Municipality, units_of
from pop_tracker.plans.item_uses import holds, quoted_items, ties, untie
from pop_tracker.plans.items import PlanItem, in_order, items_of, put_under, states_of, write_units
from pop_tracker.plans.legal_basis import read_citation
from pop_tracker.plans.levels import misplaced
from pop_tracker.plans.record_words import ITEM_NUMBERS, PLAN_FIELDS
from pop_tracker.plans.stages import STAGE_WORDS, PlanStage, StageKind, ask_of_order, check_order, stages_of
from pop_tracker.web.dates import PRECISION_WORDS
from pop_tracker.web.errors import Forbidden, Missing, Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.source_list import SourceList
from pop_tracker.web.telling import Telling, titled_by


class PlanKind(StrEnum):
    SOCIAL_PLAN = "social_plan"
    PBA = "pba"
    """Programi buxhetor afatmesëm."""
    ANNUAL_BUDGET = "annual_budget"
    GENERAL_LOCAL_PLAN = "general_local_plan"
    OTHER = "other"


PLAN_KIND_WORDS: dict[PlanKind, str] = {
    PlanKind.SOCIAL_PLAN: N_("Plan social"),
    PlanKind.PBA: N_("Program buxhetor afatmesëm (PBA)"),
    PlanKind.ANNUAL_BUDGET: N_("Buxhet vjetor"),
    PlanKind.GENERAL_LOCAL_PLAN: N_("Plan i përgjithshëm vendor"),
    PlanKind.OTHER: N_("Plan tjetër"),
}


@recorded(
    "plan",
    {
        "record": N_("Plan i regjistruar"),
        "revise": N_("Plan i ndryshuar"),
        "take_back": N_("Importimi u mor mbrapsht"),
        "withdraw": N_("Plani u tërhoq nga regjistri"),
    },
    Telling(
        titled_by("title"),
        PLAN_FIELDS,
        {"date_precision": PRECISION_WORDS, "plan_kind": PLAN_KIND_WORDS, "stage": STAGE_WORDS},
        ITEM_NUMBERS,
    ),
)
class Plan(SQLModel, table=True):
    """A municipality's plan. All that is recorded of it is public at once, with its source."""

    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    municipality_id: int = Field(foreign_key="municipality.id", index=True)
    plan_kind: PlanKind = Field(sa_type=vocabulary(PlanKind))
    title: str = Field(max_length=200)
    period_from: int | None = None
    """Year; None where the documents do not say."""
    period_until: int | None = None
    vision: str = Field(default="", sa_type=sa.Text)
    mission: str = Field(default="", sa_type=sa.Text)
    legal_basis: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    structures: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    predecessors: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    """Earlier plans in the document's words, where they are not recorded here."""
    predecessor_id: int | None = Field(default=None, foreign_key="plan.id")
    """The plan that this one follows."""
    support: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    """Programmes and experts' organisations that supported its drafting."""
    stage_note: str = Field(default="", sa_type=sa.Text)
    source: str = Field(sa_type=SourceList)
    withdrawal: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    """Why a plan that was entered by mistake is no longer among the plans."""

    @property
    def key(self) -> str:
        return self.slug

    @property
    def path(self) -> str:
        return f"/planet/{self.slug}"

    @property
    def municipality_slug(self) -> str:
        return owner_of(self, Municipality, self.municipality_id).slug

    def public_state(self, session: Session) -> dict[str, Any]:
        before = session.get(Plan, self.predecessor_id) if self.predecessor_id else None
        return {
            **self.model_dump(exclude={"id", "municipality_id", "predecessor_id"}),
            "municipality": self.municipality_slug,
            "predecessor": before.slug if before else None,
            "stages": [stage.model_dump(exclude={"id", "plan_id"}) for stage in stages_of(session, self.id)],
            "items": states_of(session, self.id),
        }

    def rows(self, session: Session) -> Iterable[SQLModel]:
        return [self, *self.items(session), *stages_of(session, self.id)]

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls)).all()

    def items(self, session: Session) -> list[PlanItem]:
        """In the plan's order: each item before those under it."""
        return items_of(session, self.id)

    def record(
        self,
        session: Session,
        by: Actor,
        items: Iterable[tuple[PlanItem, str, Iterable[int]]] = (),
        stages: Iterable[PlanStage] = (),
    ) -> None:
        """Enters the plan, with its stages, and its items, each with its parent's number (or nothing) and the ids of
        its units."""
        self._check(session)
        session.add(self)
        session.flush()
        for stage in stages:
            self._reach(session, stage)
        for item, parent, unit_ids in items:
            item.plan_id = self.id or 0
            self.place(session, item, parent, unit_ids)
        self.reorder(session)
        self.check_levels(session)
        history.append(session, "record", self, by, source=self.source)

    def revise(self, session: Session, viewer: Viewer, said: Mapping[str, Any]) -> None:
        """Changes the plan's own fields."""
        require_recorder(viewer, self.municipality_id)
        for name, value in said.items():
            setattr(self, name, value)
        self._check(session)
        for stage in stages_of(session, self.id):
            stage.check_period(self.period_from, self.period_until, "period_from")
        session.add(self)
        history.append(session, "revise", self, viewer.actor, source=self.source)

    def tell_stages(self, session: Session, by: Actor, stages: Iterable[PlanStage]) -> None:
        """Enters the stages of a plan that was recorded without them."""
        for stage in stages:
            self._reach(session, stage)
        history.append(session, "revise", self, by, source=self.source)

    def reach(
        self,
        session: Session,
        viewer: Viewer,
        said: Mapping[str, Any],
        stage: PlanStage | None = None,
        *,
        order_known: bool = False,
    ) -> None:
        """Enters that the plan reached a stage, or what is now said of one entered before. `order_known`: whoever
        enters it has seen that it came out of order (`ask_of_order`)."""
        require_recorder(viewer, self.municipality_id)
        lock(session, self)
        kind_before = stage.stage if stage else None
        if stage is None:
            stage = PlanStage(**said)
        else:
            for name, value in said.items():
                setattr(stage, name, value)
        stage.check_reached()
        self._reach(session, stage, kind_before)
        if not order_known:
            ask_of_order(stages_of(session, self.id), stage)
        history.append(session, "revise", self, viewer.actor, source=stage.source)

    def drop_stage(self, session: Session, viewer: Viewer, stage: PlanStage, reason: str) -> None:
        """Takes back a stage that was entered by mistake; the record keeps that it was said. Not one without which
        those that stay contradict each other."""
        require_recorder(viewer, self.municipality_id)
        lock(session, self)
        _require_reason(reason)
        check_order([one for one in stages_of(session, self.id) if one is not stage], {stage.stage})
        session.delete(stage)
        history.append(session, "revise", self, viewer.actor, source=stage.source, reason=reason)

    def add_item(
        self, session: Session, viewer: Viewer, said: Mapping[str, Any], parent: str, unit_ids: Iterable[int] = ()
    ) -> PlanItem:
        require_recorder(viewer, self.municipality_id)
        lock(session, self)
        item = PlanItem(plan_id=self.id or 0, position=0, **said)
        self.place(session, item, parent, unit_ids)
        self.check_levels(session, item)
        self.reorder(session)
        history.append(session, "revise", self, viewer.actor, source=item.source)
        return item

    def revise_item(
        self,
        session: Session,
        viewer: Viewer,
        item: PlanItem,
        said: Mapping[str, Any],
        parent: str,
        unit_ids: Iterable[int] = (),
    ) -> None:
        """Of an item that a confirmed finding quotes see `item_changes`, which asks a second person."""
        require_recorder(viewer, self.municipality_id)
        lock(session, self)
        if item.id in quoted_items(session, self.id):
            raise Forbidden(N_("Një gjetje e konfirmuar e citon këtë zë: ndryshimin e konfirmon një person i dytë."))
        self.rewrite_item(session, item, said, parent, unit_ids)
        history.append(session, "revise", self, viewer.actor, source=item.source)

    def rewrite_item(
        self, session: Session, item: PlanItem, said: Mapping[str, Any], parent: str, unit_ids: Iterable[int]
    ) -> None:
        """Once it is known who may; the plan is held."""
        if said["number"] != item.number:
            for tie in ties(session, item):
                raise Refusal(tie.message, field="number", **tie.values)
        with session.no_autoflush:  # a number that stands already is refused in words, not by the table
            for name, value in said.items():
                setattr(item, name, value)
            self.place(session, item, parent, unit_ids)
        self.check_levels(session, item)
        self.reorder(session)

    def remove_item(self, session: Session, viewer: Viewer, item: PlanItem, reason: str) -> None:
        """Takes an item out that the plan does not have; one that something else names stays."""
        require_recorder(viewer, self.municipality_id)
        lock(session, self)
        _require_reason(reason)
        for held in holds(session, item):
            raise held
        untie(session, item)
        session.delete(item)
        session.flush()
        self.reorder(session)
        history.append(session, "revise", self, viewer.actor, source=item.source, reason=reason)

    def _check(self, session: Session) -> None:
        if self.period_from and self.period_until and self.period_until < self.period_from:
            raise Refusal(N_("Plani mbaron para se të fillojë."), field="period_until")
        for line in self.legal_basis:
            if not read_citation(line).is_whole:
                raise Refusal(
                    N_("Shkruani numrin dhe vitin e ligjit, si “Ligji nr. 121/2016”. Mungojnë te: %(line)s"),
                    field="legal_basis", line=line,
                )  # fmt: skip
        before, seen = self.predecessor_id, {self.id}
        while before is not None:
            if before in seen:
                told = (
                    N_("Një plan nuk vjen pas vetes: zgjidhni një më të hershëm.")
                    if self.predecessor_id == self.id
                    else N_("Plani që zgjodhët vjen vetë pas këtij: zgjidhni një më të hershëm.")
                )
                raise Refusal(told, field="predecessor")
            seen.add(before)
            earlier = session.get(Plan, before)
            if earlier is None or earlier.municipality_id != self.municipality_id:
                raise Refusal(N_("Ky plan është i një bashkie tjetër."), field="predecessor")
            before = earlier.predecessor_id

    def _reach(self, session: Session, stage: PlanStage, kind_before: StageKind | None = None) -> None:
        stage.plan_id = self.id or 0
        stage.check()
        stage.check_period(self.period_from, self.period_until, "reached_on")
        others = [one for one in stages_of(session, self.id) if one is not stage]
        check_order([*others, stage], {stage.stage, kind_before or stage.stage}, stage)
        session.add(stage)
        session.flush()

    def place(self, session: Session, item: PlanItem, parent: str, unit_ids: Iterable[int] = ()) -> None:
        """Puts the item, new or not, under the one with that number, in these units of the municipality."""
        item.check()
        put_under(self.items(session), item, parent)
        units = set(unit_ids)
        if units - {unit.id for unit in units_of(session, self.municipality_id)}:
            raise Refusal(N_("Kjo njësi është e një bashkie tjetër."), field="units")
        session.add(item)
        session.flush()
        write_units(session, item, units)

    def check_levels(self, session: Session, in_hand: PlanItem | None = None) -> None:
        """Raises Refusal for an item that stands under a wrong level; the one in hand is judged by the others."""
        items = sorted(self.items(session), key=lambda item: item is in_hand)
        numbers = {item.id: item.number for item in items}
        for _, wrong in misplaced((item.number, item.level, numbers.get(item.parent_id, "")) for item in items):
            raise wrong

    def reorder(self, session: Session) -> None:
        """Positions follow the tree."""
        for position, item in enumerate(in_order(self.items(session)), start=1):
            item.position = position
            session.add(item)
        session.flush()


def _require_reason(reason: str) -> None:
    if not reason:
        raise Refusal(N_("Shkruani pse hiqet."), field="reason")


def lock(session: Session, row: Any) -> None:
    """Keeps the row from others until the transaction ends, and reads it as it is now. Raises Missing where another
    person took it, or the plan, away in the same moment."""
    try:
        session.refresh(row, with_for_update=True)
    except InvalidRequestError:
        raise Missing from None
    if isinstance(row, Plan) and row.withdrawal:
        raise Missing
