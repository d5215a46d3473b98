"""The way of a plan, from the structures that draft it to its end, and the law's own clocks on it."""

from calendar import monthrange
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.database import vocabulary
from pop_tracker.history import part
from pop_tracker.web.dates import DatePrecision
from pop_tracker.web.errors import Refusal, all_at_once
from pop_tracker.web.i18n import N_, today
from pop_tracker.web.source_list import SourceList
from pop_tracker.web.working_days import after_working_days

COMMENT_DAYS = 20
"""Working days for comments after the notice (law 146/2014, article 15)."""
LONGEST_COMMENT_DAYS = 40
"""For important acts (the same article)."""
LAW_OF_COMMENTS = N_("ligji 146/2014, neni 15")


class StageKind(StrEnum):
    STRUCTURES_SET_UP = "structures_set_up"
    NEEDS_ASSESSMENT = "needs_assessment"
    DRAFTING = "drafting"
    NOTICE = "notice"
    """Of the draft, with which the days for comments begin."""
    CONSULTATION = "consultation"
    DRAFT_CHANGED = "draft_changed"
    EXPLANATORY_REPORT = "explanatory_report"
    COUNCIL_DECISION = "council_decision"
    PUBLISHED = "published"
    UNDER_WAY = "under_way"
    REVIEWED = "reviewed"
    ENDED = "ended"


STAGE_WORDS: dict[StageKind, str] = {
    StageKind.STRUCTURES_SET_UP: N_("Strukturat u ngritën"),
    StageKind.NEEDS_ASSESSMENT: N_("Vlerësimi i nevojave"),
    StageKind.DRAFTING: N_("Hartimi"),
    StageKind.NOTICE: N_("Njoftimi i projektit"),
    StageKind.CONSULTATION: N_("Konsultimi"),
    StageKind.DRAFT_CHANGED: N_("Projekti u ndryshua"),
    StageKind.EXPLANATORY_REPORT: N_("Relacioni për këshillin"),
    StageKind.COUNCIL_DECISION: N_("Vendimi i këshillit (VKB)"),
    StageKind.PUBLISHED: N_("Botimi i planit"),
    StageKind.UNDER_WAY: N_("Zbatimi"),
    StageKind.REVIEWED: N_("Rishikimi"),
    StageKind.ENDED: N_("Mbarimi i planit"),
}
ORDER: tuple[tuple[StageKind, StageKind, str], ...] = (
    (StageKind.STRUCTURES_SET_UP, StageKind.COUNCIL_DECISION,
     N_("Këshilli nuk vendos para se të ngrihen strukturat: strukturat %(first)s, vendimi %(then)s.")),
    (StageKind.STRUCTURES_SET_UP, StageKind.PUBLISHED,
     N_("Plani nuk botohet para se të ngrihen strukturat: strukturat %(first)s, botimi %(then)s.")),
    (StageKind.STRUCTURES_SET_UP, StageKind.UNDER_WAY,
     N_("Plani nuk zbatohet para se të ngrihen strukturat: strukturat %(first)s, zbatimi %(then)s.")),
    (StageKind.STRUCTURES_SET_UP, StageKind.ENDED,
     N_("Plani nuk mbaron para se të ngrihen strukturat: strukturat %(first)s, mbarimi %(then)s.")),
    (StageKind.COUNCIL_DECISION, StageKind.PUBLISHED,
     N_("Plani nuk botohet para vendimit të këshillit: vendimi %(first)s, botimi %(then)s.")),
    (StageKind.COUNCIL_DECISION, StageKind.UNDER_WAY,
     N_("Plani nuk zbatohet para vendimit të këshillit: vendimi %(first)s, zbatimi %(then)s.")),
    (StageKind.COUNCIL_DECISION, StageKind.ENDED,
     N_("Plani nuk mbaron para vendimit të këshillit: vendimi %(first)s, mbarimi %(then)s.")),
    (StageKind.UNDER_WAY, StageKind.ENDED,
     N_("Plani nuk mbaron para se të nisë zbatimi: zbatimi %(first)s, mbarimi %(then)s.")),
)  # fmt: skip
"""What comes first, what then, and what is said where the days say otherwise. Plans differ in the rest of their way."""


