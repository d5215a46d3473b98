"""Threads: from a point raised at a consultation to the commitment or the plan's item that it led to.

Followed in both directions, they tell what became of what people said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import object_session
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment
from pop_tracker.history import Recorded, recorded
from pop_tracker.plans.consultations.consultations import Consultation, ConsultationKind
from pop_tracker.plans.consultations.points import ConsultationPoint, PointKind
from pop_tracker.plans.items import PlanItem, plan_sizes
from pop_tracker.plans.levels import definite
from pop_tracker.plans.long_tree import place_of
from pop_tracker.plans.models import Plan
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.source_list import SourceList
from pop_tracker.web.telling import Named, State, Telling

_FIELDS = {
    "commitment": N_("Zotimi"),
    "consultation": N_("Konsultimi"),
    "plan_item": N_("Zëri i planit"),
    "point": N_("Pika"),
    "recorded_at": N_("Regjistruar më"),
    "source": N_("Burimi"),
    "withdrawal_reason": N_("Arsyeja e heqjes"),
    "withdrawn_at": N_("Hequr më"),
}


def _titled(state: State, named: Named, words: Words) -> str:
    day = named("consultation", state["consultation"])
    if state["commitment"]:
        slug, _, ref = state["commitment"].partition("/")
        commitment = words.gettext(N_("zotimi %(ref)s"), ref=ref)
        return f"{day} → {commitment}, {named('contract', slug)}"
    slug, _, number = state["plan_item"].partition("/")
    try:
        item = named("plan_item", state["plan_item"])
    except LookupError:  # the plan has been given new numbers since
        item = words.gettext(N_("zëri %(number)s"), number=number)
    return f"{day} → {item}, {named('plan', slug)}"


@recorded(
    "thread",
    {"record": N_("Pikë e lidhur me zotim ose plan"), "withdraw": N_("Lidhje e pikës e hequr")},
    Telling(_titled, _FIELDS),
)
class Thread(SQLModel, table=True):
    """That a point led somewhere, as a document or the organisation that followed it says."""

    __tablename__ = "consultation_thread"
    __table_args__ = (
        sa.CheckConstraint("(commitment_id IS NULL) <> (plan_item_id IS NULL)", name="one_end"),
        sa.UniqueConstraint("point_id", "commitment_id", "plan_item_id"),
    )
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    point_id: int = Field(foreign_key="consultation_point.id", index=True)
    commitment_id: int | None = Field(default=None, foreign_key="commitment.id", index=True)
    plan_item_id: int | None = Field(default=None, foreign_key="plan_item.id", index=True)
    source: str = Field(sa_type=SourceList)
    recorded_at: datetime
    withdrawn_at: datetime | None = None
    withdrawal_reason: str = Field(default="", sa_type=sa.Text)

    def _consultation(self) -> tuple[ConsultationPoint, Consultation]:
        session = object_session(self)
        point = session.get(ConsultationPoint, self.point_id) if session else None
        consultation = session.get(Consultation, point.consultation_id) if session and point else None
        if point is None or consultation is None:
            raise LookupError(f"thread {self.id} without its point")
        return point, consultation

    def _end(self, session: Session) -> tuple[int, str]:
        """The municipality of where it leads, and its name: "korce-2023/1.5" or "durres-2025/2.3"."""
        if self.commitment_id is not None:
            commitment = session.get_one(Commitment, self.commitment_id)
            contract = session.get_one(Contract, commitment.contract_id)
            return contract.municipality_id, f"{contract.slug}/{commitment.ref}"
        item = session.get_one(PlanItem, self.plan_item_id)
        plan = session.get_one(Plan, item.plan_id)
        return plan.municipality_id, f"{plan.slug}/{item.number}"

    @property
    def key(self) -> str:
        return str(self.id)

    @property
    def path(self) -> str:
        return self._consultation()[1].path

    @property
    def title(self) -> str:
        session = object_session(self)
        end = self._end(session)[1] if isinstance(session, Session) else ""
        return f"{self._consultation()[1].held_on:%d.%m.%Y} → {end}"

    @property
    def municipality_slug(self) -> str | None:
        return self._consultation()[1].municipality_slug

    def public_state(self, session: Session) -> dict[str, Any]:
        point, consultation = self._consultation()
        end = self._end(session)[1]
        return {
            **self.model_dump(include={"source", "recorded_at", "withdrawn_at", "withdrawal_reason"}),
            "consultation": consultation.slug,
            "point": point.position,
            "commitment": end if self.commitment_id is not None else None,
            "plan_item": end if self.plan_item_id is not None else None,
        }

    def rows(self, session: Session) -> Iterable[SQLModel]:
        return [self]

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls)).all()

    def record(self, session: Session, by: history.Actor) -> None:
        """Enters the thread. Raises Refusal for one that stands, or leads to another municipality."""
        consultation = session.get_one(Consultation, session.get_one(ConsultationPoint, self.point_id).consultation_id)
        end = "commitment" if self.commitment_id is not None else "item"
        if self._end(session)[0] != consultation.municipality_id:
            raise Refusal(N_("Kjo lidhje çon te një bashki tjetër."), field=end)
        same = select(Thread).where(
            Thread.point_id == self.point_id,
            Thread.commitment_id == self.commitment_id,
            Thread.plan_item_id == self.plan_item_id,
        )
        with session.no_autoflush:
            before = session.exec(same).first()
        if before is not None and before is not self and before.withdrawn_at is None:
            raise Refusal(N_("Kjo lidhje është regjistruar tashmë."), field=end)
        if before is not None and before is not self:
            before.withdrawn_at, before.withdrawal_reason, before.source = None, "", self.source
            session.add(before)
            history.append(session, "record", before, by, source=before.source)
            return
        session.add(self)
        history.append(session, "record", self, by, source=self.source)

    def withdraw(self, session: Session, viewer: Viewer, reason: str) -> None:
        require_recorder(viewer, self._consultation()[1].municipality_id)
        if self.withdrawn_at is not None:
            raise Refusal(N_("Kjo lidhje është hequr tashmë."))
        if not reason:
            raise Refusal(N_("Shkruani pse hiqet."), field="reason")
        self.withdrawn_at, self.withdrawal_reason = datetime.now(UTC), reason
        session.add(self)
        history.append(session, "withdraw", self, viewer.actor, source=self.source, reason=reason)


@dataclass(frozen=True)
class ThreadRow:
    """A thread as pages show it, from either end."""

    id: int
    consultation_slug: str
    consultation_kind: ConsultationKind
    held_on: date
    point_id: int
    point_kind: PointKind
    point_text: str
    contract_slug: str | None
    contract_title: str | None
    commitment_id: int | None
    ref: str | None
    plan_slug: str | None
    plan_title: str | None
    item_id: int | None
    item_number: str | None
    item_level: str | None
    item_text: str | None
    source: str
    plan_from: int | None = None
    """The plan's first year."""
    plan_items: int = 0
    """How many items the plan has."""

    @property
    def item_name(self) -> str:
        """masa 2.3"""
        return f"{definite(self.item_level or '')} {self.item_number}"

    @property
    def starts_at(self) -> str:
        return f"/konsultimet/{self.consultation_slug}#pika-{self.point_id}"

    @property
    def leads_to(self) -> str:
        if self.commitment_id is not None:
            return f"/kontratat/{self.contract_slug}/{self.ref}"
        return place_of(self.plan_slug or "", self.plan_items, self.item_number or "")


