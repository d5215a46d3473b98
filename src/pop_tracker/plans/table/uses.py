"""What the columns of a plan's table are: by our own headings, or guessed from those that offices write.

A guess about money is never made: an amount that may be in thousands, or no lek, waits for a person's word.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from pop_tracker.plans.table.columns import BY_NAME, COLUMNS
from pop_tracker.web.amounts import LEK
from pop_tracker.web.invented import is_our_column
from pop_tracker.web.tables.columns import plain_heading

LEVEL_OF = "level_of"
"""Its cells are items themselves, of the level that the column is called by."""
COST_OF = "cost_of"
"""Its cells are what a year costs."""
TIMES = (1, 1000, 1_000_000)
"""What an amount is to be multiplied with to be in lek."""

_LEVELS = {
    "prioritet": "prioritet", "priorit": "prioritet", "shtyll": "shtyllë", "pillar": "shtyllë",
    "objektiv": "objektiv", "objective": "objektiv", "aktivitet": "aktivitet", "activit": "aktivitet",
    "veprim": "veprim", "mas": "masë", "measure": "masë",
}  # fmt: skip
_LEVEL_WORD = re.compile(
    r"(?P<level>prioritet|priorit(?=y|ies)|shtyll|pillar|objektiv|objective|aktivitet|activit|veprim|measure"
    r"|mas(?=(?:[aeë]|e[ns]|ë[ns]|at|ave|ata)\b))\w*",
    re.IGNORECASE,
)
_SECTION = re.compile(
    rf"\s*{_LEVEL_WORD.pattern}(?:\s+(?:strategjik|specifik|i\s+përgjithshëm|nr\.?))?\s*"
    r"(?P<number>(?:\d{1,2}\.)*\d{1,2})?\s*[.:)–—-]*\s*(?P<words>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(r"\s*((?:\d{1,2}\.)+\d{1,2}\.?|\d{1,2}(?:[.)]|\s*[–:-](?=\s)))\s*(?=\D)(\S.*)", re.DOTALL)
_STEMS: tuple[tuple[str, str], ...] = (
    ("number", r"(nr|no|numri|kodi|nr rendor)$"),
    ("funding_source", r"(burim\w* (\w+ )?(financ|fond)|financ|donator|funding)"),
    ("responsible_body", r"((institucion|struktur|drejtori|aktor|njesi|person)\w* (\w+ )?(pergjeg|zbatues)|pergjegj"
                         r"|zbatues|institucion|responsib)"),
    ("partners", r"(partner|bashkepun)"),
    ("due", r"(afat|koha|periudha|deadline|timeline)"),
    ("cost_all", r"(kosto|buxhet|cost|budget|shuma|totali|gjithsej|vlera (ne|e parashikuar)|fondet)"),
    ("indicator", r"(tregues|indikator|indicator)"),
    ("target", r"(synim|target|vlera e synuar)"),
    ("baseline", r"(vlera (fillestare|baze)|baza|baseline)"),
    ("units", r"njesi\w* administrativ"),
    ("target_groups", r"(grup|perfitues)"),
    ("place", r"(vend|lokacion)"),
    ("text", r"(pershkrim|emertim|tekst|permbajtj|description)"),
)  # fmt: skip
_YEAR = re.compile(r"\b20\d\d\b")
_AROUND_A_YEAR = re.compile(
    r"(viti|vitit|kosto\w*|buxhet\w*|shuma|vlera|planifikuar|parashikuar|vleresuar|leke?|all|mije|000|milion\w*|mln"
    r"|cost|budget|year|ne|e|i|te|per|euro?|total\w*)"
)
_SCALE = re.compile(r"\b(?:000|mije|thousand|milion\w*|mln|million)\b")
_SAID_OF_MONEY = re.compile(r"\b(?:000|mije|milion\w*|mln)\s*(?:leke?|all)\b|\bne\s+(?:000|mije|milion\w*)\b|\beuro?\b")
_FOREIGN = re.compile(r"\b(?:euro?|usd|dollar\w*)\b|[€$]")
_TOTAL = re.compile(r"(?:nen ?|sub ?|grand )?total(?:i|in|et)?\b|(?:shuma|gjithsej)\b")


@dataclass(frozen=True)
class Use:
    """`field` is the name of a field, LEVEL_OF, COST_OF, or nothing where the column is not read."""

    field: str = ""
    level: str = ""
    year: int | None = None
    times: int | None = 1
    """Of an amount, to be in lek; None until a person said it."""
    money: str = LEK
    """Of an amount: lek or euro (`amounts`), which a rate makes lek."""
    is_sure: bool = True
    """Whether the heading says it, and not only its likeness to one."""

    @property
    def is_money(self) -> bool:
        return self.field in ("cost_all", COST_OF)


@lru_cache(10_000)  # a page of the same words is as long as any other
def use_of(heading: str) -> Use:
    plain = plain_heading(heading)
    if not plain or is_our_column(heading):
        return Use()
    if year := _year_in(plain):
        return Use(COST_OF, year=year, times=None if says_a_scale(heading) else 1)
    if column := COLUMNS.called(heading):
        return Use(column.name, times=None if says_a_scale(heading) else 1)
    levels = levels_in(heading)
    if levels and _LEVEL_WORD.match(plain):
        return Use(LEVEL_OF, level=levels[0]) if len(levels) == 1 else Use("text")
    for name, stem in _STEMS:
        if re.match(stem, plain):
            return Use(name, times=None if says_a_scale(heading) else 1, is_sure=name in ("number", "cost_all"))
    return Use(is_sure=False)


def uses_of(headings: Sequence[str], above: Iterable[str], cells: Sequence[Iterable[Any]]) -> list[Use]:
    """Of all columns of a table together. `above` are the words over it, `cells` what stands in each column: both may
    say what the amounts are in."""
    said_above = any(_SAID_OF_MONEY.search(plain_heading(words)) or "€" in words for words in above)
    found = [use_of(heading) for heading in headings]
    for place, use in enumerate(found):
        if use.is_money and (said_above or any(says_a_scale(getattr(cell, "beside", "")) for cell in cells[place])):
            found[place] = replace(use, times=None)
        if use.field == COST_OF and not _look_like_amounts(cells[place]):
            found[place] = replace(use, is_sure=False)
    own = {use.field for use in found if use.is_sure}
    if "text" not in own and (text := _text_among(found)) is not None:
        level = found[text].level
        found[text] = Use("text", level=level)
    for place, use in enumerate(found):
        again = [one for one, other in enumerate(found) if other.field == use.field]
        if use.field and use.field not in (LEVEL_OF, COST_OF) and len(again) > 1:
            best = min(again, key=lambda one: (not found[one].is_sure, not _is_total(headings[one]), one))
            if place != best:
                found[place] = Use(is_sure=False)
    return found


def _text_among(uses: Sequence[Use]) -> int | None:
    """Where a number stands beside a single level, that level's column holds the words of all items."""
    levels = [place for place, use in enumerate(uses) if use.field == LEVEL_OF]
    has_number = any(use.field in ("number", "level") for use in uses)
    return levels[0] if len(levels) == 1 and has_number else None


