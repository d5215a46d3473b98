"""The order of what a draft asks for: where something may stand, and what stands where.

What was never published moves freely, and its reference says where it stands: numbers are given anew after each step,
so that none is left out. What was published keeps its reference and its place, and what is new comes after it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.accounts.models import Viewer
from pop_tracker.contracts.draft import writable
from pop_tracker.contracts.editions import Edition, EditionState
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.texts import Commitment, CommitmentText, Priority, PriorityText, position_of
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_

MOST_POINTS = 999
"""Of a priority: references are put in order by three digits of them (`texts.position_of`)."""
TOO_MANY_POINTS = N_("Një prioritet ka më së shumti 999 pika.")
MOST_SUB_POINTS = 26
"""As many as there are letters."""


class Step(StrEnum):
    UP = "lart"
    DOWN = "poshte"
    IN = "brenda"
    """Becomes a sub-point of the point before it."""
    OUT = "jashte"
    """Becomes the point after the one that it is a sub-point of."""


@dataclass(eq=False)
class Branch:
    """A priority with its points, a point with its sub-points, or a sub-point, as the draft has it."""

    id: int
    """Of the priority or of the commitment."""
    ref: str
    """A priority's is its number."""
    text: str
    is_fixed: bool
    """It was published: it keeps its reference."""
    may_be_split: bool = False
    """A point that stands and never could be assessed."""
    sentence_id: int | None = None
    """The commitment that a flat priority is."""
    above: "Branch | None" = None
    below: list["Branch"] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Of the thing itself, wherever it stands: forms name it, as its reference may be another's by the time that
        they come back."""
        return f"{'p' if self.above is None else 'z'}{self.id}"

    @property
    def is_point(self) -> bool:
        return self.above is not None and self.above.above is None

    @property
    def takes(self) -> bool:
        """Whether one more may stand below it."""
        if self.above is None:
            return self.sentence_id is None and len(self.below) < MOST_POINTS
        return self.is_point and self.may_be_split and len(self.below) < MOST_SUB_POINTS


@dataclass(frozen=True)
class Place:
    """As a form names it: `before` a thing by its reference, or at the end `under` a priority or point; neither is at
    the end of the priorities."""

    under: str = ""
    before: str = ""


@dataclass(frozen=True)
class Opening:
    """Where a new commitment may stand: `under` is a priority's number or a point's reference."""

    under: str
    ref: str
    words: str
    key: str


@dataclass(eq=False)
class Outline:
    priorities: list[Branch]

    def __iter__(self) -> Iterator[Branch]:
        """All branches, in the order of the contract."""
        for priority in self.priorities:
            yield priority
            for point in priority.below:
                yield point
                yield from point.below

    def called(self, ref: str) -> Branch | None:
        return next((one for one in self if one.ref == ref), None)

    def keyed(self, key: str) -> Branch | None:
        """Where the thing is by now."""
        return next((one for one in self if one.key == key), None)

    def beside(self, branch: Branch) -> list[Branch]:
        """What it stands among."""
        return branch.above.below if branch.above else self.priorities

    @property
    def version(self) -> str:
        """Another one each time that something stands elsewhere."""
        return history.digest([[one.ref, one.key] for one in self])

    @property
    def openings(self) -> list[Opening]:
        """Where a new commitment may stand: as the next point of a priority, or under a point that may be split."""
        return [Opening(one.ref, _next_below(one), one.text, one.key) for one in self if one.takes]

    def steps(self, branch: Branch) -> list[Step]:
        """Those that lead somewhere."""
        return [step for step in Step if self._after(branch, step) is not None]

    def step(self, branch: Branch, step: Step) -> None:
        """Raises Refusal where it leads nowhere."""
        spot = self._after(branch, step)
        if spot is None:
            raise Refusal(N_("%(ref)s nuk zhvendoset më tej andej."), ref=branch.ref)
        self._put(branch, *spot)

    def place(self, branch: Branch, place: Place) -> None:
        """Raises Refusal, at the field `where`, where it cannot stand there."""
        if branch.is_fixed:
            raise Refusal(N_("%(ref)s është botuar: referenca e tij nuk ndryshon më."), field="what", ref=branch.ref)
        target = self.called(place.before or place.under) if place.before or place.under else None
        if target is None and (place.before or place.under):
            raise Refusal(N_("Zgjidhni ku del."), field="where")
        above = target.above if target and place.before else target
        if target and place.before and target.is_fixed:
            raise Refusal(
                N_("%(ref)s është botuar dhe e ruan vendin: para tij nuk del gjë."), field="where", ref=target.ref
            )
        self._require_fits(branch, above)
        among = [one for one in (above.below if above else self.priorities) if one is not branch]
        if target is branch:
            return
        self._put(branch, above, among.index(target) if target and place.before else len(among))

    def _require_fits(self, branch: Branch, above: Branch | None) -> None:
        if (branch.above is None) != (above is None):
            raise Refusal(
                N_("Një prioritet del vetëm mes prioriteteve, dhe një pikë vetëm brenda një prioriteti."), field="where"
            )
        if above is None or above is branch.above:
            return
        if above is branch or above.above is branch:
            raise Refusal(N_("Një pikë nuk del brenda vetes."), field="where")
        if not above.takes:
            raise Refusal(N_("Nën %(ref)s nuk shtohet më asgjë."), field="where", ref=above.ref)
        if above.above is not None and branch.below:
            raise Refusal(N_("%(ref)s ka nënpika, ndaj nuk bëhet vetë nënpikë."), field="where", ref=branch.ref)

    def _after(self, branch: Branch, step: Step) -> tuple[Branch | None, int] | None:
        """Under what and at which place it stands after the step."""
        if branch.is_fixed:
            return None
        beside, above = self.beside(branch), branch.above
        at = beside.index(branch)
        before = beside[at - 1] if at else None
        if step is Step.UP and at > _first_free(beside):
            return above, at - 1
        if step is Step.DOWN and at + 1 < len(beside):
            return above, at + 1
        if above is None:
            return None
        if step in (Step.UP, Step.DOWN):
            there = self._open_priority(above, step) if branch.is_point else None
            return (there, len(there.below) if step is Step.UP else _first_free(there.below)) if there else None
        if step is Step.IN:
            fits = branch.is_point and not branch.below and before and before.takes
            return (before, len(before.below)) if fits and before else None
        points = above.above
        fits = points is not None and points.takes
        return (points, max(points.below.index(above) + 1, _first_free(points.below))) if fits and points else None

    def _open_priority(self, priority: Branch, step: Step) -> Branch | None:
        """The next one in that direction that has points."""
        at = self.priorities.index(priority)
        onward = self.priorities[:at][::-1] if step is Step.UP else self.priorities[at + 1 :]
        return next((one for one in onward if one.takes), None)

    def number_anew(self) -> None:
        """Gives everything the reference of where it stands."""
        for priority in _numbered(self.priorities, str):
            for point in _numbered(priority.below, lambda number, of=priority: f"{of.ref}.{number}"):  # type: ignore[misc]
                _numbered(point.below, lambda number, of=point: f"{of.ref}.{_letter(number)}")  # type: ignore[misc]

    def _put(self, branch: Branch, above: Branch | None, at: int) -> None:
        self.beside(branch).remove(branch)
        branch.above = above
        self.beside(branch).insert(at, branch)


def outline_of(session: Session, draft: Edition) -> Outline:
    """Four queries."""
    published = select(Edition.id).where(
        Edition.contract_id == draft.contract_id, Edition.state == EditionState.PUBLISHED
    )
    fixed = set(session.exec(select(PriorityText.priority_id).where(col(PriorityText.edition_id).in_(published))))
    was_leaf: dict[int, bool] = {}
    said = select(CommitmentText.commitment_id, CommitmentText.is_leaf)
    for commitment_id, is_leaf in session.exec(said.where(col(CommitmentText.edition_id).in_(published))):
        was_leaf[commitment_id] = was_leaf.get(commitment_id, False) or is_leaf
    priorities = {
        priority_id: Branch(priority_id or 0, str(number), title, priority_id in fixed)
        for priority_id, number, title in session.exec(
            select(Priority.id, Priority.number, PriorityText.title)
            .join(PriorityText, col(PriorityText.priority_id) == Priority.id)
            .where(PriorityText.edition_id == draft.id)
            .order_by(col(Priority.number))
        )
    }
    points: dict[int | None, Branch] = {}
    for one, text in session.exec(
        select(Commitment, CommitmentText)
        .join(CommitmentText, col(CommitmentText.commitment_id) == Commitment.id)
        .where(CommitmentText.edition_id == draft.id)
        .order_by(col(Commitment.position))
    ):
        if "." not in one.ref:
            priorities[one.priority_id].sentence_id = one.id
            continue
        above = points[one.parent_id] if one.parent_id else priorities[one.priority_id]
        may_be_split = not text.is_retracted and not was_leaf.get(one.id or 0, False)
        branch = Branch(one.id or 0, one.ref, text.text, one.id in was_leaf, may_be_split, above=above)
        points[one.id] = branch
        above.below.append(branch)
    return Outline(list(priorities.values()))


def move(session: Session, viewer: Viewer, contract: Contract, what: str, to: Step | Place) -> str:
    """Something that was never published stands elsewhere; returns the reference that it has there."""
    return place(session, writable(session, viewer, contract), what, to)


def place(session: Session, draft: Edition, what: str, to: Step | Place) -> str:
    outline = outline_of(session, draft)
    branch = outline.called(what)
    if branch is None:
        raise Refusal(N_("Zgjidhni çfarë zhvendoset."), field="what")
    if isinstance(to, Step):
        outline.step(branch, to)
    else:
        outline.place(branch, to)
    number_anew(session, draft, outline)
    return branch.ref


def close_gaps(session: Session, draft: Edition) -> None:
    """After something left the draft, what is not published moves up."""
    number_anew(session, draft, outline_of(session, draft))


def number_anew(session: Session, draft: Edition, outline: Outline) -> None:
    """Writes the reference of where each thing stands, and what has sub-points and so is not assessed itself."""
    outline.number_anew()
    numbers = {one.id: int(one.ref) for one in outline.priorities}
    stands: dict[int, tuple[str, int, int | None]] = {}
    for one in outline:
        if one.sentence_id is not None:
            stands[one.sentence_id] = one.ref, one.id, None
        elif one.is_point and one.above:
            stands[one.id] = one.ref, one.above.id, None
        elif one.above and one.above.above:
            stands[one.id] = one.ref, one.above.above.id, one.above.id
    priorities = session.exec(select(Priority).where(Priority.contract_id == draft.contract_id)).all()
    commitments = session.exec(select(Commitment).where(Commitment.contract_id == draft.contract_id)).all()
    moved_priorities = [one for one in priorities if numbers.get(one.id or 0, one.number) != one.number]
    moved = [
        one for one in commitments
        if one.id in stands and (one.ref, one.priority_id, one.parent_id) != stands[one.id]
    ]  # fmt: skip
    # In two turns: no two may have the same reference at any time.
    for row in moved_priorities:
        row.number = -(row.id or 0)
    for commitment in moved:
        commitment.ref = f"~{commitment.id}"
    session.flush()
    for row in moved_priorities:
        row.number = numbers[row.id or 0]
    for commitment in moved:
        commitment.ref, commitment.priority_id, commitment.parent_id = stands[commitment.id or 0]
        commitment.position = position_of(commitment.ref)
    has_some = {one.id: bool(one.below) for one in outline if one.is_point}
    for text in session.exec(select(CommitmentText).where(CommitmentText.edition_id == draft.id)):
        text.is_leaf = not has_some.get(text.commitment_id, not text.is_leaf)
    session.flush()


def _numbered(branches: list[Branch], named: Callable[[int], str]) -> list[Branch]:
    """What is published keeps its number; the rest is counted on from the last of these."""
    last = 0
    for one in branches:
        last = _number_in(one.ref) if one.is_fixed else last + 1
        one.ref = named(last)
    return branches


def _first_free(branches: list[Branch]) -> int:
    """What is published stands first."""
    return sum(one.is_fixed for one in branches)


def _number_in(ref: str) -> int:
    """At which place it stands among its kind: of "2.3" 3, of "2.3.b" 2."""
    last = ref.rpartition(".")[2]
    return int(last) if last.isdigit() else ord(last) - ord("a") + 1


def _next_below(above: Branch) -> str:
    number = _number_in(above.below[-1].ref) + 1 if above.below else 1
    return f"{above.ref}.{_letter(number) if above.is_point else number}"


def _letter(number: int) -> str:
    return chr(ord("a") + number - 1)
