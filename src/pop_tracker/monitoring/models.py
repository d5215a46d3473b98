"""Rounds and assessments. A verdict becomes public with its round; later it is corrected, never overwritten."""

import calendar
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.accounts.actors import organisation_slug
from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment
from pop_tracker.database import owner_of, vocabulary
from pop_tracker.history import Recorded, recorded
from pop_tracker.monitoring.evidence import KIND_WORDS, STANCE_WORDS
from pop_tracker.monitoring.record_states import address_state, beside, hands_of, rows_of_evidence, states_of
from pop_tracker.monitoring.record_words import (
    OF_A_ROUND,
    ROUND_FIELDS,
    VERDICT_FIELDS,
    titled_correction,
    titled_round,
)
from pop_tracker.monitoring.returned import forget
from pop_tracker.monitoring.scale import GROUND_OF, GROUND_WORDS, STATUS_WORDS, Ground, Status
from pop_tracker.web.i18n import N_
from pop_tracker.web.periods import Period
from pop_tracker.web.source_list import SourceList
from pop_tracker.web.telling import Telling


class RoundState(StrEnum):
    OPEN = "open"
    """Verdicts are being written."""
    REVIEW = "review"
    """All are written; second persons decide."""
    REPLY = "reply"
    """The municipality reads the draft and may answer until `reply_until`."""
    PUBLISHED = "published"


class AssessmentState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    """By a second person; public once its round is."""


STATE_WORDS: dict[AssessmentState, str] = {
    AssessmentState.DRAFT: N_("draft"),
    AssessmentState.SUBMITTED: N_("pret rishikimin"),
    AssessmentState.RETURNED: N_("u kthye me shënim"),
    AssessmentState.APPROVED: N_("u miratua"),
}


_VALUES: dict[str, Mapping[Any, str]] = {
    "evidence_kind": KIND_WORDS,
    "stance": STANCE_WORDS,
    "status": STATUS_WORDS,
    "before_reply": STATUS_WORDS,
    "ground": GROUND_WORDS,
}


