"""The second person's doors: what waits for review, and the decision."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from sqlmodel import Session, SQLModel, col

from pop_tracker.accounts.models import Organisation, Person, Viewer
from pop_tracker.accounts.pages import guards
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import CommitmentText, Text, texts_where
from pop_tracker.monitoring import assessments, corrections
from pop_tracker.monitoring.assessments import assessment_for, evidence_of
from pop_tracker.monitoring.copies import copies_of
from pop_tracker.monitoring.evidence import KIND_WORDS, STANCE_WORDS
from pop_tracker.monitoring.models import Assessment, AssessmentState, Round
from pop_tracker.monitoring.pages.forms import NoteForm
from pop_tracker.monitoring.parts import opens_work, to_review
from pop_tracker.monitoring.ratings import both_ratings
from pop_tracker.monitoring.replies import replies_beside
from pop_tracker.places.models import AdministrativeUnit
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Forbidden, Missing, Refusal
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other


@dataclass(frozen=True)
class Seen:
    """An assessment as its reader sees it."""

    row: Assessment
    text: Text
    unit: str
    author: str
    organisation: str


def seen(session: Session, row: Assessment) -> Seen:
    return seen_of(session, [row])[0]


def seen_of(session: Session, rows: list[Assessment]) -> list[Seen]:
    """In the order given. A fixed number of queries, however many they are."""
    rounds = _named(session, Round, (row.round_id for row in rows))
    texts = {
        (text.edition_id, text.commitment_id): text
        for text in texts_where(
            session,
            col(CommitmentText.edition_id).in_([held.edition_id for held in rounds.values()]),
            col(CommitmentText.commitment_id).in_([row.commitment_id for row in rows]),
        )
    }
    units = _named(session, AdministrativeUnit, (row.unit_id for row in rows))
    authors = _named(session, Person, (row.author_id for row in rows))
    organisations = _named(session, Organisation, (row.organisation_id for row in rows))
    return [
        Seen(
            row,
            texts[rounds[row.round_id].edition_id, row.commitment_id],
            units[row.unit_id].name if row.unit_id else "",
            authors[row.author_id].name if row.author_id else "",
            organisations[row.organisation_id].name if row.organisation_id else "",
        )
        for row in rows
    ]


Thing = TypeVar("Thing", bound=SQLModel)


def _named(session: Session, table: type[Thing], ids: Iterable[int | None]) -> dict[int, Thing]:
    """Rows by their id, all at once."""
    key = sa.inspect(table).columns["id"]
    wanted = sa.select(key, table).where(key.in_({one for one in ids if one is not None}))
    return {one_id: one for one_id, one in session.execute(wanted)}


@get("/puna/rishikimi", guards=[guards.reviewer])
def reviews(
    request: Request[Any, Any, Any], session: NamedDependency[Session], viewer: NamedDependency[Viewer]
) -> Response[str]:
    found = seen_of(session, to_review(session, viewer))
    rounds = _named(session, Round, (one.row.round_id for one in found))
    contracts = _named(session, Contract, (held.contract_id for held in rounds.values()))
    groups: dict[int, tuple[Round, Contract, list[Seen]]] = {}
    for one in found:
        held = rounds[one.row.round_id]
        groups.setdefault(one.row.round_id, (held, contracts[held.contract_id], []))[2].append(one)
    return page(request, "monitoring/reviews.html", {"groups": list(groups.values())})


@get("/puna/rishikimi/{assessment_id:int}")
def review(
    request: Request[Any, Any, Any],
    assessment_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    row = assessment_for(session, viewer, assessment_id)
    return _review_page(request, session, viewer, row, NoteForm(said))


def _review_page(
    request: Request[Any, Any, Any],
    session: Session,
    viewer: Viewer,
    row: Assessment,
    form: NoteForm,
    status: int = 200,
) -> Response[str]:
    old = session.get(Assessment, row.corrects_id) if row.corrects_id else None
    form.version.data = str(row.version)
    held = row.round
    evidence = evidence_of(session, [row.id]).get(row.id or 0, [])
    context = {
        "seen": seen(session, row),
        "round": held,
        "contract": held.contract,
        "evidence": evidence,
        "on": assessments.read_on(row),
        "copies": copies_of(session, [piece.url for piece in evidence], is_public=False),
        "replies": replies_beside(session, viewer, row),
        "old": old,
        "ratings": both_ratings(session, held).get((row.commitment_id, row.unit_id)),
        "may_decide": row.state is AssessmentState.SUBMITTED
        and _may(assessments.confirm_second_person, session, viewer, row),
        "is_own": viewer.person_id in {row.author_id, *assessments.contributors(session, row)},
        "asks_retraction": row.retraction_asked_by is not None
        and row.retracted_at is None
        and (viewer.is_reviewer or opens_work(viewer, held.contract.municipality_id)),
        "may_retract": row.corrects_id is not None
        and _may(corrections.confirm_decides_retraction, session, viewer, row),
        "reviews": viewer.is_reviewer,
        "kind_words": KIND_WORDS,
        "stance_words": STANCE_WORDS,
        "form": form,
    }
    return page(request, "monitoring/review.html", context, status=status)


def _may(
    confirm: Callable[[Session, Viewer, Assessment], None], session: Session, viewer: Viewer, row: Assessment
) -> bool:
    try:
        confirm(session, viewer, row)
    except Forbidden:
        return False
    return True


def _version(form_data: FormData) -> int:
    text = str(form_data.get("version"))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _decidable(session: Session, viewer: Viewer, assessment_id: int) -> Assessment:
    """The row that a decision is about, also just after it: a form sent twice is answered as before."""
    row = session.get(Assessment, assessment_id)
    if row is None:
        raise Missing
    if row.reviewed_by == viewer.person_id or row.state is AssessmentState.RETURNED:
        return row
    return assessment_for(session, viewer, assessment_id)


@post("/puna/rishikimi/{assessment_id:int}/miratim", guards=[guards.reviewer])
def approve(
    request: Request[Any, Any, Any],
    assessment_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    row = _decidable(session, viewer, assessment_id)
    try:
        assessments.approve(session, viewer, row, _version(form_data))
    except Forbidden:
        raise
    except Refusal as refusal:
        return _refused(request, session, viewer, assessment_id, NoteForm(said), refusal)
    return see_other(request, "/puna/rishikimi")


@post("/puna/rishikimi/{assessment_id:int}/kthim", guards=[guards.reviewer])
def send_back(
    request: Request[Any, Any, Any],
    assessment_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    row = _decidable(session, viewer, assessment_id)
    assessments.confirm_second_person(session, viewer, row)
    form = NoteForm(said, form_data)
    if not form.validate():
        return _review_page(request, session, viewer, assessment_for(session, viewer, assessment_id), form, status=422)
    try:
        assessments.send_back(session, viewer, row, form.note.data or "", _version(form_data))
    except Forbidden:
        raise
    except Refusal as refusal:
        return _refused(request, session, viewer, assessment_id, form, refusal)
    return see_other(request, "/puna/rishikimi")


def _refused(
    request: Request[Any, Any, Any],
    session: Session,
    viewer: Viewer,
    assessment_id: int,
    form: NoteForm,
    refusal: Refusal,
) -> Response[str]:
    """The page again, with the no and with what stands now; who may see it no more gets the no alone."""
    session.rollback()
    try:
        row = assessment_for(session, viewer, assessment_id)
    except Missing:
        raise refusal from None
    form.refuse(refusal)
    return _review_page(request, session, viewer, row, form, refusal.status)


@post("/puna/rishikimi/{assessment_id:int}/terheqje", guards=[guards.reviewer])
def decide_retraction(
    request: Request[Any, Any, Any],
    assessment_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    form_data: NamedDependency[FormData],
) -> Redirect:
    row = corrections.correction_for(session, viewer, assessment_id)
    decide = corrections.retract if form_data.get("vendimi") == "po" else corrections.keep
    decide(session, viewer, row)
    return see_other(request, "/puna/rishikimi")


HANDLERS: list[Any] = [reviews, review, approve, send_back, decide_retraction]
