"""Doors for writing in a draft: its priorities and its commitments."""

from collections.abc import Callable
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts import guards
from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.contracts import points, retraction
from pop_tracker.contracts.draft import confirm_editor, locked
from pop_tracker.contracts.forms import (
    CommitmentForm,
    NewCommitmentForm,
    NewPriorityForm,
    PriorityForm,
    RetractionForm,
    group_of,
)
from pop_tracker.contracts.models import Contract, Edition, contract_by_slug, open_edition
from pop_tracker.contracts.texts import PriorityGroup, Text, headings_of_edition, texts_of_edition
from pop_tracker.places.models import units_of
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.forms import BaseForm, FormData, new_nonce
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other

Asked = Request[Any, Any, Any]


def _draft_of(session: Session, viewer: Viewer, slug: str, *, hold: bool = False) -> tuple[Contract, Edition]:
    """The contract and its draft, for who may write in it; held for a POST, so that what it compares stays true."""
    contract = contract_by_slug(session, slug)
    if contract is None:
        raise Missing
    confirm_editor(viewer, contract)
    draft = locked(session, contract) if hold else open_edition(session, viewer, contract.id or 0)
    if draft is None:
        raise Missing
    return contract, draft


def _try(session: Session, form: BaseForm, verb: Callable[[], object]) -> int:
    """Does it; or undoes all, shows the refusal in the form, and returns its status."""
    try:
        verb()
    except Refusal as refusal:
        session.rollback()
        form.refuse(refusal)
        return refusal.status
    return 303


def _draft_path(slug: str, anchor: str = "") -> str:
    return f"/puna/kontratat/{slug}/drafti" + (f"#p{anchor}" if anchor else "")


