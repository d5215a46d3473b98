"""Municipalities and their units as places are looked for in a contract: of the record, or of the files that come along
with the program.
"""

from collections import defaultdict
from pathlib import Path

from sqlmodel import Session, select

from pop_tracker.contracts.reading.places import Territory, Unit
from pop_tracker.places.models import AdministrativeUnit, Municipality
from pop_tracker.places.seed import MUNICIPALITIES, UNITS
from pop_tracker.web.tables.seed_rows import read_sheet


def in_record(session: Session) -> tuple[Territory, ...]:
    units = defaultdict[int | None, list[Unit]](list)
    for unit in session.exec(select(AdministrativeUnit)):
        units[unit.municipality_id].append(Unit(unit.slug, _names(unit.name, unit.name_alt)))
    return tuple(
        Territory(one.slug, _names(one.name, one.name_definite, one.name_alt), tuple(units[one.id]))
        for one in session.exec(select(Municipality))
    )


def in_files(folder: Path) -> tuple[Territory, ...]:
    """Of a folder as `seeds`. Raises SheetError."""
    units = defaultdict[str, list[Unit]](list)
    for row in read_sheet(folder / "territory/administrative_units.csv", UNITS):
        units[row["municipality"]].append(Unit(row["slug"], _names(row["name"], row["name_alt"])))
    return tuple(
        Territory(row["slug"], _names(row["name"], row["name_definite"], row["name_alt"]), tuple(units[row["slug"]]))
        for row in read_sheet(folder / "territory/municipalities.csv", MUNICIPALITIES)
    )


def _names(*said: str) -> tuple[str, ...]:
    """Each once. Several other names are parted by semicolons."""
    return tuple(dict.fromkeys(name.strip() for names in said for name in names.split(";") if name.strip()))
