"""Days as people write them, and how exactly one is known: many documents say the month only, or that it was before
some day."""

import re
from datetime import date
from enum import StrEnum

from pop_tracker.web.i18n import N_

NOT_A_DATE = N_("Shkruani një datë si 14.05.2023.")
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
    """Raises ValueError on anything that is not a real day within FIRST_YEAR and LAST_YEAR."""
    if match := re.fullmatch(r"(\d{1,2})[./\-\s](\d{1,2})[./\-\s](\d{4})", text):
        day, month, year = map(int, match.groups())
    elif match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        year, month, day = map(int, match.groups())
    else:
        raise ValueError(text)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(text)
    return date(year, month, day)


def is_year(text: str) -> bool:
    """Four digits, and within FIRST_YEAR and LAST_YEAR."""
    return bool(re.fullmatch(r"\d{4}", text, re.ASCII)) and FIRST_YEAR <= int(text) <= LAST_YEAR
