"""Signatures: answers to a contract. Each is a moral commitment; the site claims no legal force for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker import history
from pop_tracker.accounts.models import ANYONE, Organisation, Viewer, Waiting
from pop_tracker.accounts.second_person import confirmation, is_own, may_be_second_person, require_second_person
from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.models import Contract
from pop_tracker.database import owner_of, vocabulary
from pop_tracker.history import Actor, Recorded, recorded
from pop_tracker.web.albanian import fold
from pop_tracker.web.dates import PRECISION_WORDS, DatePrecision
from pop_tracker.web.errors import Forbidden, Missing, Refusal, Stale
from pop_tracker.web.i18n import N_, Words, day_of, today
from pop_tracker.web.telling import Named, State, Telling

ONLINE = N_("Përgjigje e dhënë në pop-tracker, me lidhjen personale që dërgoi organizata")
"""The source of an answer that was given here. The record keeps it as it was written."""
# Answers given earlier say it so: it stays in the record, and readers of English need its words.
N_("Përgjigje e dhënë vetë, në këtë faqe, me lidhje personale")

CHANGED_MEANWHILE = N_("Përgjigjja ndryshoi ndërkohë. Lexojeni përsëri para se të vendosni.")


class Capacity(StrEnum):
    CANDIDATE = "candidate"
    MAYOR = "mayor"
    COUNCIL = "council"
    """The municipal council, through its secretary."""
    ORGANISATION = "organisation"


class Answer(StrEnum):
    SIGNED = "signed"
    SIGNED_WITH_RESERVATION = "signed_with_reservation"
    DECLINED = "declined"


class SignatureState(StrEnum):
    WAITING = "waiting"
    """Recorded from paper; a second person has yet to confirm it. Not public."""
    PUBLIC = "public"
    REFUSED = "refused"
    """The second person sent it back with a note. Not public."""


CAPACITY_WORDS: dict[Capacity, str] = {
    Capacity.CANDIDATE: N_("Si kandidat"),
    Capacity.MAYOR: N_("Si kryetar bashkie"),
    Capacity.COUNCIL: N_("Për këshillin bashkiak"),
    Capacity.ORGANISATION: N_("Për organizatën"),
}
ANSWER_WORDS: dict[Answer, str] = {
    Answer.SIGNED: N_("Nënshkroi"),
    Answer.SIGNED_WITH_RESERVATION: N_("Nënshkroi me rezervë"),
    Answer.DECLINED: N_("Nuk pranoi të nënshkruajë"),
}
SIGNATURE_STATE_WORDS: dict[SignatureState, str] = {
    SignatureState.WAITING: N_("Pret konfirmim"),
    SignatureState.PUBLIC: N_("Publike"),
    SignatureState.REFUSED: N_("Kthyer me shënim"),
}


_FIELDS = {
    "answer": N_("Përgjigjja"),
    "capacity": N_("Cilësia"),
    "contract": N_("Kontrata"),
    "date_precision": N_("Saktësia e datës"),
    "edition": N_("Botimi"),
    "name": N_("Emri"),
    "note": N_("Shënim"),
    "on_behalf_of": N_("Në emër të"),
    "place": N_("Vendi"),
    "recorded_at": N_("Regjistruar më"),
    "reservation": N_("Fjalët e nënshkruesit"),
    "signed_on": N_("Nënshkruar më"),
    "source": N_("Burimi"),
}


def titled_by_name(state: State, named: Named, words: Words) -> str:
    return f"{state['name']}: {named('contract', state['contract'])}"


@recorded(
    "signature",
    {"record": N_("Përgjigje për kontratën")},
    Telling(
        titled_by_name,
        _FIELDS,
        {"answer": ANSWER_WORDS, "capacity": CAPACITY_WORDS, "date_precision": PRECISION_WORDS},
    ),
)
class Signature(SQLModel, table=True):
    """An answer to a contract: signed, signed with a reservation, or declined."""

    __table_args__ = (sa.CheckConstraint("confirmed_by IS NULL OR confirmed_by <> recorded_by", name="second_person"),)
    kind: ClassVar[str]
    id: int | None = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="contract.id", index=True)
    edition_id: int | None = Field(default=None, foreign_key="edition.id")
    """None: the source does not say which text was signed."""
    invitation_id: int | None = Field(default=None, foreign_key="invitation.id", unique=True)
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
    source: str = Field(sa_type=sa.Text)
    state: SignatureState = Field(sa_type=vocabulary(SignatureState))
    recorded_at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    """Whose editor recorded it from paper."""
    confirmed_by: int | None = Field(default=None, foreign_key="person.id")
    return_note: str = Field(default="", sa_type=sa.Text)

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
        inner = {"id", "contract_id", "edition_id", "invitation_id", "state", "recorded_by"}
        inner |= {"organisation_id", "confirmed_by", "return_note"}
        return {
            **self.model_dump(exclude=inner),
            "contract": self._contract.slug,
            "edition": edition.number if edition else None,
        }

    def hands(self, session: Session) -> dict[str, Any]:
        """Of what came through a personal link, the entry's author is whoever sent that."""
        by_recorder = {} if self.recorded_by is None else {"author": self.recorded_by}
        return {**by_recorder, "approver": self.confirmed_by}

    def blank(self, session: Session) -> None:
        self.name, self.on_behalf_of, self.reservation = "—", "", ""
        self.place, self.note, self.source = "", "", ""
        session.add(self)

    @classmethod
    def public_rows(cls, session: Session) -> Iterable[Recorded]:
        return session.exec(select(cls).where(visible_to(ANYONE))).all()

    def record(self, session: Session, by: Actor, approved_by: Actor | None = None) -> None:
        """Makes the answer public: the signer's own at once, a paper one through `confirm`."""
        self.state = SignatureState.PUBLIC
        session.add(self)
        session.flush()
        history.append(session, "record", self, by, source=self.source, approved_by=approved_by)

    @classmethod
    def submit(cls, session: Session, viewer: Viewer, contract_id: int, said: Mapping[str, Any]) -> "Signature":
        """Puts an answer on paper before a second person. `said` holds the fields that a recorder fills."""
        require_editor(session, viewer, contract_id)
        signature = cls(contract_id=contract_id, **said)
        signature._await_confirmation(session, viewer)
        return signature

    def submit_again(self, session: Session, viewer: Viewer, said: Mapping[str, Any]) -> None:
        """What came back with a note goes to the second person again; only its recorder may write in it, so
        that whoever decides on it has never written a word of it."""
        held = locked(session, Signature, self.id)
        require_editor(session, viewer, held.contract_id)
        if not held.may_be_mended(viewer):
            raise Forbidden(N_("Ndryshohet vetëm një përgjigje e kthyer, nga personi që e regjistroi."))
        for name, value in said.items():
            setattr(held, name, value)
        held._await_confirmation(session, viewer)

    def _await_confirmation(self, session: Session, viewer: Viewer) -> None:
        if self.answer is Answer.SIGNED_WITH_RESERVATION and not self.reservation:
            raise Refusal(N_("Shkruani rezervën me fjalët e nënshkruesit."), field="reservation")
        if self.signed_on > today():
            raise Refusal(N_("Data e nënshkrimit nuk mund të jetë në të ardhmen."), field="signed_on")
        self.state, self.return_note = SignatureState.WAITING, ""
        self.recorded_at, self.recorded_by = datetime.now(UTC), viewer.person_id
        self.organisation_id = viewer.organisation_id
        session.add(self)
        session.flush()

    def confirm(self, session: Session, viewer: Viewer, read: str) -> None:
        """A second person has seen the source; the signature becomes public. `read` is the `version` they saw:
        nobody confirms words that changed under their eyes."""
        held = self._decided_by(session, viewer)
        if read != held.version:
            raise Stale(CHANGED_MEANWHILE, {})
        organisation = session.get(Organisation, held.organisation_id) if held.organisation_id else None
        held.confirmed_by = viewer.person_id
        held.record(session, Actor(held.recorded_by, organisation.slug if organisation else None), viewer.actor)

    def send_back(self, session: Session, viewer: Viewer, note: str) -> None:
        if not note:
            raise Refusal(N_("Shkruani çfarë duhet ndryshuar."), field="note")
        held = self._decided_by(session, viewer)
        held.state, held.return_note = SignatureState.REFUSED, note
        session.add(held)

    def withdraw(self, session: Session, viewer: Viewer) -> None:
        """Takes away what never became public."""
        held = locked(session, Signature, self.id)
        require_editor(session, viewer, held.contract_id)
        if held.state is SignatureState.PUBLIC:
            raise Refusal(N_("Një përgjigje publike nuk fshihet."))
        session.delete(held)

    def may_be_decided(self, viewer: Viewer) -> bool:
        return self.state is SignatureState.WAITING and may_be_second_person(viewer, confirmation(self.recorded_by))

    def may_be_mended(self, viewer: Viewer) -> bool:
        return self.state is SignatureState.REFUSED and is_own(viewer, self.recorded_by)

    def _decided_by(self, session: Session, viewer: Viewer) -> "Signature":
        held = locked(session, Signature, self.id)
        require_second_person(viewer, confirmation(held.recorded_by))
        if held.state is not SignatureState.WAITING:
            raise Refusal(N_("Për këtë përgjigje është vendosur ndërkohë."))
        return held


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


