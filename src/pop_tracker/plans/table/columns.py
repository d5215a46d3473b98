"""The columns of a plan's table: what they are called, what a cell in them may say, and how it is written."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pop_tracker.plans.costs import LONGEST, check_costs, read_costs, write_costs
from pop_tracker.plans.fields import EITHER, FIELDS, ItemField, Kind, Part
from pop_tracker.plans.programmes import is_programme_code
from pop_tracker.web.albanian import fold
from pop_tracker.web.amounts import LEK, beside, read_lek
from pop_tracker.web.dates import is_year
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.numbers import LARGEST, NotSure, read_number, write_number
from pop_tracker.web.tables.columns import Cited, Column, Columns, Line, Reference, Units, plain_heading
from pop_tracker.web.tables.figures import Figure

_MULTIPLES = re.compile(r"\b(mije|milion|miliard|mil\b|mln|mld|000)")
DIGITS = re.compile(r"[-\d.,\s’']+")
MOST_DIGITS = 15
"""What a number in a spreadsheet keeps exactly."""


class Programme(Line):
    def _read(self, cell: str | Decimal | date) -> Any:
        """A spreadsheet takes 091 for the number 91."""
        if isinstance(cell, Decimal) and cell == cell.to_integral_value():
            digits = format(cell.to_integral_value(), "f")
            return digits.zfill(3 if len(digits) <= 3 else 5)
        return super()._read(cell)

    def check(self, value: Any) -> None:
        if value and not is_programme_code(value):
            raise Refusal(N_("“%(said)s” nuk është kod programi buxhetor, si 091."), said=value[:40])


NO_DATA = frozenset(map(plain_heading, ("s'ka të dhëna", "ska të dhëna", "nuk ka të dhëna", "pa të dhëna", "no data")))
NOT_STATED = NO_DATA | frozenset(map(plain_heading, ("n/a", "n.a.", "na", "nuk thuhet")))
"""How people fill a cell that says nothing, beside dashes."""
LONGEST_NOTHING = 30


def is_not_stated(text: str) -> bool:
    if len(text) > LONGEST_NOTHING:
        return False
    plain = plain_heading(text)
    return plain in NOT_STATED if plain else bool(text.strip()) and not text.strip("-–—−_./ …")


def no_number(text: str) -> Refusal:
    return Refusal(
        N_("“%(said)s” nuk lexohet. Shkruani numrin si 1.200.000,50: pikë mes mijësheve, presje para pjesës dhjetore."),
        said=text[:40],
    )


def not_as_others(text: str) -> Refusal:
    """Of a table of which a person said how its numbers are written."""
    return Refusal(N_("“%(said)s” nuk është shkruar si numrat e tjerë të tabelës."), said=text[:40])


class Amount(Column):
    """A number with at most so many places after the comma; a spreadsheet's number is taken as it is."""

    places: int = 2
    least_places: int = 2
    """Of a fraction, as it is written: qindarka have two digits."""
    of_text = staticmethod(read_lek)

    def _read(self, cell: str | Decimal | date) -> Decimal | None:
        if isinstance(cell, Figure) and not self.may_stand_beside(fold(cell.beside)):
            raise Refusal(
                N_("Qeliza shfaq “%(said)s”. Shkruani numrin e plotë, pa fjalë e simbole pranë tij; shumat në lekë."),
                said=cell.written[:40],
            )
        if isinstance(cell, Decimal):
            return cell
        text = "" if isinstance(cell, date) else self.tidy(cell)
        if isinstance(cell, date):
            raise Refusal(N_("Këtu pritet një numër; qeliza është datë."))
        try:
            return self.of_text(text) if text and not is_not_stated(text) else None
        except NotSure as unsure:
            raise unsure.told(self.least_places) from None
        except ValueError:
            raise no_number(text) from None

    def may_stand_beside(self, words: str) -> bool:
        """Words that a spreadsheet's format shows with the digits: other money, or thousands, make another sum."""
        try:
            said = beside(words)
        except ValueError:
            return False
        return said.times is None and said.money in ("", LEK)

    def check(self, value: Any) -> None:
        if value is None:
            return
        if value < 0:
            raise Refusal(N_("Numri nuk mund të jetë negativ."))
        if value > LARGEST:
            raise Refusal(N_("Numri është shumë i madh."))
        if value != round(value, self.places):
            raise Refusal(N_("Më së shumti %(places)d shifra pas presjes."), places=self.places)

    def write(self, value: Any) -> str | Decimal | int:
        if value is None:
            return ""
        return value if len(Decimal(value).normalize().as_tuple().digits) <= MOST_DIGITS else write_number(value)

    def say(self, value: Any) -> str:
        return write_number(value, self.least_places)

    def keep(self, value: Any) -> Any:
        return None if value is None else str(value)

    def kept(self, value: Any) -> Any:
        return None if value is None else Decimal(value)


