"""Terms in working days, and what in them is not certain yet."""

from datetime import date

import pytest

from pop_tracker.web.i18n import words
from pop_tracker.web.working_days import after_working_days, reckoned_within, reservation


def test_the_calendar_knows_the_holidays() -> None:
    assert after_working_days(date(2026, 11, 27), 1) == date(2026, 12, 2), "28 and 29 November fell on a weekend"
    assert after_working_days(date(2026, 11, 27), 0) == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("start", "until", "names"),
    [
        (date(2031, 3, 17), date(2031, 4, 20), ["Kurban Bajrami"]),
        (date(2031, 4, 1), date(2031, 4, 20), ["Kurban Bajrami"]),
        (date(2031, 4, 4), date(2031, 4, 20), []),
        (date(2031, 3, 17), date(2031, 4, 1), ["Kurban Bajrami"]),  # a day earlier it would lie within
        (date(2031, 3, 17), date(2031, 3, 31), []),
        (date(2031, 1, 2), date(2031, 4, 20), ["Bajrami i Madh", "Kurban Bajrami"]),
        (date(2025, 1, 2), date(2025, 12, 30), []),  # announced long ago
    ],
)
def test_a_term_says_which_holiday_is_only_reckoned(start: date, until: date, names: list[str]) -> None:
    assert [one.name for one in reckoned_within(start, until)] == names
    for language in ("sq", "en"):
        assert reservation(words(language), start, until).count("2031") == len(names)
