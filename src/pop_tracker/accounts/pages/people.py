"""The coordinator's doors to people: who works here, for whom, with what roles, and who left."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts.models import (
    Person,
    Role,
    Viewer,
    location_of_sent,
    organisations,
    remember_sent,
)
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.forms import AnswerForm, PersonForm
from pop_tracker.accounts.people import (
    ROLE_WORDS,
    Account,
    add_person,
    come_back,
    leave,
    people,
    person_by_id,
    revise_person,
)
from pop_tracker.settings import Settings
from pop_tracker.web.crowd import afterwards
from pop_tracker.web.doors import get, post
from pop_tracker.web.forms.base import new_nonce
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import N_, Words, localized, words
from pop_tracker.web.mail import try_to_send
from pop_tracker.web.render import page, see_other

WHERE = "/puna/njerezit"


@get(WHERE, guards=[guards.coordinator])
def people_page(
    request: Request[Any, Any, Any], session: NamedDependency[Session], viewer: NamedDependency[Viewer]
) -> Response[str]:
    accounts = people(session, viewer)
    return page(
        request,
        "accounts/people.html",
        {
            "active": [account for account in accounts if account.person.left_on is None],
            "gone": [account for account in accounts if account.person.left_on is not None],
            "role_words": ROLE_WORDS,
        },
    )


@get(f"{WHERE}/shtim", guards=[guards.coordinator])
def new_person_page(
    request: Request[Any, Any, Any], session: NamedDependency[Session], said: NamedDependency[Words]
) -> Response[str]:
    form = _form(session, said, None, nonce=new_nonce())
    return page(request, "accounts/person_new.html", {"form": form})


@post(f"{WHERE}/shtim", guards=[guards.coordinator])
def add(
    request: Request[Any, Any, Any],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    form = _form(session, said, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    if not form.validate():
        return page(request, "accounts/person_new.html", {"form": form}, status=422)
    with form.attempt(session):
        person = add_person(session, viewer, **_said_of(form))
    if form.refused:
        return page(request, "accounts/person_new.html", {"form": form}, status=form.refused)
    remember_sent(session, form.nonce.data or "", viewer, WHERE)
    answer = see_other(request, WHERE)
    afterwards(answer, _welcome, request.app.state.settings, person.email, person.name, person.language)
    return answer


@get(f"{WHERE}/{{person_id:int}}", guards=[guards.coordinator])
def person_page(
    request: Request[Any, Any, Any],
    person_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    account = person_by_id(session, viewer, person_id)
    return _person_page(request, account, _form(session, said, None, **_values(account)))


@post(f"{WHERE}/{{person_id:int}}", guards=[guards.coordinator])
def revise(
    request: Request[Any, Any, Any],
    person_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    _lock(session, person_id)
    account = person_by_id(session, viewer, person_id)
    form = _form(session, said, form_data)
    if not form.validate():
        return _person_page(request, account, form, status=422)
    if form.is_stale(_form(session, said, None, **_values(account))):
        return _person_page(request, account, form, status=409)
    person, settings = account.person, request.app.state.settings
    old_email, old_language = person.email, person.language
    with form.attempt(session):
        revise_person(session, viewer, person, **_said_of(form))
    if form.refused:
        return _person_page(request, person_by_id(session, viewer, person_id), form, status=form.refused)
    answer = see_other(request, WHERE)
    if person.email != old_email:
        whom = _whom_to_tell(session, viewer, settings, person)
        afterwards(answer, _farewell, settings, old_email, person.name, old_language, whom)
    return answer


@get(f"{WHERE}/{{person_id:int}}/largim", guards=[guards.coordinator])
def leaving_page(
    request: Request[Any, Any, Any],
    person_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    account = person_by_id(session, viewer, person_id)
    return page(request, "accounts/person_leaving.html", {"account": account, "form": AnswerForm(said)})


@post(f"{WHERE}/{{person_id:int}}/largim", guards=[guards.coordinator])
def end_access(
    request: Request[Any, Any, Any],
    person_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str] | Redirect:
    account = person_by_id(session, viewer, person_id)
    form = AnswerForm(said)
    with form.attempt(session):
        leave(session, viewer, account.person)
    if form.refused:
        return page(
            request, "accounts/person_leaving.html",
            {"account": person_by_id(session, viewer, person_id), "form": form}, status=form.refused,
        )  # fmt: skip
    return see_other(request, WHERE)


@post(f"{WHERE}/{{person_id:int}}/kthim", guards=[guards.coordinator])
def open_again(
    request: Request[Any, Any, Any],
    person_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Redirect:
    come_back(session, viewer, person_by_id(session, viewer, person_id).person)
    return see_other(request, f"{WHERE}/{person_id}")


def _form(session: Session, said: Words, data: FormData | None, **values: Any) -> PersonForm:
    form = PersonForm(said, data, **values)
    form.offer([(str(organisation.id), organisation.name) for organisation in organisations(session)])
    return form


def _values(account: Account) -> Mapping[str, Any]:
    person = account.person
    return {
        "name": person.name,
        "email": person.email,
        "organisation": str(person.organisation_id or ""),
        "roles": [role.value for role in account.roles],
        "language": person.language,
    }


def _said_of(form: PersonForm) -> dict[str, Any]:
    return {
        "name": form.name.data,
        "email": form.email.data,
        "organisation_id": int(form.organisation.data) if form.organisation.data else None,
        "roles": {Role(role) for role in form.roles.data or []},
        "language": form.language.data or "sq",
    }


def _person_page(
    request: Request[Any, Any, Any], account: Account, form: PersonForm, status: int = 200
) -> Response[str]:
    return page(request, "accounts/person.html", {"account": account, "form": form}, status=status)


def _lock(session: Session, person_id: int) -> None:
    session.get(Person, person_id, with_for_update=True)


def _welcome(settings: Settings, email: str, name: str, language: str) -> None:
    """Says that the account stands and where the door is; the link itself they ask for when they want it."""
    said = words(language)
    text = said.gettext(
        N_(
            "Përshëndetje, %(name)s!\n\n"
            "Tani keni një llogari te pop-tracker, faqja ku ndiqen kontratat sociale. Nuk ka fjalëkalim: sa herë "
            "doni të hyni, shkruani këtë adresë poste te faqja e mëposhtme dhe ju vjen një lidhje.\n\n"
            "%(link)s\n"
        ),
        name=name,
        link=settings.base_url + localized("/hyrje", language),
    )
    try_to_send(settings, email, said.gettext(N_("Llogaria juaj te pop-tracker")), text)


def _whom_to_tell(session: Session, viewer: Viewer, settings: Settings, person: Person) -> str:
    """Never the person's own address, which is the one in doubt."""
    coordinators = [
        account.person.email
        for account in people(session, viewer)
        if Role.COORDINATOR in account.roles and account.person.left_on is None and account.person.id != person.id
    ]
    return settings.contact_email or ", ".join(coordinators) or settings.mail_from


def _farewell(settings: Settings, email: str, name: str, language: str, whom: str) -> None:
    """To the address that was theirs, so that nobody takes over an account unseen. It does not name the new one."""
    said = words(language)
    text = said.gettext(
        N_(
            "Përshëndetje, %(name)s!\n\n"
            "Adresa juaj e postës te pop-tracker u ndryshua. Me këtë adresë nuk hyhet më, dhe kudo që kishit hyrë "
            "duhet të hyni përsëri me adresën e re.\n\n"
            "Nëse nuk e kërkuat ju, njoftoni menjëherë: %(whom)s\n"
        ),
        name=name,
        whom=whom,
    )
    try_to_send(settings, email, said.gettext(N_("Adresa juaj te pop-tracker u ndryshua")), text)


HANDLERS: list[Any] = [people_page, new_person_page, add, person_page, revise, leaving_page, end_access, open_again]
