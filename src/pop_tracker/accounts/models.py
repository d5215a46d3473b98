"""People, organisations and roles; sign-in by a one-time link, and how often it may be tried.

There are no passwords. A link and a session are known by the SHA-256 of their secret, so that reading the
database lets nobody in. Someone who left is nobody at once: every look-up asks whether the person is active.
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.database import vocabulary
from pop_tracker.history import Actor, Recorded, recorded
from pop_tracker.places.models import Municipality
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_

SESSION_COOKIE = "pop_session"
LINK_LIFE = timedelta(minutes=30)
SESSION_LIFE = timedelta(days=14)


class Role(StrEnum):
    EDITOR = "editor"
    """Records and revises for the municipalities that the organisation covers."""
    REVIEWER = "reviewer"
    """Approves or sends back what another person submitted, of any member organisation."""
    COORDINATOR = "coordinator"
    """Keeps organisations, people, elections; stands in where a municipality has no organisation."""


@recorded("organisation", {"record": N_("Organizatë e regjistruar"), "revise": N_("Organizatë e ndryshuar")})
class Organisation(SQLModel, table=True):
    """A member organisation of the network."""

    kind: ClassVar[str]

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    name: str = Field(max_length=200)
    short_name: str = Field(default="", max_length=40)
    name_en: str = Field(default="", max_length=200)
    sort_key: str = Field(max_length=400)
    source: str = Field(sa_type=sa.Text)

    @property
    def key(self) -> str:
        return self.slug

    @property
    def path(self) -> str:
        return "/organizatat"

    @property
    def title(self) -> str:
        return self.name

    @property
    def municipality_slug(self) -> None:
        return None

    def public_state(self, session: Session) -> dict[str, Any]:
        covers = session.exec(
            select(Municipality.slug)
            .join(Coverage, col(Coverage.municipality_id) == Municipality.id)
            .where(Coverage.organisation_id == self.id)
        ).all()
        return {**self.model_dump(exclude={"id"}), "municipalities": sorted(covers)}

    def blank(self, session: Session) -> None:
        raise Refusal(N_("Një organizatë nuk mban fjalë private."))

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls)).all()

    def record(self, session: Session, by: Actor, municipality_ids: Iterable[int], verb: str = "record") -> None:
        """Enters the organisation, or what was revised in it, with the municipalities it covers."""
        session.add(self)
        session.flush()
        session.exec(sa.delete(Coverage).where(col(Coverage.organisation_id) == self.id))
        for municipality_id in sorted(set(municipality_ids)):
            session.add(Coverage(organisation_id=self.id or 0, municipality_id=municipality_id))
        history.append(session, verb, self, by, source=self.source)


class Coverage(SQLModel, table=True):
    """A municipality that an organisation covers."""

    organisation_id: int = Field(foreign_key="organisation.id", primary_key=True)
    municipality_id: int = Field(foreign_key="municipality.id", primary_key=True)


class Person(SQLModel, table=True):
    """Someone with an account. Not part of the public record: public pages name the organisation."""

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(max_length=254, unique=True)
    name: str = Field(max_length=120)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    language: str = Field(default="sq", max_length=2)
    left_on: date | None = None


class RoleHeld(SQLModel, table=True):
    __tablename__ = "role_held"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    role: Role = Field(primary_key=True, sa_type=vocabulary(Role))


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


class Attempt(SQLModel, table=True):
    """Something that may be tried only so often, by what is limited (an address, a mailbox)."""

    id: int | None = Field(default=None, primary_key=True)
    what: str = Field(max_length=200, index=True)
    at: datetime


class SentForm(SQLModel, table=True):
    """A form that was taken, by the nonce in it: sent again, it is answered as before and does nothing twice."""

    __tablename__ = "sent_form"
    nonce: str = Field(max_length=64, primary_key=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    location: str = Field(max_length=300)
    at: datetime


@dataclass(frozen=True)
class Viewer:
    """Who is looking: everything that visibility and guards ask about a person, read once per request."""

    person_id: int | None = None
    name: str = ""
    organisation_id: int | None = None
    organisation: str | None = None
    organisation_name: str = ""
    roles: frozenset[Role] = frozenset()
    covers: frozenset[int] = field(default_factory=frozenset)
    uncovered: frozenset[int] = field(default_factory=frozenset)
    session_id: int | None = None

    @property
    def is_signed_in(self) -> bool:
        return self.person_id is not None

    @property
    def is_editor(self) -> bool:
        return Role.EDITOR in self.roles

    @property
    def is_reviewer(self) -> bool:
        return Role.REVIEWER in self.roles

    @property
    def is_coordinator(self) -> bool:
        return Role.COORDINATOR in self.roles

    @property
    def actor(self) -> Actor:
        return Actor(self.person_id, self.organisation)

    def may_edit(self, municipality_id: int) -> bool:
        """Editors edit what their organisation covers; the coordinator, municipalities nobody covers."""
        if self.is_editor and municipality_id in self.covers:
            return True
        return self.is_coordinator and municipality_id in self.uncovered


ANYONE = Viewer()


def secret_hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def viewer_of(session: Session, secret: str) -> Viewer:
    """The viewer whose session cookie this is; ANYONE when it is unknown, over, or the person has left."""
    found = session.exec(
        select(SignInSession.id, Person, Organisation)
        .join(Person, col(Person.id) == SignInSession.person_id)
        .join(Organisation, col(Organisation.id) == Person.organisation_id, isouter=True)
        .where(
            SignInSession.token_hash == secret_hash(secret),
            SignInSession.expires_at > datetime.now(UTC),
            col(SignInSession.ended_at).is_(None),
            col(Person.left_on).is_(None),
        )
    ).first()
    if found is None:
        return ANYONE
    session_id, person, organisation = found
    return _viewer(session, person, organisation, session_id)


def viewer_for(session: Session, person: Person) -> Viewer:
    """The viewer a person is when signed in (for the command line and tests)."""
    organisation = session.get(Organisation, person.organisation_id) if person.organisation_id else None
    return _viewer(session, person, organisation, None)


def _viewer(session: Session, person: Person, organisation: Organisation | None, session_id: int | None) -> Viewer:
    roles = frozenset(session.exec(select(RoleHeld.role).where(RoleHeld.person_id == person.id)))
    pairs = session.exec(select(Coverage.organisation_id, Coverage.municipality_id)).all()
    covered = {municipality for _, municipality in pairs}
    uncovered: frozenset[int] = frozenset()
    if Role.COORDINATOR in roles:
        uncovered = frozenset(m for m in session.exec(select(Municipality.id)) if m is not None and m not in covered)
    return Viewer(
        person_id=person.id,
        name=person.name,
        organisation_id=person.organisation_id,
        organisation=organisation.slug if organisation else None,
        organisation_name=organisation.name if organisation else "",
        roles=roles,
        covers=frozenset(m for o, m in pairs if o == person.organisation_id),
        uncovered=uncovered,
        session_id=session_id,
    )


def person_by_email(session: Session, email: str) -> Person | None:
    """An active person; addresses are compared without regard to case."""
    return session.exec(
        select(Person).where(Person.email == email.strip().lower(), col(Person.left_on).is_(None))
    ).first()


def new_sign_in_link(session: Session, person: Person, life: timedelta = LINK_LIFE) -> str:
    """Makes a link's secret for the person; it works once, until it expires."""
    secret, now = secrets.token_urlsafe(32), datetime.now(UTC)
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
        sa.update(SignInLink).where(col(SignInLink.id) == link.id, col(SignInLink.used_at).is_(None)).values(used_at=now)
    )
    if used.rowcount != 1:
        return None
    opened = secrets.token_urlsafe(32)
    session.add(
        SignInSession(
            token_hash=secret_hash(opened), person_id=link.person_id, created_at=now, expires_at=now + SESSION_LIFE
        )
    )
    return opened


def sign_out(session: Session, session_id: int) -> None:
    held = session.get(SignInSession, session_id)
    if held is not None:
        held.ended_at = datetime.now(UTC)
        session.add(held)


def attempts_left(session: Session, what: str, most: int, within: timedelta) -> bool:
    """Counts one more attempt; False when there were `most` already in that time."""
    now = datetime.now(UTC)
    session.exec(sa.delete(Attempt).where(col(Attempt.at) < now - timedelta(days=1)))
    tried = session.exec(
        select(sa.func.count()).select_from(Attempt).where(Attempt.what == what, Attempt.at > now - within)
    ).one()
    if tried >= most:
        return False
    session.add(Attempt(what=what, at=now))
    return True


def location_of_sent(session: Session, nonce: str) -> str | None:
    """Where the form with this nonce led when it was first taken."""
    found = session.get(SentForm, nonce) if nonce else None
    return found.location if found else None


def remember_sent(session: Session, nonce: str, viewer: Viewer, location: str) -> None:
    if nonce:
        session.add(SentForm(nonce=nonce[:64], person_id=viewer.person_id, location=location, at=datetime.now(UTC)))
