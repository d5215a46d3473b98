"""Everybody who may be asked to sign one contract: their address, who vouched for it, and how far asking has come."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from sqlmodel import Session, col, select

from pop_tracker.accounts.addresses import AddressClaim, ClaimState, claims_in, waiting_claims
from pop_tracker.accounts.institutions import CountedDomain, counted_domains
from pop_tracker.accounts.models import Organisation, Person, Viewer
from pop_tracker.accounts.waiting import InHand, Waiting
from pop_tracker.contracts.models import Contract, known
from pop_tracker.places.models import Municipality
from pop_tracker.pledges.asking import MOST_REMINDERS, day_of_reminder, reminders_of, why_not_remind
from pop_tracker.pledges.invitation_letters import ASKING
from pop_tracker.pledges.invitations import Invitation, InvitationState, invitations
from pop_tracker.pledges.invitees import invitees
from pop_tracker.pledges.names import other_name
from pop_tracker.pledges.vocabulary import Capacity
from pop_tracker.web.i18n import N_, day_of
from pop_tracker.web.letters import Letter


@dataclass(frozen=True)
class Sent:
    """An invitation with what became of its letters."""

    invitation: Invitation
    state: InvitationState
    letter: Letter | None
    """The last one; None once it is swept, or on paper."""
    reminders: int
    remind_from: date | None
    """The first day of the next reminder; None where none may go any more."""
    may_remind: bool

    @property
    def is_open(self) -> bool:
        return self.state is InvitationState.OPEN


@dataclass(frozen=True)
class Row:
    choice: str
    name: str
    capacity: Capacity | None
    """None: the municipality itself, for its reply to a round."""
    about: str
    may_be_asked: bool
    """Whether they stand or hold the office now; an earlier one stays with what they were sent."""
    claim: AddressClaim | None = None
    """The one that stands, else the last that was sent back."""
    entered_by: str = ""
    confirmed_by: str = ""
    """People with their organisations, for who may see the address."""
    shows_address: bool = False
    may_decide: bool = False
    sent: list[Sent] = field(default_factory=list)
    """The newest first."""

    @property
    def needs_address(self) -> bool:
        return self.may_be_asked and (self.claim is None or self.claim.ended_at is not None)

    @property
    def waits(self) -> bool:
        return self.claim is not None and self.claim.state is ClaimState.WAITING

    @property
    def may_be_invited(self) -> bool:
        confirmed = self.claim is not None and self.claim.state is ClaimState.CONFIRMED
        return self.may_be_asked and self.capacity is not None and confirmed and not self.is_asked

    @property
    def may_be_asked_on_paper(self) -> bool:
        return self.may_be_asked and self.capacity is not None and not self.is_asked

    def asked_as(self, sent: Sent) -> str:
        """The name that they were asked by, and answered under, where they are called otherwise by now."""
        return other_name(sent.invitation.name, beside=self.name)

    @property
    def is_asked(self) -> bool:
        """With an answer that counts, or waiting for one; who let the term pass may be asked again."""
        return any(one.state in (InvitationState.OPEN, InvitationState.ANSWERED) for one in self.sent)


def race(session: Session, viewer: Viewer, contract: Contract) -> list[Row]:
    """Offices held now, candidates, the municipality itself, and at the end who was asked and is neither any more."""
    municipality = session.get_one(Municipality, contract.municipality_id)
    rows = {one.choice: Row(one.choice, one.name, one.capacity, one.about, True) for one in invitees(session, contract)}
    own = f"municipality-{municipality.id}"
    rows[own] = Row(own, municipality.name, None, "", True)
    domains = counted_domains(session)
    found = _claims(session, contract)
    names = _names(session, found.values())
    sent = _sent(session, contract)
    for invitation in (one.invitation for several in sent.values() for one in several):
        if invitation.asked not in rows:
            rows[invitation.asked] = Row(invitation.asked, invitation.name, invitation.capacity, "", False)
    return [_row(row, viewer, found.get(row.choice), domains, names, sent.get(row.choice, [])) for row in rows.values()]


def _row(
    row: Row,
    viewer: Viewer,
    claim: AddressClaim | None,
    domains: dict[str, CountedDomain],
    names: dict[int, str],
    sent: list[Sent],
) -> Row:
    if claim is None:
        return replace(row, sent=sent)
    return replace(
        row,
        claim=claim,
        entered_by=names.get(claim.claimed_by, ""),
        confirmed_by=names.get(claim.confirmed_by or 0, ""),
        shows_address=claim.shows_address_to(viewer, domains),
        may_decide=claim.may_be_decided(viewer, domains),
        sent=sent,
    )


def _claims(session: Session, contract: Contract) -> dict[str, AddressClaim]:
    found: dict[str, AddressClaim] = {}
    for claim in claims_in(session, contract.municipality_id):
        before = found.get(claim.of)
        if before is None or (before.ended_at is not None and claim.ended_at is None):
            found[claim.of] = claim
    return {of: claim for of, claim in found.items() if claim.ended_at is None or claim.state is ClaimState.REFUSED}


def _names(session: Session, claims: Iterable[AddressClaim]) -> dict[int, str]:
    ids = {id for claim in claims for id in (claim.claimed_by, claim.confirmed_by) if id is not None}
    rows = session.exec(
        select(Person.id, Person.name, Organisation.name)
        .join(Organisation, col(Organisation.id) == Person.organisation_id, isouter=True)
        .where(col(Person.id).in_(ids))
    )
    return {id or 0: f"{name}, {organisation}" if organisation else name for id, name, organisation in rows}


def _sent(session: Session, contract: Contract) -> dict[str, list[Sent]]:
    rows = invitations(session, [contract.id or 0])
    reminders = reminders_of(session, [one.id or 0 for one, _ in rows])
    things = [one.thing for one, _ in rows]
    asking = select(Letter).where(col(Letter.thing).in_(things), col(Letter.about).in_(ASKING))
    newest = {letter.thing: letter for letter in session.exec(asking.order_by(col(Letter.id)))}
    found: dict[str, list[Sent]] = {}
    for one, state in rows:
        before = reminders.get(one.id or 0, [])
        why_not = why_not_remind(session, one, before)
        later = state is InvitationState.OPEN and one.claim_id is not None and len(before) < MOST_REMINDERS
        found.setdefault(one.asked, []).append(
            Sent(
                one,
                state,
                newest.get(one.thing),
                len(before),
                day_of_reminder(one, before) if later else None,
                why_not is None,
            )
        )
    return found


def in_hand(session: Session, viewer: Viewer) -> InHand:
    return InHand(_waiting_for(session, viewer), _sent_by(session, viewer))


def _waiting_for(session: Session, viewer: Viewer) -> list[Waiting]:
    """Addresses that wait for the viewer's yes: one line a municipality, at its newest contract."""
    by_place: dict[int, list[AddressClaim]] = {}
    for claim in waiting_claims(session, viewer):
        by_place.setdefault(claim.municipality_id, []).append(claim)
    note = N_("Adresa që presin konfirmimin tuaj")
    return [
        Waiting(
            contract.title,
            f"/puna/ftesat/{contract.slug}",
            note,
            day_of(by_place[place][0].claimed_at),
            by=tuple(dict.fromkeys(one.claimed_by for one in by_place[place])),
        )
        for place, contract in _newest_contracts(session, by_place).items()
    ]


def _sent_by(session: Session, viewer: Viewer) -> list[Waiting]:
    """Addresses that the viewer entered and that wait for a second person."""
    rows = session.exec(
        select(AddressClaim.municipality_id, AddressClaim.claimed_at)
        .where(
            col(AddressClaim.claimed_by).in_(viewer.same_as),
            col(AddressClaim.confirmed_at).is_(None),
            col(AddressClaim.ended_at).is_(None),
        )
        .order_by(col(AddressClaim.id).desc())
    )
    since = dict(rows.all())  # the earliest of each place comes last
    note = N_("Adresa që presin konfirmimin e një personi të dytë")
    return [
        Waiting(contract.title, f"/puna/ftesat/{contract.slug}", note, day_of(since[place]))
        for place, contract in _newest_contracts(session, since).items()
    ]


def _newest_contracts(session: Session, places: Collection[int]) -> dict[int, Contract]:
    """By municipality, of the latest term, whenever it was recorded; nothing is asked of none."""
    if not places:
        return {}
    found = session.exec(
        select(Contract)
        .where(col(Contract.municipality_id).in_(list(places)), known())
        .order_by(col(Contract.term_from), col(Contract.id))
    )
    return {contract.municipality_id: contract for contract in found}
