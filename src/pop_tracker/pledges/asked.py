"""How somebody was asked, as readers are told beside the answer: at what kind of address, and who vouched for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from pop_tracker.accounts.addresses import AddressClaim, AddressKind
from pop_tracker.accounts.contact import asker
from pop_tracker.accounts.models import Organisation, Person
from pop_tracker.accounts.vouched import AskedAt
from pop_tracker.pledges.invitations import Invitation
from pop_tracker.web.i18n import N_, Words

_AT: dict[AddressKind, str] = {
    AddressKind.MUNICIPALITY: N_("U ftua te një adresë e bashkisë"),
    AddressKind.PARTY: N_("U ftua te një adresë e partisë"),
    AddressKind.PRIVATE: N_("U ftua te një adresë personale"),
}


@dataclass(frozen=True)
class AskedHow(AskedAt):
    on_paper: bool = False

    def told(self, said: Words) -> str:
        """One or two sentences, in the reader's language; organisations keep their names."""
        if self.on_paper:
            return said.gettext(N_("U ftua në letër."))
        return self.in_words(said, _AT)


def asked_how(session: Session, invitation: Invitation) -> AskedHow:
    return how_all_were_asked(session, [invitation.id or 0])[invitation.id or 0]


def how_all_were_asked(session: Session, invitation_ids: Iterable[int]) -> dict[int, AskedHow]:
    """By the invitation's id; two queries for however many."""
    rows = session.exec(
        select(Invitation, AddressClaim)
        .join(AddressClaim, col(AddressClaim.id) == Invitation.claim_id, isouter=True)
        .where(col(Invitation.id).in_(list(invitation_ids)))
    ).all()
    ids = {id for _, claim in rows if claim is not None for id in (claim.organisation_id, claim.confirmed_for)}
    organisations = select(Organisation.id, Organisation.name).where(col(Organisation.id).in_(ids - {None}))
    names = dict(session.exec(organisations).all())
    return {
        invitation.id or 0: AskedHow(on_paper=invitation.on_paper)
        if claim is None
        else AskedHow(
            claim.kind, claim.domain, names.get(claim.organisation_id, ""), names.get(claim.confirmed_for, "")
        )
        for invitation, claim in rows
    }


@dataclass(frozen=True)
class Contact:
    """Whom the asked may turn to."""

    person: str
    """Empty once they left and nobody took over."""
    organisation: str
    phone: str
    """Empty for invitations of a time that did not ask for it."""


def contact_of(session: Session, invitation: Invitation) -> Contact:
    person = _contact(session, invitation)
    organisation = asker(session, invitation.organisation_id)
    return Contact(person.name, organisation, person.phone) if person else Contact("", organisation, "")


def reached_at(session: Session, invitation: Invitation) -> str:
    """The mailbox to which answers to letters go; empty, which is the site's own, once nobody stands for them."""
    person = _contact(session, invitation)
    return person.email if person else ""


def _contact(session: Session, invitation: Invitation) -> Person | None:
    """Nobody is sent to somebody who left."""
    person = session.get_one(Person, invitation.turns_to)
    return person if person.left_on is None else None
