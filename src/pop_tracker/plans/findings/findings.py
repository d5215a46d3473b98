"""Findings: whether a commitment stands in a plan, as someone found and a second person confirmed."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts.models import ANYONE, Viewer
from pop_tracker.accounts.proposals import Returnable
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.contracts.editions import current_texts
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment, Text
from pop_tracker.database import owner_of, vocabulary
from pop_tracker.history import Actor, Recorded, recorded
from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.models import Plan, lock
from pop_tracker.web.errors import Refusal, all_at_once
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.source_list import SourceList
from pop_tracker.web.telling import Named, State, Telling


class FindingVerdict(StrEnum):
    COVERED = "covered"
    PARTLY_COVERED = "partly_covered"
    NOT_IN_PLAN = "not_in_plan"
    """Someone looked and did not find it. Not having looked is no finding."""


class FindingState(StrEnum):
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"


VERDICT_WORDS: dict[FindingVerdict, str] = {
    FindingVerdict.COVERED: N_("Plotësisht në plan"),
    FindingVerdict.PARTLY_COVERED: N_("Pjesërisht në plan"),
    FindingVerdict.NOT_IN_PLAN: N_("Nuk është në plan"),
}
FINDING_STATE_WORDS: dict[FindingState, str] = {
    FindingState.SUBMITTED: N_("Pret konfirmim"),
    FindingState.RETURNED: N_("Kthyer me shënim"),
    FindingState.PUBLISHED: N_("Publike"),
}


_FIELDS = {
    "also_in": N_("Gjendet edhe në"),
    "confirmed_at": N_("Konfirmuar më"),
    "contract": N_("Kontrata"),
    "plan": N_("Plani"),
    "plan_item": N_("Zëri i planit"),
    "quote": N_("Citimi"),
    "reason": N_("Arsyeja"),
    "recorded_at": N_("Regjistruar më"),
    "ref": N_("Referenca"),
    "source": N_("Burimi"),
    "verdict": N_("Gjetja"),
}


def _titled(state: State, named: Named, words: Words) -> str:
    verdict = words.gettext(VERDICT_WORDS[FindingVerdict(state["verdict"])])
    return f"{verdict}: {named('contract', state['contract'])}, {state['ref']} ({named('plan', state['plan'])})"


@recorded(
    "finding",
    {"confirm": N_("Gjetje e konfirmuar në plan")},
    Telling(_titled, _FIELDS, {"verdict": VERDICT_WORDS}),
)
class Finding(Returnable, table=True):
    """Append-only: a newer published finding for the same commitment and plan stands in place of the older."""

    __table_args__ = (
        sa.CheckConstraint("confirmed_by IS NULL OR confirmed_by <> recorded_by", name="second_person"),
        sa.CheckConstraint("(verdict = 'not_in_plan') = (plan_item_id IS NULL)", name="item_if_found"),
        # One at a time is before a second person, so that the order of ids is the order of publication.
        sa.Index("uq_finding_open", "commitment_id", "plan_id", unique=True,
                 sqlite_where=sa.text("state <> 'published'"), postgresql_where=sa.text("state <> 'published'")),
    )  # fmt: skip
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    commitment_id: int = Field(foreign_key="commitment.id", index=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    plan_item_id: int | None = Field(default=None, foreign_key="plan_item.id")
    """Where the quoted words stand; other items that answer the commitment too are rows of FindingItem."""
    verdict: FindingVerdict = Field(sa_type=vocabulary(FindingVerdict))
    reason: str = Field(sa_type=sa.Text)
    quote: str = Field(default="", sa_type=sa.Text)
    source: str = Field(sa_type=SourceList)
    state: FindingState = Field(sa_type=vocabulary(FindingState))
    confirmed_by: int | None = Field(default=None, foreign_key="person.id")
    confirmed_at: datetime | None = None

    def _named(self) -> tuple[Commitment, Contract, Plan]:
        commitment = owner_of(self, Commitment, self.commitment_id)
        return commitment, owner_of(self, Contract, commitment.contract_id), owner_of(self, Plan, self.plan_id)

    @property
    def is_returned(self) -> bool:
        return self.state is FindingState.RETURNED

    @property
    def waits(self) -> bool:
        return self.state is FindingState.SUBMITTED

    @property
    def key(self) -> str:
        commitment, contract, plan = self._named()
        return f"{contract.slug}/{commitment.ref}/{plan.slug}/{self.id}"

    @property
    def path(self) -> str:
        commitment, contract, _ = self._named()
        return f"/kontratat/{contract.slug}/{commitment.ref}"

    @property
    def title(self) -> str:
        commitment, contract, plan = self._named()
        return f"{VERDICT_WORDS[self.verdict]}: {contract.title}, {commitment.ref} ({plan.title})"

    @property
    def municipality_slug(self) -> str:
        return owner_of(self, Plan, self.plan_id).municipality_slug

    def public_state(self, session: Session) -> dict[str, Any]:
        commitment, contract, plan = self._named()
        item = session.get(PlanItem, self.plan_item_id) if self.plan_item_id else None
        said = self.model_dump(include={"verdict", "reason", "quote", "source", "recorded_at", "confirmed_at"})
        return {
            **said,
            "contract": contract.slug,
            "ref": commitment.ref,
            "plan": plan.slug,
            "plan_item": item.number if item else None,
            "also_in": [one.number for one in also_in(session, [self.id or 0]).get(self.id or 0, ())],
        }

    def hands(self, session: Session) -> dict[str, Any]:
        return {"author": self.recorded_by, "approver": self.confirmed_by, **self.further_hands}

    def rows(self, session: Session) -> Iterable[SQLModel]:
        return [self]

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls).where(visible_to(ANYONE))).all()

    @classmethod
    def submit(
        cls,
        session: Session,
        viewer: Viewer,
        commitment_id: int,
        plan: Plan,
        said: Mapping[str, Any],
        also: Collection[int] = (),
    ) -> "Finding":
        """Puts a finding before a second person, in place of the recorder's own that was sent back, if any.

        `also` names further items of the plan that answer the commitment.
        """
        require_recorder(viewer, plan.municipality_id)
        lock(session, plan)  # two people may record at once, and there is no finding yet to lock
        held = session.exec(
            select(cls).where(
                cls.commitment_id == commitment_id, cls.plan_id == plan.id, cls.state != FindingState.PUBLISHED
            )
        ).first()
        if held is not None:
            held.require_free(viewer, Refusal(N_("Për këtë zotim një gjetje pret tashmë konfirmimin.")))
        finding = held or cls(
            commitment_id=commitment_id, plan_id=plan.id or 0, verdict=FindingVerdict.NOT_IN_PLAN, reason="",
            source="", state=FindingState.SUBMITTED,
        )  # fmt: skip
        with session.no_autoflush:  # half of the fields would break the table's own constraints
            for name, value in said.items():
                setattr(finding, name, value)
            finding.check(session)
        finding.state = FindingState.SUBMITTED
        finding.put(session, viewer)
        finding.write_also(session, also)
        return finding

    def write_also(self, session: Session, item_ids: Collection[int]) -> None:
        """Sets the further items; a commitment that is not in the plan has none, and none stands twice."""
        session.exec(sa.delete(FindingItem).where(col(FindingItem.finding_id) == self.id))
        wanted = set(item_ids) - {self.plan_item_id} if self.verdict is not FindingVerdict.NOT_IN_PLAN else set()
        for item_id in sorted(wanted):
            item = session.get(PlanItem, item_id)
            if item is None or item.plan_id != self.plan_id:
                raise Refusal(N_("Zgjidhni zëra të këtij plani."), field="also")
            session.add(FindingItem(finding_id=self.id or 0, plan_item_id=item_id))
        session.flush()

    def check(self, session: Session) -> None:
        """What a finding needs: found, the item and the plan's own words; and always why the looker says so."""
        plan = session.get(Plan, self.plan_id)
        commitment = session.get(Commitment, self.commitment_id)
        contract = session.get(Contract, commitment.contract_id) if commitment else None
        if plan is None or contract is None or plan.municipality_id != contract.municipality_id:
            raise Refusal(N_("Plani dhe kontrata janë të bashkive të ndryshme."))
        texts = {text.commitment_id: text for text in current_texts(session, contract.id)}
        text = texts.get(self.commitment_id)
        if text is None or not text.can_be_assessed:
            raise Refusal(_why_not_examined(text))
        if self.verdict is FindingVerdict.NOT_IN_PLAN:
            self.plan_item_id, self.quote = None, ""
            if not self.reason:
                raise Refusal(N_("Shkruani çfarë shqyrtuat dhe pse thoni që nuk është në plan."), field="reason")
            return
        with all_at_once() as no:
            item = session.get(PlanItem, self.plan_item_id) if self.plan_item_id else None
            if item is None:
                no(Refusal(N_("Zgjidhni zërin e planit ku e gjetët."), field="plan_item"))
            elif item.plan_id != self.plan_id:
                told = N_("Ky zë është i një plani tjetër. Zgjidhni zërin e planit ku e gjetët.")
                no(Refusal(told, field="plan_item"))
            if not self.quote:
                no(Refusal(N_("Shkruani fjalët e planit, siç janë aty."), field="quote"))
            if not self.reason and self.verdict is FindingVerdict.PARTLY_COVERED:
                no(Refusal(N_("Shkruani cila pjesë e zotimit mungon në plan."), field="reason"))
            elif not self.reason:
                no(Refusal(N_("Shkruani pse thoni që gjithë zotimi është në plan."), field="reason"))

    def publish(self, session: Session, by: Actor, approved_by: Actor | None = None) -> None:
        """Makes the finding public: through `confirm`, or straight from the seeds."""
        self.state, self.confirmed_at = FindingState.PUBLISHED, datetime.now(UTC)
        session.add(self)
        session.flush()
        history.append(session, "confirm", self, by, source=self.source, approved_by=approved_by)

    def confirm(self, session: Session, viewer: Viewer, read: str) -> None:
        """`read` is the `version` they saw: nobody confirms words that changed under their eyes."""
        held = self.held_by_second_person(session, viewer)
        held.require_read(read)
        held.check(session)  # the contract may have changed since
        held.confirmed_by = viewer.person_id
        held.publish(session, held.author(session), viewer.actor)

    def send_back(self, session: Session, viewer: Viewer, note: str) -> None:
        super().send_back(session, viewer, note)
        self.state = FindingState.RETURNED

    def withdraw(self, session: Session, viewer: Viewer) -> None:
        """Takes away what never became public."""
        if self.held(session).state is FindingState.PUBLISHED:
            raise Refusal(N_("Një gjetje publike nuk fshihet; një e re zë vendin e saj."))
        require_recorder(viewer, self._named()[2].municipality_id)
        session.exec(sa.delete(FindingItem).where(col(FindingItem.finding_id) == self.id))
        session.delete(self)


