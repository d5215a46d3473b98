"""The municipality's doors: the personal link to a round, and its reply. Open to whoever holds the link."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import col, select

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.monitoring.evidence import Evidence, EvidenceFile
from pop_tracker.monitoring.models import Assessment
from pop_tracker.monitoring.pages.late_replies import shown_first
from pop_tracker.monitoring.pages.opened_rounds import (
    UNLISTED,
    Place,
    is_proven,
    may_write,
    opened,
    place_called,
    round_page,
)
from pop_tracker.monitoring.pages.reply_forms import ReplyForm
from pop_tracker.monitoring.pages.reply_writing import form_page, unproven, uploads_of
from pop_tracker.monitoring.replies import replies
from pop_tracker.monitoring.replies.links import ReplyLink
from pop_tracker.monitoring.replies.reading import shown_by_link, visible_to
from pop_tracker.monitoring.replies.replies import Reply, ReplyFile
from pop_tracker.web import files
from pop_tracker.web.doors import get, post
from pop_tracker.web.forms.uploads import open_ahead
from pop_tracker.web.handing_out import file_answer, small_answer
from pop_tracker.web.i18n import N_


@get("/pergjigje/{token:str}", opt=guards.BY_LINK)
def read_to_reply(desk: NamedDependency[Desk], token: FromPath[str]) -> Response[str]:
    """Opening the link uses nothing up: mail scanners open links."""
    link = opened(desk, token)
    return link if isinstance(link, Response) else round_page(desk, token, link)


@get("/pergjigje/{token:str}/zotimi/{place:str}", opt=guards.BY_LINK)
def reply_page(desk: NamedDependency[Desk], token: FromPath[str], place: FromPath[str]) -> Answer:
    on = place_called(desk, token, place)
    if isinstance(on, Response):
        return on
    if not may_write(desk, on.held, on.link):
        return desk.go(f"/pergjigje/{token}")
    if not is_proven(desk, on.link):
        return desk.go(f"/pergjigje/{token}/kodi?vendi={on.name}")
    return form_page(desk, on, _standing(desk, on))


@post(
    "/pergjigje/{token:str}/zotimi/{place:str}",
    done=N_("Përgjigjja juaj u ruajt."),
    opt=guards.OPEN,
    request_max_body_size=files.LARGEST_TOGETHER,
)
def reply(desk: NamedDependency[Desk], token: FromPath[str], place: FromPath[str]) -> Answer:
    on = place_called(desk, token, place)
    if isinstance(on, Response):
        return on
    if on.is_published:
        return shown_first(desk, on)
    session = desk.session
    _, kept = on.so_far(session)
    form, now = ReplyForm(desk.words, kept, desk.sent), _standing(desk, on)

    if refused := unproven(desk, on, form):
        return refused
    open_ahead(desk.session, form)

    def give() -> str:
        replies.open_to(session, desk.viewer, on.link)
        uploads = uploads_of(desk, on, form)
        replies.give(session, desk.viewer, on.link, on.commitment_id, form.text.data or "", uploads, form.taken_away)
        return f"/pergjigje/{token}#{on.anchor}"

    def is_current() -> bool:
        """Who may not write is told so by the rule."""
        return not may_write(desk, on.held, on.link) or not form.is_stale(now)

    return desk.enter(form, lambda status: form_page(desk, on, form, status), give, is_current)


@get("/pergjigje/{token:str}/skedari/{sha256:str}", opt=guards.BY_LINK)
def file_by_link(desk: NamedDependency[Desk], token: FromPath[str], sha256: FromPath[str]) -> Response[Any]:
    """A file of the round that the link opens: of its own replies, or of evidence that it shows."""
    link = opened(desk, token)
    if isinstance(link, Response):
        return link
    return file_answer(desk.settings.files, sha256, _name_by_link(desk, link, sha256), UNLISTED)


@get("/pergjigje/{token:str}/skedari/{sha256:str}/e-vogel", opt=guards.BY_LINK)
def small_by_link(desk: NamedDependency[Desk], token: FromPath[str], sha256: FromPath[str]) -> Response[Any]:
    """A picture among these, as the pages show it."""
    link = opened(desk, token)
    if isinstance(link, Response):
        return link
    return small_answer(desk.settings.files, sha256, _name_by_link(desk, link, sha256), UNLISTED)


def _name_by_link(desk: Desk, link: ReplyLink, sha256: str) -> str | None:
    own = desk.session.exec(
        select(ReplyFile.name)
        .join(Reply, col(Reply.id) == ReplyFile.reply_id)
        .where(ReplyFile.sha256 == sha256, replies.readable_by_link(link))
    ).first()
    shown = desk.session.exec(
        select(EvidenceFile.name)
        .join(Evidence, col(Evidence.id) == EvidenceFile.evidence_id)
        .join(Assessment, col(Assessment.id) == Evidence.assessment_id)
        .where(EvidenceFile.sha256 == sha256, shown_by_link(link))
    ).first()
    return own or shown


@get("/pergjigjet/{sha256:str}", opt=guards.OPEN)
def reply_file(desk: NamedDependency[Desk], sha256: FromPath[str]) -> Response[bytes]:
    """A file that came with a reply, to whoever may see the reply."""
    return file_answer(desk.settings.files, sha256, _name_of(desk, sha256), UNLISTED)


@get("/pergjigjet/{sha256:str}/e-vogel", opt=guards.OPEN)
def small_reply_picture(desk: NamedDependency[Desk], sha256: FromPath[str]) -> Response[bytes]:
    """A picture that came with a reply as pages show it, to the same."""
    return small_answer(desk.settings.files, sha256, _name_of(desk, sha256), UNLISTED)


def _name_of(desk: Desk, sha256: str) -> str | None:
    return desk.session.exec(
        select(ReplyFile.name)
        .join(Reply, col(Reply.id) == ReplyFile.reply_id)
        .where(ReplyFile.sha256 == sha256, visible_to(desk.session, desk.viewer))
        .order_by(col(ReplyFile.id))
    ).first()


def _standing(desk: Desk, on: Place) -> ReplyForm:
    row, kept = on.so_far(desk.session)
    return ReplyForm(desk.words, kept, text=row.text if row else "")


HANDLERS: list[Any] = [read_to_reply, reply_page, reply, file_by_link, small_by_link, reply_file,
                       small_reply_picture]  # fmt: skip
