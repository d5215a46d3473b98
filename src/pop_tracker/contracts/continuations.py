"""From term to term: a commitment asks again for what one of an earlier contract of the same municipality asked.

A person says so, with a reason, and takes it back with one; nothing is overwritten. The site suggests pairs, which are
nothing before somebody says yes. One commitment may ask again for several, and several for one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.contracts.editions import newest_edition_ids
from pop_tracker.contracts.models import Contract, hold, known
from pop_tracker.contracts.texts import Commitment, CommitmentText, Text, texts_where
from pop_tracker.contracts.wordings import wording_of
from pop_tracker.database import owner_of
from pop_tracker.history import Recorded, recorded
from pop_tracker.matching.ranking import Ranking, Suggestion
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.telling import Named, State, Telling

_FIELDS = {
    "commitment": N_("Zotimi"),
    "continues": N_("Zotimi i mëparshëm"),
    "reason": N_("Arsyeja"),
    "recorded_at": N_("Regjistruar më"),
    "withdrawal_reason": N_("Arsyeja e heqjes"),
    "withdrawn_at": N_("Hequr më"),
}


def _titled(state: State, named: Named, words: Words) -> str:
    ends = []
    for end in (state["commitment"], state["continues"]):
        slug, _, ref = end.partition("/")
        ends.append(words.gettext(N_("zotimi %(ref)s"), ref=ref) + f", {named('contract', slug)}")
    return " ← ".join(ends)


@recorded(
    "continuation",
    {"record": N_("Zotim i lidhur me një të mëparshëm"), "withdraw": N_("Lidhje e dy zotimeve e hequr")},
    Telling(_titled, _FIELDS),
)
class Continuation(SQLModel, table=True):
    """That a commitment asks again for what an earlier one asked, as one person says."""

    __table_args__ = (
        sa.CheckConstraint("commitment_id <> continues_id", name="two_of_them"),
        sa.UniqueConstraint("commitment_id", "continues_id"),
    )
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    commitment_id: int = Field(foreign_key="commitment.id", index=True)
    continues_id: int = Field(foreign_key="commitment.id", index=True)
    reason: str = Field(sa_type=sa.Text)
    recorded_at: datetime
    withdrawn_at: datetime | None = None
    withdrawal_reason: str = Field(default="", sa_type=sa.Text)

    def _ends(self) -> tuple[tuple[Commitment, Contract], tuple[Commitment, Contract]]:
        """The later one first."""
        later, earlier = (owner_of(self, Commitment, one) for one in (self.commitment_id, self.continues_id))
        return (
            (later, owner_of(self, Contract, later.contract_id)),
            (earlier, owner_of(self, Contract, earlier.contract_id)),
        )

    @property
    def key(self) -> str:
        return str(self.id)

    @property
    def path(self) -> str:
        commitment, contract = self._ends()[0]
        return f"{contract.path}/{commitment.ref}"

    @property
    def title(self) -> str:
        return " ← ".join(f"zotimi {commitment.ref}, {contract.title}" for commitment, contract in self._ends())

    @property
    def municipality_slug(self) -> str:
        return self._ends()[0][1].municipality_slug

    def public_state(self, session: Session) -> dict[str, Any]:
        later, earlier = (f"{contract.slug}/{commitment.ref}" for commitment, contract in self._ends())
        return {
            **self.model_dump(include={"reason", "recorded_at", "withdrawn_at", "withdrawal_reason"}),
            "commitment": later,
            "continues": earlier,
        }

    def rows(self, session: Session) -> Iterable[SQLModel]:
        return [self]

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls)).all()

    def record(self, session: Session, by: history.Actor) -> None:
        """Enters it. Raises Refusal for a pair that stands, or that is none: of one contract, of two municipalities, or
        the later first."""
        with session.no_autoflush:
            later, earlier = (self._of(session, one) for one in (self.commitment_id, self.continues_id))
            hold(session, later.id)  # another person may record the same in the same moment
            same = select(Continuation).where(
                Continuation.commitment_id == self.commitment_id, Continuation.continues_id == self.continues_id
            )
            before = session.exec(same).first()
        if later.municipality_id != earlier.municipality_id or earlier.term_from >= later.term_from:
            raise Refusal(N_("Zgjidhni një zotim të një kontrate të mëparshme të së njëjtës bashki."), field="earlier")
        if not self.reason:
            raise Refusal(N_("Shkruani pse është e njëjta kërkesë."), field="reason")
        if before is not None and before.withdrawn_at is None:
            raise Refusal(N_("Kjo lidhje është regjistruar tashmë."), field="earlier")
        row = before or self
        if before is not None:
            before.withdrawn_at, before.withdrawal_reason, before.reason = None, "", self.reason
        session.add(row)
        session.flush()
        history.append(session, "record", row, by, source="", reason=self.reason)

    @staticmethod
    def _of(session: Session, commitment_id: int) -> Contract:
        return session.get_one(Contract, session.get_one(Commitment, commitment_id).contract_id)

    def withdraw(self, session: Session, viewer: Viewer, reason: str) -> None:
        later = self._ends()[0][1]
        require_recorder(viewer, later.municipality_id)
        hold(session, later.id)
        session.refresh(self)
        if self.withdrawn_at is not None:
            raise Refusal(N_("Kjo lidhje është hequr tashmë."))
        if not reason:
            raise Refusal(N_("Shkruani pse hiqet."), field="reason")
        self.withdrawn_at, self.withdrawal_reason = datetime.now(UTC), reason
        session.add(self)
        history.append(session, "withdraw", self, viewer.actor, source="", reason=reason)


def continuations(session: Session, *contract_ids: int) -> list[Continuation]:
    """Those in force whose later commitment is of one of these contracts, in its order. One query."""
    later: Any = aliased(Commitment)
    found = session.execute(
        sa.select(Continuation)
        .join(later, later.id == Continuation.commitment_id)
        .where(col(Continuation.withdrawn_at).is_(None), later.contract_id.in_(contract_ids))
        .order_by(later.contract_id, later.position, col(Continuation.id))
    )
    return list(found.scalars())


@dataclass(frozen=True)
class Tied:
    """The commitment at the other end of a continuation."""

    slug: str
    term_from: int
    term_until: int
    ref: str

    @property
    def path(self) -> str:
        return f"/kontratat/{self.slug}/{self.ref}"

    @property
    def term(self) -> str:
        return f"{self.term_from}–{self.term_until}"


def tied_to(session: Session, commitment_id: int) -> list[Tied]:
    """What asks the same in other terms, the earliest first. One query."""
    ends = sa.union(
        *(
            sa.select(other.label("id")).where(end == commitment_id, col(Continuation.withdrawn_at).is_(None))
            for end, other in (
                (col(Continuation.commitment_id), col(Continuation.continues_id)),
                (col(Continuation.continues_id), col(Continuation.commitment_id)),
            )
        )
    ).subquery()
    rows = session.execute(
        sa.select(col(Contract.slug), col(Contract.term_from), col(Contract.term_until), col(Commitment.ref))
        .join(Commitment, col(Commitment.contract_id) == Contract.id)
        .join(ends, ends.c.id == Commitment.id)
        .order_by(col(Contract.term_from), col(Commitment.position))
    )
    return [Tied(*row) for row in rows]


def earlier_contracts(session: Session, contract: Contract) -> list[Contract]:
    """Of the same municipality, the latest first. One query."""
    of_it = (Contract.municipality_id == contract.municipality_id, col(Contract.term_from) < contract.term_from)
    return list(session.exec(select(Contract).where(*of_it, known()).order_by(col(Contract.term_from).desc())))


def published_texts(session: Session, contract_ids: Iterable[int | None]) -> list[Text]:
    """What their newest editions say, contract by contract, with what they retracted. Three queries at most."""
    order = {contract_id: at for at, contract_id in enumerate(contract_ids)}
    texts = texts_where(
        session,
        col(CommitmentText.edition_id).in_(newest_edition_ids()),
        col(Commitment.contract_id).in_(list(order)),
    )
    return sorted(texts, key=lambda text: order[text.contract_id])


@dataclass(frozen=True)
class Pair:
    """That the later one may ask again for what the earlier one asked, and why the site thinks so."""

    later: Text
    earlier: Text
    why: Suggestion


def suggested(later: Sequence[Text], earlier: Sequence[Text], standing: Iterable[Continuation]) -> list[Pair]:
    """For each commitment that continues none yet the likeliest earlier one, where there is any; in the order of the
    contract. They stand in no record and on no public page."""
    by_ref = {(text.contract_id, text.ref): text for text in (*later, *earlier)}
    by_id = {str(text.commitment_id): text for text in earlier}

    def parent(text: Text) -> Text | None:
        return by_ref.get((text.contract_id, text.parent_ref)) if text.parent_ref else None

    ranking = Ranking([wording_of(text, parent(text)) for text in earlier])
    told = {one.commitment_id for one in standing}
    found = []
    for text in later:
        if text.commitment_id not in told:
            found += [
                Pair(text, by_id[one.id], one) for one in ranking.suggest(wording_of(text, parent(text)), limit=1)
            ]
    return found
