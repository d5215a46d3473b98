"""Numbers of a spreadsheet, with what the sheet shows of them."""

import re
from decimal import Decimal
from typing import Self


class Figure(Decimal):
    """The number that a person reads in the cell: 10 where it says 10%, 1.10 where it says 1.10."""

    shown: str
    """The cell's words, with a point before the fraction and nothing between thousands: "1.10", "091", "10%"."""
    beside: str
    """What of them stands beside the digits: "%", "lekë", "mijë lekë", "€"; most often nothing."""

    def __new__(cls, value: Decimal | int | str, shown: str = "", beside: str = "") -> Self:
        figure = super().__new__(cls, value)
        figure.shown = shown or format(figure, "f")
        figure.beside = beside
        return figure

    @property
    def is_share(self) -> bool:
        return self.beside == "%"

    @property
    def written(self) -> str:
        """The cell's words as they are written here: with a comma before the fraction."""
        return re.sub(r"(?<=\d)\.(?=\d)", ",", self.shown)
