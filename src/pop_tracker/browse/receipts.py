"""/vertetim: a receipt compared with the record: in force, changed later, or annulled, and by whom; a
municipality's reply, whether it stands."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker import history
from pop_tracker.accounts.pages.guards import PUBLIC
from pop_tracker.accounts.receipts import receipt_called
from pop_tracker.browse.record.changes import organisation_names
from pop_tracker.monitoring.replies import receipts as reply_receipts
from pop_tracker.monitoring.replies.reading import GivenReply
from pop_tracker.monitoring.replies.receipts import ShownReply
from pop_tracker.pledges.receipts import HOLDS_WORDS, Holds, shown
from pop_tracker.pledges.vocabulary import CAPACITY_WORDS, STANDS_WORDS
from pop_tracker.web.doors import get
from pop_tracker.web.errors import Missing
from pop_tracker.web.render import page, see_other


@get("/vertetim/{code:str}", opt=PUBLIC)
def receipt_page(
    request: Request[Any, Any, Any], code: FromPath[str], session: NamedDependency[Session]
) -> Response[str] | Redirect:
    """A code that is none is a page that is not there, and nothing says how near it was."""
    receipt = receipt_called(session, code)
    if receipt is None:
        raise Missing
    if code != receipt.code:  # as a hand copied it
        return see_other(request, f"/vertetim/{receipt.code}")
    if reply := reply_receipts.shown(session, receipt):
        return _reply_page(request, reply)
    one = shown(session, receipt)
    if one is None:
        raise Missing
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


def _reply_page(request: Request[Any, Any, Any], one: ShownReply) -> Response[str]:
    def path(reply: GivenReply) -> str:
        contract = f"/kontratat/{one.held.contract.slug}"
        return f"{contract}/{reply.ref}" if reply.ref else one.held.path

    context = {
        "one": one,
        "Holds": reply_receipts.Holds,
        "holds_words": reply_receipts.HOLDS_WORDS,
        "in_general": reply_receipts.IN_GENERAL,
        "reply_path": path,
    }
    return page(request, "browse/reply_receipt.html", context)


HANDLERS: list[Any] = [receipt_page]
