"""Who watches: the member organisations."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Coverage, Organisation
from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.record.alone import entered_alone
from pop_tracker.contracts.models import Contract, known
from pop_tracker.places.models import Municipality
from pop_tracker.web.doors import get
from pop_tracker.web.render import page


@dataclass(frozen=True)
class Watcher:
    """A member organisation, the municipalities it covers, and the contracts that it drafted."""

    organisation: Organisation
    municipalities: list[tuple[str, str]]
    contracts: list[Contract]


@get("/organizatat", opt=PUBLIC)
def organisations_page(request: Request[Any, Any, Any], session: NamedDependency[Session]) -> Response[str]:
    covered: dict[int, list[tuple[str, str]]] = {}
    for organisation_id, slug, name in session.exec(
        select(Coverage.organisation_id, Municipality.slug, Municipality.name)
        .join(Municipality, col(Municipality.id) == Coverage.municipality_id)
        .order_by(col(Municipality.sort_key))
    ):
        covered.setdefault(organisation_id, []).append((slug, name))
    drafted: dict[int | None, list[Contract]] = {}
    for contract in session.exec(
        select(Contract).where(known()).order_by(col(Contract.term_from).desc(), col(Contract.slug))
    ):
        drafted.setdefault(contract.organisation_id, []).append(contract)
    watchers = [
        Watcher(organisation, covered.get(organisation.id or 0, []), drafted.get(organisation.id, []))
        for organisation in session.exec(select(Organisation).order_by(col(Organisation.sort_key)))
    ]
    return page(
        request,
        "browse/organisations.html",
        {
            "watchers": watchers,
            "places": len({slug for found in covered.values() for slug, _ in found}),
            "alone": entered_alone(session, ["/organizatat"], ("organisation",)),
            "shared_source": shared_source([one.organisation.source for one in watchers]),
        },
    )


def shared_source(sources: list[str]) -> str:
    """What most of a list have, to be said once under it; "" where none is had twice."""
    ((source, count),) = Counter(sources).most_common(1) or [("", 0)]
    return source if count > 1 else ""


HANDLERS: list[Any] = [organisations_page]
