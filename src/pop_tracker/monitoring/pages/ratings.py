"""The doors of a rater's own list, which nobody else finds."""

from dataclasses import dataclass
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.contracts.texts import Text, Unit
from pop_tracker.monitoring import ratings
from pop_tracker.monitoring.evidence import KIND_WORDS, STANCE_WORDS
from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.pages.forms import VerdictForm
from pop_tracker.monitoring.pages.saving import keep_draft
from pop_tracker.monitoring.parts import place_of, units_apart
from pop_tracker.monitoring.ratings import Rating, is_rated, own_ratings, rated_parts
from pop_tracker.monitoring.verdicts import verdicts_before
from pop_tracker.monitoring.work_list import beside
from pop_tracker.plans.findings.findings import VERDICT_WORDS
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_


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


@get("/puna/raundet/{round_id:int}/vleresimi-im")
def own_ratings_page(desk: NamedDependency[Desk], round_id: FromPath[int]) -> Response[str]:
    return _list_page(desk, ratings.round_to_rate(desk.session, desk.viewer, round_id))


@get("/puna/raundet/{round_id:int}/vleresimi-im/dorezim")
def hand_in_page(desk: NamedDependency[Desk], round_id: FromPath[int]) -> Answer:
    """Says that they change no more, and asks; while one is missing, or all are handed in, the list says so."""
    held = ratings.round_to_rate(desk.session, desk.viewer, round_id)
    parts = _own_parts(desk, held)
    if not all(part.is_done for part in parts) or any(part.rating and part.rating.handed_in_at for part in parts):
        return desk.go(f"/puna/raundet/{round_id}/vleresimi-im")
    context = {"round": held, "contract": held.contract, "parts": parts}
    return desk.page("monitoring/handing_in.html", context)


@post("/puna/raundet/{round_id:int}/vleresimi-im/dorezim", done="")
def hand_in(desk: NamedDependency[Desk], round_id: FromPath[int]) -> Answer:
    def hand_over() -> str:
        ratings.hand_in(desk.session, desk.viewer, round_id)
        return f"/puna/raundet/{round_id}/vleresimi-im"

    return desk.press(
        hand_over,
        lambda refusal: _list_page(
            desk, ratings.round_to_rate(desk.session, desk.viewer, round_id), desk.told(refusal), refusal.status
        ),
    )


@get("/puna/raundet/{round_id:int}/vleresimi-im/{ref:str}")
def rating_page(
    desk: NamedDependency[Desk], round_id: FromPath[int], ref: FromPath[str], njesia: FromQuery[str] = ""
) -> Response[str]:
    held = ratings.round_to_rate(desk.session, desk.viewer, round_id)
    place = _place(desk, held, ref, njesia)
    row = _own(desk, held, place)
    form = VerdictForm(desk.words, None, **row.model_dump(include={"status", "ground", "reason", "version"}))
    return _page(desk, held, place, form)


@post("/puna/raundet/{round_id:int}/vleresimi-im/{ref:str}", done=N_("U ruajt: vlerësimi juaj i %(ref)s."))
def rate(
    desk: NamedDependency[Desk], round_id: FromPath[int], ref: FromPath[str], njesia: FromQuery[str] = ""
) -> Answer:
    """Saves what is typed; by the button, leads on to the next part that is not rated yet."""
    held = ratings.round_to_rate(desk.session, desk.viewer, round_id)
    place = _place(desk, held, ref, njesia)
    form = VerdictForm(desk.words, desk.sent)

    def save() -> Rating:
        said = (form.verdict, form.reason.data or "", int(form.version.data or 0), form.grounded)
        return ratings.rate(desk.session, desk.viewer, round_id, ref, njesia, *said)

    def lead_on(row: Rating) -> str:
        row.require_complete()
        return f"/puna/raundet/{round_id}/vleresimi-im{_next(desk, held, place)}"

    return keep_draft(
        desk,
        form,
        again=lambda status: _page(desk, held, place, form, status),
        save=save,
        then=lead_on,
        version_now=lambda: _own(desk, held, place).version,  # of another window of the same rater
        is_valid=form.validate(),
    )


def _own_parts(desk: Desk, held: Round) -> list[OwnPart]:
    own = own_ratings(desk.session, desk.viewer, held)
    return [
        OwnPart(text, unit, own.get((text.commitment_id, unit.id if unit else None)))
        for text, unit in rated_parts(desk.session, held)
    ]


def _list_page(desk: Desk, held: Round, refusal: str = "", status: int = 200) -> Response[str]:
    parts = _own_parts(desk, held)
    context = {
        "round": held,
        "contract": held.contract,
        "parts": parts,
        "done": sum(part.is_done for part in parts),
        "next": next((part for part in parts if not part.is_done), None),
        "is_handed_in": any(part.rating and part.rating.handed_in_at for part in parts),
        "is_rated": is_rated(desk.session, held),
        "refusal": refusal,
    }
    return desk.page("monitoring/ratings.html", context, status)


def _place(desk: Desk, held: Round, ref: str, unit_slug: str) -> tuple[Text, Unit | None]:
    text, unit = place_of(desk.session, held, ref, unit_slug)
    if unit is None and units_apart(text):
        raise Missing
    return text, unit


def _own(desk: Desk, held: Round, place: tuple[Text, Unit | None]) -> Rating:
    """The viewer's own; in no session where nothing was written yet."""
    text, unit = place
    return own_ratings(desk.session, desk.viewer, held).get((text.commitment_id, unit.id if unit else None)) or Rating(
        round_id=held.id or 0, commitment_id=text.commitment_id, rater_id=desk.viewer.person_id or 0
    )


def _next(desk: Desk, held: Round, place: tuple[Text, Unit | None]) -> str:
    """Where a rater goes on: to the next part that is not rated yet, from the top again; else to the list."""
    text, unit = place
    parts = _own_parts(desk, held)
    here = next(at for at, part in enumerate(parts) if (part.text.ref, part.unit) == (text.ref, unit))
    left = next((part for part in parts[here:] + parts[:here] if not part.is_done), None)
    return left.path if left else ""


def _page(
    desk: Desk, held: Round, place: tuple[Text, Unit | None], form: VerdictForm, status: int = 200
) -> Response[str]:
    text, unit = place
    context = {
        "round": held,
        "contract": held.contract,
        "text": text,
        "unit": unit,
        "form": form,
        "is_handed_in": any(row.handed_in_at for row in own_ratings(desk.session, desk.viewer, held).values()),
        "beside": beside(desk.session, commitment_id=text.commitment_id).get(text.commitment_id, []),
        "before": verdicts_before(desk.session, held, text.commitment_id or 0, unit.id if unit else None),
        "kind_words": KIND_WORDS,
        "stance_words": STANCE_WORDS,
        "verdict_words": VERDICT_WORDS,
    }
    return desk.page("monitoring/rating.html", context, status)


HANDLERS: list[Any] = [own_ratings_page, hand_in_page, hand_in, rating_page, rate]