@recorded(
    "round",
    {"publish": N_("Raund monitorimi i botuar")},
    Telling(titled_round("number"), ROUND_FIELDS, _VALUES, frozenset({"kappa"})),
)
class Round(SQLModel, table=True):
    __table_args__ = (
        sa.UniqueConstraint("contract_id", "number"),
        sa.CheckConstraint("published_by IS NULL OR opened_by IS NULL OR published_by <> opened_by",
                           name="second_person"),
    )  # fmt: skip
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="contract.id", index=True)
    edition_id: int = Field(foreign_key="edition.id")
    number: int
    period_from: date
    """First day of its first month: a round is known by months."""
    period_until: date
    """First day of its last month."""
    period_in_years: bool = False
    """An earlier round's source may give years alone; then no month is said anywhere (`web/periods.py`)."""
    method: str = Field(default="", sa_type=sa.Text)
    evidence_note: str = Field(default="", sa_type=sa.Text)
    """Where the evidence is, when it is not held here."""
    published_elsewhere: str = Field(default="", sa_type=sa.Text)
    """Where and when an earlier round was published before it came here; empty for our own. The municipality could
    read and answer it there, so that what it needs here is a second person, of another organisation."""
    elsewhere_url: str = Field(default="", max_length=2000)
    """Where the document stands in which it was published; else the document itself lies here. Empty for our own, and
    for what came here before one of the two was asked for."""
    elsewhere_file_sha256: str = Field(default="", max_length=64, index=True)
    elsewhere_file_name: str = Field(default="", max_length=200)
    elsewhere_file_original_sha256: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    """Of what was sent, where what is kept says less of people."""
    state: RoundState = Field(default=RoundState.OPEN, sa_type=vocabulary(RoundState))
    source: str = Field(default="", sa_type=SourceList)
    people: str = Field(default="", sa_type=sa.Text)
    """Who takes part, by role and organisation, never by private name."""
    conflicts_of_interest: str = Field(default="", sa_type=sa.Text)
    """As declared; empty says that nothing was declared, not that there are none."""
    is_double_rated: bool = False
    rater_a_id: int | None = Field(default=None, foreign_key="person.id")
    rater_b_id: int | None = Field(default=None, foreign_key="person.id")
    reply_days: int = 10
    """Working days that the municipality has for its reply."""
    reply_from: date | None = None
    reply_until: date | None = None
    """The last day of the term that it was given, whatever it said before."""
    reply_claim_id: int | None = Field(default=None, foreign_key="address_claim.id")
    """The address that it went to before publication, as two people vouched for it; None in rounds from before."""
    reply_complete_on: date | None = None
    """The day on which it said that its reply is complete, kept with the publication."""
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    opened_by: int | None = Field(default=None, foreign_key="person.id")
    opened_at: datetime
    published_by: int | None = Field(default=None, foreign_key="person.id")
    published_at: datetime | None = None
    version: int = 0
    report_attempts: int = 0
    """To make the files of its report, failed in a row."""
    report_next_try_at: datetime | None = None
    """Set while they cannot be made."""

    @property
    def contract(self) -> Contract:
        return owner_of(self, Contract, self.contract_id)

    @property
    def period(self) -> Period:
        return Period(self.period_from, self.period_until, self.period_in_years)

    @property
    def names_its_document(self) -> bool:
        """In which it was published elsewhere."""
        return bool(self.elsewhere_url or self.elsewhere_file_sha256)

    @property
    def was_asked_for_conflicts(self) -> bool:
        """Opened here, where the form asks for them; an empty field still declares nothing. Elsewhere nobody knows."""
        return self.opened_by is not None and not self.published_elsewhere

    @property
    def key(self) -> str:
        return f"{self.contract.slug}/{self.number}"

    @property
    def path(self) -> str:
        return f"/raportet/{self.key}"

    @property
    def title(self) -> str:
        return f"Raundi {self.number} i monitorimit: {self.contract.title}"

    @property
    def municipality_slug(self) -> str:
        return self.contract.municipality_slug

    def public_state(self, session: Session) -> dict[str, Any]:
        edition = owner_of(self, Edition, self.edition_id)
        return {
            "contract": self.contract.slug,
            "edition": edition.number,
            "organisation": organisation_slug(session, self.organisation_id),
            **self.model_dump(
                include={"number", "method", "evidence_note", "published_elsewhere",
                         "elsewhere_url", "elsewhere_file_sha256", "elsewhere_file_name",
                         "elsewhere_file_original_sha256", "state", "source",
                         "published_at", "people", "conflicts_of_interest", "is_double_rated",
                         "reply_from", "reply_until", "reply_complete_on"}
            ),
            **self.period.stated,
            "reply_address": address_state(session, self.reply_claim_id),
            "assessments": states_of(session, self._first_verdicts(session)),
            **{name: value for one in beside() for name, value in one.state(session, self).items()},
        }  # fmt: skip

    def hands(self, session: Session) -> dict[str, Any]:
        return {
            "author": self.opened_by,
            "approver": self.published_by,
            "raters": [self.rater_a_id, self.rater_b_id],
            "verdicts": hands_of(session, self._first_verdicts(session)),
        }

    def rows(self, session: Session) -> Iterable[SQLModel]:
        verdicts = self._first_verdicts(session)
        beside_it = (row for one in beside() for row in one.rows(session, self))
        return [self, *verdicts, *rows_of_evidence(session, verdicts), *beside_it]

    def words_changed(self, session: Session) -> None:
        forget(session, [one.id for one in self._first_verdicts(session)])

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls).where(cls.state == RoundState.PUBLISHED)).all()

    def _first_verdicts(self, session: Session) -> list["Assessment"]:
        """What was published with the round; corrections are things of their own."""
        return list(
            session.exec(
                select(Assessment)
                .where(
                    Assessment.round_id == self.id,
                    col(Assessment.is_public),
                    col(Assessment.corrects_id).is_(None),
                )
                .order_by(col(Assessment.id))
            )
        )

    def evidence_dates(self) -> tuple[date, date]:
        """Days that evidence may bear: the round's period and six months after it, within the contract's term."""
        contract = self.contract
        months = self.period_until.year * 12 + self.period_until.month - 1 + 6
        year, month = divmod(months, 12)
        last = date(year, month + 1, calendar.monthrange(year, month + 1)[1])
        return (
            max(self.period_from, date(contract.term_from, 1, 1)),
            min(last, date(contract.term_until, 12, 31)),
        )


