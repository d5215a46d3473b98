"""The doors by which a municipality says that a public reply is not its own: through its link, or in a letter."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Person
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.accounts.second_person import require_second_person
from pop_tracker.monitoring.models import Round, RoundState
from pop_tracker.monitoring.pages.opened_rounds import UNLISTED, frame, is_proven, opened, round_page
from pop_tracker.monitoring.pages.reply_forms import DisavowalForm
from pop_tracker.monitoring.replies import disavowals, proof, replies
from pop_tracker.monitoring.replies.disavowals import Disavowal, seen_by
from pop_tracker.monitoring.replies.reading import GivenReply, replies_where, visible_to
from pop_tracker.monitoring.replies.replies import Reply
from pop_tracker.web import files
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.forms.uploads import open_ahead
from pop_tracker.web.handing_out import file_answer
from pop_tracker.web.i18n import N_

LARGEST_FORM = 12 * 1024 * 1024


@get("/pergjigje/{token:str}/mohimi/{reply_id:int}", opt=guards.BY_LINK)
def own_disavowal(desk: NamedDependency[Desk], token: FromPath[str], reply_id: FromPath[int]) -> Answer:
    """Of a public reply: shows it and asks whether it is not the municipality's own."""
    link = opened(desk, token)
    if isinstance(link, Response):
        return link
    if not is_proven(desk, link):
        return desk.go(f"/pergjigje/{token}/kodi")
    held = desk.session.get_one(Round, link.round_id)
    found = replies_where(desk.session, replies.readable_by_link(link), col(Reply.id) == reply_id)
    if not found or held.state is not RoundState.PUBLISHED:
        raise Missing
    context = {**frame(token, held, link), "reply": found[0]}
    return desk.page("monitoring/replies/own_disavowal.html", context, headers=UNLISTED)


@post(
    "/pergjigje/{token:str}/mohimi/{reply_id:int}",
    done=N_("U shënua: kjo përgjigje nuk është e bashkisë."),
    opt=guards.OPEN,
)
def disown(desk: NamedDependency[Desk], token: FromPath[str], reply_id: FromPath[int]) -> Answer:
    link = opened(desk, token)
    if isinstance(link, Response):
        return link
    if not desk.viewer.is_signed_in and not is_proven(desk, link):
        proof.note_attempt(desk.session, link)
        return desk.elsewhere(f"/pergjigje/{token}/kodi")

    def say() -> str:
        disavowals.disown(desk.session, desk.viewer, link, reply_id)
        return f"/pergjigje/{token}"

    return desk.press(say, lambda refusal: round_page(desk, token, link, desk.told(refusal), refusal.status))


@get("/puna/pergjigjet/{reply_id:int}/mohimi", guards=[guards.editor])
def letter_form(desk: NamedDependency[Desk], reply_id: FromPath[int]) -> Response[str]:
    return _form_page(desk, _reply(desk, reply_id), DisavowalForm(desk.words))


@post(
    "/puna/pergjigjet/{reply_id:int}/mohimi",
    done=N_("Mohimi u shënua dhe pret një person të dytë."),
    guards=[guards.editor],
    request_max_body_size=LARGEST_FORM,
)
def record(desk: NamedDependency[Desk], reply_id: FromPath[int]) -> Answer:
    reply = _reply(desk, reply_id)
    form = DisavowalForm(desk.words, desk.sent)
    open_ahead(desk.session, form)

    def enter() -> str:
        letter = files.keep(desk.settings.files, form.file.data, as_is=bool(form.file_as_is.data))
        found = disavowals.record(desk.session, desk.viewer, reply, form.source.data or "", letter)
        return f"/puna/mohimet/{found.id}"

    return desk.enter(form, lambda status: _form_page(desk, reply, form, status), enter)


