"""A contract's newest edition to take away as a table, which its import page takes back unchanged."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session

from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.contracts.editions import newest_edition
from pop_tracker.contracts.models import contract_called
from pop_tracker.contracts.table.rows import standing
from pop_tracker.contracts.table.sheets import PUBLIC as COLUMNS
from pop_tracker.contracts.table.sheets import csv_rows, xlsx_table
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import Words
from pop_tracker.web.tables.csv_file import csv_file
from pop_tracker.web.tables.escape import unmistakable
from pop_tracker.web.tables.xlsx_file import xlsx_download


@get("/kontratat/{slug:str}/tabela.csv", opt=PUBLIC)
def contract_csv(
    request: Request[Any, Any, Any], slug: FromPath[str], session: NamedDependency[Session],
    said: NamedDependency[Words],
) -> Response[bytes]:  # fmt: skip
    rows, is_training = csv_rows(_rows(session, slug), COLUMNS), request.app.state.settings.training
    return csv_file(slug, [column.heading for column in COLUMNS], rows, said, unmistakable, is_training=is_training)


@get("/kontratat/{slug:str}/tabela.xlsx", opt=PUBLIC)
def contract_xlsx(
    request: Request[Any, Any, Any], slug: FromPath[str], session: NamedDependency[Session],
    said: NamedDependency[Words],
) -> Response[bytes]:  # fmt: skip
    is_training = request.app.state.settings.training
    contents = xlsx_table(_rows(session, slug), said, COLUMNS, is_training=is_training)
    return xlsx_download(slug, contents, said, is_public=True)


def _rows(session: Session, slug: str) -> list[dict[str, Any]]:
    edition = newest_edition(session, contract_called(session, slug).id or 0)
    if edition is None:
        raise Missing
    return list(standing(session, edition, {}).values())


HANDLERS: list[Any] = [contract_csv, contract_xlsx]
