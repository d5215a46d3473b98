"""The files of a consultation: its minutes, and its photos."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.accounts.pages import guards
from pop_tracker.plans.consultations.consultations import Consultation, consultation_by_slug
from pop_tracker.plans.consultations.photos import ACCEPTED, ConsultationPhoto, photos, picture_alone
from pop_tracker.plans.pages.consultation_forms import MinutesForm, PhotoForm
from pop_tracker.plans.pages.consultations import Asked, held
from pop_tracker.settings import Settings
from pop_tracker.web import files
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.forms.base import new_nonce
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.render import page, see_other

FOR_A_WHILE = "private, max-age=3600"
"""Kept by the reader's browser only, and not for long: a photo may have to go."""


def _folder(request: Asked) -> str:
    settings: Settings = request.app.state.settings
    return settings.files


def _minutes_page(request: Asked, consultation: Consultation, form: MinutesForm, status: int = 200) -> Response[str]:
    context = {"consultation": consultation, "form": form, "accept": files.ACCEPTED}
    return page(request, "plans/consultation_minutes.html", context, status=status)


@get("/puna/konsultimet/{slug:str}/procesverbali", guards=[guards.editor])
def minutes_page(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    consultation = held(session, viewer, slug)
    form = MinutesForm(said, None, is_public=consultation.minutes_public, before=consultation.minutes_sha256)
    return _minutes_page(request, consultation, form)


@post("/puna/konsultimet/{slug:str}/procesverbali", guards=[guards.editor])
def attach_minutes(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    """Another file, or only who may open the one that is there."""
    consultation = held(session, viewer, slug, hold=True)
    form = MinutesForm(said, form_data)
    with form.attempt(session):
        kept = files.keep(_folder(request), form.file.data) if form.file.data else _attached(request, consultation)
        if kept is None:
            raise Refusal(N_("Zgjidhni një skedar."), field="file")
        stands = consultation.minutes_sha256
        if (form.before.data or "") != stands and kept.sha256 != stands:
            form.before.data = stands
            form.form_errors.append(
                said.gettext(
                    N_("Dikush bashkëngjiti ndërkohë “%(name)s”. Nëse ruani përsëri, mbetet skedari juaj."),
                    name=consultation.minutes_name or "–",
                )
            )
            return _minutes_page(request, consultation, form, 409)
        consultation.attach_minutes(session, viewer, kept, bool(form.is_public.data))
    if form.refused:
        return _minutes_page(request, held(session, viewer, slug), form, form.refused)
    return see_other(request, f"/puna/konsultimet/{slug}#procesverbali")


def _attached(request: Asked, consultation: Consultation) -> files.KeptFile | None:
    return files.kept(_folder(request), consultation.minutes_sha256, consultation.minutes_name)


@post("/puna/konsultimet/{slug:str}/procesverbali/heqje", guards=[guards.editor])
def detach_minutes(
    request: Asked, slug: FromPath[str], session: NamedDependency[Session], viewer: NamedDependency[Viewer]
) -> Redirect:
    held(session, viewer, slug, hold=True).attach_minutes(session, viewer, None, is_public=False)
    return see_other(request, f"/puna/konsultimet/{slug}#procesverbali")


@get("/konsultimet/{slug:str}/procesverbali", opt=guards.OPEN)
def minutes_file(
    request: Asked, slug: FromPath[str], session: NamedDependency[Session], viewer: NamedDependency[Viewer]
) -> Response[bytes]:
    """As a download only. Minutes that name private people are for those who work with the record; the name that the
    file was sent under is for them too, and the download is called after the consultation."""
    consultation = consultation_by_slug(session, slug)
    if consultation is None or not (consultation.minutes_public or _works_here(viewer, consultation)):
        raise Missing
    kept = _attached(request, consultation)
    if kept is None:
        raise Missing
    return Response(
        files.get(_folder(request), kept.sha256) or b"",
        media_type=kept.type,
        headers={
            "Content-Disposition": files.disposition(f"procesverbali-{slug}{files.ENDINGS[kept.type]}"),
            "Cache-Control": "private, no-cache",
        },
    )


def _works_here(viewer: Viewer, consultation: Consultation) -> bool:
    return viewer.is_reviewer or viewer.is_coordinator or viewer.may_edit(consultation.municipality_id)


def _photo_page(request: Asked, consultation: Consultation, form: PhotoForm, status: int = 200) -> Response[str]:
    context = {"consultation": consultation, "form": form, "accept": ACCEPTED}
    return page(request, "plans/consultation_photo.html", context, status=status)


@get("/puna/konsultimet/{slug:str}/fotografite/e-re", guards=[guards.editor])
def new_photo(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    form = PhotoForm(said)
    form.nonce.data = new_nonce()
    return _photo_page(request, held(session, viewer, slug), form)


@post("/puna/konsultimet/{slug:str}/fotografite/e-re", guards=[guards.editor])
def add_photo(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    consultation = held(session, viewer, slug, hold=True)
    form = PhotoForm(said, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    if not form.validate():
        return _photo_page(request, consultation, form, 422)
    with form.attempt(session):
        kept = files.keep(_folder(request), picture_alone(form.file.data), is_bare=True)
        photo = ConsultationPhoto(
            consultation_id=consultation.id or 0, position=0, sha256=kept.sha256, name=kept.name, type=kept.type,
            size=kept.size, shows=form.shows.data or "", source=form.source.data or "",
        )  # fmt: skip
        consultation.add_photo(session, viewer, photo)
    if form.refused:
        return _photo_page(request, held(session, viewer, slug), form, form.refused)
    location = f"/puna/konsultimet/{slug}#fotografite"
    remember_sent(session, form.nonce.data or "", viewer, location)
    return see_other(request, location)


@post("/puna/konsultimet/{slug:str}/fotografite/{sha256:str}/heqje", guards=[guards.editor])
def drop_photo(
    request: Asked,
    slug: FromPath[str],
    sha256: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Redirect:
    """Sent twice it is gone already, and nothing more is recorded."""
    consultation = held(session, viewer, slug, hold=True)
    if photo := _photo(session, consultation, sha256):
        consultation.drop_photo(session, viewer, photo)
    return see_other(request, f"/puna/konsultimet/{slug}#fotografite")


def _photo(session: Session, consultation: Consultation, sha256: str) -> ConsultationPhoto | None:
    return next((one for one in photos(session, consultation.id or 0) if one.sha256 == sha256), None)


@get("/konsultimet/{slug:str}/fotografite/{sha256:str}", opt=guards.OPEN)
def photo_file(
    request: Asked, slug: FromPath[str], sha256: FromPath[str], session: NamedDependency[Session]
) -> Response[bytes]:
    """The picture itself, as long as it belongs to the consultation.

    Shown by the browser, because nothing of what was uploaded is in it but the picture (`picture_alone`); the
    sandbox, beside the front door's nosniff, holds even if that were wrong.
    """
    consultation = consultation_by_slug(session, slug)
    photo = _photo(session, consultation, sha256) if consultation else None
    kept = files.kept(_folder(request), sha256, photo.name) if photo else None
    if photo is None or kept is None:
        raise Missing
    return Response(
        files.get(_folder(request), sha256) or b"",
        media_type=photo.type,
        headers={
            "Content-Security-Policy": "sandbox",
            "Cache-Control": FOR_A_WHILE,
        },
    )


HANDLERS: list[Any] = [
    minutes_page,
    attach_minutes,
    detach_minutes,
    minutes_file,
    new_photo,
    add_photo,
    drop_photo,
    photo_file,
]
