"""The report's files: frozen when the round is published, with their SHA-256; a correction makes the next version."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.models import Contract
from pop_tracker.database import owner_of, vocabulary
from pop_tracker.history import SEEDS, HistoryEntry, HistoryHead, Recorded, recorded
from pop_tracker.monitoring.copies import PAUSES
from pop_tracker.monitoring.models import Round, RoundState
from pop_tracker.monitoring.record_words import titled_round
from pop_tracker.monitoring.report.contents import RoundReport
from pop_tracker.monitoring.report.formats import ReportFormat
from pop_tracker.monitoring.report.named import Named, lost_or_got_back, named_in
from pop_tracker.sealed import RemovedFile
from pop_tracker.web import files
from pop_tracker.web.i18n import N_
from pop_tracker.web.telling import Telling

PAUSES_OF_A_REPORT = PAUSES[: PAUSES.index(timedelta(days=1)) + 1]
"""After one failure, two, and so on, as for a link; then each day, because people wait for the file."""


_FIELDS = {
    "contract": N_("Kontrata"),
    "edition_number": N_("Botimi"),
    "files": N_("Skedarët"),
    "format": N_("Formati"),
    "head_hash": N_("Kodi i ndryshimit të fundit në regjistër"),
    "head_number": N_("Numri i ndryshimit të fundit në regjistër"),
    "language": N_("Gjuha"),
    "made_at": N_("Krijuar më"),
    "round": N_("Raundi"),
    "sha256": N_("Kodi i kontrollit (SHA-256)"),
    "size": N_("Madhësia (bajt)"),
    "version": N_("Versioni"),
}


@recorded("report", {"freeze": N_("Raporti u ruajt si version i përhershëm")}, Telling(titled_round("round"), _FIELDS))
class Report(SQLModel, table=True):
    """A version of a round's report, and the head of history and edition that it was made from."""

    __table_args__ = (sa.UniqueConstraint("round_id", "version"),)
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    version: int
    made_at: datetime
    head_number: int
    head_hash: str = Field(max_length=64)
    edition_number: int

    @property
    def round(self) -> Round:
        return owner_of(self, Round, self.round_id)

    @property
    def key(self) -> str:
        return f"{self.round.key}/{self.version}"

    @property
    def path(self) -> str:
        return self.round.path

    @property
    def title(self) -> str:
        return self.round.title

    @property
    def municipality_slug(self) -> str:
        return self.round.municipality_slug

    def public_state(self, session: Session) -> dict[str, Any]:
        held = self.round
        return {
            "contract": held.contract.slug,
            "round": held.number,
            **self.model_dump(exclude={"id", "round_id"}),
            "files": [
                one.model_dump(exclude={"id", "report_id"})
                for one in session.exec(
                    select(ReportFile).where(ReportFile.report_id == self.id).order_by(col(ReportFile.id))
                )
            ],
        }

    def rows(self, session: Session) -> Iterable[SQLModel]:
        return []

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls)).all()


class ReportFile(SQLModel, table=True):
    __tablename__ = "report_file"
    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id", index=True)
    language: str = Field(max_length=2)
    format: ReportFormat = Field(sa_type=vocabulary(ReportFormat))
    sha256: str = Field(max_length=64, index=True)
    size: int


@dataclass(frozen=True)
class Made:
    """A file of a report that is about to be frozen."""

    language: str
    format: ReportFormat
    contents: bytes


def due(session: Session) -> list[tuple[str, int]]:
    """The published rounds about which something entered the record since their last report was made, and those
    that have none yet, unless they are put off: by contract and number. Two queries, and one for each round."""
    last: dict[int, int] = dict(
        session.exec(select(Report.round_id, sa.func.max(Report.head_number)).group_by(col(Report.round_id))).all()
    )
    rounds = session.exec(
        select(Round, Contract.slug, Edition.number)
        .join(Contract, col(Contract.id) == Round.contract_id)
        .join(Edition, col(Edition.id) == Round.edition_id)
        .where(Round.state == RoundState.PUBLISHED, _is_not_put_off())
        .order_by(col(Round.id))
    ).all()
    named = named_in(session, {slug for _, slug, _ in rounds})
    return [
        (slug, held.number)
        for held, slug, edition in rounds
        if last.get(held.id or 0, -1) < _last_entry(session, f"{slug}/{held.number}", f"{slug}/{edition}", named[slug])
    ]