@part
class PlanStage(SQLModel, table=True):
    """That the plan reached a stage, as a document says it; the day may be unknown."""

    __tablename__ = "plan_stage"
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    stage: StageKind = Field(sa_type=vocabulary(StageKind))
    reached_on: date | None = None
    date_precision: DatePrecision = Field(default=DatePrecision.DAY, sa_type=vocabulary(DatePrecision))
    decision_number: str = Field(default="", max_length=40)
    """Of the council's decision."""
    comment_days: int | None = None
    """Working days that a notice gives for comments, 20 to 40."""
    note: str = Field(default="", sa_type=sa.Text)
    source: str = Field(sa_type=SourceList)

    @property
    def comments_until(self) -> date | None:
        """The last day for comments on a notice whose day is known."""
        is_day = self.date_precision in (DatePrecision.DAY, DatePrecision.DAY_YEAR_INFERRED)
        if self.stage is not StageKind.NOTICE or self.reached_on is None or not is_day:
            return None
        return after_working_days(self.reached_on, self.comment_days or COMMENT_DAYS)

    @property
    def earliest(self) -> date | None:
        """The first day on which it can have been reached; None where nothing says so for certain."""
        if self.reached_on is None or self.date_precision in (DatePrecision.BEFORE, DatePrecision.DAY_YEAR_INFERRED):
            return None
        return self.reached_on.replace(day=1) if self.date_precision is DatePrecision.MONTH else self.reached_on

    @property
    def latest(self) -> date | None:
        if self.date_precision is DatePrecision.DAY_YEAR_INFERRED:
            return None
        if self.reached_on is None or self.date_precision is not DatePrecision.MONTH:
            return self.reached_on
        return self.reached_on.replace(day=monthrange(self.reached_on.year, self.reached_on.month)[1])

    def is_before(self, other: "PlanStage") -> bool:
        """Certainly, by what is known of both days."""
        return self.latest is not None and other.earliest is not None and self.latest < other.earliest

    @property
    def when(self) -> str:
        """01.02.2020, or 02.2020."""
        return f"{self.reached_on:{'%m.%Y' if self.date_precision is DatePrecision.MONTH else '%d.%m.%Y'}}"

    def check(self) -> None:
        """Raises Refusal for what only another stage has, and for days that the law does not give."""
        with all_at_once() as no:
            if self.decision_number and self.stage is not StageKind.COUNCIL_DECISION:
                no(Refusal(N_("Numër ka vetëm vendimi i këshillit."), field="decision_number"))
            if self.comment_days is not None and self.stage is not StageKind.NOTICE:
                no(Refusal(N_("Ditë për komente ka vetëm njoftimi i projektit."), field="comment_days"))
            elif self.comment_days is not None and not COMMENT_DAYS <= self.comment_days <= LONGEST_COMMENT_DAYS:
                no(Refusal(N_("Ligji jep nga %(least)d deri në %(most)d ditë pune (ligji 146/2014, neni 15)."),
                              field="comment_days", least=COMMENT_DAYS, most=LONGEST_COMMENT_DAYS))  # fmt: skip

    def check_period(self, period_from: int | None, period_until: int | None, field: str) -> None:
        """A plan is approved before its years begin, and ends with them; one that was approved late or ended early
        says so in the stage's note."""
        ended = self.latest if self.stage is StageKind.ENDED else None
        if ended and period_until and ended.year < period_until and not self.note:
            raise Refusal(
                N_("Plani shkon deri në vitin %(until)s. Nëse mbaroi më herët, thuajeni te shënimi i fazës."),
                field=field if field == "reached_on" else "period_until", until=period_until,
            )  # fmt: skip
        if self.stage is not StageKind.COUNCIL_DECISION or not self.reached_on:
            return
        if self.date_precision is DatePrecision.BEFORE:
            return  # how long before, nobody says
        decided = self.reached_on.year
        if period_until and decided > period_until:
            raise Refusal(N_("Vendimi është i vitit %(year)s, kur vitet e planit kanë mbaruar."), field=field,
                          year=decided)  # fmt: skip
        if period_from and decided > period_from and not self.note:
            raise Refusal(
                N_("Plani nis më %(from)s, vendimi është i vitit %(year)s. Nëse u vonua, thuajeni te shënimi i fazës."),
                field=field, year=decided, **{"from": period_from},
            )  # fmt: skip

    def check_reached(self) -> None:
        """Nobody says of a day to come that it was reached; the days of announced meetings stand at consultations."""
        day, now = self.reached_on, today()
        if day is None:
            return
        ahead = (
            (day.year, day.month) > (now.year, now.month) if self.date_precision is DatePrecision.MONTH else day > now
        )
        if ahead:
            raise Refusal(N_("Kjo ditë nuk ka ardhur ende."), field="reached_on")


