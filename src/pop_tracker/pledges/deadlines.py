"""The last days by which those who were invited answer, for who invited them."""

from datetime import UTC, date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.waiting import STILL_SAID, Deadline
from pop_tracker.contracts.models import Contract
from pop_tracker.elections.offices import Office
from pop_tracker.pledges.invitations import Invitation
from pop_tracker.web.i18n import N_, today


def deadlines(session: Session, viewer: Viewer) -> list[Deadline]:
    """The last days to answer of invitations that nobody answered or revoked, for who may invite; those to one contract
    with the same last day are one line. One query."""
    rows = session.exec(
        select(Invitation, Contract)
        .join(Contract, col(Contract.id) == Invitation.contract_id)
        .join(Office, col(Office.id) == Invitation.office_id, isouter=True)
        .where(
            col(Invitation.answered_at).is_(None),
            col(Invitation.revoked_at).is_(None),
            col(Invitation.expires_at) > datetime.now(UTC) - STILL_SAID,
            sa.or_(col(Office.until_on).is_(None), col(Office.until_on) >= today()),
        )
        .order_by(col(Invitation.id))
    )
    groups: dict[tuple[str, date], list[str]] = {}
    titles: dict[str, str] = {}
    for invitation, contract in rows:
        if viewer.may_edit(contract.municipality_id):
            groups.setdefault((contract.slug, invitation.last_day), []).append(invitation.name)
            titles[contract.slug] = contract.title
    note = N_("Dita e fundit për t’iu përgjigjur ftesës")
    return [
        Deadline(day, f"{names[0]}: {titles[slug]}", f"/puna/ftesat/{slug}", note)
        if len(names) == 1
        else Deadline(day, titles[slug], f"/puna/ftesat/{slug}", note, len(names))
        for (slug, day), names in groups.items()
    ]
