"""Finding published commitments: what a question asks, which leaves answer it, what the record says of each.

The explorer, its CSV and the API ask here, so that the same question has the same answer everywhere. The number
of queries is the same for every question and any amount of data.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self
from urllib.parse import urlencode

import sqlalchemy as sa
from markupsafe import Markup
from sqlmodel import Session, col, select

from pop_tracker.browse.choices import Choices, choices
from pop_tracker.browse.contract import ContractHead
from pop_tracker.browse.figures import by_commitment
from pop_tracker.contracts.editions import newest_edition_ids
from pop_tracker.contracts.judging import Theme
from pop_tracker.contracts.texts import (
    Commitment,
    CommitmentRoot,
    CommitmentText,
    CommitmentUnit,
    Priority,
    Text,
    texts_where,
)
from pop_tracker.monitoring.scale import Status
from pop_tracker.monitoring.statuses import Counts, LeafStatus, current_statuses
from pop_tracker.plans.findings.findings import Finding, FindingState
from pop_tracker.plans.findings.rows import FindingRow, published_findings
from pop_tracker.web.albanian import SHORTEST_BEGINNING, fold, hits, word_roots
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.paging import Paged
from pop_tracker.web.texts import tidy

PAGE = 50
LONGEST_SEARCH = 200
MOST_WORDS = 12
_WORD = re.compile(r"\w+")
_UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_REFERENCE = re.compile(r"\d{1,3}(\.\d{1,3})?(\.[a-z])?")

SORTS = {
    "bashkia": N_("Sipas bashkisë"),
    "statusi": N_("Sipas statusit"),
    "mandati": N_("Mandati më i ri në fillim"),
}


_LEAVES: Any = (
    select(CommitmentText.id, CommitmentText.commitment_id, Commitment.contract_id, Commitment.position)
    .join(Commitment, col(Commitment.id) == CommitmentText.commitment_id)
    .where(
        col(CommitmentText.edition_id).in_(newest_edition_ids()),
        col(CommitmentText.is_leaf).is_(True),
        col(CommitmentText.is_retracted).is_(False),
    )
)


@dataclass(frozen=True)
class Question:
    """What the address asks, word for word; empty means "any"."""

    q: str = ""
    bashkia: str = ""
    njesia: str = ""
    prioriteti: str = ""
    statusi: str = ""
    tema: str = ""
    plani: str = ""
    rendit: str = ""
    faqja: str = ""

    @classmethod
    def asked(cls, parameters: Mapping[str, str]) -> Self:
        said = {f.name: " ".join(tidy(parameters.get(f.name, "")).split()) for f in fields(cls)}
        return cls(**{name: _UNREADABLE.sub("\ufffd", value) for name, value in said.items()})

    def address(self, path: str, **changes: str) -> str:
        """The address of the question, changed; a changed filter begins again at the first page."""
        changed = replace(self, **{"faqja": "", **changes})
        said = {f.name: value for f in fields(changed) if (value := getattr(changed, f.name))}
        return path + (f"?{urlencode(said)}" if said else "")

    @property
    def is_reference(self) -> bool:
        return bool(_REFERENCE.fullmatch(self.q.lower()))

    def hits(self, text: str) -> Markup:
        """The text with the words that it was found by marked, safe to stand in a page."""
        pieces = hits(text, "" if self.is_reference else self.q)
        return Markup("").join(Markup("<mark>{}</mark>").format(piece) if hit else piece for piece, hit in pieces)


@dataclass(frozen=True)
class Leaf:
    """A commitment that was found, before its words are read."""

    text_id: int
    commitment_id: int
    contract: ContractHead
    position: int
    status: Status


@dataclass(frozen=True)
class Row:
    """A commitment as readers get it. `status` is the chosen unit's where one was asked for."""

    text: Text
    contract: ContractHead
    status: Status
    said_by: LeafStatus | None
    findings: list[FindingRow]

    @property
    def path(self) -> str:
        return f"/kontratat/{self.contract.slug}/{self.text.ref}"


@dataclass(frozen=True)
class Found:
    """The answer: leaves in order, and what could not be understood of the question."""

    question: Question
    choices: Choices
    leaves: list[Leaf] = field(default_factory=list)
    statuses: dict[int, LeafStatus] = field(default_factory=dict)
    problems: list[Refusal] = field(default_factory=list)

    @property
    def counts(self) -> Counts:
        return Counts.of(leaf.status for leaf in self.leaves)

    @property
    def paged(self) -> Paged[Leaf]:
        return Paged.at(self.leaves, 1 if self.problems else int(self.question.faqja or 1), PAGE)

    def or_refuse(self) -> Self:
        """For answers that are no page: a question that was not understood is refused, not answered with nothing."""
        for problem in self.problems:
            raise problem
        return self


def find(session: Session, question: Question) -> Found:
    """The published leaves that the question asks for; nothing, with the reason, where it is not understood."""
    known = choices(session, question.bashkia)
    problems = list(_problems(question, known))
    if problems:
        return Found(question, known, problems=problems)
    unit_ids = {unit.id for unit in known.units if unit.slug == question.njesia} if question.njesia else set()
    statuses = current_statuses(session)
    leaves: list[Leaf] = []
    for text_id, commitment_id, contract_id, position in session.exec(
        _LEAVES.where(*_conditions(question, known, unit_ids))
    ):
        status = _status(statuses.get(commitment_id), unit_ids)
        if not question.statusi or status == question.statusi:
            leaves.append(Leaf(text_id or 0, commitment_id, known.contracts[contract_id], position, status))
    leaves.sort(key=_order(question.rendit, known))
    return Found(question, known, leaves, statuses)