@get("/puna/mohimet/{disavowal_id:int}")
def disavowal_page(desk: NamedDependency[Desk], disavowal_id: FromPath[int]) -> Response[str]:
    found = seen_by(desk.session, desk.viewer, disavowal_id)
    author = desk.session.get(Person, found.recorded_by) if found.recorded_by else None
    context = {
        **_of(desk.session, found),
        "scan": _letter(desk, found),
        "inside": desk.inside([one] if (one := _letter(desk, found)) else []),
        "author": author.name if author else "",
        "may_decide": found.may_be_decided(desk.viewer),
    }
    return desk.page("monitoring/replies/disavowal.html", context)


@get("/puna/mohimet/{disavowal_id:int}/konfirmimi", guards=[guards.lately_proven])
def confirmation(desk: NamedDependency[Desk], disavowal_id: FromPath[int]) -> Response[str]:
    found = seen_by(desk.session, desk.viewer, disavowal_id)
    require_second_person(desk.viewer, found.decision())
    context = {**_of(desk.session, found), "inside": desk.inside([one] if (one := _letter(desk, found)) else [])}
    return desk.page("monitoring/replies/disavowal_confirmation.html", context)


@post("/puna/mohimet/{disavowal_id:int}/konfirmimi", done=N_("Mohimi u konfirmua."), guards=[guards.lately_proven])
def confirm(desk: NamedDependency[Desk], disavowal_id: FromPath[int]) -> Redirect:
    """What was read never changes while it waits."""
    found = seen_by(desk.session, desk.viewer, disavowal_id)
    disavowals.confirm(desk.session, desk.viewer, found)
    return desk.go(found.path)


@get("/puna/mohimet/{disavowal_id:int}/heqja")
def withdrawal(desk: NamedDependency[Desk], disavowal_id: FromPath[int]) -> Response[str]:
    found = seen_by(desk.session, desk.viewer, disavowal_id)
    return desk.page("monitoring/replies/disavowal_withdrawal.html", _of(desk.session, found))


@post("/puna/mohimet/{disavowal_id:int}/heqja", done=N_("Mohimi u hoq."))
def withdraw(desk: NamedDependency[Desk], disavowal_id: FromPath[int]) -> Redirect:
    disavowals.withdraw(desk.session, desk.viewer, seen_by(desk.session, desk.viewer, disavowal_id))
    return desk.go("/puna")


@get("/puna/mohimet/{disavowal_id:int}/shkresa")
def letter(desk: NamedDependency[Desk], disavowal_id: FromPath[int]) -> Response[bytes]:
    """The scan, for whoever compares it."""
    found = seen_by(desk.session, desk.viewer, disavowal_id)
    return file_answer(desk.settings.files, found.file_sha256, found.file_name)


def _reply(desk: Desk, reply_id: int) -> Reply:
    found = desk.session.exec(select(Reply).where(Reply.id == reply_id, visible_to(desk.session, desk.viewer))).first()
    if found is None:
        raise Missing
    require_recorder(desk.viewer, found.round.contract.municipality_id)
    return found


def _letter(desk: Desk, found: Disavowal) -> files.KeptFile | None:
    named = files.named(found.file_sha256, found.file_original_sha256)
    return files.kept(desk.settings.files, named, found.file_name)


def _given(session: Session, reply_id: int) -> GivenReply:
    return replies_where(session, col(Reply.id) == reply_id)[0]


def _of(session: Session, found: Disavowal) -> dict[str, Any]:
    held = found.reply.round
    return {"disavowal": found, "reply": _given(session, found.reply_id), "round": held, "contract": held.contract}


def _form_page(desk: Desk, reply: Reply, form: DisavowalForm, status: int = 200) -> Response[str]:
    context = {
        "reply": _given(desk.session, reply.id or 0),
        "round": reply.round,
        "contract": reply.round.contract,
        "form": form,
        "accept": files.ACCEPTED,
    }
    return desk.page("monitoring/replies/disavowal_form.html", context, status)


HANDLERS: list[Any] = [
    *(own_disavowal, disown),
    *(letter_form, record, disavowal_page, confirmation, confirm, withdrawal, withdraw, letter),
]
