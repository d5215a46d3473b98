"""How often somebody wants to be told by email what waits for them: once a day unless they say otherwise."""

import json
import secrets
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts.models import Person, Viewer, one_at_a_time
from pop_tracker.database import vocabulary
from pop_tracker.web.i18n import N_


class Often(StrEnum):
    DAILY = "daily"
    AT_ONCE = "at_once"
    NEVER = "never"


OFTEN_WORDS: dict[Often, str] = {
    Often.DAILY: N_("Një herë në ditë"),
    Often.AT_ONCE: N_("Menjëherë"),
    Often.NEVER: N_("Asnjëherë"),
}


class MailWish(SQLModel, table=True):
    """Of a person, with what they were told last; made when somebody first asks for it."""

    __tablename__ = "mail_wish"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    often: Often = Field(default=Often.DAILY, sa_type=vocabulary(Often))
    stop_secret: str = Field(max_length=64, unique=True)
    """Stands in their emails; it ends these emails and does nothing else, so it is kept as it is."""
    looked_on: date | None = None
    """The last day on which was asked whether there is something to tell once a day."""
    last_sent_at: datetime | None = None
    told: str = Field(default="{}", sa_type=sa.Text)
    """Of what waits for them what they were told, as canonical JSON: how many of a line, by its digest."""
    told_number: int = 0
    """The last entry of the record that they were told of, or that stood there before the first time."""

    @property
    def told_lines(self) -> dict[str, int]:
        found: dict[str, int] = json.loads(self.told)
        return found


def wish_of(session: Session, person_id: int, *, for_update: bool = False) -> MailWish | None:
    query = select(MailWish).where(MailWish.person_id == person_id)
    return session.exec(query.with_for_update() if for_update else query).first()


def often(session: Session, viewer: Viewer) -> Often:
    wish = wish_of(session, viewer.person_id or 0)
    return Often(wish.often) if wish else Often.DAILY


def choose(session: Session, viewer: Viewer, wanted: Often) -> None:
    wish = made_for(session, viewer.person_id or 0)
    wish.often = wanted
    session.add(wish)


def made_for(session: Session, person_id: int) -> MailWish:
    """The wish of this person, held, and made where there is none yet."""
    one_at_a_time(session, f"mail wish of {person_id}")
    found = wish_of(session, person_id, for_update=True)
    if found is None:
        found = MailWish(
            person_id=person_id, stop_secret=secrets.token_urlsafe(24), told_number=history.head(session).number
        )
        session.add(found)
        session.flush()
    return found


def with_wishes(session: Session) -> list[tuple[int, MailWish | None]]:
    """Everybody who has an account and may get these emails, with their wish where they have one."""
    rows = session.exec(
        select(Person.id, MailWish)
        .join(MailWish, col(MailWish.person_id) == Person.id, isouter=True)
        .where(col(Person.left_on).is_(None), sa.or_(col(MailWish.often).is_(None), col(MailWish.often) != Often.NEVER))
        .order_by(col(Person.id))
    )
    return [(person_id or 0, wish) for person_id, wish in rows]


def wish_by_secret(session: Session, secret: str) -> MailWish | None:
    return session.exec(select(MailWish).where(MailWish.stop_secret == secret)).first()


def stop(session: Session, wish: MailWish) -> None:
    """Without signing in: the link of an email is enough."""
    wish.often = Often.NEVER
    session.add(wish)
