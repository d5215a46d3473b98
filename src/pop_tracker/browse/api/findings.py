"""/api/v1/contracts/{slug}/findings: the matrix for programs, with the figures that its page prints."""

from datetime import date
from typing import Annotated

from litestar.di import NamedDependency
from msgspec import Meta, Struct
from sqlmodel import Session

from pop_tracker.browse.api.parameters import MISSING, Addresses, Req, Slug, slug_in
from pop_tracker.browse.api.shapes import Page, Ref, Sourced, Words
from pop_tracker.browse.matrix import Cell, Line, matrix
from pop_tracker.plans.findings.findings import FindingVerdict
from pop_tracker.plans.models import PlanKind
from pop_tracker.web import i18n
from pop_tracker.web.doors import get
from pop_tracker.web.i18n import N_


class ExaminedPlanShape(Struct):
    slug: Annotated[str, Meta(description=N_("Plani, me emrin e tij në adresë."))]
    title: Annotated[str, Meta(description=N_("Titulli i planit."))]
    kind: Annotated[PlanKind, Meta(description=N_("Lloji i planit."))]


class FoundShape(Sourced):
    plan: Annotated[str, Meta(description=N_("Plani, me emrin e tij në adresë."))]
    verdict: Annotated[FindingVerdict, Meta(description=N_("A është zotimi në plan, siç u shqyrtua dhe u konfirmua."))]
    items: Annotated[list[str], Meta(description=N_("Numrat e zërave të planit; ai i cituar i pari."))]
    reason: Annotated[str, Meta(description=N_("Arsyeja e gjetjes."))]
    quote: Annotated[str | None, Meta(description=N_("Fjalët e planit; null kur nuk u gjet."))]
    organisation: Annotated[str | None, Meta(description=N_("Organizata që e gjeti; null kur nuk thuhet."))]
    published_on: Annotated[date | None, Meta(description=N_("Dita kur gjetja u konfirmua dhe u bë publike."))]
    before_contract: Annotated[
        bool, Meta(description=N_("Plani mbaroi para viteve të kontratës: gjetja tregohet dhe nuk numërohet."))
    ]


class MatrixLineShape(Struct):
    ref: Ref
    text: Words
    verdict: Annotated[
        FindingVerdict | None,
        Meta(description=N_("Çfarë thonë planet bashkë: mjafton një; null: ende nuk është shqyrtuar.")),
    ]
    findings: Annotated[list[FoundShape], Meta(description=N_("Nga një për çdo plan të shqyrtuar; bosh: ende asnjë."))]
    page: Page


class MatrixShape(Struct):
    contract: Annotated[str, Meta(description=N_("Kontrata, me emrin e saj në adresë."))]
    commitments: Annotated[int, Meta(description=N_("Sa zotime ka botimi më i ri."))]
    in_plan: Annotated[int, Meta(description=N_("Sa u gjetën, plotësisht ose pjesërisht, në të paktën një plan."))]
    not_found: Annotated[int, Meta(description=N_("Sa u shqyrtuan dhe nuk u gjetën në asnjë plan."))]
    not_examined: Annotated[int, Meta(description=N_("Sa nuk janë shqyrtuar ende. Nuk do të thotë se mungojnë."))]
    with_budget: Annotated[
        int | None,
        Meta(description=N_("Sa janë në një buxhet, ose në një zë me kosto e burim financimi; null: nuk dihet.")),
    ]
    plans: Annotated[list[ExaminedPlanShape], Meta(description=N_("Planet e bashkisë, më i riu i pari."))]
    items: Annotated[list[MatrixLineShape], Meta(description=N_("Zotimet sipas radhës."))]
    page: Page


@get("/contracts/{slug:str}/findings", summary=N_("Zotimet përballë planeve"), responses=MISSING,
     description=N_("Çdo zotim i kontratës me gjetjet në fuqi për çdo plan të bashkisë, si te krahasimi."))  # fmt: skip
def api_findings(
    request: Req, slug: Slug, session: NamedDependency[Session], said: NamedDependency[i18n.Words]
) -> MatrixShape:
    whole, address = matrix(session, slug_in(slug)), Addresses(request, said)
    planned, budget = whole.planned, whole.budget
    return MatrixShape(
        contract=whole.head.slug,
        commitments=len(whole.lines),
        in_plan=planned.in_plan,
        not_found=planned.not_in_plan,
        not_examined=planned.unexamined,
        with_budget=budget.count if budget.known else None,
        plans=[ExaminedPlanShape(plan.slug, plan.title, plan.plan_kind) for plan in whole.plans],
        items=[_line(line, address.of(f"{whole.head.path}/{line.text.ref}")) for line in whole.lines],
        page=address.of(f"{whole.head.path}/matrica"),
    )


def _line(line: Line, page: str) -> MatrixLineShape:
    return MatrixLineShape(
        ref=line.text.ref,
        text=line.text.text,
        verdict=line.verdict,
        findings=[found for cell in line.cells if (found := _found(cell))],
        page=page,
    )


def _found(cell: Cell) -> FoundShape | None:
    one = cell.finding
    if one is None:
        return None
    return FoundShape(
        plan=cell.plan.slug,
        verdict=one.verdict,
        items=list(cell.numbers),
        reason=one.reason,
        quote=one.quote or None,
        source=one.source,
        organisation=one.organisation or None,
        published_on=one.published_on,
        before_contract=one.is_before_contract,
    )
