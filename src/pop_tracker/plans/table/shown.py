"""What a table changes in a plan, as its sender reads it."""

from dataclasses import dataclass
from typing import Any

from pop_tracker.plans.items import PlanItem
from pop_tracker.plans.table.columns import BY_NAME, Amount
from pop_tracker.plans.table.comparison import RowChange
from pop_tracker.web.i18n import Words
from pop_tracker.web.tables.reading import RowFault
from pop_tracker.web.tables.shown import weight_of


@dataclass(frozen=True)
class ShownChange:
    """`fields`: what the column is called, what stood there, what will."""

    line: int
    number: str
    text: str
    fields: list[tuple[str, str, str]]
    where: str = ""


def in_words(change: RowChange, said: Words) -> ShownChange:
    """Of an item that is added, all that it says; of one that stands, what becomes of what."""
    own = ("number",) if change.before else ("number", "text")
    fields = [
        (
            said.gettext(BY_NAME[name].heading),
            _value(name, change.before[name], said) if change.before else "",
            _value(name, value, said),
        )
        for name, value in change.now.items()
        if name not in own and (change.before or value not in ("", None, []))
    ]
    return ShownChange(change.line, change.number, change.text, fields, change.where)


def _value(name: str, value: Any, said: Words) -> str:
    """A number as the reader's language writes it, whatever the file did."""
    column = BY_NAME[name]
    if isinstance(column, Amount) and value is not None:
        return said.amount(value) if column.least_places else said.number(value)
    return column.say(value)


def weight(row: RowFault | RowChange | PlanItem) -> int:
    if isinstance(row, RowFault):
        return weight_of()
    if isinstance(row, PlanItem):
        return weight_of(row.text)
    return weight_of(row.text, *(str(value) + str(row.before.get(name, "")) for name, value in row.now.items()))
