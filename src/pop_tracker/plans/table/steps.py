"""Steps of an import that a slip of the hand looks like: each is looked at, and ticked, by itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pop_tracker.plans.fields import OWN, Kind
from pop_tracker.plans.table.comparison import Comparison, RowChange
from pop_tracker.web.i18n import N_
from pop_tracker.web.public_names import PublicNames
from pop_tracker.web.tables.private_names import NamedRow, names_in_rows
from pop_tracker.web.tables.shown import read_values
from pop_tracker.web.tables.steps import Step, about_names

A_THOUSAND = N_(
    "Zëri %(number)s: kostoja bëhet nga %(before)s në %(now)s lekë, pikërisht një mijë herë më shumë ose më pak. "
    "A është kështu?"
)
ANOTHER = N_(
    "Zëri %(number)s: ndryshojnë edhe teksti, edhe kostoja. A është ende i njëjti zë, apo një tjetër me të njëjtin "
    "numër?"
)
MOST_KEY = 60
SAID_IN_WORDS = tuple(one.name for one in OWN if one.kind in (Kind.TEXT, Kind.LINE, Kind.SOURCES))


def steps_of(found: Comparison, doubts: Iterable[Mapping[str, Any]], names: Sequence[NamedRow] = ()) -> list[Step]:
    of_file = [Step(f"rreshti-{place}", one["message"], read_values(one["values"])) for place, one in enumerate(doubts)]
    return [*(step for change in found.changed for step in _of_change(change)), *of_file, *about_names(names)]


def names_of(found: Comparison, known: Callable[[], PublicNames]) -> list[NamedRow]:
    """What looks like a private person's name in the words that the table would bring into the plan."""
    changes = [*found.added, *found.changed]
    return names_in_rows(((one.line, map(one.now.get, SAID_IN_WORDS)) for one in changes), known)


def _of_change(change: RowChange) -> Iterator[Step]:
    pairs = [(change.before.get("cost_all"), change.now.get("cost_all"))]
    years, years_now = change.before.get("costs_by_year") or {}, change.now.get("costs_by_year") or {}
    pairs += [(Decimal(years[year]), Decimal(years_now[year])) for year in years if year in years_now]
    for before, now in pairs:
        if before and now and (now == before * 1000 or before == now * 1000):
            values = {"number": change.number, "before": before, "now": now}
            yield Step(f"kosto-{change.number}-{now}"[:MOST_KEY], A_THOUSAND, values)
            break
    if _is_another(change, "text") and _is_another(change, "cost_all"):
        yield Step(f"zeri-{change.number}"[:MOST_KEY], ANOTHER, {"number": change.number})


def _is_another(change: RowChange, name: str) -> bool:
    return bool(change.before.get(name)) and name in change.now
