"""Doors for a draft's commitments: added, revised, retracted and restored, withdrawn."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.accounts.pages import guards
from pop_tracker.contracts import points, retraction
from pop_tracker.contracts.draft import draft_at_work
from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.pages.forms import CommitmentForm, NewCommitmentForm, RetractionForm
from pop_tracker.contracts.texts import Text, texts_of_edition
from pop_tracker.places.models import units_of
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.forms.base import new_nonce
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other

Asked = Request[Any, Any, Any]


def _units(session: Session, contract: Contract) -> list[tuple[str, str]]:
    return [(unit.slug, unit.name) for unit in units_of(session, contract.municipality_id)]


def _text(session: Session, draft: Edition, ref: str) -> Text | None:
    return next((text for text in texts_of_edition(session, draft.id or 0) if text.ref == ref), None)


def _text_called(session: Session, draft: Edition, ref: str) -> Text:
    text = _text(session, draft, ref)
    if text is None:
        raise Missing
    return text


def _text_form(session: Session, contract: Contract, text: Text, said: Words) -> CommitmentForm:
    return CommitmentForm(
        said,
        _units(session, contract),
        None,
        text=text.text,
        scope=text.scope.value,
        units=[unit.slug for unit in text.units],
        place=text.place,
        target_groups=text.target_groups,
        source=text.source,
    )


def _new_form(
    session: Session, contract: Contract, draft: Edition, said: Words, data: FormData | None, **fields: Any
) -> NewCommitmentForm:
    form = NewCommitmentForm(said, _units(session, contract), data, **fields)
    form.under.choices = [("", said.gettext("Zgjidhni ku hyn"))] + [
        (opening.under, f"{opening.ref} – {_short(opening.words)}") for opening in points.openings(session, draft)
    ]
    return form


def _short(words: str) -> str:
    return words if len(words) <= 70 else words[:69].rsplit(" ", 1)[0] + "…"


def _page(
    request: Asked, contract: Contract, ref: str | None, form: CommitmentForm, status: int = 200
) -> Response[str]:
    context = {"form": form, "contract": contract, "ref": ref}
    return page(request, "contracts/commitment.html", context, status=status)


@get("/puna/kontratat/{slug:str}/drafti/zotime/i-ri", guards=[guards.editor])
def new_commitment_page(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    nen: FromQuery[str] = "",
) -> Response[str]:
    contract, draft = draft_at_work(session, viewer, slug)
    form = _new_form(session, contract, draft, said, None, under=nen, nonce=new_nonce())
    return _page(request, contract, None, form)


@post("/puna/kontratat/{slug:str}/drafti/zotime/i-ri", guards=[guards.editor])
def new_commitment(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    contract, draft = draft_at_work(session, viewer, slug, hold=True)
    form = _new_form(session, contract, draft, said, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    if not form.validate():
        return _page(request, contract, None, form, 422)
    with form.attempt(session):
        ref = points.add_commitment(session, viewer, contract, form.under.data, form.wording)
    if form.refused:
        return _page(request, contract, None, form, form.refused)
    location = f"/puna/kontratat/{slug}/drafti#p{ref}"
    remember_sent(session, form.nonce.data or "", viewer, location)
    return see_other(request, location)


@get("/puna/kontratat/{slug:str}/drafti/zotime/{ref:str}", guards=[guards.editor])
def commitment_page(
    request: Asked,
    slug: FromPath[str],
    ref: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    contract, draft = draft_at_work(session, viewer, slug)
    return _page(request, contract, ref, _text_form(session, contract, _text_called(session, draft, ref), said))


@post("/puna/kontratat/{slug:str}/drafti/zotime/{ref:str}", guards=[guards.editor])
def revise(
    request: Asked,
    slug: FromPath[str],
    ref: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    contract, draft = draft_at_work(session, viewer, slug, hold=True)
    form = CommitmentForm(said, _units(session, contract), form_data)
    if not form.validate():
        return _page(request, contract, ref, form, 422)
    text = _text(session, draft, ref)
    if text is not None and form.is_stale(_text_form(session, contract, text, said)):
        return _page(request, contract, ref, form, 409)
    with form.attempt(session):
        points.revise(session, viewer, contract, ref, form.wording)
    if form.refused:
        return _page(request, contract, ref, form, form.refused)
    return see_other(request, f"/puna/kontratat/{slug}/drafti#p{ref}")


@get("/puna/kontratat/{slug:str}/drafti/zotime/{ref:str}/terheqja", guards=[guards.editor])
def retraction_page(
    request: Asked,
    slug: FromPath[str],
    ref: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    contract, draft = draft_at_work(session, viewer, slug)
    text = _text_called(session, draft, ref)
    form = RetractionForm(said, None, reason=text.retraction_reason)
    return page(request, "contracts/retraction.html", {"form": form, "contract": contract, "text": text})


@post("/puna/kontratat/{slug:str}/drafti/zotime/{ref:str}/terheqja", guards=[guards.editor])
def retract(
    request: Asked,
    slug: FromPath[str],
    ref: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    contract, draft = draft_at_work(session, viewer, slug, hold=True)
    text = _text_called(session, draft, ref)
    form = RetractionForm(said, form_data)
    if form.validate():
        with form.attempt(session):
            retraction.retract(session, viewer, contract, ref, form.reason.data)
        if not form.refused:
            return see_other(request, f"/puna/kontratat/{slug}/drafti#p{ref}")
    context = {"form": form, "contract": contract, "text": text}
    return page(request, "contracts/retraction.html", context, status=form.refused or 422)


@post("/puna/kontratat/{slug:str}/drafti/zotime/{ref:str}/kthimi", guards=[guards.editor])
def restore(
    request: Asked,
    slug: FromPath[str],
    ref: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Redirect:
    contract, _ = draft_at_work(session, viewer, slug, hold=True)
    retraction.restore(session, viewer, contract, ref)
    return see_other(request, f"/puna/kontratat/{slug}/drafti#p{ref}")


@post("/puna/kontratat/{slug:str}/drafti/zotime/{ref:str}/heqja", guards=[guards.editor])
def withdraw(
    request: Asked,
    slug: FromPath[str],
    ref: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Redirect:
    contract, _ = draft_at_work(session, viewer, slug, hold=True)
    retraction.withdraw(session, viewer, contract, ref)
    return see_other(request, f"/puna/kontratat/{slug}/drafti")


HANDLERS: list[Any] = [
    new_commitment_page,
    new_commitment,
    commitment_page,
    revise,
    retraction_page,
    retract,
    restore,
    withdraw,
]