@get("/puna/kontratat/{slug:str}/drafti/prioritete/i-ri", guards=[guards.editor], sync_to_thread=True)
def new_priority_page(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    contract, draft = _draft_of(session, viewer, slug)
    headings = headings_of_edition(session, draft.id or 0)
    group = headings[-1].group if headings else PriorityGroup.MAIN
    form = NewPriorityForm(said, None, group=group.value, nonce=new_nonce())
    return page(request, "contracts/priority.html", {"form": form, "contract": contract, "number": None})


@post("/puna/kontratat/{slug:str}/drafti/prioritete/i-ri", guards=[guards.editor], sync_to_thread=True)
def new_priority(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    contract, _ = _draft_of(session, viewer, slug, hold=True)
    form = NewPriorityForm(said, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    status = 422
    if form.validate():

        def add() -> None:
            priority = points.add_priority(
                session,
                viewer,
                contract,
                title=form.title.data,
                group=group_of(form),
                source=form.source.data,
                flat=form.flat.data,
            )
            # A flat one still needs its place; one with points needs its first point.
            after = f"zotime/{priority.number}" if form.flat.data else f"zotime/i-ri?nen={priority.number}"
            location.append(f"/puna/kontratat/{slug}/drafti/{after}")
            remember_sent(session, form.nonce.data or "", viewer, location[0])

        location: list[str] = []
        status = _try(session, form, add)
        if location:
            return see_other(request, location[0])
    return page(request, "contracts/priority.html", {"form": form, "contract": contract, "number": None}, status=status)


def _priority_form(session: Session, draft: Edition, number: int, said: Words) -> PriorityForm:
    for heading in headings_of_edition(session, draft.id or 0):
        if heading.number == number:
            return PriorityForm(said, None, title=heading.title, group=heading.group.value, source=heading.source)
    raise Missing


@get("/puna/kontratat/{slug:str}/drafti/prioritete/{number:int}", guards=[guards.editor], sync_to_thread=True)
def priority_page(
    request: Asked,
    slug: FromPath[str],
    number: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    contract, draft = _draft_of(session, viewer, slug)
    form = _priority_form(session, draft, number, said)
    return page(request, "contracts/priority.html", {"form": form, "contract": contract, "number": number})


@post("/puna/kontratat/{slug:str}/drafti/prioritete/{number:int}", guards=[guards.editor], sync_to_thread=True)
def revise_priority(
    request: Asked,
    slug: FromPath[str],
    number: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    contract, draft = _draft_of(session, viewer, slug, hold=True)
    form = PriorityForm(said, form_data)
    status = 422
    if form.validate():
        if form.is_stale(_priority_form(session, draft, number, said)):
            status = 409
        else:
            status = _try(
                session,
                form,
                lambda: points.revise_priority(
                    session,
                    viewer,
                    contract,
                    number,
                    title=form.title.data,
                    group=group_of(form),
                    source=form.source.data,
                ),
            )
            if status == 303:
                return see_other(request, _draft_path(slug, str(number)))
    return page(
        request, "contracts/priority.html", {"form": form, "contract": contract, "number": number}, status=status
    )


@post("/puna/kontratat/{slug:str}/drafti/prioritete/{number:int}/heqja", guards=[guards.editor], sync_to_thread=True)
def withdraw_priority(
    request: Asked,
    slug: FromPath[str],
    number: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Redirect:
    contract, _ = _draft_of(session, viewer, slug, hold=True)
    retraction.withdraw_priority(session, viewer, contract, number)
    return see_other(request, _draft_path(slug))


def _units(session: Session, contract: Contract) -> list[tuple[str, str]]:
    return [(unit.slug, unit.name) for unit in units_of(session, contract.municipality_id)]


def _text_called(session: Session, draft: Edition, ref: str) -> Text | None:
    return next((text for text in texts_of_edition(session, draft.id or 0) if text.ref == ref), None)


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


@get("/puna/kontratat/{slug:str}/drafti/zotime/i-ri", guards=[guards.editor], sync_to_thread=True)
def new_commitment_page(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    nen: FromQuery[str] = "",
) -> Response[str]:
    contract, draft = _draft_of(session, viewer, slug)
    form = _new_form(session, contract, draft, said, None, under=nen, nonce=new_nonce())
    return page(request, "contracts/commitment.html", {"form": form, "contract": contract, "ref": None})


@post("/puna/kontratat/{slug:str}/drafti/zotime/i-ri", guards=[guards.editor], sync_to_thread=True)
def new_commitment(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    contract, draft = _draft_of(session, viewer, slug, hold=True)
    form = _new_form(session, contract, draft, said, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    status = 422
    if form.validate():

        def add() -> None:
            ref = points.add_commitment(session, viewer, contract, form.under.data, form.wording)
            location.append(_draft_path(slug, ref))
            remember_sent(session, form.nonce.data or "", viewer, location[0])

        location: list[str] = []
        status = _try(session, form, add)
        if location:
            return see_other(request, location[0])
    return page(request, "contracts/commitment.html", {"form": form, "contract": contract, "ref": None}, status=status)


@get("/puna/kontratat/{slug:str}/drafti/zotime/{ref:str}", guards=[guards.editor], sync_to_thread=True)
def commitment_page(
    request: Asked,
    slug: FromPath[str],
    ref: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    contract, draft = _draft_of(session, viewer, slug)
    text = _text_called(session, draft, ref)
    if text is None:
        raise Missing
    form = _text_form(session, contract, text, said)
    return page(request, "contracts/commitment.html", {"form": form, "contract": contract, "ref": ref})


@post("/puna/kontratat/{slug:str}/drafti/zotime/{ref:str}", guards=[guards.editor], sync_to_thread=True)
def revise(
    request: Asked,
    slug: FromPath[str],
    ref: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    contract, draft = _draft_of(session, viewer, slug, hold=True)
    form = CommitmentForm(said, _units(session, contract), form_data)
    status = 422
    if form.validate():
        text = _text_called(session, draft, ref)
        if text is not None and form.is_stale(_text_form(session, contract, text, said)):
            status = 409
        else:
            status = _try(session, form, lambda: points.revise(session, viewer, contract, ref, form.wording))
            if status == 303:
                return see_other(request, _draft_path(slug, ref))
    return page(request, "contracts/commitment.html", {"form": form, "contract": contract, "ref": ref}, status=status)


@get("/puna/kontratat/{slug:str}/drafti/zotime/{ref:str}/terheqja", guards=[guards.editor], sync_to_thread=True)
def retraction_page(
    request: Asked,
    slug: FromPath[str],
    ref: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    contract, draft = _draft_of(session, viewer, slug)
    text = _text_called(session, draft, ref)
    if text is None:
        raise Missing
    form = RetractionForm(said, None, reason=text.retraction_reason)
    return page(request, "contracts/retraction.html", {"form": form, "contract": contract, "text": text})


@post("/puna/kontratat/{slug:str}/drafti/zotime/{ref:str}/terheqja", guards=[guards.editor], sync_to_thread=True)
def retract(
    request: Asked,
    slug: FromPath[str],
    ref: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    contract, draft = _draft_of(session, viewer, slug, hold=True)
    text = _text_called(session, draft, ref)
    if text is None:
        raise Missing
    form = RetractionForm(said, form_data)
    status = 422
    if form.validate():
        status = _try(session, form, lambda: retraction.retract(session, viewer, contract, ref, form.reason.data))
        if status == 303:
            return see_other(request, _draft_path(slug, ref))
    return page(request, "contracts/retraction.html", {"form": form, "contract": contract, "text": text}, status=status)


@post("/puna/kontratat/{slug:str}/drafti/zotime/{ref:str}/kthimi", guards=[guards.editor], sync_to_thread=True)
def restore(
    request: Asked,
    slug: FromPath[str],
    ref: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Redirect:
    contract, _ = _draft_of(session, viewer, slug, hold=True)
    retraction.restore(session, viewer, contract, ref)
    return see_other(request, _draft_path(slug, ref))


@post("/puna/kontratat/{slug:str}/drafti/zotime/{ref:str}/heqja", guards=[guards.editor], sync_to_thread=True)
def withdraw(
    request: Asked,
    slug: FromPath[str],
    ref: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Redirect:
    contract, _ = _draft_of(session, viewer, slug, hold=True)
    retraction.withdraw(session, viewer, contract, ref)
    return see_other(request, _draft_path(slug))


HANDLERS: list[Any] = [
    new_priority_page,
    new_priority,
    priority_page,
    revise_priority,
    withdraw_priority,
    new_commitment_page,
    new_commitment,
    commitment_page,
    revise,
    retraction_page,
    retract,
    restore,
    withdraw,
]
