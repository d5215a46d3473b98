"""/raportet: every published monitoring report, the newest first."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from sqlmodel import Session

from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.contract import ContractHead, contract_heads, published_rounds
from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.report.history_of_versions import Version, versions_of
from pop_tracker.monitoring.statuses import Counts, figures_of_rounds
from pop_tracker.web.doors import get
from pop_tracker.web.render import page


@dataclass(frozen=True)
class ReportLine:
    """A published round with its counts, corrections included."""

    held: Round
    head: ContractHead
    commitments: Counts
    versions: list[Version]
    """Of its report, the newest first."""

    @property
    def path(self) -> str:
        return f"/raportet/{self.head.slug}/{self.held.number}"


def report_lines(session: Session) -> list[ReportLine]:
    """By the end of the period, the latest first. Ten queries."""
    heads = {head.id: head for head in contract_heads(session)}
    figures = figures_of_rounds(session)
    rounds = published_rounds(session)
    versions = versions_of(session, [held.id or 0 for held in rounds])
    lines = []
    for held in rounds:
        found = figures.get(held.id or 0)
        counts = found.commitments if found else Counts()
        lines.append(ReportLine(held, heads[held.contract_id], counts, versions[held.id or 0]))
    return lines


@get("/raportet", opt=PUBLIC)
def reports_page(request: Request[Any, Any, Any], session: NamedDependency[Session]) -> Response[str]:
    return page(request, "browse/reports.html", {"lines": report_lines(session)})


HANDLERS: list[Any] = [reports_page]
