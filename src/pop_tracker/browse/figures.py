"""The chain that the site keeps, as figures: asked, signed, planned, assessed.

How statuses are derived and counted is monitoring's (`statuses`); here they stand beside what the other rooms know,
so that a page can say all four steps of it. Addressed means fully or partially; a percentage is out of what was
assessed, and how much that is of all that was asked stands beside it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from pop_tracker.monitoring.statuses import Counts, Figures
from pop_tracker.plans.findings import FindingRow, FindingVerdict
from pop_tracker.pledges.models import Answer, SignatureRow

Findings = Mapping[int, list[FindingRow]]
"""By commitment id."""


def by_commitment(rows: Iterable[FindingRow]) -> dict[int, list[FindingRow]]:
    found: dict[int, list[FindingRow]] = {}
    for row in rows:
        found.setdefault(row.commitment_id, []).append(row)
    return found


def in_plans(rows: Iterable[FindingRow]) -> FindingVerdict | None:
    """What the plans say of a commitment together: in one of them is in a plan. None: nobody has looked."""
    said = {row.verdict for row in rows}
    return next((verdict for verdict in FindingVerdict if verdict in said), None)


@dataclass(frozen=True)
class Planned:
    """How many leaves stand in a plan; `unexamined` are those nobody has looked for yet."""

    covered: int = 0
    partly: int = 0
    not_in_plan: int = 0
    unexamined: int = 0

    @classmethod
    def of(cls, leaf_ids: Collection[int], findings: Findings) -> Self:
        said = [in_plans(findings.get(leaf_id, ())) for leaf_id in leaf_ids]
        return cls(
            said.count(FindingVerdict.COVERED),
            said.count(FindingVerdict.PARTLY_COVERED),
            said.count(FindingVerdict.NOT_IN_PLAN),
            said.count(None),
        )

    @property
    def in_plan(self) -> int:
        return self.covered + self.partly

    @property
    def examined(self) -> int:
        return self.in_plan + self.not_in_plan


@dataclass(frozen=True)
class Chain:
    """A contract's four steps."""

    figures: Figures | None
    """None: the text is not known."""
    answers: list[SignatureRow] = field(default_factory=list)
    planned: Planned = field(default_factory=Planned)

    @property
    def counts(self) -> Counts:
        return self.figures.commitments if self.figures else Counts()

    @property
    def signed(self) -> int:
        return len(self.answers) - self.declined

    @property
    def declined(self) -> int:
        return sum(row.answer is Answer.DECLINED for row in self.answers)
