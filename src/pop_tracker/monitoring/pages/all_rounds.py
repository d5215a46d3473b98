"""The room's doors: the list of rounds; the others lie in files of their own."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Viewer
from pop_tracker.contracts.models import Contract
from pop_tracker.monitoring.models import AssessmentState, Round, RoundState
from pop_tracker.monitoring.pages.rounds import contracts_at_work
from pop_tracker.monitoring.parts import Item, opens_work, work_of
from pop_tracker.monitoring.rounds import may_publish, waits_for_publication
from pop_tracker.web.doors import get
from pop_tracker.web.render import page


@dataclass(frozen=True)
class Line:
    """A round in the list, with how far it is."""

    round: Round
    contract: Contract
    of: int
    done: int
    waits_for_editor: int
    waits_for_reviewer: int

    @property
    def is_ready(self) -> bool:
        return self.round.state is not RoundState.PUBLISHED and self.of > 0 and self.done == self.of


def line_of(held: Round, contract: Contract, items: list[Item]) -> Line:
    parts = [part for item in items for part in item.parts]
    return Line(
        held,
        contract,
        len(parts),
        sum(part.is_done for part in parts),
        sum(part.waits_for_editor for part in parts),
        sum(part.state is AssessmentState.SUBMITTED for part in parts),
    )


@get("/puna/raundet")
def rounds_at_work(
    request: Request[Any, Any, Any], session: NamedDependency[Session], viewer: NamedDependency[Viewer]
) -> Response[str]:
    found = session.exec(
        select(Round, Contract)
        .join(Contract, col(Contract.id) == Round.contract_id)
        .order_by(col(Contract.title), col(Round.number).desc())
    ).all()
    seen = [(held, contract) for held, contract in found if opens_work(viewer, contract.municipality_id)]
    ready = {held.id for held in waits_for_publication(session)} if viewer.is_reviewer or viewer.is_coordinator else ()
    to_publish = [
        (held, contract) for held, contract in found if held.id in ready and may_publish(session, viewer, held)
    ]
    work = work_of(session, [held for held, _ in seen])
    lines = [line_of(held, contract, work[held.id or 0]) for held, contract in seen]
    context = {
        "open": [line for line in lines if line.round.state is not RoundState.PUBLISHED],
        "published": [line for line in lines if line.round.state is RoundState.PUBLISHED],
        "to_publish": to_publish,
        "may_open": bool(contracts_at_work(session, viewer)),
        "reviews": viewer.is_reviewer,
    }
    return page(request, "monitoring/rounds.html", context)


HANDLERS: list[Any] = [rounds_at_work]
