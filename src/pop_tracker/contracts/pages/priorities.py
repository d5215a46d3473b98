"""Doors for a draft's priorities: added, revised, withdrawn."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.contracts import points, retraction
from pop_tracker.contracts.draft import draft_at_work
from pop_tracker.contracts.editions import Edition, newest_edition
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.pages.forms import NewPriorityForm, PriorityForm, WithdrawalForm
from pop_tracker.contracts.texts import Heading, PriorityGroup, headings_of_edition
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_


@get("/puna/kontratat/{slug:str}/drafti/prioritete/i-ri", guards=[guards.editor])
def new_priority_page(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    contract, draft = draft_at_work(desk.session, desk.viewer, slug)
    headings = headings_of_edition(desk.session, draft.id or 0)
    group = headings[-1].group if headings else PriorityGroup.MAIN
    source = points.source_before(desk.session, contract, draft)
    return _page(desk, contract, draft, None, NewPriorityForm(desk.words, group=group.value, source=source))


@post("/puna/kontratat/{slug:str}/drafti/prioritete/i-ri", guards=[guards.editor])
def new_priority(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    contract, draft = draft_at_work(desk.session, desk.viewer, slug, hold=True)
    form = NewPriorityForm(desk.words, desk.sent)

    def add() -> str:
        flat = form.flat.data
        priority = points.add_priority(desk.session, desk.viewer, contract, flat=flat, **form.fields)
        # A flat one still needs its place; one with points needs its first point.
        after = f"zotime/{priority.number}" if flat else f"zotime/i-ri?nen={priority.number}"
        return f"/puna/kontratat/{slug}/drafti/{after}"

    return desk.enter(form, lambda status: _page(desk, contract, draft, None, form, status), add)


@get("/puna/kontratat/{slug:str}/drafti/prioritete/{number:int}", guards=[guards.editor])
def priority_page(desk: NamedDependency[Desk], slug: FromPath[str], number: FromPath[int]) -> Response[str]:
    contract, draft = draft_at_work(desk.session, desk.viewer, slug)
    return _page(desk, contract, draft, number, _standing(desk, draft, number))


@post(
    "/puna/kontratat/{slug:str}/drafti/prioritete/{number:int}",
    done=N_("U ruajt: prioriteti %(number)s."),
    guards=[guards.editor],
)
def revise_priority(desk: NamedDependency[Desk], slug: FromPath[str], number: FromPath[int]) -> Answer:
    contract, draft = draft_at_work(desk.session, desk.viewer, slug, hold=True)
    form = PriorityForm(desk.words, desk.sent)
    return desk.mend(
        form,
        now=_standing(desk, draft, number),
        again=lambda status: _page(desk, contract, draft, number, form, status),
        verb=lambda: points.revise_priority(desk.session, desk.viewer, contract, number, **form.fields),
        then=lambda: f"/puna/kontratat/{slug}/drafti#p{number}",
    )


@get("/puna/kontratat/{slug:str}/drafti/prioritete/{number:int}/heqja", guards=[guards.editor])
def removal_page(desk: NamedDependency[Desk], slug: FromPath[str], number: FromPath[int]) -> Response[str]:
    """Says what goes along, and asks. What was published is never removed, and has no such page."""
    contract, draft = draft_at_work(desk.session, desk.viewer, slug)
    _heading(desk, draft, number)
    if _is_published(desk, contract, number):
        raise Missing
    return _removal_page(desk, contract, draft, number, WithdrawalForm(desk.words))


@post(
    "/puna/kontratat/{slug:str}/drafti/prioritete/{number:int}/heqja",
    done=N_("Prioriteti %(number)s u hoq nga drafti."),
    guards=[guards.editor],
)
def withdraw_priority(desk: NamedDependency[Desk], slug: FromPath[str], number: FromPath[int]) -> Answer:
    contract, draft = draft_at_work(desk.session, desk.viewer, slug, hold=True)
    form = WithdrawalForm(desk.words, desk.sent)

    def take_out() -> str:
        retraction.withdraw_priority(desk.session, desk.viewer, contract, number, form.version.data or "")
        return f"/puna/kontratat/{slug}/drafti"

    return desk.take(form, lambda status: _removal_page(desk, contract, draft, number, form, status), take_out)


def _heading(desk: Desk, draft: Edition, number: int) -> Heading:
    for heading in headings_of_edition(desk.session, draft.id or 0):
        if heading.number == number:
            return heading
    raise Missing


def _standing(desk: Desk, draft: Edition, number: int) -> PriorityForm:
    heading = _heading(desk, draft, number)
    return PriorityForm(desk.words, title=heading.title, group=heading.group.value, source=heading.source)


def _is_published(desk: Desk, contract: Contract, number: int) -> bool:
    """A draft begins as a copy of the newest edition: what is not in that, only the draft has."""
    newest = newest_edition(desk.session, contract.id or 0)
    return newest is not None and any(
        heading.number == number for heading in headings_of_edition(desk.session, newest.id or 0)
    )


def _page(
    desk: Desk, contract: Contract, draft: Edition, number: int | None, form: PriorityForm, status: int = 200
) -> Response[str]:
    """With the draft's priorities beside it."""
    context = {
        "form": form,
        "contract": contract,
        "number": number,
        "is_new": number is not None and not _is_published(desk, contract, number),
        "headings": headings_of_edition(desk.session, draft.id or 0),
    }
    return desk.page("contracts/priority.html", context, status)


def _removal_page(
    desk: Desk, contract: Contract, draft: Edition, number: int, form: WithdrawalForm, status: int = 200
) -> Response[str]:
    going = retraction.going_with_priority(desk.session, draft, number)
    form.version.data = going.version
    title = going.headings[0].title
    context = {"form": form, "contract": contract, "texts": going.texts, "ref": "", "number": number, "title": title}
    return desk.page("contracts/removal.html", context, status)


HANDLERS: list[Any] = [
    new_priority_page, new_priority, priority_page, revise_priority, removal_page, withdraw_priority,
]  # fmt: skip
