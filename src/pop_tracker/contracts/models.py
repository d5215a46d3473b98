"""Contracts: that there is one, for whom and for which years. What it asks for lies in its `editions`."""

from collections.abc import Iterable
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, select

from pop_tracker import history
from pop_tracker.accounts.actors import organisation_slug
from pop_tracker.database import owner_of
from pop_tracker.history import REMOVED, Actor, Recorded, recorded
from pop_tracker.places.models import Municipality
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.telling import Telling, titled_by

_FIELDS = {
    "municipality": N_("Bashkia"),
    "organisation": N_("Organizata"),
    "slug": N_("Emri në adresë"),
    "source": N_("Burimi"),
    "term_from": N_("Mandati nga viti"),
    "term_until": N_("Mandati deri në vitin"),
    "text_known": N_("Teksti dihet"),
    "title": N_("Titulli"),
}


@recorded(
    "contract",
    {"record": N_("Kontratë e regjistruar"), "receive": N_("Teksti i kontratës u gjet")},
    Telling(titled_by("title"), _FIELDS),
)
class Contract(SQLModel, table=True):
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    municipality_id: int = Field(foreign_key="municipality.id", index=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    title: str = Field(max_length=200)
    term_from: int
    """Year."""
    term_until: int
    text_known: bool = True
    """False: we know of signatures, not of the wording; or the first edition is not published yet."""
    source: str = Field(sa_type=sa.Text)

    @property
    def key(self) -> str:
        return self.slug

    @property
    def path(self) -> str:
        return f"/kontratat/{self.slug}"

    @property
    def municipality_slug(self) -> str:
        return owner_of(self, Municipality, self.municipality_id).slug

    def public_state(self, session: Session) -> dict[str, Any]:
        return {
            **self.model_dump(exclude={"id", "municipality_id", "organisation_id"}),
            "municipality": self.municipality_slug,
            "organisation": organisation_slug(session, self.organisation_id),
        }

    def blank(self, session: Session) -> None:
        """Its own words are only where it is known from; what it asks for stands in its editions."""
        self.source = REMOVED
        session.add(self)

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls)).all()

    def record(self, session: Session, by: Actor) -> None:
        """Enters the contract: that there is one, for whom and for which years; its words come with an edition."""
        if session.exec(select(Contract.id).where(Contract.slug == self.slug)).first() is not None:
            raise Refusal(N_("Kjo bashki ka një kontratë që fillon në këtë vit."), field="term_from")
        session.add(self)
        session.flush()
        history.append(session, "record", self, by, source=self.source)


def contract_by_slug(session: Session, slug: str) -> Contract | None:
    """A contract's being there is public, also while its words are not."""
    return session.exec(select(Contract).where(Contract.slug == slug)).first()


def contract_called(session: Session, slug: str) -> Contract:
    """The contract of an address; raises Missing where there is none."""
    contract = contract_by_slug(session, slug)
    if contract is None:
        raise Missing
    return contract
