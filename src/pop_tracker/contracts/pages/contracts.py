"""The room's doors: the contracts that the viewer works on, and a new one. What is done with a draft: `draft_pages`."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.response.redirect import Redirect
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.accounts.pages import guards
from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts.editions import EditionState, newest_editions, open_editions, wrote_in
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.pages.forms import ContractForm
from pop_tracker.places.models import municipalities, municipality_by_slug
from pop_tracker.web.doors import get, post
from pop_tracker.web.forms.base import new_nonce
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other


@dataclass(frozen=True)
class Line:
    """A contract in the list of those that the viewer works on."""

    slug: str
    title: str
    newest: int | None
    draft: int | None
    state: EditionState | None


@get("/puna/kontratat")
def contracts_at_work(
    request: Request[Any, Any, Any], session: NamedDependency[Session], viewer: NamedDependency[Viewer]
) -> Response[str]:
    drafts_open = {contract.id: edition for edition, contract in open_editions(session, viewer)}
    newest = newest_editions(session)
    mine, to_review = [], []
    wrote = wrote_in(session, viewer.person_id)
    for contract in session.exec(select(Contract).order_by(col(Contract.title))):
        edition, published = drafts_open.get(contract.id), newest.get(contract.id or 0)
        line = Line(
            contract.slug,
            contract.title,
            published.number if published else None,
            edition.number if edition else None,
            edition.state if edition else None,
        )
        if viewer.may_edit(contract.municipality_id):
            mine.append(line)
        if edition and viewer.is_reviewer and edition.state is EditionState.SUBMITTED and edition.id not in wrote:
            to_review.append(line)
    may_create = bool(viewer.is_editor and viewer.covers) or bool(viewer.uncovered)
    return page(request, "contracts/contracts.html", {"mine": mine, "to_review": to_review, "may_create": may_create})


def _contract_form(session: Session, viewer: Viewer, said: Words, data: FormData | None = None) -> ContractForm:
    form = ContractForm(said, data)
    form.municipality.choices = [("", said.gettext("Zgjidhni bashkinë"))] + [
        (m.slug, m.title) for m in municipalities(session) if viewer.may_edit(m.id or 0)
    ]
    if data is None:
        form.nonce.data = new_nonce()
    return form


@get("/puna/kontratat/e-re", guards=[guards.editor])
def new_contract_page(
    request: Request[Any, Any, Any],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    return page(request, "contracts/new_contract.html", {"form": _contract_form(session, viewer, said)})


@post("/puna/kontratat/e-re", guards=[guards.editor])
def new_contract(
    request: Request[Any, Any, Any],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    form = _contract_form(session, viewer, said, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    if not form.validate():
        return page(request, "contracts/new_contract.html", {"form": form}, status=422)
    municipality = municipality_by_slug(session, form.municipality.data)
    assert municipality is not None  # it is one of the choices
    with form.attempt(session):
        contract = drafts.new_contract(
            session,
            viewer,
            municipality,
            title=form.title.data,
            term=(int(form.term_from.data), int(form.term_until.data)),
            source=form.source.data,
        )
        drafts.open_draft(session, viewer, contract)
    if form.refused:
        return page(request, "contracts/new_contract.html", {"form": form}, status=form.refused)
    location = f"/puna/kontratat/{contract.slug}/drafti"
    remember_sent(session, form.nonce.data or "", viewer, location)
    return see_other(request, location)


HANDLERS: list[Any] = [contracts_at_work, new_contract_page, new_contract]
