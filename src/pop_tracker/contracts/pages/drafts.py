"""Doors of a draft's life: seen as a whole, opened, taken back, thrown away, and submitted to a second person."""

from dataclasses import dataclass
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from sqlmodel import Session

from pop_tracker.accounts.models import Person
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts.difference import CHANGE_WORDS, ChangedRow, difference
from pop_tracker.contracts.editions import Edition, EditionState, newest_edition, open_edition
from pop_tracker.contracts.first_year import first_year
from pop_tracker.contracts.handing_out import undeclared
from pop_tracker.contracts.hints import HINT_WORDS, Hint, hints
from pop_tracker.contracts.models import Contract, contract_at_work
from pop_tracker.contracts.order import outline_of
from pop_tracker.contracts.pages.forms import SubmissionForm, WithdrawalForm
from pop_tracker.contracts.table.taking_back import entered_tables
from pop_tracker.contracts.texts import (
    GROUP_WORDS,
    Heading,
    Text,
    headings_of_edition,
    texts_of_edition,
)
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_


@dataclass(frozen=True)
class Point:
    """A commitment on the draft's page, with what happened to it and what may be done."""

    text: Text
    change: ChangedRow | None
    is_new: bool
    was_retracted: bool
    may_split: bool
    hints: list[Hint]


@dataclass(frozen=True)
class Section:
    heading: Heading
    change: ChangedRow | None
    is_new: bool
    is_flat: bool
    may_grow: bool
    points: list[Point]

    @property
    def commitments(self) -> int:
        """As they are counted everywhere: what is asked for, without what it stands under, and not retracted."""
        return sum(point.text.is_leaf and not point.text.is_retracted for point in self.points)


