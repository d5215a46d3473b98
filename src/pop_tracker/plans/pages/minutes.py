"""The minutes of a consultation: attached, taken away, downloaded."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.plans.consultations.consultations import Consultation, consultation_by_slug
from pop_tracker.plans.pages.consultation_forms import MinutesForm
from pop_tracker.plans.pages.consultations import beside, held
from pop_tracker.web import files
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing, Refusal, Stale
from pop_tracker.web.forms.uploads import open_ahead
from pop_tracker.web.i18n import N_

CHANGED = N_("Procesverbali u ndryshua ndërkohë: tani është “%(name)s”. Nëse zgjedhja juaj vlen edhe për të, "
             "ruani përsëri.")  # fmt: skip
"""Who may open minutes is chosen for those that one has read, not for others that came meanwhile."""
CHANGED_FILE = N_("Ndërkohë u bashkëngjit “%(name)s”. Nëse ruani përsëri, mbetet skedari juaj.")


@get("/puna/konsultimet/{slug:str}/procesverbali", guards=[guards.editor])
def minutes_page(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    consultation = held(desk, slug)
    form = MinutesForm(desk.words, is_public=consultation.minutes_public, before=consultation.minutes_sha256)
    return _page(desk, consultation, form)


@post("/puna/konsultimet/{slug:str}/procesverbali", done=N_("Procesverbali u ruajt."), guards=[guards.editor])
def attach_minutes(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    """Another file, or only who may open the one that is there."""
    held(desk, slug)
    form = MinutesForm(desk.words, desk.sent)
    open_ahead(desk.session, form)
    consultation = held(desk, slug, hold=True)

    def attach() -> str:
        kept = _sent(desk, form) or _attached(desk, consultation)
        if kept is None:
            raise Refusal(N_("Zgjidhni një skedar."), field="file")
        stands = consultation.minutes_sha256
        if (form.before.data or "") != stands and (form.file.data is None or kept.sha256 != stands):
            form.before.data = stands
            raise Stale(CHANGED_FILE if form.file.data else CHANGED, {}, name=consultation.minutes_name or "–")
        consultation.attach_minutes(desk.session, desk.viewer, kept, bool(form.is_public.data))
        return _place(slug)

    return desk.take(form, lambda status: _page(desk, consultation, form, status), attach)


@get("/puna/konsultimet/{slug:str}/procesverbali/heqje", guards=[guards.editor])
def minutes_removal(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    consultation = held(desk, slug)
    if not consultation.minutes_sha256:
        return desk.go(_place(slug))
    return _asking(desk, consultation)


@post("/puna/konsultimet/{slug:str}/procesverbali/heqje", done=N_("Procesverbali u hoq."), guards=[guards.editor])
def detach_minutes(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    """A bare button. Pressed twice they are gone already, and nothing more is recorded; others that came meanwhile
    are shown first."""
    consultation = held(desk, slug, hold=True)
    if consultation.minutes_sha256 and desk.sent.get("before") != consultation.minutes_sha256:
        return _asking(desk, consultation, 409)
    consultation.attach_minutes(desk.session, desk.viewer, None, is_public=False)
    return desk.go(_place(slug))


def _asking(desk: Desk, consultation: Consultation, status: int = 200) -> Response[str]:
    context = {"consultation": consultation, "is_other": status == 409}
    return desk.page("plans/consultations/minutes_removal.html", context, status)


@get("/konsultimet/{slug:str}/procesverbali", opt=guards.OPEN)
def minutes_file(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[bytes]:
    """As a download only. Minutes that name private people are for those who work with the record; the name that the
    file was sent under is for them too, and the download is called after the consultation."""
    consultation = consultation_by_slug(desk.session, slug)
    if consultation is None or not (consultation.minutes_public or _works_here(desk.viewer, consultation)):
        raise Missing
    kept = _attached(desk, consultation)
    if kept is None:
        raise Missing
    return Response(
        files.get(desk.settings.files, kept.sha256) or b"",
        media_type=kept.type,
        headers={
            "Content-Disposition": files.disposition(f"procesverbali-{slug}{files.ENDINGS[kept.type]}"),
            "Cache-Control": "private, no-cache",
        },
    )


def _works_here(viewer: Viewer, consultation: Consultation) -> bool:
    return viewer.is_reviewer or viewer.is_coordinator or viewer.may_edit(consultation.municipality_id)


def _attached(desk: Desk, consultation: Consultation) -> files.KeptFile | None:
    named = files.named(consultation.minutes_sha256, consultation.minutes_original_sha256)
    return files.kept(desk.settings.files, named, consultation.minutes_name)


def _sent(desk: Desk, form: MinutesForm) -> files.KeptFile | None:
    if form.file.data is None:
        return None
    return files.keep(desk.settings.files, form.file.data, as_is=bool(form.file_as_is.data))


def _place(slug: str) -> str:
    return f"/puna/konsultimet/{slug}#procesverbali"


def _page(desk: Desk, consultation: Consultation, form: MinutesForm, status: int = 200) -> Response[str]:
    context = {**beside(desk, consultation), "form": form, "accept": files.ACCEPTED}
    return desk.page("plans/consultations/minutes.html", context, status)


HANDLERS: list[Any] = [minutes_page, attach_minutes, minutes_removal, detach_minutes, minutes_file]
