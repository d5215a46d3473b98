"""The verdict that POP prints after a priority or a point: "(Adresuar Pjesërisht)", "– NUK ESHTE ADRESUAR".

It counts as one where it stands at the end, in brackets, after a dash, in bold or italics, in several words of which
the first has a capital, or in a column of its own, and says nothing else: "rrugët që janë adresuar" is part of a
sentence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pop_tracker.web.albanian import fold


class ReadStatus(StrEnum):
    """As the API says it (`monitoring.scale`, which stands above the contracts)."""

    FULLY_ADDRESSED = "fully_addressed"
    PARTIALLY_ADDRESSED = "partially_addressed"
    NOT_ADDRESSED = "not_addressed"
    NOT_ASSESSED = "not_assessed"
    NOT_ASSESSABLE = "not_assessable"


_LEAD = r"(?:(?:statusi|vleresimi|gjendja|rezultati)\s*[:–—-]?\s*)?(?:(?:prioriteti?|pik[ae]|kerkes[ae])\s+)?"
_SMALL = r"(?:(?:eshte|jane|u|i|e|te)\s+)*"
_DONE = r"(?:adresuar|adresua|adresohet|permbushur|realizuar|zbatuar|plotesuar)"
_PARTLY = r"(?:pjeserisht|pjesrisht|pjesshem)"
_WHOLLY = r"(?:plotesisht|teresisht|krejtesisht|ne\s+menyre\s+te\s+plote)"
_SAID = tuple(
    (status, re.compile(_LEAD + _SMALL + f"(?:{words})"))
    for status, words in (
        (ReadStatus.NOT_ASSESSABLE, r"nuk\s+mund\s+te\s+vleresohe[tn]|pa\s?vleresuesh(?:em|me)"),
        (ReadStatus.NOT_ASSESSED, rf"pa\s?vleresuara?|nuk\s+{_SMALL}vleresuar(?:\s+ende)?"),
        (ReadStatus.PARTIALLY_ADDRESSED, rf"{_DONE}\s+{_PARTLY}|{_PARTLY}(?:\s+{_SMALL}{_DONE})?"),
        (ReadStatus.NOT_ADDRESSED, rf"(?:nuk|jo)\s+{_SMALL}{_DONE}|s\s?[’']?\s?{_SMALL}{_DONE}|pa\s?{_DONE}"),
        (ReadStatus.FULLY_ADDRESSED, rf"{_DONE}(?:\s+{_WHOLLY})?|{_WHOLLY}(?:\s+{_SMALL}{_DONE})?"),
    )
)
_BRACKETED = re.compile(r"\s*[(\[{]([^()\[\]{}]{3,60})[)\]}]\s*[.;,]?\s*$")
_DASHED = re.compile(r"(?:\s+[-–—―−|]+|\s*[–—―|:]|[.;]\s*[-–—]?)\s*([^-–—―−|.;:()\[\]]{5,60}?)\s*[.;]?\s*$")
_CAPITAL = re.compile(r"(?<=\S\s)(?=[A-ZÇË])")
"""Of words that begin with one amid a text: "Arsimi Adresuar Pjesërisht"."""
_LABEL = re.compile(r"[\s.;(–—-]+(?:statusi|vlerësimi|gjendja|rezultati)\s*$", re.IGNORECASE)
_PLAIN_SIGNS = " \t\n()[]{}.,;:*_–—-―−|\"“”'"


@dataclass(frozen=True)
class Said:
    status: ReadStatus
    text_end: int
    """Where the text ends that it was said of."""
    start: int
    """Where its own words begin."""


def status_of(words: str) -> ReadStatus | None:
    """The status that the words say, if they say nothing else: of a cell, or of a line."""
    plain = " ".join(fold(words).strip(_PLAIN_SIGNS).split())
    if not plain or len(plain) > 80:
        return None
    return next((status for status, pattern in _SAID if pattern.fullmatch(plain)), None)


def status_at_end(text: str, emphasis: Sequence[tuple[int, int]] = ()) -> Said | None:
    """The status at the end of a text, with where the text ends without it."""
    bracketed = _BRACKETED.search(text)
    if bracketed and (status := status_of(bracketed[1])):
        return _cut(text, bracketed.start(), status)
    for start, end in emphasis:
        if start > 0 and not text[end:].strip(_PLAIN_SIGNS) and (status := status_of(text[start:])):
            return _cut(text, start, status)
    dashed = _DASHED.search(text)
    if dashed and _is_set_off(text, dashed) and (status := status_of(dashed[1])):
        return _cut(text, dashed.start() + (text[dashed.start()] in ".;"), status)
    for capital in () if text.isupper() else _CAPITAL.finditer(text):
        said = text[capital.start() :]
        if len(said.split()) > 1 and (status := status_of(said)):
            return _cut(text, capital.start(), status)
    return None


def _is_set_off(text: str, dashed: re.Match[str]) -> bool:
    """After a full stop or a colon a lone word needs a capital: "Shkolla. Adresuar"."""
    sign = text[dashed.start() : dashed.start(1)].strip()
    return sign[:1] not in (".", ";", ":") or dashed[1][:1].isupper() or len(dashed[1].split()) > 1


def _cut(text: str, start: int, status: ReadStatus) -> Said | None:
    if label := _LABEL.search(text, 0, start):
        start = label.start() + (text[label.start()] == ".")
    end = len(text[:start].rstrip(" \t\n–—―|"))
    if text[:end].endswith(" -"):
        end -= 2
    return Said(status, len(text[:end].rstrip()), start) if text[:end].strip() else None
