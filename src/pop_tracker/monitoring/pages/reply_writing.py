"""The page on which a municipality writes, and the files that come with its words."""

from datetime import timedelta

from litestar import Response

from pop_tracker.accounts.limits import attempts_left
from pop_tracker.accounts.pages.desk import Desk
from pop_tracker.monitoring.pages.opened_rounds import UNLISTED, Place, frame, is_proven
from pop_tracker.monitoring.pages.reply_forms import ReplyForm
from pop_tracker.monitoring.replies import proof
from pop_tracker.web import files
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_

MOST_SENT, IN_TIME = 100, timedelta(hours=1)
"""Replies sent through one link: more than anyone writes, fewer than fill a disk."""


def form_page(desk: Desk, on: Place, form: ReplyForm, status: int = 200, needs_code: bool = False) -> Response[str]:
    row, kept = on.so_far(desk.session)
    context = {
        **frame(on.token, on.held, on.link),
        "leaf": on.leaf,
        "place": on.name,
        "row": row,
        "kept": kept,
        "form": form,
        "carried": carriers(desk, on, form),
        "accept": files.ACCEPTED,
        "needs_code": needs_code,
    }
    return desk.page("monitoring/replies/form.html", context, status, UNLISTED)


def unproven(desk: Desk, on: Place, form: ReplyForm) -> Response[str] | None:
    """The form with all that was typed, for whoever has not shown that they read the mailbox; nothing of it is kept.
    Who is signed in is told so by the rule."""
    if desk.viewer.is_signed_in or is_proven(desk, on.link):
        return None
    proof.note_attempt(desk.session, on.link)
    form.refuse(Refusal(N_("Vërtetoni së pari emailin e bashkisë me kod; çfarë shkruat mbetet më poshtë.")))
    return form_page(desk, on, form, 422, needs_code=True)


def uploads_of(desk: Desk, on: Place, form: ReplyForm) -> list[files.KeptFile]:
    count_words(desk, on)
    as_is = bool(form.files_as_is.data)
    return [files.keep(desk.settings.files, upload, as_is=as_is) for upload in form.files.taken]


def count_words(desk: Desk, on: Place) -> None:
    if not attempts_left(desk.session, f"replies through link {on.link.id}", MOST_SENT, IN_TIME):
        raise Refusal(N_("Me këtë lidhje u dërguan shumë përgjigje njëra pas tjetrës. Prisni një orë."))


def carriers(desk: Desk, on: Place, form: ReplyForm) -> list[str]:
    return [f"{file.named}:{seal_of(desk, on, file.named)}:{file.name}" for file in form.carried]


def seal_of(desk: Desk, on: Place, named: str) -> str:
    return files.seal(desk.settings.key(), f"reply link {on.link.id}", named)
