"""Doors to what takes two: a role of trust or another address, asked for by one and given by a second person."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect

from pop_tracker.accounts import new_address, requests
from pop_tracker.accounts.models import Organisation, Person
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.attempts import with_attempts_kept
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.pages.forms import ButtonForm, NoteForm
from pop_tracker.accounts.requests import WANTED_WORDS, WHERE, AccountRequest, request_by_id
from pop_tracker.accounts.second_person import is_own
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_

ONE = f"{WHERE}/{{request_id:int}}"


@get(ONE)
def request_page(desk: NamedDependency[Desk], request_id: FromPath[int]) -> Response[str]:
    return _page(desk, request_id, NoteForm(desk.words))


@get(f"{ONE}/konfirmim", guards=[guards.lately_proven])
def confirmation_page(desk: NamedDependency[Desk], request_id: FromPath[int]) -> Response[str]:
    """Says what the person may do then, and asks."""
    asked = request_by_id(desk.session, desk.viewer, request_id)
    if not requests.may_answer(desk.viewer, asked):
        raise Missing
    return desk.page("accounts/request_confirmation.html", {"asked": asked, "wanted_words": WANTED_WORDS})


@post(f"{ONE}/konfirmim", done=N_("Kërkesa u konfirmua."), guards=[guards.lately_proven])
def confirm(desk: NamedDependency[Desk], request_id: FromPath[int]) -> Answer:
    asked = request_by_id(desk.session, desk.viewer, request_id)
    form = ButtonForm(desk.words)

    def give() -> str:
        (new_address if asked.role is None else requests).give(desk.session, desk.settings, desk.viewer, asked)
        return asked.path

    return with_attempts_kept(
        desk,
        give,
        lambda tried: desk.take(form, lambda status: _page(desk, request_id, form, status), tried),
        f"person/{asked.person_id}",
    )


@post(f"{ONE}/refuzim", done=N_("Kërkesa u refuzua."))
def refuse(desk: NamedDependency[Desk], request_id: FromPath[int]) -> Answer:
    asked = request_by_id(desk.session, desk.viewer, request_id)
    form = NoteForm(desk.words, desk.sent)

    def decline() -> str:
        requests.refuse(desk.session, desk.settings, desk.viewer, asked, form.note.data or "")
        return asked.path

    return desk.take(form, lambda status: _page(desk, request_id, form, status), decline)


@post(f"{ONE}/terheqje", done=N_("Kërkesa u tërhoq."))
def withdraw(desk: NamedDependency[Desk], request_id: FromPath[int]) -> Redirect:
    asked = request_by_id(desk.session, desk.viewer, request_id)
    requests.withdraw(desk.session, desk.settings, desk.viewer, asked)
    return desk.go(asked.path)


def _page(desk: Desk, request_id: int, form: ButtonForm | NoteForm, status: int = 200) -> Response[str]:
    asked = request_by_id(desk.session, desk.viewer, request_id)
    organisation = desk.session.get(Organisation, asked.organisation_id) if asked.organisation_id else None
    context = {
        "asked": asked,
        "organisation": organisation.name if organisation else "",
        "answerer": desk.session.get(Person, asked.answered_by) if asked.answered_by else None,
        "wanted_words": WANTED_WORDS,
        "may_answer": requests.may_answer(desk.viewer, asked),
        "may_withdraw": asked.closed_at is None and is_own(desk.viewer, asked.asked_by),
        "shows_address": _shows_address(desk, asked),
        "keeps_people": desk.viewer.is_coordinator,
        "form": form,
        "note": form if isinstance(form, NoteForm) else NoteForm(desk.words),
    }
    return desk.page("accounts/request.html", context, status)


def _shows_address(desk: Desk, asked: AccountRequest) -> bool:
    """The new address: to who asked, coordinators, and who has to find out whether it is the person's."""
    viewer = desk.viewer
    near = viewer.is_coordinator or is_own(viewer, asked.asked_by) or viewer.is_among((asked.person_id,))
    return bool(asked.email) and (near or requests.may_answer(viewer, asked))


HANDLERS: list[Any] = [request_page, confirmation_page, confirm, refuse, withdraw]
