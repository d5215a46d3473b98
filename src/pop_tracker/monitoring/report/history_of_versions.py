"""What each version of a report came from, and which of them were taken away again and by what.

Derived from the record: a version is made when something entered it about the round since the one before, and a
redaction takes away those that still hold the words it removed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.contracts.models import Contract
from pop_tracker.history import OF_REDACTIONS, VERBS, Entry, HistoryEntry
from pop_tracker.monitoring.models import Assessment, Round, RoundState
from pop_tracker.monitoring.report.named import Named, lost_or_got_back, named_in
from pop_tracker.monitoring.report.versions import Report, ReportFile, holds_no_removed_words
from pop_tracker.monitoring.scale import Ground, Status
from pop_tracker.places.models import AdministrativeUnit
from pop_tracker.web.i18n import N_

MOST_ENTRIES = 10_000
"""Corrections, late replies and redactions of all rounds that are asked for."""
OF_A_COMMITMENT: Mapping[str, str] = {
    "assessment.correct": N_("Ndreqje për zotimin"),
    "assessment.retract": N_("Ndreqje e tërhequr për zotimin"),
    "assessment.redact": N_("Të dhëna personale të hequra nga ndreqja për zotimin"),
    "reply.add": N_("Përgjigje e mëvonshme e bashkisë për zotimin"),
    "assessment.hide": N_("Fjalë të fshehura në ndreqjen për zotimin"),
    "assessment.reveal": N_("Fjalë të shfaqura përsëri në ndreqjen për zotimin"),
    "reply.redact": N_("Të dhëna personale të hequra nga përgjigjja për zotimin"),
    "reply.hide": N_("Fjalë të fshehura në përgjigjen për zotimin"),
    "reply.reveal": N_("Fjalë të shfaqura përsëri në përgjigjen për zotimin"),
}
"""Before its reference; what is not about one is called as everywhere (`history.VERBS`)."""


@dataclass(frozen=True)
class Cause:
    """An entry that a version came from."""

    entry: HistoryEntry
    ref: str
    """Of the commitment that it is about; empty for the round itself."""
    unit: str | None = None
    before: Status | None = None
    """What was in force until then, of a correction and of its retraction."""
    before_ground: Ground | None = None
    now: Status | None = None
    now_ground: Ground | None = None
    reason: str | None = None

    @property
    def did(self) -> str:
        """A message id."""
        return (OF_A_COMMITMENT if self.ref else VERBS).get(self.entry.verb) or VERBS[self.entry.verb]

    @property
    def removes(self) -> bool:
        """Words, and not only hides them."""
        return self.entry.verb.endswith(".redact")

    @property
    def is_redaction(self) -> bool:
        """Or what hid the words before."""
        return self.entry.verb.endswith((".redact", ".hide"))


@dataclass(frozen=True)
class Version:
    """Of a round's report, with its files, what it came from, and the redaction that took it away, if one did."""

    report: Report
    is_handed_out: bool
    files: list[ReportFile] = field(default_factory=list)
    causes: list[Cause] = field(default_factory=list)
    redactions: list[Cause] = field(default_factory=list)
    """Later ones of words that it may hold."""

    @property
    def number(self) -> int:
        return self.report.version

    @property
    def taken_away_by(self) -> Cause | None:
        """The one that removed the words; as long as there is none, the one that hid them."""
        if self.is_handed_out or not self.redactions:
            return None
        return next((one for one in self.redactions if one.removes), self.redactions[0])


def versions_of(session: Session, round_ids: Iterable[int]) -> dict[int, list[Version]]:
    """By round id, the newest first, those taken away among them. Six queries, however many rounds there are."""
    found: dict[int, list[Version]] = {round_id: [] for round_id in round_ids}
    keys: dict[int, str] = {}
    by_report: dict[int, Version] = {}
    for report, is_handed_out, slug, number in session.execute(
        sa.select(Report, holds_no_removed_words(), col(Contract.slug), col(Round.number))
        .join(Round, col(Round.id) == col(Report.round_id))
        .join(Contract, col(Contract.id) == col(Round.contract_id))
        .where(col(Report.round_id).in_(list(found)))
        .order_by(col(Report.version).desc())
    ):
        by_report[report.id] = Version(report, bool(is_handed_out))
        found[report.round_id].append(by_report[report.id])
        keys[report.round_id] = f"{slug}/{number}"
    if not by_report:
        return found
    for file in session.exec(
        select(ReportFile)
        .where(col(ReportFile.report_id).in_(list(by_report)))
        .order_by(col(ReportFile.language).desc(), col(ReportFile.id))
    ):
        by_report[file.report_id].files.append(file)
    named = named_in(session, {key.partition("/")[0] for key in keys.values()})
    causes = _causes(session, named)
    for round_id, key in keys.items():
        before = 0
        for version in reversed(found[round_id]):
            of_it = [one for one in causes if _is_of(one.entry, key, version.report, named)]
            version.causes.extend(one for one in of_it if before < one.entry.number <= version.report.head_number)
            version.redactions.extend(
                one for one in of_it if one.is_redaction and one.entry.number > version.report.head_number
            )
            before = version.report.head_number
    return found


