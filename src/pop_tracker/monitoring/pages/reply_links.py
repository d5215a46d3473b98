"""Sending the draft round to the municipality: the letter with its personal link, and what became of it."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session

from pop_tracker.accounts.addresses import claim_of
from pop_tracker.accounts.contact import keep_phone
from pop_tracker.accounts.models import Person
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.monitoring.assessments import require_editor
from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.pages.reply_forms import ReplyLinkForm
from pop_tracker.monitoring.parts import undone, work_of
from pop_tracker.monitoring.replies import link_letters
from pop_tracker.monitoring.replies.links import ReplyLink, open_reply, whose
from pop_tracker.monitoring.replies.reading import panel
from pop_tracker.monitoring.rounds import round_for
from pop_tracker.web import letters
from pop_tracker.web.doors import get, post
from pop_tracker.web.i18n import N_


def _leads_to(session: Session, link_id: int) -> str | None:
    link = session.get(ReplyLink, link_id)
    return f"/puna/raundet/{link.round_id}/pergjigjja" if link else None


letters.LEADS_TO["reply_link"] = _leads_to


@get("/puna/raundet/{round_id:int}/pergjigjja", guards=[guards.editor])
def reply_link_page(desk: NamedDependency[Desk], round_id: FromPath[int]) -> Response[str]:
    held = _round(desk, round_id)
    last = panel(desk.session, desk.viewer, held).link
    to_whom = {"office": last.office, "language": last.language} if last else {}
    to_whom["phone"] = desk.session.get_one(Person, desk.viewer.person_id).phone
    return _page(desk, held, ReplyLinkForm(desk.words, None, days=str(held.reply_days), **to_whom))


@post("/puna/raundet/{round_id:int}/pergjigjja", guards=[guards.editor])
def send_reply_link(desk: NamedDependency[Desk], round_id: FromPath[int]) -> Answer:
    """The link goes out in the letter alone; who sends it never sees it, and so cannot reply in its place."""
    held = _round(desk, round_id)
    form = ReplyLinkForm(desk.words, desk.sent)

    def open_link() -> str:
        days = int(form.days.data or 0)
        keep_phone(desk.session, desk.viewer, form.phone.data or "")
        language = form.language.data or "sq"
        link, secret = open_reply(desk.session, desk.viewer, round_id, form.office.data, days, language)
        link_letters.send(desk.session, desk.settings, link, secret)
        desk.say(N_("Lidhja u nis te %(office)s."), office=link.office)
        return f"/puna/raundet/{round_id}/pergjigjja"

    return desk.enter(form, lambda status: _page(desk, held, form, status), open_link)


def _round(desk: Desk, round_id: int) -> Round:
    held = round_for(desk.session, desk.viewer, round_id)
    require_editor(desk.viewer, held)
    return held


def _page(desk: Desk, held: Round, form: ReplyLinkForm, status: int = 200) -> Response[str]:
    context = {
        "round": held,
        "contract": held.contract,
        "reply_panel": panel(desk.session, desk.viewer, held),
        "undone": undone(work_of(desk.session, [held])[held.id or 0]),
        "form": form,
        "claim": claim_of(desk.session, whose(held)),
    }
    return desk.page("monitoring/replies/link.html", context, status)


HANDLERS: list[Any] = [reply_link_page, send_reply_link]
