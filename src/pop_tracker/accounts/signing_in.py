"""Sign-in by a one-time link, and the sessions it opens.

There are no passwords. A link and a session are known by the SHA-256 of their secret, so that reading the
database lets nobody in. Someone who left is nobody at once: every look-up asks whether the person is active.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.accounts.models import ANYONE, Person, Role, RoleHeld, Viewer, viewer_for
from pop_tracker.accounts.roles import TRUSTED
from pop_tracker.accounts.second_factor import has_one
from pop_tracker.web.secret import new_secret, secret_hash

LINK_LIFE = timedelta(minutes=30)
SESSION_LIFE = timedelta(days=14)
IDLE = timedelta(hours=12)
"""A session that nobody used for so long is over, however young it is."""
SEEN_EVERY = timedelta(minutes=5)
"""That a session is in use is written down no more often."""


class SignInLink(SQLModel, table=True):
    __tablename__ = "sign_in_link"
    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class SignInSession(SQLModel, table=True):
    __tablename__ = "sign_in_session"
    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    seen_at: datetime
    """When it was last used, to `SEEN_EVERY`."""
    proven_at: datetime | None = None
    """When the person last proved in it that it is they."""
    standing: str = Field(max_length=64)
    """Digest of address, organisation and roles when it was opened. With any other the session is over."""


class ToldOfSignIns(SQLModel, table=True):
    """A person who wants a letter each time somebody signs in as them."""

    __tablename__ = "told_of_sign_ins"
    person_id: int = Field(foreign_key="person.id", primary_key=True)


@dataclass(frozen=True)
class Entered:
    """Who holds a session cookie, and whether it is time to note that it is in use."""

    viewer: Viewer
    to_be_noted: bool = False


NOBODY = Entered(ANYONE)


def who_entered(session: Session, secret: str, *, is_training: bool) -> Entered:
    """Whose session cookie this is: ANYONE when it is unknown, over, or the person has left; somebody who is `entering`
    when they have still to prove that it is they."""
    now = datetime.now(UTC)
    found = session.exec(
        select(SignInSession, Person, has_one(col(Person.id)))
        .join(Person, col(Person.id) == SignInSession.person_id)
        .where(
            SignInSession.token_hash == secret_hash(secret),
            SignInSession.expires_at > now,
            SignInSession.seen_at > now - IDLE,
            col(SignInSession.ended_at).is_(None),
            col(Person.left_on).is_(None),
        )
    ).first()
    if found is None:
        return NOBODY
    held, person, has_second_factor = found
    asked = viewer_for(session, person, held.id, proven_at=held.proven_at)
    if held.standing != standing_of(person, asked.roles):
        return NOBODY
    viewer = replace(asked, must_prove=must_prove(asked.roles, has_second_factor, is_training=is_training))
    if viewer.must_prove and viewer.proven_at is None:
        viewer = Viewer(session_id=held.id, must_prove=True, entering=person.id)
    return Entered(viewer, held.seen_at < now - SEEN_EVERY)


def must_prove(roles: Collection[Role], has_second_factor: bool, *, is_training: bool) -> bool:
    """Whoever has a second factor is asked for it. Reviewers and coordinators must have one; in training, where all is
    invented and newcomers click through, nobody must."""
    return has_second_factor or (not is_training and bool(TRUSTED & frozenset(roles)))


def standing_of(person: Person, roles: Iterable[str]) -> str:
    """What a session is opened for, as a digest."""
    return secret_hash(f"{person.email} {person.organisation_id} {' '.join(sorted(roles))}")


def note_seen(session: Session, session_id: int) -> None:
    """Of many requests at the same moment the first writes."""
    now = datetime.now(UTC)
    session.exec(
        sa.update(SignInSession)
        .where(col(SignInSession.id) == session_id, col(SignInSession.seen_at) < now - SEEN_EVERY)
        .values(seen_at=now)
    )


def new_sign_in_link(session: Session, person: Person, life: timedelta = LINK_LIFE) -> str:
    """Makes a link's secret for the person; it works once, until it expires."""
    secret, now = new_secret(), datetime.now(UTC)
    session.add(
        SignInLink(token_hash=secret_hash(secret), person_id=person.id or 0, created_at=now, expires_at=now + life)
    )
    return secret