@dataclass(frozen=True)
class SignatureRow:
    """A signature as pages show it."""

    id: int
    contract_id: int
    invitation_id: int | None
    edition: int | None
    name: str
    capacity: Capacity
    on_behalf_of: str
    answer: Answer
    reservation: str
    signed_on: date
    date_precision: DatePrecision
    place: str
    note: str
    source: str
    state: SignatureState
    return_note: str
    recorded_at: datetime
    recorded_by: int | None


def signatures(
    session: Session, contract_ids: Iterable[int] | None = None, viewer: Viewer = ANYONE
) -> list[SignatureRow]:
    """What the viewer may see of the answers to these contracts (None: to all), the earliest first; one query."""
    query = (
        select(Signature, Edition.number)
        .join(Edition, col(Edition.id) == Signature.edition_id, isouter=True)
        .where(visible_to(viewer))
        .order_by(col(Signature.signed_on), col(Signature.id))
    )
    if contract_ids is not None:
        query = query.where(col(Signature.contract_id).in_(list(contract_ids)))
    kept = SignatureRow.__dataclass_fields__.keys() - {"edition"}
    return [SignatureRow(edition=number, **row.model_dump(include=kept)) for row, number in session.exec(query)]


def waiting_for(session: Session, viewer: Viewer) -> list[Waiting]:
    """What the viewer should do here: confirm what another person recorded, or mend what came back."""
    rows = session.exec(
        select(Signature, Contract)
        .join(Contract, col(Contract.id) == Signature.contract_id)
        .where(visible_to(viewer), col(Signature.state) != SignatureState.PUBLIC)
        .order_by(col(Signature.recorded_at))
    )
    found = []
    for one, contract in rows:
        path = f"/puna/nenshkrimet/{contract.slug}/{one.id}"
        if one.may_be_decided(viewer):
            note = N_("Nënshkrim që pret konfirmimin tuaj")
            since = day_of(one.recorded_at)
            found.append(Waiting(f"{one.name}: {contract.title}", path, note, since, by=(one.recorded_by,)))
        if one.may_be_mended(viewer):
            note, sent_on = N_("Nënshkrim që u kthye me një shënim"), day_of(one.recorded_at)
            found.append(Waiting(f"{one.name}: {contract.title}", path, note, sent_on=sent_on))
    return found


