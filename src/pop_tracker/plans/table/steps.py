"""Steps of an import that a slip of the hand looks like: each is looked at, and ticked, by itself."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pop_tracker.plans.fields import OWN, Kind
from pop_tracker.plans.table.comparison import Comparison, RowChange
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_, Words
from pop_tracker.web.public_names import PublicNames
from pop_tracker.web.tables.private_names import NamedRow, listed, names_in_rows
from pop_tracker.web.tables.shown import read_values

A_THOUSAND = N_(
    "Zëri %(number)s: kostoja bëhet nga %(before)s në %(now)s lekë, pikërisht një mijë herë më shumë ose më pak. "
    "A është kështu?"
)
ANOTHER = N_(
    "Zëri %(number)s: ndryshojnë edhe teksti, edhe kostoja. A është ende i njëjti zë, apo një tjetër me të njëjtin "
    "numër?"
)
NAMES = N_("Në këta rreshta diçka duket si emër i një personi: %(rows)s. A nuk është asnjë prej tyre person privat?")
ABOUT_NAMES = "emra-"
"""How the key of that step begins."""
MOST_KEY = 60
SAID_IN_WORDS = tuple(one.name for one in OWN if one.kind in (Kind.TEXT, Kind.LINE, Kind.SOURCES))


@dataclass(frozen=True)
class Step:
    """`key` is what is sent when it is ticked: another one as soon as it is another step."""

    key: str
    message: str
    values: Mapping[str, object]

    def told(self, words: Words) -> str:
        return words.gettext(self.message, **self.values)


def steps_of(found: Comparison, doubts: Iterable[Mapping[str, Any]], names: Sequence[NamedRow] = ()) -> list[Step]:
    of_names = []
    if names:
        key = hashlib.sha256(repr(names).encode()).hexdigest()[:12]
        of_names = [Step(f"{ABOUT_NAMES}{key}", NAMES, {"rows": listed(names)})]
    of_file = [Step(f"rreshti-{place}", one["message"], read_values(one["values"])) for place, one in enumerate(doubts)]
    return [*(step for change in found.changed for step in _of_change(change)), *of_file, *of_names]


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


def require_ticked(steps: Iterable[Step], ticked: Iterable[str]) -> None:
    seen = set(ticked)
    if not all(step.key in seen for step in steps):
        raise Refusal(N_("Shihni çdo hap që kërkon vëmendje dhe shënojeni, pastaj konfirmoni."))
