"""The coordinator's doors to elections."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.elections.models import (
    ELECTION_KIND_WORDS,
    Election,
    ElectionKind,
    candidate_counts,
    election_by_slug,
    election_slug,
    elections,
)
from pop_tracker.elections.pages.forms import ElectionForm, NewElectionForm
from pop_tracker.places.models import municipalities, municipality_by_slug
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_

ELECTIONS = "/puna/zgjedhjet"


@get(ELECTIONS, guards=[guards.coordinator])
def elections_page(desk: NamedDependency[Desk]) -> Response[str]:
    return desk.page("elections/elections.html", {"rows": _counted(desk.session)})


@get(f"{ELECTIONS}/shtim", guards=[guards.coordinator])
def new_election_page(desk: NamedDependency[Desk]) -> Response[str]:
    form = NewElectionForm(desk.words)
    form.offer(place_choices(desk.session))
    return _new_page(desk, form)


@post(f"{ELECTIONS}/shtim", done=N_("Zgjedhjet u shtuan."), guards=[guards.coordinator])
def add_election(desk: NamedDependency[Desk]) -> Answer:
    form = NewElectionForm(desk.words, desk.sent)
    form.offer(place_choices(desk.session))

    def add() -> str:
        place = municipality_by_slug(desk.session, form.municipality.data or "")
        kind, held_on = ElectionKind(form.election_kind.data), form.held_on.known
        Election(
            slug=election_slug(kind, held_on, place),
            election_kind=kind,
            held_on=held_on,
            municipality_id=place.id if place else None,
            source=form.source.data or "",
        ).record(desk.session, desk.viewer.actor)
        return ELECTIONS

    return desk.enter(form, lambda status: _new_page(desk, form, status), add)


@get(f"{ELECTIONS}/{{slug:str}}", guards=[guards.coordinator])
def election_page(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    election = _election(desk.session, slug)
    return _page(desk, slug, ElectionForm(desk.words, held_on=election.held_on, source=election.source))


@post(f"{ELECTIONS}/{{slug:str}}", guards=[guards.coordinator])
def revise_election(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    election = _election(desk.session, slug)
    desk.session.refresh(election, with_for_update=True)
    form = ElectionForm(desk.words, desk.sent)
    return desk.mend(
        form,
        now=ElectionForm(desk.words, held_on=election.held_on, source=election.source),
        again=lambda status: _page(desk, slug, form, status),
        verb=lambda: election.revise(
            desk.session, desk.viewer.actor, held_on=form.held_on.known, source=form.source.data or ""
        ),
        then=lambda: ELECTIONS,
    )


def place_choices(session: Session) -> list[tuple[str, str]]:
    return [(place.slug, place.name) for place in municipalities(session)]


def _election(session: Session, slug: str) -> Election:
    election = election_by_slug(session, slug)
    if election is None:
        raise Missing
    return election


def _counted(session: Session) -> list[tuple[Election, str, str, int]]:
    """All, the latest first, each with its kind, where it is held if in one place, and how many stand in it. Three
    queries."""
    counts = candidate_counts(session)
    places = {place.id: place.name for place in municipalities(session)}
    return [
        (
            election,
            ELECTION_KIND_WORDS[election.election_kind],
            places.get(election.municipality_id, ""),
            counts.get(election.id or 0, 0),
        )
        for election in elections(session)
    ]


def _new_page(desk: Desk, form: NewElectionForm, status: int = 200) -> Response[str]:
    return desk.page("elections/election_new.html", {"form": form, "elections": _counted(desk.session)}, status)


def _page(desk: Desk, slug: str, form: ElectionForm, status: int = 200) -> Response[str]:
    """With what stands of it and of the others beside it."""
    election, counted = _election(desk.session, slug), _counted(desk.session)
    context = {
        "slug": slug,
        "title": election.called(desk.words),
        "election": election,
        "kind": ELECTION_KIND_WORDS[election.election_kind],
        "number": next(row[-1] for row in counted if row[0].id == election.id),
        "elections": [row for row in counted if row[0].id != election.id],
        "form": form,
    }
    return desk.page("elections/election.html", context, status)


HANDLERS: list[Any] = [elections_page, new_election_page, add_election, election_page, revise_election]
