"""/vertetim: a receipt compared with the record: in force, changed later, or annulled, and by whom."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker import history
from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.browse.record.changes import organisation_names
from pop_tracker.pledges.models import CAPACITY_WORDS, STANDS_WORDS
from pop_tracker.pledges.receipts import HOLDS_WORDS, Holds, shown_by_code
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing
from pop_tracker.web.render import page, see_other


@get("/vertetim/{code:str}", opt=PUBLIC)
def receipt_page(
    request: Request[Any, Any, Any], code: FromPath[str], session: NamedDependency[Session]
) -> Response[str] | Redirect:
    """A code that is none is a page that is not there, and nothing says how near it was."""
    one = shown_by_code(session, code)
    if one is None:
        raise Missing
    if code != one.receipt.code:  # as a hand copied it
        return see_other(request, f"/vertetim/{one.receipt.code}")
    context = {
        "one": one,
        "Holds": Holds,
        "holds_words": HOLDS_WORDS,
        "capacity_words": CAPACITY_WORDS,
        "answer_words": STANDS_WORDS,
        "organisations": organisation_names(session),
        "verbs": history.VERBS,
    }
    return page(request, "browse/receipt.html", context)


HANDLERS: list[Any] = [receipt_page]
