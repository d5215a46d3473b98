"""The doors of double rating: who rates, and each rater's own list, which nobody else finds."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.pages import guards
from pop_tracker.contracts.texts import Text, Unit
from pop_tracker.monitoring import ratings
from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.pages.forms import VerdictForm
from pop_tracker.monitoring.pages.round_forms import RatersForm
from pop_tracker.monitoring.pages.saving import draft_not_saved, draft_saved, draft_taken
from pop_tracker.monitoring.parts import place_of, units_apart
from pop_tracker.monitoring.ratings import Rating, is_rated, own_ratings, rated_parts
from pop_tracker.monitoring.work_list import beside
from pop_tracker.plans.findings.findings import VERDICT_WORDS
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other, wants_part


def _raters_form(session: Session, held: Round, said: Words, data: FormData | None = None) -> RatersForm:
    form = RatersForm(said, data, rater_a=str(held.rater_a_id or ""), rater_b=str(held.rater_b_id or ""))
    choices = [("", said.gettext("Askush"))] + [
        (str(person.id), person.name) for person in ratings.possible_raters(session, held)
    ]
    form.rater_a.choices = form.rater_b.choices = choices
    return form


def _round(session: Session, round_id: int) -> Round:
    held = session.get(Round, round_id)
    if held is None:
        raise Missing
    return held


@get("/puna/raundet/{round_id:int}/vleresuesit", guards=[guards.coordinator])
def raters_page(
    request: Request[Any, Any, Any],
    round_id: FromPath[int],
    session: NamedDependency[Session],
    said: NamedDependency[Words],
) -> Response[str]:
    held = _round(session, round_id)
    return _raters_page(request, held, _raters_form(session, held, said))


@post("/puna/raundet/{round_id:int}/vleresuesit", guards=[guards.coordinator])
def name_raters(
    request: Request[Any, Any, Any],
    round_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    held = _round(session, round_id)
    form = _raters_form(session, held, said, form_data)
    if form.validate():
        if form.is_stale(_raters_form(session, held, said)):
            return _raters_page(request, held, form, 409)
        with form.attempt(session):
            first, second = (int(choice.data) if choice.data else None for choice in (form.rater_a, form.rater_b))
            ratings.name_raters(session, viewer, round_id, first, second)
            return see_other(request, f"/puna/raundet/{round_id}")
    return _raters_page(request, held, form, form.refused or 422)


def _raters_page(request: Request[Any, Any, Any], held: Round, form: RatersForm, status: int = 200) -> Response[str]:
    context = {"round": held, "contract": held.contract, "form": form}
    return page(request, "monitoring/raters.html", context, status=status)


@dataclass(frozen=True)
class OwnPart:
    """A part in its rater's list."""

    text: Text
    unit: Unit | None
    rating: Rating | None

    @property
    def is_done(self) -> bool:
        return self.rating is not None and self.rating.is_complete

    @property
    def path(self) -> str:
        return f"/{self.text.ref}" + (f"?njesia={self.unit.slug}" if self.unit else "")


def _own_parts(session: Session, viewer: Viewer, held: Round) -> list[OwnPart]:
    own = own_ratings(session, viewer, held)
    return [
        OwnPart(text, unit, own.get((text.commitment_id, unit.id if unit else None)))
        for text, unit in rated_parts(session, held)
    ]


def _list_page(
    request: Request[Any, Any, Any], session: Session, viewer: Viewer, held: Round, refusal: str = "", status: int = 200
) -> Response[str]:
    parts = _own_parts(session, viewer, held)
    context = {
        "round": held,
        "contract": held.contract,
        "parts": parts,
        "done": sum(part.is_done for part in parts),
        "next": next((part for part in parts if not part.is_done), None),
        "is_handed_in": any(part.rating and part.rating.handed_in_at for part in parts),
        "is_rated": is_rated(session, held),
        "refusal": refusal,
    }
    return page(request, "monitoring/ratings.html", context, status=status)


