"""The coordinator's doors to who stands in an election."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.elections.models import Candidate, Election, candidate_by_id, candidates, election_by_slug, elections
from pop_tracker.elections.offices import names_in
from pop_tracker.elections.pages.elections import place_choices
from pop_tracker.elections.pages.forms import ELECTED, CandidateForm, NewCandidateForm
from pop_tracker.places.models import municipalities, municipality_by_slug
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_
from pop_tracker.web.names import ask_about

CANDIDATES = "/puna/kandidatet"


@get(CANDIDATES, guards=[guards.coordinator])
def candidates_page(desk: NamedDependency[Desk], zgjedhja: FromQuery[str] = "") -> Response[str]:
    """One election's candidates, place by place; the latest election when none is asked for."""
    known = elections(desk.session)
    election = next((one for one in known if one.slug == zgjedhja), known[0] if known else None)
    places = {place.id: place.name for place in municipalities(desk.session)}
    by_place: dict[str, list[Candidate]] = {name: [] for name in places.values()}
    for candidate in candidates(desk.session, election) if election else []:
        by_place[places[candidate.municipality_id]].append(candidate)
    context = {
        "election": election,
        "elections": [(one.slug, one.called(desk.words)) for one in known],
        "by_place": [(name, found) for name, found in by_place.items() if found],
    }
    return desk.page("elections/candidates.html", context)


@get(f"{CANDIDATES}/shtim", guards=[guards.coordinator])
def new_candidate_page(
    desk: NamedDependency[Desk], zgjedhja: FromQuery[str] = "", bashkia: FromQuery[str] = ""
) -> Response[str]:
    """With the source that the last one of the same race has."""
    election, place = election_by_slug(desk.session, zgjedhja), municipality_by_slug(desk.session, bashkia)
    known = reversed(candidates(desk.session, election)) if election and place else ()
    source = next((one.source for one in known if place and one.municipality_id == place.id), "")
    form = NewCandidateForm(desk.words, election=zgjedhja, municipality=bashkia, source=source)
    return _new_page(desk, _offered(desk, form))


@post(f"{CANDIDATES}/shtim", done=N_("Kandidati u shtua."), guards=[guards.coordinator])
def add_candidate(desk: NamedDependency[Desk]) -> Answer:
    form = _offered(desk, NewCandidateForm(desk.words, desk.sent))

    def add() -> str:
        election = election_by_slug(desk.session, form.election.data)
        place = municipality_by_slug(desk.session, form.municipality.data)
        if election is None or place is None:
            raise Missing  # gone since it was offered
        candidate = Candidate(election_id=election.id or 0, municipality_id=place.id or 0, **form.fields)
        _ask_about(desk, place.id or 0, form)
        candidate.record(desk.session, desk.viewer.actor)
        if desk.goes_on:
            return f"{CANDIDATES}/shtim?zgjedhja={election.slug}&bashkia={place.slug}"
        return f"{CANDIDATES}?zgjedhja={election.slug}"

    return desk.enter(form, lambda status: _new_page(desk, form, status), add)


@get(f"{CANDIDATES}/{{candidate_id:int}}", guards=[guards.coordinator])
def candidate_page(desk: NamedDependency[Desk], candidate_id: FromPath[int]) -> Response[str]:
    candidate = candidate_by_id(desk.session, candidate_id)
    return _page(desk, candidate, _standing(desk, candidate))


@post(f"{CANDIDATES}/{{candidate_id:int}}", guards=[guards.coordinator])
def revise_candidate(desk: NamedDependency[Desk], candidate_id: FromPath[int]) -> Answer:
    candidate = candidate_by_id(desk.session, candidate_id)
    desk.session.refresh(candidate, with_for_update=True)
    election = desk.session.get_one(Election, candidate.election_id)
    form = CandidateForm(desk.words, desk.sent)

    def revise() -> None:
        if form.name.data != candidate.name:
            _ask_about(desk, candidate.municipality_id, form)
        candidate.revise(desk.session, desk.viewer.actor, **form.fields)

    return desk.mend(
        form,
        now=_standing(desk, candidate),
        again=lambda status: _page(desk, candidate, form, status),
        verb=revise,
        then=lambda: f"{CANDIDATES}?zgjedhja={election.slug}",
    )


def _ask_about(desk: Desk, municipality_id: int, form: CandidateForm) -> None:
    names = names_in(desk.session, municipality_id)
    ask_about(form.name.data or "", names, is_another=form.another.data)


def _offered(desk: Desk, form: NewCandidateForm) -> NewCandidateForm:
    form.offer([(one.slug, one.called(desk.words)) for one in elections(desk.session)], place_choices(desk.session))
    return form


def _standing(desk: Desk, candidate: Candidate) -> CandidateForm:
    return CandidateForm(
        desk.words,
        elected=next(word for word, elected in ELECTED.items() if elected is candidate.elected),
        **candidate.model_dump(include={"name", "list_name", "votes", "source", "note"}),
    )


def _new_page(desk: Desk, form: NewCandidateForm, status: int = 200) -> Response[str]:
    """With who is there already beside it, where the race is known."""
    election = election_by_slug(desk.session, form.election.data or "")
    place = municipality_by_slug(desk.session, form.municipality.data or "")
    known = candidates(desk.session, election) if election is not None else []
    others = [one for one in known if place is None or one.municipality_id == place.id]
    context = {
        "form": form,
        "others": others,
        "place": place,
        "places": {} if place else {one.id: one.name for one in municipalities(desk.session)},
    }
    return desk.page("elections/candidate_new.html", context, status)


def _page(desk: Desk, candidate: Candidate, form: CandidateForm, status: int = 200) -> Response[str]:
    election = desk.session.get_one(Election, candidate.election_id)
    context = {
        "id": candidate.id,
        "title": f"{candidate.name}, {election.called(desk.words)}",
        "municipality": candidate.municipality_slug,
        "form": form,
        "others": [
            one
            for one in candidates(desk.session, election)
            if one.municipality_id == candidate.municipality_id and one.id != candidate.id
        ],
    }
    return desk.page("elections/candidate.html", context, status)


HANDLERS: list[Any] = [candidates_page, new_candidate_page, add_candidate, candidate_page, revise_candidate]
