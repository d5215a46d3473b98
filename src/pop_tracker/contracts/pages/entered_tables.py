"""The doors of a draft's table that is taken back: the page says what goes and what stands again, and asks."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.contracts.draft import draft_at_work
from pop_tracker.contracts.editions import Edition, EditionState
from pop_tracker.contracts.entered_tables import EnteredTable
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.table import shown
from pop_tracker.contracts.table.comparison import RowChange
from pop_tracker.contracts.table.taking_back import entered_table, take_back, taking_back, why_not
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.forms.base import BaseForm
from pop_tracker.web.forms.fields import NonceField
from pop_tracker.web.i18n import N_

TAKING_BACK = "/puna/kontratat/{slug:str}/drafti/tabelat/{entered_id:int}/marrja"
MOST_SHOWN = 100
"""Rows told one by one of each kind; of the rest, how many they are."""


class TakeBackForm(BaseForm):
    """A button: what it does is the same until somebody writes in the draft, and then it does nothing."""

    nonce = NonceField()


@get(TAKING_BACK, guards=[guards.editor])
def taking_back_page(desk: NamedDependency[Desk], slug: FromPath[str], entered_id: FromPath[int]) -> Response[str]:
    contract, draft = _at_work(desk, slug)
    return _page(desk, contract, draft, entered_table(desk.session, draft, entered_id), TakeBackForm(desk.words))


@post(TAKING_BACK, done=N_("Importimi u mor mbrapsht."), guards=[guards.editor])
def take_table_back(desk: NamedDependency[Desk], slug: FromPath[str], entered_id: FromPath[int]) -> Answer:
    contract, draft = _at_work(desk, slug, hold=True)
    form = TakeBackForm(desk.words, desk.sent)
    if before := desk.entered(form):
        return before
    entered = entered_table(desk.session, draft, entered_id)

    def take() -> str:
        take_back(desk.session, desk.viewer, contract, entered)
        return f"/puna/kontratat/{slug}/drafti"

    return desk.enter(form, lambda status: _page(desk, contract, draft, entered, form, status), take)


def _at_work(desk: Desk, slug: str, *, hold: bool = False) -> tuple[Contract, Edition]:
    """One that waits for its second person rests."""
    contract, draft = draft_at_work(desk.session, desk.viewer, slug, hold=hold)
    if draft.state is not EditionState.DRAFT:
        raise Missing
    return contract, draft


def _page(
    desk: Desk, contract: Contract, draft: Edition, entered: EnteredTable, form: TakeBackForm, status: int = 200
) -> Response[str]:
    refusal = why_not(desk.session, draft, entered)
    found = taking_back(desk.session, contract, draft, entered)
    context = {
        "contract": contract,
        "entered": entered,
        "form": form,
        "why_not": desk.told(refusal) if refusal else "",
        "going": _shown(desk, found.gone),
        "again": _shown(desk, found.changed),
        "coming": _shown(desk, found.added),
        "moved": _shown(desk, [one for one in found.moved if not one.now]),
        "counts": {"going": len(found.gone), "again": len(found.changed), "coming": len(found.added),
                   "moved": len(found.moved)},
        "most": MOST_SHOWN,
    }  # fmt: skip
    return desk.page("contracts/table_taken_back.html", context, status)


def _shown(desk: Desk, changes: list[RowChange]) -> list[shown.ShownChange]:
    return [shown.in_words(change, desk.words) for change in changes[:MOST_SHOWN]]


HANDLERS: list[Any] = [taking_back_page, take_table_back]
