"""Doors to redactions: anyone who works here may ask, another coordinator or reviewer confirms."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.accounts.pages.forms import AnswerForm, RedactionForm
from pop_tracker.accounts.redactions import ask_redaction, may_answer, request_by_id, requests
from pop_tracker.web.doors import get, post
from pop_tracker.web.forms.base import new_nonce
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.render import page, see_other

WHERE = "/puna/heqjet"


@get(WHERE)
def redactions_page(
    request: Request[Any, Any, Any], session: NamedDependency[Session], viewer: NamedDependency[Viewer]
) -> Response[str]:
    return page(request, "accounts/redactions.html", {"requests": requests(session, viewer)})


@get(f"{WHERE}/kerkese")
def new_request_page(
    request: Request[Any, Any, Any], said: NamedDependency[Words], hyrja: FromQuery[str] = ""
) -> Response[str]:
    form = RedactionForm(said, nonce=new_nonce(), number=hyrja)
    return page(request, "accounts/redaction_new.html", {"form": form})


@post(f"{WHERE}/kerkese")
def ask(
    request: Request[Any, Any, Any],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    form = RedactionForm(said, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    number = (form.number.data or "").removeprefix("#").strip()
    is_valid = form.validate()
    if is_valid and not (number.isascii() and number.isdigit()):
        form.number.errors = [said.gettext(N_("Shkruani numrin që ka hyrja te ndryshimet, p.sh. 123."))]
        is_valid = False
    if not is_valid:
        return page(request, "accounts/redaction_new.html", {"form": form}, status=422)
    with form.attempt(session):
        asked = ask_redaction(session, viewer, min(int(number), 2**31 - 1), form.reason.data or "")
    if form.refused:
        return page(request, "accounts/redaction_new.html", {"form": form}, status=form.refused)
    remember_sent(session, form.nonce.data or "", viewer, f"{WHERE}/{asked.id}")
    return see_other(request, f"{WHERE}/{asked.id}")


@get(f"{WHERE}/{{request_id:int}}")
def request_page(
    request: Request[Any, Any, Any],
    request_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    return _page(request, session, viewer, request_id, AnswerForm(said))


@post(f"{WHERE}/{{request_id:int}}/konfirmim")
def confirm(
    request: Request[Any, Any, Any],
    request_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str] | Redirect:
    asked, _ = request_by_id(session, viewer, request_id)
    form = AnswerForm(said)
    with form.attempt(session):
        entry = asked.confirm(session, viewer)
    if form.refused:
        return _page(request, session, viewer, request_id, form, status=form.refused)
    return see_other(request, f"/ndryshimet/{entry.number}")


@post(f"{WHERE}/{{request_id:int}}/refuzim")
def decline(
    request: Request[Any, Any, Any],
    request_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str] | Redirect:
    asked, _ = request_by_id(session, viewer, request_id)
    form = AnswerForm(said)
    with form.attempt(session):
        asked.decline(session, viewer)
    if form.refused:
        return _page(request, session, viewer, request_id, form, status=form.refused)
    return see_other(request, WHERE)


def _page(
    request: Request[Any, Any, Any],
    session: Session,
    viewer: Viewer,
    request_id: int,
    form: AnswerForm,
    status: int = 200,
) -> Response[str]:
    _, asked = request_by_id(session, viewer, request_id)
    can_answer = asked.answer is None and may_answer(viewer) and not asked.is_own
    context = {"asked": asked, "can_answer": can_answer, "form": form}
    return page(request, "accounts/redaction.html", context, status=status)


HANDLERS: list[Any] = [redactions_page, new_request_page, ask, request_page, confirm, decline]
