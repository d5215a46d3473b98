"""Which domains are an institution's own, so that a mailbox there says whose it is.

That a domain is a municipality's or a party's is a fact with a source that a coordinator records and a second person
confirms; never the word of whoever enters an address there. Where anybody may have a mailbox, no domain says anything.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.accounts import log
from pop_tracker.accounts.models import Viewer, one_at_a_time
from pop_tracker.accounts.roles import TRUSTED
from pop_tracker.accounts.same_person import Mailbox, accounts_of_each
from pop_tracker.accounts.second_person import Decision, may_be_second_person, require_second_person, who_recorded
from pop_tracker.accounts.waiting import InHand, Notes, Submitted, in_hand_of
from pop_tracker.database import vocabulary
from pop_tracker.web.errors import Forbidden, Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.mailboxes import domain_of, gives_to_anybody, registered_domain
from pop_tracker.web.source_list import SourceList

DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


log.declare(
    {
        "domain_recorded": N_("Domen institucioni i shënuar"),
        "domain_confirmed": N_("Domen institucioni i konfirmuar"),
        "domain_ended": N_("Domen institucioni i hequr"),
    }
)


class InstitutionKind(StrEnum):
    MUNICIPALITY = "municipality"
    PARTY = "party"


INSTITUTION_WORDS: dict[InstitutionKind, str] = {
    InstitutionKind.MUNICIPALITY: N_("Bashki"),
    InstitutionKind.PARTY: N_("Parti"),
}


class InstitutionDomain(SQLModel, table=True):
    """Counts once it is confirmed and as long as nobody ended it; for itself alone. A domain below it or above it is
    recorded and confirmed by itself: whoever hands out bashkia.example may lend school.bashkia.example to somebody."""

    __tablename__ = "institution_domain"
    __table_args__ = (
        sa.CheckConstraint("confirmed_by IS NULL OR confirmed_by <> recorded_by", name="second_person"),
        sa.Index("uq_institution_domain_standing", "domain", unique=True,
                 sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL")),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    domain: str = Field(max_length=253)
    kind: InstitutionKind = Field(sa_type=vocabulary(InstitutionKind))
    name: str = Field(max_length=200)
    municipality_id: int | None = Field(default=None, foreign_key="municipality.id")
    """Whose domain it is, where it is a municipality's."""
    source: str = Field(sa_type=SourceList)
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
    """None: it came with the training data."""
    recorded_at: datetime
    confirmed_by: int | None = Field(default=None, foreign_key="person.id")
    confirmed_at: datetime | None = None
    ended_by: int | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = None

    @property
    def counts(self) -> bool:
        return self.confirmed_at is not None and self.ended_at is None

    @property
    def decision(self) -> Decision:
        return Decision(
            N_("Domenin e konfirmon një koordinator ose një rishikues."),
            (who_recorded(self.recorded_by),),
            TRUSTED,
        )

    def may_be_confirmed(self, viewer: Viewer) -> bool:
        waits = self.confirmed_at is None and self.ended_at is None
        return waits and may_be_second_person(viewer, self.decision)

    def confirm(self, session: Session, viewer: Viewer) -> None:
        require_second_person(viewer, self.decision)
        session.refresh(self, with_for_update=True)
        if self.confirmed_at is not None or self.ended_at is not None:
            raise Refusal(N_("Për këtë domen është vendosur ndërkohë."))
        _check(session, self.domain)
        self.confirmed_by, self.confirmed_at = viewer.person_id, datetime.now(UTC)
        session.add(self)
        log.note(session, "domain_confirmed", by=viewer.person_id, thing=f"domain/{self.id}")

    def end(self, session: Session, viewer: Viewer) -> None:
        """It counts no more, also one that waited; what was confirmed through it stays as it was recorded."""
        _require_coordinator(viewer)
        session.refresh(self, with_for_update=True)
        if self.ended_at is not None:
            return
        self.ended_by, self.ended_at = viewer.person_id, datetime.now(UTC)
        session.add(self)
        log.note(session, "domain_ended", by=viewer.person_id, thing=f"domain/{self.id}")


@dataclass(frozen=True)
class CountedDomain:
    """One that counts."""

    domain: str
    kind: InstitutionKind
    municipality_id: int | None
    hands: frozenset[int]
    """Who made it an institution's, with every account of theirs: none of them vouches for an address there by the
    domain alone."""


