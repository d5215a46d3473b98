"""A contract's words in an edition: the tables that hold them, and the rows that readers get."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.contracts.judging import Competence, Theme
from pop_tracker.database import vocabulary
from pop_tracker.history import part
from pop_tracker.places.models import AdministrativeUnit
from pop_tracker.web.albanian import roots
from pop_tracker.web.i18n import N_
from pop_tracker.web.source_list import SourceList


class PriorityGroup(StrEnum):
    MAIN = "main"
    """Prioritetet kryesore."""
    OTHER = "other"
    """Prioritete të tjera."""
    NONE = ""
    """The contract does not group its priorities."""


class Scope(StrEnum):
    MUNICIPALITY = "municipality"
    """The whole municipality."""
    UNITS = "units"
    """The units named, as a person confirmed."""
    WORDS = "words"
    """Only the words of the text are known; which unit they mean is still to be confirmed by a person."""


GROUP_WORDS: dict[PriorityGroup, str] = {
    PriorityGroup.MAIN: N_("Prioritetet kryesore"),
    PriorityGroup.OTHER: N_("Prioritete të tjera"),
    PriorityGroup.NONE: N_("Pa ndarje në grupe"),
}
SCOPE_WORDS: dict[Scope, str] = {
    Scope.MUNICIPALITY: N_("E gjithë bashkia"),
    Scope.UNITS: N_("Një ose disa njësi administrative"),
    Scope.WORDS: N_("Një vend me fjalë; njësia nuk është konfirmuar ende"),
}


class Priority(SQLModel, table=True):
    """A priority's identity in its contract."""

    __table_args__ = (sa.UniqueConstraint("contract_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="contract.id", index=True)
    number: int


@part
class PriorityText(SQLModel, table=True):
    """A priority's words in an edition."""

    __tablename__ = "priority_text"
    __table_args__ = (sa.UniqueConstraint("edition_id", "priority_id"),)
    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    priority_id: int = Field(foreign_key="priority.id", index=True)
    title: str = Field(sa_type=sa.Text)
    group: PriorityGroup = Field(default=PriorityGroup.NONE, sa_type=vocabulary(PriorityGroup))
    source: str = Field(default="", sa_type=SourceList)


class Commitment(SQLModel, table=True):
    """A commitment's identity: its reference ("1.5", "1.4.a", flat "3") never changes once published."""

    __table_args__ = (sa.UniqueConstraint("contract_id", "ref"),)
    id: int | None = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="contract.id", index=True)
    priority_id: int = Field(foreign_key="priority.id", index=True)
    parent_id: int | None = Field(default=None, foreign_key="commitment.id")
    ref: str = Field(max_length=20)
    position: int
    """Order in the contract: by priority, point, sub-point."""


@part
class CommitmentText(SQLModel, table=True):
    """A commitment's words and place in an edition. `is_leaf`: no sub-points there, so it can be assessed."""

    __tablename__ = "commitment_text"
    __table_args__ = (sa.UniqueConstraint("edition_id", "commitment_id"),)
    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    commitment_id: int = Field(foreign_key="commitment.id", index=True)
    text: str = Field(sa_type=sa.Text)
    scope: Scope = Field(default=Scope.MUNICIPALITY, sa_type=vocabulary(Scope))
    place: str = Field(default="", sa_type=sa.Text)
    """The words for a place below the unit, or for one that is still to be confirmed."""
    target_groups: str = Field(default="", sa_type=sa.Text)
    shows_done: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    """What would show it done; this and the next four as `judging` tells."""
    due: str = Field(default="", max_length=20, sa_column_kwargs={"server_default": ""})
    competence: Competence = Field(
        default=Competence.NONE, sa_type=vocabulary(Competence), sa_column_kwargs={"server_default": ""}
    )
    law: str = Field(default="", sa_type=SourceList, sa_column_kwargs={"server_default": ""})
    theme: Theme = Field(default=Theme.NONE, sa_type=vocabulary(Theme), sa_column_kwargs={"server_default": ""})
    source: str = Field(sa_type=SourceList)
    passage: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    """As it stands in the document that it was read from; empty where it was typed."""
    passage_page: int | None = None
    """On which it begins, counted from 1; None where the document has no pages."""
    is_leaf: bool = True
    is_retracted: bool = False
    retraction_reason: str = Field(default="", sa_type=sa.Text)


class CommitmentUnit(SQLModel, table=True):
    """A unit that a commitment's words in an edition are about."""

    __tablename__ = "commitment_unit"
    text_id: int = Field(foreign_key="commitment_text.id", primary_key=True)
    unit_id: int = Field(foreign_key="administrative_unit.id", primary_key=True, index=True)


class CommitmentSuccessor(SQLModel, table=True):
    """A commitment that took the place of a retracted one, which was split or merged."""

    __tablename__ = "commitment_successor"
    text_id: int = Field(foreign_key="commitment_text.id", primary_key=True)
    """Of what is retracted, in the edition that says so and every later one."""
    commitment_id: int = Field(foreign_key="commitment.id", primary_key=True, index=True)


class CommitmentRoot(SQLModel, table=True):
    """Search: a root of a word (web.albanian.roots) in a commitment's words, place or target groups."""

    __tablename__ = "commitment_root"
    text_id: int = Field(foreign_key="commitment_text.id", primary_key=True)
    root: str = Field(max_length=80, primary_key=True, index=True)


def found_by(text: str, place: str, target_groups: str) -> list[str]:
    """The roots that the index keeps of a commitment's words."""
    return sorted({root[:80] for root in roots(" ".join((text, place, target_groups)))})


@dataclass(frozen=True)
class Unit:
    id: int
    slug: str
    name: str


@dataclass(frozen=True)
class Heading:
    """A priority as an edition words it."""

    number: int
    title: str
    group: PriorityGroup
    source: str


@dataclass(frozen=True)
class Text:
    """A commitment as an edition words it, with the priority it stands under."""

    id: int
    edition_id: int
    contract_id: int
    commitment_id: int
    priority_id: int
    priority_number: int
    priority_title: str
    ref: str
    parent_ref: str | None
    text: str
    scope: Scope
    place: str
    units: tuple[Unit, ...]
    target_groups: str
    shows_done: str
    due: str
    competence: Competence
    law: str
    theme: Theme
    source: str
    passage: str
    passage_page: int | None
    is_leaf: bool
    is_retracted: bool
    retraction_reason: str
    went_to: tuple[str, ...] = ()
    """References of what took its place: several that it was split into, or the one that it was merged with."""

    @property
    def is_split(self) -> bool:
        return len(self.went_to) > 1

    @property
    def is_flat(self) -> bool:
        """The priority's own sentence, without a point number."""
        return "." not in self.ref

    @property
    def can_be_assessed(self) -> bool:
        return self.is_leaf and not self.is_retracted


def texts_where(session: Session, *conditions: Any) -> list[Text]:
    """The commitments whose CommitmentText or Commitment meets the conditions, in contract order. Two queries, and one
    more where something is retracted."""
    texts, of_units = _statements()
    rows = session.exec(texts.where(*conditions)).all()
    units: dict[int, list[Unit]] = {}
    for text_id, unit_id, slug, name in session.exec(of_units.where(*conditions)):
        units.setdefault(text_id, []).append(Unit(unit_id or 0, slug, name))
    went_to = _successors(session, [text.id for text, *_ in rows if text.is_retracted])
    return [
        Text(
            id=text.id,
            edition_id=text.edition_id,
            contract_id=commitment.contract_id,
            commitment_id=commitment.id,
            priority_id=commitment.priority_id,
            priority_number=number,
            priority_title=title,
            ref=commitment.ref,
            parent_ref=parent_ref,
            text=text.text,
            scope=text.scope,
            place=text.place,
            units=tuple(units.get(text.id, ())),
            target_groups=text.target_groups,
            shows_done=text.shows_done,
            due=text.due,
            competence=text.competence,
            law=text.law,
            theme=text.theme,
            source=text.source,
            passage=text.passage,
            passage_page=text.passage_page,
            is_leaf=text.is_leaf,
            is_retracted=text.is_retracted,
            retraction_reason=text.retraction_reason,
            went_to=tuple(went_to.get(text.id, ())),
        )
        for text, commitment, number, title, parent_ref in rows
    ]


def _successors(session: Session, text_ids: list[int]) -> dict[int, list[str]]:
    """References, in contract order, by what they took the place of."""
    found: dict[int, list[str]] = {}
    if text_ids:
        query = (
            select(CommitmentSuccessor.text_id, Commitment.ref)
            .join(Commitment, col(Commitment.id) == CommitmentSuccessor.commitment_id)
            .where(col(CommitmentSuccessor.text_id).in_(text_ids))
            .order_by(col(Commitment.position))
        )
        for text_id, ref in session.exec(query):
            found.setdefault(text_id, []).append(ref)
    return found


@cache
def _statements() -> tuple[Any, Any]:
    """Of texts with what they stand under, and of their units."""
    parent = aliased(Commitment)
    texts = (
        select(CommitmentText, Commitment, Priority.number, PriorityText.title, parent.ref)  # type: ignore[call-overload]
        .join(Commitment, col(Commitment.id) == CommitmentText.commitment_id)
        .join(Priority, col(Priority.id) == Commitment.priority_id)
        .join(
            PriorityText,
            sa.and_(
                col(PriorityText.priority_id) == Priority.id,
                col(PriorityText.edition_id) == CommitmentText.edition_id,
            ),
        )
        .join(parent, col(parent.id) == Commitment.parent_id, isouter=True)
        .order_by(col(Commitment.contract_id), col(CommitmentText.edition_id), col(Commitment.position))
    )
    units = (
        select(CommitmentUnit.text_id, AdministrativeUnit.id, AdministrativeUnit.slug, AdministrativeUnit.name)
        .join(AdministrativeUnit, col(AdministrativeUnit.id) == CommitmentUnit.unit_id)
        .join(CommitmentText, col(CommitmentText.id) == CommitmentUnit.text_id)
        .join(Commitment, col(Commitment.id) == CommitmentText.commitment_id)
        .order_by(col(AdministrativeUnit.is_seat_unit).desc(), col(AdministrativeUnit.sort_key))
    )
    return texts, units


def texts_of_edition(session: Session, edition_id: int) -> list[Text]:
    """An edition's commitments in order, the retracted ones too; queries as in `texts_where`."""
    return texts_where(session, CommitmentText.edition_id == edition_id)


def headings_of_edition(session: Session, edition_id: int) -> list[Heading]:
    """An edition's priorities in order; a draft may have one without commitments yet."""
    return [
        Heading(number, words.title, words.group, words.source)
        for words, number in session.exec(
            select(PriorityText, Priority.number)
            .join(Priority, col(Priority.id) == PriorityText.priority_id)
            .where(PriorityText.edition_id == edition_id)
            .order_by(col(Priority.number))
        )
    ]


def leaves(texts: Iterable[Text]) -> list[Text]:
    """What can be assessed: sub-points where there are some, else the point; nothing that is retracted."""
    return [text for text in texts if text.can_be_assessed]


def position_of(ref: str) -> int:
    """Where a reference stands in its contract: 1.4.a comes after 1.4 and before 1.5. Raises ValueError."""
    priority, point, letter = [*ref.split("."), "", ""][:3]
    place = ord(letter) - ord("a") + 1 if letter else 0
    if not 0 <= place <= 26 or ref.count(".") > 2:
        raise ValueError(f"not a reference: {ref}")
    return int(priority) * 100_000 + int(point or 0) * 100 + place


def one_line(text: str) -> str:
    """Words as the record keeps them: composed letters (NFC), single spaces, no line breaks."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def group_list(text: str) -> str:
    """Target groups as the record keeps them: "të rinj; gra"."""
    groups = (one_line(part) for part in text.split(";"))
    return "; ".join(group for group in groups if group)


def place_in_words(text: Text, whole: str = "e gjithë bashkia", unconfirmed: str = "njësia e pakonfirmuar") -> str:
    """Where a commitment is about, on one line; the canonical text says it in Albanian."""
    if text.scope is Scope.MUNICIPALITY:
        return f"{whole} ({text.place})" if text.place else whole
    if text.scope is Scope.WORDS:
        return f"{text.place} ({unconfirmed})"
    names = "; ".join(unit.name for unit in text.units)
    return f"{names} ({text.place})" if text.place else names