def _is_not_put_off() -> sa.ColumnElement[bool]:
    return sa.or_(col(Round.report_next_try_at).is_(None), col(Round.report_next_try_at) <= datetime.now(UTC))


def note_attempt(session: Session, slug: str, number: int, *, failed: bool) -> None:
    """A round whose files could not be made is put off, each time for longer. In a transaction of its own: whoever
    writes in a round locks it before the head of history, and `freeze` holds the head."""
    held = session.exec(
        select(Round)
        .join(Contract, col(Contract.id) == Round.contract_id)
        .where(Contract.slug == slug, Round.number == number)
        .with_for_update(of=Round)
    ).one()
    held.report_attempts = held.report_attempts + 1 if failed else 0
    pause = PAUSES_OF_A_REPORT[min(held.report_attempts, len(PAUSES_OF_A_REPORT)) - 1]
    held.report_next_try_at = datetime.now(UTC) + pause if failed else None
    session.add(held)


def put_nothing_off(session: Session) -> None:
    """What could not be made is due at once: another process begins, perhaps of a mended program."""
    session.exec(
        sa.update(Round)
        .where(col(Round.report_next_try_at).is_not(None))
        .values(report_attempts=0, report_next_try_at=None)
    )


def _last_entry(session: Session, key: str, edition_key: str, named: Named) -> int:
    """The number of the last entry about the round, one of its verdicts, a reply to it or its edition; or that took
    the name of something that the report names."""
    return (
        session.exec(
            select(sa.func.max(HistoryEntry.number)).where(
                sa.or_(
                    sa.and_(
                        col(HistoryEntry.kind).in_(("round", "assessment", "reply")),
                        (col(HistoryEntry.key) == key) | col(HistoryEntry.key).startswith(f"{key}/", autoescape=True),
                    ),
                    sa.and_(col(HistoryEntry.kind) == "edition", col(HistoryEntry.key) == edition_key),
                    lost_or_got_back(named),
                )
            )
        ).one()
        or 0
    )


def next_version(session: Session, round_id: int) -> int:
    last = session.exec(select(sa.func.max(Report.version)).where(Report.round_id == round_id)).one()
    return (last or 0) + 1


def freeze(session: Session, made_from: RoundReport, version: int, made: Iterable[Made], where: str) -> Report | None:
    """Keeps the files of a report under their SHA-256 and enters it; the versions before it stay beside it.

    None when another process froze this version, or something entered the record about the round while the files
    were made: whoever looks again makes them anew.
    """
    # The row that every append locks: from here on nothing enters the record but this.
    session.exec(select(HistoryHead).where(HistoryHead.id == 1).with_for_update()).one()
    round_id, slug = made_from.held.id or 0, made_from.contract.slug
    key, edition_key = f"{slug}/{made_from.held.number}", f"{slug}/{made_from.edition.number}"
    last = _last_entry(session, key, edition_key, named_in(session, [slug])[slug])
    if next_version(session, round_id) != version or last > made_from.head.number:
        return None
    report = Report(
        round_id=round_id,
        version=version,
        made_at=datetime.now(UTC),
        head_number=made_from.head.number,
        head_hash=made_from.head.hash,
        edition_number=made_from.edition.number,
    )
    session.add(report)
    session.flush()
    for one in made:
        sha256 = files.put(where, one.contents)
        session.add(
            ReportFile(
                report_id=report.id or 0,
                language=one.language,
                format=one.format,
                sha256=sha256,
                size=len(one.contents),
            )
        )
    session.flush()
    history.append(session, "freeze", report, SEEDS, source="")
    return report


