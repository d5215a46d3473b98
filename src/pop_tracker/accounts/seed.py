"""Loads the member organisations from `seeds/network`, the domains of institutions and in training the people from
`accounts`."""

from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session, select

from pop_tracker.accounts import held_roles
from pop_tracker.accounts.institutions import InstitutionDomain, InstitutionKind
from pop_tracker.accounts.models import Organisation, Person, Role
from pop_tracker.accounts.same_person import remember_mailbox
from pop_tracker.history import SEEDS
from pop_tracker.places.models import municipality_by_slug
from pop_tracker.web.albanian import sort_key
from pop_tracker.web.tables.seed_rows import Row, read_sheet


def load(session: Session, folder: Path) -> int:
    """Enters what is not there yet; returns how many things. Raises SheetError."""
    return _organisations(session, folder) + _people(session, folder) + _domains(session, folder)


def _organisations(session: Session, folder: Path) -> int:
    known = set(session.exec(select(Organisation.slug)))
    loaded = 0
    for row in read_sheet(folder / "network/organisations.csv", "slug,name,short_name,name_en,municipality,source"):
        if row.required("slug") in known:
            continue
        organisation = Organisation(
            slug=row["slug"],
            name=row.required("name"),
            short_name=row["short_name"],
            name_en=row["name_en"],
            sort_key=sort_key(row["name"]),
            source=row.required("source"),
        )
        organisation.record(
            session, SEEDS, [_municipality_id(session, row, slug) for slug in row.items_of("municipality")]
        )
        known.add(row["slug"])
        loaded += 1
    return loaded


def _municipality_id(session: Session, row: Row, slug: str) -> int:
    municipality = municipality_by_slug(session, slug)
    if municipality is None or municipality.id is None:
        raise row.error(f"no municipality {slug}")
    return municipality.id


def _people(session: Session, folder: Path) -> int:
    """Invented people, for training only: real ones are entered by the coordinator and stand in no file."""
    known = set(session.exec(select(Person.email)))
    organisations = {slug: id for slug, id in session.exec(select(Organisation.slug, Organisation.id))}
    loaded = 0
    for row in read_sheet(folder / "accounts/people.csv", "email,name,organisation,roles,source"):
        email = row.required("email").lower()
        if email in known:
            continue
        if row["organisation"] and row["organisation"] not in organisations:
            raise row.error(f"no organisation {row['organisation']}")
        try:
            roles = [Role(role) for role in row.items_of("roles")]
        except ValueError as error:
            raise row.error(str(error)) from None
        person = Person(email=email, name=row.required("name"), organisation_id=organisations.get(row["organisation"]))
        session.add(person)
        session.flush()
        remember_mailbox(session, person.id or 0, email)
        for role in roles:
            held_roles.give(session, person, role, by=None, through="seeds")
        known.add(email)
        loaded += 1
    session.flush()
    return loaded


def _domains(session: Session, folder: Path) -> int:
    """Invented ones, for training; who reviewed the file stands for both people."""
    known = set(session.exec(select(InstitutionDomain.domain)))
    loaded = 0
    for row in read_sheet(folder / "accounts/institution_domains.csv", "domain,kind,name,municipality,source"):
        if row.required("domain") in known:
            continue
        try:
            kind = InstitutionKind(row.required("kind"))
        except ValueError as error:
            raise row.error(str(error)) from None
        now = datetime.now(UTC)
        session.add(
            InstitutionDomain(
                domain=row["domain"],
                kind=kind,
                name=row.required("name"),
                municipality_id=_municipality_id(session, row, row["municipality"]) if row["municipality"] else None,
                source=row.required("source"),
                recorded_at=now,
                confirmed_at=now,
            )
        )
        known.add(row["domain"])
        loaded += 1
    session.flush()
    return loaded
