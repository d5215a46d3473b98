"""The municipality's doors: the personal link to a round, and its reply. Open to whoever holds the link."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.signing_in import attempts_left
from pop_tracker.database import Database
from pop_tracker.monitoring import replies
from pop_tracker.monitoring.draft_reading import ReadLeaf, read_draft
from pop_tracker.monitoring.evidence import KIND_WORDS, STANCE_WORDS, Evidence
from pop_tracker.monitoring.models import Assessment, Round, RoundState
from pop_tracker.monitoring.pages import reply_links
from pop_tracker.monitoring.pages.reply_forms import ReplyForm
from pop_tracker.monitoring.parts import locked
from pop_tracker.monitoring.reply_links import Reply, ReplyFile, ReplyLink, link_by_secret
from pop_tracker.settings import Settings
from pop_tracker.web import files
from pop_tracker.web.client import client_of
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Forbidden, Missing, Refusal
from pop_tracker.web.forms.base import new_nonce
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.render import page, see_other

MISSES, WITHIN = 20, timedelta(minutes=15)
MOST_SENT, IN_TIME = 100, timedelta(hours=1)
"""Replies sent through one link: more than anyone writes, fewer than fill a disk."""
LARGEST_FORM = 32 * 1024 * 1024
GENERAL = "ne-pergjithesi"
UNLISTED = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}
"""The secret stands in the address: no search engine keeps it, and no page that a link leads to learns it."""

Link = ReplyLink | Response[str]


def _link(request: Request[Any, Any, Any], session: Session, token: str, said: Words) -> Link:
    """The link that opens the round; else the answer to whoever holds one that does not."""
    link = link_by_secret(session, token)
    if link is None:
        database: Database = request.app.state.database
        session.rollback()
        with database.writing() as counting:
            return _unknown(request, counting, said)
    held = session.get_one(Round, link.round_id)
    if link.revoked_at is not None or held.state not in (RoundState.REPLY, RoundState.PUBLISHED):
        return page(request, "monitoring/reply_closed.html", status=410, headers=UNLISTED)
    return link


def _unknown(request: Request[Any, Any, Any], session: Session, said: Words) -> Response[str]:
    """Only links that do not exist are counted, so that nobody who was asked is locked out by a neighbour."""
    if attempts_left(session, f"reply links missed from {client_of(request)}", MISSES, WITHIN):
        return page(request, "monitoring/reply_unknown.html", status=404, headers=UNLISTED)
    message = said.gettext(N_("Nga kjo adresë u provuan shumë lidhje që nuk ekzistojnë. Prisni një çerek ore."))
    return page(
        request,
        "error.html",
        {"title": said.gettext(N_("Shumë përpjekje")), "message": message, "reference": "", "status": 429},
        status=429,
        headers={**UNLISTED, "Retry-After": str(int(WITHIN.total_seconds()))},
    )


@get("/pergjigje/{token:str}", opt=guards.BY_LINK)
def read_to_reply(
    request: Request[Any, Any, Any],
    token: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    """Opening the link uses nothing up: mail scanners open links."""
    link = _link(request, session, token, said)
    return link if isinstance(link, Response) else _round_page(request, session, viewer, token, link)


def _round_page(
    request: Request[Any, Any, Any],
    session: Session,
    viewer: Viewer,
    token: str,
    link: ReplyLink,
    refusal: str = "",
    status: int = 200,
) -> Response[str]:
    held = session.get_one(Round, link.round_id)
    draft = read_draft(session, held, link)
    context = {
        **_frame(token, held, link),
        "draft": draft,
        "may_write": not viewer.is_signed_in and _takes_words(held, link),
        "is_signed_in": viewer.is_signed_in,
        "said_something": bool(draft.general or any(leaf.replies for _, under in draft.priorities for leaf in under)),
        "refusal": refusal,
        "kind_words": KIND_WORDS,
        "stance_words": STANCE_WORDS,
    }
    return page(request, "monitoring/reply_round.html", context, status=status, headers=UNLISTED)


def _takes_words(held: Round, link: ReplyLink) -> bool:
    return held.state is RoundState.PUBLISHED or link.completed_at is None


def _frame(token: str, held: Round, link: ReplyLink) -> dict[str, Any]:
    return {
        "token": token,
        "round": held,
        "contract": held.contract,
        "link": link,
        "is_published": held.state is RoundState.PUBLISHED,
        "general_place": GENERAL,
    }


@dataclass(frozen=True)
class Place:
    """What the municipality writes on: a commitment of the round that its link opens; leaf None: the whole round."""

    token: str
    link: ReplyLink
    held: Round
    leaf: ReadLeaf | None

    @property
    def name(self) -> str:
        """In the address."""
        return self.leaf.text.ref if self.leaf else GENERAL

    @property
    def commitment_id(self) -> int | None:
        return self.leaf.text.commitment_id if self.leaf else None

    def so_far(self, session: Session) -> tuple[Reply | None, list[ReplyFile]]:
        """What stands there and may still be changed; nothing once the round is published."""
        if self.held.state is RoundState.PUBLISHED:
            return None, []
        row = replies.reply_at(session, self.link, self.commitment_id)
        return row, replies.files_of(session, row)

    def form(self, session: Session, said: Words, data: FormData | None = None) -> ReplyForm:
        row, kept = self.so_far(session)
        fields = {} if data is not None else {"text": row.text if row else "", "nonce": new_nonce()}
        return ReplyForm(said, kept, data, **fields)


def _place(
    request: Request[Any, Any, Any], session: Session, token: str, name: str, said: Words
) -> Place | Response[str]:
    """The place of that name, its round locked for who writes; or the answer of `_link`. Raises Missing."""
    link = _link(request, session, token, said)
    if isinstance(link, Response):
        return link
    writes = request.method == "POST"
    held = locked(session, link.round_id) if writes else session.get_one(Round, link.round_id)
    if name == GENERAL:
        return Place(token, link, held, None)
    leaf = read_draft(session, held, link).leaf(name)
    if leaf is None:
        raise Missing
    return Place(token, link, held, leaf)


@get("/pergjigje/{token:str}/zotimi/{place:str}", opt=guards.BY_LINK)
def reply_page(
    request: Request[Any, Any, Any],
    token: FromPath[str],
    place: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str] | Redirect:
    on = _place(request, session, token, place, said)
    if isinstance(on, Response):
        return on
    if viewer.is_signed_in or not _takes_words(on.held, on.link):
        return see_other(request, f"/pergjigje/{token}")
    return _reply_page(request, session, on, on.form(session, said))


def _reply_page(
    request: Request[Any, Any, Any], session: Session, on: Place, form: ReplyForm, status: int = 200
) -> Response[str]:
    row, kept = on.so_far(session)
    context = {
        **_frame(on.token, on.held, on.link),
        "leaf": on.leaf,
        "place": on.name,
        "row": row,
        "kept": kept,
        "form": form,
        "accept": files.ACCEPTED,
        "kind_words": KIND_WORDS,
        "stance_words": STANCE_WORDS,
    }
    return page(request, "monitoring/reply_form.html", context, status=status, headers=UNLISTED)


@post(
    "/pergjigje/{token:str}/zotimi/{place:str}",
    opt=guards.OPEN,
    request_max_body_size=LARGEST_FORM,
)
def reply(
    request: Request[Any, Any, Any],
    token: FromPath[str],
    place: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    on = _place(request, session, token, place, said)
    if isinstance(on, Response):
        return on
    form = on.form(session, said, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    if not form.validate():
        return _reply_page(request, session, on, form, status=422)
    stands = on.form(session, said)
    with form.attempt(session):
        replies.open_to(session, viewer, on.link)
        if on.held.state is not RoundState.PUBLISHED and form.is_stale(stands):
            return _reply_page(request, session, on, form, status=409)
        if not attempts_left(session, f"replies through link {on.link.id}", MOST_SENT, IN_TIME):
            raise Refusal(N_("Me këtë lidhje u dërguan shumë përgjigje njëra pas tjetrës. Prisni një orë."))
        kept = [files.keep(_folder(request), upload) for upload in form.files.data]
        replies.give(session, viewer, on.link, on.commitment_id, form.text.data or "", kept, form.taken_away)
    if form.refused:
        return _reply_page(request, session, on, form, status=form.refused)
    there = f"/pergjigje/{token}#{f'zotimi-{place}' if on.leaf else GENERAL}"
    remember_sent(session, form.nonce.data or "", viewer, there)
    return see_other(request, there)


def _folder(request: Request[Any, Any, Any]) -> Any:
    settings: Settings = request.app.state.settings
    return settings.files


@post("/pergjigje/{token:str}/e-plote", opt=guards.OPEN)
def complete_reply(
    request: Request[Any, Any, Any],
    token: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str] | Redirect:
    link = _link(request, session, token, said)
    if isinstance(link, Response):
        return link
    try:
        replies.complete(session, viewer, link)
    except Forbidden:
        raise
    except Refusal as refusal:
        session.rollback()
        words = said.gettext(refusal.message, **refusal.values)
        return _round_page(request, session, viewer, token, link, words, refusal.status)
    return see_other(request, f"/pergjigje/{token}")


@get("/pergjigje/{token:str}/skedari/{sha256:str}", opt=guards.BY_LINK)
def file_by_link(
    request: Request[Any, Any, Any],
    token: FromPath[str],
    sha256: FromPath[str],
    session: NamedDependency[Session],
    said: NamedDependency[Words],
) -> Response[Any]:
    """A file of the round that the link opens: of its own replies, or of evidence that it shows."""
    link = _link(request, session, token, said)
    if isinstance(link, Response):
        return link
    own = session.exec(
        select(ReplyFile.name)
        .join(Reply, col(Reply.id) == ReplyFile.reply_id)
        .where(ReplyFile.sha256 == sha256, replies.readable_by_link(link))
    ).first()
    shown = session.exec(
        select(Evidence.file_name)
        .join(Assessment, col(Assessment.id) == Evidence.assessment_id)
        .where(Evidence.file_sha256 == sha256, replies.shown_by_link(link))
    ).first()
    return _download(request, sha256, own or shown)


@get("/pergjigjet/{sha256:str}", opt=guards.OPEN)
def reply_file(
    request: Request[Any, Any, Any],
    sha256: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Response[bytes]:
    """A file that came with a reply, as a download, to whoever may see the reply."""
    name = session.exec(
        select(ReplyFile.name)
        .join(Reply, col(Reply.id) == ReplyFile.reply_id)
        .where(ReplyFile.sha256 == sha256, replies.visible_to(session, viewer))
        .order_by(col(ReplyFile.id))
    ).first()
    return _download(request, sha256, name)


def _download(request: Request[Any, Any, Any], sha256: str, name: str | None) -> Response[bytes]:
    contents = files.get(_folder(request), sha256) if name else None
    if name is None or contents is None:
        raise Missing
    return Response(
        contents,
        media_type=files.sniff(contents),
        headers={"Content-Disposition": files.disposition(name), "Cache-Control": "private, no-cache", **UNLISTED},
    )


HANDLERS: list[Any] = [
    *(read_to_reply, reply_page, reply, complete_reply, file_by_link, reply_file),
    *reply_links.HANDLERS,
]
