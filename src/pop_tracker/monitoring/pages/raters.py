"""The doors of who rates a round: named, replaced, or given up. What sets a rating aside is asked about first."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.monitoring import raters
from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.pages.round_forms import RatersForm
from pop_tracker.monitoring.parts import locked
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import N_

WHERE = "/puna/raundet/{round_id:int}/vleresuesit"


@get(WHERE, guards=[guards.coordinator])
def raters_page(desk: NamedDependency[Desk], round_id: FromPath[int]) -> Response[str]:
    held = desk.session.get(Round, round_id)
    if held is None:
        raise Missing
    return _page(desk, held, _form(desk, held))


@post(WHERE, guards=[guards.coordinator])
def name_raters(desk: NamedDependency[Desk], round_id: FromPath[int]) -> Answer:
    """Where ratings stop counting, or somebody who left is replaced, it says so and asks before it is done."""
    held = locked(desk.session, round_id)
    form, now = _form(desk, held, desk.sent), _form(desk, held)

    def again(status: int) -> Response[str]:
        return _page(desk, held, form, status)

    def rules() -> None:
        raters.require_nameable(desk.session, desk.viewer, held, *form.named, form.reason.data or "")

    if desk.sent.get("kthehuni"):
        return again(200)
    gone = raters.replaced(desk.session, held, *form.named)
    if gone and not desk.sent.get("sure"):
        return desk.show(form, again, rules, lambda: _asks(desk, held, form, gone))
    return desk.mend(
        form,
        now=now,
        again=again,
        verb=lambda: raters.name_raters(desk.session, desk.viewer, round_id, *form.named, form.reason.data or ""),
        then=lambda: f"/puna/raundet/{round_id}",
    )


def _asks(desk: Desk, held: Round, form: RatersForm, gone: list[raters.Rater]) -> Response[str]:
    """Says what becomes of the ratings of whoever is a rater no more."""
    context = {"round": held, "contract": held.contract, "form": form, "gone": gone, "goes_on": form.named[0]}
    return desk.page("monitoring/raters_changing.html", context)


def _form(desk: Desk, held: Round, data: FormData | None = None) -> RatersForm:
    """Who is a rater now stands in the list also when they may not become one any more: nobody reads as nobody."""
    form = RatersForm(desk.words, data, rater_a=str(held.rater_a_id or ""), rater_b=str(held.rater_b_id or ""))
    people = {one.id: _called(one) for one in raters.possible_raters(desk.session, held)}
    for rater in raters.raters_of(desk.session, held):
        name = rater.person.name
        left = desk.words.gettext(N_("%(name)s (u largua)"), name=name) if rater.has_left else name
        people.setdefault(rater.person.id or 0, left)
    form.rater_a.choices = form.rater_b.choices = [
        ("", desk.words.gettext(N_("Askush"))), *((str(id), name) for id, name in people.items()),
    ]  # fmt: skip
    return form


def _called(one: raters.Candidate) -> str:
    return f"{one.person.name} ({one.organisation})" if one.organisation else one.person.name


def _page(desk: Desk, held: Round, form: RatersForm, status: int = 200) -> Response[str]:
    context = {
        "round": held,
        "contract": held.contract,
        "form": form,
        "raters": raters.raters_of(desk.session, held),
    }
    return desk.page("monitoring/raters.html", context, status)


HANDLERS: list[Any] = [raters_page, name_raters]
