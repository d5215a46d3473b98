"""Loads elections, candidates and offices held from `seeds/elections`."""

from datetime import date
from pathlib import Path

from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.elections.models import Candidate, Election, ElectionKind
from pop_tracker.elections.offices import Office, OfficeCapacity
from pop_tracker.history import SEEDS, HistoryEntry
from pop_tracker.pieces import is_mark
from pop_tracker.places.models import Municipality
from pop_tracker.web.errors import Refusal
from pop_tracker.web.tables.seed_rows import Row, read_sheet

ELECTED = {"yes": True, "no": False, "": None}


def load(session: Session, folder: Path) -> int:
    """Enters what is not there yet; returns how many things. Raises SheetError."""
    places = {place.slug: place.id or 0 for place in session.exec(select(Municipality))}
    return (
        _elections(session, folder, places) + _candidates(session, folder, places) + _offices(session, folder, places)
    )


def _elections(session: Session, folder: Path, places: dict[str, int]) -> int:
    known = set(session.exec(select(Election.slug)))
    loaded = 0
    for row in read_sheet(folder / "elections/elections.csv", "slug,kind,held_on,municipality,source"):
        if row.required("slug") in known:
            continue
        try:
            Election(
                slug=row["slug"],
                election_kind=ElectionKind(row["kind"]),
                held_on=date.fromisoformat(row["held_on"]),
                municipality_id=_place(row, places) if row["municipality"] else None,
                source=row.required("source"),
            ).record(session, SEEDS)
        except (ValueError, Refusal) as error:
            raise row.error(str(error)) from None
        loaded += 1
    return loaded


def _candidates(session: Session, folder: Path, places: dict[str, int]) -> int:
    elections = {election.slug: election for election in session.exec(select(Election))}
    known = set(session.exec(select(Candidate.election_id, Candidate.municipality_id, Candidate.name)).all())
    nameless = {(election, place) for election, place, name in known if is_mark(name)}
    loaded_as = _loaded_candidates(session)
    loaded = 0
    for row in read_sheet(
        folder / "elections/candidates.csv",
        "election,municipality,name,list_name,elected,votes,source,confidence,note",
    ):
        election = elections.get(row["election"])
        if election is None:
            raise row.error(f"no election {row['election']}")
        if row["elected"] not in ELECTED:
            raise row.error(f"elected is {row['elected']}, expected yes, no or nothing")
        place = _place(row, places)
        # A name that a redaction removed must not come back from the file; nobody keeps which row it was.
        if (election.id, place, row.required("name")) in known or (election.id, place) in nameless:
            continue
        # Nor one that was corrected since, as somebody else beside it.
        if (row["election"], row["municipality"], row["name"]) in loaded_as:
            continue
        try:
            Candidate(
                election_id=election.id or 0,
                municipality_id=place,
                name=row["name"],
                list_name=row["list_name"],
                elected=ELECTED[row["elected"]],
                votes=row["votes"],
                source=row.required("source"),
                confidence=row["confidence"],
                note=row["note"],
            ).record(session, SEEDS)
        except Refusal as refusal:
            raise row.error(str(refusal)) from None
        loaded += 1
    return loaded


def _loaded_candidates(session: Session) -> set[tuple[str, str, str]]:
    """Election, municipality and name as they were when they were loaded."""
    loaded = history.contents().where(HistoryEntry.verb == "candidate.record", col(HistoryEntry.author).is_(None))
    states = [one.content["state"] for one in history.read(session, loaded) if one.content]
    return {(state["election"], state["municipality"], state["name"]) for state in states}


def _offices(session: Session, folder: Path, places: dict[str, int]) -> int:
    known = set(session.exec(select(Office.municipality_id, Office.capacity, col(Office.from_on))).all())
    loaded = 0
    for row in read_sheet(
        folder / "elections/offices.csv",
        "municipality,capacity,name,list_name,from_on,until_on,source,confidence",
    ):
        try:
            office = Office(
                municipality_id=_place(row, places),
                capacity=OfficeCapacity(row["capacity"]),
                name=row.required("name"),
                list_name=row["list_name"],
                from_on=date.fromisoformat(row["from_on"]),
                until_on=date.fromisoformat(row["until_on"]) if row["until_on"] else None,
                source=row.required("source"),
                confidence=row["confidence"],
            )
            if (office.municipality_id, office.capacity, office.from_on) in known:
                continue
            office.record(session, SEEDS)
        except (ValueError, Refusal) as error:
            raise row.error(str(error)) from None
        loaded += 1
    return loaded


def _place(row: Row, places: dict[str, int]) -> int:
    if row.required("municipality") not in places:
        raise row.error(f"no municipality {row['municipality']}")
    return places[row["municipality"]]
