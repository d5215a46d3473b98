"""/te-dhenat: what can be taken away from here, in which form and under which licence."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from sqlmodel import Session

from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.choices import choices
from pop_tracker.monitoring.pop_figures import published_figures, together
from pop_tracker.web.doors import get
from pop_tracker.web.render import page


@get("/te-dhenat", opt=PUBLIC)
def data_page(request: Request[Any, Any, Any], session: NamedDependency[Session]) -> Response[str]:
    known = choices(session, "")
    return page(
        request,
        "browse/data.html",
        {
            "contracts": list(known.contracts.values()),
            "municipalities": known.municipalities_with_contract,
            "figures": together(published_figures(session)),
            "base_url": request.app.state.settings.base_url,
        },
    )


HANDLERS: list[Any] = [data_page]
