"""The coordinator's doors to member organisations and the municipalities that they cover."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from pop_tracker.accounts.models import Organisation, coverage, organisation_by_slug, organisations
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.pages.forms import OrganisationForm
from pop_tracker.accounts.people import ROLE_WORDS, people_of
from pop_tracker.places.models import municipalities
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_
from pop_tracker.web.names import ask_about

WHERE = "/puna/organizatat"


@get(WHERE, guards=[guards.coordinator])
def organisations_page(desk: NamedDependency[Desk]) -> Response[str]:
    rows, uncovered = _covering(desk)
    return desk.page("accounts/organisations.html", {"rows": rows, "uncovered": uncovered})


@get(f"{WHERE}/shtim", guards=[guards.coordinator])
def new_organisation_page(desk: NamedDependency[Desk]) -> Response[str]:
    return _page(desk, None, _offered(desk, OrganisationForm(desk.words)))


@post(f"{WHERE}/shtim", done=N_("Organizata u shtua."), guards=[guards.coordinator])
def add(desk: NamedDependency[Desk]) -> Answer:
    form = _offered(desk, OrganisationForm(desk.words, desk.sent))

    def record() -> str:
        _ask_about(desk, form)
        Organisation.add(desk.session, desk.viewer, **form.fields)
        return f"{WHERE}/shtim" if desk.goes_on else WHERE

    return desk.enter(form, lambda status: _page(desk, None, form, status), record)


@get(f"{WHERE}/{{slug:str}}", guards=[guards.coordinator])
def organisation_page(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    organisation = organisation_by_slug(desk.session, slug)
    if organisation is None:
        raise Missing
    return _page(desk, organisation, _standing(desk, organisation))


@post(f"{WHERE}/{{slug:str}}", guards=[guards.coordinator])
def revise(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    organisation = organisation_by_slug(desk.session, slug, for_update=True)
    if organisation is None:
        raise Missing
    form = _offered(desk, OrganisationForm(desk.words, desk.sent))

    def change() -> None:
        if form.name.data != organisation.name:
            _ask_about(desk, form, organisation)
        organisation.revise(desk.session, desk.viewer, **form.fields)

    return desk.mend(
        form,
        now=_standing(desk, organisation),
        again=lambda status: _page(desk, organisation, form, status),
        verb=change,
        then=lambda: WHERE,
    )


def _ask_about(desk: Desk, form: OrganisationForm, itself: Organisation | None = None) -> None:
    names = [one.name for one in organisations(desk.session) if one is not itself]
    ask_about(form.name.data or "", names, is_another=form.another.data)


def _covering(desk: Desk) -> tuple[list[tuple[Organisation, list[str]]], list[str]]:
    """Organisations with the municipalities that each covers, and those that none does."""
    covered = coverage(desk.session)
    names = {place.id: place.name for place in municipalities(desk.session)}
    rows = [
        (organisation, [name for id, name in names.items() if id in covered.get(organisation.id or 0, set())])
        for organisation in organisations(desk.session)
    ]
    everywhere = set().union(*covered.values()) if covered else set()
    return rows, [name for id, name in names.items() if id not in everywhere]


def _offered(desk: Desk, form: OrganisationForm) -> OrganisationForm:
    form.municipalities.choices = [(str(place.id), place.name) for place in municipalities(desk.session)]
    return form


def _standing(desk: Desk, organisation: Organisation) -> OrganisationForm:
    covers = coverage(desk.session).get(organisation.id or 0, set())
    form = OrganisationForm(
        desk.words,
        municipalities=[str(id) for id in sorted(covers)],
        **organisation.model_dump(include={"name", "short_name", "name_en", "source"}),
    )
    return _offered(desk, form)


def _page(desk: Desk, organisation: Organisation | None, form: OrganisationForm, status: int = 200) -> Response[str]:
    """With the municipalities that nobody covers beside it; and who works there, or which others there are."""
    rows, uncovered = _covering(desk)
    context = {
        "organisation": organisation,
        "form": form,
        "uncovered": uncovered,
        "others": rows,
        "accounts": people_of(desk.session, desk.viewer, organisation.id) if organisation else [],
        "role_words": ROLE_WORDS,
    }
    return desk.page("accounts/organisation.html", context, status)


HANDLERS: list[Any] = [organisations_page, new_organisation_page, add, organisation_page, revise]
