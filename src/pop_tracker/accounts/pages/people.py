"""The coordinator's doors to people: who works here, for whom, with what roles, and who left."""

from typing import Any, TypeVar

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect

from pop_tracker.accounts import new_address, requests
from pop_tracker.accounts.held import Holding, holdings
from pop_tracker.accounts.models import Person, Role, organisations
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.attempts import enter_address
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.pages.forms import AddressForAnotherForm, HandOverForm, NewPersonForm, PersonForm
from pop_tracker.accounts.people import (
    ROLE_WORDS,
    Account,
    add_person,
    come_back,
    hand_over,
    leave,
    people,
    people_of,
    person_by_id,
    revise_person,
)
from pop_tracker.web import letters
from pop_tracker.web.albanian import sort_key
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_
from pop_tracker.web.names import ask_about

WHERE = "/puna/njerezit"
LAST_LETTERS = 3
GIVING = [guards.coordinator, guards.lately_proven]


@get(WHERE, guards=[guards.coordinator])
def people_page(desk: NamedDependency[Desk]) -> Response[str]:
    accounts = people(desk.session, desk.viewer)
    context = {
        "active": [account for account in accounts if account.person.left_on is None],
        "gone": [account for account in accounts if account.person.left_on is not None],
        "role_words": ROLE_WORDS,
    }
    return desk.page("accounts/people.html", context)


@get(f"{WHERE}/shtim", guards=GIVING)
def new_person_page(desk: NamedDependency[Desk]) -> Response[str]:
    return _new_page(desk, _offered(desk, NewPersonForm(desk.words)))


@post(f"{WHERE}/shtim", done=N_("Llogaria u hap."), guards=GIVING)
def add(desk: NamedDependency[Desk]) -> Answer:
    form = _offered(desk, NewPersonForm(desk.words, desk.sent))

    def welcome() -> str:
        _ask_about(desk, form)
        person = add_person(desk.session, desk.settings, desk.viewer, **form.fields)
        return f"{WHERE}/shtim" if desk.goes_on else _shown(desk, person)

    return enter_address(desk, form, lambda status: _new_page(desk, form, status), welcome)


@get(f"{WHERE}/{{person_id:int}}", guards=GIVING)
def person_page(desk: NamedDependency[Desk], person_id: FromPath[int]) -> Response[str]:
    account = person_by_id(desk.session, desk.viewer, person_id)
    return _page(desk, person_id, _standing(desk, account))


@post(f"{WHERE}/{{person_id:int}}", guards=GIVING)
def revise(desk: NamedDependency[Desk], person_id: FromPath[int]) -> Answer:
    desk.session.get(Person, person_id, with_for_update=True)
    account = person_by_id(desk.session, desk.viewer, person_id)
    form = _offered(desk, PersonForm(desk.words, desk.sent))

    def change() -> None:
        if form.name.data != account.person.name:
            _ask_about(desk, form, account.person)
        revise_person(desk.session, desk.settings, desk.viewer, account.person, **form.fields)

    return desk.mend(
        form,
        now=_standing(desk, account),
        again=lambda status: _page(desk, person_id, form, status),
        verb=change,
        then=lambda: _after(desk, account),
    )


@get(f"{WHERE}/{{person_id:int}}/adresa", guards=GIVING)
def address_page(desk: NamedDependency[Desk], person_id: FromPath[int]) -> Response[str]:
    return _address_page(desk, person_id, AddressForAnotherForm(desk.words))


@post(f"{WHERE}/{{person_id:int}}/adresa", done=N_("Kërkesa u ruajt dhe pret një person të dytë."), guards=GIVING)
def ask_address(desk: NamedDependency[Desk], person_id: FromPath[int]) -> Answer:
    account = person_by_id(desk.session, desk.viewer, person_id)
    form = AddressForAnotherForm(desk.words, desk.sent)

    def send() -> str:
        email, reason = form.email.data or "", form.reason.data or ""
        return new_address.ask(desk.session, desk.settings, desk.viewer, account.person, email, reason).path

    return enter_address(
        desk, form, lambda status: _address_page(desk, person_id, form, status), send, f"person/{person_id}"
    )


@get(f"{WHERE}/{{person_id:int}}/largim", guards=GIVING)
def leaving_page(desk: NamedDependency[Desk], person_id: FromPath[int]) -> Answer:
    account = person_by_id(desk.session, desk.viewer, person_id)
    if account.person.left_on is not None:
        return desk.elsewhere(f"{WHERE}/{person_id}/puna")
    found = holdings(desk.session, account.person)
    return _leaving_page(desk, account, found, HandOverForm.of(desk.words, found))


