"""Days as people write them, and how exactly one is known: many documents say the month only, or that it was before
some day.

What this site writes of a day or a month, in either language, it also reads, in both: people copy it from its pages.
"""

import re
from datetime import date
from enum import StrEnum
from functools import cache

from babel.dates import get_month_names

from pop_tracker.web.albanian import fold
from pop_tracker.web.i18n import LANGUAGES, N_

NOT_A_DATE = N_("Shkruani një datë, si 14.05.2023 ose 14 maj 2023.")
NO_DAY = N_("Shkruani edhe ditën, si 14.05.2023 ose 14 maj 2023.")
NOT_A_MONTH = N_("Shkruani një muaj, si 09.2023 ose shtator 2023.")
LONGEST = 60
"""Signs in a day or a month, with room for spaces."""
FIRST_YEAR, LAST_YEAR = 1990, 2100
"""A year outside is a slip of the hand."""


class DatePrecision(StrEnum):
    DAY = "day"
    MONTH = "month"
    BEFORE = "before"
    """Some time before that day."""
    DAY_YEAR_INFERRED = "day_year_inferred"
    """The day is known, the year inferred."""


PRECISION_WORDS: dict[DatePrecision, str] = {
    DatePrecision.DAY: N_("Dita dihet"),
    DatePrecision.MONTH: N_("Dihet vetëm muaji"),
    DatePrecision.BEFORE: N_("Para kësaj dite"),
    DatePrecision.DAY_YEAR_INFERRED: N_("Dita dihet, viti është nxjerrë nga rrethanat"),
}


def parse_day(text: str) -> date:
    """14.05.2023, 14/5/2023, 2023-05-14, 14 maj 2023, 14 May 2023. Raises ValueError on anything that is not a real day
    within FIRST_YEAR and LAST_YEAR."""
    text = _bounded(text)
    if match := re.fullmatch(r"(\d{1,2})(?:\s*[./-]\s*|\s+)(\d{1,2})(?:\s*[./-]\s*|\s+)(\d{4})", text, re.ASCII):
        day, month, year = map(int, match.groups())
    elif match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text, re.ASCII):
        year, month, day = map(int, match.groups())
    elif match := re.fullmatch(r"(\d{1,2})\.?\s+([^\W\d_]+)\.?,?\s+(\d{4})", text):
        day, month, year = int(match[1]), _month_called(match[2]), int(match[3])
    else:
        raise ValueError("not a day")
    return date(_in_bounds(year), month, day)


def parse_month(text: str) -> date:
    """09.2023, 9/2023, 2023-09, shtator 2023, September 2023: its first day. Raises ValueError as `parse_day`."""
    text = _bounded(text)
    if match := re.fullmatch(r"(\d{1,2})(?:\s*[./-]\s*|\s+)(\d{4})", text, re.ASCII):
        month, year = map(int, match.groups())
    elif match := re.fullmatch(r"(\d{4})-(\d{1,2})", text, re.ASCII):
        year, month = map(int, match.groups())
    elif match := re.fullmatch(r"([^\W\d_]+)\.?,?\s+(\d{4})", text):
        month, year = _month_called(match[1]), int(match[2])
    else:
        raise ValueError("not a month")
    return date(_in_bounds(year), month, 1)


def is_year(text: str) -> bool:
    """Four digits, and within FIRST_YEAR and LAST_YEAR."""
    return bool(re.fullmatch(r"\d{4}", text, re.ASCII)) and FIRST_YEAR <= int(text) <= LAST_YEAR


def _bounded(text: str) -> str:
    """One kind of space; pages have unbreakable ones within dates."""
    if len(text) > LONGEST:
        raise ValueError("too long")
    return " ".join(text.split())


def _in_bounds(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError("no such year")
    return year


def _month_called(name: str) -> int:
    if (number := _months().get(fold(name))) is None:
        raise ValueError("no such month")
    return number


@cache
def _months() -> dict[str, int]:
    """By name, whole or short, in either language."""
    return {
        fold(name).strip("."): number
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=language).items()
    }
