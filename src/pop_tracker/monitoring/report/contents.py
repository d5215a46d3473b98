"""What the report of a published round holds, as plain rows from a fixed number of queries.

Page, files and charts all show this, so they cannot say different things. Figures come at two levels, priorities as
POP publishes them and commitments, and each says which it is. What plans say of a commitment stands beside its
verdict as context and is never counted into it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.accounts.models import Organisation
from pop_tracker.contracts.digests import TextDigest, text_digest
from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Heading, Text, headings_of_edition, texts_of_edition
from pop_tracker.history import Head
from pop_tracker.monitoring.copies import LinkState, copies_of
from pop_tracker.monitoring.headline import Level
from pop_tracker.monitoring.models import Assessment, Round, RoundState
from pop_tracker.monitoring.raters import SetAside, set_aside
from pop_tracker.monitoring.ratings import Agreement, agreement
from pop_tracker.monitoring.replies.asked import RoundAskedAt, asked_at
from pop_tracker.monitoring.replies.reading import GivenReply, replies_where
from pop_tracker.monitoring.replies.replies import Reply
from pop_tracker.monitoring.report.parts import Change, Part, PriorityPart, UnitPart
from pop_tracker.monitoring.scale import VERDICTS, Status
from pop_tracker.monitoring.statuses import Counts, LeafStatus, roll_up, round_statuses
from pop_tracker.monitoring.verdicts import Verdict, in_force_first, verdicts_where
from pop_tracker.places.models import Municipality
from pop_tracker.plans.findings.rows import FindingRow, published_findings
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.progress import Progress
from pop_tracker.web.albanian import sort_key


@dataclass
class RoundReport:
    held: Round
    edition: Edition
    digest: TextDigest
    """Of the edition's text."""
    contract: Contract
    municipality: Municipality
    organisation: str | None
    head: Head
    """Of history, when this was read."""
    previous_number: int | None
    priorities: list[PriorityPart]
    texts: list[Text]
    verdicts: list[Verdict]
    answers: list[GivenReply]
    """On the round in general."""
    asked: RoundAskedAt | None
    """To what kind of address it went; None: the municipality was not asked here."""
    copies: Mapping[str, LinkState]
    progress: Mapping[int, list[tuple[PlanItem, Progress]]]
    """What plans' own accounts say, by plan item, the newest year first."""
    agreement: Agreement | None
    """Of double rating; None: the round was rated once."""
    set_aside: SetAside | None
    """Ratings that were handed in and do not count."""

    @property
    def path(self) -> str:
        return f"/raportet/{self.contract.slug}/{self.held.number}"

    @property
    def term(self) -> str:
        return f"{self.contract.term_from}–{self.contract.term_until}"

    @property
    def parts(self) -> list[Part]:
        return [part for priority in self.priorities for part in priority.every]

    @property
    def leaves(self) -> list[Part]:
        return [part for part in self.parts if part.text.can_be_assessed]

    @property
    def counts(self) -> Counts:
        """Commitments."""
        return Counts.of(part.status for part in self.leaves)

    @property
    def by_priority(self) -> Counts:
        """Priorities with something that can be assessed; one whose points were all retracted is none of them."""
        return Counts.of(priority.status for priority in self.priorities if priority.counts.every)

    @property
    def at_levels(self) -> list[tuple[Level, Counts]]:
        return [(Level.PRIORITIES, self.by_priority), (Level.COMMITMENTS, self.counts)]

    @property
    def units(self) -> list[UnitPart]:
        """The units that commitments name, in Albanian order."""
        found: dict[int, UnitPart] = {}
        for part in self.leaves:
            for unit in part.text.units:
                status = part.said.in_unit(unit.id) if part.said else Status.NOT_ASSESSED
                found.setdefault(unit.id, UnitPart(unit.id, unit.name)).found.append((part.text, status))
        return sorted(found.values(), key=lambda unit: sort_key(unit.name))

    @property
    def changes(self) -> list[Change]:
        """Only what both rounds assessed can have changed."""
        return [
            Change(part.text, part.before, part.status)
            for part in self.leaves
            if part.before in VERDICTS and part.status in VERDICTS and part.before is not part.status
        ]

    @property
    def better(self) -> int:
        """Of the changes; the others are worse."""
        return sum(change.is_better for change in self.changes)

    @property
    def compared(self) -> int:
        return sum(part.before in VERDICTS and part.status in VERDICTS for part in self.leaves)

    @property
    def corrections(self) -> list[Verdict]:
        """Those in force first."""
        return in_force_first(verdict for verdict in self.verdicts if verdict.corrects_id is not None)

    def in_force_with(self, verdict: Verdict) -> Verdict:
        """What is in force of the same leaf or unit, by now."""
        leaf = (verdict.commitment_id, verdict.unit_id)
        return next(one for one in self.verdicts if one.in_force and (one.commitment_id, one.unit_id) == leaf)

    @property
    def was_asked_to_reply(self) -> bool:
        return self.held.reply_until is not None

    @property
    def was_answered(self) -> bool:
        """Before publication, on anything; else its silence is said once and not of each commitment."""
        return any(not one.is_late for one in self.answers) or any(part.was_answered for part in self.parts)

    @property
    def sources(self) -> list[str]:
        """Where it all comes from, each once, in the order of the report."""
        found = [self.held.source]
        found += [verdict.source for verdict in self.verdicts]
        found += [piece.source for verdict in self.verdicts for piece in verdict.evidence]
        return list(dict.fromkeys(one for one in found if one))

    def verdict(self, verdict_id: int | None) -> Verdict | None:
        return next((one for one in self.verdicts if one.id == verdict_id), None)

    def ref(self, commitment_id: int) -> str:
        return next((text.ref for text in self.texts if text.commitment_id == commitment_id), "")


