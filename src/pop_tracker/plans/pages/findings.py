"""Looking for a contract's commitments in a plan, one after the other."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.accounts.pages import guards
from pop_tracker.plans.findings.examination import Examination, Line, examination, pairs
from pop_tracker.plans.findings.findings import FINDING_STATE_WORDS, VERDICT_WORDS, Finding, FindingState
from pop_tracker.plans.findings.rows import replaced_findings, waiting_for
from pop_tracker.plans.findings.suggested import Offers, items_for
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.pages import confirmations, suggestions
from pop_tracker.plans.pages.confirmations import names_of
from pop_tracker.plans.pages.finding_forms import FindingForm, version_of
from pop_tracker.web.doors import get, post
from pop_tracker.web.forms.base import new_nonce
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other

Asked = Request[Any, Any, Any]
WORDS = {"verdict_words": VERDICT_WORDS, "state_words": FINDING_STATE_WORDS}


@get("/puna/gjetjet")
def findings_at_work(
    request: Asked,
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    kontrata: FromQuery[str] = "",
    plani: FromQuery[str] = "",
    shfaq: FromQuery[str] = "",
    derguar: FromQuery[str] = "",
) -> Response[str]:
    """Without a contract and a plan: which ones there are, and how far each is. `shfaq`: which of the leaves."""
    if not (kontrata and plani):
        context = {"pairs": pairs(session, viewer), "waiting": waiting_for(session, viewer), **WORDS}
        return page(request, "plans/finding_pairs.html", context)
    seen = examination(session, viewer, kontrata, plani)
    shown = {"pashqyrtuar": seen.unexamined, "hapur": seen.open}
    context = {
        "seen": seen,
        "lines": shown.get(shfaq, seen.lines),
        "shown": shfaq if shfaq in shown else "",
        "sent": _sent(seen, derguar),
        **WORDS,
    }
    return page(request, "plans/findings.html", context)


def _sent(seen: Examination, ref: str) -> str:
    """The reference, if a finding for it really waits."""
    return ref if any(line.text.ref == ref for line in seen.open) else ""


def _offers(session: Session, seen: Examination, line: Line, items: list[PlanItem]) -> Offers[PlanItem]:
    return items_for(session, line.text, line.parent, seen.plan.id, items)


def _record_page(
    request: Asked, session: Session, viewer: Viewer, seen: Examination, line: Line, form: FindingForm,
    offers: Offers[PlanItem], status: int = 200, sent: str = "",
) -> Response[str]:  # fmt: skip
    earlier = replaced_findings(session, line.text.commitment_id, seen.plan.id) if line.published else []
    still = line.open
    context = {
        "seen": seen,
        "line": line,
        "earlier": earlier,
        "may_write": still is None or (still.state is FindingState.RETURNED and still.recorded_by == viewer.person_id),
        "form": form,
        "offers": offers,
        "names": names_of(session, [line.published, line.before, *earlier]),
        "next": seen.next_unexamined(line.text.ref),
        "beside": (seen.beside(line.text.ref, -1), seen.beside(line.text.ref, 1)),
        "sent": _sent(seen, sent),
        **WORDS,
    }
    return page(request, "plans/finding_form.html", context, status=status)


@get("/puna/gjetjet/{contract_slug:str}/{plan_slug:str}/{ref:str}", guards=[guards.editor])
def record_page(
    request: Asked,
    contract_slug: FromPath[str],
    plan_slug: FromPath[str],
    ref: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    zeri: FromQuery[str] = "",
    derguar: FromQuery[str] = "",
) -> Response[str]:
    """`zeri`: the number of the item that the person chose from the suggestions."""
    seen = examination(session, viewer, contract_slug, plan_slug)
    line = seen.line(ref)
    items = seen.plan.items(session)
    offers = _offers(session, seen, line, items)
    chosen = next((item for item in items if item.number == zeri), None)
    form = FindingForm(said)
    form.nonce.data, form.version.data = new_nonce(), version_of(line.published)
    if line.open is not None:
        form.fill(line.open, items)
    elif line.before is not None and line.published is None and chosen is None:
        form.fill_from_before(line.before, items)
    if chosen is not None:
        form.fill_from_item(chosen)
    form.offer(items, [item for _, item in offers.ranked])
    return _record_page(request, session, viewer, seen, line, form, offers, sent=derguar)


@post("/puna/gjetjet/{contract_slug:str}/{plan_slug:str}/{ref:str}", guards=[guards.editor])
def record(
    request: Asked,
    contract_slug: FromPath[str],
    plan_slug: FromPath[str],
    ref: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    seen = examination(session, viewer, contract_slug, plan_slug)
    line = seen.line(ref)
    items = seen.plan.items(session)
    form = FindingForm(said, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    offers = _offers(session, seen, line, items)
    form.offer(items, [item for _, item in offers.ranked])
    if not form.validate():
        return _record_page(request, session, viewer, seen, line, form, offers, 422)
    if form.is_stale(line.published):
        return _record_page(request, session, viewer, seen, line, form, offers, 409)
    with form.attempt(session):
        Finding.submit(session, viewer, line.text.commitment_id, seen.plan, form.fields, form.also_ids)
    if form.refused:
        return _record_page(request, session, viewer, seen, line, form, offers, form.refused)
    following = seen.next_unexamined(ref) if form_data.get("tjetra") else None
    location = f"/puna/gjetjet?kontrata={contract_slug}&plani={plan_slug}&derguar={ref}"
    if following:
        location = f"/puna/gjetjet/{contract_slug}/{plan_slug}/{following}?derguar={ref}"
    remember_sent(session, form.nonce.data or "", viewer, location)
    return see_other(request, location)


HANDLERS: list[Any] = [
    findings_at_work,
    record_page,
    record,
    *confirmations.HANDLERS,
    *suggestions.HANDLERS,
]
