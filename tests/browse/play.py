"""How the tests of this room act: they ask pages, tables and the interface, over rows that they invent."""

import csv
import io
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import httpx
from sqlmodel import Session, select

from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment
from pop_tracker.history import SEEDS
from pop_tracker.places.models import municipality_by_slug
from pop_tracker.plans.consultations.consultations import Consultation, ConsultationKind
from pop_tracker.plans.consultations.points import ConsultationPoint, PointKind
from pop_tracker.plans.findings.findings import Finding, FindingState, FindingVerdict
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import Plan, PlanKind
from pop_tracker.plans.progress import Progress
from pop_tracker.web.templates import STATIC
from tests.cast import COORDINATOR, EDITOR
from tests.conftest import Site
from tests.pages import words
from tests.plans.consultations import FIELDS, NEW
from tests.plans.play import fields_of

EXPLORER = "/zotimet"
COVERED, PARTLY, NOT = FindingVerdict.COVERED, FindingVerdict.PARTLY_COVERED, FindingVerdict.NOT_IN_PLAN
MOST_BYTES = 100_000
ATOM = "{http://www.w3.org/2005/Atom}"


def got(site: Site, path: str) -> Any:
    answer = site.client().get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def point(kind: PointKind, text: str) -> ConsultationPoint:
    return ConsultationPoint(consultation_id=0, position=0, point_kind=kind, text=text, source="ushtrim")


def hold(site: Site, slug: str, held_on: date, raised: list[str], **fields: Any) -> None:
    with site.database.writing() as session:
        plan = session.exec(select(Plan).where(Plan.slug == "shembull-2024")).one()
        Consultation(slug=slug, municipality_id=plan.municipality_id, plan_id=plan.id, held_on=held_on,
                     consultation_kind=ConsultationKind.FORUM, topic="Tema e ushtrimit", source="ushtrim", **fields
                     ).record(session, SEEDS, [point(PointKind.REQUEST, text) for text in raised])  # fmt: skip


def refs(html: str) -> list[str]:
    return re.findall(r'<a class="ref"[^>]*>([^<]+)</a>', html)


def shown(site: Site, query: str = "") -> list[str]:
    answer = site.client().get(EXPLORER + query)
    assert answer.status_code == 200
    return refs(answer.text)


def steps(html: str) -> list[tuple[str, str, str]]:
    """Count, name and reason of each step."""
    return [
        (words(count), words(name), words(why))
        for name, count, why in re.findall(
            r'step__name">(.*?)</span>\s*<span class="step__count">(.*?)</span>\s*<span class="step__why">(.*?)</span>',
            html,
            re.S,
        )
    ]


def new_plan(session: Session, kind: PlanKind, *items: PlanItem) -> Plan:
    municipality = municipality_by_slug(session, "prove")
    assert municipality is not None
    assert municipality.id is not None
    plan = Plan(
        slug=f"prove-{kind}-2024", municipality_id=municipality.id, plan_kind=kind, title=f"Plan i shpikur ({kind})",
        period_from=2024, period_until=2026, source="e shpikur për ushtrim",
    )  # fmt: skip
    plan.record(session, SEEDS, items=[(item, "", ()) for item in items])
    return plan


def item(
    number: str, cost: int | None = None, funding: str = "", baseline: int | None = None, target: int | None = None
) -> PlanItem:
    return PlanItem(
        plan_id=0, number=number, position=0, level="masë", text=f"Masa e shpikur {number}",
        cost_all=Decimal(cost) if cost is not None else None, funding_source=funding,
        baseline=Decimal(baseline) if baseline is not None else None,
        target=Decimal(target) if target is not None else None, source="e shpikur për ushtrim",
    )  # fmt: skip


def find(
    session: Session, ref: str, plan: Plan, verdict: FindingVerdict, number: str = "", also: tuple[str, ...] = ()
) -> None:
    commitment_id = session.exec(
        select(Commitment.id).join(Contract).where(Contract.slug == "prove-2023", Commitment.ref == ref)
    ).one()
    by_number = {one.number: one.id for one in plan.items(session)}
    finding = Finding(
        commitment_id=commitment_id or 0, plan_id=plan.id or 0, plan_item_id=by_number.get(number), verdict=verdict,
        reason=f"Arsye e shpikur për {ref}", quote="Masa" if number else "", source="e shpikur për ushtrim",
        state=FindingState.SUBMITTED, recorded_at=datetime.now(UTC),
    )  # fmt: skip
    session.add(finding)
    session.flush()
    finding.write_also(session, [by_number[one] or 0 for one in also])
    finding.publish(session, SEEDS)


def went_on(session: Session, plan: Plan, number: str, year: int, **said: int) -> None:
    item_id = next(one.id for one in plan.items(session) if one.number == number)
    amounts: dict[str, Any] = {k: Decimal(v) for k, v in said.items()}
    Progress(item_id=item_id or 0, year=year, source="e shpikur për ushtrim", **amounts).record(session, SEEDS)


def look_for_three(site: Site) -> None:
    """Of Prova's four: 1.1 covered with money, 1.2 partly without, 2.1 in neither plan, 2.2 never looked for."""
    with site.database.writing() as session:
        social = new_plan(
            session, PlanKind.SOCIAL_PLAN, item("1", 100_000, "buxheti i bashkisë"), item("2", 50_000), item("3")
        )
        budget = new_plan(session, PlanKind.ANNUAL_BUDGET, item("B1"))
        find(session, "1.1", social, COVERED, "1")
        find(session, "1.2", social, PARTLY, "3", also=("2",))
        find(session, "2.1", social, NOT)
        find(session, "2.1", budget, NOT)
        went_on(session, social, "1", 2024, planned_all=60_000, spent_all=0)
        went_on(session, social, "2", 2024, spent_all=500)


def travels(answer: httpx.Response) -> int:
    """How many bytes a first visit sends: the page and all that it draws on."""
    assert answer.status_code == 200
    assert answer.headers["content-encoding"] == "br"
    assets = [file for file in STATIC.iterdir() if file.suffix in (".br", ".woff2") and "forms" not in file.name]
    return int(answer.headers["content-length"]) + sum(file.stat().st_size for file in assets)


def sheet(site: Site, path: str) -> list[dict[str, str]]:
    answer = site.client().get(path)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def a_consultation(site: Site) -> None:
    assert site.form(site.client(EDITOR), NEW, **FIELDS).status_code == 303


def a_candidate(site: Site) -> None:
    client = site.client(COORDINATOR)
    path = "/puna/kandidatet/1"
    fields = fields_of(site, path, COORDINATOR)
    assert site.form(client, path, **{**fields, "list_name": "Lista e ushtrimit"}).status_code == 303