def threads(session: Session, *conditions: Any) -> list[ThreadRow]:
    """The threads in force that meet the conditions (on Thread, Consultation, Commitment, PlanItem), by date of the
    consultation; one query."""
    sizes = plan_sizes()
    query = (
        sa.select(Thread, ConsultationPoint, Consultation, Contract, col(Commitment.ref), Plan, PlanItem, sizes.c.size)
        .join(ConsultationPoint, col(ConsultationPoint.id) == Thread.point_id)
        .join(Consultation, col(Consultation.id) == ConsultationPoint.consultation_id)
        .join(Commitment, col(Commitment.id) == Thread.commitment_id, isouter=True)
        .join(Contract, col(Contract.id) == Commitment.contract_id, isouter=True)
        .join(PlanItem, col(PlanItem.id) == Thread.plan_item_id, isouter=True)
        .join(Plan, col(Plan.id) == PlanItem.plan_id, isouter=True)
        .join(sizes, sizes.c.plan_id == PlanItem.plan_id, isouter=True)
        .where(col(Thread.withdrawn_at).is_(None), *conditions)
        .order_by(col(Consultation.held_on), col(ConsultationPoint.position), col(Thread.id))
    )
    return [
        ThreadRow(
            id=one.id or 0,
            consultation_slug=held.slug,
            consultation_kind=held.consultation_kind,
            held_on=held.held_on,
            point_id=point.id or 0,
            point_kind=point.point_kind,
            point_text=point.text,
            contract_slug=contract.slug if contract else None,
            contract_title=contract.title if contract else None,
            commitment_id=one.commitment_id,
            ref=ref,
            plan_slug=plan.slug if plan else None,
            plan_title=plan.title if plan else None,
            item_id=one.plan_item_id,
            item_number=item.number if item else None,
            item_level=item.level if item else None,
            item_text=item.text if item else None,
            source=one.source,
            plan_from=plan.period_from if plan else None,
            plan_items=plan_items or 0,
        )
        for one, point, held, contract, ref, plan, item, plan_items in session.execute(query)
    ]


def by_point(rows: Iterable[ThreadRow]) -> dict[int, list[ThreadRow]]:
    found: dict[int, list[ThreadRow]] = {}
    for row in rows:
        found.setdefault(row.point_id, []).append(row)
    return found


def by_item(rows: Iterable[ThreadRow]) -> dict[int, list[ThreadRow]]:
    """Those that lead to an item of a plan, by the item."""
    found: dict[int, list[ThreadRow]] = {}
    for row in rows:
        if row.item_id is not None:
            found.setdefault(row.item_id, []).append(row)
    return found