def _is_total(heading: str) -> bool:
    return "total" in plain_heading(heading) or "gjithsej" in plain_heading(heading)


def _look_like_amounts(cells: Iterable[Any]) -> bool:
    for cell in cells:
        try:
            BY_NAME["cost_all"].read(cell)
        except Exception:
            if isinstance(cell, str) and not re.search(r"\d", cell):
                return False
    return True


def _year_in(plain: str) -> int | None:
    years = _YEAR.findall(plain)
    around = [word for word in plain.split() if word not in years]
    if len(years) != 1 or not all(_AROUND_A_YEAR.fullmatch(word) or _is_of_money(plain) for word in around):
        return None
    return int(years[0])


def _is_of_money(plain: str) -> bool:
    return bool(re.match(r"(kosto|buxhet|cost|budget)", plain))


def says_a_scale(text: str) -> bool:
    """Thousands, millions, or money that is no lek."""
    plain = plain_heading(text[:400])
    return bool(_SCALE.search(plain)) or says_other_money(text)


def says_other_money(text: str) -> bool:
    return bool(_FOREIGN.search(plain_heading(text[:400])) or _FOREIGN.search(text[:400]))


def levels_in(text: str) -> list[str]:
    found = [_LEVELS[match["level"]] for match in _LEVEL_WORD.finditer(plain_heading(text))]
    return list(dict.fromkeys(found))


def is_total(text: str) -> bool:
    return len(text) <= 200 and bool(_TOTAL.match(plain_heading(text)))


def parted(text: str) -> tuple[str, str]:
    """ "1.1 Edukimi" is number 1.1 and its words; no number where it begins with none that counts: "2 çerdhe"."""
    match = _NUMBERED.fullmatch(text)
    return (re.sub(r"[.)\s–:-]+$", "", match[1]), match[2].strip()) if match else ("", text)


def section(text: str) -> tuple[str, str, str]:
    """The level, number and words of a row that speaks in one cell: "Objektivi 1: Shërbimet"; each may be missing."""
    match = _SECTION.fullmatch(text)
    if match:
        levels = levels_in(text.split()[0])
        return levels[0] if levels else "", match["number"] or "", match["words"].strip() or text.strip()
    return ("", *parted(text))
