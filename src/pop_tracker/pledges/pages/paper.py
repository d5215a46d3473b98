"""Answers on paper: an editor records what a source says, a second person confirms it."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from sqlmodel import Session, select

from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.accounts.pages import guards
from pop_tracker.contracts.editions import Edition, published_editions
from pop_tracker.contracts.models import Contract, contract_called
from pop_tracker.pledges.models import (
    ANSWER_WORDS,
    CAPACITY_WORDS,
    SIGNATURE_STATE_WORDS,
    Answer,
    Capacity,
    Signature,
    SignatureState,
    may_edit,
    signatures,
    visible_to,
)
from pop_tracker.pledges.pages.forms import NoteForm, PaperForm
from pop_tracker.web.dates import PRECISION_WORDS, DatePrecision
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.forms.base import new_nonce
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other

Asked = Request[Any, Any, Any]


def _form(session: Session, contract: Contract, said: Words, data: FormData | None = None, **values: Any) -> PaperForm:
    form = PaperForm(said, data, **values)
    form.offer([(edition.id or 0, edition.number) for edition in published_editions(session, contract.id or 0)])
    if data is None:
        form.nonce.data = new_nonce()
        form.date_precision.data = form.date_precision.data or DatePrecision.DAY.value
    return form


def _said_of(form: PaperForm) -> dict[str, Any]:
    return {
        "edition_id": int(form.edition.data) if form.edition.data else None,
        "name": form.name.data,
        "capacity": Capacity(form.capacity.data),
        "on_behalf_of": form.on_behalf_of.data or "",
        "answer": Answer(form.answer.data),
        "reservation": form.reservation.data or "",
        "signed_on": form.signed_on.day,
        "date_precision": DatePrecision(form.date_precision.data),
        "place": form.place.data or "",
        "note": form.note.data or "",
        "source": form.source.data,
    }


def _paper_page(
    request: Asked, session: Session, viewer: Viewer, contract: Contract, form: PaperForm, status: int = 200
) -> Response[str]:
    rows = [one for one in signatures(session, [contract.id or 0], viewer) if one.state is not SignatureState.PUBLIC]
    context = {
        "contract": contract,
        "form": form,
        "rows": rows,
        "capacity_words": CAPACITY_WORDS,
        "answer_words": ANSWER_WORDS,
        "state_words": SIGNATURE_STATE_WORDS,
    }
    return page(request, "pledges/paper.html", context, status=status)


@get("/puna/nenshkrimet/{slug:str}", guards=[guards.editor])
def paper_page(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    contract = contract_called(session, slug)
    may_edit(session, viewer, contract.id or 0)
    return _paper_page(request, session, viewer, contract, _form(session, contract, said))


@post("/puna/nenshkrimet/{slug:str}", guards=[guards.editor])
def record_paper(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    contract = contract_called(session, slug)
    may_edit(session, viewer, contract.id or 0)
    form = _form(session, contract, said, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    if not form.validate():
        return _paper_page(request, session, viewer, contract, form, status=422)
    with form.attempt(session):
        signature = Signature.submit(session, viewer, contract.id or 0, _said_of(form))
    if form.refused:
        return _paper_page(request, session, viewer, contract, form, status=form.refused)
    location = f"/puna/nenshkrimet/{slug}/{signature.id}"
    remember_sent(session, form.nonce.data or "", viewer, location)
    return see_other(request, location)


@dataclass(frozen=True)
class Seen:
    """A signature that is not public yet, with what the viewer may do about it."""

    contract: Contract
    signature: Signature
    edition: int | None
    may_decide: bool
    may_revise: bool
    may_withdraw: bool


def _seen(session: Session, viewer: Viewer, slug: str, signature_id: int) -> Seen:
    contract = contract_called(session, slug)
    signature = session.exec(
        select(Signature).where(Signature.id == signature_id, Signature.contract_id == contract.id, visible_to(viewer))
    ).first()
    if signature is None:
        raise Missing
    edition = session.get(Edition, signature.edition_id) if signature.edition_id else None
    is_own = signature.recorded_by == viewer.person_id
    is_waiting = signature.state is SignatureState.WAITING
    edits = viewer.may_edit(contract.municipality_id)
    return Seen(
        contract,
        signature,
        edition.number if edition else None,
        may_decide=is_waiting and viewer.is_reviewer and not is_own,
        may_revise=signature.state is SignatureState.REFUSED and is_own and edits,
        may_withdraw=signature.state is not SignatureState.PUBLIC and edits,
    )


def _signature_page(
    request: Asked, seen: Seen, form: PaperForm | None, note: NoteForm, status: int = 200
) -> Response[str]:
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
    return page(request, "pledges/signature.html", context, status=status)


def _again(session: Session, seen: Seen, said: Words) -> PaperForm | None:
    """The form to mend what came back, for who recorded it."""
    if not seen.may_revise:
        return None
    values = seen.signature.model_dump(include=set(PaperForm(said)._fields))
    return _form(session, seen.contract, said, edition=str(seen.signature.edition_id or ""), **values)


@get("/puna/nenshkrimet/{slug:str}/{signature_id:int}")
def signature_page(
    request: Asked,
    slug: FromPath[str],
    signature_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    seen = _seen(session, viewer, slug, signature_id)
    return _signature_page(request, seen, _again(session, seen, said), NoteForm(said))


@post("/puna/nenshkrimet/{slug:str}/{signature_id:int}", guards=[guards.editor])
def revise_paper(
    request: Asked,
    slug: FromPath[str],
    signature_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    seen = _seen(session, viewer, slug, signature_id)
    form = _form(session, seen.contract, said, form_data)
    if not form.validate():
        return _signature_page(request, seen, form, NoteForm(said), status=422)
    with form.attempt(session):
        seen.signature.submit_again(session, viewer, _said_of(form))
    if form.refused:
        return _signature_page(request, _seen(session, viewer, slug, signature_id), form, NoteForm(said), form.refused)
    return see_other(request, f"/puna/nenshkrimet/{slug}/{signature_id}")


@post("/puna/nenshkrimet/{slug:str}/{signature_id:int}/konfirmimi", guards=[guards.reviewer])
def confirm(
    request: Asked,
    slug: FromPath[str],
    signature_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    form_data: NamedDependency[FormData],
) -> Redirect:
    _seen(session, viewer, slug, signature_id).signature.confirm(session, viewer, form_data.get("version"))
    return see_other(request, f"/kontratat/{slug}")


@post("/puna/nenshkrimet/{slug:str}/{signature_id:int}/kthimi", guards=[guards.reviewer])
def send_back(
    request: Asked,
    slug: FromPath[str],
    signature_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    seen = _seen(session, viewer, slug, signature_id)
    note = NoteForm(said, form_data)
    if not note.validate():
        return _signature_page(request, seen, None, note, status=422)
    seen.signature.send_back(session, viewer, note.note.data)
    return see_other(request, "/puna")


@post("/puna/nenshkrimet/{slug:str}/{signature_id:int}/heqja", guards=[guards.editor])
def withdraw(
    request: Asked,
    slug: FromPath[str],
    signature_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Redirect:
    _seen(session, viewer, slug, signature_id).signature.withdraw(session, viewer)
    return see_other(request, f"/puna/nenshkrimet/{slug}")


HANDLERS: list[Any] = [paper_page, record_paper, signature_page, revise_paper, confirm, send_back, withdraw]
