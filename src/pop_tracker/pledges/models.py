"""Signatures: answers to a contract. Each is a moral commitment; the site claims no legal force for it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts.carried import Carried
from pop_tracker.accounts.models import ANYONE, Viewer
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.models import Contract
from pop_tracker.database import owner_of, vocabulary
from pop_tracker.elections.models import Candidate
from pop_tracker.elections.offices import Office
from pop_tracker.history import Actor, HistoryEntry, Recorded, part, recorded
from pop_tracker.pledges.names import NAMELESS
from pop_tracker.pledges.vocabulary import (
    ANSWER_WORDS,
    CAPACITY_WORDS,
    SAID_WORDS,
    Answer,
    Capacity,
    Said,
    SignatureState,
    Stands,
    stands,
)
from pop_tracker.web.dates import PRECISION_WORDS, DatePrecision
from pop_tracker.web.errors import Missing
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.public_names import names_people
from pop_tracker.web.source_list import SourceList
from pop_tracker.web.telling import Named, State, Telling

ONLINE = N_("Përgjigje e dhënë në pop-tracker, me lidhjen personale dhe me kodin që erdhën në të njëjtin email")
"""The source of an answer that was given here. The record keeps it as it was written."""
# Answers given earlier say it so: it stays in the record, and readers of English need its words.
N_("Përgjigje e dhënë në pop-tracker, me lidhjen personale që dërgoi organizata")
N_("Përgjigje e dhënë vetë, në këtë faqe, me lidhje personale")

CHANGED_MEANWHILE = N_("Përgjigjja ndryshoi ndërkohë. Lexojeni përsëri para se të vendosni.")


_FIELDS = {
    "annulled_at": N_("Anuluar më"),
    "annulment": N_("Arsyeja e anulimit"),
    "answer": N_("Përgjigjja"),
    "capacity": N_("Cilësia"),
    "contract": N_("Kontrata"),
    "date_precision": N_("Saktësia e datës"),
    "edition": N_("Botimi"),
    "name": N_("Emri"),
    "note": N_("Shënim"),
    "on_behalf_of": N_("Në emër të"),
    "person": N_("Kandidati ose detyra"),
    "place": N_("Vendi"),
    "recorded_at": N_("Regjistruar më"),
    "ref": N_("Zotimi"),
    "reservation": N_("Fjalët e nënshkruesit"),
    "said": N_("Fjalët e nënshkruesit"),
    "said_at": N_("Thënë më"),
    "said_with": N_("Çfarë janë fjalët"),
    "scan": N_("Kopja e dokumentit (SHA-256)"),
    "scan_original_sha256": N_("Kopja e dokumentit siç u dërgua (SHA-256)"),
    "signed_on": N_("Nënshkruar më"),
    "source": N_("Burimi"),
    "withdrawn_at": N_("Tërhequr më"),
    "words": N_("Fjalët"),
}


def titled_by_name(state: State, named: Named, words: Words) -> str:
    return f"{state['name']}: {named('contract', state['contract'])}"


@recorded(
    "signature",
    {
        "record": N_("Përgjigje për kontratën"),
        "state": N_("Deklaratë e shtuar te përgjigjja"),
        "withdraw": N_("Nënshkrim i tërhequr"),
        "annul": N_("Përgjigje e anuluar"),
        "tie": N_("Përgjigje e lidhur me personin"),
    },
    Telling(
        titled_by_name,
        _FIELDS,
        {
            "answer": ANSWER_WORDS,
            "capacity": CAPACITY_WORDS,
            "date_precision": PRECISION_WORDS,
            "said_with": SAID_WORDS,
        },
    ),
)
class Signature(Carried, table=True):
    """An answer to a contract: signed, signed with a reservation, or declined.

    What the signer says or does later is added, dated, and changes no word of it; another answer is a row of its own.
    Which one is in force is derived (`in_force`).
    """

    __table_args__ = (sa.CheckConstraint("confirmed_by IS NULL OR confirmed_by <> recorded_by", name="second_person"),)
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="contract.id", index=True)
    edition_id: int | None = Field(default=None, foreign_key="edition.id")
    """None: the source does not say which text was signed."""
    invitation_id: int | None = Field(default=None, foreign_key="invitation.id", unique=True)
    """What it is the first answer to: a personal link, or an invitation on paper."""
    after_id: int | None = Field(default=None, foreign_key="signature.id", unique=True, index=True)
    """The answer that it takes the place of, given later through the same link."""
    candidate_id: int | None = Field(default=None, foreign_key="candidate.id", index=True)
    office_id: int | None = Field(default=None, foreign_key="office.id", index=True)
    """Whose it is; neither of an organisation's, and of those recorded before answers were tied to a person where
    nobody could be told for sure (`ties`)."""
    name: str = Field(max_length=160)
    capacity: Capacity = Field(sa_type=vocabulary(Capacity))
    on_behalf_of: str = Field(default="", max_length=200)
    answer: Answer = Field(sa_type=vocabulary(Answer))
    reservation: str = Field(default="", sa_type=sa.Text)
    """The signer's own words: the reservation, or why they declined."""
    signed_on: date
    date_precision: DatePrecision = Field(default=DatePrecision.DAY, sa_type=vocabulary(DatePrecision))
    place: str = Field(default="", max_length=200)
    note: str = Field(default="", sa_type=sa.Text)
    source: str = Field(sa_type=SourceList)
    state: SignatureState = Field(sa_type=vocabulary(SignatureState))
    recorded_at: datetime
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    """Whose editor recorded it from paper."""
    confirmed_by: int | None = Field(default=None, foreign_key="person.id")
    return_note: str = Field(default="", sa_type=sa.Text)
    withdrawn_at: datetime | None = None
    annulled_at: datetime | None = None
    annulment: str = Field(default="", sa_type=sa.Text)
    scan_sha256: str = Field(default="", max_length=64, index=True)
    scan_original_sha256: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    """Of what was sent, where what is kept says less of people."""
    scan_name: str = Field(default="", max_length=200)
    scan_type: str = Field(default="", max_length=80)
    scan_is_offered: bool = False
    """Whoever recorded it would show the paper to everybody; it is public when the second person says so, too."""
    scan_is_public: bool = False
    disputed_by: int | None = Field(default=None, foreign_key="person.id")
    dispute: str = Field(default="", sa_type=sa.Text)
    """Why somebody doubts it, before it is public: then only another organisation confirms it."""

    @property
    def stands(self) -> Stands:
        return stands(self.answer, self.withdrawn_at, self.annulled_at)

    @property
    def _contract(self) -> Contract:
        return owner_of(self, Contract, self.contract_id)

    @property
    def version(self) -> str:
        """Another one each time that it is put before a second person."""
        return self.recorded_at.isoformat()

    @property
    def key(self) -> str:
        return f"{self._contract.slug}/{self.id}"

    @property
    def path(self) -> str:
        return f"/kontratat/{self._contract.slug}"

    @property
    def title(self) -> str:
        return f"{self.name}: {self._contract.title}"

    @property
    def municipality_slug(self) -> str:
        return self._contract.municipality_slug

    def public_state(self, session: Session) -> dict[str, Any]:
        edition = session.get(Edition, self.edition_id) if self.edition_id else None
        inner = {"id", "contract_id", "edition_id", "invitation_id", "after_id", "candidate_id", "office_id", "state"}
        inner |= {"recorded_by", "carried_by", "begun_by", "organisation_id", "confirmed_by", "return_note"}
        inner |= {"disputed_by", "dispute"}
        inner |= {"scan_sha256", "scan_original_sha256", "scan_name", "scan_type"}
        inner |= {"scan_is_offered", "scan_is_public"}
        return {
            **self.model_dump(exclude=inner),
            "contract": self._contract.slug,
            "edition": edition.number if edition else None,
            "person": self._person(session),
            "said": [
                {"said_with": one.said_with, "ref": one.ref, "words": one.words, "said_at": one.said_at}
                for one in words_of(session, self)
            ],
            "scan": self.scan_sha256,
            "scan_original_sha256": self.scan_original_sha256,
        }

    def hands(self, session: Session) -> dict[str, Any]:
        """Of what came through a personal link, the entry's author is whoever sent that; of what was said or decided
        or tied later, somebody else than who recorded it."""
        if (
            self.withdrawn_at
            or self.annulled_at
            or any(one.said_at > self.recorded_at for one in words_of(session, self))
            or self._was_tied_later
        ):
            return {"recorded_by": self.recorded_by, "confirmed_by": self.confirmed_by, **self.further_hands}
        by_recorder = {} if self.recorded_by is None else {"author": self.recorded_by}
        return {**by_recorder, "approver": self.confirmed_by, **self.further_hands}

    @property
    def _was_tied_later(self) -> bool:
        """By whoever loads (`ties`): what an editor recorded has its scan since answers are tied as they are
        recorded."""
        is_tied = bool(self.candidate_id or self.office_id)
        return is_tied and self.recorded_by is not None and not self.scan_sha256 and self.name != NAMELESS

    def _person(self, session: Session) -> str:
        """The candidate or the office, as the record calls them; of an answer without its name it would tell the
        name."""
        if self.name == NAMELESS:
            return ""
        candidate = session.get(Candidate, self.candidate_id) if self.candidate_id else None
        office = session.get(Office, self.office_id) if self.office_id else None
        return candidate.key if candidate else office.key if office else ""

    def rows(self, session: Session) -> Iterable[SQLModel]:
        return [self, *words_of(session, self)]

    def lose_name(self) -> None:
        """The answer stands without it; `_person` no longer says whose it was."""

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls).where(visible_to(ANYONE))).all()

    def record(self, session: Session, by: Actor, approved_by: Actor | None = None) -> HistoryEntry:
        """Makes the answer public: the signer's own at once, a paper one through `confirm`."""
        self.state = SignatureState.PUBLIC
        session.add(self)
        session.flush()
        return history.append(session, "record", self, by, source=self.source, approved_by=approved_by)

    def say(
        self, session: Session, said_with: Said, words: str, at: datetime, commitment: tuple[int, str] | None = None
    ) -> None:
        """Keeps the signer's own words with it; of a reservation, to which commitment, by id and reference."""
        commitment_id, ref = commitment or (None, "")
        if words:
            session.add(
                SignersWords(
                    signature_id=self.id or 0, said_with=said_with, commitment_id=commitment_id, ref=ref, words=words,
                    said_at=at,
                )
            )  # fmt: skip
            session.flush()


