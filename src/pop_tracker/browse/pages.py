"""The public pages."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from sqlmodel import Session

from pop_tracker.accounts.guards import PUBLIC
from pop_tracker.places.models import municipalities
from pop_tracker.web.render import page

KNOWN_PARAMETERS = frozenset(
    {"q", "bashkia", "njesia", "prioriteti", "statusi", "plani", "rendit", "faqja", "para", "cursor", "limit"}
)


@get("/", opt=PUBLIC, sync_to_thread=True)
def network(request: Request[Any, Any, Any], session: NamedDependency[Session]) -> Response[str]:
    return page(request, "browse/network.html", {"municipalities": municipalities(session)})


HANDLERS: list[Any] = [network]
