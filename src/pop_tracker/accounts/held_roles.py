"""Roles that people hold: each one given or taken stands in the account log, and is compared with it. So is the
organisation that they work for, since the log says which: who may decide depends on both."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlmodel import Session, col, select

from pop_tracker.accounts import log
from pop_tracker.accounts.log import LogEntry
from pop_tracker.accounts.models import Organisation, Person, Role, RoleHeld
from pop_tracker.verification import Fault
from pop_tracker.web.i18n import N_

ROLE_WORDS: dict[Role, str] = {
    Role.EDITOR: N_("Redaktor"),
    Role.REVIEWER: N_("Rishikues"),
    Role.COORDINATOR: N_("Koordinator"),
}
COMMAND = N_("Komanda në server")
"""Who acts where nobody is signed in: whoever may run the command may do what two coordinators may."""

log.declare({"role_given": N_("Rol i dhënë"), "role_taken": N_("Rol i hequr")})
log.explain("role", N_("Roli"), {role.value: word for role, word in ROLE_WORDS.items()})
log.explain(
    "through",
    N_("Nga"),
    {"command": COMMAND, "seeds": N_("të dhënat fillestare"), "upgrade": N_("para se të kishte ditar")},
)
log.explain("asked_by", N_("E kërkoi"))
log.explain("organisation", N_("Organizata"))


def acting(by: int | None) -> dict[str, Any]:
    """Who acts, as the log is told."""
    return {"by": by} if by is not None else {"by": None, "through": "command"}


def roles_of(session: Session, person: Person) -> frozenset[Role]:
    return frozenset(Role(role) for role in session.exec(select(RoleHeld.role).where(RoleHeld.person_id == person.id)))


def give(session: Session, person: Person, role: Role, *, by: int | None, **more: Any) -> None:
    """Nothing where they have it."""
    if session.get(RoleHeld, (person.id, role)) is not None:
        return
    session.add(RoleHeld(person_id=person.id or 0, role=role))
    session.flush()
    log.note(session, "role_given", of=person.id, role=role, **{**acting(by), **more})


def verify(session: Session) -> Iterator[Fault]:
    """Compares who holds which role with what the account log says was given and taken, and who works for which
    organisation with what it said last; of whom it never said one, nothing is known."""
    told: set[tuple[int | None, str]] = set()
    changes = select(LogEntry).where(col(LogEntry.event).in_(("role_given", "role_taken", "person_came_back")))
    for entry in session.exec(changes.order_by(col(LogEntry.number))):
        if entry.event == "person_came_back":
            told = {(person, role) for person, role in told if person != entry.person}
        elif entry.event == "role_given":
            told.add((entry.person, entry.said["role"]))
        else:
            told.discard((entry.person, entry.said["role"]))
    held: set[tuple[int | None, str]] = {(row.person_id, str(row.role)) for row in session.exec(select(RoleHeld))}
    for person, role in sorted(held - told, key=str):
        yield Fault(None, f"person {person} holds the role {role}, but the account log does not say so")
    for person, role in sorted(told - held, key=str):
        yield Fault(None, f"person {person} was given the role {role} by the account log, but does not hold it")
    yield from _other_organisations(session)


def _other_organisations(session: Session) -> Iterator[Fault]:
    told: dict[int | None, str] = {}
    changes = select(LogEntry).where(col(LogEntry.event).in_(("person_added", "person_revised")))
    for entry in session.exec(changes.order_by(col(LogEntry.number))):
        if "organisation" in entry.said:
            told[entry.person] = entry.said["organisation"]
    works = select(Person.id, Organisation.slug).outerjoin(Organisation, col(Organisation.id) == Person.organisation_id)
    for person, slug in session.exec(works.order_by(col(Person.id))):
        if told.get(person, slug or "") != (slug or ""):
            yield Fault(
                None,
                f"person {person} works for {slug or 'no organisation'}, but the account log says "
                f"{told[person] or 'no organisation'}",
            )


def take(session: Session, person: Person, roles: Iterable[Role], *, by: int | None) -> None:
    for role in sorted(roles):
        held = session.get(RoleHeld, (person.id, role))
        if held is not None:
            session.delete(held)
            session.flush()
            log.note(session, "role_taken", of=person.id, role=role, **acting(by))
