"""A plan's items to take away: as plain data for programs, and as the tables that its import page takes back
unchanged."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session

from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.plans.models import Plan
from pop_tracker.plans.standing import plan_by_slug
from pop_tracker.plans.table.columns import COLUMNS
from pop_tracker.plans.table.comparison import standing
from pop_tracker.plans.table.sheets import csv_rows, data_columns, data_rows, xlsx_table
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import Words
from pop_tracker.web.tables.csv_file import csv_file, data_file
from pop_tracker.web.tables.escape import unmistakable
from pop_tracker.web.tables.xlsx_file import xlsx_download


@get("/planet/{slug:str}/te-dhenat.csv", opt=PUBLIC)
def plan_data(
    request: Request[Any, Any, Any], slug: FromPath[str], session: NamedDependency[Session]
) -> Response[bytes]:
    items = list(standing(session, _plan(session, slug)).values())
    columns = data_columns(items)
    return data_file(slug, columns, data_rows(items, columns), is_training=request.app.state.settings.training)


@get("/planet/{slug:str}/tabela.csv", opt=PUBLIC)
def plan_csv(
    request: Request[Any, Any, Any], slug: FromPath[str], session: NamedDependency[Session],
    said: NamedDependency[Words],
) -> Response[bytes]:  # fmt: skip
    items = standing(session, _plan(session, slug)).values()
    headings = [column.heading for column in COLUMNS]
    is_training = request.app.state.settings.training
    return csv_file(slug, headings, csv_rows(items), said, unmistakable, is_training=is_training)


@get("/planet/{slug:str}/tabela.xlsx", opt=PUBLIC)
def plan_xlsx(
    request: Request[Any, Any, Any], slug: FromPath[str], session: NamedDependency[Session],
    said: NamedDependency[Words],
) -> Response[bytes]:  # fmt: skip
    items = standing(session, _plan(session, slug)).values()
    contents = xlsx_table(items, said, is_training=request.app.state.settings.training)
    return xlsx_download(slug, contents, said, is_public=True)


def _plan(session: Session, slug: str) -> Plan:
    plan = plan_by_slug(session, slug)
    if plan is None:
        raise Missing
    return plan


HANDLERS: list[Any] = [plan_data, plan_csv, plan_xlsx]
