"""The municipality's doors: the personal link to a round, and its reply. Open to whoever holds the link."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlmodel import Session, col, select

from pop_tracker.accounts import codes
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.signing_in import attempts_left
from pop_tracker.database import Database
from pop_tracker.monitoring.draft_reading import ReadLeaf, read_draft
from pop_tracker.monitoring.evidence import KIND_WORDS, STANCE_WORDS, Evidence
from pop_tracker.monitoring.models import Assessment, Round, RoundState
from pop_tracker.monitoring.pages import reply_links
from pop_tracker.monitoring.pages.reply_forms import CodeForm, ReplyForm
from pop_tracker.monitoring.parts import locked
from pop_tracker.monitoring.replies import disavowals, proof, replies
from pop_tracker.monitoring.replies.links import ReplyLink, is_over_for, link_by_secret, waits_until
from pop_tracker.monitoring.replies.reading import GivenReply, replies_where, shown_by_link, visible_to
from pop_tracker.monitoring.replies.replies import MOST_FILES, Reply, ReplyFile
from pop_tracker.web import files
from pop_tracker.web.client import client_of
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.i18n import N_, today
from pop_tracker.web.mailboxes import domain_of

MISSES, WITHIN = 20, timedelta(minutes=15)
MOST_SENT, IN_TIME = 100, timedelta(hours=1)
"""Replies sent through one link: more than anyone writes, fewer than fill a disk."""
LARGEST_FORM = 32 * 1024 * 1024
GENERAL = "ne-pergjithesi"
COMPLETE = "e-plote"
UNLISTED = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}
"""The secret stands in the address: no search engine keeps it, and no page that a link leads to learns it."""


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
    def anchor(self) -> str:
        """On the round's page."""
        return f"zotimi-{self.name}" if self.leaf else GENERAL

    @property
    def commitment_id(self) -> int | None:
        return self.leaf.text.commitment_id if self.leaf else None

    @property
    def is_published(self) -> bool:
        return self.held.state is RoundState.PUBLISHED

    def so_far(self, session: Session) -> tuple[Reply | None, list[ReplyFile]]:
        """What stands there and may still be changed; nothing once the round is published."""
        if self.is_published:
            return None, []
        row = replies.reply_at(session, self.link, self.commitment_id)
        return row, replies.files_of(session, row)


@get("/pergjigje/{token:str}", opt=guards.BY_LINK)
def read_to_reply(desk: NamedDependency[Desk], token: FromPath[str]) -> Response[str]:
    """Opening the link uses nothing up: mail scanners open links."""
    link = _link(desk, token)
    return link if isinstance(link, Response) else _round_page(desk, token, link)


@get("/pergjigje/{token:str}/zotimi/{place:str}", opt=guards.BY_LINK)
def reply_page(desk: NamedDependency[Desk], token: FromPath[str], place: FromPath[str]) -> Answer:
    on = _place(desk, token, place)
    if isinstance(on, Response):
        return on
    if not _may_write(desk, on.held, on.link):
        return desk.go(f"/pergjigje/{token}")
    if not _is_proven(desk, on.link):
        return desk.go(f"/pergjigje/{token}/kodi?vendi={on.name}")
    return _page(desk, on, _standing(desk, on))


@post(
    "/pergjigje/{token:str}/zotimi/{place:str}",
    opt=guards.OPEN,
    request_max_body_size=LARGEST_FORM,
)
def reply(desk: NamedDependency[Desk], token: FromPath[str], place: FromPath[str]) -> Answer:
    on = _place(desk, token, place)
    if isinstance(on, Response):
        return on
    if on.is_published:
        return _shown_first(desk, on)
    session = desk.session
    _, kept = on.so_far(session)
    form, now = ReplyForm(desk.words, kept, desk.sent), _standing(desk, on)

    if refused := _unproven(desk, on, form):
        return refused

    def give() -> str:
        replies.open_to(session, desk.viewer, on.link)
        uploads = _uploads(desk, on, form)
        replies.give(session, desk.viewer, on.link, on.commitment_id, form.text.data or "", uploads, form.taken_away)
        return f"/pergjigje/{token}#{on.anchor}"

    def is_current() -> bool:
        """Who may not write is told so by the rule."""
        return not _may_write(desk, on.held, on.link) or not form.is_stale(now)

    return desk.enter(form, lambda status: _page(desk, on, form, status), give, is_current)


