"""Whose an address is: the claim that a mailbox belongs to somebody who will be asked to speak for themselves.

A personal link is as good as the address that it goes to. So an address has a source, and before the first letter goes
a second person says yes to it: a reviewer of another organisation than its editor's, or anybody else who may be a
second person where the mailbox is at a domain that is known to be the institution's own. A claim is never changed: one
that is wrong is withdrawn, and what is entered in its place waits for its own second person.

The address is seen by who records for the municipality, by coordinators, and by who may decide on it; by nobody else,
and it stands in no public page, no file, no log and no entry of the record. What is public of it stands in `vouched`.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.accounts import log
from pop_tracker.accounts.institutions import CountedDomain, InstitutionKind, counted_domains
from pop_tracker.accounts.models import Role, Viewer, one_at_a_time
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.accounts.second_person import Decision, Hands, may_be_second_person, require_second_person
from pop_tracker.accounts.taken_mailboxes import USES, Use, all_uses, require_not_of_staff, require_unused
from pop_tracker.database import vocabulary
from pop_tracker.web.albanian import same_name
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.mailboxes import domain_of, mailbox_of, require_address
from pop_tracker.web.source_list import SourceList

log.declare(
    {
        "address_claimed": N_("Adresë e shënuar për dikë që ftohet"),
        "address_confirmed": N_("Adresë e konfirmuar nga një person i dytë"),
        "address_refused": N_("Adresë e kthyer me shënim"),
        "address_withdrawn": N_("Adresë e tërhequr"),
        "address_returned": N_("Emaili te kjo adresë u kthye"),
    }
)


class AddressKind(StrEnum):
    """Whose mailbox it is said to be; at an institution's own domain the domain says it."""

    MUNICIPALITY = "municipality"
    PARTY = "party"
    PRIVATE = "private"


ADDRESS_KIND_WORDS: dict[AddressKind, str] = {
    AddressKind.MUNICIPALITY: N_("Adresë e bashkisë"),
    AddressKind.PARTY: N_("Adresë e partisë"),
    AddressKind.PRIVATE: N_("Adresë personale"),
}
log.explain("kind", N_("Lloji i adresës"), {kind.value: words for kind, words in ADDRESS_KIND_WORDS.items()})


class ClaimState(StrEnum):
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    """A letter came back: nobody reads this mailbox."""


CLAIM_STATE_WORDS: dict[ClaimState, str] = {
    ClaimState.WAITING: N_("Pret konfirmim"),
    ClaimState.CONFIRMED: N_("E konfirmuar"),
    ClaimState.REFUSED: N_("Kthyer me shënim"),
    ClaimState.WITHDRAWN: N_("E tërhequr"),
    ClaimState.RETURNED: N_("Emaili u kthye"),
}


