"""People, organisations and roles, and who is looking."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts import same_person
from pop_tracker.accounts.roles import TRUSTED
from pop_tracker.accounts.roles import Role as Role
from pop_tracker.database import free_slug, vocabulary
from pop_tracker.history import Actor, Recorded, recorded
from pop_tracker.places.models import Municipality
from pop_tracker.web.albanian import slug, sort_key
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.public_names import names_places
from pop_tracker.web.source_list import SourceList
from pop_tracker.web.telling import Telling, titled_by

_FIELDS = {
    "municipalities": N_("Bashkitë"),
    "name": N_("Emri"),
    "name_en": N_("Emri në anglisht"),
    "short_name": N_("Shkurtimi"),
    "slug": N_("Emri në adresë"),
    "source": N_("Burimi"),
}


@recorded(
    "organisation",
    {"record": N_("Organizatë e regjistruar"), "revise": N_("Organizatë e ndryshuar")},
    Telling(titled_by("name"), _FIELDS),
)
class Organisation(SQLModel, table=True):
    """A member organisation of the network."""

    kind: ClassVar[str]

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    name: str = Field(max_length=200)
    short_name: str = Field(default="", max_length=40)
    name_en: str = Field(default="", max_length=200)
    sort_key: str = Field(max_length=400)
    source: str = Field(sa_type=SourceList)

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

    def rows(self, session: Session) -> Iterable[SQLModel]:
        return [self]

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls)).all()

    @classmethod
    def add(
        cls, session: Session, viewer: "Viewer", *, name: str, short_name: str, name_en: str, source: str,
        municipality_ids: Iterable[int],
    ) -> "Organisation":  # fmt: skip
        """Its address is made of its name, and stays when the name changes."""
        organisation = cls(
            slug=slug(name), name=name, short_name=short_name, name_en=name_en, sort_key=sort_key(name), source=source
        )
        if not organisation.slug:
            raise Refusal(N_("Emri duhet të ketë shkronja."), field="name")
        if session.exec(select(cls.id).where(cls.name == name)).first() is not None:
            raise Refusal(N_("Një organizatë me këtë emër është regjistruar tashmë."), field="name")
        organisation.slug = free_slug(session, col(cls.slug), organisation.slug)
        organisation.record(session, viewer.actor, municipality_ids)
        return organisation

    def revise(
        self, session: Session, viewer: "Viewer", *, name: str, short_name: str, name_en: str, source: str,
        municipality_ids: Iterable[int],
    ) -> None:  # fmt: skip
        before = self.public_state(session)
        self.name, self.short_name, self.name_en, self.source = name, short_name, name_en, source
        self.sort_key = sort_key(name)
        self._cover(session, municipality_ids)
        if self.public_state(session) != before:
            history.append(session, "revise", self, viewer.actor, source=source)

    def record(self, session: Session, by: Actor, municipality_ids: Iterable[int]) -> None:
        """Enters the organisation, with the municipalities it covers."""
        session.add(self)
        session.flush()
        self._cover(session, municipality_ids)
        history.append(session, "record", self, by, source=self.source)

    def _cover(self, session: Session, municipality_ids: Iterable[int]) -> None:
        session.exec(sa.delete(Coverage).where(col(Coverage.organisation_id) == self.id))
        session.add_all(
            Coverage(organisation_id=self.id or 0, municipality_id=id) for id in sorted(set(municipality_ids))
        )
        session.flush()


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
    may_approve_from: datetime | None = None
    """When an address that moved without the old mailbox counts for decisions."""
    phone: str = Field(default="", max_length=40, sa_column_kwargs={"server_default": ""})
    """Where whoever they ask may reach them; it stands in letters and on the pages that those lead to, nowhere else."""


class RoleHeld(SQLModel, table=True):
    __tablename__ = "role_held"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    role: Role = Field(primary_key=True, sa_type=vocabulary(Role))


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
    same_as: frozenset[int] = frozenset()
    """All accounts of this one person, also this one."""
    also_works_for: frozenset[int | None] = frozenset()
    """The organisations of those that are open; None is the network's own office."""
    colleagues: frozenset[int] = frozenset()
    """All accounts of people who have several, one of them where this person works."""
    may_approve_from: datetime | None = None
    """Before this they decide on nothing: their address moved on the word of two others."""
    proven_at: datetime | None = None
    """When they last proved, in this session, that it is they: with a passkey, or with a code."""
    must_prove: bool = False
    """Whether they are asked to. Not everybody is (`signing_in.must_prove`)."""
    entering: int | None = None
    """Who came by a link and has still to prove that it is they: until then they are nobody in particular."""

    def __post_init__(self) -> None:
        if self.person_id is not None:
            object.__setattr__(self, "same_as", self.same_as | {self.person_id})

    @property
    def may_not_approve_yet(self) -> bool:
        return self.may_approve_from is not None and self.may_approve_from > datetime.now(UTC)

    def is_among(self, people: Iterable[int | None]) -> bool:
        """Whether one of them is this person, with this account or another one of theirs."""
        return not self.same_as.isdisjoint(people)

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

    def has_proven_within(self, time: timedelta) -> bool:
        return self.proven_at is not None and self.proven_at > datetime.now(UTC) - time

    def may_edit(self, municipality_id: int) -> bool:
        """Editors edit what their organisation covers; the coordinator, municipalities nobody covers."""
        if self.is_editor and municipality_id in self.covers:
            return True
        return self.is_coordinator and municipality_id in self.uncovered