@post("/pergjigje/{token:str}/zotimi/{place:str}/botim", opt=guards.OPEN)
def publish_reply(desk: NamedDependency[Desk], token: FromPath[str], place: FromPath[str]) -> Answer:
    """Makes public what `_shown_first` showed, as it was shown."""
    on = _place(desk, token, place)
    if isinstance(on, Response):
        return on
    if not on.is_published:
        return desk.go(f"/pergjigje/{token}/zotimi/{on.name}")
    form = _late_form(desk, on)
    if refused := _unproven(desk, on, form):
        return refused

    def give() -> str:
        _count(desk, on)
        _require_carried(desk, form)
        replies.give(desk.session, desk.viewer, on.link, on.commitment_id, form.text.data or "", form.carried)
        return f"/pergjigje/{token}#{on.anchor}"

    return desk.enter(form, lambda status: _page(desk, on, form, status), give)


@get("/pergjigje/{token:str}/e-plote", opt=guards.BY_LINK)
def completion_page(desk: NamedDependency[Desk], token: FromPath[str]) -> Answer:
    """Says what closes, and that the term still runs, and asks."""
    link = _link(desk, token)
    if isinstance(link, Response):
        return link
    held = desk.session.get_one(Round, link.round_id)
    draft = read_draft(desk.session, held, link)
    if held.state is RoundState.PUBLISHED or not _may_write(desk, held, link) or not draft.replies:
        return desk.go(f"/pergjigje/{token}")
    if not _is_proven(desk, link):
        return desk.go(f"/pergjigje/{token}/kodi?vendi={COMPLETE}")
    context = {
        **_frame(token, held, link),
        "draft": draft,
        "is_running": (held.reply_until or today()) >= today(),
        "publishable_from": waits_until(held, {link.round_id: datetime.now(UTC)}) + timedelta(days=1),
    }
    return desk.page("monitoring/replies/completion.html", context, headers=UNLISTED)


@post("/pergjigje/{token:str}/e-plote", opt=guards.OPEN)
def complete_reply(desk: NamedDependency[Desk], token: FromPath[str]) -> Answer:
    link = _link(desk, token)
    if isinstance(link, Response):
        return link

    if not desk.viewer.is_signed_in and not _is_proven(desk, link):
        proof.note_attempt(desk.session, link)
        return desk.go(f"/pergjigje/{token}/kodi?vendi={COMPLETE}")

    def complete() -> str:
        replies.complete(desk.session, desk.viewer, link)
        return f"/pergjigje/{token}"

    return desk.press(complete, lambda refusal: _round_page(desk, token, link, desk.told(refusal), refusal.status))


@get("/pergjigje/{token:str}/kodi", opt=guards.BY_LINK)
def code_page(desk: NamedDependency[Desk], token: FromPath[str], vendi: FromQuery[str] = "") -> Answer:
    """Asks for the digits, once in a browser and for some hours. `vendi`: where to go on."""
    link = _link(desk, token)
    if isinstance(link, Response):
        return link
    if _is_proven(desk, link) or not _may_write(desk, desk.session.get_one(Round, link.round_id), link):
        return desk.go(_onward(token, vendi))
    return _code_page(desk, token, link, CodeForm(desk.words, vendi=vendi))


@post("/pergjigje/{token:str}/kodi/dergimi", opt=guards.OPEN)
def send_code(desk: NamedDependency[Desk], token: FromPath[str]) -> Answer:
    """Sent anew as often as somebody asks, within what `codes` allows."""
    link = _link(desk, token)
    if isinstance(link, Response):
        return link
    replies.open_to(desk.session, desk.viewer, link)
    form = CodeForm(desk.words, vendi=desk.sent.get("vendi") or "")
    is_sent = proof.send_code(desk.session, desk.settings, link)
    if not is_sent:
        form.refuse(Refusal(N_("U dërguan shumë kode njëri pas tjetrit. Prisni një orë."), field="code"))
    return _code_page(desk, token, link, form, 200 if is_sent else 429, is_sent=is_sent)


