"""The doors of what a contract asks for again: pairs that the site suggests, one recorded, one taken back."""

from datetime import UTC, datetime
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.contracts.continuations import (
    Continuation,
    continuations,
    earlier_contracts,
    published_texts,
    suggested,
)
from pop_tracker.contracts.draft import require_editor
from pop_tracker.contracts.models import Contract, contract_at_work
from pop_tracker.contracts.pages.continuation_forms import ContinuationForm, ContinuationWithdrawalForm
from pop_tracker.contracts.texts import Text
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_

CONTINUATIONS = "/puna/kontratat/{slug:str}/vazhdimet"


@get(CONTINUATIONS, guards=[guards.editor])
def continuations_page(
    desk: NamedDependency[Desk], slug: FromPath[str], zotimi: FromQuery[str] = "", vazhdon: FromQuery[str] = ""
) -> Response[str]:
    """`zotimi` and `vazhdon`: the pair that was suggested."""
    contract = _edited(desk, slug)
    return _page(desk, contract, ContinuationForm(desk.words, later=zotimi, earlier=vazhdon))


@post(CONTINUATIONS, done=N_("U shënua: zotimi kërkon përsëri çfarë u kërkua më parë."), guards=[guards.editor])
def record_continuation(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    contract = _edited(desk, slug)
    form = ContinuationForm(desk.words, desk.sent)
    _offer(desk, contract, form)

    def record() -> str:
        row = Continuation(
            commitment_id=int(form.later.data),
            continues_id=int(form.earlier.data),
            reason=form.reason.data or "",
            recorded_at=datetime.now(UTC),
        )
        row.record(desk.session, desk.viewer.actor)
        return f"/puna/kontratat/{slug}/vazhdimet"

    return desk.enter(form, lambda status: _page(desk, contract, form, status), record)


@get(f"{CONTINUATIONS}/{{continuation_id:int}}/heqje", guards=[guards.editor])
def continuation_withdrawal(desk: NamedDependency[Desk], slug: FromPath[str], continuation_id: FromPath[int]) -> Answer:
    contract = _edited(desk, slug)
    row = _row(desk, contract, continuation_id)
    if row.withdrawn_at is not None:
        return desk.go(f"/puna/kontratat/{slug}/vazhdimet")
    return _withdrawal_page(desk, contract, row, ContinuationWithdrawalForm(desk.words))


@post(f"{CONTINUATIONS}/{{continuation_id:int}}/heqje", done=N_("Lidhja e dy zotimeve u hoq."), guards=[guards.editor])
def withdraw_continuation(desk: NamedDependency[Desk], slug: FromPath[str], continuation_id: FromPath[int]) -> Answer:
    contract = _edited(desk, slug)
    row = _row(desk, contract, continuation_id)
    if row.withdrawn_at is not None:  # sent twice
        return desk.go(f"/puna/kontratat/{slug}/vazhdimet")
    form = ContinuationWithdrawalForm(desk.words, desk.sent)

    def withdraw() -> str:
        row.withdraw(desk.session, desk.viewer, form.reason.data or "")
        return f"/puna/kontratat/{slug}/vazhdimet"

    return desk.take(form, lambda status: _withdrawal_page(desk, contract, row, form, status), withdraw)


def _edited(desk: Desk, slug: str) -> Contract:
    contract = contract_at_work(desk.session, desk.viewer, slug)
    require_editor(desk.viewer, contract)
    return contract


def _row(desk: Desk, contract: Contract, continuation_id: int) -> Continuation:
    row = desk.session.get(Continuation, continuation_id)
    if row is None or not row.path.startswith(f"{contract.path}/"):
        raise Missing
    return row


def _offer(
    desk: Desk, contract: Contract, form: ContinuationForm
) -> tuple[list[Text], list[Text], dict[int, str], dict[int, Text]]:
    """What the contract asks for, what the earlier ones did, the years of each contract, and all texts by commitment:
    a pair of which one was retracted since can be taken back."""
    before = earlier_contracts(desk.session, contract)
    terms = {one.id or 0: f"{one.term_from}–{one.term_until}" for one in (contract, *before)}
    texts = published_texts(desk.session, terms)
    asked = [text for text in texts if not text.is_retracted]
    later = [text for text in asked if text.contract_id == contract.id]
    earlier = [text for text in asked if text.contract_id != contract.id]
    form.offer(later, earlier, terms)
    return later, earlier, terms, {text.commitment_id: text for text in texts}


def _page(desk: Desk, contract: Contract, form: ContinuationForm, status: int = 200) -> Response[str]:
    later, earlier, terms, texts = _offer(desk, contract, form)
    standing = continuations(desk.session, contract.id or 0)
    context = {
        "contract": contract,
        "form": form,
        "standing": [one for one in standing if {one.commitment_id, one.continues_id} <= texts.keys()],
        "texts": texts,
        "terms": terms,
        "has_earlier": bool(earlier),
        "suggested": suggested(later, earlier, standing),
    }
    return desk.page("contracts/continuations.html", context, status)


def _withdrawal_page(
    desk: Desk, contract: Contract, row: Continuation, form: ContinuationWithdrawalForm, status: int = 200
) -> Response[str]:
    texts = published_texts(desk.session, [one.id for one in (contract, *earlier_contracts(desk.session, contract))])
    by_id = {text.commitment_id: text for text in texts}
    context = {
        "contract": contract,
        "row": row,
        "form": form,
        "ends": [by_id[one] for one in (row.commitment_id, row.continues_id) if one in by_id],
    }
    return desk.page("contracts/continuation_withdrawal.html", context, status)


HANDLERS: list[Any] = [*(continuations_page, record_continuation, continuation_withdrawal, withdraw_continuation)]
