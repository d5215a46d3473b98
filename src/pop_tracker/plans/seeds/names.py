"""What rows of the seeds name, found by those names."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session, select

from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment
from pop_tracker.places.models import AdministrativeUnit, Municipality
from pop_tracker.plans.consultations.consultations import Consultation
from pop_tracker.plans.consultations.points import ConsultationPoint, point_stands
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import Plan
from pop_tracker.web.tables.seed_rows import Row


class Names:
    """Raises SheetError at the row for what is not there.

    One thing may be missing without a fault: an item or point of a plan or consultation that stood before this load,
    because an earlier release had fewer of them, or a person renumbered or reworded them since.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.fresh: set[str] = set()
        """Slugs of the plans and consultations that this load entered."""

    def municipality(self, row: Row) -> int:
        slug = row.required("municipality")
        found = self.session.exec(select(Municipality.id).where(Municipality.slug == slug)).first()
        if found is None:
            raise row.error(f"no municipality {slug}")
        return found

    def units(self, row: Row, slugs: Iterable[str], municipality_id: int) -> list[int]:
        here = dict(
            self.session.exec(
                select(AdministrativeUnit.slug, AdministrativeUnit.id).where(
                    AdministrativeUnit.municipality_id == municipality_id
                )
            ).all()
        )
        found = []
        for slug in slugs:
            if slug not in here:
                raise row.error(f"no unit {slug} in this municipality")
            found.append(here[slug] or 0)
        return found

    def plan(self, row: Row, column: str = "plan") -> Plan:
        slug = row.required(column)
        found = self.session.exec(select(Plan).where(Plan.slug == slug)).first()
        if found is None:
            raise row.error(f"no plan {slug}")
        return found

    def item(self, row: Row, plan: Plan, number: str) -> PlanItem | None:
        found = self.session.exec(
            select(PlanItem).where(PlanItem.plan_id == plan.id, PlanItem.number == number)
        ).first()
        if found is None and plan.slug in self.fresh:
            raise row.error(f"{plan.slug} has no item {number}")
        return found

    def item_at(self, row: Row, column: str) -> PlanItem | None:
        """The item that a cell names with its plan: "durres-2025/2.3"."""
        slug, _, number = row[column].partition("/")
        plan = self.session.exec(select(Plan).where(Plan.slug == slug)).first()
        if plan is None:
            raise row.error(f"no plan {slug}")
        return self.item(row, plan, number)

    def items(self, row: Row, plan: Plan, numbers: Sequence[str]) -> list[PlanItem] | None:
        """None where one of them is missing."""
        found = [item for number in numbers if (item := self.item(row, plan, number))]
        return found if len(found) == len(numbers) else None

    def contract(self, row: Row) -> Contract:
        slug = row.required("contract")
        found = self.session.exec(select(Contract).where(Contract.slug == slug)).first()
        if found is None:
            raise row.error(f"no contract {slug}")
        return found

    def commitment(self, row: Row, contract: str, ref: str) -> int:
        found = self.session.exec(
            select(Commitment.id)
            .join(Contract, Contract.id == Commitment.contract_id)  # type: ignore[arg-type]
            .where(Contract.slug == contract, Commitment.ref == ref)
        ).first()
        if found is None:
            raise row.error(f"{contract} has no commitment {ref}")
        return found

    def point(self, row: Row) -> ConsultationPoint | None:
        slug, position = row.required("consultation"), row.whole("point")
        held = self.session.exec(select(Consultation).where(Consultation.slug == slug)).first()
        if held is None:
            raise row.error(f"no consultation {slug}")
        found = self.session.exec(
            select(ConsultationPoint).where(
                ConsultationPoint.consultation_id == held.id, ConsultationPoint.position == position, point_stands()
            )
        ).first()
        if found is None and slug in self.fresh:
            raise row.error(f"{slug} has no point {row['point']}")
        return found


def no_strays(rows: dict[str, list[Row]], seen: set[str], what: str) -> None:
    """Raises SheetError for rows about a thing that its own file does not have."""
    for slug, strays in rows.items():
        if slug not in seen:
            raise strays[0].error(f"no {what} {slug}")