@post("/pergjigje/{token:str}/kodi", opt=guards.OPEN)
def prove(desk: NamedDependency[Desk], token: FromPath[str]) -> Answer:
    """A wrong try is answered, not refused, so that it counts."""
    link = _link(desk, token)
    if isinstance(link, Response):
        return link
    replies.open_to(desk.session, desk.viewer, link)
    form = CodeForm(desk.words, desk.sent)
    if not form.validate():
        return _code_page(desk, token, link, form, 422, is_sent=True)
    tried = proof.use_code(desk.session, desk.settings, link, form.code.data or "")
    if not tried.is_right:
        form.refuse(tried.refusal)
        return _code_page(desk, token, link, form, 422, is_sent=True)
    answer = desk.go(_onward(token, form.vendi.data or ""))
    answer.set_cookie(
        proof.cookie_of(link),
        proof.proof(desk.settings, link),
        max_age=proof.HOURS * 3600,
        path="/",
        httponly=True,
        samesite="lax",
        secure=desk.settings.is_https,
    )
    return answer


def _onward(token: str, place: str) -> str:
    """Of a place that is not a name of ours, to the round."""
    there = f"/pergjigje/{token}"
    if place == COMPLETE:
        return f"{there}/{COMPLETE}"
    return f"{there}/zotimi/{place}" if re.fullmatch(r"[a-z0-9.-]{1,20}", place) else there


def _is_proven(desk: Desk, link: ReplyLink) -> bool:
    return proof.is_proven(desk.settings, link, desk.request.cookies.get(proof.cookie_of(link), ""))


def _unproven(desk: Desk, on: Place, form: ReplyForm) -> Response[str] | None:
    """The form with all that was typed, for whoever has not shown that they read the mailbox; nothing of it is kept.
    Who is signed in is told so by the rule."""
    if desk.viewer.is_signed_in or _is_proven(desk, on.link):
        return None
    proof.note_attempt(desk.session, on.link)
    form.refuse(Refusal(N_("Vërtetoni së pari emailin e bashkisë me kod; çfarë shkruat mbetet më poshtë.")))
    return _page(desk, on, form, 422, needs_code=True)


def _code_page(
    desk: Desk, token: str, link: ReplyLink, form: CodeForm, status: int = 200, is_sent: bool = False
) -> Response[str]:
    held = desk.session.get_one(Round, link.round_id)
    context = {
        **_frame(token, held, link),
        "form": form,
        "is_sent": is_sent,
        "mailbox": f"•••@{domain_of(link.email)}",
        "minutes": codes.LIFE.seconds // 60,
        "hours": proof.HOURS,
    }
    return desk.page("monitoring/replies/code.html", context, status, UNLISTED)


@get("/pergjigje/{token:str}/mohimi/{reply_id:int}", opt=guards.BY_LINK)
def own_disavowal(desk: NamedDependency[Desk], token: FromPath[str], reply_id: FromPath[int]) -> Answer:
    """Of a public reply: shows it and asks whether it is not the municipality's own."""
    link = _link(desk, token)
    if isinstance(link, Response):
        return link
    if not _is_proven(desk, link):
        return desk.go(f"/pergjigje/{token}/kodi")
    held = desk.session.get_one(Round, link.round_id)
    found = replies_where(desk.session, replies.readable_by_link(link), col(Reply.id) == reply_id)
    if not found or held.state is not RoundState.PUBLISHED:
        raise Missing
    context = {**_frame(token, held, link), "reply": found[0]}
    return desk.page("monitoring/replies/own_disavowal.html", context, headers=UNLISTED)


@post("/pergjigje/{token:str}/mohimi/{reply_id:int}", opt=guards.OPEN)
def disown(desk: NamedDependency[Desk], token: FromPath[str], reply_id: FromPath[int]) -> Answer:
    link = _link(desk, token)
    if isinstance(link, Response):
        return link
    if not desk.viewer.is_signed_in and not _is_proven(desk, link):
        proof.note_attempt(desk.session, link)
        return desk.go(f"/pergjigje/{token}/kodi")

    def say() -> str:
        disavowals.disown(desk.session, desk.viewer, link, reply_id)
        return f"/pergjigje/{token}"

    return desk.press(say, lambda refusal: _round_page(desk, token, link, desk.told(refusal), refusal.status))


@get("/pergjigje/{token:str}/skedari/{sha256:str}", opt=guards.BY_LINK)
def file_by_link(desk: NamedDependency[Desk], token: FromPath[str], sha256: FromPath[str]) -> Response[Any]:
    """A file of the round that the link opens: of its own replies, or of evidence that it shows."""
    link = _link(desk, token)
    if isinstance(link, Response):
        return link
    own = desk.session.exec(
        select(ReplyFile.name)
        .join(Reply, col(Reply.id) == ReplyFile.reply_id)
        .where(ReplyFile.sha256 == sha256, replies.readable_by_link(link))
    ).first()
    shown = desk.session.exec(
        select(Evidence.file_name)
        .join(Assessment, col(Assessment.id) == Evidence.assessment_id)
        .where(Evidence.file_sha256 == sha256, shown_by_link(link))
    ).first()
    return _download(desk, sha256, own or shown)


