"""Drafts of contracts that wait: for the viewer as second person, for the viewer to go on, for another."""

from collections.abc import Mapping

from sqlmodel import Session

from pop_tracker.accounts.models import Viewer, Waiting
from pop_tracker.accounts.second_person import is_own, may_be_second_person
from pop_tracker.contracts.editions import Edition, EditionState, contributors, open_editions
from pop_tracker.web.i18n import N_, day_of


def waits_for(viewer: Viewer, draft: Edition, wrote: Mapping[int, set[int]]) -> bool:
    """Whether this person may decide on the draft now; `wrote` are the `contributors` of it, and perhaps of others."""
    decision = draft.decision(wrote.get(draft.id or 0, set()))
    return draft.state is EditionState.SUBMITTED and may_be_second_person(viewer, decision)


def waiting_for(session: Session, viewer: Viewer) -> list[Waiting]:
    """What the viewer should do here: decide on a submitted draft, or go on with their own."""
    seen = open_editions(session, viewer)
    wrote = contributors(session, (edition for edition, _ in seen))
    found = []
    for edition, contract in seen:
        work = f"/puna/kontratat/{contract.slug}"
        if edition.state is EditionState.SUBMITTED:
            if waits_for(viewer, edition, wrote):
                note = N_("Draft që pret rishikimin tuaj")
                since = day_of(edition.submitted_at)
                found.append(Waiting(contract.title, f"{work}/rishikimi", note, since, by=(edition.submitted_by,)))
        elif viewer.may_edit(contract.municipality_id) and viewer.person_id in wrote.get(edition.id or 0, ()):
            # Nobody writes down when a draft was opened, or came back.
            note = N_("Draft i kthyer me një shënim") if edition.return_note else N_("Draft i hapur")
            sent_on = day_of(edition.submitted_at) if edition.return_note else None
            found.append(Waiting(contract.title, f"{work}/drafti", note, sent_on=sent_on))
    return found


def sent_by(session: Session, viewer: Viewer) -> list[Waiting]:
    """What the viewer sent and waits for a second person."""
    note = N_("Draft që pret rishikimin e një personi të dytë")
    return [
        Waiting(contract.title, f"/puna/kontratat/{contract.slug}/drafti", note, day_of(edition.submitted_at))
        for edition, contract in open_editions(session, viewer)
        if edition.state is EditionState.SUBMITTED and is_own(viewer, edition.submitted_by)
    ]