def report_of(session: Session, slug: str, number: int) -> RoundReport | None:
    """The report of a published round; None when there is none. A fixed number of queries."""
    row = session.exec(
        select(Round, Edition, Contract, Municipality, Organisation.name)  # type: ignore[call-overload]
        .join(Edition, col(Edition.id) == Round.edition_id)
        .join(Contract, col(Contract.id) == Round.contract_id)
        .join(Municipality, col(Municipality.id) == Contract.municipality_id)
        .join(Organisation, col(Organisation.id) == Round.organisation_id, isouter=True)
        .where(Contract.slug == slug, Round.number == number, Round.state == RoundState.PUBLISHED)
    ).first()
    if row is None:
        return None
    held, edition, contract, municipality, organisation = row
    texts = texts_of_edition(session, edition.id)
    verdicts = verdicts_where(session, Assessment.round_id == held.id)
    answers = replies_where(session, Reply.round_id == held.id)
    findings = published_findings(session, contract_id=contract.id)
    previous = _round_before(session, held)
    parts = _parts(
        texts,
        round_statuses(session, held.id),
        round_statuses(session, previous.id) if previous else {},
        verdicts,
        answers,
        findings,
    )
    return RoundReport(
        held=held,
        edition=edition,
        digest=text_digest(session, edition),
        contract=contract,
        municipality=municipality,
        organisation=organisation,
        head=history.head(session),
        previous_number=previous.number if previous else None,
        priorities=_priorities(headings_of_edition(session, edition.id), parts),
        texts=texts,
        verdicts=verdicts,
        answers=[one for one in answers if one.commitment_id is None],
        asked=asked_at(session, held),
        copies=copies_of(session, {piece.url for verdict in verdicts for piece in verdict.evidence}),
        progress=_progress(session, findings),
        agreement=agreement(session, held.id) if held.is_double_rated else None,
        set_aside=set_aside(session, held),
    )


def _round_before(session: Session, held: Round) -> Any:
    return session.execute(
        sa.select(col(Round.id), col(Round.number))
        .where(
            col(Round.contract_id) == held.contract_id,
            col(Round.number) < held.number,
            col(Round.state) == RoundState.PUBLISHED,
        )
        .order_by(col(Round.number).desc())
        .limit(1)
    ).first()


def _parts(
    texts: Iterable[Text],
    statuses: Mapping[int, LeafStatus],
    before: Mapping[int, LeafStatus],
    verdicts: Iterable[Verdict],
    answers: Iterable[GivenReply],
    findings: Iterable[FindingRow],
) -> dict[str, Part]:
    """By reference, in the contract's order; sub-points also under their point."""
    given, said_of, found = _by(verdicts), _by(answers), _by(findings)
    by_ref: dict[str, Part] = {}
    for text in texts:
        key = text.commitment_id
        said, was = statuses.get(key), before.get(key)
        part = Part(
            text,
            said.status if said else Status.NOT_ASSESSED,
            said,
            in_force_first(given.get(key, [])),
            said_of.get(key, []),
            found.get(key, []),
            was.status if was else None,
        )
        by_ref[text.ref] = part
        if text.parent_ref and text.parent_ref in by_ref:
            by_ref[text.parent_ref].points.append(part)
    for part in by_ref.values():
        if part.points:
            part.status = roll_up(point.status for point in part.points if not point.text.is_retracted)
    return by_ref


def _by(rows: Iterable[Any]) -> dict[int | None, list[Any]]:
    found: dict[int | None, list[Any]] = {}
    for row in rows:
        found.setdefault(row.commitment_id, []).append(row)
    return found


def _priorities(headings: Iterable[Heading], parts: Mapping[str, Part]) -> list[PriorityPart]:
    of_priority: dict[int, list[Part]] = {}
    for part in parts.values():
        of_priority.setdefault(part.text.priority_number, []).append(part)
    found = []
    for heading in headings:
        of_it = of_priority.get(heading.number, [])
        leaves = [part.status for part in of_it if part.text.can_be_assessed]
        points = [part for part in of_it if part.text.parent_ref is None]
        found.append(PriorityPart(heading, points, Counts.of(leaves), roll_up(leaves)))
    return found


def _progress(session: Session, findings: Iterable[FindingRow]) -> dict[int, list[tuple[PlanItem, Progress]]]:
    items = {row.item_id for row in findings if row.item_id is not None}
    found: dict[int, list[tuple[PlanItem, Progress]]] = {}
    for item, one in session.exec(
        select(PlanItem, Progress)
        .join(Progress, col(Progress.item_id) == PlanItem.id)
        .where(col(Progress.item_id).in_(items))
        .order_by(col(Progress.year).desc())
    ):
        found.setdefault(one.item_id, []).append((item, one))
    return found
