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
from pop_tracker.web.forms.uploads import open_ahead
from pop_tracker.web.handing_out import file_answer, small_answer
from pop_tracker.web.i18n import N_

NAME = "foto"
"""Whoever took it may have called it by a person's name."""


@get("/puna/konsultimet/{slug:str}/fotografite/e-re", guards=[guards.editor])
def new_photo(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    return _page(desk, held(desk, slug), PhotoForm(desk.words))


@post("/puna/konsultimet/{slug:str}/fotografite/e-re", done=N_("Fotografia u shtua."), guards=[guards.editor])
def add_photo(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    held(desk, slug)
    form = PhotoForm(desk.words, desk.sent)
    open_ahead(desk.session, form)
    consultation = held(desk, slug, hold=True)

    def add() -> str:
        require_picture(form.file.data)
        form.file.data.filename = NAME
        kept = files.keep(desk.settings.files, form.file.data)
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


@post(
    "/puna/konsultimet/{slug:str}/fotografite/{sha256:str}/heqje", done=N_("Fotografia u hoq."), guards=[guards.editor]
)
def drop_photo(desk: NamedDependency[Desk], slug: FromPath[str], sha256: FromPath[str]) -> Redirect:
    """A bare button. Pressed twice it is gone already, and nothing more is recorded."""
    consultation = held(desk, slug, hold=True)
    if photo := _photo(desk, consultation, sha256):
        consultation.drop_photo(desk.session, desk.viewer, photo)
    return desk.go(_place(slug))


@get("/konsultimet/{slug:str}/fotografite/{sha256:str}", opt=guards.OPEN)
def photo_file(desk: NamedDependency[Desk], slug: FromPath[str], sha256: FromPath[str]) -> Response[bytes]:
    """The picture itself, as long as it belongs to the consultation."""
    return file_answer(desk.settings.files, sha256, _name_of(desk, slug, sha256))


@get("/konsultimet/{slug:str}/fotografite/{sha256:str}/e-vogel", opt=guards.OPEN)
def small_photo(desk: NamedDependency[Desk], slug: FromPath[str], sha256: FromPath[str]) -> Response[bytes]:
    """The same, as pages show it."""
    return small_answer(desk.settings.files, sha256, _name_of(desk, slug, sha256))


def _name_of(desk: Desk, slug: str, sha256: str) -> str | None:
    consultation = consultation_by_slug(desk.session, slug)
    photo = _photo(desk, consultation, sha256) if consultation else None
    return photo.name if photo else None


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


HANDLERS: list[Any] = [new_photo, add_photo, photo_removal, drop_photo, photo_file, small_photo]