@post(f"{WHERE}/{{person_id:int}}/largim", done=N_("Llogaria u mbyll."), guards=GIVING)
def end_access(desk: NamedDependency[Desk], person_id: FromPath[int]) -> Answer:
    account = person_by_id(desk.session, desk.viewer, person_id)
    found = holdings(desk.session, account.person)
    form = HandOverForm.of(desk.words, found, desk.sent)

    def close() -> str:
        leave(desk.session, desk.settings, desk.viewer, account.person, form.chosen(found))
        return WHERE

    return desk.take(form, lambda status: _leaving_page(desk, account, found, form, status), close)


@get(f"{WHERE}/{{person_id:int}}/puna", guards=GIVING)
def held_work_page(desk: NamedDependency[Desk], person_id: FromPath[int]) -> Response[str]:
    """What somebody holds who stays and may not go on with it, as without the role of an editor."""
    account = person_by_id(desk.session, desk.viewer, person_id)
    found = holdings(desk.session, account.person)
    return _held_work_page(desk, account, found, HandOverForm.of(desk.words, found))


@post(f"{WHERE}/{{person_id:int}}/puna", done=N_("Puna u kalua."), guards=GIVING)
def hand_work_over(desk: NamedDependency[Desk], person_id: FromPath[int]) -> Answer:
    account = person_by_id(desk.session, desk.viewer, person_id)
    found = holdings(desk.session, account.person)
    form = HandOverForm.of(desk.words, found, desk.sent)

    def give() -> str:
        if not hand_over(desk.session, desk.settings, desk.viewer, account.person, form.chosen(found)):
            desk.say(N_("Asnjë punë nuk u kalua te dikush tjetër."))
        return f"{WHERE}/{person_id}"

    return desk.take(form, lambda status: _held_work_page(desk, account, found, form, status), give)


@post(f"{WHERE}/{{person_id:int}}/kthim", done=N_("Llogaria u hap përsëri."), guards=GIVING)
def open_again(desk: NamedDependency[Desk], person_id: FromPath[int]) -> Redirect:
    come_back(desk.session, desk.settings, desk.viewer, person_by_id(desk.session, desk.viewer, person_id).person)
    return desk.go(f"{WHERE}/{person_id}")


def _ask_about(desk: Desk, form: PersonForm, themselves: Person | None = None) -> None:
    names = [one.person.name for one in people(desk.session, desk.viewer) if one.person is not themselves]
    ask_about(form.name.data or "", names, is_another=form.another.data, also_the_same=True)


Form = TypeVar("Form", bound=PersonForm)


def _offered(desk: Desk, form: Form) -> Form:
    form.offer([(str(organisation.id), organisation.name) for organisation in organisations(desk.session)])
    return form


def _standing(desk: Desk, account: Account) -> PersonForm:
    person = account.person
    form = PersonForm(
        desk.words,
        name=person.name,
        organisation=str(person.organisation_id or ""),
        roles=[role.value for role in account.roles],
        language=person.language,
    )
    return _offered(desk, form)


def _new_page(desk: Desk, form: NewPersonForm, status: int = 200) -> Response[str]:
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
        "requests": requests.open_of(desk.session, person_id),
        "wanted_words": requests.WANTED_WORDS,
        "letters": letters.of(desk.session, f"person/{person_id}")[:LAST_LETTERS],
    }
    return desk.page("accounts/person.html", context, status)


def _leaving_page(
    desk: Desk, account: Account, found: list[Holding], form: HandOverForm, status: int = 200
) -> Response[str]:
    return desk.page("accounts/person_leaving.html", {"account": account, "holdings": found, "form": form}, status)


def _held_work_page(
    desk: Desk, account: Account, found: list[Holding], form: HandOverForm, status: int = 200
) -> Response[str]:
    return desk.page("accounts/held_work.html", {"account": account, "holdings": found, "form": form}, status)


def _address_page(desk: Desk, person_id: int, form: AddressForAnotherForm, status: int = 200) -> Response[str]:
    account = person_by_id(desk.session, desk.viewer, person_id)
    if account.person.left_on is not None and status == 200:
        raise Missing
    return desk.page("accounts/address_new.html", {"person": account.person, "form": form, "is_self": False}, status)


def _after(desk: Desk, before: Account) -> str:
    """Where to go on: first to what they hold, where they may not record any more as they did."""
    now = person_by_id(desk.session, desk.viewer, before.person.id or 0)
    lost = Role.EDITOR in before.roles and (Role.EDITOR not in now.roles or now.organisation != before.organisation)
    if lost and any(holding.kind.pass_on for holding in holdings(desk.session, now.person)):
        return f"{WHERE}/{now.person.id}/puna"
    return _shown(desk, now.person)


def _shown(desk: Desk, person: Person) -> str:
    """Where to go on: to all people, or to this one where something waits for a second person."""
    return f"{WHERE}/{person.id}" if requests.open_of(desk.session, person.id or 0) else WHERE


HANDLERS: list[Any] = [
    people_page, new_person_page, add, person_page, revise, address_page, ask_address, leaving_page, end_access,
    held_work_page, hand_work_over, open_again,
]  # fmt: skip
