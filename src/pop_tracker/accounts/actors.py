"""Who acted, as the record has it: a person by number, for an organisation by its name in addresses."""

from sqlmodel import Session

from pop_tracker.accounts.models import Organisation, Person
from pop_tracker.history import SEEDS, Actor


def actor(session: Session, person_id: int | None, organisation_id: int | None) -> Actor:
    """Who did it earlier, and for whom they did it then; whoever acts now is `Viewer.actor`."""
    return Actor(person_id, organisation_slug(session, organisation_id))


def actor_now(session: Session, person_id: int | None) -> Actor:
    """Somebody with the organisation that they work for today."""
    person = session.get(Person, person_id) if person_id is not None else None
    return actor(session, person.id, person.organisation_id) if person else SEEDS


def organisation_slug(session: Session, organisation_id: int | None) -> str | None:
    organisation = session.get(Organisation, organisation_id) if organisation_id else None
    return organisation.slug if organisation else None