class Quantity(Amount):
    """What an indicator counts; a share may go down below nothing."""

    places = 4
    least_places = 0
    of_text = staticmethod(read_number)

    def may_stand_beside(self, words: str) -> bool:
        return not _MULTIPLES.search(words)

    def check(self, value: Any) -> None:
        super().check(None if value is None else abs(value))


class Aim(Quantity):
    """What is aimed at: a number, or else words, which go to the field beside it (`words_aside`)."""

    def is_stated(self, text: str) -> bool:
        return bool(text) and not is_not_stated(text)

    def _read(self, cell: str | Decimal | date) -> Any:
        text = self.tidy(cell) if isinstance(cell, str) else ""
        if self.is_stated(text) and not DIGITS.fullmatch(text):
            return text
        return super()._read(cell)

    def check(self, value: Any) -> None:
        if isinstance(value, str):
            raise Refusal(EITHER[self.name])
        super().check(value)


class Start(Aim):
    """Where an indicator starts from. That there are no data is what a plan says of it."""

    def is_stated(self, text: str) -> bool:
        return super().is_stated(text) or plain_heading(text[:LONGEST_NOTHING]) in NO_DATA


def words_aside(said: dict[str, Any]) -> None:
    """Words in the column of a number stand in the field that is for words; a number says that there are none."""
    for name in EITHER:
        if name not in said:
            continue
        if isinstance(said[name], str) and not said.get(f"{name}_words"):
            said[name], said[f"{name}_words"] = None, said[name]
        else:
            said.setdefault(f"{name}_words", "")


class Yearly(Column):
    def _read(self, cell: str | Decimal | date) -> dict[str, str]:
        text = str(super()._read(cell))
        return {} if is_not_stated(text) else read_costs(text)

    def check(self, value: Any) -> None:
        check_costs(value)

    def write(self, value: Any) -> str | Decimal | int:
        return write_costs(value)

    def say(self, value: Any) -> str:
        return write_costs(value)


class Year(Column):
    def _read(self, cell: str | Decimal | date) -> int | None:
        text = str(cell.year) if isinstance(cell, date) else str(cell).strip()
        if not text or is_not_stated(text):
            return None
        if not re.fullmatch(r"\d{4}(\.0+)?", text, re.ASCII):
            raise Refusal(N_("“%(said)s” nuk është vit. Shkruani një vit si 2025."), said=text[:40])
        return int(text[:4])

    def check(self, value: Any) -> None:
        if value is not None and not is_year(str(value)):
            raise Refusal(N_("“%(said)s” nuk është vit. Shkruani një vit si 2025."), said=value)

    def write(self, value: Any) -> str | Decimal | int:
        return "" if value is None else int(value)

    def say(self, value: Any) -> str:
        return "" if value is None else str(value)


_MADE_OF: Mapping[Kind, type[Column]] = {
    Kind.LINE: Line,
    Kind.TEXT: Column,
    Kind.REFERENCE: Reference,
    Kind.PARENT: Reference,
    Kind.MONEY: Amount,
    Kind.QUANTITY: Quantity,
    Kind.YEAR: Year,
    Kind.UNITS: Units,
    Kind.YEARLY: Yearly,
    Kind.PROGRAMME: Programme,
    Kind.SOURCES: Cited,
}


_LONGEST = {Kind.YEARLY: LONGEST}
"""In signs, of cells whose kind has a limit of its own."""


def _column(one: ItemField) -> Column:
    """A row without a source takes the file's; without the rest of what is required it says nothing."""
    names_it = one.part is Part.ITEM
    made_of = {"target": Aim, "baseline": Start}.get(one.name, _MADE_OF[one.kind])
    return made_of(one.name, one.heading, one.cell, one.longest or _LONGEST.get(one.kind, Column.longest), one.also,
                   must_stand=names_it and one.is_required, must_say=names_it and one.is_required)  # fmt: skip


COLUMNS = Columns(_column(one) for one in FIELDS)
BY_NAME = COLUMNS.by_name
