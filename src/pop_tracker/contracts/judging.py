"""What a commitment may say so that it can be judged later: what would show it done, by when, whose competence, theme,
target groups. No peer of ours asks for it before the signing. All of it is optional: an empty field states nothing.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pop_tracker.web.dates import is_year, parse_day
from pop_tracker.web.i18n import N_, Words

_QUARTER = re.compile(r"(?:t|q|tremujori|quarter)\s*([1-4])\s*[,/.]?\s*(\d{4})|(\d{4})-Q([1-4])", re.IGNORECASE)


class Theme(StrEnum):
    """A pillar of a version of POP's themes: its year, and a name of ours."""

    SERVICES = "2023-services"
    DEMOCRACY = "2023-democracy"
    ECONOMY = "2023-economy"
    SOCIAL = "2023-social"
    NONE = ""
    """Not said."""


THEME_WORDS: dict[Theme, str] = {
    Theme.SERVICES: N_("Infrastruktura dhe Shërbimet Publike – Cilësia dhe Efiçenca"),
    Theme.DEMOCRACY: N_("Demokracia Vendore – Mirëqeverisja"),
    Theme.ECONOMY: N_("Zhvillimi Ekonomik Vendor"),
    Theme.SOCIAL: N_("Dimensioni Social në Nivel Vendor"),
}


@dataclass(frozen=True)
class Themes:
    """A version of the themes. `earlier`: what the version before called each."""

    year: int
    themes: tuple[Theme, ...]
    source: str
    earlier_year: int
    earlier: Mapping[Theme, str]
    earlier_source: str


THEMES = (
    Themes(
        2023,
        (Theme.SERVICES, Theme.DEMOCRACY, Theme.ECONOMY, Theme.SOCIAL),
        "https://popnetwork.al/fokus-grup-me-te-rinjte-fier/",
        2019,
        {
            Theme.SERVICES: N_("Shërbimet publike"),
            Theme.DEMOCRACY: N_("Demokracia vendore"),
            Theme.ECONOMY: N_("Zhvillimi ekonomik vendor"),
            Theme.SOCIAL: N_("Dimensioni social"),
        },
        "https://popnetwork.al/forumi-publik-pop-2019-tirane/",
    ),
)
"""The newest first. A later version adds its own themes and leaves these: what was published keeps its theme."""


class Competence(StrEnum):
    """Who can do what is asked."""

    MUNICIPALITY = "municipality"
    WATER_COMPANY = "water_company"
    STATE_POLICE = "state_police"
    MINISTRY = "ministry"
    COUNTY = "county"
    OTHER = "other"
    """Another public institution; the law says which."""
    SHARED = "shared"
    """The municipality together with another institution."""
    NONE = ""
    """Not said."""


COMPETENCE_WORDS: dict[Competence, str] = {
    Competence.MUNICIPALITY: N_("bashkia"),
    Competence.WATER_COMPANY: N_("ndërmarrja e ujësjellësit"),
    Competence.STATE_POLICE: N_("Policia e Shtetit"),
    Competence.MINISTRY: N_("një ministri"),
    Competence.COUNTY: N_("qarku"),
    Competence.OTHER: N_("një institucion tjetër publik"),
    Competence.SHARED: N_("bashkia bashkë me një institucion tjetër"),
}

TARGET_GROUPS = (
    "të rinj", "fëmijë", "gra", "vajza", "të moshuar", "pensionistë", "persona me aftësi të kufizuara",
    "familje në nevojë", "gra të dhunuara", "romë dhe egjiptianë", "të papunë", "nxënës", "fermerë",
)  # fmt: skip
"""Groups to choose from. The record keeps them as the words that they are, beside those that a contract names itself,
so that what was published before there was a list says the same."""


def groups_apart(words: str) -> tuple[list[str], str]:
    """Of the record's "të rinj; banorë të lagjes": those of the list, and the rest."""
    said = [one for one in words.split("; ") if one]
    return [one for one in TARGET_GROUPS if one in said], "; ".join(one for one in said if one not in TARGET_GROUPS)


def groups_together(chosen: Iterable[str], others: str) -> str:
    return "; ".join([*(one for one in TARGET_GROUPS if one in set(chosen)), *([others] if others else [])])


def read_due(typed: str) -> str:
    """By when, as the record keeps it: "2027", "2027-Q2" or "2027-05-31". Raises ValueError on anything else."""
    typed = " ".join(typed.split())
    if is_year(typed):
        return typed
    if (found := _QUARTER.fullmatch(typed)) and is_year(year := found[2] or found[3]):
        return f"{year}-Q{found[1] or found[4]}"
    return parse_day(typed).isoformat()


def write_due(due: str) -> str:
    """As a form takes it."""
    return (
        f"{date.fromisoformat(due):%d.%m.%Y}"
        if due.count("-") == 2
        else _spoken(due, "tremujori %(quarter)s, %(year)s")
    )


def due_in_words(due: str, said: Words) -> str:
    if due.count("-") == 2:
        return said.date(date.fromisoformat(due))
    return _spoken(due, said.gettext(N_("tremujori %(quarter)s, %(year)s"), quarter="%(quarter)s", year="%(year)s"))


def _spoken(due: str, pattern: str) -> str:
    year, _, quarter = due.partition("-Q")
    return pattern % {"quarter": quarter, "year": year} if quarter else year
