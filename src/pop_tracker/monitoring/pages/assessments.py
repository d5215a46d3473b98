"""The doors of a verdict being written, and of the files of evidence."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response.redirect import Redirect
from sqlmodel import col, select

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.contracts.texts import Text, Unit
from pop_tracker.monitoring import assessments
from pop_tracker.monitoring.assessments import OPEN_TO_WRITING, assessment_for, visible_to
from pop_tracker.monitoring.copies import copies_of
from pop_tracker.monitoring.evidence import KIND_WORDS, STANCE_WORDS, Evidence, EvidenceFile, evidence_of
from pop_tracker.monitoring.models import STATE_WORDS, Assessment, Round, RoundState
from pop_tracker.monitoring.pages.forms import AssessmentForm, VersionForm
from pop_tracker.monitoring.pages.saving import keep_draft, sends_on
from pop_tracker.monitoring.parts import place_of
from pop_tracker.monitoring.raters import independent_ratings
from pop_tracker.monitoring.ratings import require_adjudicator
from pop_tracker.monitoring.replies.reading import replies_beside
from pop_tracker.monitoring.verdicts import verdicts_before
from pop_tracker.monitoring.work_list import beside, work_list
from pop_tracker.places.models import AdministrativeUnit
from pop_tracker.plans.findings.findings import VERDICT_WORDS
from pop_tracker.web import files
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.forms.uploads import open_ahead
from pop_tracker.web.handing_out import file_answer, small_answer
from pop_tracker.web.i18n import N_


@dataclass(frozen=True)
class Place:
    """What the form writes on: a leaf of a round, or one of its units."""

    held: Round
    text: Text
    unit: Unit | None

    def row(self, desk: Desk) -> Assessment | None:
        """What stands there now."""
        return assessments.assessment_at(desk.session, self.held, self.text, self.unit)

    @property
    def path(self) -> str:
        return f"/puna/raundet/{self.held.id}/vleresimet/{self.text.ref}"

    @property
    def unit_slug(self) -> str:
        return self.unit.slug if self.unit else ""


@get("/puna/raundet/{round_id:int}/vleresimet/{ref:str}", guards=[guards.editor])
def assessment_page(
    desk: NamedDependency[Desk],
    round_id: FromPath[int],
    ref: FromPath[str],
    njesia: FromQuery[str] = "",
    prova: FromQuery[str] = "",
) -> Answer:
    """`prova`: opened after the button for one more piece of evidence, whose empty place then stands open."""
    held = _round(desk, round_id)
    if held.state is RoundState.PUBLISHED:
        return desk.go(f"/puna/raundet/{round_id}")
    place = Place(held, *place_of(desk.session, held, ref, njesia))
    row = place.row(desk)
    form = AssessmentForm.of(desk.words, row, pieces_of(desk, row), sealer(desk))
    return _page(desk, place, form, adds=bool(prova))


@post(
    "/puna/raundet/{round_id:int}/vleresimet/{ref:str}",
    done=N_("U ruajt drafti i %(ref)s. Askush jashtë organizatës nuk e sheh para se ta dërgoni."),
    guards=[guards.editor],
    request_max_body_size=files.LARGEST_TOGETHER,
)
def write_assessment(
    desk: NamedDependency[Desk], round_id: FromPath[int], ref: FromPath[str], njesia: FromQuery[str] = ""
) -> Answer:
    held = _round(desk, round_id)
    place = Place(held, *place_of(desk.session, held, ref, njesia))
    form = AssessmentForm(desk.words, desk.sent)
    open_ahead(desk.session, form)

    def save() -> Assessment:
        version = int(form.version.data or 0)
        return assessments.save(desk.session, desk.viewer, round_id, ref, njesia, form.said_so, version)

    def lead_on(row: Assessment) -> str:
        if sends_on(desk):
            assessments.submit(desk.session, desk.viewer, row)
            return _next(desk, place)
        query = f"?njesia={njesia}" if njesia else ""
        return to_the_empty_piece(desk, row, place.path + query)

    def version_now() -> int:
        row = place.row(desk)
        return row.version if row else 0

    return keep_draft(
        desk,
        form,
        again=lambda status: _page(desk, place, form, status=status),
        save=save,
        then=lead_on,
        version_now=version_now,
        is_valid=form.check(desk.settings.files, sealer(desk)),
    )


@post("/puna/vleresimet/{assessment_id:int}/draft", done=N_("Vlerësimi u kthye në draft."), guards=[guards.editor])
def back_to_draft(desk: NamedDependency[Desk], assessment_id: FromPath[int]) -> Redirect:
    row = assessment_for(desk.session, desk.viewer, assessment_id)
    assessments.withdraw(desk.session, desk.viewer, row)
    return desk.go(assessments.path_of(desk.session, row))


@get("/puna/vleresimet/{assessment_id:int}/heqje", guards=[guards.editor])
def discarding_page(desk: NamedDependency[Desk], assessment_id: FromPath[int]) -> Response[str]:
    """Says what goes with a draft, and asks."""
    row = assessment_for(desk.session, desk.viewer, assessment_id)
    assessments.require_editor(desk.viewer, row.round)
    if row.state not in OPEN_TO_WRITING:
        raise Missing
    return _discarding_page(desk, row, VersionForm(desk.words))


@post("/puna/vleresimet/{assessment_id:int}/heqje", done=N_("Drafti u hoq."), guards=[guards.editor])
def discard_draft(desk: NamedDependency[Desk], assessment_id: FromPath[int]) -> Answer:
    if desk.session.get(Assessment, assessment_id) is None:
        return desk.go("/puna/raundet")  # sent twice: it is gone already
    row = assessment_for(desk.session, desk.viewer, assessment_id)
    round_id, form = row.round_id, VersionForm(desk.words, desk.sent)

    def throw_away() -> str:
        assessments.discard(desk.session, desk.viewer, row, form.version.seen)
        return f"/puna/raundet/{round_id}"

    return desk.take(form, lambda status: _discarding_page(desk, row, form, status), throw_away)


def _discarding_page(desk: Desk, row: Assessment, form: VersionForm, status: int = 200) -> Response[str]:
    form.version.data = str(row.version)
    unit = desk.session.get(AdministrativeUnit, row.unit_id) if row.unit_id else None
    context = {
        "row": row,
        "round": row.round,
        "contract": row.round.contract,
        "unit": unit,
        "pieces": len(pieces_of(desk, row)),
        "form_path": assessments.path_of(desk.session, row),
        "form": form,
    }
    return desk.page("monitoring/discarding.html", context, status)


@get("/provat/{sha256:str}", opt=guards.OPEN)
def evidence_file(desk: NamedDependency[Desk], sha256: FromPath[str]) -> Response[bytes]:
    """A file of evidence, to whoever may see an assessment that it belongs to."""
    return file_answer(desk.settings.files, sha256, _name_of(desk, sha256))


@get("/provat/{sha256:str}/e-vogel", opt=guards.OPEN)
def small_evidence(desk: NamedDependency[Desk], sha256: FromPath[str]) -> Response[bytes]:
    """A picture of evidence as pages show it, to the same."""
    return small_answer(desk.settings.files, sha256, _name_of(desk, sha256))


def _name_of(desk: Desk, sha256: str) -> str | None:
    """None for what this viewer may not see."""
    return desk.session.exec(
        select(EvidenceFile.name)
        .join(Evidence, col(Evidence.id) == EvidenceFile.evidence_id)
        .join(Assessment, col(Assessment.id) == Evidence.assessment_id)
        .where(EvidenceFile.sha256 == sha256, visible_to(desk.session, desk.viewer))
        .order_by(col(EvidenceFile.id))
    ).first()


def sealer(desk: Desk) -> Callable[[str], str]:
    """With which a form carries a file that was uploaded before, and no other."""
    return partial(files.seal, desk.settings.key(), desk.viewer.person_id)


def pieces_of(desk: Desk, row: Assessment | None) -> list[Evidence]:
    return evidence_of(desk.session, [row.id]).get(row.id or 0, []) if row else []


def stored(pieces: Iterable[Evidence]) -> set[str]:
    """Digests of their files, which whoever writes on them may look at."""
    return {file.sha256 for piece in pieces for file in piece.files}


def to_the_empty_piece(desk: Desk, row: Assessment, path: str) -> str:
    """The form again; after the button for one more piece of evidence, at the first field of its empty place: a browser
    puts the cursor where an address points, also without script."""
    if desk.sent.get("veprimi") != "shto":
        return path
    return f"{path}{'&' if '?' in path else '?'}prova=e-re#evidence-{len(pieces_of(desk, row))}-evidence_kind"


def _round(desk: Desk, round_id: int) -> Round:
    held = desk.session.get(Round, round_id)
    if held is None:
        raise Missing
    assessments.require_editor(desk.viewer, held)
    return held


def _next(desk: Desk, place: Place) -> str:
    """Where an editor goes on when a verdict is sent: to the next one to write, else to the list."""
    held, ref = place.held, place.text.ref
    part = work_list(desk.session, desk.viewer, held, with_plans=False).next_after(ref, place.unit_slug)
    if part is None:
        desk.say(N_("%(ref)s u dërgua për rishikim. Nuk ka mbetur tjetër për t’u vlerësuar."), ref=ref)
        return f"/puna/raundet/{held.id}"
    desk.say(N_("%(ref)s u dërgua për rishikim. Vazhdoni me këtë."), ref=ref)
    query = f"?njesia={part.unit.slug}" if part.unit else ""
    return f"/puna/raundet/{held.id}/vleresimet/{part.ref}{query}"


def _page(desk: Desk, place: Place, form: AssessmentForm, *, status: int = 200, adds: bool = False) -> Response[str]:
    form.leave_room()
    held, text, unit, row = place.held, place.text, place.unit, place.row(desk)
    work = work_list(desk.session, desk.viewer, held, with_plans=False)
    following = work.next_after(text.ref, place.unit_slug)
    first, last = held.evidence_dates()
    evidence = pieces_of(desk, row)
    context = {
        "round": held,
        "contract": held.contract,
        "text": text,
        "unit": unit,
        "row": row,
        "form": form,
        "adds": adds,
        "state_words": STATE_WORDS,
        "kind_words": KIND_WORDS,
        "stance_words": STANCE_WORDS,
        "evidence": evidence,
        "on": assessments.read_on(row),
        "copies": copies_of(desk.session, [piece.url for piece in evidence], is_public=False),
        "replies": replies_beside(desk.session, desk.viewer, row),
        "first_day": first,
        "last_day": last,
        "accept": files.ACCEPTED,
        "stored": stored(evidence),
        "beside": beside(desk.session, commitment_id=text.commitment_id).get(text.commitment_id, []),
        "verdict_words": VERDICT_WORDS,
        "ratings": independent_ratings(desk.session, held).get((text.commitment_id, unit.id if unit else None)),
        "may_write": _may_write(desk, held, row),
        "before": verdicts_before(desk.session, held, text.commitment_id or 0, unit.id if unit else None),
        "place": work.place_of(text.ref, place.unit_slug),
        "goes_on": (following.ref, following.unit) != (text.ref, unit) if following else False,
    }
    return desk.page("monitoring/assessment.html", context, status)


def _may_write(desk: Desk, held: Round, row: Assessment | None) -> bool:
    try:
        require_adjudicator(desk.session, desk.viewer, held)
    except Refusal:
        return False
    return row is None or row.state in OPEN_TO_WRITING


HANDLERS: list[Any] = [
    *(assessment_page, write_assessment, back_to_draft, discarding_page, discard_draft, evidence_file, small_evidence)
]