ANYONE = Viewer()


def viewer_for(
    session: Session,
    person: Person,
    session_id: int | None = None,
    *,
    proven_at: datetime | None = None,
    must_prove: bool = False,
) -> Viewer:
    """The viewer a person is when signed in."""
    organisation = session.get(Organisation, person.organisation_id) if person.organisation_id else None
    roles = frozenset(Role(role) for role in session.exec(select(RoleHeld.role).where(RoleHeld.person_id == person.id)))
    pairs = session.exec(select(Coverage.organisation_id, Coverage.municipality_id)).all()
    covered = {municipality for _, municipality in pairs}
    uncovered: frozenset[int] = frozenset()
    if Role.COORDINATOR in roles:
        uncovered = frozenset(m for m in session.exec(select(Municipality.id)) if m is not None and m not in covered)
    same_as = same_person.accounts_of(session, person.id or 0)
    also_works_for: frozenset[int | None] = frozenset()
    if len(same_as) > 1:
        open_ones = select(Person.organisation_id).where(col(Person.id).in_(same_as), col(Person.left_on).is_(None))
        also_works_for = frozenset(session.exec(open_ones))
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
        same_as=same_as,
        also_works_for=also_works_for,
        colleagues=_colleagues(session, {person.organisation_id, *also_works_for}) if roles & TRUSTED else frozenset(),
        may_approve_from=person.may_approve_from,
        proven_at=proven_at,
        must_prove=must_prove,
    )


def _colleagues(session: Session, near: set[int | None]) -> frozenset[int]:
    """As `Viewer` says; one query where, as nearly everywhere, nobody has several accounts."""
    several = same_person.with_several(session)
    if not several:
        return frozenset()
    accounts = frozenset[int]().union(*several)
    works_for = select(Person.id, Person.organisation_id).where(
        col(Person.id).in_(accounts), col(Person.left_on).is_(None)
    )
    here = {id for id, organisation_id in session.exec(works_for) if organisation_id in near}
    return frozenset[int]().union(*(one for one in several if not one.isdisjoint(here)))


def organisations(session: Session) -> list[Organisation]:
    """All, in Albanian order of their names."""
    return list(session.exec(select(Organisation).order_by(col(Organisation.sort_key))))


def organisation_by_slug(session: Session, slug: str, *, for_update: bool = False) -> Organisation | None:
    query = select(Organisation).where(Organisation.slug == slug)
    return session.exec(query.with_for_update() if for_update else query).first()


def coverage(session: Session) -> dict[int, set[int]]:
    """The municipalities that each organisation covers, by its id."""
    covered: dict[int, set[int]] = {}
    for organisation_id, municipality_id in session.exec(select(Coverage.organisation_id, Coverage.municipality_id)):
        covered.setdefault(organisation_id, set()).add(municipality_id)
    return covered


def person_by_email(session: Session, email: str) -> Person | None:
    """An active person; addresses are compared without regard to case."""
    return session.exec(
        select(Person).where(Person.email == email.strip().lower(), col(Person.left_on).is_(None))
    ).first()


def one_at_a_time(session: Session, what: str) -> None:
    """Keeps others who ask for the same out until this transaction ends; on SQLite they are out already."""
    if session.get_bind().dialect.name == "postgresql":
        session.exec(select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(what, 0))))


names_places(sa.select(col(Organisation.name)))
