"""Answers as pages show them, and the one rule of which answer is in force.

Of all the public answers of one person (a candidate, the holder of an office) to one contract it is the newest that was
not annulled, by the day on which it was given. A signature that was taken back is still the person's last word. People
are told apart by candidate and office, never by name; an answer that is tied to neither stands by itself. Each stands
under the name that was given with it; where the record calls the person otherwise by now, readers are told both.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.accounts.models import ANYONE, Viewer
from pop_tracker.contracts.editions import Edition
from pop_tracker.elections.models import Candidate
from pop_tracker.elections.offices import Office
from pop_tracker.pledges.asked import AskedHow, how_all_were_asked
from pop_tracker.pledges.invitations import Invitation
from pop_tracker.pledges.models import Signature, SignersWords, visible_to
from pop_tracker.pledges.names import other_name
from pop_tracker.pledges.vocabulary import Answer, Capacity, Said, SignatureState, Stands, stands
from pop_tracker.web.dates import DatePrecision
from pop_tracker.web.i18n import day_of


@dataclass(frozen=True)
class SaidWords:
    """A signer's own words; `ref` names the commitment of a reservation."""

    said_with: Said
    words: str
    ref: str = ""
    on: date | None = None


@dataclass(frozen=True)
class SignatureRow:
    """A signature as pages show it."""

    id: int
    contract_id: int
    invitation_id: int | None
    """What asked for it: the link, also where another answer was given through it before, or one on paper."""
    edition: int | None
    name: str
    capacity: Capacity
    on_behalf_of: str
    answer: Answer
    """As it was given; what it is by now, `stands` says."""
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
    withdrawn_at: datetime | None = None
    annulled_at: datetime | None = None
    annulment: str = ""
    scan_sha256: str = ""
    scan_is_public: bool = False
    asked: AskedHow | None = None
    """How they were asked; None: nobody asked them here."""
    whose: tuple[str, int] = ("", 0)
    """By which one person's answers belong together."""
    called_now: str = ""
    """What the record calls them by now, where that is another name than the one given with the answer."""
    said: tuple[SaidWords, ...] = ()
    earlier: list["SignatureRow"] = field(default_factory=list)
    """Of the one in force: the person's other answers, the newest first."""

    @property
    def stands(self) -> Stands:
        return stands(self.answer, self.withdrawn_at, self.annulled_at)

    @property
    def is_signature(self) -> bool:
        return self.stands in (Stands.SIGNED, Stands.SIGNED_WITH_RESERVATION)

    def given_as(self, name: str) -> str:
        """The name that was given with it, to be said where it stands at another; "" at the same."""
        return other_name(self.name, beside=name)

    @property
    def age(self) -> tuple[date, datetime, int]:
        return self.signed_on, self.recorded_at, self.id

    @property
    def withdrawn_on(self) -> date | None:
        return day_of(self.withdrawn_at)

    @property
    def annulled_on(self) -> date | None:
        return day_of(self.annulled_at)

    @property
    def reservations(self) -> list[SaidWords]:
        return [one for one in self.said if one.said_with is Said.RESERVATION]

    @property
    def statements(self) -> list[SaidWords]:
        """Dated, also why a signature was taken back."""
        return [one for one in self.said if one.said_with is not Said.RESERVATION]


def signatures(
    session: Session, contract_ids: Iterable[int] | None = None, viewer: Viewer = ANYONE
) -> list[SignatureRow]:
    """All that the viewer may see of the answers to these contracts (None: to all), in force or not, the earliest
    first; four queries at most."""
    candidate_id = sa.func.coalesce(Signature.candidate_id, Invitation.candidate_id)
    office_id = sa.func.coalesce(Signature.office_id, Invitation.office_id)
    # Signers' words are few, so where there are none nothing is asked for them.
    has_words = select(SignersWords.id).where(SignersWords.signature_id == Signature.id).exists()
    query: Any = (
        select(Signature, Edition.number, Candidate, Office)
        .add_columns(has_words)
        .join(Edition, col(Edition.id) == Signature.edition_id, isouter=True)
        .join(Invitation, col(Invitation.id) == Signature.invitation_id, isouter=True)
        .join(Candidate, col(Candidate.id) == candidate_id, isouter=True)
        .join(Office, col(Office.id) == office_id, isouter=True)
        .where(visible_to(viewer))
        .order_by(col(Signature.signed_on), col(Signature.id))
    )
    if contract_ids is not None:
        query = query.where(col(Signature.contract_id).in_(list(contract_ids)))
    rows: list[tuple[Signature, int | None, Candidate | None, Office | None, bool]] = list(session.exec(query))
    said = _said(session, [row.id or 0 for row, *_, has_said in rows if has_said])
    links = {row.id: row.invitation_id for row, *_ in rows}
    for row, *_ in sorted(rows, key=lambda one: one[0].id or 0):
        links[row.id] = links[row.id] or links.get(row.after_id)
    asked = how_all_were_asked(session, {id for id in links.values() if id is not None}) if any(links.values()) else {}
    kept = SignatureRow.__dataclass_fields__.keys() & Signature.model_fields.keys() - {"invitation_id"}
    return [
        SignatureRow(
            **row.model_dump(include=kept),
            edition=number,
            invitation_id=links[row.id],
            asked=asked.get(links[row.id] or 0),
            whose=_whose(row, candidate, office),
            called_now=other_name(candidate.name if candidate else office.name if office else row.name, row.name),
            said=tuple(said.get(row.id or 0, ())),
        )
        for row, number, candidate, office, _ in rows
    ]


def answers(session: Session, contract_ids: Iterable[int] | None = None) -> list[SignatureRow]:
    """One row for each person: the answer in force, with their others beside it; where all of them were annulled, the
    newest of those, which is in force for nobody and stands last."""
    persons: dict[tuple[int, tuple[str, int]], list[SignatureRow]] = {}
    for row in signatures(session, contract_ids):
        persons.setdefault((row.contract_id, row.whose), []).append(row)
    found = []
    for rows in persons.values():
        newest_first = sorted(rows, key=lambda row: row.age, reverse=True)
        shown = next((row for row in newest_first if row.stands is not Stands.ANNULLED), newest_first[0])
        shown.earlier.extend(row for row in newest_first if row is not shown)
        found.append(shown)
    return sorted(found, key=lambda row: (row.stands is Stands.ANNULLED, row.signed_on, row.id))


def in_force(session: Session, contract_ids: Iterable[int] | None = None) -> list[SignatureRow]:
    """What counts: all that tell or count who signed ask this."""
    return [row for row in answers(session, contract_ids) if row.stands is not Stands.ANNULLED]


def answer_in_force(session: Session, contract_id: int, whose: tuple[str, int]) -> SignatureRow | None:
    return next((row for row in in_force(session, [contract_id]) if row.whose == whose), None)


def _whose(row: Signature, candidate: Candidate | None, office: Office | None) -> tuple[str, int]:
    if candidate is not None:
        return "candidate", candidate.id or 0
    if office is not None:
        return "office", office.id or 0
    return "answer", row.id or 0


def _said(session: Session, ids: list[int]) -> dict[int, list[SaidWords]]:
    found: dict[int, list[SaidWords]] = {}
    if ids:
        query = select(SignersWords).where(col(SignersWords.signature_id).in_(ids)).order_by(col(SignersWords.id))
        for one in session.exec(query):
            said = SaidWords(one.said_with, one.words, one.ref, day_of(one.said_at))
            found.setdefault(one.signature_id, []).append(said)
    return found
