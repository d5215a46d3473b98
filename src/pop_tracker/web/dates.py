"""How exactly a date is known: many documents say the month only, or that it was before some day."""

from enum import StrEnum

from pop_tracker.web.i18n import N_


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
