"""One row of a contract that is being checked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from pop_tracker.contracts.reading.blocks import At
from pop_tracker.contracts.reading.statuses import ReadStatus
from pop_tracker.contracts.texts import PriorityGroup, Scope


class Rank(StrEnum):
    PRIORITY = "priority"
    POINT = "point"
    SUBPOINT = "subpoint"


_DEPTH = {Rank.PRIORITY: 0, Rank.POINT: 1, Rank.SUBPOINT: 2}


@dataclass(frozen=True)
class Row:
    """A priority, a point or a sub-point, as far as it was checked."""

    id: int
    rank: Rank
    text: str
    at: tuple[At, ...] = ()
    """Where its words stand in the document; several of what was joined."""
    group: PriorityGroup = PriorityGroup.NONE
    """Of a priority."""
    status: ReadStatus | None = None
    why: tuple[str, ...] = ()
    """Why somebody should look at it, as message ids; empty once confirmed."""
    scope: Scope = Scope.MUNICIPALITY
    """As it is suggested until `is_placed`."""
    units: tuple[str, ...] = ()
    """Slugs."""
    place: str = ""
    """The words of the document for a place."""
    maybe: tuple[str, ...] = ()
    """Slugs of units that its words for a place may mean; a person may say so."""
    is_placed: bool = False
    """A person said that the place is right."""
    is_placed_anew: bool = False
    """A person said more of the place, or another, than was suggested."""
    is_left_out: bool = False
    left_out_as: str = ""
    """Why the reader left it out, as a message id, whatever became of that; empty where only a person did."""
    read: str = ""
    """As it was read, before a person changed a word."""
    doubted: tuple[str, ...] = ()
    """Why it was unsure when it was read, as message ids, whatever became of that."""
    printed: str = ""
    """The number that it has in the document; of what was split, that of the whole."""

    @property
    def depth(self) -> int:
        return _DEPTH[self.rank]

    @property
    def is_unsure(self) -> bool:
        return bool(self.why) and not self.is_left_out

    def ranked(self, rank: Rank) -> "Row":
        return replace(self, rank=rank, group=self.group if rank is Rank.PRIORITY else PriorityGroup.NONE)

    def place_with(self, other: "Row") -> dict[str, Any]:
        """The place of two that become one: theirs together, to be confirmed where they differ."""
        if (self.scope, self.units, self.place) == (other.scope, other.units, other.place):
            return {"is_placed": self.is_placed and other.is_placed}
        said = [row for row in (self, other) if row.scope is not Scope.MUNICIPALITY]
        units = tuple(dict.fromkeys(unit for row in said for unit in row.units))
        words = "; ".join(dict.fromkeys(row.place for row in said if row.place))
        return {"scope": Scope.UNITS if units else Scope.WORDS, "units": units, "place": words, "is_placed": False}

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "Row":
        return cls(
            **{
                **said,
                "rank": Rank(said["rank"]),
                "at": tuple(At(**one) for one in said["at"]),
                "group": PriorityGroup(said["group"]),
                "status": ReadStatus(said["status"]) if said["status"] else None,
                "scope": Scope(said["scope"]),
                "why": tuple(said["why"]),
                "doubted": tuple(said["doubted"]),
                "units": tuple(said["units"]),
                "maybe": tuple(said["maybe"]),
            }
        )
