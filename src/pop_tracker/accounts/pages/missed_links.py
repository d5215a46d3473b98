"""The answer to a personal link that does not exist, and how many of them a network may try."""

from datetime import timedelta

from litestar import Response

from pop_tracker.accounts.limits import attempts_left
from pop_tracker.accounts.pages.desk import Desk
from pop_tracker.database import Database
from pop_tracker.web.client import client_of
from pop_tracker.web.i18n import N_
from pop_tracker.web.typed import given_back

MISSES, WITHIN = 20, timedelta(minutes=15)


def missed(desk: Desk, links: str, unknown: str, headers: dict[str, str] | None = None) -> Response[str]:
    """The page `unknown`; or, where the network tried too many, one that says when to come again. `links` says in the
    log which they were.

    Only links that do not exist are counted, so that nobody who was asked is locked out by a neighbour; and in a
    transaction of its own, as a request that reads keeps nothing.
    """
    database: Database = desk.request.app.state.database
    desk.session.rollback()
    with database.writing() as counting:
        may_try = attempts_left(counting, f"{links} missed from {client_of(desk.request)}", MISSES, WITHIN)
    if may_try:
        return desk.page(unknown, {}, 404, headers)
    said = desk.words
    message = said.gettext(
        N_("Nga ky rrjet interneti u provuan shumë lidhje që nuk ekzistojnë. Prisni 15 minuta dhe provoni përsëri.")
    )
    context = {"title": said.gettext(N_("Shumë përpjekje")), "message": message, "reference": "", "status": 429}
    back = given_back(desk.request, may_be_sent=True)
    retry = {"Retry-After": str(int(WITHIN.total_seconds()))}
    return desk.page("error.html", context | back, 429, {**(headers or {}), **retry})
