"""The door of a draft's order: what was never published moves, step by step or to a chosen place."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.contracts.draft import draft_at_work
from pop_tracker.contracts.editions import Edition, EditionState
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.order import Step, move, outline_of
from pop_tracker.contracts.pages.forms import MoveForm
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_

MOVED = N_("U zhvendos: tani është %(ref)s.")


@get("/puna/kontratat/{slug:str}/drafti/renditja", guards=[guards.editor])
def order_page(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    contract, draft = draft_at_work(desk.session, desk.viewer, slug)
    if draft.state is not EditionState.DRAFT:
        raise Missing
    return _page(desk, contract, draft, MoveForm(desk.words, version=outline_of(desk.session, draft).version))


@post("/puna/kontratat/{slug:str}/drafti/renditja", guards=[guards.editor])
def reorder(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    contract, draft = draft_at_work(desk.session, desk.viewer, slug, hold=True)
    form, outline = MoveForm(desk.words, desk.sent), outline_of(desk.session, draft)
    form.offer(outline)

    def put() -> str:
        asked = outline.keyed(form.asked)
        ref = move(desk.session, desk.viewer, contract, asked.ref if asked else "", form.to(outline))
        desk.say(MOVED, ref=ref)
        return f"/puna/kontratat/{slug}/drafti/renditja"

    return desk.enter(form, lambda status: _page(desk, contract, draft, form, status), put, lambda: form.is_of(outline))


def _page(desk: Desk, contract: Contract, draft: Edition, form: MoveForm, status: int = 200) -> Response[str]:
    outline = outline_of(desk.session, draft)
    form.offer(outline)
    context = {"form": form, "contract": contract, "outline": outline, "Step": Step}
    return desk.page("contracts/order.html", context, status)


HANDLERS: list[Any] = [order_page, reorder]
