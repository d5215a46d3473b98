"""A hearing of a test's own, and threads that start at its points."""

from typing import Any

from sqlmodel import col, select

from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment
from pop_tracker.plans.consultations.consultations import Consultation
from pop_tracker.plans.consultations.points import ConsultationPoint, points
from pop_tracker.plans.consultations.threads import Thread
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import Plan
from tests.cast import EDITOR
from tests.conftest import Site
from tests.plans.consultations import FIELDS, NEW

SLUG = "shembull-2024-03-12"
WORK = f"/puna/konsultimet/{SLUG}"
NEW_THREAD = f"{WORK}/fijet/i-ri"


def hearing(site: Site) -> ConsultationPoint:
    """A consultation of this test's own; its first point."""
    assert site.form(site.client(EDITOR), NEW, **FIELDS).status_code == 303
    with site.database.reading() as session:
        return points(session, session.exec(select(Consultation.id).where(Consultation.slug == SLUG)).one() or 0)[0]


def commitment(site: Site, ref: str, contract: str = "shembull-2023") -> str:
    with site.database.reading() as session:
        query = select(Commitment.id).join(Contract).where(Contract.slug == contract, Commitment.ref == ref)
        return str(session.exec(query).one())


def item(site: Site, plan: str = "shembull-2024", number: str = "1.1") -> str:
    with site.database.reading() as session:
        query = select(PlanItem.id).where(PlanItem.plan_id == Plan.id, Plan.slug == plan, PlanItem.number == number)
        return str(session.exec(query).one())


def tie(site: Site, **fields: Any) -> Any:
    return site.form(site.client(EDITOR), NEW_THREAD, **{"source": "ushtrim", **fields})


def of_the_hearing(site: Site) -> list[Thread]:
    with site.database.reading() as session:
        query = select(Thread).join(ConsultationPoint).join(Consultation).where(Consultation.slug == SLUG)
        return list(session.exec(query.order_by(col(Thread.id))))