@part
class SignersWords(SQLModel, table=True):
    """A signer's own words, with the answer or later."""

    __tablename__ = "signers_words"
    id: int | None = Field(default=None, primary_key=True)
    signature_id: int = Field(foreign_key="signature.id", index=True)
    said_with: Said = Field(sa_type=vocabulary(Said))
    commitment_id: int | None = Field(default=None, foreign_key="commitment.id")
    ref: str = Field(default="", max_length=20)
    words: str = Field(sa_type=sa.Text)
    said_at: datetime


def words_of(session: Session, signature: Signature) -> Sequence[SignersWords]:
    return session.exec(
        select(SignersWords).where(SignersWords.signature_id == signature.id).order_by(col(SignersWords.id))
    ).all()


def visible_to(viewer: Viewer) -> sa.ColumnElement[bool]:
    """Which signatures the viewer may see. All that ask for signatures ask this.

    Anyone: public ones. An organisation's editors: also what it recorded. Reviewers: also what waits for a
    second person. The coordinator: all.
    """
    if viewer.is_coordinator:
        return sa.true()
    may = col(Signature.state) == SignatureState.PUBLIC
    if viewer.is_reviewer:
        may |= col(Signature.state) == SignatureState.WAITING
    if viewer.is_editor and viewer.organisation_id is not None:
        may |= col(Signature.organisation_id) == viewer.organisation_id
    return may


def require_editor(session: Session, viewer: Viewer, contract_id: int) -> None:
    """Raises Forbidden unless the viewer records for the contract's municipality."""
    contract = session.get(Contract, contract_id)
    if contract is None:
        raise Missing
    require_recorder(viewer, contract.municipality_id)


Table = TypeVar("Table", bound=SQLModel)


def locked(session: Session, table: type[Table], row_id: int | None) -> Table:
    """The row as it is now, kept from others until the transaction ends: two people may act at once."""
    held = session.get(table, row_id, with_for_update=True, populate_existing=True)
    if held is None:
        raise Missing
    return held


names_people(sa.select(col(Signature.name)).where(col(Signature.state) == SignatureState.PUBLIC))
