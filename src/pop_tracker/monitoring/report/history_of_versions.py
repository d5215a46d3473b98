"""Why each version of a report was made, and which of them were taken away again and by what.

Derived from the record: a version is made when something entered it about the round since the one before, and a
redaction takes away those that still hold the words it removed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.contracts.models import Contract
from pop_tracker.history import VERBS, HistoryEntry
from pop_tracker.monitoring.models import Round, RoundState
from pop_tracker.monitoring.report.versions import FrozenReport, Report, ReportFile, reports_of


@dataclass(frozen=True)
class Cause:
    """An entry that came since the version before."""

    number: int
    did: str
    """A message id."""
    ref: str
    """Of the commitment that it is about; empty for the round itself."""


@dataclass(frozen=True)
class TakenAway:
    """A version that is handed out no more, and the redaction because of which."""

    report: Report
    entry: int
    at: datetime


def causes(session: Session, held: Round, frozen: Iterable[FrozenReport]) -> dict[int, list[Cause]]:
    """By version; none for the first, which the round's publication made. Two queries."""
    heads = _heads(session, held.id or 0)
    entries = _entries(session, held, list(heads.values()))
    found: dict[int, list[Cause]] = {}
    for one in frozen:
        before = heads.get(one.report.version - 1)
        if before is not None:
            found[one.report.version] = [
                Cause(entry.number, VERBS.get(entry.verb, entry.verb), _ref(held, entry))
                for entry in entries
                if before < entry.number <= one.report.head_number and _is_of(entry, held, one.report)
            ]
    return found


def taken_away(session: Session, held: Round) -> list[TakenAway]:
    """The latest first. Four queries at most."""
    handed_out = {one.report.id for one in reports_of(session, held.id or 0)}
    gone = [
        report
        for report in session.exec(
            select(Report).where(Report.round_id == held.id).order_by(col(Report.version).desc())
        )
        if report.id not in handed_out
    ]
    if not gone:
        return []
    redactions = [
        entry
        for entry in _entries(session, held, [report.head_number for report in gone])
        if entry.verb.endswith(".redact")
    ]
    return [
        TakenAway(report, entry.number, entry.at)
        for report in gone
        if (entry := next((e for e in redactions if e.number > report.head_number and _is_of(e, held, report)), None))
    ]


def taken_away_file(
    session: Session, slug: str, number: int, version: int
) -> tuple[TakenAway, list[ReportFile]] | None:
    """Of the address of a file that was there once: what became of its version, with the digests that the record
    keeps."""
    held = session.exec(
        select(Round)
        .join(Contract, col(Contract.id) == Round.contract_id)
        .where(Contract.slug == slug, Round.number == number, Round.state == RoundState.PUBLISHED)
    ).first()
    one = next((one for one in taken_away(session, held) if one.report.version == version), None) if held else None
    if one is None:
        return None
    files = select(ReportFile).where(ReportFile.report_id == one.report.id).order_by(col(ReportFile.id))
    return one, list(session.exec(files))


def _heads(session: Session, round_id: int) -> dict[int, int]:
    """The head of history that each version was made from, also of those taken away."""
    return dict(session.exec(select(Report.version, Report.head_number).where(Report.round_id == round_id)).all())


def _entries(session: Session, held: Round, heads: Sequence[int]) -> list[HistoryEntry]:
    """What entered the record about the round, its verdicts and its replies since the first of these heads, in order,
    and the redactions of its contract's editions."""
    if not heads:
        return []
    about: Any = sa.or_(
        sa.and_(
            col(HistoryEntry.kind).in_(("round", "assessment", "reply")),
            (col(HistoryEntry.key) == held.key) | col(HistoryEntry.key).startswith(f"{held.key}/", autoescape=True),
        ),
        sa.and_(
            col(HistoryEntry.kind) == "edition",
            col(HistoryEntry.key).startswith(f"{held.contract.slug}/", autoescape=True),
            col(HistoryEntry.verb).endswith(".redact"),
        ),
    )
    return list(
        session.exec(
            select(HistoryEntry).where(about, col(HistoryEntry.number) > min(heads)).order_by(col(HistoryEntry.number))
        )
    )


def _is_of(entry: HistoryEntry, held: Round, report: Report) -> bool:
    """A redaction of another edition is no matter of the version's."""
    return entry.kind != "edition" or entry.key == f"{held.contract.slug}/{report.edition_number}"


def _ref(held: Round, entry: HistoryEntry) -> str:
    parts = entry.key.removeprefix(f"{held.key}/").split("/")
    return parts[0] if entry.kind == "assessment" and entry.key != held.key else ""