def sign_in_link(session: Session, secret: str) -> SignInLink | None:
    """The link, if it can still be used. Looking uses nothing up: mail scanners open links."""
    return session.exec(
        select(SignInLink)
        .join(Person, col(Person.id) == SignInLink.person_id)
        .where(
            SignInLink.token_hash == secret_hash(secret),
            SignInLink.expires_at > datetime.now(UTC),
            col(SignInLink.used_at).is_(None),
            col(Person.left_on).is_(None),
        )
    ).first()


def sign_in(session: Session, secret: str) -> str | None:
    """Uses the link up and opens a session; returns the session's secret, or None when the link is dead."""
    link = sign_in_link(session, secret)
    if link is None:
        return None
    now = datetime.now(UTC)
    # Conditional, so that of two uses at the same moment only one signs in.
    used = session.exec(
        sa.update(SignInLink)
        .where(col(SignInLink.id) == link.id, col(SignInLink.used_at).is_(None))
        .values(used_at=now)
    )
    if used.rowcount != 1:
        return None
    # A link that was not used would open a second door for as long as it lives.
    session.exec(
        sa.delete(SignInLink).where(col(SignInLink.person_id) == link.person_id, col(SignInLink.used_at).is_(None))
    )
    person = session.get_one(Person, link.person_id)
    roles = session.exec(select(RoleHeld.role).where(RoleHeld.person_id == person.id)).all()
    opened = new_secret()
    session.add(
        SignInSession(
            token_hash=secret_hash(opened),
            person_id=link.person_id,
            created_at=now,
            expires_at=now + SESSION_LIFE,
            seen_at=now,
            standing=standing_of(person, roles),
        )
    )
    return opened


def person_of(session: Session, secret: str) -> Person:
    """Whose session it is that was just opened."""
    session.flush()
    held = session.exec(select(SignInSession).where(SignInSession.token_hash == secret_hash(secret))).one()
    return session.get_one(Person, held.person_id)


def prove(session: Session, session_id: int) -> None:
    """It has been proven that whoever holds this session is the person it was opened for."""
    held = session.get_one(SignInSession, session_id)
    held.proven_at = datetime.now(UTC)
    session.add(held)


def sign_out(session: Session, session_id: int) -> None:
    held = session.get(SignInSession, session_id)
    if held is not None:
        held.ended_at = datetime.now(UTC)
        session.add(held)


def sessions_of(session: Session, person_id: int) -> list[SignInSession]:
    """Where the person is signed in, the last used first."""
    now = datetime.now(UTC)
    return list(
        session.exec(
            select(SignInSession)
            .where(
                SignInSession.person_id == person_id,
                SignInSession.expires_at > now,
                SignInSession.seen_at > now - IDLE,
                col(SignInSession.ended_at).is_(None),
            )
            .order_by(col(SignInSession.seen_at).desc(), col(SignInSession.id).desc())
        )
    )


def end_one(session: Session, person_id: int, session_id: int) -> bool:
    """One of the person's own; False where there is none that is open."""
    ended = session.exec(
        sa.update(SignInSession)
        .where(
            col(SignInSession.id) == session_id,
            col(SignInSession.person_id) == person_id,
            col(SignInSession.ended_at).is_(None),
        )
        .values(ended_at=datetime.now(UTC))
    )
    return ended.rowcount == 1


def is_told_of_sign_ins(session: Session, person_id: int) -> bool:
    return session.get(ToldOfSignIns, person_id) is not None


def tell_of_sign_ins(session: Session, person_id: int, *, wanted: bool) -> None:
    session.exec(sa.delete(ToldOfSignIns).where(col(ToldOfSignIns.person_id) == person_id))
    if wanted:
        session.add(ToldOfSignIns(person_id=person_id))


def end_all(session: Session, person: Person) -> None:
    """Ends the person's sessions and voids the links that were not used."""
    # Links first: one that is being used at this moment is waited for, and the session it opened ends too.
    session.exec(sa.delete(SignInLink).where(col(SignInLink.person_id) == person.id))
    session.exec(
        sa.update(SignInSession)
        .where(col(SignInSession.person_id) == person.id, col(SignInSession.ended_at).is_(None))
        .values(ended_at=datetime.now(UTC))
    )
