"""The doors of a verdict being written, and of the files of evidence."""

from collections.abc import Callable
from functools import partial
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.pages import guards
from pop_tracker.contracts.texts import Text, Unit
from pop_tracker.monitoring import assessments
from pop_tracker.monitoring.assessments import OPEN_TO_WRITING, assessment_for, evidence_of, visible_to
from pop_tracker.monitoring.copies import copies_of
from pop_tracker.monitoring.evidence import KIND_WORDS, STANCE_WORDS, Evidence
from pop_tracker.monitoring.models import STATE_WORDS, Assessment, Round, RoundState
from pop_tracker.monitoring.pages.forms import AssessmentForm
from pop_tracker.monitoring.pages.saving import draft_not_saved, draft_saved, draft_taken
from pop_tracker.monitoring.parts import place_of
from pop_tracker.monitoring.ratings import both_ratings, confirm_adjudicator
from pop_tracker.monitoring.replies import replies_beside
from pop_tracker.monitoring.work_list import beside, work_list
from pop_tracker.plans.findings.findings import VERDICT_WORDS
from pop_tracker.settings import Settings
from pop_tracker.web import files
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other, wants_part

LARGEST_FORM = 32 * 1024 * 1024
"""Three of the largest files at once; more are added one after the other."""


def sealer(request: Request[Any, Any, Any], viewer: Viewer) -> Callable[[str], str]:
    settings: Settings = request.app.state.settings
    return partial(files.seal, settings.key(), viewer.person_id)


def folder(request: Request[Any, Any, Any]) -> Any:
    settings: Settings = request.app.state.settings
    return settings.files


def _may_write(session: Session, viewer: Viewer, held: Round, row: Assessment | None) -> bool:
    try:
        confirm_adjudicator(session, viewer, held)
    except Refusal:
        return False
    return row is None or row.state in OPEN_TO_WRITING


def _form_page(
    request: Request[Any, Any, Any],
    session: Session,
    viewer: Viewer,
    held: Round,
    place: tuple[Text, Unit | None],
    row: Assessment | None,
    form: AssessmentForm,
    status: int = 200,
    saved: bool = False,
    sent_before: str = "",
) -> Response[str]:
    text, unit = place
    form.leave_room()
    first, last = held.evidence_dates()
    evidence = evidence_of(session, [row.id]).get(row.id or 0, []) if row else []
    context = {
        "round": held,
        "contract": held.contract,
        "text": text,
        "unit": unit,
        "row": row,
        "form": form,
        "state_words": STATE_WORDS,
        "kind_words": KIND_WORDS,
        "stance_words": STANCE_WORDS,
        "evidence": evidence,
        "on": assessments.read_on(row),
        "copies": copies_of(session, [piece.url for piece in evidence], is_public=False),
        "replies": replies_beside(session, viewer, row),
        "first_day": first,
        "last_day": last,
        "accept": files.ACCEPTED,
        "saved": saved,
        "sent_before": sent_before,
        "draft_of": viewer.person_id,
        "beside": beside(session, commitment_id=text.commitment_id).get(text.commitment_id, []),
        "verdict_words": VERDICT_WORDS,
        "ratings": both_ratings(session, held).get((text.commitment_id, unit.id if unit else None)),
        "may_write": _may_write(session, viewer, held, row),
    }
    return page(request, "monitoring/assessment.html", context, status=status)


@get("/puna/raundet/{round_id:int}/vleresimet/{ref:str}", guards=[guards.editor])
def assessment_page(
    request: Request[Any, Any, Any],
    round_id: FromPath[int],
    ref: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    njesia: FromQuery[str] = "",
    ruajtur: FromQuery[str] = "",
    pas: FromQuery[str] = "",
) -> Response[str] | Redirect:
    held = session.get(Round, round_id)
    if held is None:
        raise Missing
    assessments.confirm_editor(viewer, held)
    if held.state is RoundState.PUBLISHED:
        return see_other(request, f"/puna/raundet/{round_id}")
    place = place_of(session, held, ref, njesia)
    row = assessments.assessment_at(session, held, *place)
    pieces = evidence_of(session, [row.id]).get(row.id or 0, []) if row else []
    form = AssessmentForm.of(said, row, pieces, sealer(request, viewer))
    return _form_page(request, session, viewer, held, place, row, form, saved=bool(ruajtur), sent_before=pas)


