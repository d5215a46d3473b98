"""A finding before its second person: read beside the commitment's words, confirmed or sent back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response.redirect import Redirect
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import ANYONE, Person
from pop_tracker.accounts.pages import guards
from pop_tracker.accounts.pages.desk import Answer, Desk
from pop_tracker.accounts.pages.proposals import ReturnForm, on_its_page
from pop_tracker.contracts.editions import current_texts
from pop_tracker.contracts.texts import Text
from pop_tracker.plans.findings.findings import (
    FINDING_STATE_WORDS,
    VERDICT_WORDS,
    Finding,
    also_in,
    visible_to,
)
from pop_tracker.plans.findings.rows import FindingRow, open_findings, published_findings
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import Plan
from pop_tracker.web.doors import get, post
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.i18n import N_


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
    municipality_id: int


@get("/puna/gjetjet/{finding_id:int}", guards=[guards.lately_proven])
def finding_page(desk: NamedDependency[Desk], finding_id: FromPath[int]) -> Answer:
    if public := _public(desk, finding_id):
        return desk.go(public.path)
    return _page(desk, _seen(desk, finding_id), ReturnForm(desk.words))


@post(
    "/puna/gjetjet/{finding_id:int}/konfirmimi",
    done=N_("Gjetja u konfirmua dhe është publike."),
    guards=[guards.reviewer, guards.lately_proven],
)
def confirm(desk: NamedDependency[Desk], finding_id: FromPath[int]) -> Redirect:
    """A bare button, with the version that was read; a rule's no is a page of its own, since nothing was typed."""
    public = _public(desk, finding_id)
    if public and public.confirmed_by == desk.viewer.person_id:
        return desk.go(public.path)
    seen = _seen(desk, finding_id)
    seen.finding.confirm(desk.session, desk.viewer, desk.sent.get("version"))
    return desk.go(seen.finding.path)


@post("/puna/gjetjet/{finding_id:int}/kthimi", done=N_("Gjetja iu kthye autorit me shënim."), guards=[guards.reviewer])
def send_back(desk: NamedDependency[Desk], finding_id: FromPath[int]) -> Answer:
    seen = _seen(desk, finding_id)
    form = ReturnForm(desk.words, desk.sent)

    def send() -> str:
        seen.finding.send_back(desk.session, desk.viewer, form.note.data)
        return "/puna"

    return desk.take(form, lambda status: _page(desk, seen, form, status), send)


@get("/puna/gjetjet/{finding_id:int}/heqja", guards=[guards.editor])
def withdrawal(desk: NamedDependency[Desk], finding_id: FromPath[int]) -> Answer:
    """Asks first: nothing of what was written stays."""
    if public := _public(desk, finding_id):
        return desk.go(public.path)
    seen = _seen(desk, finding_id)
    if not desk.viewer.may_edit(seen.municipality_id):
        raise Missing
    return desk.page("plans/findings/withdrawal.html", {"seen": seen, "verdict_words": VERDICT_WORDS})


@post("/puna/gjetjet/{finding_id:int}/heqja", done=N_("Gjetja u hoq."), guards=[guards.editor])
def withdraw(desk: NamedDependency[Desk], finding_id: FromPath[int]) -> Redirect:
    """A bare button."""
    seen = _seen(desk, finding_id)
    seen.finding.withdraw(desk.session, desk.viewer)
    return desk.go(f"/puna/gjetjet?kontrata={seen.row.contract_slug}&plani={seen.row.plan_slug}")


def names_of(session: Session, rows: Iterable[FindingRow | None]) -> dict[int, str]:
    """Who found and who confirmed, by name, for staff; one query."""
    ids = {one for row in rows if row for one in (row.recorded_by, row.confirmed_by) if one is not None}
    found = session.exec(select(Person.id, Person.name).where(col(Person.id).in_(ids))).all()
    return {person_id: name for person_id, name in found if person_id is not None}


def _public(desk: Desk, finding_id: int) -> Finding | None:
    """The finding once it is public: where an old window and a second press lead."""
    return desk.session.exec(select(Finding).where(Finding.id == finding_id, visible_to(ANYONE))).first()


def _seen(desk: Desk, finding_id: int) -> Seen:
    """Raises Missing for what the viewer may not see, and Refusal for what is public by now."""
    session, viewer = desk.session, desk.viewer
    if _public(desk, finding_id):
        raise Refusal(N_("Për këtë gjetje është vendosur ndërkohë."))
    finding = session.exec(select(Finding).where(Finding.id == finding_id, visible_to(viewer))).first()
    row = next((one for one in open_findings(session, viewer) if one.id == finding_id), None)
    if finding is None or row is None:
        raise Missing
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
        session.get_one(Plan, finding.plan_id).municipality_id,
    )


def _page(desk: Desk, seen: Seen, form: ReturnForm, status: int = 200) -> Response[str]:
    words = {"verdict_words": VERDICT_WORDS, "state_words": FINDING_STATE_WORDS}
    context = {"seen": seen, **words, **on_its_page(desk, seen.finding, seen.municipality_id, form)}
    return desk.page("plans/findings/finding.html", context, status)


HANDLERS: list[Any] = [finding_page, confirm, send_back, withdrawal, withdraw]