@get("/puna/kontratat/{slug:str}/drafti", guards=[guards.editor])
def draft_page(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    session, viewer = desk.session, desk.viewer
    contract = contract_at_work(session, viewer, slug)
    may_edit = viewer.may_edit(contract.municipality_id)
    if not (may_edit or viewer.is_coordinator):
        drafts.require_editor(viewer, contract)
    newest = newest_edition(session, contract.id or 0)
    draft = open_edition(session, viewer, contract.id or 0)
    changes = difference(session, newest, draft, desk.words) if draft else []
    sections = _sections(session, draft, newest, changes) if draft else []
    context = {
        "contract": contract,
        "draft": draft,
        "newest": newest,
        "changes": changes,
        "commitments": sum(section.commitments for section in sections),
        "may_edit": may_edit,
        "may_write": bool(may_edit and draft and draft.state is EditionState.DRAFT),
        "may_order": any(not one.is_fixed for one in outline_of(session, draft)) if draft else False,
        "sections": sections,
        "asks_about_file": bool(draft and may_edit and undeclared(session, [draft])),
        "imports": entered_tables(session, draft) if draft and may_edit else [],
        "first_year": len(first_year(session, contract.id)),
        "change_words": CHANGE_WORDS,
        "hint_words": HINT_WORDS,
        "group_words": GROUP_WORDS,
        "submitter": session.get(Person, draft.submitted_by) if draft and draft.submitted_by else None,
    }
    return desk.page("contracts/draft.html", context)


@post("/puna/kontratat/{slug:str}/drafti", done=N_("Drafti u hap."), guards=[guards.editor])
def open_draft(desk: NamedDependency[Desk], slug: FromPath[str]) -> Redirect:
    drafts.open_draft(desk.session, desk.viewer, contract_at_work(desk.session, desk.viewer, slug))
    return desk.go(f"/puna/kontratat/{slug}/drafti")


@get("/puna/kontratat/{slug:str}/drafti/hedhja", guards=[guards.editor])
def discarding_page(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    """Says what is lost, and asks."""
    contract, draft = drafts.draft_at_work(desk.session, desk.viewer, slug)
    if draft.state is not EditionState.DRAFT:
        raise Missing
    return _discarding_page(desk, contract, draft, WithdrawalForm(desk.words))


@post("/puna/kontratat/{slug:str}/drafti/hedhja", done=N_("Drafti u hoq."), guards=[guards.editor])
def discard_draft(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    contract = contract_at_work(desk.session, desk.viewer, slug)
    form = WithdrawalForm(desk.words, desk.sent)

    def page(status: int) -> Response[str]:
        _, draft = drafts.draft_at_work(desk.session, desk.viewer, slug)
        return _discarding_page(desk, contract, draft, form, status)

    def throw_away() -> str:
        drafts.discard(desk.session, desk.viewer, contract, form.version.seen)
        return "/puna/kontratat"

    return desk.take(form, page, throw_away)


@post(
    "/puna/kontratat/{slug:str}/drafti/marrja",
    done=N_("Drafti u tërhoq nga rishikimi. Mund ta ndryshoni përsëri."),
    guards=[guards.editor],
)
def take_back(desk: NamedDependency[Desk], slug: FromPath[str]) -> Redirect:
    drafts.take_back(desk.session, desk.viewer, contract_at_work(desk.session, desk.viewer, slug))
    return desk.go(f"/puna/kontratat/{slug}/drafti")


@get("/puna/kontratat/{slug:str}/drafti/dergimi", guards=[guards.editor])
def submission_page(desk: NamedDependency[Desk], slug: FromPath[str]) -> Response[str]:
    contract, draft = drafts.draft_at_work(desk.session, desk.viewer, slug)
    if draft.state is not EditionState.DRAFT:
        raise Missing
    form = SubmissionForm(desk.words, reason=draft.reason, source=draft.source)
    return _submission_page(desk, contract, form)


@post(
    "/puna/kontratat/{slug:str}/drafti/dergimi",
    done=N_("Drafti u dërgua për rishikim te një person i dytë."),
    guards=[guards.editor],
)
def submit(desk: NamedDependency[Desk], slug: FromPath[str]) -> Answer:
    contract = contract_at_work(desk.session, desk.viewer, slug)
    drafts.require_editor(desk.viewer, contract)
    form = SubmissionForm(desk.words, desk.sent)

    def hand_in() -> str:
        drafts.submit(
            desk.session,
            desk.viewer,
            contract,
            reason=form.reason.data or "",
            source=form.source.data,
            version=form.version.seen,
        )
        return f"/puna/kontratat/{slug}/drafti"

    return desk.take(form, lambda status: _submission_page(desk, contract, form, status), hand_in)


def _sections(session: Session, draft: Edition, newest: Edition | None, changed: list[ChangedRow]) -> list[Section]:
    changes = {(row.is_priority, row.ref): row for row in changed}
    before = {text.ref: text for text in texts_of_edition(session, newest.id or 0)} if newest else {}
    titled = {heading.number for heading in headings_of_edition(session, newest.id or 0)} if newest else set()
    open_places = {one.ref for one in outline_of(session, draft) if one.takes}
    texts = texts_of_edition(session, draft.id or 0)
    return [
        Section(
            heading,
            changes.get((True, str(heading.number))),
            is_new=heading.number not in titled,
            is_flat=any(text.ref == str(heading.number) for text in texts),
            may_grow=str(heading.number) in open_places,
            points=[
                Point(
                    text,
                    changes.get((False, text.ref)),
                    is_new=text.ref not in before,
                    was_retracted=text.ref in before and before[text.ref].is_retracted,
                    may_split=text.ref in open_places and "." in text.ref,
                    hints=hints(text.text, text.scope, text.place) if text.can_be_assessed else [],
                )
                for text in texts
                if text.priority_number == heading.number
            ],
        )
        for heading in headings_of_edition(session, draft.id or 0)
    ]


def _discarding_page(
    desk: Desk, contract: Contract, draft: Edition, form: WithdrawalForm, status: int = 200
) -> Response[str]:
    return desk.page("contracts/discarding.html", _as_read(desk, contract, draft, form), status)


def _submission_page(desk: Desk, contract: Contract, form: SubmissionForm, status: int = 200) -> Response[str]:
    """With the draft as it stands now, which is what is handed in when the form comes back."""
    draft = open_edition(desk.session, desk.viewer, contract.id or 0)
    if draft is None:
        raise Missing
    context = {**_as_read(desk, contract, draft, form), "change_words": CHANGE_WORDS}
    return desk.page("contracts/submission.html", context, status)


def _as_read(desk: Desk, contract: Contract, draft: Edition, form: WithdrawalForm) -> dict[str, Any]:
    """The draft with what changed in it; the form names the version that the page shows."""
    form.version.data = str(draft.version)
    newest = newest_edition(desk.session, contract.id or 0)
    changes = difference(desk.session, newest, draft, desk.words)
    return {"contract": contract, "draft": draft, "newest": newest, "changes": changes, "form": form}


HANDLERS: list[Any] = [
    draft_page, open_draft, discarding_page, discard_draft, take_back, submission_page, submit,
]  # fmt: skip
