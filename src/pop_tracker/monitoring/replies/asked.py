"""To what kind of address a round went, and who vouched for it: what readers are told, never the address."""

from dataclasses import dataclass

from sqlmodel import Session

from pop_tracker.accounts.addresses import AddressClaim, AddressKind, vouched
from pop_tracker.accounts.models import organisation_by_slug
from pop_tracker.monitoring.models import Round
from pop_tracker.web.i18n import N_, Words

_AT: dict[AddressKind, str] = {
    AddressKind.MUNICIPALITY: N_("Iu dërgua te një adresë e bashkisë"),
    AddressKind.PARTY: N_("Iu dërgua te një adresë e një partie"),
    AddressKind.PRIVATE: N_("Iu dërgua te një adresë personale"),
}


@dataclass(frozen=True)
class AskedAt:
    kind: AddressKind | None = None
    """None: it went out before addresses were confirmed."""
    domain: str = ""
    """The institution's own, where the address is at one."""
    entered_by: str = ""
    confirmed_by: str = ""
    """Organisations by name; empty: the coordinator of the network."""

    def told(self, said: Words) -> str:
        """One sentence, in the reader's language; organisations keep their names."""
        if self.kind is None:
            return said.gettext(N_("Adresa nuk u konfirmua nga një person i dytë."))
        coordinator = said.gettext(N_("koordinatori i rrjetit"))
        at = said.gettext(_AT[self.kind]) + (f" ({self.domain})" if self.domain else "")
        return at + said.gettext(
            N_(", që e shënoi %(one)s dhe e konfirmoi %(other)s."),
            one=self.entered_by or coordinator,
            other=self.confirmed_by or coordinator,
        )


def asked_at(session: Session, held: Round) -> AskedAt | None:
    """None where the municipality was not asked here. Three queries at most."""
    if held.reply_until is None:
        return None
    claim = session.get(AddressClaim, held.reply_claim_id) if held.reply_claim_id else None
    if claim is None:
        return AskedAt()
    known = vouched(session, claim)

    def name(slug: str | None) -> str:
        organisation = organisation_by_slug(session, slug) if slug else None
        return organisation.name if organisation else ""

    return AskedAt(known.kind, known.domain, name(known.by), name(known.confirmed_by))
