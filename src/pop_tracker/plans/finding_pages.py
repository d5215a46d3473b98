"""Looking for a contract's commitments in a plan: what was found, and the second person's decision."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import Session, col, select

from pop_tracker.accounts import guards
from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.contracts.models import Contract, contract_by_slug, current_texts
from pop_tracker.contracts.texts import Text, leaves
from pop_tracker.plans.finding_forms import FindingForm, NoteForm
from pop_tracker.plans.findings import (
    FINDING_STATE_WORDS,
    VERDICT_WORDS,
    Finding,
    FindingRow,
    FindingState,
    open_findings,
    published_findings,
    visible_to,
    waiting_for,
)
from pop_tracker.plans.models import Plan, may_edit, plan_by_slug, plans
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.forms import FormData, new_nonce
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other

Asked = Request[Any, Any, Any]


@dataclass(frozen=True)
class Pair:
    """A contract and a plan of the same municipality: what can be looked for where."""

    contract_slug: str
    contract_title: str
    plan_slug: str
    plan_title: str


@dataclass(frozen=True)
class Line:
    """A leaf with what is public of it in the plan, and what is not yet."""

    text: Text
    published: FindingRow | None
    open: FindingRow | None


def _pairs(session: Session, viewer: Viewer) -> list[Pair]:
    known = plans(session)
    return [
        Pair(contract.slug, contract.title, plan.slug, plan.title)
        for contract in session.exec(select(Contract).where(Contract.text_known).order_by(col(Contract.title)))
        if viewer.may_edit(contract.municipality_id)
        for plan in known
        if plan.municipality_id == contract.municipality_id
    ]


def _pair(session: Session, viewer: Viewer, contract_slug: str, plan_slug: str) -> tuple[Contract, Plan]:
    contract, plan = contract_by_slug(session, contract_slug), plan_by_slug(session, plan_slug)
    if contract is None or plan is None or contract.municipality_id != plan.municipality_id:
        raise Missing
    may_edit(viewer, plan.municipality_id)
    return contract, plan


@get("/puna/gjetjet", sync_to_thread=True)
def findings_at_work(
    request: Asked,
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    kontrata: FromQuery[str] = "",
    plani: FromQuery[str] = "",
) -> Response[str]:
    context: dict[str, Any] = {
        "pairs": _pairs(session, viewer),
        "waiting": waiting_for(session, viewer),
        "contract": None,
        "plan": None,
        "lines": [],
        "verdict_words": VERDICT_WORDS,
        "state_words": FINDING_STATE_WORDS,
    }
    if kontrata and plani:
        contract, plan = _pair(session, viewer, kontrata, plani)
        public = {
            row.commitment_id: row for row in published_findings(session, contract_id=contract.id, plan_id=plan.id)
        }
        still = {
            row.commitment_id: row for row in open_findings(session, viewer, contract_id=contract.id, plan_id=plan.id)
        }
        context |= {
            "contract": contract,
            "plan": plan,
            "lines": [
                Line(text, public.get(text.commitment_id), still.get(text.commitment_id))
                for text in leaves(current_texts(session, contract.id))
            ],
        }
    return page(request, "plans/findings.html", context)


def _leaf(session: Session, contract: Contract, ref: str) -> Text:
    found = next((text for text in leaves(current_texts(session, contract.id)) if text.ref == ref), None)
    if found is None:
        raise Missing
    return found


def _form(session: Session, plan: Plan, said: Words, data: FormData | None = None) -> FindingForm:
    form = FindingForm(said, data)
    form.offer(plan.items(session))
    if data is None:
        form.nonce.data = new_nonce()
    return form


def _record_page(
    request: Asked, session: Session, viewer: Viewer, contract: Contract, plan: Plan, text: Text, form: FindingForm,
    status: int = 200,
) -> Response[str]:  # fmt: skip
    of_it = [row for row in published_findings(session, commitment_id=text.commitment_id) if row.plan_id == plan.id]
    still = _open(session, viewer, contract, plan, text)
    context = {
        "contract": contract,
        "plan": plan,
        "text": text,
        "published": of_it[0] if of_it else None,
        "open": still,
        "may_write": still is None or (still.state is FindingState.RETURNED and still.recorded_by == viewer.person_id),
        "form": form,
        "verdict_words": VERDICT_WORDS,
    }
    return page(request, "plans/finding_form.html", context, status=status)


def _open(session: Session, viewer: Viewer, contract: Contract, plan: Plan, text: Text) -> FindingRow | None:
    rows = open_findings(session, viewer, contract_id=contract.id, plan_id=plan.id)
    return next((row for row in rows if row.commitment_id == text.commitment_id), None)


@get("/puna/gjetjet/{contract_slug:str}/{plan_slug:str}/{ref:str}", guards=[guards.editor], sync_to_thread=True)
def record_page(
    request: Asked,
    contract_slug: FromPath[str],
    plan_slug: FromPath[str],
    ref: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    contract, plan = _pair(session, viewer, contract_slug, plan_slug)
    text = _leaf(session, contract, ref)
    form = _form(session, plan, said)
    still = _open(session, viewer, contract, plan, text)
    if still is not None:
        form.fill(still)
    return _record_page(request, session, viewer, contract, plan, text, form)


@post("/puna/gjetjet/{contract_slug:str}/{plan_slug:str}/{ref:str}", guards=[guards.editor], sync_to_thread=True)
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
    contract, plan = _pair(session, viewer, contract_slug, plan_slug)
    text = _leaf(session, contract, ref)
    form = _form(session, plan, said, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    if not form.validate():
        return _record_page(request, session, viewer, contract, plan, text, form, 422)
    try:
        Finding.submit(session, viewer, text.commitment_id, plan, form.fields)
    except Refusal as refusal:
        session.rollback()
        form.refuse(refusal)
        return _record_page(request, session, viewer, contract, plan, text, form, refusal.status)
    location = f"/puna/gjetjet?kontrata={contract_slug}&plani={plan_slug}"
    remember_sent(session, form.nonce.data or "", viewer, location)
    return see_other(request, location)


@dataclass(frozen=True)
class Seen:
    """A finding with the words it is about, and what the viewer may do."""

    row: FindingRow
    finding: Finding
    text: Text | None
    may_decide: bool
    may_withdraw: bool


def _seen(session: Session, viewer: Viewer, finding_id: int) -> Seen:
    finding = session.exec(select(Finding).where(Finding.id == finding_id, visible_to(viewer))).first()
    row = next((one for one in open_findings(session, viewer) if one.id == finding_id), None)
    if finding is None or row is None:
        raise Missing
    plan = session.get(Plan, finding.plan_id)
    texts = current_texts(session, row.contract_id)
    return Seen(
        row,
        finding,
        next((text for text in texts if text.commitment_id == row.commitment_id), None),
        may_decide=(row.state is FindingState.SUBMITTED and viewer.is_reviewer and row.recorded_by != viewer.person_id),
        may_withdraw=plan is not None and viewer.may_edit(plan.municipality_id),
    )


def _finding_page(request: Asked, seen: Seen, note: NoteForm, status: int = 200) -> Response[str]:
    context = {"seen": seen, "note": note, "verdict_words": VERDICT_WORDS, "state_words": FINDING_STATE_WORDS}
    return page(request, "plans/finding.html", context, status=status)


@get("/puna/gjetjet/{finding_id:int}", sync_to_thread=True)
def finding_page(
    request: Asked,
    finding_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    return _finding_page(request, _seen(session, viewer, finding_id), NoteForm(said))


@post("/puna/gjetjet/{finding_id:int}/konfirmimi", guards=[guards.reviewer], sync_to_thread=True)
def confirm(
    request: Asked,
    finding_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    form_data: NamedDependency[FormData],
) -> Redirect:
    seen = _seen(session, viewer, finding_id)
    seen.finding.confirm(session, viewer, str(form_data.get("version")))
    return see_other(request, seen.finding.path)


@post("/puna/gjetjet/{finding_id:int}/kthimi", guards=[guards.reviewer], sync_to_thread=True)
def send_back(
    request: Asked,
    finding_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    seen = _seen(session, viewer, finding_id)
    note = NoteForm(said, form_data)
    if not note.validate():
        return _finding_page(request, seen, note, 422)
    seen.finding.send_back(session, viewer, note.note.data)
    return see_other(request, "/puna")


@post("/puna/gjetjet/{finding_id:int}/heqja", guards=[guards.editor], sync_to_thread=True)
def withdraw(
    request: Asked, finding_id: FromPath[int], session: NamedDependency[Session], viewer: NamedDependency[Viewer]
) -> Redirect:
    seen = _seen(session, viewer, finding_id)
    seen.finding.withdraw(session, viewer)
    return see_other(request, f"/puna/gjetjet?kontrata={seen.row.contract_slug}&plani={seen.row.plan_slug}")


HANDLERS: list[Any] = [findings_at_work, record_page, record, finding_page, confirm, send_back, withdraw]
