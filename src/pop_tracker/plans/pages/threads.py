"""Threads at work: tying a point to the commitment or the plan's item that it led to, and taking it back."""

from datetime import UTC, datetime
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.accounts.pages import guards
from pop_tracker.contracts.editions import newest_edition_ids
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment, CommitmentText, Text, texts_where
from pop_tracker.plans.consultations.consultations import Consultation
from pop_tracker.plans.consultations.points import ConsultationPoint, points
from pop_tracker.plans.consultations.threads import Thread, ThreadRow, threads
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import Plan
from pop_tracker.plans.pages.consultation_forms import ReasonForm, ThreadForm
from pop_tracker.plans.pages.consultations import Asked, held
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.forms.base import new_nonce
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other


def _form(session: Session, consultation: Consultation, said: Words, data: FormData | None = None) -> ThreadForm:
    form = ThreadForm(said, data)
    form.offer(
        points(session, consultation.id or 0),
        _commitments(session, consultation.municipality_id),
        _items(session, consultation.municipality_id),
    )
    if data is None:
        form.nonce.data = new_nonce()
    return form


def _commitments(session: Session, municipality_id: int) -> list[tuple[str, Text]]:
    """What is published of the municipality's contracts, the newest contract first, with its years."""
    contracts = session.exec(
        select(Contract).where(Contract.municipality_id == municipality_id).order_by(col(Contract.term_from).desc())
    ).all()
    texts = texts_where(
        session,
        col(CommitmentText.edition_id).in_(newest_edition_ids()),
        col(Commitment.contract_id).in_([contract.id for contract in contracts]),
        col(CommitmentText.is_retracted).is_(False),
    )
    return [
        (f"{contract.term_from}–{contract.term_until}", text)
        for contract in contracts
        for text in texts
        if text.contract_id == contract.id
    ]


def _items(session: Session, municipality_id: int) -> list[tuple[str, PlanItem]]:
    rows = session.exec(
        select(Plan.title, PlanItem)
        .join(Plan, col(Plan.id) == PlanItem.plan_id)
        .where(Plan.municipality_id == municipality_id)
        .order_by(col(Plan.period_from).desc(), col(Plan.slug), col(PlanItem.position))
    )
    return [(title, item) for title, item in rows]


def _page(request: Asked, consultation: Consultation, form: ThreadForm, status: int = 200) -> Response[str]:
    return page(request, "plans/thread.html", {"consultation": consultation, "form": form}, status=status)


@get("/puna/konsultimet/{slug:str}/fijet/i-ri", guards=[guards.editor])
def new_thread(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    pika: FromQuery[str] = "",
) -> Response[str]:
    """`pika`: the point that the reader came from."""
    consultation = held(session, viewer, slug)
    form = _form(session, consultation, said)
    form.point.data = pika
    return _page(request, consultation, form)


@post("/puna/konsultimet/{slug:str}/fijet/i-ri", guards=[guards.editor])
def tie_thread(
    request: Asked,
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    """To a commitment, to an item, or to both at once: then there are two threads."""
    consultation = held(session, viewer, slug, hold=True)
    form = _form(session, consultation, said, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    if not form.validate():
        return _page(request, consultation, form, 422)
    with form.attempt(session):
        for end in form.ends:
            thread = Thread(
                point_id=int(form.point.data), source=form.source.data, recorded_at=datetime.now(UTC), **end
            )
            thread.record(session, viewer.actor)
    if form.refused:
        return _page(request, held(session, viewer, slug), form, form.refused)
    location = f"/puna/konsultimet/{slug}#pika-{form.point.data}"
    remember_sent(session, form.nonce.data or "", viewer, location)
    return see_other(request, location)


def _row(session: Session, consultation: Consultation, thread_id: int) -> ThreadRow | None:
    """None: taken back already."""
    thread = session.get(Thread, thread_id)
    point = session.get(ConsultationPoint, thread.point_id) if thread else None
    if point is None or point.consultation_id != consultation.id:
        raise Missing
    return next(iter(threads(session, Thread.id == thread_id)), None)


def _withdrawal_page(
    request: Asked, consultation: Consultation, row: ThreadRow, form: ReasonForm, status: int = 200
) -> Response[str]:
    context = {"consultation": consultation, "thread": row, "form": form}
    return page(request, "plans/thread_withdrawal.html", context, status=status)


@get("/puna/konsultimet/{slug:str}/fijet/{thread_id:int}/heqje", guards=[guards.editor])
def thread_withdrawal(
    request: Asked,
    slug: FromPath[str],
    thread_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str] | Redirect:
    consultation = held(session, viewer, slug)
    row = _row(session, consultation, thread_id)
    if row is None:
        return see_other(request, f"/puna/konsultimet/{slug}")
    return _withdrawal_page(request, consultation, row, ReasonForm(said))


@post("/puna/konsultimet/{slug:str}/fijet/{thread_id:int}/heqje", guards=[guards.editor])
def withdraw_thread(
    request: Asked,
    slug: FromPath[str],
    thread_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    consultation = held(session, viewer, slug, hold=True)
    row = _row(session, consultation, thread_id)
    if row is None:  # sent twice
        return see_other(request, f"/puna/konsultimet/{slug}")
    form = ReasonForm(said, form_data)
    if not form.validate():
        return _withdrawal_page(request, consultation, row, form, 422)
    session.get_one(Thread, thread_id).withdraw(session, viewer, form.reason.data or "")
    return see_other(request, f"/puna/konsultimet/{slug}#pika-{row.point_id}")


HANDLERS: list[Any] = [new_thread, tie_thread, thread_withdrawal, withdraw_thread]
