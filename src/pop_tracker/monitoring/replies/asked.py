"""To what kind of address a round went, and who vouched for it: what readers are told, never the address."""

from dataclasses import dataclass

from sqlmodel import Session

from pop_tracker.accounts.addresses import AddressClaim, AddressKind
from pop_tracker.accounts.models import organisation_by_slug
from pop_tracker.accounts.vouched import AskedAt, vouched
from pop_tracker.monitoring.models import Round
from pop_tracker.web.i18n import N_, Words

_AT: dict[AddressKind, str] = {
    AddressKind.MUNICIPALITY: N_("Iu dërgua te një adresë e bashkisë"),
    AddressKind.PARTY: N_("Iu dërgua te një adresë e një partie"),
    AddressKind.PRIVATE: N_("Iu dërgua te një adresë personale"),
}


@dataclass(frozen=True)
class RoundAskedAt(AskedAt):
    def told(self, said: Words) -> str:
        return self.in_words(said, _AT)


def asked_at(session: Session, held: Round) -> RoundAskedAt | None:
    """None where the municipality was not asked here. Three queries at most."""
    if held.reply_until is None:
        return None
    claim = session.get(AddressClaim, held.reply_claim_id) if held.reply_claim_id else None
    if claim is None:
        return RoundAskedAt()
    known = vouched(session, claim)

    def name(slug: str | None) -> str:
        organisation = organisation_by_slug(session, slug) if slug else None
        return organisation.name if organisation else ""

    return RoundAskedAt(known.kind, known.domain, name(known.by), name(known.confirmed_by))
