"""The coordinator's doors to elections and their candidates; those to offices are in a file of their own."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.accounts.pages import guards
from pop_tracker.elections.models import (
    ELECTION_KIND_WORDS,
    Candidate,
    Election,
    ElectionKind,
    candidate_by_id,
    candidates,
    election_by_slug,
    election_slug,
    elections,
)
from pop_tracker.elections.pages.forms import CandidateForm, ElectionForm, NewCandidateForm, NewElectionForm
from pop_tracker.places.models import Municipality, municipalities, municipality_by_slug
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.forms.base import new_nonce
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other

ELECTIONS = "/puna/zgjedhjet"
CANDIDATES = "/puna/kandidatet"
ELECTED = {"yes": True, "no": False, "": None}


@get(ELECTIONS, guards=[guards.coordinator])
def elections_page(request: Request[Any, Any, Any], session: NamedDependency[Session]) -> Response[str]:
    places = _place_names(session)
    rows = [
        (
            election,
            ELECTION_KIND_WORDS[election.election_kind],
            places.get(election.municipality_id or 0, ""),
            len(candidates(session, election)),
        )
        for election in elections(session)
    ]
    return page(request, "elections/elections.html", {"rows": rows})


@get(f"{ELECTIONS}/shtim", guards=[guards.coordinator])
def new_election_page(
    request: Request[Any, Any, Any], session: NamedDependency[Session], said: NamedDependency[Words]
) -> Response[str]:
    form = NewElectionForm(said, nonce=new_nonce())
    form.offer(_place_choices(session))
    return page(request, "elections/election_new.html", {"form": form})


@post(f"{ELECTIONS}/shtim", guards=[guards.coordinator])
def add_election(
    request: Request[Any, Any, Any],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    form = NewElectionForm(said, form_data)
    form.offer(_place_choices(session))
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    if not form.validate() or form.held_on.day is None:
        return page(request, "elections/election_new.html", {"form": form}, status=422)
    place = municipality_by_slug(session, form.municipality.data or "")
    kind = ElectionKind(form.election_kind.data)
    election = Election(
        slug=election_slug(kind, form.held_on.day, place),
        election_kind=kind,
        held_on=form.held_on.day,
        municipality_id=place.id if place else None,
        source=form.source.data or "",
    )
    with form.attempt(session):
        election.record(session, viewer.actor)
    if form.refused:
        return page(request, "elections/election_new.html", {"form": form}, status=form.refused)
    remember_sent(session, form.nonce.data or "", viewer, ELECTIONS)
    return see_other(request, ELECTIONS)


@get(f"{ELECTIONS}/{{slug:str}}", guards=[guards.coordinator])
def election_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    session: NamedDependency[Session],
    said: NamedDependency[Words],
) -> Response[str]:
    election = _election(session, slug)
    form = ElectionForm(said, held_on=election.held_on, source=election.source)
    return _election_page(request, election, form)


@post(f"{ELECTIONS}/{{slug:str}}", guards=[guards.coordinator])
def revise_election(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    election = _election(session, slug)
    session.refresh(election, with_for_update=True)
    form = ElectionForm(said, form_data)
    if not form.validate() or form.held_on.day is None:
        return _election_page(request, election, form, status=422)
    if form.is_stale(ElectionForm(said, held_on=election.held_on, source=election.source)):
        return _election_page(request, election, form, status=409)
    with form.attempt(session):
        election.revise(session, viewer.actor, held_on=form.held_on.day, source=form.source.data or "")
    if form.refused:
        return _election_page(request, _election(session, slug), form, status=form.refused)
    return see_other(request, ELECTIONS)


@get(CANDIDATES, guards=[guards.coordinator])
def candidates_page(
    request: Request[Any, Any, Any], session: NamedDependency[Session], zgjedhja: FromQuery[str] = ""
) -> Response[str]:
    """One election's candidates, place by place; the latest election when none is asked for."""
    known = elections(session)
    election = next((one for one in known if one.slug == zgjedhja), known[0] if known else None)
    places = _place_names(session)
    by_place: dict[str, list[Candidate]] = {name: [] for name in places.values()}
    for candidate in candidates(session, election) if election else []:
        by_place[places[candidate.municipality_id]].append(candidate)
    return page(
        request,
        "elections/candidates.html",
        {
            "election": election,
            "elections": [(one.slug, one.title) for one in known],
            "by_place": [(name, found) for name, found in by_place.items() if found],
        },
    )


