"""Answers on paper: an editor records what a source says, a second person confirms it."""

from dataclasses import dataclass
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import select

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.contracts.editions import Edition, published_editions
from pop_tracker.contracts.models import Contract, contract_called
from pop_tracker.pledges.models import (
    ANSWER_WORDS,
    CAPACITY_WORDS,
    CHANGED_MEANWHILE,
    SIGNATURE_STATE_WORDS,
    Signature,
    SignatureState,
    require_editor,
    signatures,
    visible_to,
)
from pop_tracker.pledges.pages.forms import NoteForm, PaperForm
from pop_tracker.web.dates import PRECISION_WORDS, DatePrecision
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing, Stale


@dataclass(frozen=True)
class Seen:
    """A signature that is not public yet, with what the viewer may do about it."""

    contract: Contract
    signature: Signature
    edition: int | None
    may_decide: bool
    may_revise: bool
    may_withdraw: bool


@get("/puna/nenshkrimet/{slug:str}", guards=[guards.editor])
def paper_page(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    contract = contract_called(desk.session, slug)
    require_editor(desk.session, desk.viewer, contract.id or 0)
    return _paper_page(desk, contract, _fresh(desk, contract))


@post("/puna/nenshkrimet/{slug:str}", guards=[guards.editor])
def record_paper(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    contract = contract_called(desk.session, slug)
    require_editor(desk.session, desk.viewer, contract.id or 0)
    form = _offered(desk, contract, PaperForm(desk.words, desk.sent))

    def record() -> str:
        signature = Signature.submit(desk.session, desk.viewer, contract.id or 0, form.fields)
        return f"/puna/nenshkrimet/{slug}/{signature.id}"

    return desk.enter(form, lambda status: _paper_page(desk, contract, form, status), record)


@get("/puna/nenshkrimet/{slug:str}/{signature_id:int}")
def signature_page(desk: NamedDependency[Desk], slug: FromPath[str], signature_id: FromPath[int]) -> Response[str]:
    """With the form to mend what came back, for who recorded it."""
    seen = _seen(desk, slug, signature_id)
    form = None
    if seen.may_revise:
        values = seen.signature.model_dump(include=set(PaperForm(desk.words)._fields))
        form = _fresh(desk, seen.contract, edition=str(seen.signature.edition_id or ""), **values)
    return _signature_page(desk, seen, form, NoteForm(desk.words))


@post("/puna/nenshkrimet/{slug:str}/{signature_id:int}", guards=[guards.editor])
def revise_paper(desk: NamedDependency[Desk], slug: FromPath[str], signature_id: FromPath[int]) -> Answer:
    """Put before the second person once more, be it changed or not."""
    seen = _seen(desk, slug, signature_id)
    form = _offered(desk, seen.contract, PaperForm(desk.words, desk.sent))

    def again(status: int) -> Response[str]:
        return _signature_page(desk, _seen(desk, slug, signature_id), form, NoteForm(desk.words), status)

    def submit() -> str:
        seen.signature.submit_again(desk.session, desk.viewer, form.fields)
        return f"/puna/nenshkrimet/{slug}/{signature_id}"

    return desk.take(form, again, submit)


@get("/puna/nenshkrimet/{slug:str}/{signature_id:int}/konfirmimi", guards=[guards.reviewer, guards.lately_proven])
def confirmation_page(
    desk: NamedDependency[Desk], slug: FromPath[str], signature_id: FromPath[int], version: FromQuery[str] = ""
) -> Response[str]:
    """Shows the answer as the public page will, and asks. `version` is of what was read: of another one nothing is
    asked, its own page shows it first."""
    seen = _seen(desk, slug, signature_id)
    if not seen.may_decide:
        raise Missing
    if version != seen.signature.version:
        note = NoteForm(desk.words)
        note.refuse(Stale(CHANGED_MEANWHILE, {}))
        return _signature_page(desk, seen, None, note, 409)
    return _asking(desk, "pledges/confirmation.html", seen)


@post("/puna/nenshkrimet/{slug:str}/{signature_id:int}/konfirmimi", guards=[guards.reviewer, guards.lately_proven])
def confirm(desk: NamedDependency[Desk], slug: FromPath[str], signature_id: FromPath[int]) -> Redirect:
    _seen(desk, slug, signature_id).signature.confirm(desk.session, desk.viewer, desk.sent.get("version"))
    return desk.go(f"/kontratat/{slug}")


@post("/puna/nenshkrimet/{slug:str}/{signature_id:int}/kthimi", guards=[guards.reviewer])
def send_back(desk: NamedDependency[Desk], slug: FromPath[str], signature_id: FromPath[int]) -> Answer:
    seen = _seen(desk, slug, signature_id)
    note = NoteForm(desk.words, desk.sent)

    def hand_back() -> str:
        seen.signature.send_back(desk.session, desk.viewer, note.note.data)
        return "/puna"

    return desk.take(note, lambda status: _signature_page(desk, seen, None, note, status), hand_back)


@get("/puna/nenshkrimet/{slug:str}/{signature_id:int}/heqja", guards=[guards.editor])
def removal_page(desk: NamedDependency[Desk], slug: FromPath[str], signature_id: FromPath[int]) -> Response[str]:
    """Says what is lost, and asks."""
    seen = _seen(desk, slug, signature_id)
    if not seen.may_withdraw:
        raise Missing
    return _asking(desk, "pledges/removal.html", seen)


@post("/puna/nenshkrimet/{slug:str}/{signature_id:int}/heqja", guards=[guards.editor])
def withdraw(desk: NamedDependency[Desk], slug: FromPath[str], signature_id: FromPath[int]) -> Redirect:
    _seen(desk, slug, signature_id).signature.withdraw(desk.session, desk.viewer)
    return desk.go(f"/puna/nenshkrimet/{slug}")


def _seen(desk: Desk, slug: str, signature_id: int) -> Seen:
    session, viewer = desk.session, desk.viewer
    contract = contract_called(session, slug)
    signature = session.exec(
        select(Signature).where(Signature.id == signature_id, Signature.contract_id == contract.id, visible_to(viewer))
    ).first()
    if signature is None:
        raise Missing
    edition = session.get(Edition, signature.edition_id) if signature.edition_id else None
    edits = viewer.may_edit(contract.municipality_id)
    return Seen(
        contract,
        signature,
        edition.number if edition else None,
        may_decide=signature.may_be_decided(viewer),
        may_revise=signature.may_be_mended(viewer) and edits,
        may_withdraw=signature.state is not SignatureState.PUBLIC and edits,
    )


def _fresh(desk: Desk, contract: Contract, **values: Any) -> PaperForm:
    """As nobody has sent it yet; of most papers the day is known."""
    return _offered(desk, contract, PaperForm(desk.words, **{"date_precision": DatePrecision.DAY.value} | values))


def _offered(desk: Desk, contract: Contract, form: PaperForm) -> PaperForm:
    editions = published_editions(desk.session, contract.id or 0)
    form.offer([(edition.id or 0, edition.number) for edition in editions])
    return form


def _paper_page(desk: Desk, contract: Contract, form: PaperForm, status: int = 200) -> Response[str]:
    known = signatures(desk.session, [contract.id or 0], desk.viewer)
    context = {
        "contract": contract,
        "form": form,
        "rows": [one for one in known if one.state is not SignatureState.PUBLIC],
        "public": [one for one in known if one.state is SignatureState.PUBLIC],
        "capacity_words": CAPACITY_WORDS,
        "answer_words": ANSWER_WORDS,
        "state_words": SIGNATURE_STATE_WORDS,
    }
    return desk.page("pledges/paper.html", context, status)


def _signature_page(desk: Desk, seen: Seen, form: PaperForm | None, note: NoteForm, status: int = 200) -> Response[str]:
    context = {
        "seen": seen,
        "one": seen.signature,
        "form": form,
        "note": note,
        "capacity_words": CAPACITY_WORDS,
        "answer_words": ANSWER_WORDS,
        "precision_words": PRECISION_WORDS,
        "state_words": SIGNATURE_STATE_WORDS,
    }
    return desk.page("pledges/signature.html", context, status)


def _asking(desk: Desk, template: str, seen: Seen) -> Response[str]:
    known = signatures(desk.session, [seen.contract.id or 0], desk.viewer)
    context = {
        "seen": seen,
        "one": next(row for row in known if row.id == seen.signature.id),
        "version": seen.signature.version,
        "capacity_words": CAPACITY_WORDS,
        "answer_words": ANSWER_WORDS,
    }
    return desk.page(template, context)


HANDLERS: list[Any] = [
    paper_page, record_paper, signature_page, revise_paper, confirmation_page, confirm, send_back, removal_page,
    withdraw,
]  # fmt: skip
