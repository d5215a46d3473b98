"""The doors of double rating: who rates, and each rater's own list, which nobody else finds."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts import guards
from pop_tracker.accounts.models import Viewer
from pop_tracker.contracts.texts import Text, Unit
from pop_tracker.monitoring import ratings
from pop_tracker.monitoring.models import STATUS_WORDS, Round
from pop_tracker.monitoring.ratings import Rating, own_ratings, rated_parts
from pop_tracker.monitoring.round_forms import RatersForm, RatingForm
from pop_tracker.monitoring.work import place_of, units_apart
from pop_tracker.monitoring.work_list import beside
from pop_tracker.plans.findings import VERDICT_WORDS
from pop_tracker.web.errors import Missing, Refusal, Stale
from pop_tracker.web.forms import FormData
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other


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


@get("/puna/raundet/{round_id:int}/vleresuesit", guards=[guards.coordinator], sync_to_thread=True)
def raters_page(
    request: Request[Any, Any, Any],
    round_id: FromPath[int],
    session: NamedDependency[Session],
    said: NamedDependency[Words],
) -> Response[str]:
    held = _round(session, round_id)
    context = {"round": held, "contract": held.contract, "form": _raters_form(session, held, said)}
    return page(request, "monitoring/raters.html", context)


@post("/puna/raundet/{round_id:int}/vleresuesit", guards=[guards.coordinator], sync_to_thread=True)
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
    status = 422
    if form.validate():
        if form.is_stale(_raters_form(session, held, said)):
            status = 409
        else:
            try:
                first, second = (int(choice.data) if choice.data else None for choice in (form.rater_a, form.rater_b))
                ratings.name_raters(session, viewer, round_id, first, second)
                return see_other(request, f"/puna/raundet/{round_id}")
            except Refusal as refusal:
                session.rollback()
                held = _round(session, round_id)
                form.refuse(refusal)
                status = refusal.status
    context = {"round": held, "contract": held.contract, "form": form}
    return page(request, "monitoring/raters.html", context, status=status)


@dataclass(frozen=True)
class OwnPart:
    """A part in its rater's list."""

    text: Text
    unit: Unit | None
    rating: Rating | None

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
        "done": sum(part.rating is not None for part in parts),
        "next": next((part for part in parts if part.rating is None), None),
        "is_handed_in": any(part.rating and part.rating.handed_in_at for part in parts),
        "refusal": refusal,
    }
    return page(request, "monitoring/ratings.html", context, status=status)


@get("/puna/raundet/{round_id:int}/vleresimi-im", sync_to_thread=True)
def own_ratings_page(
    request: Request[Any, Any, Any],
    round_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Response[str]:
    return _list_page(request, session, viewer, ratings.round_to_rate(session, viewer, round_id))


@post("/puna/raundet/{round_id:int}/vleresimi-im/dorezim", sync_to_thread=True)
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
    form: RatingForm,
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


@get("/puna/raundet/{round_id:int}/vleresimi-im/{ref:str}", sync_to_thread=True)
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
    row = own_ratings(session, viewer, held).get((text.commitment_id, unit.id if unit else None))
    form = RatingForm(said, None, **(row.model_dump(include={"status", "reason", "version"}) if row else {}))
    return _form_page(request, session, viewer, held, (text, unit), form)


@post("/puna/raundet/{round_id:int}/vleresimi-im/{ref:str}", sync_to_thread=True)
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
    """Saves, and leads on to the next part that is not rated yet."""
    held = ratings.round_to_rate(session, viewer, round_id)
    place = _place(session, held, ref, njesia)
    form = RatingForm(said, form_data)
    status = 422
    if form.validate():
        try:
            said_so = (STATUS_BY_VALUE[form.status.data], form.reason.data or "", int(form.version.data or 0))
            ratings.rate(session, viewer, round_id, ref, njesia, *said_so)
            parts = _own_parts(session, viewer, held)
            here = next(at for at, part in enumerate(parts) if (part.text.ref, part.unit) == (ref, place[1]))
            left = next((part for part in parts[here:] + parts[:here] if part.rating is None), None)
            return see_other(request, f"/puna/raundet/{round_id}/vleresimi-im{left.path if left else ''}")
        except Refusal as refusal:
            session.rollback()
            status = _take(session, viewer, held, place, form, refusal)
    return _form_page(request, session, viewer, held, place, form, status)


STATUS_BY_VALUE = {status.value: status for status in STATUS_WORDS}


def _take(
    session: Session, viewer: Viewer, held: Round, place: tuple[Text, Unit | None], form: RatingForm, refusal: Refusal
) -> int:
    """Two windows of one rater: both texts are shown, and saving again keeps the one that was typed."""
    form.refuse(refusal)
    if isinstance(refusal, Stale):
        said, status = form.said, refusal.current["status"]
        form.stands = [
            (said.gettext("Vlerësimi"), said.gettext(status)),
            (said.gettext("Arsyeja"), refusal.current["reason"]),
        ]
        row = own_ratings(session, viewer, held).get((place[0].commitment_id, place[1].id if place[1] else None))
        form.version.data = str(row.version if row else 0)
    return refusal.status


HANDLERS: list[Any] = [raters_page, name_raters, own_ratings_page, hand_in, rating_page, rate]
