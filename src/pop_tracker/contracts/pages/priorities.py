"""Doors for a draft's priorities: added, revised, withdrawn."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.contracts import points, retraction
from pop_tracker.contracts.draft import draft_at_work
from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.pages.forms import NewPriorityForm, PriorityForm
from pop_tracker.contracts.texts import PriorityGroup, headings_of_edition
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing


@get("/puna/kontratat/{slug:str}/drafti/prioritete/i-ri", guards=[guards.editor])
def new_priority_page(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    contract, draft = draft_at_work(desk.session, desk.viewer, slug)
    headings = headings_of_edition(desk.session, draft.id or 0)
    group = headings[-1].group if headings else PriorityGroup.MAIN
    return _page(desk, contract, None, NewPriorityForm(desk.words, group=group.value))


@post("/puna/kontratat/{slug:str}/drafti/prioritete/i-ri", guards=[guards.editor])
def new_priority(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    contract, _ = draft_at_work(desk.session, desk.viewer, slug, hold=True)
    form = NewPriorityForm(desk.words, desk.sent)

    def add() -> str:
        flat = form.flat.data
        priority = points.add_priority(desk.session, desk.viewer, contract, flat=flat, **form.fields)
        # A flat one still needs its place; one with points needs its first point.
        after = f"zotime/{priority.number}" if flat else f"zotime/i-ri?nen={priority.number}"
        return f"/puna/kontratat/{slug}/drafti/{after}"

    return desk.enter(form, lambda status: _page(desk, contract, None, form, status), add)


@get("/puna/kontratat/{slug:str}/drafti/prioritete/{number:int}", guards=[guards.editor])
def priority_page(desk: NamedDependency[Desk], slug: FromPath[str], number: FromPath[int]) -> Response[str]:
    contract, draft = draft_at_work(desk.session, desk.viewer, slug)
    return _page(desk, contract, number, _standing(desk, draft, number))


@post("/puna/kontratat/{slug:str}/drafti/prioritete/{number:int}", guards=[guards.editor])
def revise_priority(desk: NamedDependency[Desk], slug: FromPath[str], number: FromPath[int]) -> Answer:
    contract, draft = draft_at_work(desk.session, desk.viewer, slug, hold=True)
    form = PriorityForm(desk.words, desk.sent)
    return desk.mend(
        form,
        now=_standing(desk, draft, number),
        again=lambda status: _page(desk, contract, number, form, status),
        verb=lambda: points.revise_priority(desk.session, desk.viewer, contract, number, **form.fields),
        then=lambda: f"/puna/kontratat/{slug}/drafti#p{number}",
    )


@post("/puna/kontratat/{slug:str}/drafti/prioritete/{number:int}/heqja", guards=[guards.editor])
def withdraw_priority(desk: NamedDependency[Desk], slug: FromPath[str], number: FromPath[int]) -> Redirect:
    contract, _ = draft_at_work(desk.session, desk.viewer, slug, hold=True)
    retraction.withdraw_priority(desk.session, desk.viewer, contract, number)
    return desk.go(f"/puna/kontratat/{slug}/drafti")


def _standing(desk: Desk, draft: Edition, number: int) -> PriorityForm:
    for heading in headings_of_edition(desk.session, draft.id or 0):
        if heading.number == number:
            return PriorityForm(desk.words, title=heading.title, group=heading.group.value, source=heading.source)
    raise Missing


def _page(desk: Desk, contract: Contract, number: int | None, form: PriorityForm, status: int = 200) -> Response[str]:
    return desk.page("contracts/priority.html", {"form": form, "contract": contract, "number": number}, status)


HANDLERS: list[Any] = [new_priority_page, new_priority, priority_page, revise_priority, withdraw_priority]
