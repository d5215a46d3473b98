"""Numbers as people type them in Albanian: dots or spaces between thousands, a comma before the fraction."""

import re
from decimal import Decimal

LARGEST = 10**13
"""In lek beyond the budget of the country, so a slip of the hand."""
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_ALBANIAN = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?", re.ASCII)


def read_number(text: str) -> Decimal:
    """ "1.200.000,50" is 1200000.50, "1 200" and "1.200" are 1200. Raises ValueError for anything else.

    "1,200,000.50" and "1200.50" are refused and not guessed at: a dot or comma misread is an amount a thousand times
    too large or too small.
    """
    plain = _SPACES.sub("", text)
    if not _ALBANIAN.fullmatch(plain):
        raise ValueError(f"not an Albanian number: {text!r}")
    return Decimal(plain.replace(".", "").replace(",", "."))


def write_number(value: Decimal | int | None, places: int = 0) -> str:
    """As `read_number` reads it, with dots between thousands and no idle zeros; empty for None.

    A fraction, where there is one, has at least so many `places`: two for money.
    """
    if value is None:
        return ""
    whole, _, fraction = format(Decimal(value), "f").partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}".replace(",", ".")
    fraction = fraction.rstrip("0")
    fraction = fraction and fraction.ljust(places, "0")
    return f"{sign}{grouped},{fraction}" if fraction else f"{sign}{grouped}"
