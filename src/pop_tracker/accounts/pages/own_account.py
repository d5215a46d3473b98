"""Everybody's own account; and the two links by which it moves to another mailbox, which need none."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect

from pop_tracker.accounts import new_address, requests
from pop_tracker.accounts.models import Person
from pop_tracker.accounts.pages.attempts import enter_address, with_attempts_kept
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.pages.forms import AddressForm, LanguageForm
from pop_tracker.accounts.pages.guards import OPEN
from pop_tracker.accounts.people import ROLE_WORDS
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_

WHERE = "/puna/llogaria"
LINK = f"{new_address.LINK}/{{token:str}}"


@get(WHERE)
def account_page(desk: NamedDependency[Desk]) -> Response[str]:
    return _page(desk, LanguageForm(desk.words, language=_own(desk).language))


@post(WHERE)
def revise(desk: NamedDependency[Desk]) -> Answer:
    person = _own(desk)
    form = LanguageForm(desk.words, desk.sent)

    def change() -> None:
        person.language = form.language.data or "sq"
        desk.session.add(person)

    return desk.mend(
        form,
        now=LanguageForm(desk.words, language=person.language),
        again=lambda status: _page(desk, form, status),
        verb=change,
        then=lambda: WHERE,
    )


@get(f"{WHERE}/adresa")
def address_page(desk: NamedDependency[Desk]) -> Response[str]:
    return _address_page(desk, AddressForm(desk.words))


@post(f"{WHERE}/adresa", done=N_("Kërkesa u ruajt. Lidhjet u nisën te emaili i ri dhe te i vjetri."))
def ask_address(desk: NamedDependency[Desk]) -> Answer:
    form = AddressForm(desk.words, desk.sent)

    def send() -> str:
        return new_address.ask(desk.session, desk.settings, desk.viewer, _own(desk), form.email.data or "").path

    whose = f"person/{desk.viewer.person_id}"
    return enter_address(desk, form, lambda status: _address_page(desk, form, status), send, whose)


@get(LINK, opt=OPEN)
def link_page(desk: NamedDependency[Desk], token: FromPath[str]) -> Response[str]:
    """Changes nothing: a mail scanner opens links, a person presses the button."""
    return _link_page(desk, token)


@post(LINK, done=N_("Përgjigjja juaj u mor."), opt=OPEN)
def answer(desk: NamedDependency[Desk], token: FromPath[str]) -> Answer:
    def say_yes() -> str:
        new_address.answer_from(desk.session, desk.settings, token)
        return f"{new_address.LINK}/{token}"

    found = new_address.request_of(desk.session, token)
    whose = f"person/{found[0].person_id}" if found else ""
    return with_attempts_kept(
        desk, say_yes, lambda tried: desk.press(tried, lambda refusal: _link_page(desk, token, refusal)), whose
    )


@post(f"{LINK}/jo", done=N_("Përgjigjja juaj u mor: adresa nuk ndryshon."), opt=OPEN)
def say_no(desk: NamedDependency[Desk], token: FromPath[str]) -> Redirect:
    new_address.refuse_from(desk.session, desk.settings, token)
    return desk.go(f"{new_address.LINK}/{token}")


def _own(desk: Desk) -> Person:
    return desk.session.get_one(Person, desk.viewer.person_id)


def _page(desk: Desk, form: LanguageForm, status: int = 200) -> Response[str]:
    context = {
        "person": _own(desk),
        "form": form,
        "roles": [words for role, words in ROLE_WORDS.items() if role in desk.viewer.roles],
        "requests": requests.open_of(desk.session, desk.viewer.person_id or 0),
        "wanted_words": requests.WANTED_WORDS,
    }
    return desk.page("accounts/own_account.html", context, status)


def _address_page(desk: Desk, form: AddressForm, status: int = 200) -> Response[str]:
    return desk.page("accounts/address_new.html", {"person": _own(desk), "form": form, "is_self": True}, status)


def _link_page(desk: Desk, token: str, refusal: Refusal | None = None) -> Response[str]:
    found = new_address.request_of(desk.session, token)
    if found is None:
        return desk.page("accounts/address_dead.html", {}, 410)
    asked, is_old = found
    context = {
        "name": asked.person.name,
        "is_old": is_old,
        "asked": asked,
        "refusal": desk.told(refusal) if refusal else "",
        "token": token,
    }
    return desk.page("accounts/address_link.html", context, refusal.status if refusal else 200)


HANDLERS: list[Any] = [account_page, revise, address_page, ask_address, link_page, answer, say_no]
