"""The coordinator's doors to member organisations and the municipalities that they cover."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts.models import (
    Organisation,
    Viewer,
    coverage,
    location_of_sent,
    organisation_by_slug,
    organisations,
    remember_sent,
)
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.forms import OrganisationForm
from pop_tracker.places.models import municipalities
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.forms.base import new_nonce
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other

WHERE = "/puna/organizatat"


@get(WHERE, guards=[guards.coordinator])
def organisations_page(request: Request[Any, Any, Any], session: NamedDependency[Session]) -> Response[str]:
    covered = coverage(session)
    names = {place.id: place.name for place in municipalities(session)}
    rows = [
        (organisation, [name for id, name in names.items() if id in covered.get(organisation.id or 0, set())])
        for organisation in organisations(session)
    ]
    everywhere = set().union(*covered.values()) if covered else set()
    uncovered = [name for id, name in names.items() if id not in everywhere]
    return page(request, "accounts/organisations.html", {"rows": rows, "uncovered": uncovered})


@get(f"{WHERE}/shtim", guards=[guards.coordinator])
def new_organisation_page(
    request: Request[Any, Any, Any], session: NamedDependency[Session], said: NamedDependency[Words]
) -> Response[str]:
    return _page(request, None, _form(session, said, None, nonce=new_nonce()))


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
        return _page(request, None, form, status=422)
    with form.attempt(session):
        Organisation.add(session, viewer, **_said_of(form))
    if form.refused:
        return _page(request, None, form, status=form.refused)
    remember_sent(session, form.nonce.data or "", viewer, WHERE)
    return see_other(request, WHERE)


@get(f"{WHERE}/{{slug:str}}", guards=[guards.coordinator])
def organisation_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    session: NamedDependency[Session],
    said: NamedDependency[Words],
) -> Response[str]:
    organisation = organisation_by_slug(session, slug)
    if organisation is None:
        raise Missing
    return _page(request, organisation, _form(session, said, None, **_values(session, organisation)))


@post(f"{WHERE}/{{slug:str}}", guards=[guards.coordinator])
def revise(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    organisation = organisation_by_slug(session, slug, for_update=True)
    if organisation is None:
        raise Missing
    form = _form(session, said, form_data)
    if not form.validate():
        return _page(request, organisation, form, status=422)
    if form.is_stale(_form(session, said, None, **_values(session, organisation))):
        return _page(request, organisation, form, status=409)
    organisation.revise(session, viewer, **_said_of(form))
    return see_other(request, WHERE)


def _form(session: Session, said: Words, data: FormData | None, **values: Any) -> OrganisationForm:
    form = OrganisationForm(said, data, **values)
    form.municipalities.choices = [(str(place.id), place.name) for place in municipalities(session)]
    return form


def _values(session: Session, organisation: Organisation) -> Mapping[str, Any]:
    return {
        **organisation.model_dump(include={"name", "short_name", "name_en", "source"}),
        "municipalities": [str(id) for id in sorted(coverage(session).get(organisation.id or 0, set()))],
    }


def _said_of(form: OrganisationForm) -> dict[str, Any]:
    return {
        "name": form.name.data,
        "short_name": form.short_name.data or "",
        "name_en": form.name_en.data or "",
        "source": form.source.data,
        "municipality_ids": {int(id) for id in form.municipalities.data or []},
    }


def _page(
    request: Request[Any, Any, Any], organisation: Organisation | None, form: OrganisationForm, status: int = 200
) -> Response[str]:
    return page(request, "accounts/organisation.html", {"organisation": organisation, "form": form}, status=status)


HANDLERS: list[Any] = [organisations_page, new_organisation_page, add, organisation_page, revise]
