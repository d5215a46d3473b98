"""Doors for a draft's priorities: added, revised, withdrawn."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.contracts import points, retraction
from pop_tracker.contracts.draft import draft_at_work
from pop_tracker.contracts.editions import Edition, newest_edition
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.order import outline_of
from pop_tracker.contracts.pages.forms import NewPriorityForm, PriorityForm, RemovalForm
from pop_tracker.contracts.texts import Heading, PriorityGroup, headings_of_edition
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.i18n import N_

SAVED = N_("U ruajt: prioriteti %(number)s.")
WITHOUT_PLACE = N_(
    "U ruajt: prioriteti %(number)s. Burimi është tjetër tani, prandaj vendi në burimin e mëparshëm u hoq: shkruani ku "
    "është në të riun."
)


@get("/puna/kontratat/{slug:str}/drafti/prioritete/i-ri", guards=[guards.editor])
def new_priority_page(
    desk: NamedDependency[Desk], slug: FromPath[str], para: FromQuery[int | None] = None
) -> Response[str]:
    """`para`: before which priority that was never published; else it is the last."""
    contract, draft = draft_at_work(desk.session, desk.viewer, slug)
    headings = headings_of_edition(desk.session, draft.id or 0)
    group = headings[-1].group if headings else PriorityGroup.MAIN
    source = points.source_before(desk.session, contract, draft)
    before = outline_of(desk.session, draft).called(str(para))
    key = before.key if before and not before.is_fixed else ""
    form = NewPriorityForm(desk.words, group=group.value, source=source, before=key)
    return _page(desk, contract, draft, None, form)


@post("/puna/kontratat/{slug:str}/drafti/prioritete/i-ri", guards=[guards.editor])
def new_priority(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    contract, draft = draft_at_work(desk.session, desk.viewer, slug, hold=True)
    form = NewPriorityForm(desk.words, desk.sent)

    def add() -> str:
        flat = form.flat.data
        before = outline_of(desk.session, draft).keyed(form.before.data or "")
        priority = points.add_priority(
            desk.session, desk.viewer, contract, flat=flat, before=before.ref if before else "", **form.fields
        )
        # A flat one still needs its place; one with points needs its first point.
        after = f"zotime/{priority.number}" if flat else f"zotime/i-ri?nen={priority.number}"
        return f"/puna/kontratat/{slug}/drafti/{after}"

    return desk.enter(form, lambda status: _page(desk, contract, draft, None, form, status), add)


@get("/puna/kontratat/{slug:str}/drafti/prioritete/{number:int}", guards=[guards.editor])
def priority_page(desk: NamedDependency[Desk], slug: FromPath[str], number: FromPath[int]) -> Response[str]:
    contract, draft = draft_at_work(desk.session, desk.viewer, slug)
    return _page(desk, contract, draft, number, _standing(desk, draft, number))


@post("/puna/kontratat/{slug:str}/drafti/prioritete/{number:int}", guards=[guards.editor])
def revise_priority(desk: NamedDependency[Desk], slug: FromPath[str], number: FromPath[int]) -> Answer:
    contract, draft = draft_at_work(desk.session, desk.viewer, slug, hold=True)
    form = PriorityForm(desk.words, desk.sent)
    outline = outline_of(desk.session, draft)
    branch = outline.keyed(form.of.data) if form.of.data else outline.called(str(number))
    now = int(branch.ref) if branch and branch.above is None else 0

    def again(status: int) -> Response[str]:
        return _page(desk, contract, draft, now or number, form, status)

    def reword() -> str:
        if not now:
            raise Refusal(N_("Ky prioritet u hoq nga drafti ndërkohë. Teksti juaj është ende këtu."))
        points.revise_priority(desk.session, desk.viewer, contract, now, **form.fields)
        return there()

    def there() -> str:
        desk.say(WITHOUT_PLACE if form.lost_its_place else SAVED, number=now)
        return f"/puna/kontratat/{slug}/drafti#p{now}"

    return desk.mend(form, _standing(desk, draft, now), again, reword, there) if now else desk.take(form, again, reword)


@get("/puna/kontratat/{slug:str}/drafti/prioritete/{number:int}/heqja", guards=[guards.editor])
def removal_page(desk: NamedDependency[Desk], slug: FromPath[str], number: FromPath[int]) -> Response[str]:
    """Says what goes along, and asks. What was published is never removed, and has no such page."""
    contract, draft = draft_at_work(desk.session, desk.viewer, slug)
    _heading(desk, draft, number)
    if _is_published(desk, contract, number):
        raise Missing
    return _removal_page(desk, contract, draft, number, RemovalForm(desk.words))


@post(
    "/puna/kontratat/{slug:str}/drafti/prioritete/{number:int}/heqja",
    done=N_("Prioriteti %(number)s u hoq nga drafti."),
    guards=[guards.editor],
)
def withdraw_priority(desk: NamedDependency[Desk], slug: FromPath[str], number: FromPath[int]) -> Answer:
    form = RemovalForm(desk.words, desk.sent)
    if before := desk.entered(form):
        return before
    contract, draft = draft_at_work(desk.session, desk.viewer, slug, hold=True)

    def take_out() -> str:
        retraction.withdraw_priority(desk.session, desk.viewer, contract, number, form.version.data or "")
        return f"/puna/kontratat/{slug}/drafti"

    return desk.enter(form, lambda status: _removal_page(desk, contract, draft, number, form, status), take_out)


def _heading(desk: Desk, draft: Edition, number: int) -> Heading:
    for heading in headings_of_edition(desk.session, draft.id or 0):
        if heading.number == number:
            return heading
    raise Missing


def _standing(desk: Desk, draft: Edition, number: int) -> PriorityForm:
    heading, branch = _heading(desk, draft, number), outline_of(desk.session, draft).called(str(number))
    key = branch.key if branch else ""
    return PriorityForm(
        desk.words, of=key, title=heading.title, group=heading.group.value, source=heading.source,
        source_was=heading.source,
    )  # fmt: skip


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
    key = form.before.data if isinstance(form, NewPriorityForm) else ""
    before = outline_of(desk.session, draft).keyed(key or "")
    context = {
        "form": form,
        "contract": contract,
        "number": number,
        "before": before,
        "is_new": number is not None and not _is_published(desk, contract, number),
        "headings": headings_of_edition(desk.session, draft.id or 0),
    }
    return desk.page("contracts/priority.html", context, status)


def _removal_page(
    desk: Desk, contract: Contract, draft: Edition, number: int, form: RemovalForm, status: int = 200
) -> Response[str]:
    going = retraction.going_with_priority(desk.session, draft, number)
    form.version.data = going.version
    title = going.headings[0].title
    context = {"form": form, "contract": contract, "texts": going.texts, "ref": "", "number": number, "title": title}
    return desk.page("contracts/removal.html", context, status)


HANDLERS: list[Any] = [
    new_priority_page, new_priority, priority_page, revise_priority, removal_page, withdraw_priority,
]  # fmt: skip
