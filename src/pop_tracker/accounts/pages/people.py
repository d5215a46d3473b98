"""The coordinator's doors to people: who works here, for whom, with what roles, and who left."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect

from pop_tracker.accounts.models import Person, Role, organisations
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.pages.forms import ButtonForm, PersonForm
from pop_tracker.accounts.people import (
    ROLE_WORDS,
    Account,
    add_person,
    come_back,
    leave,
    people,
    people_of,
    person_by_id,
    revise_person,
)
from pop_tracker.web import letters
from pop_tracker.web.albanian import sort_key
from pop_tracker.web.doors import get, post
from pop_tracker.web.i18n import N_, localized, words

WHERE = "/puna/njerezit"


@get(WHERE, guards=[guards.coordinator])
def people_page(desk: NamedDependency[Desk]) -> Response[str]:
    accounts = people(desk.session, desk.viewer)
    context = {
        "active": [account for account in accounts if account.person.left_on is None],
        "gone": [account for account in accounts if account.person.left_on is not None],
        "role_words": ROLE_WORDS,
    }
    return desk.page("accounts/people.html", context)


@get(f"{WHERE}/shtim", guards=[guards.coordinator])
def new_person_page(desk: NamedDependency[Desk]) -> Response[str]:
    return _new_page(desk, _offered(desk, PersonForm(desk.words)))


@post(f"{WHERE}/shtim", guards=[guards.coordinator])
def add(desk: NamedDependency[Desk]) -> Answer:
    form = _offered(desk, PersonForm(desk.words, desk.sent))

    def welcome() -> str:
        person = add_person(desk.session, desk.viewer, **form.fields)
        _welcome(desk, person)
        return WHERE

    return desk.enter(form, lambda status: _new_page(desk, form, status), welcome)


@get(f"{WHERE}/{{person_id:int}}", guards=[guards.coordinator])
def person_page(desk: NamedDependency[Desk], person_id: FromPath[int]) -> Response[str]:
    account = person_by_id(desk.session, desk.viewer, person_id)
    return _page(desk, person_id, _standing(desk, account))


@post(f"{WHERE}/{{person_id:int}}", guards=[guards.coordinator])
def revise(desk: NamedDependency[Desk], person_id: FromPath[int]) -> Answer:
    desk.session.get(Person, person_id, with_for_update=True)
    account = person_by_id(desk.session, desk.viewer, person_id)
    form = _offered(desk, PersonForm(desk.words, desk.sent))

    def change() -> None:
        person = account.person
        old_email, old_language = person.email, person.language
        revise_person(desk.session, desk.viewer, person, **form.fields)
        if person.email != old_email:
            _farewell(desk, person, old_email, old_language)

    return desk.mend(
        form,
        now=_standing(desk, account),
        again=lambda status: _page(desk, person_id, form, status),
        verb=change,
        then=lambda: WHERE,
    )


@get(f"{WHERE}/{{person_id:int}}/largim", guards=[guards.coordinator])
def leaving_page(desk: NamedDependency[Desk], person_id: FromPath[int]) -> Response[str]:
    return _leaving_page(desk, person_id, ButtonForm(desk.words))


@post(f"{WHERE}/{{person_id:int}}/largim", guards=[guards.coordinator])
def end_access(desk: NamedDependency[Desk], person_id: FromPath[int]) -> Answer:
    account = person_by_id(desk.session, desk.viewer, person_id)
    form = ButtonForm(desk.words)

    def close() -> str:
        leave(desk.session, desk.viewer, account.person)
        return WHERE

    return desk.take(form, lambda status: _leaving_page(desk, person_id, form, status), close)


@post(f"{WHERE}/{{person_id:int}}/kthim", guards=[guards.coordinator])
def open_again(desk: NamedDependency[Desk], person_id: FromPath[int]) -> Redirect:
    come_back(desk.session, desk.viewer, person_by_id(desk.session, desk.viewer, person_id).person)
    return desk.go(f"{WHERE}/{person_id}")


def _offered(desk: Desk, form: PersonForm) -> PersonForm:
    form.offer([(str(organisation.id), organisation.name) for organisation in organisations(desk.session)])
    return form


def _standing(desk: Desk, account: Account) -> PersonForm:
    person = account.person
    form = PersonForm(
        desk.words,
        name=person.name,
        email=person.email,
        organisation=str(person.organisation_id or ""),
        roles=[role.value for role in account.roles],
        language=person.language,
    )
    return _offered(desk, form)


def _new_page(desk: Desk, form: PersonForm, status: int = 200) -> Response[str]:
    """With who works here already beside it, organisation by organisation."""
    others: dict[str, list[Account]] = {}
    for account in people(desk.session, desk.viewer):
        if account.person.left_on is None:
            others.setdefault(account.organisation, []).append(account)
    context = {
        "form": form,
        "others": sorted(others.items(), key=lambda one: sort_key(one[0])),
        "role_words": ROLE_WORDS,
    }
    return desk.page("accounts/person_new.html", context, status)


def _page(desk: Desk, person_id: int, form: PersonForm, status: int = 200) -> Response[str]:
    account = person_by_id(desk.session, desk.viewer, person_id)
    context = {
        "account": account,
        "form": form,
        "others": [
            one
            for one in people_of(desk.session, desk.viewer, account.person.organisation_id)
            if one.person.id != person_id
        ],
        "role_words": ROLE_WORDS,
    }
    return desk.page("accounts/person.html", context, status)


def _leaving_page(desk: Desk, person_id: int, form: ButtonForm, status: int = 200) -> Response[str]:
    account = person_by_id(desk.session, desk.viewer, person_id)
    return desk.page("accounts/person_leaving.html", {"account": account, "form": form}, status)


def _welcome(desk: Desk, person: Person) -> None:
    """Says that the account stands and where the door is; the link itself they ask for when they want it."""
    said = words(person.language)
    text = said.gettext(
        N_(
            "Përshëndetje, %(name)s!\n\n"
            "Tani keni një llogari në pop-tracker, ku ndiqen kontratat sociale. Nuk ka fjalëkalim: sa herë doni "
            "të hyni, shkruani këtë adresë emaili te faqja më poshtë dhe ju vjen një lidhje.\n\n"
            "%(link)s\n"
        ),
        name=person.name,
        link=desk.settings.base_url + localized("/hyrje", person.language),
    )
    letters.post(
        desk.session,
        desk.settings,
        to=person.email,
        about=N_("Llogari e re"),
        subject=said.gettext(N_("Llogaria juaj në pop-tracker")),
        text=text,
        thing=f"person/{person.id}",
    )


def _whom_to_tell(desk: Desk, person: Person) -> str:
    """Never the person's own address, which is the one in doubt."""
    coordinators = [
        account.person.email
        for account in people(desk.session, desk.viewer)
        if Role.COORDINATOR in account.roles and account.person.left_on is None and account.person.id != person.id
    ]
    return desk.settings.contact_email or ", ".join(coordinators) or desk.settings.mail_from


def _farewell(desk: Desk, person: Person, email: str, language: str) -> None:
    """To the address that was theirs, so that nobody takes over an account unseen. It does not name the new one."""
    said = words(language)
    text = said.gettext(
        N_(
            "Përshëndetje, %(name)s!\n\n"
            "Adresa juaj e emailit në pop-tracker u ndryshua. Me këtë adresë nuk hyhet më, dhe kudo që kishit hyrë "
            "duhet të hyni përsëri me adresën e re.\n\n"
            "Nëse nuk e kërkuat ju, njoftoni menjëherë: %(whom)s\n"
        ),
        name=person.name,
        whom=_whom_to_tell(desk, person),
    )
    letters.post(
        desk.session,
        desk.settings,
        to=email,
        about=N_("Adresë e ndryshuar"),
        subject=said.gettext(N_("Adresa juaj në pop-tracker u ndryshua")),
        text=text,
        thing=f"person/{person.id}",
    )


HANDLERS: list[Any] = [people_page, new_person_page, add, person_page, revise, leaving_page, end_access, open_again]