@get(f"{CANDIDATES}/shtim", guards=[guards.coordinator])
def new_candidate_page(
    request: Request[Any, Any, Any],
    session: NamedDependency[Session],
    said: NamedDependency[Words],
    zgjedhja: FromQuery[str] = "",
    bashkia: FromQuery[str] = "",
) -> Response[str]:
    form = _new_candidate_form(session, said, None, nonce=new_nonce(), election=zgjedhja, municipality=bashkia)
    return page(request, "elections/candidate_new.html", {"form": form})


@post(f"{CANDIDATES}/shtim", guards=[guards.coordinator])
def add_candidate(
    request: Request[Any, Any, Any],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    form = _new_candidate_form(session, said, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    election = election_by_slug(session, form.election.data or "")
    place = municipality_by_slug(session, form.municipality.data or "")
    if not form.validate() or election is None or place is None:
        return page(request, "elections/candidate_new.html", {"form": form}, status=422)
    with form.attempt(session):
        Candidate(election_id=election.id or 0, municipality_id=place.id or 0, **_said_of(form)).record(
            session, viewer.actor
        )
    if form.refused:
        return page(request, "elections/candidate_new.html", {"form": form}, status=form.refused)
    location = f"{CANDIDATES}?zgjedhja={form.election.data}"
    remember_sent(session, form.nonce.data or "", viewer, location)
    return see_other(request, location)


@get(f"{CANDIDATES}/{{candidate_id:int}}", guards=[guards.coordinator])
def candidate_page(
    request: Request[Any, Any, Any],
    candidate_id: FromPath[int],
    session: NamedDependency[Session],
    said: NamedDependency[Words],
) -> Response[str]:
    candidate = candidate_by_id(session, candidate_id)
    return _candidate_page(request, candidate, _candidate_form(said, None, candidate))


@post(f"{CANDIDATES}/{{candidate_id:int}}", guards=[guards.coordinator])
def revise_candidate(
    request: Request[Any, Any, Any],
    candidate_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    candidate = candidate_by_id(session, candidate_id)
    session.refresh(candidate, with_for_update=True)
    form = _candidate_form(said, form_data)
    if not form.validate():
        return _candidate_page(request, candidate, form, status=422)
    if form.is_stale(_candidate_form(said, None, candidate)):
        return _candidate_page(request, candidate, form, status=409)
    with form.attempt(session):
        candidate.revise(session, viewer.actor, **_said_of(form))
    if form.refused:
        return _candidate_page(request, candidate_by_id(session, candidate_id), form, status=form.refused)
    election = session.get(Election, candidate.election_id)
    return see_other(request, f"{CANDIDATES}?zgjedhja={election.slug if election else ''}")


def _election(session: Session, slug: str) -> Election:
    election = election_by_slug(session, slug)
    if election is None:
        raise Missing
    return election


def _election_page(
    request: Request[Any, Any, Any], election: Election, form: ElectionForm, status: int = 200
) -> Response[str]:
    return page(
        request,
        "elections/election.html",
        {"slug": election.slug, "title": election.title, "form": form},
        status=status,
    )


def _candidate_page(
    request: Request[Any, Any, Any], candidate: Candidate, form: CandidateForm, status: int = 200
) -> Response[str]:
    return page(
        request,
        "elections/candidate.html",
        {"id": candidate.id, "title": candidate.title, "municipality": candidate.municipality_slug, "form": form},
        status=status,
    )


def _candidate_form(said: Words, data: FormData | None, candidate: Candidate | None = None) -> CandidateForm:
    values: dict[str, Any] = {}
    if candidate is not None:
        values = candidate.model_dump(include={"name", "list_name", "votes", "source", "note"})
        values["elected"] = next(word for word, elected in ELECTED.items() if elected is candidate.elected)
    form = CandidateForm(said, data, **values)
    form.offer_results()
    return form


def _new_candidate_form(session: Session, said: Words, data: FormData | None, **values: Any) -> NewCandidateForm:
    form = NewCandidateForm(said, data, **values)
    form.offer([(one.slug, one.title) for one in elections(session)], _place_choices(session))
    return form


def _said_of(form: CandidateForm) -> dict[str, Any]:
    return {
        "name": form.name.data,
        "list_name": form.list_name.data or "",
        "elected": ELECTED[form.elected.data or ""],
        "votes": form.votes.data or "",
        "source": form.source.data,
        "note": form.note.data or "",
    }


def _place_names(session: Session) -> dict[int, str]:
    return {place.id or 0: place.name for place in municipalities(session)}


def _place_choices(session: Session) -> list[tuple[str, str]]:
    places: list[Municipality] = municipalities(session)
    return [(place.slug, place.name) for place in places]


HANDLERS: list[Any] = [
    elections_page,
    new_election_page,
    add_election,
    election_page,
    revise_election,
    candidates_page,
    new_candidate_page,
    add_candidate,
    candidate_page,
    revise_candidate,
]
