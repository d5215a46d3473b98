"""What somebody asked for in this room and waits for others."""

from sqlmodel import Session

from pop_tracker.accounts import institutions, redaction_lists, requests
from pop_tracker.accounts.held import Held, Kind, declare
from pop_tracker.accounts.models import Viewer
from pop_tracker.web.i18n import N_


def _asked(session: Session, viewer: Viewer) -> list[Held]:
    return [Held(one) for room in (redaction_lists, institutions) for one in room.in_hand(session, viewer).sent]


def _asked_for_accounts(session: Session, viewer: Viewer) -> list[Held]:
    return [Held(one) for one in requests.in_hand(session, viewer).sent]


declare(
    Kind(
        "requests",
        N_("Heqje të dhënash personale dhe domene në pritje"),
        N_("I vendosin të tjerë, edhe pa të."),
        _asked,
    ),
    Kind(
        "account_requests",
        N_("Kërkesa për role dhe adresa"),
        N_("Vlejnë vetëm sa është koordinator personi që i bëri: i bën nga e para një koordinator tjetër."),
        _asked_for_accounts,
    ),
)
