"""Contracts: that there is one, for whom and for which years. What it asks for lies in its `editions`."""

from collections.abc import Iterable
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts.actors import organisation_slug
from pop_tracker.accounts.models import Viewer
from pop_tracker.database import free_slug, owner_of
from pop_tracker.history import Actor, Recorded, recorded
from pop_tracker.places.models import Municipality
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.source_list import SourceList
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
    "withdrawal": N_("Pse u tërhoq"),
}


@recorded(
    "contract",
    {
        "record": N_("Kontratë e regjistruar"),
        "receive": N_("Teksti i kontratës u gjet"),
        "correct": N_("Të dhënat e kontratës u ndreqën"),
        "withdraw": N_("Kontrata u tërhoq nga regjistri"),
    },
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
    """False: we know of signatures, not of the wording."""
    source: str = Field(sa_type=SourceList)
    is_known: bool = Field(default=True, sa_column_kwargs={"server_default": sa.true()})
    """Whether the record says that there is one. One that is being prepared is not yet: it becomes known with its first
    edition, or with an answer to it."""
    withdrawal: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    """Why a contract that was entered by mistake, and on which nothing rests, stands in the record no more."""

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
            **self.model_dump(exclude={"id", "municipality_id", "organisation_id", "is_known"}),
            "municipality": self.municipality_slug,
            "organisation": organisation_slug(session, self.organisation_id),
        }

    def rows(self, session: Session) -> Iterable[SQLModel]:
        return [self]

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls).where(col(cls.is_known))).all()

    def prepare(self, session: Session) -> None:
        """Opens it for its editors, whose draft comes next. Nothing is public yet."""
        self.require_its_own_years(session)
        self.slug = free_slug(session, col(Contract.slug), self.slug)
        self.is_known = False
        session.add(self)
        session.flush()

    def require_its_own_years(self, session: Session) -> None:
        """Raises Refusal where the municipality has another contract that begins in its first year. Who says the years
        of one at the same moment waits."""
        session.get(Municipality, self.municipality_id, with_for_update={"key_share": True})
        others = select(Contract.id).where(
            Contract.municipality_id == self.municipality_id,
            Contract.term_from == self.term_from,
            Contract.withdrawal == "",
            col(Contract.id).is_distinct_from(self.id),
        )
        if session.exec(others).first() is not None:
            raise Refusal(N_("Kjo bashki ka një kontratë që fillon në këtë vit."), field="term_from")

    def record(self, session: Session, by: Actor, *, source: str = "", approved_by: Actor | None = None) -> None:
        """Enters in the record that there is one, for whom and for which years; its words come with an edition. Once:
        what is known already is not entered again. `source`: where that is known from, if not from its own."""
        if self.id is not None and self.is_known:
            return
        self.is_known = True
        session.add(self)
        session.flush()
        history.append(session, "record", self, by, source=source or self.source, approved_by=approved_by)


def known() -> Any:
    """Which contracts readers may see: everything public that asks for contracts asks this."""
    return col(Contract.is_known) & (col(Contract.withdrawal) == "")


def visible_to(viewer: Viewer) -> Any:
    """Which contracts the viewer may see at work: also those that are being prepared for municipalities that they edit,
    for the coordinator, and for reviewers, who will have to decide on the first edition."""
    if viewer.is_coordinator or viewer.is_reviewer:
        return col(Contract.withdrawal) == ""
    seen = known()
    if viewer.is_editor:
        seen |= col(Contract.municipality_id).in_(viewer.covers) & (col(Contract.withdrawal) == "")
    return seen


def contract_by_slug(session: Session, slug: str) -> Contract | None:
    """A known contract's being there is public, also while its words are not."""
    return session.exec(select(Contract).where(Contract.slug == slug, known())).first()


def withdrawn_contract(session: Session, slug: str) -> Contract | None:
    """One that readers knew and that was taken away: its address says so."""
    gone = col(Contract.is_known), col(Contract.withdrawal) != ""
    return session.exec(select(Contract).where(Contract.slug == slug, *gone)).first()


def hold(session: Session, contract_id: int | None) -> Contract:
    """The contract as it is now, kept from others until the transaction ends, before something is built on it: another
    person may take it away in the same moment. Raises Missing where they did."""
    held = session.get(Contract, contract_id, with_for_update=True, populate_existing=True)
    if held is None or held.withdrawal:
        raise Missing
    return held


def contract_called(session: Session, slug: str) -> Contract:
    """The known contract of an address; raises Missing where there is none."""
    contract = contract_by_slug(session, slug)
    if contract is None:
        raise Missing
    return contract


def contract_at_work(session: Session, viewer: Viewer, slug: str) -> Contract:
    """The contract of an address, for somebody who works here; raises Missing where they may see none."""
    contract = session.exec(select(Contract).where(Contract.slug == slug, visible_to(viewer))).first()
    if contract is None:
        raise Missing
    return contract
