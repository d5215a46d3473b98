"""A contract's editions: its words as published, one addendum after another, and the draft of the next.

A commitment is an identity and a reference; its words, units and place are rows of an edition (`texts`). A draft
is an edition too (how it is written: `draft`), until a second person publishes it; from then on its rows never
change.
"""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.second_person import Decision, Hands, require_second_person
from pop_tracker.contracts.canonical_text import canonical_text, digest_of, state_of
from pop_tracker.contracts.documents import ContractDocument
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.telling import EDITION
from pop_tracker.contracts.texts import (
    Commitment,
    CommitmentRoot,
    CommitmentText,
    PriorityText,
    Text,
    found_by,
    headings_of_edition,
    texts_of_edition,
    texts_where,
)
from pop_tracker.database import owner_of, vocabulary
from pop_tracker.history import Actor, Recorded, recorded
from pop_tracker.web.errors import Missing, Stale
from pop_tracker.web.i18n import N_
from pop_tracker.web.source_list import SourceList

CHANGED_MEANWHILE = N_("Drafti ndryshoi ndërkohë. Lexojeni përsëri para se ta botoni.")
GIVEN_BY_PUBLISHING = frozenset({"canonical_text", "digest", "published_at"})
BECOMES_KNOWN = {"title", "term_from", "term_until", "source"}
"""What readers learn of a contract with its first edition, and its editors may change until then."""


class EditionState(StrEnum):
    DRAFT = "draft"
    """Open to the editors of the contract's municipality; nobody else sees it."""
    SUBMITTED = "submitted"
    """Waits for a second person; its words rest meanwhile."""
    PUBLISHED = "published"
    """Public and frozen for good."""


