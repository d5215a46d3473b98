"""Where a table's rows stand: the order of the contract that it makes.

Before the first edition the order of the rows is the order of the draft. What was published keeps its reference and
its place whatever the table does, and stays where a table leaves it out; only what never was published goes with its
row.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pop_tracker.contracts.order import MOST_POINTS, MOST_SUB_POINTS, TOO_MANY_POINTS, Branch, Outline
from pop_tracker.contracts.table.columns import LEVEL_WORDS, Level
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.tables.columns import plain_heading
from pop_tracker.web.tables.reading import ReadRow, RowFault


@dataclass
class Placed:
    outline: Outline
    """As the table makes it; what is new has an id below zero."""
    rows: dict[Branch, ReadRow] = field(default_factory=dict)
    was: dict[Branch, str] = field(default_factory=dict)
    """The references of what the draft had before."""
    gone: list[Branch] = field(default_factory=list)
    """Never published, and not in the table."""
    staying: list[Branch] = field(default_factory=list)
    """Published, and not in the table."""
    faults: list[RowFault] = field(default_factory=list)


def placed(outline: Outline, rows: Iterable[ReadRow]) -> Placed:
    """Takes the outline as it stands for the one that the table makes."""
    return _Placing(outline).of(list(rows))


class _Placing:
    def __init__(self, outline: Outline) -> None:
        self.found = Placed(outline, was={one: one.ref for one in outline})
        self.standing = {one.ref: one for one in outline}
        self.own_above = {one: one.above for one in self.found.was}
        self.called: dict[str, Branch] = {one.ref: one for one in outline.priorities}
        """Priorities by what a row may call them: the reference that the table gives them, or their words."""
        self.called |= {plain_heading(one.text): one for one in outline.priorities if one.is_fixed}
        for one in self.found.was:
            one.below = [below for below in one.below if below.is_fixed]
        outline.priorities = [one for one in outline.priorities if one.is_fixed]
        self.priority: Branch | None = None
        self.point: Branch | None = None
        self.points: dict[Branch | None, Branch] = {}
        """The last one of each priority."""

    def of(self, rows: list[ReadRow]) -> Placed:
        found, first = self.found, dict[str, ReadRow]()
        levelled = [row for row in rows if isinstance(row.said.get("level"), Level) and self._is_first(row, first)]
        branches = {id(row): self._taken(row) for row in levelled}
        for row in levelled:
            if (branch := branches[id(row)]) is None:
                self._at(row, None)
                continue
            try:
                above = self._above(row, branch)
                self._require_fits(branch, above)
            except Refusal as refusal:
                found.faults.append(RowFault(row.line, refusal.field, refusal.message, refusal.values, row.where))
                self._at(row, None)
                continue
            if above is not None and not branch.is_fixed:
                branch.above = above
                above.below.append(branch)
            self._at(row, branch)
        missing = [one for one in found.was if one not in found.rows]
        found.gone = [one for one in missing if not one.is_fixed]
        found.staying = [one for one in missing if one.is_fixed]
        found.outline.number_anew()
        return found

    def _is_first(self, row: ReadRow, first: dict[str, ReadRow]) -> bool:
        ref = ref_of(row)
        if not ref or first.setdefault(ref, row) is row:
            return True
        values = {"ref": ref, "line": first[ref].line}
        again = N_("%(ref)s është edhe në rreshtin %(line)s.")
        self.found.faults.append(RowFault(row.line, "ref", again, values, row.where))
        return False

    def _taken(self, row: ReadRow) -> Branch | None:
        """The thing that the row is about, or a new one; a priority stands at once, so that points above may name
        it."""
        level, ref, text = row.said["level"], ref_of(row), str(row.said.get("text", ""))
        branch = self.standing.get(ref) if ref else None
        if branch is not None and not _may_be(branch, level):
            told = N_("%(ref)s është %(level)s dhe nuk bëhet tjetër. Për një tjetër, lëreni referencën bosh.")
            values: dict[str, object] = {"ref": ref, "level": (LEVEL_WORDS[_level(branch)],)}
            self.found.faults.append(RowFault(row.line, "level", told, values, row.where))
            return None
        if branch is None:
            branch = Branch(-1 - len(self.found.rows), "", text, is_fixed=False, may_be_split=True)
        self.found.rows[branch] = row
        if level is Level.PRIORITY:
            self.called.setdefault(ref or str(id(branch)), branch)
            self.called[plain_heading(text)] = branch
            if not branch.is_fixed:
                self.found.outline.priorities.append(branch)
        return branch

    def _at(self, row: ReadRow, branch: Branch | None) -> None:
        """What comes below without a word about it stands under this; under nothing where the row is wrong."""
        if row.said["level"] is Level.PRIORITY:
            self.priority, self.point = branch, None
        elif row.said["level"] is Level.POINT:
            self.point = branch
            if branch is not None:
                self.points[branch.above] = branch

    def _above(self, row: ReadRow, branch: Branch) -> Branch | None:
        level, own = row.said["level"], self.own_above.get(branch)
        if level is Level.PRIORITY:
            return None
        named = self._named(row)
        if branch.is_fixed:
            priority = own.above if own and own.above else own
            if named not in (None, priority):
                raise Refusal(N_("%(ref)s është botuar: prioriteti i tij nuk ndryshon më."), field="priority",
                              ref=branch.ref)  # fmt: skip
            return own
        if level is Level.POINT:
            above = named or self.priority or (own.above if own and own.above else own)
            if above is None or not self._stands(above):
                raise Refusal(N_("Pika nuk ka prioritet: vendoseni nën rreshtin e tij, ose shkruani numrin e tij."),
                              field="priority")  # fmt: skip
            return above
        above = self.points.get(named) if named else self.point
        above = above or (own if own and own.above and named in (None, own.above) else None)
        if above is None or not self._stands(above):
            raise Refusal(N_("Nënpika nuk ka pikë: vendoseni nën rreshtin e pikës së saj."), field="level")
        return above

    def _stands(self, branch: Branch) -> bool:
        return branch.is_fixed or branch in self.found.rows

    def _named(self, row: ReadRow) -> Branch | None:
        said = str(row.said.get("priority", ""))
        if not said:
            return None
        branch = self.called.get(plain_ref(said)) or self.called.get(plain_heading(said))
        if branch is None or not self._stands(branch):
            raise Refusal(N_("Nuk ka prioritet “%(said)s”."), field="priority", said=said[:80])
        return branch

    def _require_fits(self, branch: Branch, above: Branch | None) -> None:
        if branch.is_fixed or above is None:
            return
        if above.above is None:
            if above.sentence_id is not None:
                raise Refusal(N_("Ky prioritet është vetë një zotim: nën të nuk shtohen pika."), field="level")
            if len(above.below) >= MOST_POINTS:
                raise Refusal(TOO_MANY_POINTS, field="level")
        elif not above.may_be_split:
            raise Refusal(
                N_("Ky zotim është botuar i plotë dhe mund të vlerësohet: tërhiqeni dhe shtoni zotime të reja."),
                field="level",
            )
        elif len(above.below) >= MOST_SUB_POINTS:
            raise Refusal(N_("Kjo pikë ka aq nënpika sa shkronja ka alfabeti: shtojeni te një pikë tjetër."),
                          field="level")  # fmt: skip


def ref_of(row: ReadRow) -> str:
    return plain_ref(str(row.said.get("ref", "")))


def plain_ref(ref: str) -> str:
    """As people write it: "1.4.A", "2.3."."""
    return "".join(ref.split()).rstrip(".").lower()


def _level(branch: Branch) -> Level:
    if branch.above is None:
        return Level.PRIORITY
    return Level.POINT if branch.is_point else Level.SUB_POINT


def _may_be(branch: Branch, level: Level) -> bool:
    """What was never published may become a point or a sub-point; a priority is one for good."""
    own = _level(branch)
    return own is level or (not branch.is_fixed and Level.PRIORITY not in (own, level))
