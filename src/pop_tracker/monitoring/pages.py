"""The room's doors: the rounds, a round's work list, its publication."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import Session, col, select

from pop_tracker.accounts import guards
from pop_tracker.accounts.models import Viewer, location_of_sent, remember_sent
from pop_tracker.contracts.models import Contract, contract_by_slug, newest_editions
from pop_tracker.contracts.texts import Text, texts_of_edition
from pop_tracker.monitoring import assessment_pages, correction_pages, review_pages, rounds
from pop_tracker.monitoring.forms import RoundForm
from pop_tracker.monitoring.models import STATE_WORDS, Assessment, AssessmentState, Round, RoundState, Status
from pop_tracker.monitoring.statuses import Counts, stands
from pop_tracker.monitoring.work import Item, opens_work, ready_rounds, undone, work_of
from pop_tracker.places.models import AdministrativeUnit
from pop_tracker.web.albanian import sort_key
from pop_tracker.web.errors import Forbidden, Refusal
from pop_tracker.web.forms import FormData, new_nonce
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other


@dataclass(frozen=True)
class Line:
    """A round in the list, with how far it is."""

    round: Round
    contract: Contract
    of: int
    done: int
    waits_for_editor: int
    waits_for_reviewer: int

    @property
    def is_ready(self) -> bool:
        return self.round.state is not RoundState.PUBLISHED and self.of > 0 and self.done == self.of


def line_of(held: Round, contract: Contract, items: list[Item]) -> Line:
    parts = [part for item in items for part in item.parts]
    return Line(
        held,
        contract,
        len(parts),
        sum(part.is_done for part in parts),
        sum(part.waits_for_editor for part in parts),
        sum(part.state is AssessmentState.SUBMITTED for part in parts),
    )


@get("/puna/raundet", sync_to_thread=True)
def rounds_at_work(
    request: Request[Any, Any, Any], session: NamedDependency[Session], viewer: NamedDependency[Viewer]
) -> Response[str]:
    found = session.exec(
        select(Round, Contract)
        .join(Contract, col(Contract.id) == Round.contract_id)
        .order_by(col(Contract.title), col(Round.number).desc())
    ).all()
    seen = [(held, contract) for held, contract in found if opens_work(viewer, contract.municipality_id)]
    ready = {held.id for held in ready_rounds(session)} if viewer.is_reviewer or viewer.is_coordinator else set()
    to_publish = [
        (held, contract) for held, contract in found if held.id in ready and _may_publish(session, viewer, held)
    ]
    work = work_of(session, [held for held, _ in seen])
    lines = [line_of(held, contract, work[held.id or 0]) for held, contract in seen]
    context = {
        "open": [line for line in lines if line.round.state is not RoundState.PUBLISHED],
        "published": [line for line in lines if line.round.state is RoundState.PUBLISHED],
        "to_publish": to_publish,
        "may_open": bool(_contracts(session, viewer)),
        "reviews": viewer.is_reviewer,
    }
    return page(request, "monitoring/rounds.html", context)


def _contracts(session: Session, viewer: Viewer) -> list[Contract]:
    """Those with a published text that the viewer works on."""
    published = newest_editions(session)
    return [
        contract
        for contract in session.exec(select(Contract).order_by(col(Contract.title)))
        if contract.id in published and viewer.may_edit(contract.municipality_id)
    ]


def _round_form(
    session: Session, viewer: Viewer, said: Words, data: FormData | None = None, **fields: Any
) -> RoundForm:
    form = RoundForm(said, data, **fields)
    form.contract.choices = [("", said.gettext("Zgjidhni kontratën"))] + [
        (contract.slug, contract.title) for contract in _contracts(session, viewer)
    ]
    if data is None:
        form.nonce.data = new_nonce()
    return form


@get("/puna/raundet/i-ri", guards=[guards.editor], sync_to_thread=True)
def new_round_page(
    request: Request[Any, Any, Any],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    kontrata: FromQuery[str] = "",
) -> Response[str]:
    form = _round_form(session, viewer, said, contract=kontrata)
    return page(request, "monitoring/new_round.html", {"form": form})


@post("/puna/raundet/i-ri", guards=[guards.editor], sync_to_thread=True)
def new_round(
    request: Request[Any, Any, Any],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    form = _round_form(session, viewer, said, form_data)
    if sent := location_of_sent(session, form.nonce.data or ""):
        return see_other(request, sent)
    status = 422
    if form.validate():
        contract = contract_by_slug(session, form.contract.data)
        period = (form.period_from.day, form.period_until.day)
        assert contract is not None  # it is one of the choices
        assert period[0] is not None  # both are required and valid
        assert period[1] is not None
        try:
            held = rounds.open_round(
                session, viewer, contract, period=(period[0], period[1]),
                method=form.method.data or "", source=form.source.data or "",
            )  # fmt: skip
            remember_sent(session, form.nonce.data or "", viewer, f"/puna/raundet/{held.id}")
            return see_other(request, f"/puna/raundet/{held.id}")
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
            status = refusal.status
    return page(request, "monitoring/new_round.html", {"form": form}, status=status)


@get("/puna/raundet/{round_id:int}", sync_to_thread=True)
def round_at_work(
    request: Request[Any, Any, Any],
    round_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Response[str]:
    return _round_page(request, session, viewer, rounds.round_for(session, viewer, round_id))


def _round_page(
    request: Request[Any, Any, Any], session: Session, viewer: Viewer, held: Round, refusal: str = "", status: int = 200
) -> Response[str]:
    contract = held.contract
    items = work_of(session, [held])[held.id or 0]
    priorities: dict[tuple[int, str], list[Item]] = {}
    for item in items:
        priorities.setdefault((item.text.priority_number, item.text.priority_title), []).append(item)
    is_open = held.state is not RoundState.PUBLISHED
    may_edit = viewer.may_edit(contract.municipality_id)
    context = {
        "round": held,
        "contract": contract,
        "line": line_of(held, contract, items),
        "priorities": priorities,
        "counts": Counts.of(item.status for item in items).by_status,
        "undone": undone(items),
        "state_words": STATE_WORDS,
        "may_write": may_edit and is_open,
        "may_publish": is_open and _may_publish(session, viewer, held),
        "may_withdraw": may_edit and is_open and all(part.state is None for item in items for part in item.parts),
        "verdicts": [] if is_open else _standing(session, held),
        "may_correct": may_edit and not is_open,
        "refusal": refusal,
    }
    return page(request, "monitoring/round.html", context, status=status)


@dataclass(frozen=True)
class Standing:
    """A public verdict in force, as the list of what may be corrected shows it."""

    id: int
    text: Text
    unit: str
    status: Status
    is_correction: bool
    is_being_corrected: bool
    is_being_retracted: bool


def _standing(session: Session, held: Round) -> list[Standing]:
    units = dict(session.exec(select(AdministrativeUnit.id, AdministrativeUnit.name)).all())
    texts = {text.commitment_id: text for text in texts_of_edition(session, held.edition_id)}
    order = list(texts)
    drafts = set(
        session.exec(select(Assessment.corrects_id).where(Assessment.round_id == held.id, ~col(Assessment.is_public)))
    )
    found = [
        Standing(
            row.id or 0,
            texts[row.commitment_id],
            units.get(row.unit_id, ""),
            row.status,
            row.corrects_id is not None,
            row.id in drafts,
            row.retraction_asked_by is not None,
        )
        for row in session.exec(select(Assessment).where(Assessment.round_id == held.id, stands()))
    ]
    return sorted(found, key=lambda one: (order.index(one.text.commitment_id), sort_key(one.unit)))


def _may_publish(session: Session, viewer: Viewer, held: Round) -> bool:
    try:
        rounds.confirm_publisher(session, viewer, held)
    except Forbidden:
        return False
    return True


@post("/puna/raundet/{round_id:int}/botim", sync_to_thread=True)
def publish_round(
    request: Request[Any, Any, Any],
    round_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str] | Redirect:
    try:
        rounds.publish(session, viewer, round_id)
    except Forbidden:
        raise
    except Refusal as refusal:
        session.rollback()
        held = rounds.round_for(session, viewer, round_id)
        words = said.gettext(refusal.message, **refusal.values)
        return _round_page(request, session, viewer, held, words, refusal.status)
    return see_other(request, f"/puna/raundet/{round_id}")


@post("/puna/raundet/{round_id:int}/heqje", guards=[guards.editor], sync_to_thread=True)
def withdraw_round(
    request: Request[Any, Any, Any],
    round_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Redirect:
    if session.get(Round, round_id) is not None:  # sent twice, it is gone already
        rounds.withdraw(session, viewer, round_id)
    return see_other(request, "/puna/raundet")


HANDLERS: list[Any] = [
    *(rounds_at_work, new_round_page, new_round, round_at_work, publish_round, withdraw_round),
    *assessment_pages.HANDLERS,
    *review_pages.HANDLERS,
    *correction_pages.HANDLERS,
]