@recorded(
    "edition",
    {
        "publish": N_("Botim i kontratës"),
        "redact": N_("Fjalë të hequra nga botimi"),
        "hand_out": N_("Skedari i kontratës iu dha lexuesve"),
        "withhold": N_("Skedari i kontratës nuk u jepet më lexuesve"),
    },
    EDITION,
)
class Edition(SQLModel, table=True):
    __table_args__ = (
        sa.UniqueConstraint("contract_id", "number"),
        # One draft at a time: two people revise the same one, they do not race with two.
        sa.Index("uq_edition_open", "contract_id", unique=True, sqlite_where=sa.text("state <> 'published'"),
                 postgresql_where=sa.text("state <> 'published'")),
        sa.CheckConstraint("published_by IS NULL OR published_by <> submitted_by", name="second_person"),
    )  # fmt: skip
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="contract.id", index=True)
    number: int
    state: EditionState = Field(default=EditionState.DRAFT, sa_type=vocabulary(EditionState))
    reason: str = Field(default="", sa_type=sa.Text)
    """Why there is this addendum; empty for edition 1."""
    source: str = Field(default="", sa_type=SourceList)
    canonical_text: str = Field(default="", sa_type=sa.Text)
    digest: str = Field(default="", max_length=64)
    return_note: str = Field(default="", sa_type=sa.Text)
    opened_by: int | None = Field(default=None, foreign_key="person.id")
    submitted_by: int | None = Field(default=None, foreign_key="person.id")
    submitted_at: datetime | None = None
    published_by: int | None = Field(default=None, foreign_key="person.id")
    published_at: datetime | None = None
    document_id: int | None = Field(default=None, foreign_key="contract_document.id")
    """The document that its words were read from; of an addendum, its own."""
    version: int = 0

    @property
    def contract(self) -> Contract:
        return owner_of(self, Contract, self.contract_id)

    @property
    def key(self) -> str:
        return f"{self.contract.slug}/{self.number}"

    @property
    def path(self) -> str:
        return f"/kontratat/{self.contract.slug}/botimi/{self.number}"

    @property
    def title(self) -> str:
        return f"{self.contract.title}, botimi {self.number}"

    @property
    def municipality_slug(self) -> str:
        return self.contract.municipality_slug

    def public_state(self, session: Session) -> dict[str, Any]:
        return {
            **self.model_dump(include={"number", "reason", "source", "canonical_text", "digest", "published_at"}),
            "contract": self.contract.slug,
            **state_of(headings_of_edition(session, self.id or 0), texts_of_edition(session, self.id or 0)),
            **({"document": document.public_state} if (document := self.document(session)) else {}),
        }

    def document(self, session: Session) -> ContractDocument | None:
        return session.get(ContractDocument, self.document_id) if self.document_id else None

    def as_read(self, session: Session) -> str:
        """Of all that becomes public with it, sources, passages, reason and document too, not only of the text that its
        digest is of; publishing changes nothing in it. Who decides says by it what they read."""
        said = {name: value for name, value in self.public_state(session).items() if name not in GIVEN_BY_PUBLISHING}
        return history.digest({**said, "of": self.contract.model_dump(include=BECOMES_KNOWN)})

    def hands(self, session: Session) -> dict[str, Any]:
        wrote = select(Contributor.person_id).where(Contributor.edition_id == self.id)
        published = {"author": self.submitted_by, "approver": self.published_by}
        document = self.document(session)
        if document and document.said_by:
            later = {"author": document.said_by, "approver": document.agreed_by}
            published = {"submitted_by": self.submitted_by, "published_by": self.published_by, **later}
        return {**published, "opened_by": self.opened_by, "wrote": sorted(session.exec(wrote))}

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls).where(cls.state == EditionState.PUBLISHED)).all()

    def text_now(self, session: Session) -> str:
        """The canonical text of the rows as they stand."""
        return canonical_text(
            self.contract.title,
            self.contract.slug,
            self.number,
            headings_of_edition(session, self.id or 0),
            texts_of_edition(session, self.id or 0),
        )

    def publish(self, session: Session, by: Actor, reviewer: Viewer | None = None, *, read: str = "") -> None:
        """Freezes the words, with their canonical text and digest, and makes them public.

        `by` submitted it; `reviewer` is the second person, None only for the seeds. `read` is what they read
        (`as_read`): nobody publishes what changed under their eyes.
        """
        if reviewer is not None:
            self.require_second_person(session, reviewer)
        contract = self.contract
        session.refresh(contract, with_for_update=True)  # an answer may make it known in the same moment
        if document := self.document(session):
            session.refresh(document)  # and an editor say whether readers have its file
        if reviewer is not None and read != self.as_read(session):
            raise Stale(CHANGED_MEANWHILE, {})
        text = self.text_now(session)
        self.canonical_text, self.digest = text, digest_of(text)
        self.state, self.return_note = EditionState.PUBLISHED, ""
        self.published_by = reviewer.person_id if reviewer else None
        self.published_at = datetime.now(UTC)
        self.version += 1
        session.add(self)
        session.flush()
        self._index(session)
        approver = reviewer.actor if reviewer else None
        if not contract.is_known:
            contract.text_known = True
            contract.record(session, by, approved_by=approver)
        elif not contract.text_known:
            contract.text_known = True
            session.add(contract)
            history.append(session, "receive", contract, by, source=self.source, approved_by=approver)
        history.append(
            session, "publish", self, by, source=self.source, approved_by=approver, reason=self.reason or None
        )

    def decision(self, wrote: Collection[int]) -> Decision:
        """Of a reviewer who wrote nothing in the draft; `wrote` are its contributors."""
        hands = {*wrote, self.opened_by, self.submitted_by}
        return Decision(
            N_("Për botimin vendos vetëm një rishikues."),
            (Hands(hands, N_("Në këtë draft keni shkruar edhe ju, ndaj duhet të vendosë një person tjetër.")),),
        )

    def require_second_person(self, session: Session, reviewer: Viewer) -> None:
        """Raises Forbidden, or Missing for a draft that nobody has submitted."""
        require_second_person(reviewer, self.decision(contributors(session, [self]).get(self.id or 0, set())))
        if self.state is not EditionState.SUBMITTED:
            raise Missing

    def _index(self, session: Session) -> None:
        """Search finds the words of the newest edition only."""
        of_contract = select(CommitmentText.id).join(Edition).where(Edition.contract_id == self.contract_id)
        session.exec(sa.delete(CommitmentRoot).where(col(CommitmentRoot.text_id).in_(of_contract)))
        for text in texts_of_edition(session, self.id or 0):
            session.add_all(
                CommitmentRoot(text_id=text.id, root=root)
                for root in found_by(text.text, text.place, text.target_groups)
            )

    def rows(self, session: Session) -> Iterable[SQLModel]:
        headings = session.exec(select(PriorityText).where(PriorityText.edition_id == self.id))
        texts = session.exec(select(CommitmentText).where(CommitmentText.edition_id == self.id))
        document = self.document(session)
        return [self, *headings, *texts, *([document] if document else [])]

    def words_changed(self, session: Session) -> None:
        if newest_edition(session, self.contract_id) is self:
            self._index(session)