def check_order(stages: Sequence[PlanStage], changed: Container[StageKind], in_hand: PlanStage | None = None) -> None:
    """Raises Refusal where a plan's stages, as they would stand, contradict each other's days.

    Judged are the stage in hand and whatever depends on a stage of the `changed` kinds: one that is entered, redated,
    made another, or taken back. A stage may be reached again: new structures, a second decision; so one of them in the
    right place is enough. A notice after the decision is of a change, and says so in its note.
    """
    for first, then, message in ORDER:
        firsts = [one for one in stages if one.stage is first]
        for one in stages:
            is_judged = one is in_hand or first in changed
            if is_judged and one.stage is then and firsts and all(map(one.is_before, firsts)):
                raise Refusal(message, field="reached_on", first=firsts[0].when, then=one.when)
    decisions = [one for one in stages if one.stage is StageKind.COUNCIL_DECISION]
    for one in stages:
        is_judged = one is in_hand or StageKind.COUNCIL_DECISION in changed
        late = one.stage is StageKind.NOTICE and decisions and all(d.is_before(one) for d in decisions)
        if is_judged and late and not one.note:
            raise Refusal(
                N_("Projekti njoftohet para vendimit të këshillit: njoftimi %(notice)s, vendimi %(decision)s. "
                   "Nëse është projekti i një ndryshimi, thuajeni te shënimi i fazës."),
                field="reached_on", notice=one.when, decision=decisions[-1].when,
            )  # fmt: skip


LATE = (StageKind.NEEDS_ASSESSMENT, StageKind.DRAFTING, StageKind.CONSULTATION, StageKind.DRAFT_CHANGED,
        StageKind.EXPLANATORY_REPORT)  # fmt: skip
"""What leads to the council's decision; after it, it may be of a change or a slip of the hand, or come too late."""


@dataclass(frozen=True)
class OutOfOrder:
    """A stage that came at a time of which a reader asks; it may still be so, and then it is said."""

    stage: PlanStage
    after: PlanStage
    """The council's decision that it came after, or the notice in whose term for comments it lies."""

    @property
    def in_term(self) -> bool:
        return self.after.stage is StageKind.NOTICE


def out_of_order(stages: Sequence[PlanStage]) -> list[OutOfOrder]:
    """A decision while comments were still awaited, and what leads to a decision after all of them; only what is
    certain by what is known of the days."""
    decisions = [one for one in stages if one.stage is StageKind.COUNCIL_DECISION]
    found = [OutOfOrder(one, decisions[-1]) for one in stages
             if one.stage in LATE and decisions and all(decision.is_before(one) for decision in decisions)]  # fmt: skip
    for decision in decisions:
        for notice in stages:
            until, decided = notice.comments_until, decision.latest
            if until and decided and not decision.is_before(notice) and decided <= until:
                found.append(OutOfOrder(decision, notice))
    return found


def ask_of_order(stages: Sequence[PlanStage], in_hand: PlanStage) -> None:
    """Raises Refusal, at the tick that answers it, where the stage in hand has a part in something out of order."""
    for one in out_of_order(stages):
        if in_hand is one.stage or in_hand is one.after:
            if one.in_term and one.after.comments_until:
                raise Refusal(
                    N_("Vendimi i këshillit (%(decided)s) është brenda afatit të komenteve, që mbaronte më %(until)s. "
                       "Kontrolloni datat; nëse dokumentet e thonë kështu, shënoni kutinë."), field="order_known",
                    decided=one.stage.when, until=f"{one.after.comments_until:%d.%m.%Y}",
                )  # fmt: skip
            raise Refusal(
                N_("Kjo fazë (%(day)s) është pas vendimit të këshillit (%(decided)s). Kontrolloni datat; nëse "
                   "dokumentet e thonë kështu, shënoni kutinë."),
                field="order_known", day=one.stage.when, decided=one.after.when,
            )  # fmt: skip


def stages_of(session: Session, plan_id: int | None) -> list[PlanStage]:
    """A plan's stages in the order of the way, and within a stage by date; one query."""
    order = list(StageKind)
    return sorted(
        session.exec(select(PlanStage).where(PlanStage.plan_id == plan_id)),
        key=lambda one: (order.index(one.stage), one.reached_on or date.max, one.id or 0),
    )


@dataclass(frozen=True)
class CommentTerm:
    """A term for comments on a plan's draft."""

    plan_id: int
    from_on: date
    until: date
    days: int


def comment_terms(session: Session) -> list[CommentTerm]:
    """Every term for comments that is known, the latest first; one query."""
    found = [
        CommentTerm(stage.plan_id, stage.reached_on, until, stage.comment_days or COMMENT_DAYS)
        for stage in session.exec(
            select(PlanStage).where(PlanStage.stage == StageKind.NOTICE).order_by(col(PlanStage.id))
        )
        if stage.reached_on and (until := stage.comments_until)
    ]
    return sorted(found, key=lambda term: term.until, reverse=True)
