"""Drafts of contracts that wait: for the viewer as second person, for the viewer to go on, for another; and documents
that are being checked on their way to one."""

from collections.abc import Mapping
from dataclasses import replace

from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Person, Viewer
from pop_tracker.accounts.second_person import may_be_second_person
from pop_tracker.accounts.waiting import InHand, Notes, Submitted, Waiting, together
from pop_tracker.contracts import handing_out
from pop_tracker.contracts.checking.readings import ContractReading, as_waiting, readings_at_work
from pop_tracker.contracts.editions import Edition, EditionState, contributors, open_editions
from pop_tracker.contracts.models import Contract
from pop_tracker.web.i18n import N_, day_of


def waits_for(viewer: Viewer, draft: Edition, wrote: Mapping[int, set[int]]) -> bool:
    """Whether this person may decide on the draft now; `wrote` are the `contributors` of it, and perhaps of others."""
    decision = draft.decision(wrote.get(draft.id or 0, set()))
    return draft.state is EditionState.SUBMITTED and may_be_second_person(viewer, decision)


ABOUT_FILE = N_("Skedari i dokumentit: a u jepet lexuesve?")
LEFT_BEHIND = N_("Dokument që po kontrollohej: e lanë të gjithë ata që punonin me të")
NOTES = Notes(N_("Draft që pret rishikimin tuaj"), N_("Draft që pret rishikimin e një personi të dytë"))


def in_hand(session: Session, viewer: Viewer) -> InHand:
    """What the viewer should do here, decide on a submitted draft or go on with their own, and what they submitted."""
    seen, documents = open_editions(session, viewer), readings_at_work(session, viewer)
    wrote = contributors(session, (edition for edition, _ in seen))
    going_on = [
        edition.id or 0
        for edition, contract in seen
        if edition.state is not EditionState.SUBMITTED and viewer.may_edit(contract.municipality_id)
    ]
    writing = {id for edition_id in going_on for id in wrote.get(edition_id, ())}
    asked = handing_out.undeclared(session, (one for one, _ in seen if one.state is EditionState.SUBMITTED))
    gone = _gone(session, writing.union(*(one.wrote for one in documents)))
    return together(
        [
            _submitted(viewer, edition, contract, wrote).told_to(viewer)
            if edition.state is EditionState.SUBMITTED
            else _being_written(viewer, edition, contract, wrote.get(edition.id or 0, set()), gone)
            for edition, contract in seen
        ]
        + [_being_checked(viewer, one, gone) for one in documents]
        + [_asked(viewer, one, contract, wrote.get(one.id or 0, set())) for one, contract in seen if one.id in asked]
    )


def _asked(viewer: Viewer, edition: Edition, contract: Contract, wrote: set[int]) -> InHand:
    """Whether readers have the file of a document that was saved and handed on at once; until it is published, since
    its second person decides on that too."""
    if viewer.person_id not in wrote or not viewer.may_edit(contract.municipality_id):
        return InHand()
    return InHand([Waiting(contract.title, handing_out.page_of(edition, contract), ABOUT_FILE)])


def _submitted(viewer: Viewer, edition: Edition, contract: Contract, wrote: Mapping[int, set[int]]) -> Submitted:
    work = f"/puna/kontratat/{contract.slug}"
    return Submitted(
        contract.title, f"{work}/rishikimi", NOTES, edition.submitted_by, edition.submitted_at,
        waits_for(viewer, edition, wrote), own_path=f"{work}/drafti",
    )  # fmt: skip


def _gone(session: Session, people: set[int]) -> set[int]:
    """Of these, who left; one query, none of nobody."""
    if not people:
        return set()
    left = select(Person.id).where(col(Person.id).in_(people), col(Person.left_on).is_not(None))
    return {id for id in session.exec(left) if id is not None}


def _being_written(viewer: Viewer, edition: Edition, contract: Contract, wrote: set[int], gone: set[int]) -> InHand:
    """For who wrote in it, and once all of those left, for everybody who may."""
    if not viewer.may_edit(contract.municipality_id) or (viewer.person_id not in wrote and wrote - gone):
        return InHand()
    # Nobody writes down when a draft was opened, or came back.
    note = N_("Draft i kthyer me një shënim") if edition.return_note else N_("Draft i hapur")
    if viewer.person_id not in wrote:
        note = N_("Draft i hapur: e lanë të gjithë ata që e shkruanin")
    sent_on = day_of(edition.submitted_at) if edition.return_note else None
    return InHand([Waiting(contract.title, f"/puna/kontratat/{contract.slug}/drafti", note, sent_on=sent_on)])


def _being_checked(viewer: Viewer, reading: ContractReading, gone: set[int]) -> InHand:
    """As a draft is told: for who worked on it, and once all of those left, for everybody who may."""
    if viewer.is_among(reading.wrote):
        return InHand([as_waiting(reading)])
    is_left = not set(reading.wrote) - gone
    return InHand([replace(as_waiting(reading), note=LEFT_BEHIND)] if is_left else [])