@get("/puna/raundet/{round_id:int}/vleresimi-im")
def own_ratings_page(
    request: Request[Any, Any, Any],
    round_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Response[str]:
    return _list_page(request, session, viewer, ratings.round_to_rate(session, viewer, round_id))


@post("/puna/raundet/{round_id:int}/vleresimi-im/dorezim")
def hand_in(
    request: Request[Any, Any, Any],
    round_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str] | Redirect:
    try:
        ratings.hand_in(session, viewer, round_id)
    except Refusal as refusal:
        session.rollback()
        held = ratings.round_to_rate(session, viewer, round_id)
        words = said.gettext(refusal.message, **refusal.values)
        return _list_page(request, session, viewer, held, words, refusal.status)
    return see_other(request, f"/puna/raundet/{round_id}/vleresimi-im")


def _form_page(
    request: Request[Any, Any, Any],
    session: Session,
    viewer: Viewer,
    held: Round,
    place: tuple[Text, Unit | None],
    form: VerdictForm,
    status: int = 200,
) -> Response[str]:
    text, unit = place
    context = {
        "round": held,
        "contract": held.contract,
        "text": text,
        "unit": unit,
        "form": form,
        "is_handed_in": any(row.handed_in_at for row in own_ratings(session, viewer, held).values()),
        "beside": beside(session, commitment_id=text.commitment_id).get(text.commitment_id, []),
        "verdict_words": VERDICT_WORDS,
        "draft_of": viewer.person_id,
    }
    return page(request, "monitoring/rating.html", context, status=status)


def _place(session: Session, held: Round, ref: str, unit_slug: str) -> tuple[Text, Unit | None]:
    text, unit = place_of(session, held, ref, unit_slug)
    if unit is None and units_apart(text):
        raise Missing
    return text, unit


def _own(session: Session, viewer: Viewer, held: Round, place: tuple[Text, Unit | None]) -> Rating:
    """The viewer's own; in no session where nothing was written yet."""
    text, unit = place
    return own_ratings(session, viewer, held).get((text.commitment_id, unit.id if unit else None)) or Rating(
        round_id=held.id or 0, commitment_id=text.commitment_id, rater_id=viewer.person_id or 0
    )


@get("/puna/raundet/{round_id:int}/vleresimi-im/{ref:str}")
def rating_page(
    request: Request[Any, Any, Any],
    round_id: FromPath[int],
    ref: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    njesia: FromQuery[str] = "",
) -> Response[str]:
    held = ratings.round_to_rate(session, viewer, round_id)
    text, unit = _place(session, held, ref, njesia)
    row = _own(session, viewer, held, (text, unit))
    form = VerdictForm(said, None, **row.model_dump(include={"status", "reason", "version"}))
    return _form_page(request, session, viewer, held, (text, unit), form)


@post("/puna/raundet/{round_id:int}/vleresimi-im/{ref:str}")
def rate(
    request: Request[Any, Any, Any],
    round_id: FromPath[int],
    ref: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
    njesia: FromQuery[str] = "",
) -> Response[str] | Redirect:
    """Saves what is typed; by the button, leads on to the next part that is not rated yet."""
    held = ratings.round_to_rate(session, viewer, round_id)
    place = _place(session, held, ref, njesia)
    form = VerdictForm(said, form_data)
    if form.validate():
        with form.attempt(session):
            said_so = (form.verdict, form.reason.data or "", int(form.version.data or 0))
            row = ratings.rate(session, viewer, round_id, ref, njesia, *said_so)
            if wants_part(request):
                return draft_saved(request, row.version)
            row.confirm_complete()
            parts = _own_parts(session, viewer, held)
            here = next(at for at, part in enumerate(parts) if (part.text.ref, part.unit) == (ref, place[1]))
            left = next((part for part in parts[here:] + parts[:here] if not part.is_done), None)
            return draft_taken(request, viewer, f"/puna/raundet/{round_id}/vleresimi-im{left.path if left else ''}")
    if wants_part(request):
        return draft_not_saved(request, form)
    if form.stands:  # another window of the same rater: saving again keeps what was typed in this one
        form.version.data = str(_own(session, viewer, held, place).version)
    return _form_page(request, session, viewer, held, place, form, form.refused or 422)


HANDLERS: list[Any] = [raters_page, name_raters, own_ratings_page, hand_in, rating_page, rate]
