"""People from the command line: whoever may run the command may do what the coordinator may."""

from datetime import timedelta

import click
from sqlmodel import Session, select

import pop_tracker.tables  # noqa: F401  every room says to whom it wrote: no account is opened at such a mailbox
from pop_tracker.accounts import people
from pop_tracker.accounts.concerned import NOBODYS
from pop_tracker.accounts.models import Person, Role, Viewer, organisation_by_slug, organisations, person_by_email
from pop_tracker.accounts.people import Account
from pop_tracker.accounts.signing_in import SignInSession, new_sign_in_link
from pop_tracker.settings import Settings
from pop_tracker.web.texts import has_words, one_line, tidy

CONSOLE = Viewer(name="pop-tracker", roles=frozenset({Role.COORDINATOR}))
# Longer than a mailed link's: who has just installed the site looks around first.
PRINTED_LINK_LIFE = timedelta(hours=24)


class PersonError(click.ClickException):
    """The person cannot be added or found; the message says why."""

    exit_code = 2


def add_person(
    session: Session, settings: Settings, email: str, name: str, organisation: str | None, roles: set[Role]
) -> Person:
    """Gives all roles at once, also those that two people give. Raises PersonError for an unknown organisation,
    Refusal for what the coordinator's form refuses, too."""
    email, name = tidy(email), one_line(name)
    if not has_words(name) or len(name) > 120:
        raise PersonError("the name must have between 1 and 120 letters")
    organisation_id = None
    if organisation:
        found = organisation_by_slug(session, organisation)
        if found is None:
            known = ", ".join(sorted(each.slug for each in organisations(session)))
            raise PersonError(f"no organisation {organisation} (known: {known or 'none'})")
        organisation_id = found.id
    return people.add_person(
        session, settings, CONSOLE, email=email, name=name, organisation_id=organisation_id, roles=roles
    )


def known_person(session: Session, email: str) -> Person:
    person = person_by_email(session, email)
    if person is None:
        raise PersonError(f"nobody here has the address {email}; see pop-tracker add-person")
    return person


def sign_in_address(session: Session, settings: Settings, person: Person) -> str:
    return f"{settings.base_url}/hyrje/{new_sign_in_link(session, person, PRINTED_LINK_LIFE)}"


def everybody(session: Session) -> list[Account]:
    """Who may sign in."""
    return [account for account in people.people(session, CONSOLE) if account.person.left_on is None]


def give_role(session: Session, settings: Settings, email: str, role: Role) -> None:
    """Raises PersonError, and Refusal for what the coordinator's form refuses, too."""
    people.give_role(session, settings, known_person(session, email), role)


def reset_second_step(session: Session, settings: Settings, email: str) -> None:
    """Raises PersonError."""
    people.reset_second_step(session, settings, known_person(session, email))


def first_coordinator(session: Session, settings: Settings) -> Person:
    """The coordinator there is; where there is none, an account for the person who set the site up."""
    for account in everybody(session):
        if Role.COORDINATOR in account.roles:
            return account.person
    return add_person(session, settings, NOBODYS, "Koordinimi i rrjetit", None, {Role.COORDINATOR})


def nobody_signed_in_yet(session: Session) -> bool:
    return session.exec(select(SignInSession.id).limit(1)).first() is None
