"""People from the command line: the first ones, before anyone can sign in to add others."""

from datetime import timedelta

from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Organisation, Person, Role, RoleHeld
from pop_tracker.accounts.signing_in import SignInSession, new_sign_in_link
from pop_tracker.settings import Settings

FIRST_COORDINATOR = "koordinator@localhost"
# Longer than a mailed link's: who has just installed the site looks around first.
PRINTED_LINK_LIFE = timedelta(hours=24)


class PersonError(Exception):
    """The person cannot be added or found; the message says why."""


def add_person(session: Session, email: str, name: str, organisation: str | None, roles: set[Role]) -> Person:
    """Raises PersonError for an address that is none or is taken, and for an unknown organisation."""
    email = email.strip().lower()
    local, at, domain = email.rpartition("@")
    if not (local and at and domain) or " " in email or len(email) > 254:
        raise PersonError(f"{email!r} is not a mail address")
    if not name.strip() or len(name) > 120:
        raise PersonError("the name must have between 1 and 120 letters")
    if session.exec(select(Person).where(Person.email == email)).first():
        raise PersonError(f"{email} has an account already")
    person = Person(email=email, name=name.strip())
    if organisation:
        person.organisation_id = session.exec(select(Organisation.id).where(Organisation.slug == organisation)).first()
        if person.organisation_id is None:
            known = ", ".join(session.exec(select(Organisation.slug).order_by(col(Organisation.slug))))
            raise PersonError(f"no organisation {organisation} (known: {known or 'none'})")
    elif roles - {Role.COORDINATOR}:
        raise PersonError("editors and reviewers need an --organisation")
    session.add(person)
    session.flush()
    for role in roles:
        session.add(RoleHeld(person_id=person.id or 0, role=role))
    return person


def sign_in_address(session: Session, settings: Settings, person: Person) -> str:
    return f"{settings.base_url}/hyrje/{new_sign_in_link(session, person, PRINTED_LINK_LIFE)}"


def first_coordinator(session: Session) -> Person:
    """The first coordinator there is; where there is none, an account for the person who set the site up."""
    found = session.exec(
        select(Person)
        .join(RoleHeld, col(RoleHeld.person_id) == Person.id)
        .where(RoleHeld.role == Role.COORDINATOR, col(Person.left_on).is_(None))
        .order_by(col(Person.id))
    ).first()
    return found or add_person(session, FIRST_COORDINATOR, "Koordinimi i rrjetit", None, {Role.COORDINATOR})


def nobody_signed_in_yet(session: Session) -> bool:
    return session.exec(select(SignInSession.id).limit(1)).first() is None


def everybody(session: Session) -> list[tuple[Person, list[Role]]]:
    """Who may sign in, with what they may do."""
    held: dict[int, list[Role]] = {}
    for person_id, role in session.exec(select(RoleHeld.person_id, col(RoleHeld.role)).order_by(col(RoleHeld.role))):
        held.setdefault(person_id, []).append(role)
    people = session.exec(select(Person).where(col(Person.left_on).is_(None)).order_by(col(Person.id)))
    return [(person, held.get(person.id or 0, [])) for person in people]
