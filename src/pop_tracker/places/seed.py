"""Loads the territory from `seeds/territory`."""

from pathlib import Path

from sqlmodel import Session, select

from pop_tracker.history import SEEDS
from pop_tracker.places.models import AdministrativeUnit, Municipality
from pop_tracker.web.albanian import sort_key
from pop_tracker.web.tables.seed_rows import Row, read_sheet

MUNICIPALITIES = (
    "slug,name,name_definite,name_alt,county,county_iso_3166_2,instat_asr_code,eurostat_lau_code,"
    "seat,seat_lat,seat_lon,population_2011,source"
)
UNITS = "municipality,slug,name,name_alt,is_seat_unit,source"
"""The columns of the two files."""


def load(session: Session, folder: Path) -> int:
    """Enters the municipalities that are not there yet; returns how many. Raises SheetError."""
    units: dict[str, list[Row]] = {}
    for row in read_sheet(folder / "territory/administrative_units.csv", UNITS):
        units.setdefault(row["municipality"], []).append(row)
    known = set(session.exec(select(Municipality.slug)))
    seen: set[str] = set()
    loaded = 0
    for row in read_sheet(folder / "territory/municipalities.csv", MUNICIPALITIES):
        seen.add(row.required("slug"))
        if row["slug"] in known:
            continue
        _municipality(row).record(session, SEEDS, [_unit(unit) for unit in units.get(row["slug"], [])])
        loaded += 1
    for slug, rows in units.items():
        if slug not in seen:
            raise rows[0].error(f"no municipality {slug}")
    return loaded


def _municipality(row: Row) -> Municipality:
    try:
        return Municipality(
            slug=row["slug"],
            name=row.required("name"),
            name_definite=row["name_definite"],
            name_alt=row["name_alt"],
            county=row["county"],
            county_code=row["county_iso_3166_2"],
            instat_code=row["instat_asr_code"],
            lau_code=row["eurostat_lau_code"],
            seat=row["seat"],
            seat_lat=float(row["seat_lat"]) if row["seat_lat"] else None,
            seat_lon=float(row["seat_lon"]) if row["seat_lon"] else None,
            population_2011=int(row["population_2011"]) if row["population_2011"] else None,
            sort_key=sort_key(row["name"]),
            source=row.required("source"),
        )
    except ValueError as error:
        raise row.error(str(error)) from None


def _unit(row: Row) -> AdministrativeUnit:
    if row["is_seat_unit"] not in ("", "yes"):
        raise row.error(f"is_seat_unit is {row['is_seat_unit']}, expected yes or nothing")
    return AdministrativeUnit(
        municipality_id=0,
        slug=row.required("slug"),
        name=row.required("name"),
        name_alt=row["name_alt"],
        is_seat_unit=row["is_seat_unit"] == "yes",
        sort_key=sort_key(row["name"]),
        source=row.required("source"),
    )
