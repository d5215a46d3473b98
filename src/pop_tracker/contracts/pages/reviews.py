"""Doors of the second person, who reads what a draft changes and publishes it or sends it back."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts.models import Organisation, Person, Viewer, location_of_sent, remember_sent
from pop_tracker.accounts.pages import guards
from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts.difference import CHANGE_WORDS, difference
from pop_tracker.contracts.editions import EditionState, newest_edition, open_edition, wrote_in
from pop_tracker.contracts.models import Contract, contract_called
from pop_tracker.contracts.pages.forms import ReturnForm
from pop_tracker.contracts.texts import digest_of
from pop_tracker.places.models import Municipality
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.forms.base import new_nonce
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other


@get("/puna/kontratat/{slug:str}/rishikimi", guards=[guards.reviewer])
def review_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    contract = contract_called(session, slug)
    return _review(request, session, viewer, contract, ReturnForm(said, None, nonce=new_nonce()), said)


def _review(
    request: Request[Any, Any, Any],
    session: Session,
    viewer: Viewer,
    contract: Contract,
    form: ReturnForm,
    said: Words,
    status: int = 200,
) -> Response[str]:
    draft = open_edition(session, viewer, contract.id or 0)
    if draft is None or draft.state is not EditionState.SUBMITTED:
        raise Missing
    newest = newest_edition(session, contract.id or 0)
    text = draft.text_now(session)
    author = session.get(Person, draft.submitted_by)
    organisation = session.get(Organisation, author.organisation_id) if author and author.organisation_id else None
    context = {
        "contract": contract,
        "municipality": session.get(Municipality, contract.municipality_id),
        "draft": draft,
        "newest": newest,
        "form": form,
        "changes": difference(session, newest, draft, said),
        "change_words": CHANGE_WORDS,
        "canonical_text": text,
        "digest": digest_of(text),
        "author": author,
        "organisation": organisation,
        "may_decide": draft.id not in wrote_in(session, viewer.person_id),
    }
    return page(request, "contracts/review.html", context, status=status)


@post("/puna/kontratat/{slug:str}/botim", guards=[guards.reviewer])
def publish(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    contract = contract_called(session, slug)
    try:
        edition = drafts.publish(session, viewer, contract, str(form_data.get("digest")))
    except Refusal as refusal:
        if refusal.status != 409:
            raise
        session.rollback()
        form = ReturnForm(said, None, nonce=new_nonce())
        form.refuse(refusal)
        return _review(request, session, viewer, contract, form, said, refusal.status)
    return see_other(request, edition.path)


@post("/puna/kontratat/{slug:str}/kthim", guards=[guards.reviewer])
def send_back(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    contract = contract_called(session, slug)
    form = ReturnForm(said, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    if not form.validate():
        return _review(request, session, viewer, contract, form, said, 422)
    drafts.send_back(session, viewer, contract, form.note.data)
    remember_sent(session, form.nonce.data or "", viewer, "/puna/kontratat")
    return see_other(request, "/puna/kontratat")


HANDLERS: list[Any] = [
    review_page,
    publish,
    send_back,
]
