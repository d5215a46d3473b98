"""The rows that a reading begins with: all that it found, and all that it left out, in the order of the document."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from pop_tracker.contracts.checking.row import Rank, Row
from pop_tracker.contracts.checking.rows import Rows
from pop_tracker.contracts.reading.result import ReadContract, ReadPlace, ReadPoint, ReadPriority
from pop_tracker.contracts.texts import PriorityGroup, Scope
from pop_tracker.web.albanian import fold
from pop_tracker.web.i18n import N_

UNDER_A_TITLE = N_("Ky tekst është nën titull, para pikave: është pikë, apo lihet jashtë?")


def rows_of(read: ReadContract) -> Rows:
    doubts: dict[str, list[str]] = {}
    for one in read.unsure:
        doubts.setdefault(one.ref, []).append(one.why)
    found = [row for priority in read.priorities for row in _rows(priority)]
    rows = [replace(row, why=tuple(dict.fromkeys((*doubts.get(ref, ()), *row.why)))) for ref, row in found]
    for left in read.left_out:
        row = Row(0, Rank.POINT, left.text, (left.at,), is_left_out=True, left_out_as=left.where)
        rows.insert(_place(rows, left.at.start), row)
    numbered = (replace(row, id=id, read=row.text, doubted=row.why) for id, row in enumerate(rows, 1))
    return Rows(tuple(numbered), len(rows) + 1)


def doubts_of_all(read: ReadContract) -> list[str]:
    """What the reading is unsure of in the whole, as message ids."""
    return [one.why for one in read.unsure if not one.ref]


def _place(rows: list[Row], start: int) -> int:
    return next((place for place, row in enumerate(rows) if row.at and row.at[0].start > start), len(rows))


def _rows(priority: ReadPriority) -> Iterator[tuple[str, Row]]:
    """With the references that the reading gave them."""
    group = _group(priority.group)
    words = (priority.text or priority.title) if priority.flat else priority.title
    yield priority.ref, Row(
        0, Rank.PRIORITY, words, (priority.at,), group, priority.status, printed=priority.ref,
        **_placed(priority.places),
    )  # fmt: skip
    if priority.text and not priority.flat:
        yield f"{priority.ref}.", Row(0, Rank.POINT, priority.text, (priority.at,), why=(UNDER_A_TITLE,))
    for point in priority.points:
        yield point.ref, _row(Rank.POINT, point)
        for sub in point.sub:
            yield sub.ref, _row(Rank.SUBPOINT, sub)


def _row(rank: Rank, point: ReadPoint) -> Row:
    return Row(
        0, rank, point.text, (point.at,), status=point.status, printed=point.ref, **_placed(point.places)
    )  # fmt: skip


def _placed(places: Iterable[ReadPlace]) -> dict[str, Any]:
    """The place that is suggested: units where the words can mean one alone, else the words as they stand, which are
    sure, with the units that they may mean. Who names no place may mean the whole municipality; a person says so."""
    named = list(places)
    if not named:
        return {}
    units = tuple(dict.fromkeys(one.unit for one in named if one.unit and one.sure))
    words = "; ".join(dict.fromkeys(one.words for one in named if not (one.unit and one.sure)))
    maybe = tuple(dict.fromkeys(one.unit for one in named if one.unit and not one.sure and one.unit not in units))
    return {"scope": Scope.UNITS if units else Scope.WORDS, "units": units, "place": words, "maybe": maybe}


_GROUPS = (("kryesore", PriorityGroup.MAIN), ("te tjera", PriorityGroup.OTHER))


def _group(title: str | None) -> PriorityGroup:
    """The contracts of POP know two groups; under another heading a priority stands in none."""
    said = fold(title or "")
    return next((group for words, group in _GROUPS if words in said), PriorityGroup.NONE)
