"""The doors of corrections: writing one, and asking to retract one."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.monitoring import assessments, corrections
from pop_tracker.monitoring.assessments import OPEN_TO_WRITING
from pop_tracker.monitoring.copies import copies_of
from pop_tracker.monitoring.evidence import KIND_WORDS, STANCE_WORDS
from pop_tracker.monitoring.models import STATE_WORDS, Assessment
from pop_tracker.monitoring.pages.assessments import pieces_of, sealer, stored, to_the_empty_piece
from pop_tracker.monitoring.pages.forms import CorrectionForm, RetractionForm
from pop_tracker.monitoring.pages.reviews import seen
from pop_tracker.monitoring.pages.saving import keep_draft, sends_on
from pop_tracker.monitoring.verdicts import past_verdicts_of
from pop_tracker.web import files
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.forms.uploads import open_ahead
from pop_tracker.web.i18n import N_


@get("/puna/ndreqjet/{assessment_id:int}", guards=[guards.editor])
def correction_page(
    desk: NamedDependency[Desk], assessment_id: FromPath[int], prova: FromQuery[str] = ""
) -> Response[str]:
    """`prova`: as of an assessment."""
    old = _old(desk, assessment_id)
    corrections.corrected(desk.session, assessment_id)
    row = corrections.correction_of(desk.session, assessment_id)
    form = (
        CorrectionForm.of(desk.words, row, pieces_of(desk, row), sealer(desk))
        if row
        else CorrectionForm.beginning(desk.words, old, pieces_of(desk, old), sealer(desk))
    )
    return _page(desk, old, form, adds=bool(prova))


@post(
    "/puna/ndreqjet/{assessment_id:int}",
    done=N_("U ruajt drafti i ndreqjes. Askush jashtë organizatës nuk e sheh para se ta dërgoni."),
    guards=[guards.editor],
    request_max_body_size=files.LARGEST_TOGETHER,
)
def write_correction(desk: NamedDependency[Desk], assessment_id: FromPath[int]) -> Answer:
    old = _old(desk, assessment_id)
    form = CorrectionForm(desk.words, desk.sent)
    open_ahead(desk.session, form)

    def save() -> Assessment:
        version = int(form.version.data or 0)
        return corrections.correct(desk.session, desk.viewer, assessment_id, form.said_so, version)

    def lead_on(row: Assessment) -> str:
        if sends_on(desk):
            assessments.submit(desk.session, desk.viewer, row)
            desk.say(N_("Ndreqja e %(ref)s u dërgua për rishikim te një person i dytë."), ref=old.ref)
            return f"/puna/raundet/{old.round_id}"
        return to_the_empty_piece(desk, row, f"/puna/ndreqjet/{assessment_id}")

    def version_now() -> int:
        row = corrections.correction_of(desk.session, assessment_id)
        return row.version if row else 0

    return keep_draft(
        desk,
        form,
        again=lambda status: _page(desk, old, form, status=status),
        save=save,
        then=lead_on,
        version_now=version_now,
        is_valid=form.check(desk.settings.files, sealer(desk)),
    )


@get("/puna/ndreqjet/{assessment_id:int}/terheqje", guards=[guards.editor])
def retraction_page(desk: NamedDependency[Desk], assessment_id: FromPath[int]) -> Response[str]:
    return _retraction_page(desk, _old(desk, assessment_id), RetractionForm(desk.words))


@post(
    "/puna/ndreqjet/{assessment_id:int}/terheqje",
    done=N_("Kërkesa për tërheqje u dërgua te një person i dytë."),
    guards=[guards.editor],
)
def ask_retraction(desk: NamedDependency[Desk], assessment_id: FromPath[int]) -> Answer:
    row = _old(desk, assessment_id)
    form = RetractionForm(desk.words, desk.sent)

    def ask() -> str:
        corrections.ask_retraction(desk.session, desk.viewer, row, form.reason.data or "")
        return f"/puna/raundet/{row.round_id}"

    return desk.take(form, lambda status: _retraction_page(desk, row, form, status), ask)


def _old(desk: Desk, assessment_id: int) -> Assessment:
    """The public verdict that the form corrects; its editors only."""
    row = desk.session.get(Assessment, assessment_id)
    if row is None or not row.is_public:
        raise Missing
    assessments.require_editor(desk.viewer, row.round)
    return row


def _page(desk: Desk, old: Assessment, form: CorrectionForm, *, status: int = 200, adds: bool = False) -> Response[str]:
    form.leave_room()
    held = old.round
    row = corrections.correction_of(desk.session, old.id or 0)
    first, last = held.evidence_dates()
    context = {
        "round": held,
        "contract": held.contract,
        "old": seen(desk.session, old),
        "old_evidence": pieces_of(desk, old),
        "past": past_verdicts_of(desk.session, old),
        "kind_words": KIND_WORDS,
        "stance_words": STANCE_WORDS,
        "row": row,
        "form": form,
        "adds": adds,
        "may_write": row is None or row.state in OPEN_TO_WRITING,
        "state_words": STATE_WORDS,
        "first_day": first,
        "last_day": last,
        "accept": files.ACCEPTED,
        "stored": stored([*pieces_of(desk, old), *pieces_of(desk, row)]),
        "copies": copies_of(desk.session, [piece.url for piece in pieces_of(desk, row)], is_public=False),
    }
    return desk.page("monitoring/correction.html", context, status)


def _retraction_page(desk: Desk, row: Assessment, form: RetractionForm, status: int = 200) -> Response[str]:
    if row.corrects_id is None:
        raise Missing
    before = desk.session.get(Assessment, row.corrects_id)
    context = {"correction": seen(desk.session, row), "before": before, "round": row.round, "form": form}
    return desk.page("monitoring/retraction.html", context, status)


HANDLERS: list[Any] = [correction_page, write_correction, retraction_page, ask_retraction]