class Contributor(SQLModel, table=True):
    """Everyone who wrote in a draft: none of them may be its second person."""

    edition_id: int = Field(foreign_key="edition.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)


@cache
def newest_edition_ids() -> Any:
    """Subquery: the id of every contract's newest published edition."""
    newest = sa.func.max(Edition.number).over(partition_by=col(Edition.contract_id))
    ranked = (
        select(Edition.id, Edition.number, newest.label("newest"))
        .where(Edition.state == EditionState.PUBLISHED)
        .subquery()
    )
    return select(ranked.c.id).where(ranked.c.number == ranked.c.newest)


def newest_editions(session: Session, contract_ids: Iterable[int] | None = None) -> dict[int, Edition]:
    """The newest published edition by contract; contracts without a known text are not in it. One query."""
    query = select(Edition).where(col(Edition.id).in_(newest_edition_ids()))
    if contract_ids is not None:
        query = query.where(col(Edition.contract_id).in_(list(contract_ids)))
    return {edition.contract_id: edition for edition in session.exec(query)}


def newest_edition(session: Session, contract_id: int) -> Edition | None:
    return newest_editions(session, [contract_id]).get(contract_id)


def published_editions(session: Session, contract_id: int) -> list[Edition]:
    """The newest first."""
    return list(
        session.exec(
            select(Edition)
            .where(Edition.contract_id == contract_id, Edition.state == EditionState.PUBLISHED)
            .order_by(col(Edition.number).desc())
        )
    )


def current_texts(session: Session, contract_id: int | None = None) -> list[Text]:
    """The commitments of the newest editions, of one contract or of all. Two queries."""
    conditions: list[Any] = [col(CommitmentText.edition_id).in_(newest_edition_ids())]
    if contract_id is not None:
        conditions.append(col(Commitment.contract_id) == contract_id)
    return texts_where(session, *conditions)


def visible_to(viewer: Viewer) -> Any:
    """Condition on Edition: anyone sees what is published; who may edit sees the draft; reviewers of any
    organisation see it from its submission to the decision; the coordinator reads everything."""
    if viewer.is_coordinator:
        return sa.true()
    seen = [col(Edition.state) == EditionState.PUBLISHED]
    if viewer.is_reviewer:
        seen.append(col(Edition.state) == EditionState.SUBMITTED)
    if viewer.is_editor:
        covered = select(Contract.id).where(col(Contract.municipality_id).in_(viewer.covers))
        seen.append(col(Edition.contract_id).in_(covered))
    return sa.or_(*seen)


def open_edition(session: Session, viewer: Viewer, contract_id: int) -> Edition | None:
    """The contract's draft, also while it waits for its second person, if the viewer may see it."""
    return session.exec(
        select(Edition).where(
            Edition.contract_id == contract_id, Edition.state != EditionState.PUBLISHED, visible_to(viewer)
        )
    ).first()


def open_editions(session: Session, viewer: Viewer) -> list[tuple[Edition, Contract]]:
    """Every draft that the viewer may see, with its contract."""
    return list(
        session.exec(
            select(Edition, Contract)
            .join(Contract, col(Contract.id) == Edition.contract_id)
            .where(Edition.state != EditionState.PUBLISHED, visible_to(viewer))
            .order_by(col(Contract.title))
        )
    )


def contributors(session: Session, drafts: Iterable[Edition]) -> dict[int, set[int]]:
    """Who wrote in each draft, by its id; one query."""
    found: dict[int, set[int]] = {}
    ids = [draft.id for draft in drafts]
    for edition_id, person_id in session.exec(
        select(Contributor.edition_id, Contributor.person_id).where(col(Contributor.edition_id).in_(ids))
    ):
        found.setdefault(edition_id, set()).add(person_id)
    return found
