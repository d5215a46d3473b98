"""Roles that people hold: each one given or taken stands in the account log."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, select

from pop_tracker.accounts import log
from pop_tracker.accounts.models import Person, Role, RoleHeld
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
log.explain("through", N_("Nga"), {"command": COMMAND})
log.explain("asked_by", N_("E kërkoi"))


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
    log.note(session, "role_given", of=person.id, role=role, **acting(by), **more)


def take(session: Session, person: Person, roles: Iterable[Role], *, by: int | None) -> None:
    for role in sorted(roles):
        held = session.get(RoleHeld, (person.id, role))
        if held is not None:
            session.delete(held)
            session.flush()
            log.note(session, "role_taken", of=person.id, role=role, **acting(by))
