"""The coordinator's doors to offices held: a mayor leaves, another comes."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.elections.models import elected_in
from pop_tracker.elections.offices import (
    CAPACITY_WORDS,
    Office,
    OfficeCapacity,
    holders,
    names_in,
    office_by_id,
    offices_of,
)
from pop_tracker.elections.pages.forms import LeavingForm, NewOfficeForm, OfficeForm
from pop_tracker.places.models import Municipality, municipalities, municipality_by_slug
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_, today
from pop_tracker.web.names import ask_about

WHERE = "/puna/detyrat"


@get(WHERE, guards=[guards.coordinator])
def offices_page(desk: NamedDependency[Desk]) -> Response[str]:
    mayors = holders(desk.session, OfficeCapacity.MAYOR, today())
    rows = [(place, mayors.get(place.id or 0)) for place in municipalities(desk.session)]
    return desk.page("elections/offices.html", {"rows": rows})


@get(f"{WHERE}/{{slug:str}}", guards=[guards.coordinator])
def offices_of_page(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    place = _place(desk.session, slug)
    context = {"place": place, "offices": offices_of(desk.session, place.id or 0), "words": CAPACITY_WORDS}
    return desk.page("elections/offices_of.html", context)


@get(f"{WHERE}/{{slug:str}}/shtim", guards=[guards.coordinator])
def new_office_page(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    return _new_page(desk, slug, NewOfficeForm(desk.words))


@post(f"{WHERE}/{{slug:str}}/shtim", done=N_("Detyra publike u shtua."), guards=[guards.coordinator])
def add(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    place = _place(desk.session, slug)
    form = NewOfficeForm(desk.words, desk.sent)

    def record() -> str:
        office = Office(municipality_id=place.id or 0, capacity=OfficeCapacity(form.capacity.data), **form.fields)
        _ask_about(desk, place.id or 0, form)
        office.record(desk.session, desk.viewer.actor)
        return f"{WHERE}/{slug}"

    return desk.enter(form, lambda status: _new_page(desk, slug, form, status), record)


@get(f"{WHERE}/{{slug:str}}/{{office_id:int}}", guards=[guards.coordinator])
def office_page(desk: NamedDependency[Desk], slug: FromPath[str], office_id: FromPath[int]) -> Response[str]:
    office = _office(desk.session, slug, office_id)
    return _page(desk, "elections/office.html", slug, office_id, _standing(desk, office))


@post(f"{WHERE}/{{slug:str}}/{{office_id:int}}", guards=[guards.coordinator])
def revise(desk: NamedDependency[Desk], slug: FromPath[str], office_id: FromPath[int]) -> Answer:
    office = _office(desk.session, slug, office_id)
    desk.session.refresh(office, with_for_update=True)
    form = OfficeForm(desk.words, desk.sent)

    def change() -> None:
        if form.name.data != office.name:
            _ask_about(desk, office.municipality_id, form)
        office.revise(desk.session, desk.viewer.actor, **form.fields)

    return desk.mend(
        form,
        now=_standing(desk, office),
        again=lambda status: _page(desk, "elections/office.html", slug, office_id, form, status),
        verb=change,
        then=lambda: f"{WHERE}/{slug}",
    )


@get(f"{WHERE}/{{slug:str}}/{{office_id:int}}/largim", guards=[guards.coordinator])
def leaving_page(desk: NamedDependency[Desk], slug: FromPath[str], office_id: FromPath[int]) -> Response[str]:
    return _page(desk, "elections/office_end.html", slug, office_id, LeavingForm(desk.words))


@post(
    f"{WHERE}/{{slug:str}}/{{office_id:int}}/largim",
    done=N_("Fundi i detyrës publike u shënua."),
    guards=[guards.coordinator],
)
def end(desk: NamedDependency[Desk], slug: FromPath[str], office_id: FromPath[int]) -> Answer:
    office = _office(desk.session, slug, office_id)
    desk.session.refresh(office, with_for_update=True)
    form = LeavingForm(desk.words, desk.sent)

    def leave() -> str:
        if office.until_on != form.until_on.known:  # else it was sent twice
            office.end(desk.session, desk.viewer.actor, until_on=form.until_on.known, source=form.source.data or "")
        return f"{WHERE}/{slug}"

    return desk.take(
        form, lambda status: _page(desk, "elections/office_end.html", slug, office_id, form, status), leave
    )


def _ask_about(desk: Desk, municipality_id: int, form: OfficeForm) -> None:
    ask_about(form.name.data or "", names_in(desk.session, municipality_id), is_another=form.another.data)


def _place(session: Session, slug: str) -> Municipality:
    place = municipality_by_slug(session, slug)
    if place is None:
        raise Missing
    return place


def _office(session: Session, slug: str, office_id: int) -> Office:
    office = office_by_id(session, office_id)
    if office.municipality_id != _place(session, slug).id:
        raise Missing
    return office


def _standing(desk: Desk, office: Office) -> OfficeForm:
    kept = {"name", "list_name", "from_on", "until_on", "source", "end_source"}
    return OfficeForm(desk.words, **office.model_dump(include=kept))


def _new_page(desk: Desk, slug: str, form: NewOfficeForm, status: int = 200) -> Response[str]:
    place = _place(desk.session, slug)
    context = {
        "place": place,
        "form": form,
        "offices": offices_of(desk.session, place.id or 0),
        "elected": elected_in(desk.session, place.id or 0),
        "words": CAPACITY_WORDS,
    }
    return desk.page("elections/office_new.html", context, status)


def _page(
    desk: Desk, template: str, slug: str, office_id: int, form: OfficeForm | LeavingForm, status: int = 200
) -> Response[str]:
    place, office = _place(desk.session, slug), _office(desk.session, slug, office_id)
    context = {
        "place": place,
        "office": office,
        "capacity": CAPACITY_WORDS[office.capacity],
        "form": form,
        "offices": [one for one in offices_of(desk.session, place.id or 0) if one.id != office.id],
        "elected": elected_in(desk.session, place.id or 0),
        "words": CAPACITY_WORDS,
    }
    return desk.page(template, context, status)


HANDLERS: list[Any] = [
    offices_page, offices_of_page, new_office_page, add, office_page, revise, leaving_page, end,
]  # fmt: skip
