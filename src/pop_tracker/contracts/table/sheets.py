"""A contract's table written as a file: XLSX or CSV; and the example that shows how one is filled in."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pop_tracker.contracts.first_year import ReadGround
from pop_tracker.contracts.reading.statuses import ReadStatus
from pop_tracker.contracts.table.columns import BY_NAME, COLUMNS, OF_STATUS, Level
from pop_tracker.contracts.texts import PriorityGroup, Scope
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.tables.columns import Columns
from pop_tracker.web.tables.xlsx_file import xlsx_file

PUBLIC = Columns(column for column in COLUMNS if column.name not in OF_STATUS)
"""Of a published edition: what its first year was like, a round says."""


def csv_rows(rows: Iterable[Mapping[str, Any]], columns: Columns = COLUMNS) -> Iterator[list[str]]:
    for row in rows:
        yield [column.say(row[column.name]) for column in columns]


def xlsx_table(
    rows: Iterable[Mapping[str, Any]], said: Words, columns: Columns = COLUMNS, *, is_training: bool = False
) -> bytes:
    written = ([column.write(row[column.name]) for column in columns] for row in rows)
    return xlsx_file(N_("kontrata"), columns, written, said, is_training=is_training)


def example() -> list[dict[str, Any]]:
    """An invented contract of an invented municipality, with its first year: a priority with points and sub-points,
    one that is itself the commitment, and every kind of place."""
    return [{name: "" for name in BY_NAME} | {"units": [], "source": _SOURCE} | row for row in _EXAMPLE]


_SOURCE = "kontrata e nënshkruar, faqja 2"
_REPORT = {"status_source": "raporti i vitit të parë, faqja 4"}
_EXAMPLE: tuple[dict[str, Any], ...] = (
    {"ref": "1", "level": Level.PRIORITY, "group": PriorityGroup.MAIN, "text": "Shërbime për fëmijët dhe të rinjtë"},
    {"ref": "1.1", "level": Level.POINT, "priority": "1", "text": "Një çerdhe e re në qytetin Shembull.",
     "scope": Scope.UNITS, "units": ["Shembull"], "place": "lagjja e re", "target_groups": "fëmijë; prindër",
     "status": ReadStatus.PARTIALLY_ADDRESSED, "status_reason": "Projekti u miratua; ndërtimi nuk ka nisur.",
     **_REPORT},
    {"ref": "1.2", "level": Level.POINT, "priority": "1", "text": "Transport falas për nxënësit:",
     "scope": Scope.MUNICIPALITY},
    {"ref": "1.2.a", "level": Level.SUB_POINT, "priority": "1", "text": "për nxënësit e fshatrave;",
     "scope": Scope.WORDS, "place": "fshatrat larg shkollës", "status": ReadStatus.NOT_ADDRESSED,
     "status_reason": "Buxheti nuk e parashikon.", **_REPORT},
    {"ref": "1.2.b", "level": Level.SUB_POINT, "priority": "1", "text": "për nxënësit me aftësi të kufizuara.",
     "scope": Scope.MUNICIPALITY, "target_groups": "nxënës me aftësi të kufizuara"},
    {"ref": "1.3", "level": Level.POINT, "priority": "1", "text": "Një urë e re mbi lumë.", "scope": Scope.WORDS,
     "place": "te kalimi i vjetër", "status": ReadStatus.NOT_ASSESSABLE, "status_ground": ReadGround.NOT_COMPETENCE,
     "status_reason": "Urën e ndërton ministria.", **_REPORT},
    {"ref": "2", "level": Level.PRIORITY, "group": PriorityGroup.OTHER, "text": "Ndriçimi i rrugëve në të gjitha "
     "njësitë administrative.", "scope": Scope.MUNICIPALITY, "status": ReadStatus.FULLY_ADDRESSED,
     "status_reason": "U ndriçuan të gjitha rrugët.", **_REPORT},
)  # fmt: skip