class AddressClaim(SQLModel, table=True):
    """That a mailbox is somebody's. Kept when it ends: who vouched for an address that was written to stays known."""

    __tablename__ = "address_claim"
    __table_args__ = (
        sa.CheckConstraint("confirmed_by IS NULL OR confirmed_by <> claimed_by", name="second_person"),
        sa.Index("uq_address_claim_standing", "of", unique=True, sqlite_where=sa.text("ended_at IS NULL"),
                 postgresql_where=sa.text("ended_at IS NULL")),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    of: str = Field(max_length=40)
    """Whose: "candidate-7", "office-3", "municipality-12". One stands for each at a time."""
    municipality_id: int = Field(foreign_key="municipality.id", index=True)
    email: str = Field(max_length=254)
    """Empty once it was erased, as is the mailbox."""
    mailbox: str = Field(max_length=254, index=True)
    kind: AddressKind = Field(sa_type=vocabulary(AddressKind))
    domain: str = Field(default="", max_length=253)
    """The institution's, as it counted when the claim was confirmed; else empty."""
    source: str = Field(sa_type=SourceList)
    """Where the address is published, or who handed it over and when."""
    claimed_by: int = Field(foreign_key="person.id")
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    claimed_at: datetime
    confirmed_by: int | None = Field(default=None, foreign_key="person.id")
    confirmed_for: int | None = Field(default=None, foreign_key="organisation.id")
    """The organisation of the second person, as it was then."""
    confirmed_at: datetime | None = None
    refused_at: datetime | None = None
    refused_by: int | None = Field(default=None, foreign_key="person.id")
    note: str = Field(default="", sa_type=sa.Text)
    """Why the second person refused it, or why it was withdrawn."""
    ended_at: datetime | None = Field(default=None)
    """Refused, withdrawn or erased: another one may be entered."""
    ended_by: int | None = Field(default=None, foreign_key="person.id")
    returned_at: datetime | None = None
    """Somebody marked that a letter to it came back."""
    returned_by: int | None = Field(default=None, foreign_key="person.id")

    @property
    def state(self) -> ClaimState:
        if self.refused_at is not None:
            return ClaimState.REFUSED
        if self.ended_at is not None:
            return ClaimState.WITHDRAWN
        if self.confirmed_at is None:
            return ClaimState.WAITING
        return ClaimState.RETURNED if self.returned_at is not None else ClaimState.CONFIRMED

    @property
    def thing(self) -> str:
        """As the account log names it."""
        return f"address/{self.id}"

    def decision(self, viewer: Viewer, domains: Mapping[str, CountedDomain]) -> Decision:
        """For this viewer, who may say yes or no. The ease of an institution's domain is for those who did not make it
        one, on either side."""
        own = (Hands((self.claimed_by,), N_("Nuk mund ta konfirmoni punën tuaj: duhet ta bëjë një person i dytë.")),)
        domain = self.institution(domains)
        if domain is not None and self.claimed_by not in domain.hands and not viewer.is_among(domain.hands):
            told = N_("Adresën e konfirmon një rishikues ose një koordinator.")
            return Decision(told, own, frozenset({Role.REVIEWER, Role.COORDINATOR}))
        told = N_("Adresën e konfirmon një rishikues i një organizate tjetër.")
        return Decision(told, own, not_of=frozenset({self.organisation_id}))

    def institution(self, domains: Mapping[str, CountedDomain]) -> CountedDomain | None:
        """Whose own domain it is at; another municipality's says nothing of this one's people."""
        found = domains.get(domain_of(self.email))
        if found is None or found.municipality_id not in (None, self.municipality_id):
            return None
        return found

    def may_be_decided(self, viewer: Viewer, domains: Mapping[str, CountedDomain]) -> bool:
        return self.state is ClaimState.WAITING and may_be_second_person(viewer, self.decision(viewer, domains))

    def shows_address_to(self, viewer: Viewer, domains: Mapping[str, CountedDomain]) -> bool:
        """The one rule of who sees it."""
        recorders = viewer.is_coordinator or viewer.may_edit(self.municipality_id)
        return recorders or self.may_be_decided(viewer, domains)

    def confirm(self, session: Session, viewer: Viewer) -> None:
        """The second person's yes: letters may go there from now on."""
        domains = self._decided_by(session, viewer)
        require_not_of_staff(session, self.email)
        domain = self.institution(domains)
        self.domain = domain.domain if domain else ""
        self.confirmed_by, self.confirmed_for = viewer.person_id, viewer.organisation_id
        self.confirmed_at = datetime.now(UTC)
        session.add(self)
        log.note(session, "address_confirmed", by=viewer.person_id, thing=self.thing, whose=self.of)

    def refuse(self, session: Session, viewer: Viewer, note: str) -> None:
        if not note:
            raise Refusal(N_("Shkruani pse nuk e konfirmoni adresën."), field="note")
        self._decided_by(session, viewer)
        now = datetime.now(UTC)
        self.refused_at, self.refused_by, self.note = now, viewer.person_id, note
        self.ended_at, self.ended_by = now, viewer.person_id
        session.add(self)
        log.note(session, "address_refused", by=viewer.person_id, thing=self.thing, whose=self.of)

    def withdraw(self, session: Session, viewer: Viewer, note: str = "") -> None:
        """By who records for the municipality. Links that went there end through their own rooms."""
        require_recorder(viewer, self.municipality_id)
        session.refresh(self, with_for_update=True)
        if self.ended_at is not None:
            return
        self.ended_at, self.ended_by, self.note = datetime.now(UTC), viewer.person_id, note
        session.add(self)
        log.note(session, "address_withdrawn", by=viewer.person_id, thing=self.thing, whose=self.of)

    def mark_returned(self, session: Session, viewer: Viewer) -> None:
        require_recorder(viewer, self.municipality_id)
        session.refresh(self, with_for_update=True)
        if self.returned_at is not None:
            return
        self.returned_at, self.returned_by = datetime.now(UTC), viewer.person_id
        session.add(self)
        log.note(session, "address_returned", by=viewer.person_id, thing=self.thing, whose=self.of)

    def _decided_by(self, session: Session, viewer: Viewer) -> dict[str, CountedDomain]:
        session.refresh(self, with_for_update=True)
        domains = counted_domains(session)
        require_second_person(viewer, self.decision(viewer, domains))
        if self.state is not ClaimState.WAITING:
            raise Refusal(N_("Për këtë adresë është vendosur ndërkohë."))
        return domains


def claim(
    session: Session, viewer: Viewer, *, of: str, municipality_id: int, email: str, kind: AddressKind, source: str,
    same: Iterable[str] = (), before: Iterable[str] = (),
) -> AddressClaim:  # fmt: skip
    """Enters an address as that of `of`, to wait for its second person. `same` are the other names of the same person,
    as of a mayor who is a candidate again; `before` those of people whose time in an office there is over."""
    require_recorder(viewer, municipality_id)
    if not source.strip():
        raise Refusal(N_("Shkruani ku është botuar adresa, ose kush jua dha dhe kur."), field="source")
    require_address(email)
    require_not_of_staff(session, email)
    one_at_a_time(session, "addresses")  # or two at once would both find the mailbox free
    if claim_of(session, of) is not None:
        raise Refusal(N_("Ky person ka tashmë një adresë. Tërhiqeni atë para se të shënoni një tjetër."), field="email")
    found = AddressClaim(
        of=of,
        municipality_id=municipality_id,
        email=email.strip(),
        mailbox=mailbox_of(email),
        kind=kind,
        source=source,
        claimed_by=viewer.person_id or 0,
        organisation_id=viewer.organisation_id,
        claimed_at=datetime.now(UTC),
    )
    domain = found.institution(counted_domains(session))
    if domain is not None:
        found.kind = (
            AddressKind.PARTY if domain.kind is InstitutionKind.PARTY else AddressKind.MUNICIPALITY
        )  # whatever the editor chose
    names = frozenset(same) | {of}
    is_handed_on = domain is not None and domain.kind is InstitutionKind.MUNICIPALITY
    left = frozenset(before) - names if is_handed_on else frozenset[str]()

    def may_share(use: Use) -> bool:
        is_over = is_handed_on and (use.of in left or not use.is_live)
        return use.of in names or is_over or _share(use, found)

    require_unused(found.mailbox, all_uses(session), may_share)
    for one in _standing_at(session, found.mailbox):
        if one.of in left:  # also where their time in office is dated anew, their links stay dead
            one.withdraw(session, viewer)
    session.add(found)
    session.flush()
    log.note(session, "address_claimed", by=viewer.person_id, thing=found.thing, whose=of, kind=found.kind)
    return found


def _standing_at(session: Session, mailbox: str) -> list[AddressClaim]:
    standing = select(AddressClaim).where(AddressClaim.mailbox == mailbox, col(AddressClaim.ended_at).is_(None))
    return list(session.exec(standing.order_by(col(AddressClaim.id))))


def _entered(session: Session) -> Iterable[Use]:
    standing = session.exec(select(AddressClaim).where(col(AddressClaim.ended_at).is_(None)))
    return [Use(one.of, one.municipality_id, one.email) for one in standing]


USES.append(_entered)


def _share(use: Use, found: AddressClaim) -> bool:
    """A municipality and its mayor may be reached at one mailbox, the municipality's own."""
    if found.kind is not AddressKind.MUNICIPALITY or use.municipality_id != found.municipality_id:
        return False
    return {use.of.partition("-")[0], found.of.partition("-")[0]} == {"office", "municipality"}


def claim_of(session: Session, of: str) -> AddressClaim | None:
    """The one that stands for somebody, whether confirmed or not."""
    return session.exec(select(AddressClaim).where(AddressClaim.of == of, col(AddressClaim.ended_at).is_(None))).first()


def renamed(session: Session, of: str, before: str, now: str, by: int | None) -> None:
    """The second person said yes to an address as that of the name that stood there. With another name, letters but for
    ë, ç and case, it is nobody's: entered anew, it waits anew."""
    found = claim_of(session, of) if same_name(before) != same_name(now) else None
    if found is not None:
        found.ended_at, found.ended_by = datetime.now(UTC), by
        session.add(found)
        log.note(session, "address_withdrawn", by=by, thing=found.thing, whose=of)


def confirmed_claim(session: Session, of: str, field: str | None = None) -> AddressClaim:
    """The one that a letter may go to, locked until the transaction ends; raises Refusal (at `field`) where there is
    none."""
    found = claim_of(session, of)
    if found is None or found.state is not ClaimState.CONFIRMED:
        told = N_("Pa një adresë që e ka konfirmuar një person i dytë nuk i shkruhet askujt.")
        raise Refusal(told, field=field)
    session.refresh(found, with_for_update=True)
    require_not_of_staff(session, found.email)
    return found


def claims_in(session: Session, municipality_id: int) -> list[AddressClaim]:
    """All of a municipality's people, the newest first; who sees an address, `shows_address_to` says."""
    query = select(AddressClaim).where(AddressClaim.municipality_id == municipality_id)
    return list(session.exec(query.order_by(col(AddressClaim.id).desc())))


def waiting_claims(session: Session, viewer: Viewer) -> list[AddressClaim]:
    """Those that wait for this viewer's yes or no, the earliest first."""
    if not viewer.roles & {Role.REVIEWER, Role.COORDINATOR}:
        return []
    query = select(AddressClaim).where(col(AddressClaim.confirmed_at).is_(None), col(AddressClaim.ended_at).is_(None))
    found = session.exec(query.order_by(col(AddressClaim.id))).all()
    domains = counted_domains(session) if found else {}
    return [one for one in found if one.may_be_decided(viewer, domains)]
