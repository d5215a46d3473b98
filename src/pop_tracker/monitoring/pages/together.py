"""Several assessments of a round approved with one button: each read on the page, each by the same rule as alone."""

import re
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from wtforms import Field, SelectMultipleField
from wtforms.validators import StopValidation

from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.monitoring import assessments, decisions
from pop_tracker.monitoring.copies import copies_of
from pop_tracker.monitoring.evidence import KIND_WORDS, STANCE_WORDS, evidence_of
from pop_tracker.monitoring.models import Assessment, Round
from pop_tracker.monitoring.pages.reviews import REVIEWS, seen_of
from pop_tracker.monitoring.parts import to_review
from pop_tracker.monitoring.reading_again import since_return
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Forbidden, Missing, Refusal, all_at_once
from pop_tracker.web.forms.base import NOT_A_CHOICE, BaseForm, Required
from pop_tracker.web.i18n import N_

MOST = 500
"""Of them at once: more than any round has."""


class _Ticks:
    """Each names an assessment with the version that was read: one that changed meanwhile is told so by its rule."""

    def __call__(self, form: Any, field: Field) -> None:
        if len(field.data) > MOST or not all(re.fullmatch(r"\d{1,9}-\d{1,9}", one) for one in field.data):
            raise StopValidation(form.said.gettext(NOT_A_CHOICE))


class TogetherForm(BaseForm):
    ticked = SelectMultipleField(
        N_("Vlerësimet që miratoni"),
        validators=[Required(N_("Zgjidhni të paktën një vlerësim.")), _Ticks()],
        validate_choice=False,
        choices=[],
    )

    @property
    def chosen(self) -> list[tuple[int, int]]:
        """Assessments by id, with the version that was read."""
        pairs = dict.fromkeys(tuple(int(part) for part in one.split("-")) for one in self.ticked.data or ())
        return [(first, second) for first, second in pairs]


@get(f"{REVIEWS}/raundi/{{round_id:int}}", guards=[guards.reviewer, guards.lately_proven])
def together_page(desk: NamedDependency[Desk], round_id: FromPath[int]) -> Answer:
    """Where nothing of that round waits for the viewer any more, the list of all that waits."""
    if not _waiting(desk, round_id):
        return desk.go(REVIEWS)
    return _page(desk, round_id, TogetherForm(desk.words))


@post(f"{REVIEWS}/raundi/{{round_id:int}}", guards=[guards.reviewer, guards.lately_proven])
def approve_together(desk: NamedDependency[Desk], round_id: FromPath[int]) -> Answer:
    """All that were ticked or none: those that cannot be approved are named, and nothing has happened."""
    form = TogetherForm(desk.words, desk.sent)

    def decide() -> str:
        refs = []
        with all_at_once() as no:
            for assessment_id, version in form.chosen:
                row = desk.session.get(Assessment, assessment_id)
                if row is None:
                    no(Refusal(N_("Një nga vlerësimet u hoq ndërkohë.")))
                    continue
                if row.round_id != round_id or row.corrects_id is not None:
                    raise Missing
                refs.append(row.ref)
                try:
                    decisions.approve(desk.session, desk.viewer, row, version)
                except Forbidden:
                    raise
                except Refusal as refusal:
                    no(Refusal(N_("%(ref)s nuk u miratua: %(why)s"), ref=row.ref, why=desk.told(refusal)))
        desk.say(N_("U miratuan: %(refs)s."), refs=", ".join(dict.fromkeys(refs)))
        return REVIEWS

    return desk.take(form, lambda status: _page(desk, round_id, form, status), decide)


def _waiting(desk: Desk, round_id: int) -> list[Assessment]:
    """What the viewer may approve here; a correction, which is public at once, is asked about on a page of its own."""
    return [row for row in to_review(desk.session, desk.viewer) if row.round_id == round_id and row.corrects_id is None]


def _page(desk: Desk, round_id: int, form: TogetherForm, status: int = 200) -> Response[str]:
    held = desk.session.get(Round, round_id)
    if held is None:
        raise Missing
    rows = _waiting(desk, round_id)
    evidence = evidence_of(desk.session, [row.id for row in rows])
    pieces = [piece for of in evidence.values() for piece in of]
    context = {
        "round": held,
        "contract": held.contract,
        "waiting": seen_of(desk.session, rows),
        "evidence": evidence,
        "since": since_return(desk.session, rows, evidence),
        "copies": copies_of(desk.session, [piece.url for piece in pieces], is_public=False),
        "on": assessments.read_on(None),
        "kind_words": KIND_WORDS,
        "stance_words": STANCE_WORDS,
        "form": form,
    }
    return desk.page("monitoring/together.html", context, status)


HANDLERS: list[Any] = [together_page, approve_together]
