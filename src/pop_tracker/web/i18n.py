"""Two languages. Message ids are the Albanian words themselves; English lies in `locale/en`, a file per room.

Dates, numbers and plurals follow each language's custom (CLDR through Babel).
"""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from pop_tracker.web.periods import Period

LANGUAGES = ("sq", "en")
TIRANA = ZoneInfo("Europe/Tirane")
LOCALE_FOLDER = Path(__file__).parent.parent / "locale"
SEEDS = "seeds.po"
"""The English of what the record keeps in our own words: names of parties, roles, notes, sources. Its message ids are
those values as they are kept, and stand in no code."""
_APART = (re.compile(r"(;\s+)"), re.compile(r"(https?://\S+)"))
"""What a value is taken apart at where the whole of it has no English."""
_COUNT = re.compile(r"%\((\w+)\)d")
_LETTER = re.compile(r"[^\W\d_]")
_SITE = re.compile(r"https?://\S+|[\w-]+(?:\.[\w-]+)+")
_QUOTED = re.compile("“([^”]*)”")


def N_(message: str) -> str:
    """Marks a message id for translation where it is written; `Words.gettext` translates it where it is shown."""
    return message


def localized(path: str, language: str) -> str:
    """The same page in the language: English pages lie under /en."""
    if language == "sq":
        return path
    return "/en" if path == "/" else f"/en{path}"


def today() -> dt.date:
    """The date in Tirana, which is the one that terms and deadlines are counted in."""
    return dt.datetime.now(TIRANA).date()


def day_of(moment: dt.datetime | None) -> dt.date | None:
    """Its date in Tirana."""
    return moment.astimezone(TIRANA).date() if moment else None


class Words:
    """Everything that is said differently in another language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = Locale.parse(language)
        self.translations = _translations(language)
        self.values = _values(language)

    def gettext(self, message: str, **values: object) -> str:
        """A Decimal among the values is an amount of money; how many there are is asked for as %(most)d."""
        text = self.translations.ugettext(message)
        return self._filled(text, values) if values else text

    def ngettext(self, one: str, many: str, count: int, **values: object) -> str:
        return self._filled(self.translations.ungettext(one, many, count), {"num": count, **values})

    def _filled(self, text: str, values: Mapping[str, object]) -> str:
        told = {name: self.amount(value) if isinstance(value, Decimal) else value for name, value in values.items()}
        told |= {name: self.number(int(str(values[name]))) for name in _COUNT.findall(text)}
        return _COUNT.sub(r"%(\1)s", text) % told

    def said(self, value: str) -> str:
        """Of the record, in the reader's language as far as it is known there; else as it was written."""
        return "".join(text for text, _ in self.pieces(value))

    def pieces(self, value: str) -> list[tuple[str, bool]]:
        """What `said` says, and of each piece whether it needs no mark: what we quote, and what has no English, is
        Albanian."""
        return [(value, True)] if self.language == "sq" else self._pieces(value, _APART)

    def _pieces(self, text: str, apart: tuple[re.Pattern[str], ...]) -> list[tuple[str, bool]]:
        core = text.strip()
        if not _has_words(core):
            return [(text, True)]
        english = self.values.get(core, self.translations.ugettext(core))  # the site's own words may be kept, too
        if core in self.values or english != core:
            before, after = text.split(core, 1)
            return [(before, True), *_with_quotations(english, core), (after, True)]
        for number, sign in enumerate(apart, 1):
            if len(parts := sign.split(text)) > 1:
                found = [piece for part in parts for piece in self._pieces(part, apart[number:])]
                is_said = any(is_ours and _has_words(piece) for piece, is_ours in found)
                return found if is_said else [(text, False)]
        return [(text, False)]

    def date(self, value: dt.date | None) -> str:
        """14 maj 2023; of a moment, its day in Tirana."""
        if isinstance(value, dt.datetime):
            value = value.astimezone(TIRANA).date()
        return _day(value, "d MMMM y", self.language) if value else ""

    def datetime(self, value: dt.datetime) -> str:
        """14 maj 2023, 09:05 in Tirana"""
        local = value.astimezone(TIRANA)
        return f"{self.date(local.date())}, {local:%H:%M}"

    def month(self, value: dt.date | None) -> str:
        """gusht 2019"""
        return _day(value, "MMMM y", self.language) if value else ""

    def period(self, held: Period) -> str:
        """gusht 2019 – gusht 2020, or 2019–2020"""
        return held.years if held.in_years else f"{self.month(held.first)} – {self.month(held.last)}"

    def period_end(self, held: Period) -> str:
        """gusht 2020, or 2020"""
        return str(held.last.year) if held.in_years else self.month(held.last)

    def number(self, value: int | float | Decimal, pattern: str = "#,##0.####") -> str:
        """1.200.000,5 in Albanian, with dots as people write and forms read them (CLDR would have spaces)."""
        return numbers.format_decimal(value, pattern, locale=self.locale).replace("\u00a0", ".")

    def amount(self, value: int | float | Decimal) -> str:
        """Of money, without its name: 2.500.000,50; qindarka only if there are any, and then both digits."""
        exact = Decimal(str(value))
        return self.number(exact, "#,##0" if exact == exact.to_integral_value() else "#,##0.00")

    def lek(self, value: int | float | Decimal) -> str:
        """2.500.000,50 lekë"""
        return self.gettext("%(cost)s lekë", cost=self.amount(value))

    def percent(self, value: int | float | Decimal) -> str:
        """Of a number from 0 to 100; one decimal place only where it has one."""
        return numbers.format_percent(Decimal(str(value)) / 100, "#,##0.#%", locale=self.locale)


def _has_words(text: str) -> bool:
    """Numbers, dates and the names of sites are the same in every language."""
    return any(_LETTER.search(token) for token in text.split() if not _SITE.fullmatch(token.strip("(),;")))


def _with_quotations(english: str, albanian: str) -> list[tuple[str, bool]]:
    """What is quoted in English and stands so in the Albanian is Albanian."""
    said: list[tuple[str, bool]] = []
    for number, part in enumerate(_QUOTED.split(english)):
        if number % 2 == 0:
            said.append((part, True))
        elif part in albanian:
            said += [("“", True), (part, False), ("”", True)]
        else:
            said.append((f"“{part}”", True))
    return said


@lru_cache(maxsize=10_000)
def _day(value: dt.date, pattern: str, language: str) -> str:
    """A report says some days hundreds of times, and CLDR's rules are slow to go through."""
    return dates.format_date(value, pattern, locale=language)


@cache
def words(language: str) -> Words:
    return Words(language)


@cache
def _translations(language: str) -> Translations:
    """Reads the .po files as they are: what is reviewed is what runs, and nothing needs compiling."""
    catalog = Catalog(locale=language)
    for path in sorted((LOCALE_FOLDER / language / "LC_MESSAGES").glob("*.po")):
        if path.name == SEEDS:
            continue
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id and message.string and not message.fuzzy:
                    catalog[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)


@cache
def _values(language: str) -> dict[str, str]:
    path = LOCALE_FOLDER / language / "LC_MESSAGES" / SEEDS
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale=language) if message.id}
