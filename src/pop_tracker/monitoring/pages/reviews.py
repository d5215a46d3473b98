"""The second person's doors: what waits for review, and the decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import Session, SQLModel, col

from pop_tracker.accounts.models import Organisation, Person
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.second_person import may_be_second_person, require_second_person
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import CommitmentText, Text, texts_where
from pop_tracker.monitoring import assessments, corrections, decisions
from pop_tracker.monitoring.assessments import assessment_for
from pop_tracker.monitoring.contributors import contributors
from pop_tracker.monitoring.copies import copies_of
from pop_tracker.monitoring.evidence import KIND_WORDS, STANCE_WORDS, Evidence, evidence_of
from pop_tracker.monitoring.models import Assessment, AssessmentState, Round
from pop_tracker.monitoring.pages.forms import NoteForm, VersionForm
from pop_tracker.monitoring.parts import opens_work, to_review
from pop_tracker.monitoring.raters import independent_ratings
from pop_tracker.monitoring.reading_again import since_return
from pop_tracker.monitoring.replies.reading import replies_beside
from pop_tracker.monitoring.verdicts import past_verdicts_of, verdicts_before
from pop_tracker.monitoring.work_list import beside
from pop_tracker.places.models import AdministrativeUnit
from pop_tracker.plans.findings.findings import VERDICT_WORDS
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing, Refusal, Stale
from pop_tracker.web.i18n import N_, TIRANA, today

REVIEWS = "/puna/rishikimi"
Thing = TypeVar("Thing", bound=SQLModel)


@dataclass(frozen=True)
class Seen:
    """An assessment as its reader sees it."""

    row: Assessment
    text: Text
    unit: str
    author: str
    organisation: str

    @property
    def days(self) -> int:
        """Since it was sent."""
        sent = self.row.submitted_at
        return max((today() - sent.astimezone(TIRANA).date()).days, 0) if sent else 0


@get(REVIEWS, guards=[guards.reviewer])
def reviews(desk: NamedDependency[Desk]) -> Response[str]:
    found = seen_of(desk.session, to_review(desk.session, desk.viewer))
    rounds = _named(desk.session, Round, (one.row.round_id for one in found))
    contracts = _named(desk.session, Contract, (held.contract_id for held in rounds.values()))
    groups: dict[int, tuple[Round, Contract, list[Seen]]] = {}
    for one in found:
        held = rounds[one.row.round_id]
        groups.setdefault(one.row.round_id, (held, contracts[held.contract_id], []))[2].append(one)
    waiting = {"groups": list(groups.values()), "waiting": len(found)}
    return desk.page("monitoring/reviews.html", waiting)


@get(f"{REVIEWS}/{{assessment_id:int}}")
def review(desk: NamedDependency[Desk], assessment_id: FromPath[int]) -> Response[str]:
    row = assessment_for(desk.session, desk.viewer, assessment_id)
    return _page(desk, row, NoteForm(desk.words))


@get(f"{REVIEWS}/{{assessment_id:int}}/miratim", guards=[guards.reviewer, guards.lately_proven])
def approval_page(desk: NamedDependency[Desk], assessment_id: FromPath[int], version: FromQuery[int] = -1) -> Answer:
    """Of a correction, which is public at once: says so, and asks. An assessment of a round waits for its round, and is
    approved where it is read. `version` is of the text that was read: another one is shown first."""
    row = assessment_for(desk.session, desk.viewer, assessment_id)
    if row.corrects_id is None or row.state is not AssessmentState.SUBMITTED:
        return desk.go(f"{REVIEWS}/{assessment_id}")
    require_second_person(desk.viewer, decisions.decision_on(desk.session, row))
    form = NoteForm(desk.words)
    if row.version != version:
        form.refuse(Stale(assessments.CHANGED_MEANWHILE, {}))
        return _page(desk, row, form, 409)
    form.version.data = str(version)
    context = {
        "seen": seen(desk.session, row),
        "old": desk.session.get(Assessment, row.corrects_id),
        "contract": row.round.contract,
        "round": row.round,
        "inside": _inside(desk, evidence_of(desk.session, [row.id]).get(row.id or 0, [])),
        "form": form,
    }
    return desk.page("monitoring/approval.html", context)


@post(f"{REVIEWS}/{{assessment_id:int}}/miratim", guards=[guards.reviewer, guards.lately_proven])
def approve(desk: NamedDependency[Desk], assessment_id: FromPath[int]) -> Answer:
    row = _decidable(desk, assessment_id)

    def decide() -> str:
        way_on = _next(
            desk, row, (N_("%(ref)s u miratua. Vazhdoni me këtë."), N_("%(ref)s u miratua. Nuk ka tjetër që ju pret."))
        )
        decisions.approve(desk.session, desk.viewer, row, VersionForm(desk.words, desk.sent).version.seen)
        return way_on

    return desk.press(decide, lambda refusal: _refused(desk, assessment_id, NoteForm(desk.words), refusal))


@post(f"{REVIEWS}/{{assessment_id:int}}/kthim", guards=[guards.reviewer])
def send_back(desk: NamedDependency[Desk], assessment_id: FromPath[int]) -> Answer:
    """A form, yet none that the desk takes: whoever may not see the verdict any more gets the rule's no alone."""
    row = _decidable(desk, assessment_id)
    require_second_person(desk.viewer, decisions.decision_on(desk.session, row))
    form = NoteForm(desk.words, desk.sent)
    if not form.validate():
        return _page(desk, assessment_for(desk.session, desk.viewer, assessment_id), form, 422)

    def decide() -> str:
        way_on = _next(
            desk,
            row,
            (
                N_("%(ref)s iu kthye autorit me shënim. Vazhdoni me këtë."),
                N_("%(ref)s iu kthye autorit me shënim. Nuk ka tjetër që ju pret."),
            ),
        )
        decisions.send_back(desk.session, desk.viewer, row, form.note.data or "", form.version.seen)
        return way_on

    return desk.press(decide, lambda refusal: _refused(desk, assessment_id, form, refusal))


