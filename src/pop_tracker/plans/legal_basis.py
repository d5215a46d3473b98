"""A plan's legal basis: the document's own lines, read for the number and year of the act that each names."""

import re
from dataclasses import dataclass

from pop_tracker.web.dates import LAST_YEAR

_ACT = r"(?:ligj|vkm\b|vkb\b|vendim|udhëzim|urdhër|kod\b|kodi\b|nr\b)"
_NUMBER_AND_YEAR = re.compile(_ACT + r"[^\d/]{0,60}?(\d{1,5})\s?/\s?(\d{4})(?!\d)", re.IGNORECASE)
_NUMBER_AND_DATE = re.compile(
    _ACT + r"[^\d/]{0,60}?(\d{1,5})\s*,?\s+(?:i\s+)?(?:datë|date|dt\b\.?|viti|vitit)\s*"
    r"(?:\d{1,2}\s*[./\-]\s*\d{1,2}\s*[./\-]\s*)?(\d{4})(?!\d)",
    re.IGNORECASE,
)
_LAW = re.compile(r"\bligj(?:i|in|it)?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Citation:
    """One line of a legal basis. `text` is the line itself; number and year are None where it names no act by them."""

    text: str
    number: str | None
    year: int | None

    @property
    def is_whole(self) -> bool:
        """A line that names a law says which: "Ligji nr. 121/2016". A strategy or an agreement has no number."""
        return self.number is not None or not _LAW.search(self.text)


def read_citation(line: str) -> Citation:
    """Reads "Ligji nr. 121/2016 “…”", "Ligji 139/2015" and "Ligji nr.121, datë 21.11.2016 “…”" alike.

    Years of a period ("Strategjia 2023/2030") are no number of an act, because no act is named before them.
    """
    found = _NUMBER_AND_YEAR.search(line) or _NUMBER_AND_DATE.search(line)
    if found is None or not 1912 <= int(found[2]) <= LAST_YEAR:
        return Citation(line, None, None)
    return Citation(line, found[1], int(found[2]))
