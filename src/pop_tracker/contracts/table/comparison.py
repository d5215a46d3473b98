"""A table beside the draft that it is for: what it adds, changes, moves and takes away, and what is wrong in it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from pop_tracker.contracts.editions import Edition, newest_edition
from pop_tracker.contracts.first_year import first_year
from pop_tracker.contracts.models import Contract
from pop_tracker.contracts.order import Branch, Outline, outline_of
from pop_tracker.contracts.reading.statuses import ReadStatus
from pop_tracker.contracts.retraction import PLACE_TAKEN, taken_here
from pop_tracker.contracts.table.columns import COLUMNS, OF_STATUS, WORDED, Level
from pop_tracker.contracts.table.placing import Placed, placed, ref_of
from pop_tracker.contracts.table.rows import Row, standing
from pop_tracker.contracts.texts import Scope, texts_of_edition
from pop_tracker.places.gazetteer import Gazetteer
from pop_tracker.web.errors import REQUIRED, Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.tables.columns import plain_heading
from pop_tracker.web.tables.reading import ReadRow, RowFault, in_order

_PLACE = ("ref", "level", "priority", "contract")
"""Columns that say where a row stands (`placing`), and in which contract."""
OF_ANOTHER = N_("Ky rresht është i kontratës “%(said)s”, jo i kësaj. Lëreni kolonën bosh te rreshtat e rinj.")
_OF_LEAF = frozenset((*WORDED, "retraction_reason", *OF_STATUS)) - {"text", "source"}
"""What only a commitment says: of a priority with points, nothing."""


@dataclass(frozen=True)
class RowChange:
    """What a row makes of a thing: `now` are the fields that it sets, `before` what stood in them."""

    line: int
    branch: Branch
    was: str
    """The reference that it had; nothing of what is new."""
    text: str
    now: dict[str, Any]
    before: dict[str, Any]
    where: str = ""

    @property
    def ref(self) -> str:
        """The one that it will have."""
        return self.branch.ref

    @property
    def retracts(self) -> bool:
        return bool(self.now.get("retraction_reason"))


@dataclass
class Comparison:
    outline: Outline
    """As it will be."""
    added: list[RowChange] = field(default_factory=list)
    changed: list[RowChange] = field(default_factory=list)
    moved: list[RowChange] = field(default_factory=list)
    """All that will have another reference, also of what changes besides."""
    gone: list[RowChange] = field(default_factory=list)
    """Never published, and not in the table: it leaves the draft."""
    staying: list[Branch] = field(default_factory=list)
    """Published, and not in the table: it stays as it is."""
    unchanged: int = 0
    faults: list[RowFault] = field(default_factory=list)
    unit_ids: dict[str, int] = field(default_factory=dict)

    @property
    def changes_nothing(self) -> bool:
        return not (self.added or self.changed or self.moved or self.gone)

    @property
    def retracted(self) -> list[RowChange]:
        return [one for one in self.changed if one.retracts]

    @property
    def revised(self) -> list[RowChange]:
        return [one for one in self.changed if not one.retracts]

    @property
    def taken_for_another(self) -> list[RowChange]:
        """Rows that give a thing the very words of another one: as of a table that was taken away before the draft
        was put in another order."""
        known = {one.before.get("text", ""): one for one in (*self.changed, *self.gone)}
        return [one for one in self.changed if (other := known.get(one.now.get("text"))) and other is not one]


def compare(session: Session, contract: Contract, draft: Edition, rows: Iterable[ReadRow], source: str) -> Comparison:
    """`source` is that of the file, for what is new and names none of its own."""
    rows = list(rows)
    found = _Comparing(session, contract, draft, placed(outline_of(session, draft), rows), source).done()
    faults = (fault for row in rows for fault in (*_without_level(row), *of_another(row, contract)))
    found.faults = in_order([*faults, *found.faults], rows)
    return found


def of_another(row: ReadRow, contract: Contract) -> Iterator[RowFault]:
    """A row that says of which contract it is: references are alike in all of them."""
    said = row.said.get("contract", "")
    if said and plain_heading(said) not in (plain_heading(contract.slug), plain_heading(contract.title)):
        yield RowFault(row.line, "contract", OF_ANOTHER, {"said": said[:80]}, row.where)


def _without_level(row: ReadRow) -> Iterator[RowFault]:
    if not isinstance(row.said.get("level"), Level) and "level" not in row.unread:
        yield RowFault(row.line, "level", REQUIRED, {}, row.where)


class _Comparing:
    def __init__(self, session: Session, contract: Contract, draft: Edition, at: Placed, source: str) -> None:
        newest = newest_edition(session, contract.id or 0)
        before = texts_of_edition(session, newest.id or 0) if newest else []
        self.is_published = newest is not None
        self.taken = taken_here(session, draft)
        """By the commitment that takes its place, the reference of what goes."""
        self.retracted_before = {text.commitment_id for text in before if text.is_retracted}
        self.stood = standing(session, draft, first_year(session, contract.id))
        self.gazetteer = Gazetteer(session, contract.municipality_id)
        self.at, self.source = at, source
        self.changes: dict[Branch, RowChange] = {}
        self.found = Comparison(at.outline, faults=at.faults, staying=at.staying, unit_ids=self.gazetteer.ids)

    def done(self) -> Comparison:
        found = self.found
        for branch, row in self.at.rows.items():
            was = self.at.was.get(branch, "")
            change = self._change(row, branch, self.stood.get(was) if was else None, was)
            self.changes[branch] = change
        for branch in list(self.at.rows):
            if branch.is_point and branch.is_fixed:
                self._retract_below(branch)
        for branch, change in self.changes.items():
            self._judge_reference(branch, change)
            self._judge(branch, change)
            if not change.was:
                found.added.append(change)
            elif change.now:
                found.changed.append(change)
            if change.was and change.was != change.ref:
                found.moved.append(change)
            found.unchanged += bool(change.was and not change.now and change.was == change.ref)
        self._judge_what_takes_places()
        for branch in self.at.gone:
            stood = self.stood[self.at.was[branch]]
            found.gone.append(RowChange(0, branch, stood["ref"], stood["text"], {}, stood))
        return found

    def _change(self, row: ReadRow, branch: Branch, stood: Row | None, was: str) -> RowChange:
        """A field that stands as the row has it is neither a change nor judged again."""
        now: Row = {}
        for column in COLUMNS:
            if column.name in _PLACE or column.name not in row.said:
                continue
            value = row.said[column.name]
            try:
                if column.name == "units":
                    value = self.gazetteer.named(value)
                    same = stood is not None and value == self.gazetteer.named(stood["units"])
                else:
                    same = stood is not None and value == column.as_read(stood[column.name])
                if same or (column.name == "source" and not value):
                    continue
                column.check(value)
            except Refusal as refusal:
                self._fault(row, column.name, refusal.message, refusal.values)
            else:
                now[column.name] = value
        if stood is None:
            now.setdefault("source", self.source)
        if now.get("status") and not now.get("status_source") and not (stood or {}).get("status_source"):
            now["status_source"] = self.source
        text = now.get("text") or (stood["text"] if stood else "")
        before = {name: stood[name] for name in now} if stood is not None else {}
        return RowChange(row.line, branch, was, text, now, before, row.where)

    def _retract_below(self, point: Branch) -> None:
        """A point that is retracted takes its sub-points along, also those that the table does not have."""
        of_point = self.changes[point]
        reason = self._after(of_point, "retraction_reason")
        for branch in point.below if reason else ():
            was = self.at.was.get(branch, "")
            if not was:
                continue
            stood = self.stood[was]
            change = self.changes.get(branch) or RowChange(of_point.line, branch, was, stood["text"], {}, {})
            if self._after(change, "retraction_reason"):
                continue
            change.now.pop("retraction_reason", None)
            if stood["retraction_reason"] != reason:
                change.now["retraction_reason"] = reason
                change.before["retraction_reason"] = stood["retraction_reason"]
            self.changes[branch] = change
            if branch in self.found.staying and change.now:
                self.found.staying.remove(branch)

    def _after(self, change: RowChange, name: str) -> Any:
        return change.now[name] if name in change.now else self.stood[change.was][name] if change.was else ""

    def _judge_reference(self, branch: Branch, change: RowChange) -> None:
        """Beside references that are published, one that nothing has is a mistake, unless it is the very next."""
        row = self.at.rows.get(branch)
        if row is not None and self.is_published and not change.was and ref_of(row) not in ("", branch.ref):
            told = N_("Kontrata nuk ka %(ref)s: ky rresht do të ishte %(next)s. Lëreni referencën bosh te rreshtat e "
                      "rinj.")  # fmt: skip
            self._fault(row, "ref", told, {"ref": ref_of(row)[:20], "next": branch.ref})

    def _judge(self, branch: Branch, change: RowChange) -> None:
        """What the fields say together, and of what stands there."""
        row = self.at.rows.get(branch)
        if row is None or row.unread:
            return
        after = {name: self._after(change, name) for name in _OF_LEAF | {"group"}}
        is_flat = bool(branch.sentence_id) or (not change.was and branch.above is None and bool(after["scope"]))
        if branch.above is not None and after["group"]:
            self._fault(row, "group", N_("Grupi shkruhet te rreshti i prioritetit."))
        if branch.above is None and not is_flat:
            for name in COLUMNS.by_name:
                if name in _OF_LEAF and after[name]:
                    self._fault(row, name, N_("Te një prioritet me pika kjo qelizë mbetet bosh."))
            return
        if branch.above is None and branch.below:
            self._fault(row, "scope", N_("Një prioritet me pika nuk ka shtrirje të vetën: thuhet te çdo pikë."))
        if change.now.keys() & {*WORDED}:
            self._judge_place(row, after)
        self._judge_retraction(row, branch, change, after["retraction_reason"])
        if change.now.keys() & {*OF_STATUS} and any(after[name] for name in OF_STATUS):
            self._judge_status(row, branch, after)

    def _judge_place(self, row: ReadRow, after: Mapping[str, Any]) -> None:
        scope = after["scope"]
        if not scope:
            self._fault(row, "scope", REQUIRED)
        elif scope is Scope.UNITS and not after["units"]:
            self._fault(row, "units", N_("Zgjidhni të paktën një njësi administrative."))
        elif scope is not Scope.UNITS and after["units"]:
            self._fault(row, "units", N_("Njësitë shkruhen vetëm kur shtrirja është njësi."))
        elif scope is Scope.WORDS and not after["place"]:
            self._fault(row, "place", N_("Shkruani vendin me fjalët e dokumentit."))

    def _judge_retraction(self, row: ReadRow, branch: Branch, change: RowChange, reason: str) -> None:
        commitment = branch.sentence_id or branch.id
        if commitment in self.retracted_before and change.now.keys() & {"retraction_reason", *WORDED}:
            self._fault(row, "retraction_reason", N_("Ky zotim është tërhequr në një botim të mëparshëm."))
        elif reason and not branch.is_fixed:
            self._fault(row, "retraction_reason", N_("Ky zotim nuk është botuar ende: hiqeni rreshtin e tij."))
        elif reason and change.now.keys() & {*WORDED}:
            self._fault(row, "text", N_("Ky zotim është tërhequr dhe nuk ndryshohet më."))
        elif change.retracts and any(not one.is_fixed for one in branch.below):
            self._fault(row, "retraction_reason", N_("Nën këtë pikë ka nënpika të reja: hiqini nga tabela më parë."))

    def _judge_what_takes_places(self) -> None:
        """In one draft nothing goes to what goes itself."""
        stay = {
            change.was for change in self.changes.values()
            if "retraction_reason" in change.now and not change.retracts
        }  # fmt: skip
        going = [
            *((branch, change.was, change.line, change.where) for branch, change in self.changes.items()
              if change.retracts),
            *((branch, self.at.was[branch], 0, "") for branch in self.at.gone),
        ]  # fmt: skip
        lines = {change.was: change for change in self.changes.values()}
        for branch, ref, line, where in going:
            went = self.taken.get(branch.sentence_id or (branch.id if branch.above else 0), "")
            if went and went not in stay:
                at = lines.get(went)
                told = {"ref": ref, "went": went}
                if not line and at:
                    line, where = at.line, at.where
                self.found.faults.append(RowFault(line or 1, "retraction_reason", PLACE_TAKEN, told, where))

    def _judge_status(self, row: ReadRow, branch: Branch, after: Mapping[str, Any]) -> None:
        if not after["status"]:
            self._fault(row, "status", N_("Ka arsye ose provë, por jo vlerësim."))
        elif after["status_ground"] and after["status"] is not ReadStatus.NOT_ASSESSABLE:
            self._fault(row, "status_ground", N_("Plotësohet vetëm te “nuk mund të vlerësohet”."))
        elif branch.below:
            self._fault(row, "status", N_("Kjo pikë nuk vlerësohet vetë: vlerësohen nënpikat e saj."))
        elif after["retraction_reason"]:
            self._fault(row, "status", N_("Një zotim i tërhequr nuk vlerësohet."))

    def _fault(self, row: ReadRow, name: str, message: str, values: Mapping[str, object] | None = None) -> None:
        self.found.faults.append(RowFault(row.line, name, message, values or {}, row.where))
