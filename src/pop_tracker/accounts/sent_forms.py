"""Forms that were taken, so that none does twice what it was sent for once."""

from datetime import UTC, datetime

from sqlmodel import Field, Session, SQLModel

from pop_tracker.accounts.models import Viewer, one_at_a_time


class SentForm(SQLModel, table=True):
    """A form that was taken, by the nonce in it: sent again, it is answered as before and does nothing twice."""

    __tablename__ = "sent_form"
    nonce: str = Field(max_length=64, primary_key=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    location: str = Field(max_length=300)
    at: datetime


def location_of_sent(session: Session, nonce: str) -> str | None:
    """Where the form with this nonce led when it was first taken.

    Of two that come at the same moment the second waits here for the first's commit.
    """
    if not nonce:
        return None
    one_at_a_time(session, nonce)
    found = session.get(SentForm, nonce[:64])
    return found.location if found else None


def remember_sent(session: Session, nonce: str, viewer: Viewer, location: str) -> None:
    if nonce:
        session.add(SentForm(nonce=nonce[:64], person_id=viewer.person_id, location=location, at=datetime.now(UTC)))
