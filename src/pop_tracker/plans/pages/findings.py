"""Looking for a contract's commitments in a plan, one after the other."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.plans.findings.examination import Examination, Line, examination, pairs
from pop_tracker.plans.findings.findings import FINDING_STATE_WORDS, VERDICT_WORDS, Finding
from pop_tracker.plans.findings.rows import in_hand, replaced_findings
from pop_tracker.plans.findings.suggested import Offers, items_for
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.pages import confirmations, suggestions
from pop_tracker.plans.pages.confirmations import names_of
from pop_tracker.plans.pages.finding_forms import FindingForm, version_of
from pop_tracker.web.doors import get, post
from pop_tracker.web.i18n import N_

WORDS = {"verdict_words": VERDICT_WORDS, "state_words": FINDING_STATE_WORDS}


@get("/puna/gjetjet")
def findings_at_work(
    desk: NamedDependency[Desk],
    kontrata: FromQuery[str] = "",
    plani: FromQuery[str] = "",
    shfaq: FromQuery[str] = "",
) -> Response[str]:
    """Without a contract and a plan: which ones there are, and how far each is. `shfaq`: which of the leaves."""
    if not (kontrata and plani):
        return _pairs_page(desk)
    seen = examination(desk.session, desk.viewer, kontrata, plani)
    shown = {"pashqyrtuar": seen.unexamined, "hapur": seen.open}
    context = {
        "seen": seen,
        "lines": shown.get(shfaq, seen.lines),
        "shown": shfaq if shfaq in shown else "",
        **WORDS,
    }
    return desk.page("plans/findings/findings.html", context)


@get("/puna/gjetjet/{contract_slug:str}/{plan_slug:str}/{ref:str}", guards=[guards.editor])
def record_page(
    desk: NamedDependency[Desk],
    contract_slug: FromPath[str],
    plan_slug: FromPath[str],
    ref: FromPath[str],
    zeri: FromQuery[str] = "",
) -> Response[str]:
    """`zeri`: the number of the item that the person chose from the suggestions."""
    seen = examination(desk.session, desk.viewer, contract_slug, plan_slug)
    line = seen.line(ref)
    items = seen.plan.items(desk.session)
    offers = _offers(desk, seen, line, items)
    chosen = next((item for item in items if item.number == zeri), None)
    form = FindingForm(desk.words, version=version_of(line.published))
    if line.open is not None:
        form.fill(line.open, items)
    if chosen is not None:
        form.fill_from_item(chosen)
    form.offer(items, [item for _, item in offers.ranked])
    return _record_page(desk, seen, line, form, offers)


@post(
    "/puna/gjetjet/{contract_slug:str}/{plan_slug:str}/{ref:str}",
    done=N_("Gjetja për zotimin %(ref)s u dërgua. Bëhet publike kur e konfirmon një person i dytë."),
    guards=[guards.editor],
)
def record(
    desk: NamedDependency[Desk], contract_slug: FromPath[str], plan_slug: FromPath[str], ref: FromPath[str]
) -> Answer:
    seen = examination(desk.session, desk.viewer, contract_slug, plan_slug)
    line = seen.line(ref)
    form = FindingForm(desk.words, desk.sent)
    if before := desk.entered(form):  # before suggestions are looked for anew
        return before
    items = seen.plan.items(desk.session)
    offers = _offers(desk, seen, line, items)
    form.offer(items, [item for _, item in offers.ranked])

    def submit() -> str:
        Finding.submit(desk.session, desk.viewer, line.text.commitment_id, seen.plan, form.fields, form.also_ids)
        following = seen.next_unexamined(ref) if desk.sent.get("tjetra") else None
        if following:
            return f"/puna/gjetjet/{contract_slug}/{plan_slug}/{following}"
        return f"/puna/gjetjet?kontrata={contract_slug}&plani={plan_slug}"

    return desk.enter(
        form,
        lambda status: _record_page(desk, seen, line, form, offers, status),
        submit,
        lambda: not form.is_stale(line.published),
    )


def _offers(desk: Desk, seen: Examination, line: Line, items: list[PlanItem]) -> Offers[PlanItem]:
    return items_for(desk.session, line.text, line.parent, seen.plan.id, items)


def _pairs_page(desk: Desk) -> Response[str]:
    waiting = in_hand(desk.session, desk.viewer).waiting
    context = {"pairs": pairs(desk.session, desk.viewer), "waiting": waiting, **WORDS}
    return desk.page("plans/findings/pairs.html", context)


def _record_page(
    desk: Desk,
    seen: Examination,
    line: Line,
    form: FindingForm,
    offers: Offers[PlanItem],
    status: int = 200,
) -> Response[str]:
    earlier = replaced_findings(desk.session, line.text.commitment_id, seen.plan.id) if line.published else []
    still = line.open
    context = {
        "seen": seen,
        "line": line,
        "earlier": earlier,
        "may_write": still is None or still.finding.may_be_mended(desk.viewer),
        "form": form,
        "offers": offers,
        "names": names_of(desk.session, [line.published, line.before, *earlier]),
        "next": seen.next_unexamined(line.text.ref),
        "beside": (seen.beside(line.text.ref, -1), seen.beside(line.text.ref, 1)),
        **WORDS,
    }
    return desk.page("plans/findings/form.html", context, status)


HANDLERS: list[Any] = [
    findings_at_work,
    record_page,
    record,
    *confirmations.HANDLERS,
    *suggestions.HANDLERS,
]
