"""The photos of a consultation: added, taken away, shown."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.plans.consultations.consultations import Consultation, consultation_by_slug
from pop_tracker.plans.consultations.photos import ConsultationPhoto, photos, require_picture
from pop_tracker.plans.pages.consultation_forms import PhotoForm
from pop_tracker.plans.pages.consultations import beside, held
from pop_tracker.web import files
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.files import Upload

NAME = "foto"
"""Whoever took it may have called it by a person's name."""
FOR_A_WHILE = "private, max-age=3600"
"""Kept by the reader's browser only, and not for long: a photo may have to go."""


@get("/puna/konsultimet/{slug:str}/fotografite/e-re", guards=[guards.editor])
def new_photo(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    return _page(desk, held(desk, slug), PhotoForm(desk.words))


@post("/puna/konsultimet/{slug:str}/fotografite/e-re", guards=[guards.editor])
def add_photo(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    consultation = held(desk, slug, hold=True)
    form = PhotoForm(desk.words, desk.sent)

    def add() -> str:
        require_picture(form.file.data)
        kept = files.keep(desk.settings.files, Upload(NAME, "", form.file.data.contents))
        photo = ConsultationPhoto(
            consultation_id=consultation.id or 0, position=0, sha256=kept.sha256, name=kept.name, type=kept.type,
            size=kept.size, reduced_from=kept.reduced_from, shows=form.shows.data, source=form.source.data,
        )  # fmt: skip
        consultation.add_photo(desk.session, desk.viewer, photo)
        return _place(slug)

    return desk.enter(form, lambda status: _page(desk, consultation, form, status), add)


@get("/puna/konsultimet/{slug:str}/fotografite/{sha256:str}/heqje", guards=[guards.editor])
def photo_removal(desk: NamedDependency[Desk], slug: FromPath[str], sha256: FromPath[str]) -> Answer:
    consultation = held(desk, slug)
    photo = _photo(desk, consultation, sha256)
    if photo is None:
        return desk.go(_place(slug))
    return desk.page("plans/consultations/photo_removal.html", {"consultation": consultation, "photo": photo})


@post("/puna/konsultimet/{slug:str}/fotografite/{sha256:str}/heqje", guards=[guards.editor])
def drop_photo(desk: NamedDependency[Desk], slug: FromPath[str], sha256: FromPath[str]) -> Redirect:
    """A bare button. Pressed twice it is gone already, and nothing more is recorded."""
    consultation = held(desk, slug, hold=True)
    if photo := _photo(desk, consultation, sha256):
        consultation.drop_photo(desk.session, desk.viewer, photo)
    return desk.go(_place(slug))


@get("/konsultimet/{slug:str}/fotografite/{sha256:str}", opt=guards.OPEN)
def photo_file(desk: NamedDependency[Desk], slug: FromPath[str], sha256: FromPath[str]) -> Response[bytes]:
    """The picture itself, as long as it belongs to the consultation.

    Shown by the browser, because nothing of what was uploaded is in it but the picture (`pictures.bare`); the
    sandbox, beside the front door's nosniff, holds even if that were wrong.
    """
    consultation = consultation_by_slug(desk.session, slug)
    photo = _photo(desk, consultation, sha256) if consultation else None
    kept = files.kept(desk.settings.files, sha256, photo.name) if photo else None
    if photo is None or kept is None:
        raise Missing
    return Response(
        files.get(desk.settings.files, sha256) or b"",
        media_type=photo.type,
        headers={
            "Content-Security-Policy": "sandbox",
            "Cache-Control": FOR_A_WHILE,
        },
    )


def _photo(desk: Desk, consultation: Consultation, sha256: str) -> ConsultationPhoto | None:
    return next((one for one in photos(desk.session, consultation.id or 0) if one.sha256 == sha256), None)


def _place(slug: str) -> str:
    return f"/puna/konsultimet/{slug}#fotografite"


def _page(desk: Desk, consultation: Consultation, form: PhotoForm, status: int = 200) -> Response[str]:
    context = {
        **beside(desk, consultation),
        "form": form,
        "accept": files.PICTURES_ACCEPTED,
        "photos": photos(desk.session, consultation.id or 0),
    }
    return desk.page("plans/consultations/photo.html", context, status)


HANDLERS: list[Any] = [new_photo, add_photo, photo_removal, drop_photo, photo_file]
