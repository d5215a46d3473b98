"""Terms of the law that run in working days, by Albania's official holidays."""

from datetime import date

from holidays import country_holidays


def after_working_days(start: date, days: int) -> date:
    """The last of so many working days after `start`; with 0, `start` itself."""
    return country_holidays("AL").get_nth_working_day(start, days) if days else start