@recorded(
    "assessment",
    {"correct": N_("Vlerësim i ndrequr"), "retract": N_("Ndreqje e tërhequr")},
    Telling(titled_correction, {**VERDICT_FIELDS, **OF_A_ROUND}, _VALUES),
)
class Assessment(SQLModel, table=True):
    """A verdict on a leaf in a round, whole (`unit_id` None) or in one of its units.

    `corrects_id` names the assessment that a correction supersedes; it needs a reason and a second person too.
    A correction that was retracted stays visible, and what it corrected stands again.
    """

    __table_args__ = (
        sa.CheckConstraint("reviewed_by IS NULL OR reviewed_by <> author_id", name="second_person"),
        sa.CheckConstraint("status IS NOT NULL OR state = 'draft'", name="verdict"),
        sa.CheckConstraint(GROUND_OF, name="ground_of"),
        sa.CheckConstraint("retracted_by IS NULL OR retracted_by <> retraction_asked_by",
                           name="second_person_retracts"),
        sa.CheckConstraint("retracted_at IS NULL OR corrects_id IS NOT NULL", name="corrections_retract"),
        sa.Index("uq_assessment_correction", "corrects_id", unique=True,
                 sqlite_where=sa.text("retracted_at IS NULL"), postgresql_where=sa.text("retracted_at IS NULL")),
        # One assessment of a leaf, or of each of its units, in a round; corrections come on top.
        sa.Index("uq_assessment_whole", "round_id", "commitment_id", unique=True,
                 sqlite_where=sa.text("corrects_id IS NULL AND unit_id IS NULL"),
                 postgresql_where=sa.text("corrects_id IS NULL AND unit_id IS NULL")),
        sa.Index("uq_assessment_unit", "round_id", "commitment_id", "unit_id", unique=True,
                 sqlite_where=sa.text("corrects_id IS NULL"), postgresql_where=sa.text("corrects_id IS NULL")),
    )  # fmt: skip
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    commitment_id: int = Field(foreign_key="commitment.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="administrative_unit.id")
    status: Status | None = Field(default=None, sa_type=vocabulary(Status))
    """None only in a draft: its author has not chosen yet, which is not "not assessed"."""
    ground: Ground | None = Field(default=None, sa_type=vocabulary(Ground))
    """Why no verdict is possible; None also where what was published elsewhere does not say."""
    reason: str = Field(default="", sa_type=sa.Text)
    source: str = Field(default="", sa_type=SourceList)
    state: AssessmentState = Field(default=AssessmentState.DRAFT, sa_type=vocabulary(AssessmentState))
    is_public: bool = False
    return_note: str = Field(default="", sa_type=sa.Text)
    before_reply: Status | None = Field(default=None, sa_type=vocabulary(Status, "before_reply"))
    """The verdict that the municipality had read, where its reply led to another."""
    author_id: int | None = Field(default=None, foreign_key="person.id")
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    submitted_at: datetime | None = None
    reviewed_by: int | None = Field(default=None, foreign_key="person.id")
    reviewed_at: datetime | None = None
    corrects_id: int | None = Field(default=None, foreign_key="assessment.id")
    correction_reason: str = Field(default="", sa_type=sa.Text)
    retraction_reason: str = Field(default="", sa_type=sa.Text)
    """Asked for while `retracted_at` is empty."""
    retraction_asked_by: int | None = Field(default=None, foreign_key="person.id")
    retracted_by: int | None = Field(default=None, foreign_key="person.id")
    retracted_at: datetime | None = None
    version: int = 0

    @property
    def round(self) -> Round:
        return owner_of(self, Round, self.round_id)

    @property
    def verdict(self) -> Status:
        """Of what was sent, which has one; the table holds that."""
        if self.status is None:
            raise LookupError(f"assessment {self.id} is a draft without a verdict")
        return self.status

    @property
    def ref(self) -> str:
        return owner_of(self, Commitment, self.commitment_id).ref

    @property
    def key(self) -> str:
        return f"{self.round.key}/{self.ref}/{self.id}"

    @property
    def path(self) -> str:
        return f"/kontratat/{self.round.contract.slug}/{self.ref}"

    @property
    def title(self) -> str:
        return f"Ndreqje e vlerësimit të zotimit {self.ref}, raundi {self.round.number}: {self.round.contract.title}"

    @property
    def municipality_slug(self) -> str:
        return self.round.municipality_slug

    def public_state(self, session: Session) -> dict[str, Any]:
        return {
            "contract": self.round.contract.slug,
            "round": self.round.number,
            **states_of(session, [self])[0],
        }

    def hands(self, session: Session) -> dict[str, Any]:
        """A retraction that is asked for and not decided on is not in the record yet."""
        decided = self.retracted_at is not None
        return {
            "author": self.retraction_asked_by if decided else self.author_id,
            "approver": self.retracted_by if decided else self.reviewed_by,
            "verdict": hands_of(session, [self]),
        }

    def rows(self, session: Session) -> Iterable[SQLModel]:
        return [self, *rows_of_evidence(session, [self])]

    def words_changed(self, session: Session) -> None:
        forget(session, [self.id])

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls).where(col(cls.is_public), col(cls.corrects_id).is_not(None))).all()
