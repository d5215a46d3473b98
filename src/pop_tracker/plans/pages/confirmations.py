"""A finding before its second person: read beside the commitment's words, confirmed or sent back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import ANYONE, Person, Viewer
from pop_tracker.accounts.pages import guards
from pop_tracker.contracts.editions import current_texts
from pop_tracker.contracts.texts import Text
from pop_tracker.plans.findings.findings import (
    FINDING_STATE_WORDS,
    VERDICT_WORDS,
    Finding,
    FindingState,
    also_in,
    visible_to,
)
from pop_tracker.plans.findings.rows import FindingRow, open_findings, published_findings
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import Plan
from pop_tracker.plans.pages.finding_forms import NoteForm
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.forms.data import FormData
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.render import page, see_other

Asked = Request[Any, Any, Any]


@dataclass(frozen=True)
class Seen:
    """A finding with the words it is about, and what the viewer may do."""

    row: FindingRow
    finding: Finding
    text: Text | None
    parent: Text | None
    published: FindingRow | None
    """What stands in its place now."""
    also: list[PlanItem]
    names: dict[int, str]
    may_decide: bool
    may_withdraw: bool


def names_of(session: Session, rows: Iterable[FindingRow | None]) -> dict[int, str]:
    """Who found and who confirmed, by name, for staff; one query."""
    ids = {one for row in rows if row for one in (row.recorded_by, row.confirmed_by) if one is not None}
    found = session.exec(select(Person.id, Person.name).where(col(Person.id).in_(ids))).all()
    return {person_id: name for person_id, name in found if person_id is not None}


def _public(session: Session, finding_id: int) -> Finding | None:
    """The finding once it is public: where an old window and a second press lead."""
    return session.exec(select(Finding).where(Finding.id == finding_id, visible_to(ANYONE))).first()


def _seen(session: Session, viewer: Viewer, finding_id: int) -> Seen:
    """Raises Missing for what the viewer may not see, and Refusal for what is public by now."""
    if _public(session, finding_id):
        raise Refusal(N_("Për këtë gjetje është vendosur ndërkohë."))
    finding = session.exec(select(Finding).where(Finding.id == finding_id, visible_to(viewer))).first()
    row = next((one for one in open_findings(session, viewer) if one.id == finding_id), None)
    if finding is None or row is None:
        raise Missing
    plan = session.get(Plan, finding.plan_id)
    texts = current_texts(session, row.contract_id)
    text = next((one for one in texts if one.commitment_id == row.commitment_id), None)
    of_it = published_findings(session, commitment_id=row.commitment_id, plan_id=row.plan_id)
    return Seen(
        row,
        finding,
        text,
        next((one for one in texts if text and one.ref == text.parent_ref), None),
        of_it[0] if of_it else None,
        also_in(session, [finding_id]).get(finding_id, []),
        names_of(session, [row, *of_it]),
        may_decide=(row.state is FindingState.SUBMITTED and viewer.is_reviewer and row.recorded_by != viewer.person_id),
        may_withdraw=plan is not None and viewer.may_edit(plan.municipality_id),
    )


def _finding_page(request: Asked, seen: Seen, note: NoteForm, status: int = 200) -> Response[str]:
    context = {"seen": seen, "note": note, "verdict_words": VERDICT_WORDS, "state_words": FINDING_STATE_WORDS}
    return page(request, "plans/finding.html", context, status=status)


@get("/puna/gjetjet/{finding_id:int}")
def finding_page(
    request: Asked,
    finding_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
) -> Response[str] | Redirect:
    if public := _public(session, finding_id):
        return see_other(request, public.path)
    return _finding_page(request, _seen(session, viewer, finding_id), NoteForm(said))


@post("/puna/gjetjet/{finding_id:int}/konfirmimi", guards=[guards.reviewer])
def confirm(
    request: Asked,
    finding_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    form_data: NamedDependency[FormData],
) -> Redirect:
    public = _public(session, finding_id)
    if public and public.confirmed_by == viewer.person_id:
        return see_other(request, public.path)
    seen = _seen(session, viewer, finding_id)
    seen.finding.confirm(session, viewer, form_data.get("version"))
    return see_other(request, seen.finding.path)


@post("/puna/gjetjet/{finding_id:int}/kthimi", guards=[guards.reviewer])
def send_back(
    request: Asked,
    finding_id: FromPath[int],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    said: NamedDependency[Words],
    form_data: NamedDependency[FormData],
) -> Response[str] | Redirect:
    seen = _seen(session, viewer, finding_id)
    note = NoteForm(said, form_data)
    if not note.validate():
        return _finding_page(request, seen, note, 422)
    seen.finding.send_back(session, viewer, note.note.data)
    return see_other(request, "/puna")


@post("/puna/gjetjet/{finding_id:int}/heqja", guards=[guards.editor])
def withdraw(
    request: Asked, finding_id: FromPath[int], session: NamedDependency[Session], viewer: NamedDependency[Viewer]
) -> Redirect:
    seen = _seen(session, viewer, finding_id)
    seen.finding.withdraw(session, viewer)
    return see_other(request, f"/puna/gjetjet?kontrata={seen.row.contract_slug}&plani={seen.row.plan_slug}")


HANDLERS: list[Any] = [finding_page, confirm, send_back, withdraw]