@get("/pergjigjet/{sha256:str}", opt=guards.OPEN)
def reply_file(desk: NamedDependency[Desk], sha256: FromPath[str]) -> Response[bytes]:
    """A file that came with a reply, as a download, to whoever may see the reply."""
    name = desk.session.exec(
        select(ReplyFile.name)
        .join(Reply, col(Reply.id) == ReplyFile.reply_id)
        .where(ReplyFile.sha256 == sha256, visible_to(desk.session, desk.viewer))
        .order_by(col(ReplyFile.id))
    ).first()
    return _download(desk, sha256, name)


def _link(desk: Desk, token: str) -> ReplyLink | Response[str]:
    """The link that opens the round; else the answer to whoever holds one that does not."""
    link = link_by_secret(desk.session, token)
    if link is None:
        database: Database = desk.request.app.state.database
        desk.session.rollback()
        with database.writing() as counting:
            return _unknown(desk, counting)
    held = desk.session.get_one(Round, link.round_id)
    if is_over_for(desk.session, link) or held.state not in (RoundState.REPLY, RoundState.PUBLISHED):
        return desk.page("monitoring/replies/closed.html", {}, 410, UNLISTED)
    return link


def _unknown(desk: Desk, counting: Session) -> Response[str]:
    """Only links that do not exist are counted, so that nobody who was asked is locked out by a neighbour."""
    if attempts_left(counting, f"reply links missed from {client_of(desk.request)}", MISSES, WITHIN):
        return desk.page("monitoring/replies/unknown.html", {}, 404, UNLISTED)
    title = desk.words.gettext(N_("Shumë përpjekje"))
    message = desk.words.gettext(
        N_("Nga ky rrjet interneti u provuan shumë lidhje që nuk ekzistojnë. Prisni 15 minuta dhe provoni përsëri.")
    )
    context = {"title": title, "message": message, "reference": "", "status": 429}
    retry = {"Retry-After": str(int(WITHIN.total_seconds()))}
    return desk.page("error.html", context, 429, UNLISTED | retry)


def _place(desk: Desk, token: str, name: str) -> Place | Response[str]:
    """The place of that name, its round locked for who writes; or the answer of `_link`. Raises Missing."""
    link = _link(desk, token)
    if isinstance(link, Response):
        return link
    writes = desk.request.method == "POST"
    held = locked(desk.session, link.round_id) if writes else desk.session.get_one(Round, link.round_id)
    if name == GENERAL:
        return Place(token, link, held, None)
    leaf = read_draft(desk.session, held, link).leaf(name)
    if leaf is None:
        raise Missing
    return Place(token, link, held, leaf)


def _shown_first(desk: Desk, on: Place) -> Answer:
    """What is said of a published round is public at once and stays: its sender reads it as everybody will, and is
    asked. Nothing of it is kept but the files, which the page that asks carries on; whoever says no gets the form back
    with all that was typed."""
    form = _late_form(desk, on)
    if desk.sent.get("kthehuni"):
        return desk.entered(form) or _page(desk, on, form)
    if refused := _unproven(desk, on, form):
        return refused

    def rules() -> None:
        held = replies.open_to(desk.session, desk.viewer, on.link)
        _require_carried(desk, form)
        form.carry(_uploads(desk, on, form))
        replies.require_late(desk.session, held, form.text.data or "", len(form.carried))

    def asks() -> Response[str]:
        context = {
            **_frame(on.token, on.held, on.link),
            "place": on.name,
            "leaf": on.leaf,
            "form": form,
            "carried": _carriers(desk, on, form),
            "reply": _as_read(on, form),
        }
        return desk.page("monitoring/replies/publication.html", context, headers=UNLISTED)

    return desk.show(form, lambda status: _page(desk, on, form, status), rules, asks)


def _late_form(desk: Desk, on: Place) -> ReplyForm:
    """With the files that an earlier page of this link carried here, and no others."""
    found = []
    for carrier in desk.sent.getlist("carried")[: 2 * MOST_FILES]:  # too many are told as such
        sha256, _, rest = carrier.partition(":")
        seal, _, name = rest.partition(":")
        if seal == _seal(desk, on, sha256) and (file := files.kept(desk.settings.files, sha256, name)):
            found.append(file)
    return ReplyForm(desk.words, [], desk.sent, carried=found)