@get(f"{REVIEWS}/{{assessment_id:int}}/terheqje", guards=[guards.reviewer, guards.lately_proven])
def retraction_decision_page(desk: NamedDependency[Desk], assessment_id: FromPath[int]) -> Response[str]:
    """Says which assessment stands again, and asks."""
    row = corrections.correction_for(desk.session, desk.viewer, assessment_id)
    if row.retraction_asked_by is None or row.retracted_at is not None:
        raise Missing
    require_second_person(desk.viewer, corrections.retraction_of(desk.session, row))
    context = {
        "seen": seen(desk.session, row),
        "before": desk.session.get(Assessment, row.corrects_id),
        "contract": row.round.contract,
        "round": row.round,
    }
    return desk.page("monitoring/retraction_decision.html", context)


@post(
    f"{REVIEWS}/{{assessment_id:int}}/terheqje",
    done=N_("Vendimi juaj u ruajt."),
    guards=[guards.reviewer, guards.lately_proven],
)
def decide_retraction(desk: NamedDependency[Desk], assessment_id: FromPath[int]) -> Redirect:
    row = corrections.correction_for(desk.session, desk.viewer, assessment_id)
    decide = corrections.retract if desk.sent.get("vendimi") == "po" else corrections.keep
    decide(desk.session, desk.viewer, row)
    return desk.go(REVIEWS)


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


def _named(session: Session, table: type[Thing], ids: Iterable[int | None]) -> dict[int, Thing]:
    """Rows by their id, all at once."""
    key = sa.inspect(table).columns["id"]
    wanted = sa.select(key, table).where(key.in_({one for one in ids if one is not None}))
    return {one_id: one for one_id, one in session.execute(wanted)}


def _decidable(desk: Desk, assessment_id: int) -> Assessment:
    """The row that a decision is about, also just after it: a form sent twice is answered as before."""
    row = desk.session.get(Assessment, assessment_id)
    if row is None:
        raise Missing
    if row.reviewed_by == desk.viewer.person_id or row.state is AssessmentState.RETURNED:
        return row
    return assessment_for(desk.session, desk.viewer, assessment_id)


def _next(desk: Desk, row: Assessment, done: tuple[str, str]) -> str:
    """Where a reviewer goes on: to what waits after this one, from the top again, else to the empty list. `done`: what
    is said there, of either."""
    waiting = to_review(desk.session, desk.viewer)
    here = next((at for at, one in enumerate(waiting) if one.id == row.id), -1)
    left = [one for one in waiting[here + 1 :] + waiting[: here + 1] if one.id != row.id]
    desk.say(done[0] if left else done[1], ref=row.ref)
    return f"{REVIEWS}/{left[0].id}" if left else REVIEWS


def _refused(desk: Desk, assessment_id: int, form: NoteForm, refusal: Refusal) -> Response[str]:
    """The page again, with the no and with what stands now; who may see it no more gets the no alone."""
    try:
        row = assessment_for(desk.session, desk.viewer, assessment_id)
    except Missing:
        raise refusal from None
    form.refuse(refusal)
    return _page(desk, row, form, refusal.status)


def _page(desk: Desk, row: Assessment, form: NoteForm, status: int = 200) -> Response[str]:
    session, viewer = desk.session, desk.viewer
    form.version.data = str(row.version)
    held = row.round
    evidence = evidence_of(session, [row.id]).get(row.id or 0, [])
    may_decide = row.state is AssessmentState.SUBMITTED and may_be_second_person(
        viewer, decisions.decision_on(session, row)
    )
    context = {
        "seen": seen(session, row),
        "round": held,
        "contract": held.contract,
        "evidence": evidence,
        "inside": _inside(desk, evidence),
        "on": assessments.read_on(row),
        "copies": copies_of(session, [piece.url for piece in evidence], is_public=False),
        "since": since_return(session, [row], {row.id or 0: evidence}).get(row.id or 0) if may_decide else None,
        "replies": replies_beside(session, viewer, row),
        "old": session.get(Assessment, row.corrects_id) if row.corrects_id else None,
        "past": past_verdicts_of(session, row) if row.corrects_id else [],
        "ratings": independent_ratings(session, held).get((row.commitment_id, row.unit_id)),
        "may_decide": may_decide,
        "is_own": viewer.is_among({row.author_id, *contributors(session, [row.id]).get(row.id or 0, ())}),
        "asks_retraction": row.retraction_asked_by is not None
        and row.retracted_at is None
        and (viewer.is_reviewer or opens_work(viewer, held.contract.municipality_id)),
        "may_retract": row.corrects_id is not None
        and may_be_second_person(viewer, corrections.retraction_of(session, row)),
        "reviews": viewer.is_reviewer,
        "beside": beside(session, commitment_id=row.commitment_id).get(row.commitment_id, []),
        "verdict_words": VERDICT_WORDS,
        "before": None if row.corrects_id else verdicts_before(session, held, row.commitment_id, row.unit_id),
        "goes_on": any(one.id != row.id for one in to_review(session, viewer)),
        "kind_words": KIND_WORDS,
        "stance_words": STANCE_WORDS,
        "form": form,
    }
    return desk.page("monitoring/review.html", context, status)


def _inside(desk: Desk, pieces: Iterable[Evidence]) -> list[str]:
    return desk.inside(file for piece in pieces for file in piece.files)


HANDLERS: list[Any] = [
    *(reviews, review, approval_page, approve, send_back, retraction_decision_page, decide_retraction)
]
