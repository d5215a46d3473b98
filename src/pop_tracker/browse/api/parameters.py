"""What the API may be asked, what it says when it cannot answer, and the addresses it gives."""

from typing import Annotated, Any
from urllib.parse import urlencode

from litestar import Request
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, PathParameter, QueryParameter

from pop_tracker.browse.api.shapes import Failure
from pop_tracker.browse.record.changes import LARGEST_NUMBER
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_, Words, localized

MOST = 200
FAILURES = {
    400: ResponseSpec(Failure, generate_examples=False, description=N_("Një parametër nuk lexohet.")),
    422: ResponseSpec(Failure, generate_examples=False, description=N_("Një vlerë nuk njihet.")),
}
MISSING = {404: ResponseSpec(Failure, generate_examples=False, description=N_("Nuk ka asgjë të tillë."))}

Slug = FromPath[Annotated[str, PathParameter(description=N_("Emri në adresë."))]]
Limit = FromQuery[
    Annotated[int, QueryParameter(ge=1, le=MOST, description=N_("Sa rreshta në një faqe, 1 deri në 200."))]
]
Cursor = FromQuery[
    Annotated[
        int,
        QueryParameter(ge=0, le=LARGEST_NUMBER, description=N_("Nga vazhdon lista; merret nga fusha “next”.")),
    ]
]


Bashkia = FromQuery[Annotated[str, QueryParameter(description=N_("Bashkia, me emrin e saj në adresë."))]]
Req = Request[Any, Any, Any]


class Addresses:
    """Absolute addresses of pages and of the API's own next page, from the setting and never from the Host header."""

    def __init__(self, request: Req, said: Words) -> None:
        self.base_url: str = request.app.state.settings.base_url
        self.language = said.language

    def of(self, path: str, **parameters: object) -> str:
        said = {name: value for name, value in parameters.items() if value not in ("", None)}
        return self.base_url + localized(path, self.language) + (f"?{urlencode(said)}" if said else "")


def slug_in(text: str) -> str:
    """Raises Missing for what cannot be a slug, so that odd bytes never reach the database."""
    if not text.isascii() or not text.replace("-", "").isalnum():
        raise Missing
    return text
