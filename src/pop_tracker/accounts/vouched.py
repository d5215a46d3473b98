"""What everybody may know of an address that somebody was asked at: its kind and who vouched for it, never itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from pop_tracker.accounts.actors import organisation_slug
from pop_tracker.accounts.addresses import AddressClaim, AddressKind
from pop_tracker.web.i18n import N_, Words


@dataclass(frozen=True)
class Vouched:
    """What everybody may know of an address: never the address."""

    kind: AddressKind
    domain: str
    """The institution's own; else empty."""
    by: str | None
    """The slug of the organisation that entered it, and of the one whose person confirmed it; None: the network's
    coordinator."""
    confirmed_by: str | None


@dataclass(frozen=True)
class AskedAt:
    """At what kind of address somebody was asked, and who vouched for it, as readers are told."""

    kind: AddressKind | None = None
    """None: before addresses were confirmed, or not at an address."""
    domain: str = ""
    """The institution's own, where the address is at one."""
    entered_by: str = ""
    confirmed_by: str = ""
    """Organisations by name; empty: the coordinator of the network."""

    def in_words(self, said: Words, at: Mapping[AddressKind, str]) -> str:
        """One sentence, in the reader's language, that begins as `at` says; organisations keep their names."""
        if self.kind is None:
            return said.gettext(N_("Adresa nuk u konfirmua nga një person i dytë."))
        coordinator = said.gettext(N_("koordinatori i rrjetit"))
        begin = said.gettext(at[self.kind]) + (f" ({self.domain})" if self.domain else "")
        return begin + said.gettext(
            N_(", që e shënoi %(one)s dhe e konfirmoi %(other)s."),
            one=self.entered_by or coordinator,
            other=self.confirmed_by or coordinator,
        )


def vouched(session: Session, found: AddressClaim) -> Vouched:
    by, confirmed_by = (organisation_slug(session, one) for one in (found.organisation_id, found.confirmed_for))
    return Vouched(found.kind, found.domain, by, confirmed_by)