def record_domain(
    session: Session, viewer: Viewer, *, domain: str, kind: InstitutionKind, name: str, municipality_id: int | None,
    source: str,
) -> InstitutionDomain:  # fmt: skip
    _require_coordinator(viewer)
    domain = domain.strip().lower().removeprefix("www.")
    if kind is InstitutionKind.MUNICIPALITY and municipality_id is None:
        raise Refusal(N_("Zgjidhni bashkinë e cila e ka këtë domen."), field="municipality")
    one_at_a_time(session, "institution domains")
    _check(session, domain)
    standing = select(InstitutionDomain.id).where(
        InstitutionDomain.domain == domain, col(InstitutionDomain.ended_at).is_(None)
    )
    if session.exec(standing).first() is not None:
        raise Refusal(N_("Ky domen është shënuar tashmë."), field="domain")
    found = InstitutionDomain(
        domain=domain,
        kind=kind,
        name=name,
        municipality_id=municipality_id if kind is InstitutionKind.MUNICIPALITY else None,
        source=source,
        recorded_by=viewer.person_id,
        recorded_at=datetime.now(UTC),
    )
    session.add(found)
    session.flush()
    log.note(session, "domain_recorded", by=viewer.person_id, thing=f"domain/{found.id}")
    return found


def _check(session: Session, domain: str) -> None:
    if not DOMAIN.fullmatch(domain):
        raise Refusal(N_("Shkruani domenin si bashkia-shembull.example, pa @ dhe pa http."), field="domain")
    if gives_to_anybody(domain):
        raise Refusal(N_("Te ky domen mund të hapë adresë kushdo: nuk është i një institucioni."), field="domain")
    if is_of_staff(domain, staff_domains(session)):
        raise Refusal(N_("Ky domen është i një organizate të rrjetit."), field="domain")


def domains(session: Session) -> list[InstitutionDomain]:
    """All, those that wait first; kept short by what there are of institutions."""
    found = session.exec(select(InstitutionDomain).order_by(col(InstitutionDomain.domain), col(InstitutionDomain.id)))
    return sorted(found, key=lambda one: (one.ended_at is not None, one.confirmed_at is not None))


NOTES = Notes(N_("Domen institucioni që pret konfirmimin tuaj"), N_("Domen institucioni që pret një person të dytë"))


def in_hand(session: Session, viewer: Viewer) -> InHand:
    """Of those who may confirm a domain, or record one."""
    if not viewer.roles & TRUSTED:
        return InHand()
    query = select(InstitutionDomain).where(
        col(InstitutionDomain.confirmed_at).is_(None), col(InstitutionDomain.ended_at).is_(None)
    )
    return in_hand_of(
        viewer,
        (
            Submitted(
                one.domain, f"/puna/domenet/{one.id}/konfirmimi", NOTES, one.recorded_by, one.recorded_at,
                one.may_be_confirmed(viewer), own_path="/puna/domenet",
            )
            for one in session.exec(query.order_by(col(InstitutionDomain.id)))
        ),
    )  # fmt: skip


def counted_domains(session: Session) -> dict[str, CountedDomain]:
    """Those that count, by their domain; what lies below or above one is none."""
    counted = [one for one in session.exec(select(InstitutionDomain)) if one.counts]
    made_by = {one for domain in counted for one in (domain.recorded_by, domain.confirmed_by) if one is not None}
    accounts, nobody = accounts_of_each(session, made_by), frozenset[int]()
    return {
        one.domain: CountedDomain(
            one.domain,
            one.kind,
            one.municipality_id,
            accounts.get(one.recorded_by or 0, nobody) | accounts.get(one.confirmed_by or 0, nobody),
        )
        for one in counted
    }


def staff_domains(session: Session) -> frozenset[str]:
    """The member organisations' own domains: those at which accounts are or were, but for where anybody may be."""
    found = {domain_of(mailbox) for mailbox in session.exec(select(Mailbox.mailbox))}
    return frozenset(domain for domain in found if domain and not gives_to_anybody(domain))


def is_of_staff(domain: str, own: Collection[str]) -> bool:
    """Also below, above or beside a domain of theirs, within what was registered once: whoever has it hands out
    those."""
    return registered_domain(domain) in {registered_domain(one) for one in own}


def is_of_an_institution(session: Session, domain: str) -> bool:
    """The other way round, for accounts; also of one that waits, or nobody could say yes to it any more."""
    standing = select(InstitutionDomain.domain).where(col(InstitutionDomain.ended_at).is_(None))
    return registered_domain(domain) in {registered_domain(one) for one in session.exec(standing)}


def _require_coordinator(viewer: Viewer) -> None:
    if not viewer.is_coordinator:
        raise Forbidden(N_("Këtë e bën vetëm koordinatori."))