def rows(session: Session, found: Found, leaves: Iterable[Leaf]) -> list[Row]:
    """The words, findings and verdicts of these leaves, in their order. Three queries."""
    wanted = list(leaves)
    texts = {
        text.id: text for text in texts_where(session, _among(CommitmentText.id, [leaf.text_id for leaf in wanted]))
    }
    found_in_plans = by_commitment(
        published_findings(session, _among(Commitment.id, [leaf.commitment_id for leaf in wanted]))
    )
    return [
        Row(
            texts[leaf.text_id],
            leaf.contract,
            leaf.status,
            found.statuses.get(leaf.commitment_id),
            found_in_plans.get(leaf.commitment_id, []),
        )
        for leaf in wanted
    ]


def _problems(question: Question, known: Choices) -> Iterable[Refusal]:
    if "\ufffd" in question.q:
        yield Refusal(N_("Kërkimi ka karaktere që nuk lexohen. Shkruajeni përsëri."), field="q")
    elif len(question.q) > LONGEST_SEARCH or len(_WORD.findall(question.q)) > MOST_WORDS:
        yield Refusal(N_("Kërkimi është shumë i gjatë. Provoni me dy-tri fjalë."), field="q")
    elif question.q and not _WORD.search(question.q):
        yield Refusal(N_("Kërkimi nuk ka asnjë fjalë."), field="q")
    if question.bashkia and question.bashkia not in known.municipalities:
        yield Refusal(N_("Nuk ka bashki “%(value)s”."), field="bashkia", value=question.bashkia[:80])
    elif question.njesia and question.njesia not in {unit.slug for unit in known.units}:
        yield Refusal(
            N_("Nuk ka njësi “%(value)s” në këtë bashki.") if question.bashkia else N_("Nuk ka njësi “%(value)s”."),
            field="njesia",
            value=question.njesia[:80],
        )
    if question.prioriteti and not re.fullmatch(r"[1-9][0-9]{0,2}", question.prioriteti):
        yield Refusal(
            N_("Prioriteti është një numër, për shembull 1, jo “%(value)s”."),
            field="prioriteti",
            value=question.prioriteti[:80],
        )
    if question.statusi and question.statusi not in set(Status):
        yield Refusal(N_("Nuk ka status “%(value)s”."), field="statusi", value=question.statusi[:80])
    if question.tema and question.tema not in set(Theme):
        yield Refusal(N_("Nuk ka temë “%(value)s”."), field="tema", value=question.tema[:80])
    if question.plani and question.plani not in known.plans:
        yield Refusal(N_("Nuk ka plan “%(value)s”."), field="plani", value=question.plani[:80])
    if question.rendit and question.rendit not in SORTS:
        yield Refusal(N_("Nuk ka renditje sipas “%(value)s”."), field="rendit", value=question.rendit[:80])
    if question.faqja and not re.fullmatch(r"[1-9][0-9]{0,4}", question.faqja):
        yield Refusal(N_("Nuk ka faqe “%(value)s”."), field="faqja", value=question.faqja[:80])


def _conditions(question: Question, known: Choices, unit_ids: set[int]) -> Iterable[sa.ColumnElement[bool]]:
    if question.bashkia:
        of_it = [one.id for one in known.contracts.values() if one.municipality_slug == question.bashkia]
        yield col(Commitment.contract_id).in_(of_it)
    if unit_ids:
        yield col(CommitmentText.id).in_(
            select(CommitmentUnit.text_id).where(col(CommitmentUnit.unit_id).in_(unit_ids))
        )
    if question.prioriteti:
        yield col(Commitment.priority_id).in_(select(Priority.id).where(Priority.number == int(question.prioriteti)))
    if question.tema:
        yield col(CommitmentText.theme) == Theme(question.tema)
    if question.plani:
        yield col(Commitment.id).in_(
            select(Finding.commitment_id).where(
                Finding.plan_id == known.plans[question.plani].id, Finding.state == FindingState.PUBLISHED
            )
        )
    if question.is_reference:
        yield col(Commitment.ref) == question.q.lower()
    else:
        yield from map(has_word, _WORD.findall(question.q))


def has_word(word: str) -> sa.ColumnElement[bool]:
    """Condition on CommitmentText: one of its words shares a root with this one, or begins with its letters."""
    roots = word_roots(word.lower())
    matches: sa.ColumnElement[bool] = col(CommitmentRoot.root).in_(roots)
    if len(word) >= SHORTEST_BEGINNING:
        matches = sa.or_(matches, col(CommitmentRoot.root).startswith(fold(word), autoescape=True))
    return col(CommitmentText.id).in_(select(CommitmentRoot.text_id).where(matches))


def _status(said: LeafStatus | None, unit_ids: set[int]) -> Status:
    if said is None:
        return Status.NOT_ASSESSED
    chosen = [said.units[unit_id] for unit_id in sorted(unit_ids) if unit_id in said.units]
    return chosen[0] if chosen else said.status


def _order(rendit: str, known: Choices) -> Any:
    places = {contract_id: place for place, contract_id in enumerate(known.contracts)}
    statuses = list(Status)

    def by_place(leaf: Leaf) -> tuple[int, int]:
        return places[leaf.contract.id], leaf.position

    def by_status(leaf: Leaf) -> tuple[int, ...]:
        return statuses.index(leaf.status), *by_place(leaf)

    def by_term(leaf: Leaf) -> tuple[int, ...]:
        return -leaf.contract.term_from, *by_place(leaf)

    return {"statusi": by_status, "mandati": by_term}.get(rendit, by_place)


def _among(column: Any, values: list[int]) -> sa.ColumnElement[bool]:
    """`IN`, for more whole numbers than a database takes parameters (32,766 in SQLite) too."""
    return col(column).in_(sa.bindparam("among", values, expanding=True, literal_execute=True, unique=True))
