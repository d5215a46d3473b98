"""Numbers as people type them in Albanian: dots or spaces between thousands, a comma before the fraction."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_, Words

LARGEST = 10**13
"""In lek beyond the budget of the country, so a slip of the hand."""
LONGEST = 40
"""In signs: what is longer is no number that anyone types."""
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_ALBANIAN = re.compile(r"-?([1-9]\d{0,2}(\.\d{3})+|\d+)(,\d+)?", re.ASCII)
_ENGLISH = re.compile(r"-?([1-9]\d{0,2}(,\d{3})+|\d+)(\.\d+)?", re.ASCII)
_AS_NOBODY_ELSE_DOES = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?|-?\d+", re.ASCII)
"""Written as this site writes it, or without any sign: taken by its word. English reads 1.200 as one and a fifth, but
nobody writes a fifth with two idle zeros."""


class NotSure(ValueError):
    """A number that is written otherwise in two countries: `readings` are what it may say, the Albanian one first where
    there is one. Whoever typed it is asked which one they mean."""

    def __init__(self, text: str, readings: tuple[Decimal, ...]) -> None:
        super().__init__(f"not an Albanian number: {text!r}")
        self.text, self.readings = text, readings

    def told(self, places: int = 0) -> Refusal:
        """For a cell, where nothing can be chosen: what to write instead."""
        one, *other = [write_number(reading, places) for reading in self.readings]
        if other:
            message = N_("“%(said)s” lexohet në dy mënyra. Shkruani %(one)s ose %(other)s.")
            return Refusal(message, said=self.text, one=one, other=other[0])
        return Refusal(
            N_("“%(said)s” nuk lexohet. Nëse është %(one)s, shkruajeni kështu: pikë mes mijësheve, presje para pjesës "
               "dhjetore."),
            said=self.text, one=one,
        )  # fmt: skip


def read_number(text: str, written: str = "") -> Decimal:
    """ "1.200.000,50" is 1200000.50, "1 200" and "1.200" are 1200. Raises ValueError for anything else.

    "1,490" (here less than two, elsewhere more than a thousand), "1,200,000.50" and "1200.50" are not guessed at: a dot
    or comma misread is an amount a thousand times too large or too small. They raise NotSure, unless somebody said how
    it is `written` (one of WRITTEN).
    """
    if len(text) > LONGEST:
        raise ValueError("not an Albanian number: too long")
    plain = _SPACES.sub("", text)
    ours = WRITTEN[written or "sq"](plain)
    is_sure = written or (ours is not None and _AS_NOBODY_ELSE_DOES.fullmatch(plain))
    theirs = None if is_sure else as_english(plain)
    readings = tuple(one for one in (ours, theirs) if one is not None)
    if not readings:
        raise ValueError(f"not an Albanian number: {text!r}")
    if theirs is not None:
        raise NotSure(text, readings)
    return readings[0]


def as_albanian(text: str) -> Decimal | None:
    """By our signs alone: 1,490 is less than two. None for what is no number so."""
    plain = _SPACES.sub("", text[:LONGEST])
    return Decimal(plain.replace(".", "").replace(",", ".")) if _ALBANIAN.fullmatch(plain) else None


def as_english(text: str) -> Decimal | None:
    """With commas between thousands and a dot before the fraction: 1,490 is more than a thousand."""
    plain = _SPACES.sub("", text[:LONGEST])
    return Decimal(plain.replace(",", "")) if _ENGLISH.fullmatch(plain) else None


WRITTEN: Mapping[str, Callable[[str], Decimal | None]] = {"sq": as_albanian, "en": as_english}
"""How the numbers of a table may be written: a table was made in one country."""
WRITTEN_WORDS = {
    "sq": N_("Si në shqip: 1.490 është një mijë e 490, 1,5 është një e gjysmë"),
    "en": N_("Si në anglisht: 1,490 është një mijë e 490, 1.5 është një e gjysmë"),
}


def write_number(value: Decimal | int | None, places: int = 0) -> str:
    """As `read_number` reads it, with dots between thousands and no idle zeros; empty for None.

    A fraction, where there is one, has at least so many `places`: two for money. One of three digits that could be
    thousands gets a fourth, so that what was written is read back.
    """
    if value is None:
        return ""
    whole, _, fraction = format(Decimal(value), "f").partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}".replace(",", ".")
    fraction = fraction.rstrip("0")
    fraction = fraction and fraction.ljust(places, "0")
    if len(fraction) == 3 and len(digits) <= 3 and digits != "0":
        fraction += "0"
    return f"{sign}{grouped},{fraction}" if fraction else f"{sign}{grouped}"


def number_in_words(value: Decimal, said: Words, places: int = 0) -> str:
    """How large it is, so that a dot or comma misread is seen: "1.490 (1 mijë e 490)", "1,49 (1 presje 49)"."""
    whole, _, fraction = format(abs(value), "f").partition(".")
    billions, rest = divmod(int(whole), 10**9)
    millions, rest = divmod(rest, 10**6)
    thousands, rest = divmod(rest, 10**3)
    parts = [
        said.ngettext("%(num)s miliard", "%(num)s miliardë", billions) if billions else "",
        said.ngettext("%(num)s milion", "%(num)s milionë", millions) if millions else "",
        said.ngettext("%(num)s mijë", "%(num)s mijë", thousands) if thousands else "",
        str(rest) if rest else "",
    ]
    first, *others = [part for part in parts if part] or ["0"]
    for part in others:
        first = said.gettext(N_("%(more)s e %(less)s"), more=first, less=part)
    if fraction := fraction.rstrip("0"):
        first = said.gettext(N_("%(whole)s presje %(fraction)s"), whole=first, fraction=fraction)
    return f"{write_number(value, places)} ({first})"
