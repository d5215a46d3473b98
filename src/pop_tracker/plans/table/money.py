"""The amounts of a plan's table in lek, as a person said what its columns are in; nothing is guessed."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from pop_tracker.plans.table.columns import BY_NAME, is_not_stated, no_number, not_as_others
from pop_tracker.plans.table.uses import Use
from pop_tracker.web.amounts import EURO, LEK, Beside, beside, read_amount
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.numbers import NotSure, write_number
from pop_tracker.web.tables.columns import Cell
from pop_tracker.web.texts import tidy

OTHER_MONEY = N_("Pranë shumës shkruhet “%(beside)s”, por kolona nuk është në këtë njësi. Shkruajeni si të tjerat.")
QINDARKA = Decimal("0.01")
LONGEST_RATE_SOURCE = 200


@dataclass(frozen=True)
class Rate:
    """Lek for one euro, and where that stands: both are a person's words, of one file alone."""

    lek: Decimal
    source: str

    @property
    def said(self) -> str:
        """As the record tells it beside the source of the table."""
        return f"1 euro = {write_number(self.lek, 2)} lekë ({self.source})"


def in_lek(cell: Cell, use: Use, rate: Rate | None, written: str) -> Decimal | None:
    """Words in the cell itself count before what the column is in: "12 milionë" is no more in a column of thousands.

    Raises Refusal for what cannot be kept, and for a cell whose words are another unit's; NotSure as
    `numbers.read_number`, where nobody said how the table's numbers are `written`.
    """
    times = Decimal(use.times or 1)
    if isinstance(cell, str):
        text = tidy(cell) if len(cell) <= BY_NAME["cost_all"].longest else cell
        if not text or is_not_stated(text):
            return None
        try:
            amount, said = read_amount(text, written)
        except NotSure:
            raise
        except ValueError:
            raise (not_as_others(text) if written else no_number(text)) from None
        if said.times:
            times = Decimal(1)
        elif said.money == LEK and times != 1:
            raise Refusal(OTHER_MONEY, beside=text[:20])
    else:
        said = _shown_beside(cell)
        read = BY_NAME["cost_all"].read(cell if said == Beside() else Decimal(cell))  # type: ignore[arg-type]
        if read is None:
            return None
        amount = read
        if said.times and said.times != times:
            raise Refusal(OTHER_MONEY, beside=getattr(cell, "beside", "")[:20])
    if said.money and said.money != use.money:
        raise Refusal(OTHER_MONEY, beside=said.money)
    amount *= times
    if use.money == EURO and rate is not None:
        amount = (amount * rate.lek).quantize(QINDARKA, ROUND_HALF_UP)
    BY_NAME["cost_all"].check(amount)
    return amount


def _shown_beside(cell: Cell) -> Beside:
    """The words of a spreadsheet's format. Where they are none of an amount's, the column says so itself."""
    try:
        return beside(getattr(cell, "beside", ""))
    except ValueError:
        return Beside()