@dataclass(frozen=True)
class FrozenReport:
    """A version with its files, as readers see it."""

    report: Report
    files: list[ReportFile]


def holds_no_removed_words() -> sa.ColumnElement[bool]:
    """Of a Report: no words of the round or of its edition were hidden or removed since it was made. Versions that
    still hold them are handed out no more; the record keeps their digests."""
    held = aliased(ReportFile)
    return ~sa.exists().where(col(held.report_id) == col(Report.id), col(held.sha256) == col(RemovedFile.sha256))


def html_without_pdf(session: Session) -> list[tuple[str, int, ReportFile]]:
    """Of the versions that are handed out: where a PDF could not be made beside it; with the round's contract and
    number, unless it is put off."""
    pdf = aliased(ReportFile)
    has_pdf = sa.exists().where(
        col(pdf.report_id) == col(ReportFile.report_id),
        col(pdf.language) == col(ReportFile.language),
        col(pdf.format) == ReportFormat.PDF,
    )
    return list(
        session.exec(
            select(Contract.slug, Round.number, ReportFile)
            .select_from(ReportFile)
            .join(Report, col(Report.id) == ReportFile.report_id)
            .join(Round, col(Round.id) == Report.round_id)
            .join(Contract, col(Contract.id) == Round.contract_id)
            .where(
                Round.state == RoundState.PUBLISHED,
                _is_not_put_off(),
                ReportFile.format == ReportFormat.HTML,
                holds_no_removed_words(),
                ~has_pdf,
            )
            .order_by(col(ReportFile.id))
        ).all()
    )


def add_pdf(session: Session, html_id: int, contents: bytes, where: str) -> None:
    """Adds to a version the PDF of its frozen HTML, and enters it; the files beside it stay what they are. Does nothing
    when another process was sooner."""
    session.exec(select(HistoryHead).where(HistoryHead.id == 1).with_for_update()).one()
    html = next((one for _, _, one in html_without_pdf(session) if one.id == html_id), None)
    if html is None:
        return
    session.add(
        ReportFile(
            report_id=html.report_id,
            language=html.language,
            format=ReportFormat.PDF,
            sha256=files.put(where, contents),
            size=len(contents),
        )
    )
    session.flush()
    history.append(session, "freeze", session.get_one(Report, html.report_id), SEEDS, source="")


def reports_of(session: Session, round_id: int) -> list[FrozenReport]:
    """The versions that are handed out, the newest first. Two queries."""
    found = {
        report.id: FrozenReport(report, [])
        for report in session.exec(
            select(Report)
            .join(Round, col(Round.id) == Report.round_id)
            .join(Contract, col(Contract.id) == Round.contract_id)
            .where(Report.round_id == round_id, holds_no_removed_words())
            .order_by(col(Report.version).desc())
        )
    }
    for file in session.exec(
        select(ReportFile)
        .join(Report, col(Report.id) == ReportFile.report_id)
        .where(col(Report.id).in_(list(found)))
        .order_by(col(ReportFile.language).desc(), col(ReportFile.id))
    ):
        found[file.report_id].files.append(file)
    return list(found.values())


def frozen_file(
    session: Session, slug: str, number: int, version: int, language: str, format: ReportFormat
) -> ReportFile | None:
    """One file of a version of a published round's report."""
    return session.exec(
        select(ReportFile)
        .join(Report, col(Report.id) == ReportFile.report_id)
        .join(Round, col(Round.id) == Report.round_id)
        .join(Contract, col(Contract.id) == Round.contract_id)
        .where(
            Contract.slug == slug,
            Round.number == number,
            Round.state == RoundState.PUBLISHED,
            Report.version == version,
            holds_no_removed_words(),
            ReportFile.language == language,
            ReportFile.format == format,
        )
    ).first()
