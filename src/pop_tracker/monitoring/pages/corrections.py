"""The doors of corrections: writing one, and asking to retract one."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.pages import guards
from pop_tracker.monitoring import assessments, corrections
from pop_tracker.monitoring.assessments import OPEN_TO_WRITING, evidence_of
from pop_tracker.monitoring.copies import copies_of
from pop_tracker.monitoring.models import STATE_WORDS, Assessment
from pop_tracker.monitoring.pages.assessments import LARGEST_FORM, folder, sealer
from pop_tracker.monitoring.pages.forms import CorrectionForm, RetractionForm
from pop_tracker.monitoring.pages.reviews import seen
from pop_tracker.monitoring.pages.saving import draft_not_saved, draft_saved, draft_taken
from pop_tracker.web import files
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import Words
from pop_tracker.web.render import page, see_other, wants_part


def _old(session: Session, viewer: Viewer, assessment_id: int) -> Assessment:
    """The public verdict that the form corrects; its editors only."""
    row = session.get(Assessment, assessment_id)
    if row is None or not row.is_public:
        raise Missing
    assessments.confirm_editor(viewer, row.round)
    return row


def _form_page(
    request: Request[Any, Any, Any],
    session: Session,
    viewer: Viewer,
    old: Assessment,
    row: Assessment | None,
    form: CorrectionForm,
    status: int = 200,
    saved: bool = False,
) -> Response[str]:
    form.leave_room()
    held = old.round
    first, last = held.evidence_dates()
    evidence = evidence_of(session, [row.id]).get(row.id or 0, []) if row else []
    context = {
        "round": held,
        "contract": held.contract,
        "old": seen(session, old),
        "row": row,
        "form": form,
        "may_write": row is None or row.state in OPEN_TO_WRITING,
        "state_words": STATE_WORDS,
        "first_day": first,
        "last_day": last,
        "accept": files.ACCEPTED,
        "copies": copies_of(session, [piece.url for piece in evidence], is_public=False),
        "saved": saved,
        "draft_of": viewer.person_id,
    }
    return page(request, "monitoring/correction.html", context, status=status)


@get("/puna/ndreqjet/{assessment_id:int}", guards=[guards.editor])
def correction_page(
    request: Request[Any, Any, Any],
    assessment_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    ruajtur: FromQuery[str] = "",
) -> Response[str]:
    old = _old(session, viewer, assessment_id)
    corrections.corrected(session, assessment_id)
    row = corrections.correction_of(session, assessment_id)
    pieces = evidence_of(session, [row.id]).get(row.id or 0, []) if row else []
    form = CorrectionForm.of(said, row, pieces, sealer(request, viewer))
    return _form_page(request, session, viewer, old, row, form, saved=bool(ruajtur))


@post(
    "/puna/ndreqjet/{assessment_id:int}",
    guards=[guards.editor],
    request_max_body_size=LARGEST_FORM,
)
def write_correction(
    request: Request[Any, Any, Any],
    assessment_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    old = _old(session, viewer, assessment_id)
    form = CorrectionForm(said, form_data)
    if form.check(folder(request), sealer(request, viewer)):
        with form.attempt(session):
            row = corrections.correct(session, viewer, assessment_id, form.said_so, int(form.version.data or 0))
            if form_data.get("veprimi") == "dergo":
                assessments.submit(session, viewer, row)
                return draft_taken(request, viewer, f"/puna/raundet/{old.round_id}")
            if wants_part(request):
                return draft_saved(request, row.version)
            more = "#prova-tjeter" if form_data.get("veprimi") == "shto" else ""
            return draft_taken(request, viewer, f"/puna/ndreqjet/{assessment_id}?ruajtur=1{more}")
    if wants_part(request):
        return draft_not_saved(request, form)
    row_now = corrections.correction_of(session, assessment_id)
    if form.stands:
        form.version.data = str(row_now.version if row_now else 0)
    return _form_page(request, session, viewer, old, row_now, form, form.refused or 422)


@get("/puna/ndreqjet/{assessment_id:int}/terheqje", guards=[guards.editor])
def retraction_page(
    request: Request[Any, Any, Any],
    assessment_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str]:
    row = _old(session, viewer, assessment_id)
    return _retraction_page(request, session, row, RetractionForm(said))


@post("/puna/ndreqjet/{assessment_id:int}/terheqje", guards=[guards.editor])
def ask_retraction(
    request: Request[Any, Any, Any],
    assessment_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    row = _old(session, viewer, assessment_id)
    form = RetractionForm(said, form_data)
    if form.validate():
        with form.attempt(session):
            corrections.ask_retraction(session, viewer, row, form.reason.data or "")
            return see_other(request, f"/puna/raundet/{row.round_id}")
    return _retraction_page(request, session, row, form, form.refused or 422)


def _retraction_page(
    request: Request[Any, Any, Any], session: Session, row: Assessment, form: RetractionForm, status: int = 200
) -> Response[str]:
    if row.corrects_id is None:
        raise Missing
    before = session.get(Assessment, row.corrects_id)
    context = {"correction": seen(session, row), "before": before, "round": row.round, "form": form}
    return page(request, "monitoring/retraction.html", context, status=status)


HANDLERS: list[Any] = [correction_page, write_correction, retraction_page, ask_retraction]
