"""A table beside the plan that it is for: what it would add and change, what it leaves, and what is wrong in it."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from pop_tracker.places.gazetteer import Gazetteer
from pop_tracker.plans.items import IN_A_CIRCLE, PlanItem, items_of, units_of_items
from pop_tracker.plans.levels import misplaced
from pop_tracker.plans.models import Plan
from pop_tracker.plans.table.columns import BY_NAME, COLUMNS
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.tables.reading import ReadRow, RowFault, in_order

DEEPEST = 12
"""Levels below each other; no plan has half as many."""


@dataclass(frozen=True)
class RowChange:
    """What a row makes of an item: `now` are the fields that it sets, `before` what stood in them."""

    line: int
    number: str
    text: str
    now: dict[str, Any]
    before: dict[str, Any]
    where: str = ""


@dataclass
class Comparison:
    added: list[RowChange] = field(default_factory=list)
    changed: list[RowChange] = field(default_factory=list)
    unchanged: int = 0
    staying: list[PlanItem] = field(default_factory=list)
    """Items of the plan that the file does not have; they stay as they are."""
    faults: list[RowFault] = field(default_factory=list)
    unit_ids: dict[str, int] = field(default_factory=dict)

    @property
    def changes_nothing(self) -> bool:
        return not self.added and not self.changed


def standing(session: Session, plan: Plan) -> dict[str, dict[str, Any]]:
    """The plan's items as rows of its table, by number, in its order; two queries."""
    items = items_of(session, plan.id)
    numbers = {item.id: item.number for item in items}
    units = units_of_items(session, plan.id)
    return {
        item.number: {
            **item.model_dump(include=BY_NAME.keys() - {"parent", "units"}),
            "parent": numbers.get(item.parent_id, ""),
            "units": [unit.name for unit in units.get(item.id or 0, ())],
        }
        for item in items
    }


def compare(session: Session, plan: Plan, rows: Iterable[ReadRow], source: str) -> Comparison:
    """`source` is that of the file, for rows with news that name none of their own."""
    rows = list(rows)
    before = standing(session, plan)
    gazetteer = Gazetteer(session, plan.municipality_id)
    found = Comparison(unit_ids=gazetteer.ids, faults=[*numbered_twice(rows)])
    lines: dict[str, ReadRow] = {}
    after = {number: dict(item) for number, item in before.items()}
    for row in rows:
        number = row.said.get("number", "")
        if number and number in lines:
            continue
        stood = before.get(number)
        change, faults = _change(row, stood, gazetteer, source)
        found.faults += faults
        if not number:
            continue
        lines[number] = row
        after[number] = {**after.get(number, {"parent": "", "level": ""}), **change.now}
        if stood is None:
            found.added.append(change)
        elif change.now:
            found.changed.append(change)
        else:
            found.unchanged += 1
    _put_under(found.added, after)
    found.staying = [item for item in items_of(session, plan.id) if item.number not in lines]
    found.faults += _tree_faults(before, after, lines)
    found.faults = in_order(found.faults, rows)
    return found


def numbered_twice(rows: Iterable[ReadRow]) -> Iterator[RowFault]:
    first: dict[str, ReadRow] = {}
    for row in rows:
        number = row.said.get("number", "")
        if number and first.setdefault(number, row) is not row:
            yield RowFault(
                row.line, "number", N_("Numri %(number)s është edhe në rreshtin %(line)s. Nëse njëri është "
                                       "%(number)s0, bëjeni qelizën tekst."),
                {"number": number, "line": _at(first[number])}, row.where,
            )  # fmt: skip


def _put_under(added: Iterable[RowChange], after: dict[str, dict[str, Any]]) -> None:
    """A table without a column for it says by its numbers what stands under what: 1.2.3 under 1.2, else under 1."""
    for change in added:
        if "parent" not in change.now:
            change.now["parent"] = after[change.number]["parent"] = above_by_number(change.number, after)


