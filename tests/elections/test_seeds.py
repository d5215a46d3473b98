"""What the seeds say of elections and offices; a bad row stops with file, line and reason."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from pop_tracker.elections import seed
from pop_tracker.elections.models import Candidate, Election
from pop_tracker.elections.offices import OfficeCapacity, holders
from pop_tracker.places.models import municipality_by_slug
from pop_tracker.web.shipped import shipped
from pop_tracker.web.tables.seed_rows import SheetError
from tests.cast import COORDINATOR
from tests.conftest import Site


def test_the_mayor_of_korce_is_known_with_the_term(real: Site) -> None:
    with real.database.reading() as session:
        korce = municipality_by_slug(session, "korce")
        assert korce is not None
        office = holders(session, OfficeCapacity.MAYOR, date(2024, 1, 1))[korce.id or 0]
        assert (office.name, office.from_on, office.until_on) == ("Sotiraq Filo", date(2023, 5, 14), None)
        assert len(session.exec(select(Election)).all()) == 3
        assert len(session.exec(select(Candidate)).all()) == 36


@pytest.mark.parametrize(
    ("sheet", "row", "reason"),
    [
        ("elections.csv", "vendore-2027,ordinary_local,2027-13-01,,s", "month must be in 1..12"),
        ("elections.csv", "vendore-2027,mbreterore,2027-05-01,,s", "not a valid ElectionKind"),
        ("elections.csv", "vendore-2027,partial,2027-05-01,,s", "pjesshme"),
        ("candidates.csv", "vendore-1900,prove,X,,,,s,,", "no election vendore-1900"),
        ("candidates.csv", "vendore-2023,atlantide,X,,,,s,,", "no municipality atlantide"),
        ("candidates.csv", "vendore-2023,prove,X,,ndoshta,,s,,", "elected is ndoshta"),
        ("candidates.csv", "vendore-2023,prove,X,,,,,,", "source is empty"),
        ("offices.csv", "prove,mayor,X,,2024-01-01,,s,", "në detyrë"),
        ("offices.csv", "prove,mayor,X,,2024-01-01,s,", "7 cells, expected 8"),
    ],
)
def test_a_bad_row_is_named(training: Site, tmp_path: Path, sheet: str, row: str, reason: str) -> None:
    headers = {
        "elections.csv": "slug,kind,held_on,municipality,source",
        "candidates.csv": "election,municipality,name,list_name,elected,votes,source,confidence,note",
        "offices.csv": "municipality,capacity,name,list_name,from_on,until_on,source,confidence",
    }
    (tmp_path / "elections").mkdir()
    (tmp_path / "elections" / sheet).write_text(f"{headers[sheet]}\n{row}\n", encoding="utf-8")
    with pytest.raises(SheetError, match=rf"{sheet}:2: .*{reason}"), training.database.writing() as session:
        seed.load(session, tmp_path)


@pytest.mark.both
def test_a_corrected_name_is_not_loaded_anew_beside_itself(training: Site) -> None:
    with training.database.writing() as session:
        before = session.exec(select(Candidate).where(Candidate.name == "Blerta Garuese")).one()
        before.revise(session, training.viewer(session, COORDINATOR).actor, name="Blerta Garuesi")
        assert seed.load(session, shipped("seeds") / "training") == 0
