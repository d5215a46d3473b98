"""/raportet: every published monitoring report, the newest first."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from sqlmodel import Session

from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.contract import ContractHead, contract_heads, published_rounds
from pop_tracker.monitoring.headline import Level, sentence
from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.statuses import Counts, figures_of_rounds
from pop_tracker.web.doors import get
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page


@dataclass(frozen=True)
class ReportLine:
    """A published round with its figures at both levels, corrections included."""

    held: Round
    head: ContractHead
    priorities: Counts
    commitments: Counts
    sentence: str
    """POP's headline, at priority level; empty where nothing was assessed."""

    @property
    def path(self) -> str:
        return f"/raportet/{self.head.slug}/{self.held.number}"


def report_lines(session: Session, said: Words) -> list[ReportLine]:
    """By the end of the period, the latest first. Four queries."""
    heads = {head.id: head for head in contract_heads(session)}
    figures = figures_of_rounds(session)
    lines = []
    for held in published_rounds(session):
        found = figures.get(held.id or 0)
        priorities, commitments = (found.priorities, found.commitments) if found else (Counts(), Counts())
        headline = sentence(said, priorities, Level.PRIORITIES)
        lines.append(ReportLine(held, heads[held.contract_id], priorities, commitments, headline))
    return lines


@get("/raportet", opt=PUBLIC)
def reports_page(
    request: Request[Any, Any, Any], session: NamedDependency[Session], said: NamedDependency[Words]
) -> Response[str]:
    return page(request, "browse/reports.html", {"lines": report_lines(session, said)})


HANDLERS: list[Any] = [reports_page]
