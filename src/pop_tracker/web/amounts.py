"""Amounts of money as people write them: with words beside the digits, which say thousands, millions or a currency.

Every door reads them here: the boxes of forms, costs by year, and the cells of a table, be it the text of a cell or the
format that a spreadsheet shows a number in.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from pop_tracker.web.albanian import fold
from pop_tracker.web.numbers import LONGEST, NotSure, as_albanian, as_english, read_number

LEK, EURO = "lek", "euro"
_MULTIPLES = {
    1_000: ("mije", "thousand"),
    1_000_000: ("milion", "milione", "mln", "million", "millions"),
    1_000_000_000: ("miliard", "miliarde", "mld", "mlrd"),
}
"""Without what means two things: "mil" is a thousand to some, and a billion another number in English."""
_MONEY = {LEK: ("lek", "leke", "lekesh", "lekeve", "all", "l"), EURO: ("euro", "eur", "€")}
_PARTS = re.compile(r"(?P<before>[^0-9-]*)(?P<digits>-?[0-9](?:[0-9.,\s]*[0-9])?)(?P<after>[^0-9]*)")


@dataclass(frozen=True)
class Beside:
    """What words beside a number make of it; None and empty where they say nothing."""

    times: int | None = None
    money: str = ""


def beside(words: str) -> Beside:
    """Of "mijë lekë", "€", "mln". Raises ValueError for words that say anything else."""
    times: int | None = None
    money = ""
    for word in re.findall(r"€|\w+", fold(words[:LONGEST])):
        multiple = next((many for many, names in _MULTIPLES.items() if word in names), None)
        currency = next((one for one, names in _MONEY.items() if word in names), "")
        if (multiple and times) or (currency and money) or not (multiple or currency):
            raise ValueError(f"no words of an amount: {words!r}")
        times, money = multiple or times, currency or money
    if re.sub(r"[\w€.\s]", "", words):
        raise ValueError(f"no words of an amount: {words!r}")
    return Beside(times, money)


def read_amount(text: str, written: str = "") -> tuple[Decimal, Beside]:
    """ "12 milionë" is 12000000, "1,5 mln lekë" 1500000, "1.200 lekë" 1200; and what the words said, for whoever knows
    what the others beside it are in.

    Raises NotSure as `numbers.read_number` does, and for "1.500 mijë", where the point may be either; ValueError for
    what is no amount.
    """
    parts = _PARTS.fullmatch(text.strip()) if len(text) <= 2 * LONGEST else None
    if parts is None:
        raise ValueError("no amount")
    said = beside(f"{parts['before']} {parts['after']}")
    if not said.times:
        return read_number(parts["digits"], written), said
    found = {one for one in (as_albanian(parts["digits"]), as_english(parts["digits"])) if one is not None}
    if not written and len(found) > 1:
        readings = sorted(found, reverse=True)
        raise NotSure(text, tuple(one * said.times for one in readings))
    try:
        return read_number(parts["digits"], written) * said.times, said
    except NotSure as unsure:
        raise NotSure(text, tuple(one * said.times for one in unsure.readings)) from None


def read_lek(text: str) -> Decimal:
    """Where an amount can only be lek: raises ValueError for other money too."""
    amount, said = read_amount(text)
    if said.money == EURO:
        raise ValueError(f"no lek: {text!r}")
    return amount
