"""Money that a plan gives year by year: amounts in lek by year, kept as texts so that no qindarkë is lost on the way.

{"2026": "1200000", "2027": "300000.5"}: years in order, amounts as programs write them, without idle zeros.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from pop_tracker.web.amounts import read_lek
from pop_tracker.web.dates import is_year
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.numbers import LARGEST, NotSure, write_number

MOST_YEARS = 30
LONGEST = 2000
"""In signs, of all years written out."""
_PART = re.compile(r"\s*(\d{4})\s*:\s*(\S.*?)\s*", re.ASCII)


def costs_of(amounts: Mapping[int, Decimal]) -> dict[str, str]:
    return {str(year): _plain(amounts[year]) for year in sorted(amounts)}


def read_costs(text: str) -> dict[str, str]:
    """ "2026: 1.200.000; 2027: 300.000", or a year a line. Raises Refusal for what is not so."""
    if len(text) > LONGEST:
        raise Refusal(N_("Teksti është tepër i gjatë: më së shumti %(max)d karaktere."), max=LONGEST)
    found: dict[int, Decimal] = {}
    for part in re.split(r"[;\n]", text):
        if not part.strip():
            continue
        match = _PART.fullmatch(part)
        try:
            amount = read_lek(match[2]) if match else None
        except NotSure as unsure:
            raise unsure.told(2) from None
        except ValueError:
            amount = None
        if match is None or amount is None:
            raise Refusal(
                N_("“%(said)s” nuk lexohet. Shkruani vitin dhe shumën si 2026: 1.200.000,50."), said=part.strip()[:40]
            )
        if int(match[1]) in found:
            raise Refusal(N_("Viti %(year)s është dy herë."), year=match[1])
        found[int(match[1])] = amount
    return costs_of(found)


def write_costs(costs: Mapping[str, str], between: str = "; ") -> str:
    return between.join(f"{year}: {write_number(Decimal(amount), 2)}" for year, amount in costs.items())


def check_costs(costs: Mapping[str, str]) -> None:
    """Raises Refusal for amounts that cannot stand in a plan."""
    if len(costs) > MOST_YEARS:
        raise Refusal(N_("Më së shumti %(most)d vite."), field="costs_by_year", most=MOST_YEARS)
    for year, amount in costs.items():
        value = Decimal(amount)
        if not is_year(year):
            raise Refusal(N_("“%(said)s” nuk është vit. Shkruani një vit si 2025."), field="costs_by_year", said=year)
        if value < 0:
            raise Refusal(N_("Numri nuk mund të jetë negativ."), field="costs_by_year")
        if value > LARGEST:
            raise Refusal(N_("Numri është shumë i madh."), field="costs_by_year")
        if value != round(value, 2):
            raise Refusal(N_("Më së shumti %(places)d shifra pas presjes."), field="costs_by_year", places=2)


def total_of(costs: Mapping[str, str]) -> Decimal:
    return sum((Decimal(amount) for amount in costs.values()), Decimal(0))


def _plain(amount: Decimal) -> str:
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