@post(
    "/puna/raundet/{round_id:int}/vleresimet/{ref:str}",
    guards=[guards.editor],
    request_max_body_size=LARGEST_FORM,
)
def write_assessment(
    request: Request[Any, Any, Any],
    round_id: FromPath[int],
    ref: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
    njesia: FromQuery[str] = "",
) -> Response[str] | Redirect:
    held = session.get(Round, round_id)
    if held is None:
        raise Missing
    assessments.confirm_editor(viewer, held)
    place = place_of(session, held, ref, njesia)
    form = AssessmentForm(said, form_data)
    if form.check(folder(request), sealer(request, viewer)):
        with form.attempt(session):
            row = assessments.save(session, viewer, round_id, ref, njesia, form.said_so, int(form.version.data or 0))
            if form_data.get("veprimi") == "dergo":
                assessments.submit(session, viewer, row)
                return draft_taken(request, viewer, _next(session, viewer, held, ref, njesia))
            if wants_part(request):
                return draft_saved(request, row.version)
            query = f"?njesia={njesia}&ruajtur=1" if njesia else "?ruajtur=1"
            more = "#prova-tjeter" if form_data.get("veprimi") == "shto" else ""
            return draft_taken(request, viewer, f"/puna/raundet/{round_id}/vleresimet/{ref}{query}{more}")
    if wants_part(request):
        return draft_not_saved(request, form)
    row_now = assessments.assessment_at(session, held, *place)
    if form.stands:
        form.version.data = str(row_now.version if row_now else 0)
    return _form_page(request, session, viewer, held, place, row_now, form, form.refused or 422)


def _next(session: Session, viewer: Viewer, held: Round, ref: str, unit_slug: str) -> str:
    """Where an editor goes on when a verdict is sent: to the next one to write, else to the list."""
    part = work_list(session, viewer, held, with_plans=False).next_after(ref, unit_slug)
    if part is None:
        return f"/puna/raundet/{held.id}#p{ref}"
    query = f"?njesia={part.unit.slug}&pas={ref}" if part.unit else f"?pas={ref}"
    return f"/puna/raundet/{held.id}/vleresimet/{part.ref}{query}"


@post("/puna/vleresimet/{assessment_id:int}/draft", guards=[guards.editor])
def back_to_draft(
    request: Request[Any, Any, Any],
    assessment_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Redirect:
    row = assessment_for(session, viewer, assessment_id)
    assessments.withdraw(session, viewer, row)
    return see_other(request, assessments.path_of(session, row))


@post("/puna/vleresimet/{assessment_id:int}/heqje", guards=[guards.editor])
def discard_draft(
    request: Request[Any, Any, Any],
    assessment_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Redirect:
    row = session.get(Assessment, assessment_id)
    if row is None:
        return see_other(request, "/puna/raundet")  # sent twice: it is gone already
    row = assessment_for(session, viewer, assessment_id)
    round_id = row.round_id
    assessments.discard(session, viewer, row)
    return see_other(request, f"/puna/raundet/{round_id}")


@get("/provat/{sha256:str}", opt=guards.OPEN)
def evidence_file(
    request: Request[Any, Any, Any],
    sha256: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Response[bytes]:
    """A file of evidence, as a download, to whoever may see an assessment that it belongs to.

    The front door adds nosniff, as it does everywhere.
    """
    piece = session.exec(
        select(Evidence)
        .join(Assessment, col(Assessment.id) == Evidence.assessment_id)
        .where(Evidence.file_sha256 == sha256, visible_to(session, viewer))
        .order_by(col(Evidence.id))
    ).first()
    kept = files.kept(folder(request), sha256, piece.file_name) if piece else None
    if piece is None or kept is None:
        raise Missing
    return Response(
        files.get(folder(request), sha256) or b"",
        media_type=kept.type,
        headers={
            "Content-Disposition": files.disposition(piece.file_name),
            "Cache-Control": "private, no-cache",
        },
    )


HANDLERS: list[Any] = [assessment_page, write_assessment, back_to_draft, discard_draft, evidence_file]
