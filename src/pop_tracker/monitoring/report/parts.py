"""Of what a round's report is made: commitments and priorities with all that the round said of them, units, changes."""

from dataclasses import dataclass, field

from pop_tracker.contracts.texts import Heading, PriorityGroup, Text
from pop_tracker.monitoring.replies.reading import GivenReply
from pop_tracker.monitoring.scale import VERDICTS, Status
from pop_tracker.monitoring.statuses import Counts, LeafStatus
from pop_tracker.monitoring.verdicts import Verdict
from pop_tracker.plans.findings.rows import FindingRow


@dataclass
class Part:
    """A commitment with all that the round said of it. `status` is its own, or rolled up from its sub-points."""

    text: Text
    status: Status
    said: LeafStatus | None
    verdicts: list[Verdict]
    """Those in force first."""
    answers: list[GivenReply]
    findings: list[FindingRow]
    before: Status | None
    """In the round before; None: not assessed there, or there was none."""
    points: list["Part"] = field(default_factory=list)

    @property
    def was_answered(self) -> bool:
        """Before publication; a later reply stands beside what was said until then."""
        return any(not answer.is_late for answer in self.answers)

    @property
    def by_unit(self) -> Counts | None:
        """The units that it names, where it was assessed unit by unit."""
        if self.said is None or not self.said.units:
            return None
        return Counts.of(self.said.units.get(unit.id, Status.NOT_ASSESSED) for unit in self.text.units)

    @property
    def evidence_held(self) -> bool:
        """For what is in force."""
        return any(verdict.evidence for verdict in self.verdicts if verdict.in_force)


@dataclass
class PriorityPart:
    """A priority as POP counts it."""

    heading: Heading
    parts: list[Part]
    counts: Counts
    status: Status

    @property
    def number(self) -> int:
        return self.heading.number

    @property
    def title(self) -> str:
        return self.heading.title

    @property
    def group(self) -> PriorityGroup:
        return self.heading.group

    @property
    def is_flat(self) -> bool:
        """The priority is the commitment: one sentence, without point numbers."""
        return len(self.parts) == 1 and self.parts[0].text.is_flat

    @property
    def every(self) -> list[Part]:
        """Points, each followed by its sub-points."""
        return [one for part in self.parts for one in (part, *part.points)]

    @property
    def statuses(self) -> list[Status]:
        """Of what can be assessed, in the contract's order."""
        return [part.status for part in self.every if part.text.can_be_assessed]

    @property
    def shared(self) -> Status | None:
        """The one status of all that is in it; its head says it and its rows need not."""
        found = set(self.statuses)
        return found.pop() if len(found) == 1 else None


@dataclass
class UnitPart:
    """A unit with the commitments that name it, and what was found of them there."""

    id: int
    name: str
    found: list[tuple[Text, Status]] = field(default_factory=list)

    @property
    def counts(self) -> Counts:
        return Counts.of(status for _, status in self.found)


@dataclass(frozen=True)
class Change:
    """A commitment whose status is not what the round before said."""

    text: Text
    before: Status
    now: Status

    @property
    def is_better(self) -> bool:
        return VERDICTS.index(self.now) < VERDICTS.index(self.before)
