"""Who works here: people come, change, leave and come back. None of it is public; public pages name organisations."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import Organisation, Person, Role, RoleHeld, Viewer
from pop_tracker.accounts.same_person import remember_mailbox
from pop_tracker.accounts.signing_in import end_all
from pop_tracker.web.albanian import sort_key
from pop_tracker.web.errors import Forbidden, Missing, Refusal
from pop_tracker.web.i18n import N_, today

# What HTML's own mail fields take.
EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")

ROLE_WORDS: dict[Role, str] = {
    Role.EDITOR: N_("Redaktor"),
    Role.REVIEWER: N_("Rishikues"),
    Role.COORDINATOR: N_("Koordinator"),
}
LAST_COORDINATOR = N_("Rrjeti duhet të ketë së paku një koordinator. Jepjani rolin së pari dikujt tjetër.")


@dataclass(frozen=True)
class Account:
    """A person as the coordinator sees them."""

    person: Person
    organisation: str
    roles: tuple[Role, ...]


def is_email(text: str) -> bool:
    return len(text) <= 254 and EMAIL.fullmatch(text) is not None


def people(session: Session, viewer: Viewer) -> list[Account]:
    """Everyone, in Albanian order of names, who left last."""
    _require_coordinator(viewer)
    rows = session.exec(
        select(Person, Organisation.name).join(
            Organisation, col(Organisation.id) == Person.organisation_id, isouter=True
        )
    ).all()
    held: dict[int, list[Role]] = {}
    for person_id, role in session.exec(select(RoleHeld.person_id, col(RoleHeld.role))):
        held.setdefault(person_id, []).append(role)
    accounts = [Account(person, name or "", _in_order(held.get(person.id or 0, []))) for person, name in rows]
    return sorted(accounts, key=lambda account: (account.person.left_on is not None, sort_key(account.person.name)))


def people_of(session: Session, viewer: Viewer, organisation_id: int | None) -> list[Account]:
    """Who works for it now; None: those without an organisation."""
    return [
        account
        for account in people(session, viewer)
        if account.person.organisation_id == organisation_id and account.person.left_on is None
    ]


def person_by_id(session: Session, viewer: Viewer, id: int) -> Account:
    """Raises Missing."""
    found = next((account for account in people(session, viewer) if account.person.id == id), None)
    if found is None:
        raise Missing
    return found


def add_person(
    session: Session, viewer: Viewer, *, email: str, name: str, organisation_id: int | None, roles: set[Role],
    language: str = "sq",
) -> Person:  # fmt: skip
    _require_coordinator(viewer)
    email = email.lower()
    _check(session, None, email, organisation_id, roles)
    person = Person(email=email, name=name, organisation_id=organisation_id, language=language)
    session.add(person)
    session.flush()
    remember_mailbox(session, person.id or 0, email)
    _hold(session, person, roles)
    return person


def revise_person(
    session: Session, viewer: Viewer, person: Person, *, email: str, name: str, organisation_id: int | None,
    roles: set[Role], language: str,
) -> None:  # fmt: skip
    """What changed counts from the next click of the person on.

    With a new address one signs in anew: the old mailbox may be someone else's by now, or the new one may be.
    """
    _require_coordinator(viewer)
    email = email.lower()
    _check(session, person.id, email, organisation_id, roles)
    if Role.COORDINATOR not in roles:
        _require_another_coordinator(session, person)
    if email != person.email:
        end_all(session, person)
        remember_mailbox(session, person.id or 0, email)
    person.email, person.name, person.organisation_id, person.language = email, name, organisation_id, language
    session.add(person)
    _hold(session, person, roles)


def leave(session: Session, viewer: Viewer, person: Person) -> None:
    """Ends access at once: open sessions, links in the mail. What they recorded stays theirs in the record."""
    _require_coordinator(viewer)
    if person.left_on is not None:
        return
    _require_another_coordinator(session, person)
    person.left_on = today()
    session.add(person)
    end_all(session, person)


def come_back(session: Session, viewer: Viewer, person: Person) -> None:
    """Opens the account again, without roles or what was open earlier: whoever comes back is given both anew."""
    _require_coordinator(viewer)
    if person.left_on is None:
        return
    person.left_on = None
    session.add(person)
    end_all(session, person)
    _hold(session, person, set())


def _check(
    session: Session, person_id: int | None, email: str, organisation_id: int | None, roles: Iterable[Role]
) -> None:
    if not is_email(email):
        raise Refusal(N_("Shkruani një adresë emaili si emri@organizata.al."), field="email")
    other = session.exec(select(Person).where(Person.email == email)).first()
    if other is not None and other.id != person_id:
        message = N_("Me këtë adresë është regjistruar tashmë %(name)s.")
        if other.left_on is not None:
            message = N_("Me këtë adresë ishte %(name)s, që është larguar. Hapeni përsëri llogarinë e vjetër.")
        raise Refusal(message, field="email", name=other.name)
    if organisation_id is None and set(roles) - {Role.COORDINATOR}:
        raise Refusal(N_("Redaktorët dhe rishikuesit punojnë për një organizatë."), field="organisation")


def _require_another_coordinator(session: Session, person: Person) -> None:
    # Locked, because two coordinators may take the role from each other at the same moment.
    held = session.exec(
        select(RoleHeld)
        .join(Person, col(Person.id) == RoleHeld.person_id)
        .where(RoleHeld.role == Role.COORDINATOR, col(Person.left_on).is_(None))
        .with_for_update()
    ).all()
    coordinators = {role.person_id for role in held}
    if coordinators == {person.id}:
        raise Refusal(LAST_COORDINATOR, field="roles")


def _hold(session: Session, person: Person, roles: set[Role]) -> None:
    session.exec(sa.delete(RoleHeld).where(col(RoleHeld.person_id) == person.id))
    session.add_all(RoleHeld(person_id=person.id or 0, role=role) for role in roles)
    session.flush()


def _in_order(roles: Iterable[str]) -> tuple[Role, ...]:
    held = set(roles)
    return tuple(role for role in Role if role in held)


def _require_coordinator(viewer: Viewer) -> None:
    if not viewer.is_coordinator:
        raise Forbidden(N_("Këtë e bën vetëm koordinatori."))