def _require_carried(desk: Desk, form: ReplyForm) -> None:
    if len(form.carried) < len(desk.sent.getlist("carried")):
        raise Refusal(N_("Skedari që ngarkuat më parë nuk ruhet më. Zgjidheni përsëri."), field="file")


def _carriers(desk: Desk, on: Place, form: ReplyForm) -> list[str]:
    return [f"{file.sha256}:{_seal(desk, on, file.sha256)}:{file.name}" for file in form.carried]


def _seal(desk: Desk, on: Place, sha256: str) -> str:
    return files.seal(desk.settings.key(), f"reply link {on.link.id}", sha256)


def _count(desk: Desk, on: Place) -> None:
    if not attempts_left(desk.session, f"replies through link {on.link.id}", MOST_SENT, IN_TIME):
        raise Refusal(N_("Me këtë lidhje u dërguan shumë përgjigje njëra pas tjetrës. Prisni një orë."))


def _uploads(desk: Desk, on: Place, form: ReplyForm) -> list[files.KeptFile]:
    _count(desk, on)
    return [files.keep(desk.settings.files, upload) for upload in form.files.data]


def _as_read(on: Place, form: ReplyForm) -> GivenReply:
    """As it will stand beside the assessment."""
    papers = [
        ReplyFile(reply_id=0, sha256=file.sha256, name=file.name, type=file.type, size=file.size)
        for file in form.carried
    ]
    ref = on.leaf.text.ref if on.leaf else None
    return GivenReply(0, on.held.id or 0, on.commitment_id, ref, on.link.office, form.text.data or "",
                      datetime.now(UTC), True, papers)  # fmt: skip


def _standing(desk: Desk, on: Place) -> ReplyForm:
    row, kept = on.so_far(desk.session)
    return ReplyForm(desk.words, kept, text=row.text if row else "")


def _may_write(desk: Desk, held: Round, link: ReplyLink) -> bool:
    takes_words = held.state is RoundState.PUBLISHED or link.completed_at is None
    return takes_words and not desk.viewer.is_signed_in


def _frame(token: str, held: Round, link: ReplyLink) -> dict[str, Any]:
    return {
        "token": token,
        "round": held,
        "contract": held.contract,
        "link": link,
        "is_published": held.state is RoundState.PUBLISHED,
        "general_place": GENERAL,
        "kind_words": KIND_WORDS,
        "stance_words": STANCE_WORDS,
    }


def _round_page(desk: Desk, token: str, link: ReplyLink, refusal: str = "", status: int = 200) -> Response[str]:
    held = desk.session.get_one(Round, link.round_id)
    draft = read_draft(desk.session, held, link)
    context = {
        **_frame(token, held, link),
        "draft": draft,
        "may_write": _may_write(desk, held, link),
        "is_signed_in": desk.viewer.is_signed_in,
        "said_something": bool(draft.replies),
        "refusal": refusal,
    }
    return desk.page("monitoring/replies/round.html", context, status, UNLISTED)


def _page(desk: Desk, on: Place, form: ReplyForm, status: int = 200, needs_code: bool = False) -> Response[str]:
    row, kept = on.so_far(desk.session)
    context = {
        **_frame(on.token, on.held, on.link),
        "leaf": on.leaf,
        "place": on.name,
        "row": row,
        "kept": kept,
        "form": form,
        "carried": _carriers(desk, on, form),
        "accept": files.ACCEPTED,
        "needs_code": needs_code,
    }
    return desk.page("monitoring/replies/form.html", context, status, UNLISTED)


def _download(desk: Desk, sha256: str, name: str | None) -> Response[bytes]:
    contents = files.get(desk.settings.files, sha256) if name else None
    if name is None or contents is None:
        raise Missing
    return Response(
        contents,
        media_type=files.sniff(contents),
        headers={"Content-Disposition": files.disposition(name), "Cache-Control": "private, no-cache", **UNLISTED},
    )


HANDLERS: list[Any] = [
    *(read_to_reply, reply_page, reply, publish_reply, completion_page, complete_reply, file_by_link, reply_file),
    *(code_page, send_code, prove, own_disavowal, disown),
    *reply_links.HANDLERS,
]
