"""What the rooms say of somebody's work: what waits for them, what they sent and waits for others, the days to come.

`/puna` shows it and the daily mail tells it, so that nothing stands on the one and is missing in the other.
"""

from sqlmodel import Session

from pop_tracker.accounts import institutions, lost_letters, redaction_lists, removal_asks, requests
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.waiting import Deadline, InHand, together
from pop_tracker.contracts import changes as contract_changes
from pop_tracker.contracts import handing_out
from pop_tracker.contracts import waiting as contracts
from pop_tracker.monitoring import waiting as monitoring
from pop_tracker.monitoring.replies import disavowals
from pop_tracker.plans import deadlines as plans
from pop_tracker.plans import item_changes, withdrawals
from pop_tracker.plans.findings import rows as findings
from pop_tracker.pledges import contact_data, race
from pop_tracker.pledges import deadlines as invitations
from pop_tracker.pledges import waiting as pledges

ROOMS = (
    contracts,
    contract_changes,
    handing_out,
    race,
    pledges,
    findings,
    item_changes,
    withdrawals,
    monitoring,
    disavowals,
    redaction_lists,
    removal_asks,
    requests,
    lost_letters,
    contact_data,
    institutions,
)
WITH_DEADLINES = (invitations, plans, monitoring, removal_asks)


def in_hand(session: Session, viewer: Viewer) -> InHand:
    """The oldest first; at the end, room after room, what nobody wrote a day of."""
    found = together(room.in_hand(session, viewer) for room in ROOMS)
    return InHand(sorted(found.waiting, key=lambda one: one.age), sorted(found.sent, key=lambda one: one.age))


def deadlines(session: Session, viewer: Viewer) -> list[Deadline]:
    """The nearest first, and after those to come the ones that passed, the latest first."""
    found = [one for room in WITH_DEADLINES for one in room.deadlines(session, viewer)]
    to_come = sorted((one for one in found if not one.is_past), key=lambda one: one.day)
    return to_come + sorted((one for one in found if one.is_past), key=lambda one: one.day, reverse=True)
