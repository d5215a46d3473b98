"""Doors for a draft's priorities: added, revised, withdrawn."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.accounts.pages import guards
from pop_tracker.contracts import points, retraction
from pop_tracker.contracts.draft import draft_at_work
from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.pages.forms import NewPriorityForm, PriorityForm, group_of
from pop_tracker.contracts.texts import PriorityGroup, headings_of_edition
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.forms.base import new_nonce
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other

Asked = Request[Any, Any, Any]


def _priority_form(session: Session, draft: Edition, number: int, said: Words) -> PriorityForm:
    for heading in headings_of_edition(session, draft.id or 0):
        if heading.number == number:
            return PriorityForm(said, None, title=heading.title, group=heading.group.value, source=heading.source)
    raise Missing


def _page(
    request: Asked, contract: Contract, number: int | None, form: PriorityForm, status: int = 200
) -> Response[str]:
    context = {"form": form, "contract": contract, "number": number}
    return page(request, "contracts/priority.html", context, status=status)


@get("/puna/kontratat/{slug:str}/drafti/prioritete/i-ri", guards=[guards.editor])
def new_priority_page(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    contract, draft = draft_at_work(session, viewer, slug)
    headings = headings_of_edition(session, draft.id or 0)
    group = headings[-1].group if headings else PriorityGroup.MAIN
    form = NewPriorityForm(said, None, group=group.value, nonce=new_nonce())
    return _page(request, contract, None, form)


@post("/puna/kontratat/{slug:str}/drafti/prioritete/i-ri", guards=[guards.editor])
def new_priority(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    contract, _ = draft_at_work(session, viewer, slug, hold=True)
    form = NewPriorityForm(said, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    if not form.validate():
        return _page(request, contract, None, form, 422)
    with form.attempt(session):
        priority = points.add_priority(
            session,
            viewer,
            contract,
            title=form.title.data,
            group=group_of(form),
            source=form.source.data,
            flat=form.flat.data,
        )
    if form.refused:
        return _page(request, contract, None, form, form.refused)
    # A flat one still needs its place; one with points needs its first point.
    after = f"zotime/{priority.number}" if form.flat.data else f"zotime/i-ri?nen={priority.number}"
    location = f"/puna/kontratat/{slug}/drafti/{after}"
    remember_sent(session, form.nonce.data or "", viewer, location)
    return see_other(request, location)


@get("/puna/kontratat/{slug:str}/drafti/prioritete/{number:int}", guards=[guards.editor])
def priority_page(
    request: Asked,
    slug: FromPath[str],
    number: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    contract, draft = draft_at_work(session, viewer, slug)
    return _page(request, contract, number, _priority_form(session, draft, number, said))


@post("/puna/kontratat/{slug:str}/drafti/prioritete/{number:int}", guards=[guards.editor])
def revise_priority(
    request: Asked,
    slug: FromPath[str],
    number: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    contract, draft = draft_at_work(session, viewer, slug, hold=True)
    form = PriorityForm(said, form_data)
    if not form.validate():
        return _page(request, contract, number, form, 422)
    if form.is_stale(_priority_form(session, draft, number, said)):
        return _page(request, contract, number, form, 409)
    with form.attempt(session):
        points.revise_priority(
            session,
            viewer,
            contract,
            number,
            title=form.title.data,
            group=group_of(form),
            source=form.source.data,
        )
    if form.refused:
        return _page(request, contract, number, form, form.refused)
    return see_other(request, f"/puna/kontratat/{slug}/drafti#p{number}")


@post("/puna/kontratat/{slug:str}/drafti/prioritete/{number:int}/heqja", guards=[guards.editor])
def withdraw_priority(
    request: Asked,
    slug: FromPath[str],
    number: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Redirect:
    contract, _ = draft_at_work(session, viewer, slug, hold=True)
    retraction.withdraw_priority(session, viewer, contract, number)
    return see_other(request, f"/puna/kontratat/{slug}/drafti")


HANDLERS: list[Any] = [
    new_priority_page,
    new_priority,
    priority_page,
    revise_priority,
    withdraw_priority,
]
