"""What the buttons of a row that is being checked do with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pop_tracker.contracts.checking.row import Rank, Row
from pop_tracker.contracts.checking.rows import Rows
from pop_tracker.contracts.pages.reading_forms import RowForm
from pop_tracker.contracts.texts import PriorityGroup, Scope
from pop_tracker.web.i18n import N_

Does = Callable[[Rows, Row, RowForm], Rows]


@dataclass(frozen=True)
class Step:
    """`said` is told of what was done; `goes_on` to the next row: this one needs nobody any more."""

    does: Does
    said: str
    goes_on: bool = False


def _typed(rows: Rows, row: Row, form: RowForm) -> Rows:
    """The words and the group as they were typed; of a form without them, as they are."""
    if form.text.data and not row.is_left_out:
        rows = rows.say(row.id, form.text.data)
    if row.rank is Rank.PRIORITY and form.group.raw_data:
        rows = rows.group(row.id, PriorityGroup(form.group.data or ""))
    return rows


def _confirm(rows: Rows, row: Row, form: RowForm) -> Rows:
    rows = _typed(rows, row, form)
    if not form.scope.data:
        return rows.confirm(row.id)
    return rows.place(row.id, Scope(form.scope.data), form.units.data or (), form.place.data or "")


def _in_these(rows: Rows, row: Row, form: RowForm) -> Rows:
    """The place lies in the units that its words may mean, as a person knows."""
    return _typed(rows, row, form).place(row.id, Scope.UNITS, (*row.units, *row.maybe), row.place)


def _split(rows: Rows, row: Row, form: RowForm) -> Rows:
    parts = (form.text.data or "").replace("\r\n", "\n").split("\n\n")
    return rows.split(row.id, parts)


def _step(name: str) -> Does:
    def does(rows: Rows, row: Row, form: RowForm) -> Rows:
        moved: Rows = getattr(_typed(rows, row, form), name)(row.id)
        return moved

    return does


STEPS = {
    "konfirmo": Step(_confirm, N_("U konfirmua: %(ref)s."), goes_on=True),
    "njesite": Step(_in_these, N_("U konfirmua: %(ref)s."), goes_on=True),
    "bashko": Step(_step("join"), N_("U bashkua me atë sipër.")),
    "ndaj": Step(_split, N_("U nda.")),
    "lart": Step(_step("up"), N_("U ngjit: tani është %(ref)s.")),
    "poshte": Step(_step("down"), N_("Zbriti: tani është %(ref)s.")),
    "brenda": Step(_step("indent"), N_("U bë më e thellë: tani është %(ref)s.")),
    "jashte": Step(_step("outdent"), N_("U nxor një shkallë: tani është %(ref)s.")),
    "titull": Step(_step("head"), N_("U bë prioritet: %(ref)s.")),
    "hiq": Step(_step("leave_out"), N_("U la jashtë."), goes_on=True),
    "merr": Step(_step("take_in"), N_("U mor në kontratë: %(ref)s.")),
}
"""By the value of the button."""


def keys(rows: Sequence[Row], row: Row | None) -> dict[int, str]:
    """By which keys the rows around the chosen one are reached: the next, the one before, the next unsure one."""
    if row is None:
        return {}
    place = rows.index(row)
    ways = {
        "k": rows[place - 1] if place else None,
        "j": next(iter(rows[place + 1 :]), None),
        "u": next((one for one in [*rows[place + 1 :], *rows[:place]] if one.is_unsure), None),
    }
    by_row: dict[int, str] = {}
    for key, to in ways.items():
        if to is not None:
            by_row[to.id] = f"{by_row.get(to.id, '')} {key}".strip()
    return by_row