def sent_by(session: Session, viewer: Viewer) -> list[Waiting]:
    """What the viewer sent and waits for a second person."""
    rows = session.exec(
        select(Signature, Contract)
        .join(Contract, col(Contract.id) == Signature.contract_id)
        .where(visible_to(viewer), col(Signature.state) == SignatureState.WAITING)
        .order_by(col(Signature.recorded_at))
    )
    note = N_("Nënshkrim që pret konfirmimin e një personi të dytë")
    return [
        Waiting(
            f"{one.name}: {contract.title}",
            f"/puna/nenshkrimet/{contract.slug}/{one.id}",
            note,
            day_of(one.recorded_at),
        )
        for one, contract in rows
        if is_own(viewer, one.recorded_by)
    ]


def same_name(name: str) -> str:
    """How a name compares: without regard to case, spaces, ë/e and ç/c."""
    return " ".join(fold(name).split())


def require_editor(session: Session, viewer: Viewer, contract_id: int) -> None:
    """Raises Forbidden unless the viewer records for the contract's municipality."""
    contract = session.get(Contract, contract_id)
    if contract is None or not viewer.may_edit(contract.municipality_id):
        raise Forbidden(N_("Kjo bashki mbulohet nga një organizatë tjetër."))


Table = TypeVar("Table", bound=SQLModel)


def locked(session: Session, table: type[Table], row_id: int | None) -> Table:
    """The row as it is now, kept from others until the transaction ends: two people may act at once."""
    held = session.get(table, row_id, with_for_update=True, populate_existing=True)
    if held is None:
        raise Missing
    return held
