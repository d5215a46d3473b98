"""A plan's table to take away: what its import page takes back unchanged."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session

from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.plans.models import Plan, plan_by_slug
from pop_tracker.plans.table.columns import COLUMNS
from pop_tracker.plans.table.comparison import standing
from pop_tracker.plans.table.sheets import XLSX, csv_rows, xlsx_table
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing
from pop_tracker.web.files import disposition
from pop_tracker.web.i18n import Words
from pop_tracker.web.tables.csv_file import csv_file


@get("/planet/{slug:str}/tabela.csv", opt=PUBLIC)
def plan_csv(
    request: Request[Any, Any, Any], slug: FromPath[str], session: NamedDependency[Session],
    said: NamedDependency[Words],
) -> Response[bytes]:  # fmt: skip
    items = standing(session, _plan(session, slug)).values()
    return csv_file(slug, [column.heading for column in COLUMNS], csv_rows(items), said)


@get("/planet/{slug:str}/tabela.xlsx", opt=PUBLIC)
def plan_xlsx(
    request: Request[Any, Any, Any], slug: FromPath[str], session: NamedDependency[Session],
    said: NamedDependency[Words],
) -> Response[bytes]:  # fmt: skip
    items = standing(session, _plan(session, slug)).values()
    return Response(
        xlsx_table(items, said),
        media_type=XLSX,
        headers={
            "Content-Disposition": disposition(f"{slug}.xlsx"),
            "Content-Language": said.language,
            "Cache-Control": "public, no-cache",
        },
    )


def _plan(session: Session, slug: str) -> Plan:
    plan = plan_by_slug(session, slug)
    if plan is None:
        raise Missing
    return plan


HANDLERS: list[Any] = [plan_csv, plan_xlsx]
