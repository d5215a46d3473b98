"""Doors to the domains of institutions: a coordinator records and ends one, a second person confirms it."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from pop_tracker.accounts.institutions import INSTITUTION_WORDS, InstitutionDomain, domains, record_domain
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.pages.forms import ButtonForm, DomainForm
from pop_tracker.places.models import Municipality, municipalities
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_

WHERE = "/puna/domenet"


@get(WHERE, guards=[guards.coordinator])
def domains_page(desk: NamedDependency[Desk]) -> Response[str]:
    rows = [(one, one.may_be_confirmed(desk.viewer)) for one in domains(desk.session)]
    return desk.page("accounts/domains.html", {"rows": rows, "kind_words": INSTITUTION_WORDS})


@get(f"{WHERE}/i-ri", guards=[guards.coordinator])
def new_domain_page(desk: NamedDependency[Desk]) -> Response[str]:
    return _new_page(desk, _offered(desk, DomainForm(desk.words)))


@post(f"{WHERE}/i-ri", done=N_("Domeni u shënua dhe pret një person të dytë."), guards=[guards.coordinator])
def record(desk: NamedDependency[Desk]) -> Answer:
    form = _offered(desk, DomainForm(desk.words, desk.sent))

    def enter() -> str:
        record_domain(desk.session, desk.viewer, **form.fields)
        return WHERE

    return desk.enter(form, lambda status: _new_page(desk, form, status), enter)


@get(f"{WHERE}/{{domain_id:int}}/konfirmimi", guards=[guards.lately_proven])
def domain_confirmation_page(desk: NamedDependency[Desk], domain_id: FromPath[int]) -> Response[str]:
    """Says what follows from it, and asks."""
    found = _domain(desk, domain_id)
    if not found.may_be_confirmed(desk.viewer):
        raise Missing
    return _asking(desk, "accounts/domain_confirmation.html", found, ButtonForm(desk.words))


@post(f"{WHERE}/{{domain_id:int}}/konfirmimi", done=N_("Domeni u konfirmua."), guards=[guards.lately_proven])
def confirm(desk: NamedDependency[Desk], domain_id: FromPath[int]) -> Answer:
    found, form = _domain(desk, domain_id), ButtonForm(desk.words)

    def say_yes() -> str:
        found.confirm(desk.session, desk.viewer)
        return WHERE if desk.viewer.is_coordinator else "/puna"

    return desk.take(
        form, lambda status: _asking(desk, "accounts/domain_confirmation.html", found, form, status), say_yes
    )


@get(f"{WHERE}/{{domain_id:int}}/heqja", guards=[guards.coordinator])
def domain_ending_page(desk: NamedDependency[Desk], domain_id: FromPath[int]) -> Response[str]:
    found = _domain(desk, domain_id)
    if found.ended_at is not None:
        raise Missing
    return _asking(desk, "accounts/domain_ending.html", found, ButtonForm(desk.words))


@post(f"{WHERE}/{{domain_id:int}}/heqja", done=N_("Domeni u hoq."), guards=[guards.coordinator])
def end(desk: NamedDependency[Desk], domain_id: FromPath[int]) -> Answer:
    found, form = _domain(desk, domain_id), ButtonForm(desk.words)

    def stop() -> str:
        found.end(desk.session, desk.viewer)
        return WHERE

    return desk.take(form, lambda status: _asking(desk, "accounts/domain_ending.html", found, form, status), stop)


def _domain(desk: Desk, domain_id: int) -> InstitutionDomain:
    found = desk.session.get(InstitutionDomain, domain_id)
    if found is None:
        raise Missing
    return found


def _offered(desk: Desk, form: DomainForm) -> DomainForm:
    form.offer([(str(one.id), one.name) for one in municipalities(desk.session)])
    return form


def _new_page(desk: Desk, form: DomainForm, status: int = 200) -> Response[str]:
    return desk.page("accounts/domain_new.html", {"form": form}, status)


def _asking(desk: Desk, template: str, found: InstitutionDomain, form: ButtonForm, status: int = 200) -> Response[str]:
    where = desk.session.get(Municipality, found.municipality_id) if found.municipality_id else None
    context = {
        "one": found,
        "municipality": where,
        "kind_words": INSTITUTION_WORDS,
        "form": form,
        "sees_all": desk.viewer.is_coordinator,
    }
    return desk.page(template, context, status)


HANDLERS: list[Any] = [
    domains_page,
    new_domain_page,
    record,
    domain_confirmation_page,
    confirm,
    domain_ending_page,
    end,
]
