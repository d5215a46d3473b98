"""What was read, on its way to another process and back."""

import json

from pop_tracker.contracts.reading.blocks import At
from pop_tracker.contracts.reading.result import (
    ReadContract,
    ReadGroup,
    ReadPlace,
    ReadPoint,
    ReadPriority,
    Unread,
    Unsure,
)
from pop_tracker.contracts.reading.statuses import ReadStatus

PLACE = ReadPlace("Njësinë Lindore", "njesia-lindore", True, At(40, 55, 1))
SUB = ReadPoint("1.1.a", "Takime", At(60, 70, 1))
CONTRACT = ReadContract(
    "Kontrata Sociale", "shembull", 2023, 2027,
    (ReadGroup("PRIORITETET KRYESORE", 1, At(17, 37, 1)),),
    (
        ReadPriority(1, "Arsimi", At(20, 30, 1), "PRIORITETET KRYESORE", text="Të gjitha:",
                     points=(ReadPoint("1.1", "Shkolla", At(31, 55, 1), ReadStatus.NOT_ADDRESSED, (PLACE,), (SUB,)),)),
        ReadPriority(2, "Uji", At(71, 75, 2), None, True, "Uji", ReadStatus.FULLY_ADDRESSED, (PLACE,)),
    ),
    (Unread("para prioriteteve", "Rrjeti", At(10, 16, 1)),),
    (Unsure("2", "Pse", At(71, 75, 2)),),
    At(0, 9, 1),
)  # fmt: skip


def test_it_comes_back_as_it_went() -> None:
    assert ReadContract.from_json(json.loads(json.dumps(CONTRACT.as_json()))) == CONTRACT


def test_the_json_has_the_shape_that_was_agreed() -> None:
    said = CONTRACT.as_json()
    assert [*said] == ["title", "municipality", "term_from", "term_until", "groups", "priorities", "left_out",
                       "unsure", "at"]  # fmt: skip
    assert [*said["groups"][0]] == ["title", "order", "at"]
    assert [*said["priorities"][0]] == ["number", "title", "group", "flat", "text", "status", "places", "points", "at"]
    point = said["priorities"][0]["points"][0]
    assert [*point] == ["ref", "text", "status", "places", "sub", "at"]
    assert point["places"] == [
        {"words": "Njësinë Lindore", "unit": "njesia-lindore", "sure": True, "at": {"page": 1, "start": 40, "end": 55}}
    ]
    assert point["status"] == "not_addressed"
    assert said["priorities"][0]["status"] is None


def test_points_are_told_in_order() -> None:
    assert [point.ref for point in CONTRACT.points] == ["1.1", "1.1.a"]
