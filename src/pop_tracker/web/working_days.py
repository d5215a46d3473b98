"""Terms of the law that run in working days, by Albania's official holidays.

The days of both Bajrams are announced when the moon was seen; until then they are reckoned, and so is a term that
one of them lies in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from holidays import HolidayBase, country_holidays

from pop_tracker.web.i18n import N_, Words

_BAJRAMS = {"Eid al-Fitr": N_("Bajrami i Madh"), "Eid al-Adha": N_("Kurban Bajrami")}
_SHIFT = timedelta(days=1)
"""By which a reckoned day may still move."""


@dataclass(frozen=True)
class Reckoned:
    """A holiday whose day is not announced yet; `name` is a message id."""

    day: date
    name: str


def after_working_days(start: date, days: int) -> date:
    """The last of so many working days after `start`; with 0, `start` itself."""
    return country_holidays("AL").get_nth_working_day(start, days) if days else start


def reckoned_within(start: date, until: date) -> list[Reckoned]:
    """The holidays that may fall into a term, or out of it, once they are announced."""
    return [one for year in range(start.year, (until + _SHIFT).year + 1) for one in _reckoned(year)
            if start - _SHIFT < one.day <= until + _SHIFT]  # fmt: skip


def reservation(said: Words, start: date, until: date) -> str:
    """What a term's last day still rests on, in a sentence; empty where it stands for certain."""
    return " ".join(
        said.gettext(
            N_("%(holiday)s, rreth datës %(date)s, është llogaritur dhe ende nuk është shpallur: dita e fundit mund të "
               "ndryshojë."),
            holiday=said.gettext(one.name), date=said.date(one.day),
        )
        for one in reckoned_within(start, until)
    )  # fmt: skip


@cache
def _reckoned(year: int) -> tuple[Reckoned, ...]:
    return tuple(_marked(year))


def _marked(year: int) -> Iterator[Reckoned]:
    """The library marks them in the name; which ones, is told by the same calendar without the mark. The day off that
    follows one on a Sunday moves with it and is not another."""
    marked, plain = (_calendar(year, shows) for shows in (True, False))
    for day in sorted(plain):
        if marked[day] != plain[day]:
            yield from (Reckoned(day, words) for name, words in _BAJRAMS.items() if name in plain.get_list(day))


def _calendar(year: int, shows: bool) -> HolidayBase:
    return country_holidays("AL", years=year, language="en_US", islamic_show_estimated=shows)
