"""/krahaso: the contracts side by side, each with its own denominators. It ranks nobody: rounds differ in what
they assessed and when, and the page says so."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from sqlmodel import Session, col

from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.contract import contract_lines
from pop_tracker.contracts.models import Contract
from pop_tracker.places.models import municipalities
from pop_tracker.web.doors import get
from pop_tracker.web.render import page


@get("/krahaso", opt=PUBLIC)
def compare_page(request: Request[Any, Any, Any], session: NamedDependency[Session]) -> Response[str]:
    """All contracts whose text is known, or those of the municipalities that the address names."""
    places = municipalities(session)
    known = {place.slug for place in places}
    asked = [slug for slug in request.query_params.getall("bashkia", []) if slug in known]
    lines = contract_lines(session, col(Contract.text_known).is_(True))
    have = {line.head.municipality_slug for line in lines}
    return page(
        request,
        "browse/contracts/compare.html",
        {
            "lines": [line for line in lines if not asked or line.head.municipality_slug in asked],
            "municipalities": [(place.slug, place.name) for place in places if place.slug in have],
            "asked": asked,
        },
    )


HANDLERS: list[Any] = [compare_page]
