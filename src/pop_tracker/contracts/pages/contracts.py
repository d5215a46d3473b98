"""The room's doors: the contracts that the viewer works on, and a new one. What is done with a draft: `drafts`."""

from dataclasses import dataclass
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from sqlmodel import col, select

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts.editions import EditionState, contributors, newest_editions, open_editions
from pop_tracker.contracts.models import Contract, visible_to
from pop_tracker.contracts.pages.forms import ContractForm
from pop_tracker.contracts.waiting import waits_for
from pop_tracker.places.models import municipalities, municipality_by_slug
from pop_tracker.web.doors import get, post
from pop_tracker.web.i18n import N_


@dataclass(frozen=True)
class Line:
    """A contract in the list of those that the viewer works on."""

    slug: str
    title: str
    term: str
    """It tells two of a municipality apart where their titles do not."""
    newest: int | None
    draft: int | None
    state: EditionState | None


@get("/puna/kontratat")
def contracts_at_work(desk: NamedDependency[Desk]) -> Response[str]:
    session, viewer = desk.session, desk.viewer
    drafts_open = {contract.id: edition for edition, contract in open_editions(session, viewer)}
    newest = newest_editions(session)
    mine, to_review, of_others = [], [], []
    wrote = contributors(session, drafts_open.values())
    by_name = (col(Contract.title), col(Contract.term_from))
    for contract in session.exec(select(Contract).where(visible_to(viewer)).order_by(*by_name)):
        edition, published = drafts_open.get(contract.id), newest.get(contract.id or 0)
        line = Line(
            contract.slug,
            contract.title,
            f"{contract.term_from}–{contract.term_until}",
            published.number if published else None,
            edition.number if edition else None,
            edition.state if edition else None,
        )
        if viewer.may_edit(contract.municipality_id):
            mine.append(line)
        elif viewer.is_coordinator:
            of_others.append(line)
        if edition and waits_for(viewer, edition, wrote):
            to_review.append(line)
    may_create = bool(viewer.is_editor and viewer.covers) or (viewer.is_coordinator and bool(viewer.uncovered))
    lines = {"mine": mine, "to_review": to_review, "of_others": of_others}
    records = viewer.is_editor or viewer.is_coordinator
    roles = {"may_create": may_create, "records": records, "coordinates": viewer.is_coordinator}
    return desk.page("contracts/contracts.html", {**lines, **roles})


@get("/puna/kontratat/e-re", guards=[guards.editor])
def new_contract_page(desk: NamedDependency[Desk]) -> Response[str]:
    return _new_page(desk, _offered(desk, ContractForm(desk.words)))


@post("/puna/kontratat/e-re", done=N_("Kontrata u shtua. Tani shkruani tekstin e saj."), guards=[guards.editor])
def new_contract(desk: NamedDependency[Desk]) -> Answer:
    form = _offered(desk, ContractForm(desk.words, desk.sent))

    def begin() -> str:
        municipality = municipality_by_slug(desk.session, form.municipality.data)
        assert municipality is not None  # it is one of the choices
        contract = drafts.new_contract(
            desk.session,
            desk.viewer,
            municipality,
            title=form.title.data,
            term=(int(form.term_from.data), int(form.term_until.data)),
            source=form.source.data,
        )
        drafts.open_draft(desk.session, desk.viewer, contract)
        return f"/puna/kontratat/{contract.slug}/drafti"

    return desk.enter(form, lambda status: _new_page(desk, form, status), begin)


def _offered(desk: Desk, form: ContractForm) -> ContractForm:
    form.municipality.choices = [("", desk.words.gettext("Zgjidhni bashkinë"))] + [
        (m.slug, m.title) for m in municipalities(desk.session) if desk.viewer.may_edit(m.id or 0)
    ]
    return form


def _new_page(desk: Desk, form: ContractForm, status: int = 200) -> Response[str]:
    """With the contracts that are there already beside it."""
    known = [
        contract
        for contract in desk.session.exec(select(Contract).where(visible_to(desk.viewer)).order_by(col(Contract.title)))
        if desk.viewer.may_edit(contract.municipality_id)
    ]
    may_create = len(form.municipality.choices or []) > 1
    context = {"form": form, "known": known, "may_create": may_create, "coordinates": desk.viewer.is_coordinator}
    return desk.page("contracts/new_contract.html", context, status)


HANDLERS: list[Any] = [contracts_at_work, new_contract_page, new_contract]
