"""The draft round as its municipality reads it by the personal link: what was decided, with reason and evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from pop_tracker.contracts.texts import Heading, Text, headings_of_edition, leaves, texts_of_edition
from pop_tracker.monitoring.copies import LinkState, copies_of
from pop_tracker.monitoring.evidence import Evidence, evidence_of
from pop_tracker.monitoring.models import Assessment, Round
from pop_tracker.monitoring.replies.links import ReplyLink
from pop_tracker.monitoring.replies.reading import GivenReply, replies_where, shown_by_link
from pop_tracker.monitoring.replies.replies import readable_by_link
from pop_tracker.monitoring.scale import Ground, Status
from pop_tracker.monitoring.statuses import Counts, roll_up
from pop_tracker.web.i18n import TIRANA


@dataclass(frozen=True)
class ProposedVerdict:
    unit: str
    """Empty: the leaf as a whole."""
    status: Status
    """While it is looked at again after a reply: the one that the municipality had read."""
    before_reply: Status | None
    is_reconsidered: bool
    ground: Ground | None = None
    reason: str = ""
    source: str = ""
    decided_on: date | None = None
    evidence: list[Evidence] = field(default_factory=list)
    copies: Mapping[str, LinkState] = field(default_factory=dict)
    """What is known of the links of its evidence, by address."""


@dataclass(frozen=True)
class ReadLeaf:
    """A commitment with its proposed verdicts, and what the municipality has said on it so far."""

    text: Text
    verdicts: list[ProposedVerdict]
    replies: list[GivenReply]

    @property
    def status(self) -> Status:
        """Of all its units together, where it was assessed unit by unit."""
        return roll_up(verdict.status for verdict in self.verdicts)


@dataclass(frozen=True)
class DraftRound:
    priorities: list[tuple[Heading, list[ReadLeaf]]]
    general: list[GivenReply]

    @property
    def leaves(self) -> list[ReadLeaf]:
        return [leaf for _, under in self.priorities for leaf in under]

    @property
    def replies(self) -> list[GivenReply]:
        """All that the municipality has said so far."""
        return [*self.general, *(reply for leaf in self.leaves for reply in leaf.replies)]

    @property
    def counts(self) -> Counts:
        return Counts.of(leaf.status for leaf in self.leaves)

    @property
    def unanswered(self) -> int:
        """On how many commitments it has said nothing."""
        return sum(not leaf.replies for leaf in self.leaves)

    def leaf(self, ref: str) -> ReadLeaf | None:
        return next((one for one in self.leaves if one.text.ref == ref), None)


def read_draft(session: Session, held: Round, link: ReplyLink) -> DraftRound:
    """All of it in a fixed number of queries."""
    rows = list(session.exec(select(Assessment).where(shown_by_link(link)).order_by(col(Assessment.id))))
    again = session.exec(
        select(Assessment).where(
            Assessment.round_id == held.id,
            col(Assessment.corrects_id).is_(None),
            col(Assessment.before_reply).is_not(None),
            col(Assessment.id).not_in([row.id for row in rows]),
        )
    ).all()
    evidence = evidence_of(session, [row.id for row in rows])
    copies = copies_of(session, {piece.url for pieces in evidence.values() for piece in pieces}, is_public=False)
    said = replies_where(session, readable_by_link(link))
    texts = leaves(texts_of_edition(session, held.edition_id))
    units = {unit.id: unit.name for text in texts for unit in text.units}
    verdicts: dict[int, list[ProposedVerdict]] = {}
    for row in rows:
        verdicts.setdefault(row.commitment_id, []).append(
            ProposedVerdict(units.get(row.unit_id or 0, ""), row.verdict, row.before_reply, False, row.ground,
                            row.reason, row.source,
                            row.reviewed_at.astimezone(TIRANA).date() if row.reviewed_at else None,
                            evidence.get(row.id or 0, []), copies)
        )  # fmt: skip
    for row in again:
        verdicts.setdefault(row.commitment_id, []).append(
            ProposedVerdict(units.get(row.unit_id or 0, ""), row.before_reply or row.verdict, row.before_reply, True)
        )
    under: dict[int, list[ReadLeaf]] = {}
    for text in texts:
        mine = [one for one in said if one.commitment_id == text.commitment_id]
        under.setdefault(text.priority_number, []).append(ReadLeaf(text, verdicts.get(text.commitment_id, []), mine))
    return DraftRound(
        [(heading, under[heading.number]) for heading in headings_of_edition(session, held.edition_id)
         if heading.number in under],
        [one for one in said if one.commitment_id is None],
    )  # fmt: skip
