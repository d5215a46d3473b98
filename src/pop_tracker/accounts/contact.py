"""How whoever is asked reaches the person who asks: by the telephone and the mailbox that the letter names."""

import re

from sqlmodel import Session

from pop_tracker.accounts.models import Organisation, Person, Viewer
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_, Words

PHONE = re.compile(r"\+?[0-9][0-9 ()/.-]{4,38}")
NETWORK = "pop-tracker"
"""Who asks, where the person is of no organisation."""
_CONTACT = N_("Për pyetje: %(person)s, %(organisation)s, tel. %(phone)s. Mund t’i përgjigjeni edhe këtij emaili.\n")


def keep_phone(session: Session, viewer: Viewer, phone: str) -> None:
    """Where the asked may call; asked for before the first letter, and kept for the next."""
    phone = " ".join(phone.split())
    if not PHONE.fullmatch(phone):
        raise Refusal(N_("Shkruani një numër telefoni si +355 69 123 4567."), field="phone")
    person = session.get_one(Person, viewer.person_id)
    person.phone = phone
    session.add(person)


def asker(session: Session, organisation_id: int | None) -> str:
    organisation = session.get(Organisation, organisation_id) if organisation_id else None
    return organisation.name if organisation else NETWORK


def contact_line(said: Words, person: Person, organisation: str) -> str:
    """The last of a letter that asks; its Reply-To is theirs too."""
    return said.gettext(_CONTACT, person=person.name, organisation=organisation, phone=person.phone)
