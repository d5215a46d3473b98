"""Threads at work: tying a point to the commitment or the plan's item that it led to, and taking it back."""

from datetime import UTC, datetime
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlmodel import Session, col, select

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.contracts.editions import newest_edition_ids
from pop_tracker.contracts.models import Contract, known
from pop_tracker.contracts.texts import Commitment, CommitmentText, Text, texts_where
from pop_tracker.plans.consultations.consultations import Consultation
from pop_tracker.plans.consultations.points import POINT_KIND_WORDS, ConsultationPoint, points
from pop_tracker.plans.consultations.threads import Thread, ThreadRow, by_point, threads
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import Plan
from pop_tracker.plans.pages.consultation_forms import ReasonForm, ThreadForm
from pop_tracker.plans.pages.consultations import beside, held
from pop_tracker.plans.standing import stands
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_


@get("/puna/konsultimet/{slug:str}/fijet/i-ri", guards=[guards.editor])
def new_thread(desk: NamedDependency[Desk], slug: FromPath[str], pika: FromQuery[str] = "") -> Response[str]:
    """`pika`: the point that the reader came from."""
    consultation = held(desk, slug)
    return _page(desk, consultation, _offered(desk, consultation, ThreadForm(desk.words, point=pika)))


@post("/puna/konsultimet/{slug:str}/fijet/i-ri", done=N_("U shënua ku çoi pika."), guards=[guards.editor])
def tie_thread(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    """To a commitment, to an item, or to both at once: then there are two threads."""
    consultation = held(desk, slug, hold=True)
    form = _offered(desk, consultation, ThreadForm(desk.words, desk.sent))

    def tie() -> str:
        for end in form.ends:
            thread = Thread(
                point_id=int(form.point.data), source=form.source.data, recorded_at=datetime.now(UTC), **end
            )
            thread.record(desk.session, desk.viewer.actor)
        return f"/puna/konsultimet/{slug}#pika-{form.point.data}"

    return desk.enter(form, lambda status: _page(desk, consultation, form, status), tie)


@get("/puna/konsultimet/{slug:str}/fijet/{thread_id:int}/heqje", guards=[guards.editor])
def thread_withdrawal(desk: NamedDependency[Desk], slug: FromPath[str], thread_id: FromPath[int]) -> Answer:
    consultation = held(desk, slug)
    row = _row(desk, consultation, thread_id)
    if row is None:
        return desk.go(f"/puna/konsultimet/{slug}")
    return _withdrawal_page(desk, consultation, row, ReasonForm(desk.words))


@post(
    "/puna/konsultimet/{slug:str}/fijet/{thread_id:int}/heqje", done=N_("Lidhja e pikës u hoq."), guards=[guards.editor]
)
def withdraw_thread(desk: NamedDependency[Desk], slug: FromPath[str], thread_id: FromPath[int]) -> Answer:
    consultation = held(desk, slug, hold=True)
    row = _row(desk, consultation, thread_id)
    if row is None:  # sent twice
        return desk.go(f"/puna/konsultimet/{slug}")
    form = ReasonForm(desk.words, desk.sent)

    def withdraw() -> str:
        desk.session.get_one(Thread, thread_id).withdraw(desk.session, desk.viewer, form.reason.data)
        return f"/puna/konsultimet/{slug}#pika-{row.point_id}"

    return desk.take(form, lambda status: _withdrawal_page(desk, consultation, row, form, status), withdraw)


def _offered(desk: Desk, consultation: Consultation, form: ThreadForm) -> ThreadForm:
    form.offer(
        points(desk.session, consultation.id or 0),
        _commitments(desk.session, consultation.municipality_id),
        _items(desk.session, consultation.municipality_id),
    )
    return form


def _commitments(session: Session, municipality_id: int) -> list[tuple[str, Text]]:
    """What is published of the municipality's contracts, the newest contract first, with its years."""
    contracts = session.exec(
        select(Contract)
        .where(Contract.municipality_id == municipality_id, known())
        .order_by(col(Contract.term_from).desc())
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
        .where(Plan.municipality_id == municipality_id, stands())
        .order_by(col(Plan.period_from).desc(), col(Plan.slug), col(PlanItem.position))
    )
    return [(title, item) for title, item in rows]


def _row(desk: Desk, consultation: Consultation, thread_id: int) -> ThreadRow | None:
    """None: taken back already."""
    thread = desk.session.get(Thread, thread_id)
    point = desk.session.get(ConsultationPoint, thread.point_id) if thread else None
    if point is None or point.consultation_id != consultation.id:
        raise Missing
    return next(iter(threads(desk.session, Thread.id == thread_id)), None)


def _page(desk: Desk, consultation: Consultation, form: ThreadForm, status: int = 200) -> Response[str]:
    """With all that was raised beside it, and where it has led so far."""
    context = {
        **beside(desk, consultation),
        "form": form,
        "point_words": POINT_KIND_WORDS,
        "threads": by_point(threads(desk.session, Consultation.id == consultation.id)),
    }
    return desk.page("plans/consultations/thread.html", context, status)


def _withdrawal_page(
    desk: Desk, consultation: Consultation, row: ThreadRow, form: ReasonForm, status: int = 200
) -> Response[str]:
    context = {"consultation": consultation, "thread": row, "form": form}
    return desk.page("plans/consultations/thread_withdrawal.html", context, status)


HANDLERS: list[Any] = [new_thread, tie_thread, thread_withdrawal, withdraw_thread]
