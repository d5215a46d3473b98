"""What was read: the contract as the document has it, what was left out of it, and what a person should look at.

Everything keeps the words as printed; nothing is reworded. Reasons are message ids without parameters, so that they
are told in the reader's language wherever the result ends up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pop_tracker.contracts.reading.blocks import At
from pop_tracker.contracts.reading.statuses import ReadStatus


@dataclass(frozen=True)
class ReadPlace:
    """Words that name a place. `unit` is a suggestion; `sure` says whether these words can mean that unit alone."""

    words: str
    unit: str | None
    sure: bool
    at: At


@dataclass(frozen=True)
class ReadPoint:
    ref: str
    """ "1.4", "1.4.a"."""
    text: str
    at: At
    status: ReadStatus | None = None
    places: tuple[ReadPlace, ...] = ()
    sub: tuple["ReadPoint", ...] = ()


@dataclass(frozen=True)
class ReadGroup:
    title: str
    order: int
    """From 1."""
    at: At


@dataclass(frozen=True)
class ReadPriority:
    number: int
    title: str
    at: At
    group: str | None = None
    """The title of its group."""
    flat: bool = False
    """Whether it is a commitment of its own, without points."""
    text: str = ""
    """Of a flat one, what is asked; of another, what stands between its heading and its points."""
    status: ReadStatus | None = None
    places: tuple[ReadPlace, ...] = ()
    """Of a flat one."""
    points: tuple[ReadPoint, ...] = ()

    @property
    def ref(self) -> str:
        return str(self.number)


@dataclass(frozen=True)
class Unread:
    """A piece of the document that is no part of the contract. `where` is a message id."""

    where: str
    text: str
    at: At


@dataclass(frozen=True)
class Unsure:
    """`ref` of a point, a priority, or "" for the contract; `why` is a message id."""

    ref: str
    why: str
    at: At


@dataclass(frozen=True)
class ReadContract:
    title: str
    municipality: str | None
    """Its slug."""
    term_from: int | None
    term_until: int | None
    groups: tuple[ReadGroup, ...] = ()
    priorities: tuple[ReadPriority, ...] = ()
    left_out: tuple[Unread, ...] = ()
    unsure: tuple[Unsure, ...] = ()
    at: At | None = None
    """Of the title."""

    @property
    def points(self) -> Iterator[ReadPoint]:
        """All points and sub-points, in order."""
        for priority in self.priorities:
            for point in priority.points:
                yield point
                yield from point.sub

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "municipality": self.municipality,
            "term_from": self.term_from,
            "term_until": self.term_until,
            "groups": [{"title": group.title, "order": group.order, "at": _at(group.at)} for group in self.groups],
            "priorities": [_priority(priority) for priority in self.priorities],
            "left_out": [{"where": one.where, "text": one.text, "at": _at(one.at)} for one in self.left_out],
            "unsure": [{"ref": one.ref, "why": one.why, "at": _at(one.at)} for one in self.unsure],
            "at": _at(self.at),
        }

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "ReadContract":
        """What `as_json` gave: it comes from another process, or out of storage."""
        return cls(
            said["title"],
            said["municipality"],
            said["term_from"],
            said["term_until"],
            tuple(ReadGroup(group["title"], group["order"], At(**group["at"])) for group in said["groups"]),
            tuple(_priority_from(priority) for priority in said["priorities"]),
            tuple(Unread(one["where"], one["text"], At(**one["at"])) for one in said["left_out"]),
            tuple(Unsure(one["ref"], one["why"], At(**one["at"])) for one in said["unsure"]),
            At(**said["at"]) if said["at"] else None,
        )


def _priority(priority: ReadPriority) -> dict[str, Any]:
    return {
        "number": priority.number,
        "title": priority.title,
        "group": priority.group,
        "flat": priority.flat,
        "text": priority.text,
        "status": priority.status,
        "places": _places(priority.places),
        "points": [_point(point) for point in priority.points],
        "at": _at(priority.at),
    }


def _priority_from(said: dict[str, Any]) -> ReadPriority:
    return ReadPriority(
        said["number"],
        said["title"],
        At(**said["at"]),
        said["group"],
        said["flat"],
        said["text"],
        _status(said),
        _places_from(said["places"]),
        tuple(map(_point_from, said["points"])),
    )


def _point(point: ReadPoint) -> dict[str, Any]:
    return {
        "ref": point.ref,
        "text": point.text,
        "status": point.status,
        "places": _places(point.places),
        "sub": [_point(sub) for sub in point.sub],
        "at": _at(point.at),
    }


def _point_from(said: dict[str, Any]) -> ReadPoint:
    return ReadPoint(
        said["ref"],
        said["text"],
        At(**said["at"]),
        _status(said),
        _places_from(said["places"]),
        tuple(map(_point_from, said["sub"])),
    )


def _places(places: tuple[ReadPlace, ...]) -> list[dict[str, Any]]:
    return [{"words": place.words, "unit": place.unit, "sure": place.sure, "at": _at(place.at)} for place in places]


def _places_from(said: list[dict[str, Any]]) -> tuple[ReadPlace, ...]:
    return tuple(ReadPlace(place["words"], place["unit"], place["sure"], At(**place["at"])) for place in said)


def _status(said: dict[str, Any]) -> ReadStatus | None:
    return ReadStatus(said["status"]) if said["status"] else None


def _at(at: At | None) -> dict[str, int | None] | None:
    return {"page": at.page, "start": at.start, "end": at.end} if at else None
