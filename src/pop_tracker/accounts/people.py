"""Who works here: people come, change, leave and come back. None of it is public; public pages name organisations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.accounts import held_roles, log
from pop_tracker.accounts.concerned import tell, welcome
from pop_tracker.accounts.held import pass_on
from pop_tracker.accounts.held_roles import COMMAND
from pop_tracker.accounts.held_roles import ROLE_WORDS as ROLE_WORDS
from pop_tracker.accounts.models import Organisation, Person, Role, RoleHeld, Viewer
from pop_tracker.accounts.requests import NOT_FOR_ONESELF, Wanted, ask_role, close_all
from pop_tracker.accounts.roles import TRUSTED
from pop_tracker.accounts.same_person import remember_mailbox
from pop_tracker.accounts.second_factor import take_away_all
from pop_tracker.accounts.signing_in import end_all
from pop_tracker.accounts.taken_mailboxes import require_not_asked_at
from pop_tracker.settings import Settings
from pop_tracker.web.albanian import sort_key
from pop_tracker.web.errors import Forbidden, Missing, Refusal
from pop_tracker.web.i18n import N_, today
from pop_tracker.web.mailboxes import require_address

# What HTML's own mail fields take.

NOWHERE: Mapping[str, int | None] = {}
"""All that somebody holds stays with the organisation."""
LAST_COORDINATOR = N_("Rrjeti duhet të ketë së paku një koordinator. Jepjani rolin së pari dikujt tjetër.")


log.declare(
    {
        "person_added": N_("Llogari e hapur"),
        "person_revised": N_("Llogari e ndryshuar"),
        "person_left": N_("Llogari e mbyllur"),
        "person_came_back": N_("Llogari e hapur përsëri"),
        "second_step_reset": N_("Hapi i dytë i hequr"),
    }
)


@dataclass(frozen=True)
class Account:
    """A person as the coordinator sees them."""

    person: Person
    organisation: str
    roles: tuple[Role, ...]


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
    session: Session, settings: Settings, viewer: Viewer, *, email: str, name: str, organisation_id: int | None,
    roles: set[Role], language: str = "sq",
) -> Person:  # fmt: skip
    """With the role of an editor at once; roles of trust are asked for. To whoever is new one letter says that they are
    here, and none besides what they may."""
    _require_coordinator(viewer)
    email = email.lower()
    _check(session, email, organisation_id, roles)
    person = Person(email=email, name=name, organisation_id=organisation_id, language=language)
    session.add(person)
    session.flush()
    remember_mailbox(session, person.id or 0, email)
    works_for = slug_of(session, organisation_id)
    log.note(session, "person_added", of=person.id, organisation=works_for, **held_roles.acting(viewer.person_id))
    welcome(session, settings, person)
    message = N_("%(by)s hapi në pop-tracker llogarinë “%(person)s”.")
    _tell(session, settings, viewer, person, message, is_told=False)
    _add_roles(session, settings, viewer, person, roles, is_new=True)
    return person


def revise_person(
    session: Session, settings: Settings, viewer: Viewer, person: Person, *, name: str, organisation_id: int | None,
    roles: set[Role], language: str,
) -> None:  # fmt: skip
    """What changed counts from the next click of the person on. Whoever reviews for another organisation from now on is
    given that anew: a reviewer of another organisation is one whom others know as such."""
    _require_coordinator(viewer)
    _check_roles(organisation_id, roles)
    held = held_roles.roles_of(session, person)
    if viewer.is_among((person.id,)) and roles - held:
        raise Forbidden(NOT_FOR_ONESELF, field="roles")
    moves = organisation_id != person.organisation_id
    if viewer.is_among((person.id,)) and moves and Role.REVIEWER in held:
        raise Forbidden(N_("Për cilën organizatë rishikoni, e ndryshon një koordinator tjetër."), field="organisation")
    taken = held - roles | (held & {Role.REVIEWER} if moves else frozenset())
    if Role.COORDINATOR in taken:
        _require_another_coordinator(session, person)
    before = (person.name, person.organisation_id, person.language)
    person.name, person.organisation_id, person.language = name, organisation_id, language
    session.add(person)
    session.flush()
    if before != (name, organisation_id, language):
        more: dict[str, Any] = {"organisation": slug_of(session, organisation_id)} if moves else {}
        log.note(session, "person_revised", of=person.id, **held_roles.acting(viewer.person_id), **more)
    if moves:
        close_all(session, settings, viewer, person, Wanted.REVIEWER, Wanted.COORDINATOR)
    held_roles.take(session, person, taken, by=viewer.person_id)
    for role in sorted(taken):
        message = N_("%(person)s nuk e ka më rolin “%(role)s”: e hoqi %(by)s.")
        _tell(session, settings, viewer, person, message, role=ROLE_WORDS[role])
    _add_roles(session, settings, viewer, person, roles - (held - taken))


def hand_over(
    session: Session, settings: Settings, viewer: Viewer, person: Person, choices: Mapping[str, int | None]
) -> bool:
    """What they hold goes to whom the coordinator names for each kind of it (`held`). Whether anything went."""
    _require_coordinator(viewer)
    return pass_on(session, settings, viewer, person, choices)


def leave(
    session: Session, settings: Settings, viewer: Viewer, person: Person, choices: Mapping[str, int | None] = NOWHERE
) -> None:
    """Ends access at once: open sessions, links in the mail. What they recorded stays theirs in the record, and what
    they hold goes where `choices` say; also where another coordinator closed the account meanwhile."""
    _require_coordinator(viewer)
    session.refresh(person, with_for_update=True)
    if person.left_on is not None:
        pass_on(session, settings, viewer, person, choices)
        return
    _require_another_coordinator(session, person)
    pass_on(session, settings, viewer, person, choices)
    close_all(session, settings, viewer, person, *Wanted)
    person.left_on = today()
    session.add(person)
    end_all(session, person)
    log.note(session, "person_left", of=person.id, **held_roles.acting(viewer.person_id))
    _tell(session, settings, viewer, person, N_("%(by)s mbylli në pop-tracker llogarinë “%(person)s”."))


def come_back(session: Session, settings: Settings, viewer: Viewer, person: Person) -> None:
    """Opens the account again, without roles or what was open earlier: whoever comes back is given both anew, and sets
    up a new second step. So does whoever lost theirs: the roles of trust come back by two people."""
    _require_coordinator(viewer)
    if person.left_on is None:
        return
    person.left_on = None
    session.add(person)
    end_all(session, person)
    take_away_all(session, person.id or 0)
    session.exec(sa.delete(RoleHeld).where(col(RoleHeld.person_id) == person.id))
    log.note(session, "person_came_back", of=person.id, **held_roles.acting(viewer.person_id))
    _tell(session, settings, viewer, person, N_("%(by)s hapi përsëri llogarinë “%(person)s”, pa asnjë rol."))


def reset_second_step(session: Session, settings: Settings, person: Person) -> None:
    """By the command on the server alone: who lost everything keeps their roles, and sets up a new one when they next
    sign in."""
    take_away_all(session, person.id or 0)
    end_all(session, person)
    log.note(session, "second_step_reset", of=person.id, **held_roles.acting(None))
    message = N_("%(by)s hoqi hapin e dytë të llogarisë “%(person)s”.")
    tell(session, settings, person, message, {"by": COMMAND})


def give_role(session: Session, settings: Settings, person: Person, role: Role) -> None:
    """By the command on the server alone, as for the second coordinator while there is one."""
    _check_roles(person.organisation_id, {role})
    _give(session, settings, COMMAND, person, role, None)


def _add_roles(
    session: Session, settings: Settings, viewer: Viewer, person: Person, roles: Iterable[Role], *, is_new: bool = False
) -> None:
    for role in sorted(roles):
        if role in TRUSTED and viewer.person_id is not None:
            ask_role(session, settings, viewer, person, role)
        else:
            _give(session, settings, viewer.name, person, role, viewer.person_id, is_told=not is_new)


def _give(
    session: Session, settings: Settings, name: str, person: Person, role: Role, by: int | None, *, is_told: bool = True
) -> None:
    held_roles.give(session, person, role, by=by)
    message = N_("%(person)s ka tani rolin “%(role)s”: e dha %(by)s.")
    tell(session, settings, person, message, {"by": name, "role": ROLE_WORDS[role]}, is_told=is_told)


def _tell(
    session: Session, settings: Settings, viewer: Viewer, person: Person, message: str, *, is_told: bool = True,
    **values: str,
) -> None:  # fmt: skip
    by = viewer.name if viewer.person_id else COMMAND
    tell(session, settings, person, message, {"by": by, **values}, is_told=is_told)


def slug_of(session: Session, organisation_id: int | None) -> str:
    """As the log names an organisation; empty: none."""
    organisation = session.get(Organisation, organisation_id) if organisation_id else None
    return organisation.slug if organisation else ""


def _check(session: Session, email: str, organisation_id: int | None, roles: Iterable[Role]) -> None:
    require_address(email)
    other = session.exec(select(Person).where(Person.email == email)).first()
    if other is not None:
        message = N_("Me këtë adresë është regjistruar tashmë %(name)s.")
        if other.left_on is not None:
            message = N_("Me këtë adresë ishte %(name)s, që është larguar. Hapeni përsëri llogarinë e vjetër.")
        raise Refusal(message, field="email", name=other.name)
    require_not_asked_at(session, email)
    _check_roles(organisation_id, roles)


def _check_roles(organisation_id: int | None, roles: Iterable[Role]) -> None:
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


def _in_order(roles: Iterable[str]) -> tuple[Role, ...]:
    held = set(roles)
    return tuple(role for role in Role if role in held)


def _require_coordinator(viewer: Viewer) -> None:
    if not viewer.is_coordinator:
        raise Forbidden(N_("Këtë e bën vetëm koordinatori."))
