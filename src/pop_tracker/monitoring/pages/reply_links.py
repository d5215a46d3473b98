"""Sending the draft round to the municipality: the letter with its personal link, and what became of it."""

import logging
from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.accounts.pages import guards
from pop_tracker.database import Database
from pop_tracker.monitoring.assessments import confirm_editor
from pop_tracker.monitoring.models import Round, RoundState
from pop_tracker.monitoring.pages.reply_forms import ReplyLinkForm
from pop_tracker.monitoring.parts import undone, work_of
from pop_tracker.monitoring.replies import panel
from pop_tracker.monitoring.reply_links import ReplyLink, open_reply
from pop_tracker.monitoring.rounds import round_for
from pop_tracker.settings import Settings
from pop_tracker.web.crowd import afterwards
from pop_tracker.web.doors import get, post
from pop_tracker.web.forms.base import new_nonce
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import N_, Words, words
from pop_tracker.web.mail import MailError, send
from pop_tracker.web.render import page, see_other

log = logging.getLogger("pop_tracker.mail")


@get("/puna/raundet/{round_id:int}/pergjigjja", guards=[guards.editor])
def reply_link_page(
    request: Request[Any, Any, Any],
    round_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    held = round_for(session, viewer, round_id)
    confirm_editor(viewer, held)
    last = panel(session, viewer, held).link
    form = ReplyLinkForm(said, None, office=last.office if last else "", email=last.email if last else "",
                         days=str(held.reply_days), nonce=new_nonce())  # fmt: skip
    return _page(request, session, viewer, held, form)


def _page(
    request: Request[Any, Any, Any],
    session: Session,
    viewer: Viewer,
    held: Round,
    form: ReplyLinkForm,
    status: int = 200,
) -> Response[str]:
    context = {
        "round": held,
        "contract": held.contract,
        "reply_panel": panel(session, viewer, held),
        "undone": undone(work_of(session, [held])[held.id or 0]),
        "form": form,
    }
    return page(request, "monitoring/reply_link.html", context, status=status)


@post("/puna/raundet/{round_id:int}/pergjigjja", guards=[guards.editor])
def send_reply_link(
    request: Request[Any, Any, Any],
    round_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    """The link goes out in the letter alone; who sends it never sees it, and so cannot reply in its place."""
    held = round_for(session, viewer, round_id)
    confirm_editor(viewer, held)
    form = ReplyLinkForm(said, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    if not form.validate():
        return _page(request, session, viewer, held, form, status=422)
    with form.attempt(session):
        link, secret = open_reply(
            session, viewer, round_id, form.office.data, form.email.data, days=int(form.days.data or 0)
        )
    if form.refused:
        return _page(request, session, viewer, held, form, status=form.refused)
    there = f"/puna/raundet/{round_id}/pergjigjja"
    remember_sent(session, form.nonce.data or "", viewer, there)
    settings: Settings = request.app.state.settings
    subject, text = _letter(held, viewer, f"{settings.base_url}/pergjigje/{secret}")
    answer = see_other(request, there)
    afterwards(answer, _mail, settings, request.app.state.database, link.id or 0, link.email, subject, text)
    return answer


def _mail(settings: Settings, database: Database, link_id: int, to: str, subject: str, text: str) -> None:
    """After the answer has gone. Notes what became of the letter: one that failed is told, and sent anew."""
    is_sent = True
    try:
        send(settings, to, subject, text)
    except MailError:
        is_sent = False
        log.exception("a mail could not be sent")
    with database.writing() as session:
        link = session.get_one(ReplyLink, link_id)
        if is_sent:
            link.mailed_at = datetime.now(UTC)
        else:
            link.mail_failed_at = datetime.now(UTC)
        session.add(link)


def _letter(held: Round, viewer: Viewer, link: str) -> tuple[str, str]:
    """To an office in Albania, so in Albanian, whatever language the sender reads."""
    said = words("sq")
    values = {
        "organisation": viewer.organisation_name or "pop-tracker",
        "round": held.title,
        "link": link,
        "until": said.date(held.reply_until) if held.reply_until else "",
    }
    if held.state is RoundState.PUBLISHED:
        text = said.gettext(
            N_(
                "Përshëndetje!\n\n"
                "Ky raund monitorimi është botuar:\n"
                "%(round)s\n\n"
                "Te kjo lidhje bashkia mund të shtojë ende një përgjigje. Ajo botohet menjëherë, fjalë për fjalë dhe "
                "me datë, pranë vlerësimeve:\n\n"
                "%(link)s\n\n"
                "Mos ia jepni lidhjen askujt jashtë bashkisë: kush e ka, përgjigjet në emrin tuaj.\n\n"
                "%(organisation)s\n"
            ),
            **values,
        )
    else:
        text = said.gettext(
            N_(
                "Përshëndetje!\n\n"
                "%(organisation)s ka vlerësuar si janë zbatuar zotimet e kontratës sociale:\n"
                "%(round)s\n\n"
                "Para se të botohet, bashkia e lexon dhe ka të drejtën e përgjigjes. Te kjo lidhje lexoni çdo vlerësim "
                "të propozuar, me arsyen dhe provat, dhe përgjigjeni për secilin ose në përgjithësi, edhe me "
                "skedarë:\n\n"
                "%(link)s\n\n"
                "Keni kohë deri më %(until)s. Përgjigjja botohet fjalë për fjalë pranë vlerësimit. Një përgjigje që "
                "vjen më vonë shtohet me datën e vet.\n\n"
                "Drafti nuk është publik. Mos ia jepni lidhjen askujt jashtë bashkisë: kush e ka, e lexon dhe "
                "përgjigjet në emrin tuaj.\n"
            ),
            **values,
        )
    return said.gettext(N_("E drejta e përgjigjes: %(round)s"), round=held.title), text


HANDLERS: list[Any] = [reply_link_page, send_reply_link]
