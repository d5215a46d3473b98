"""The coordinator's doors to offices held: a mayor leaves, another comes."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.accounts.pages import guards
from pop_tracker.elections.offices import (
    CAPACITY_WORDS,
    Office,
    OfficeCapacity,
    holders,
    office_by_id,
    offices_of,
)
from pop_tracker.elections.pages.forms import LeavingForm, NewOfficeForm, OfficeForm
from pop_tracker.places.models import Municipality, municipalities, municipality_by_slug
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.forms.base import new_nonce
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import Words, today
from pop_tracker.web.render import page, see_other

WHERE = "/puna/detyrat"


@get(WHERE, guards=[guards.coordinator])
def offices_page(request: Request[Any, Any, Any], session: NamedDependency[Session]) -> Response[str]:
    mayors = holders(session, OfficeCapacity.MAYOR, today())
    rows = [(place, mayors.get(place.id or 0)) for place in municipalities(session)]
    return page(request, "elections/offices.html", {"rows": rows})


@get(f"{WHERE}/{{slug:str}}", guards=[guards.coordinator])
def offices_of_page(
    request: Request[Any, Any, Any], slug: FromPath[str], session: NamedDependency[Session]
) -> Response[str]:
    place = _place(session, slug)
    return page(
        request,
        "elections/offices_of.html",
        {"place": place, "offices": offices_of(session, place.id or 0), "words": CAPACITY_WORDS},
    )


@get(f"{WHERE}/{{slug:str}}/shtim", guards=[guards.coordinator])
def new_office_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    session: NamedDependency[Session],
    said: NamedDependency[Words],
) -> Response[str]:
    form = NewOfficeForm(said, nonce=new_nonce())
    form.offer()
    return page(request, "elections/office_new.html", {"place": _place(session, slug), "form": form})


@post(f"{WHERE}/{{slug:str}}/shtim", guards=[guards.coordinator])
def add(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    place = _place(session, slug)
    form = NewOfficeForm(said, form_data)
    form.offer()
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    if not form.validate():
        return page(request, "elections/office_new.html", {"place": place, "form": form}, status=422)
    with form.attempt(session):
        Office(municipality_id=place.id or 0, capacity=OfficeCapacity(form.capacity.data), **_said_of(form)).record(
            session, viewer.actor
        )
    if form.refused:
        return page(
            request, "elections/office_new.html", {"place": _place(session, slug), "form": form}, status=form.refused
        )
    remember_sent(session, form.nonce.data or "", viewer, f"{WHERE}/{slug}")
    return see_other(request, f"{WHERE}/{slug}")


@get(f"{WHERE}/{{slug:str}}/{{office_id:int}}", guards=[guards.coordinator])
def office_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    office_id: FromPath[int],
    session: NamedDependency[Session],
    said: NamedDependency[Words],
) -> Response[str]:
    place, office = _office(session, slug, office_id)
    return _page(request, "elections/office.html", place, office, OfficeForm(said, **_values(office)))


@post(f"{WHERE}/{{slug:str}}/{{office_id:int}}", guards=[guards.coordinator])
def revise(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    office_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    place, office = _office(session, slug, office_id)
    session.refresh(office, with_for_update=True)
    form = OfficeForm(said, form_data)
    if not form.validate():
        return _page(request, "elections/office.html", place, office, form, status=422)
    if form.is_stale(OfficeForm(said, **_values(office))):
        return _page(request, "elections/office.html", place, office, form, status=409)
    with form.attempt(session):
        office.revise(session, viewer.actor, **_said_of(form))
    if form.refused:
        return _page(request, "elections/office.html", *_office(session, slug, office_id), form, status=form.refused)
    return see_other(request, f"{WHERE}/{slug}")


@get(f"{WHERE}/{{slug:str}}/{{office_id:int}}/largim", guards=[guards.coordinator])
def leaving_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    office_id: FromPath[int],
    session: NamedDependency[Session],
    said: NamedDependency[Words],
) -> Response[str]:
    return _page(request, "elections/office_end.html", *_office(session, slug, office_id), LeavingForm(said))


@post(f"{WHERE}/{{slug:str}}/{{office_id:int}}/largim", guards=[guards.coordinator])
def end(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    office_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    place, office = _office(session, slug, office_id)
    form = LeavingForm(said, form_data)
    if not form.validate() or form.until_on.day is None:
        return _page(request, "elections/office_end.html", place, office, form, status=422)
    session.refresh(office, with_for_update=True)
    if office.until_on == form.until_on.day:
        return see_other(request, f"{WHERE}/{slug}")  # sent twice
    with form.attempt(session):
        office.end(session, viewer.actor, until_on=form.until_on.day, source=form.source.data or "")
    if form.refused:
        return _page(
            request, "elections/office_end.html", *_office(session, slug, office_id), form, status=form.refused
        )
    return see_other(request, f"{WHERE}/{slug}")


def _place(session: Session, slug: str) -> Municipality:
    place = municipality_by_slug(session, slug)
    if place is None:
        raise Missing
    return place


def _office(session: Session, slug: str, office_id: int) -> tuple[Municipality, Office]:
    place, office = _place(session, slug), office_by_id(session, office_id)
    if office.municipality_id != place.id:
        raise Missing
    return place, office


def _page(
    request: Request[Any, Any, Any],
    template: str,
    place: Municipality,
    office: Office,
    form: OfficeForm | LeavingForm,
    status: int = 200,
) -> Response[str]:
    context = {"place": place, "office": office, "capacity": CAPACITY_WORDS[office.capacity], "form": form}
    return page(request, template, context, status=status)


def _values(office: Office) -> dict[str, Any]:
    return office.model_dump(include={"name", "list_name", "from_on", "until_on", "source"})


def _said_of(form: OfficeForm) -> dict[str, Any]:
    return {
        "name": form.name.data,
        "list_name": form.list_name.data or "",
        "from_on": form.from_on.day,
        "until_on": form.until_on.day,
        "source": form.source.data,
    }


HANDLERS: list[Any] = [
    offices_page, offices_of_page, new_office_page, add, office_page, revise, leaving_page, end,
]  # fmt: skip