def _why_not_examined(text: Text | None) -> str:
    """Of a commitment that is no leaf of the contract as it stands."""
    if text is None:
        return N_("Ky zotim nuk është në botimin në fuqi të kontratës.")
    if text.is_retracted:
        return N_("Ky zotim është tërhequr nga kontrata.")
    return N_("Ky zotim ka nënpika: gjetjet bëhen për secilën prej tyre.")


class FindingItem(SQLModel, table=True):
    """Another item of the plan, beside the one that is quoted, that answers the commitment."""

    __tablename__ = "finding_item"
    finding_id: int = Field(foreign_key="finding.id", primary_key=True)
    plan_item_id: int = Field(foreign_key="plan_item.id", primary_key=True, index=True)


def also_in(session: Session, finding_ids: Collection[int]) -> Mapping[int, list[PlanItem]]:
    """The further items of findings, in the plan's order; one query."""
    found: dict[int, list[PlanItem]] = {}
    for finding_id, item in session.exec(
        select(FindingItem.finding_id, PlanItem)
        .join(PlanItem, col(PlanItem.id) == FindingItem.plan_item_id)
        .where(col(FindingItem.finding_id).in_(list(finding_ids)))
        .order_by(col(PlanItem.position))
    ):
        found.setdefault(finding_id, []).append(item)
    return found


def visible_to(viewer: Viewer) -> sa.ColumnElement[bool]:
    """Which findings the viewer may see. All that ask for findings ask this.

    Anyone: published ones. An organisation's editors: also its own. Reviewers: also what waits for a second
    person. The coordinator: all.
    """
    if viewer.is_coordinator:
        return sa.true()
    may = col(Finding.state) == FindingState.PUBLISHED
    if viewer.is_reviewer:
        may |= col(Finding.state) == FindingState.SUBMITTED
    if viewer.is_editor and viewer.organisation_id is not None:
        may |= col(Finding.organisation_id) == viewer.organisation_id
    return may