def version_of(session: Session, slug: str, number: int, version: int) -> Version | None:
    """Of a published round, also one that was taken away."""
    held = session.exec(
        select(Round.id)
        .join(Contract, col(Contract.id) == Round.contract_id)
        .where(Contract.slug == slug, Round.number == number, Round.state == RoundState.PUBLISHED)
    ).first()
    found = versions_of(session, [held])[held] if held else []
    return next((one for one in found if one.number == version), None)


def _causes(session: Session, named: Mapping[str, Named]) -> list[Cause]:
    """All that a version of a report of these contracts may come from, in order. A round's publication is told without
    its content, which is the whole round. Three queries."""
    of_these = sa.or_(*(col(HistoryEntry.key).startswith(f"{slug}/", autoescape=True) for slug in sorted(named)))
    kind, verb = col(HistoryEntry.kind), col(HistoryEntry.verb)
    of_redaction = sa.or_(*(verb.endswith(f".{one}") for one in OF_REDACTIONS))
    about_it = kind.in_(("assessment", "reply")) | (kind.in_(("round", "edition")) & of_redaction)
    later: Any = (of_these & about_it) | lost_or_got_back(frozenset().union(*named.values()))
    published = session.exec(select(HistoryEntry).where(of_these, verb == "round.publish")).all()
    entries = history.entries(session, only=later, limit=MOST_ENTRIES)
    verdicts = _verdicts(session, entries)
    causes = [Cause(entry, "") for entry in published]
    causes += [_cause(entry, verdicts.get(entry.row.key.rpartition("/")[2])) for entry in entries]
    return sorted(causes, key=lambda one: one.entry.number)


def _verdicts(session: Session, entries: Iterable[Entry]) -> dict[str, Any]:
    """By number, as the keys of their entries end in it: what corrections say, and what they correct. One query."""
    old: Any = aliased(Assessment)
    numbers = {int(entry.row.key.rpartition("/")[2]) for entry in entries if entry.row.kind == "assessment"}
    columns: Any = (
        *(Assessment.id, Assessment.status, Assessment.ground, AdministrativeUnit.name),
        *(old.status.label("before"), old.ground.label("before_ground")),
    )
    rows = session.execute(
        sa.select(*columns)
        .join(old, old.id == col(Assessment.corrects_id))
        .join(AdministrativeUnit, col(AdministrativeUnit.id) == col(Assessment.unit_id), isouter=True)
        .where(col(Assessment.id).in_(numbers))
    )
    return {str(row.id): row for row in rows}


def _cause(entry: Entry, verdict: Any) -> Cause:
    row = entry.row
    ref = row.path.split("/")[3] if row.path.startswith("/kontratat/") and row.kind in ("assessment", "reply") else ""
    if verdict and row.verb in ("assessment.correct", "assessment.retract"):
        old, new = (verdict.before, verdict.before_ground), (verdict.status, verdict.ground)
        before, now = (old, new) if row.verb == "assessment.correct" else (new, old)
        return Cause(row, ref, verdict.name, *before, *now, entry.reason)
    return Cause(row, ref, reason=entry.reason)


def _is_of(entry: HistoryEntry, key: str, report: Report, named: Mapping[str, Named]) -> bool:
    """Whether an entry is about the round with that key, or about what its report names; a redaction of another edition
    is no matter of a version's."""
    slug = key.partition("/")[0]
    if entry.kind == "edition":
        return entry.key == f"{slug}/{report.edition_number}"
    if (entry.kind, entry.key) in named[slug]:
        return True
    return entry.key == key or entry.key.startswith(f"{key}/")