def above_by_number(number: str, known: Container[str]) -> str:
    """The nearest of these numbers that this one begins with; nothing where there is none."""
    parts = number.split(".")
    tried = (".".join(parts[:length]) for length in range(len(parts) - 1, 0, -1))
    return next((one for one in tried if one in known), "")


def _at(row: ReadRow) -> str:
    return f"{row.line} ({row.where})" if row.where else str(row.line)


def _change(
    row: ReadRow, stood: dict[str, Any] | None, gazetteer: Gazetteer, source: str
) -> tuple[RowChange, list[RowFault]]:
    """A field that stands as the row has it is neither a change nor judged again."""
    now: dict[str, Any] = {}
    faults: list[RowFault] = []
    for column in COLUMNS:
        if column.name not in row.said:
            continue
        value = row.said[column.name]
        try:
            if column.name == "units":
                value = gazetteer.named(value)
            if stood is not None and value == column.as_read(stood[column.name]):
                continue
            if column.name == "source" and not value:
                continue
            column.check(value)
        except Refusal as refusal:
            faults.append(RowFault(row.line, column.name, refusal.message, refusal.values, row.where))
        else:
            now[column.name] = value
    if not faults and not row.unread and row.said.get("number") and now:
        try:
            _item({**(stood or {}), **now}).check()
        except Refusal as refusal:
            faults.append(RowFault(row.line, refusal.field, refusal.message, refusal.values, row.where))
    if (stood is None or now) and not row.said.get("source") and (stood is None or stood["source"] != source):
        now["source"] = source
    text = now.get("text") or (stood["text"] if stood else "")
    before = {name: stood[name] for name in now} if stood is not None else {}
    return RowChange(row.line, row.said.get("number", ""), text, now, before, row.where), faults


def _item(fields: Mapping[str, Any]) -> PlanItem:
    """The item that a row makes, outside the plan."""
    return PlanItem(**{name: value for name, value in fields.items() if name not in ("parent", "units")})


def _tree_faults(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]], rows: Mapping[str, ReadRow]
) -> Iterator[RowFault]:
    """Parents that are not there, circles, and items under a wrong level, told at the file's rows.

    A row that stands nowhere is at no wrong level either; all others are judged beside it.
    """
    nowhere: set[str] = set()
    for number, row in rows.items():
        parent = after[number]["parent"]
        if parent and parent not in after:
            nowhere.add(number)
            yield RowFault(row.line, "parent", N_("As plani as tabela nuk ka zë me numrin %(number)s."),
                           {"number": parent}, row.where)  # fmt: skip
            continue
        way = [number]
        while (parent := after[way[-1]]["parent"]) in after and parent not in way and len(way) <= DEEPEST:
            way.append(parent)
        if parent == number:
            nowhere.add(number)
            yield RowFault(row.line, "parent", IN_A_CIRCLE, {}, row.where)
        elif len(way) > DEEPEST:
            nowhere.add(number)
            yield RowFault(row.line, "parent", N_("Zëri do të ishte më thellë se %(most)d nivele."), {"most": DEEPEST},
                           row.where)  # fmt: skip
    wrong_before = {number for number, _ in misplaced(_levels(before))}
    for number, refusal in misplaced(_levels(after, nowhere)):
        if number in wrong_before:
            continue
        told_at = number  # an item that the file leaves alone, at what it stands under
        while told_at not in rows and after[told_at]["parent"] in after:
            told_at = after[told_at]["parent"]
        row = rows.get(told_at) or next(iter(rows.values()))
        yield RowFault(row.line, "parent", refusal.message, refusal.values, row.where)


def _levels(items: Mapping[str, Mapping[str, Any]], nowhere: Container[str] = ()) -> Iterator[tuple[str, str, str]]:
    for number, item in items.items():
        if item["level"]:
            yield number, item["level"], "" if number in nowhere else item["parent"]
