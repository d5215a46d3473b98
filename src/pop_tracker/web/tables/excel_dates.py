"""Days and hours of a spreadsheet: numbers to the file, and shown as whole days, months, years or times."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from pop_tracker.web.i18n import N_
from pop_tracker.web.tables.columns import Cell, Fault

IMPOSSIBLE = Fault(N_("Qeliza shfaq ####: numri që mban nuk është ditë ose orë. Shkruajeni si tekst."))
MONTHS = (
    "janar", "shkurt", "mars", "prill", "maj", "qershor", "korrik", "gusht", "shtator", "tetor", "nëntor", "dhjetor",
)  # fmt: skip
WEEKDAYS = ("e hënë", "e martë", "e mërkurë", "e enjte", "e premte", "e shtunë", "e diel")
LAST = 2_958_466
"""The number of 1 January 10000: spreadsheets know no later day."""
Moment = datetime
Token = tuple[str, str]
_PARTS = {"y": "year", "m": "month", "d": "day", "h": "time", "s": "time"}


def is_date(tokens: Sequence[Token], elapsed: str) -> bool:
    return bool(elapsed) or any(kind == "part" for kind, _ in tokens)


def moment(held: Decimal, is_1904: bool) -> Moment:
    """Raises ValueError for a number that is no day: 1900 had no 29 February, though spreadsheets count one."""
    if not 0 <= held < LAST or (not is_1904 and 60 <= held < 61):
        raise ValueError(held)
    first = datetime(1904, 1, 1, tzinfo=UTC) if is_1904 else datetime(1899, 12, 31 if held < 60 else 30, tzinfo=UTC)
    return first + timedelta(seconds=int((held * 86_400).to_integral_value()))


def date_shown(when: Moment, tokens: Sequence[Token], elapsed: str, held: Decimal) -> Cell:
    """A whole day where one is shown, with nothing else beside it; the month with its year; or the words as shown."""
    spelled = _spelled(tokens, elapsed)
    parts = {part for _, part, _ in spelled}
    has_words = any(part == "words" and re.search(r"\w", text) for _, part, text in spelled)
    is_midnight = when.time() == datetime.min.time()
    if not elapsed and not has_words and (is_midnight or "time" not in parts):
        if {"year", "month", "day"} <= parts:
            return _whole(when)
        if parts - {"words", "time"} == {"year", "month"}:
            return f"{MONTHS[when.month - 1]} {when.year}"
    half = any(kind == "half" for kind, _ in tokens)
    said = _elapsed(held, elapsed) + "".join(_say(when, letter, part, text, half) for letter, part, text in spelled)
    return said.strip()


def _whole(when: Moment) -> date:
    if when.year < 1900:
        raise ValueError(when)  # the day that spreadsheets call 0 January 1900
    return when.date()


def _elapsed(held: Decimal, unit: str) -> str:
    if not unit:
        return ""
    per_day = {"h": 24, "m": 24 * 60, "s": 24 * 3600}[unit]
    return str(int((held * 86_400).to_integral_value() * per_day // 86_400))


def _spelled(tokens: Sequence[Token], elapsed: str) -> list[tuple[str, str, str]]:
    """Each part with what it means: m after hours or before seconds is minutes."""
    letters = [(text[0].lower() if kind == "part" else "", kind, text) for kind, text in tokens]
    found = []
    for place, (letter, kind, text) in enumerate(letters):
        if kind == "part":
            before = next((one for one, _, _ in reversed(letters[:place]) if one), elapsed)
            after = next((one for one, _, _ in letters[place + 1 :] if one), "")
            is_minutes = letter == "m" and len(text) < 3 and (before == "h" or after == "s")
            found.append((letter, "time" if is_minutes else _PARTS[letter], text))
        elif kind == "half":
            found.append(("", "half", text))
        elif kind in ("literal", "sign"):
            found.append(("", "words", text))
    return found


def _say(when: Moment, letter: str, part: str, text: str, has_half: bool) -> str:
    if part == "words":
        return text
    if part == "half":
        return "PD" if when.hour < 12 else "MD"
    long = len(text)
    if part == "year":
        return f"{when.year}" if long > 2 else f"{when.year % 100:02}"
    if part == "month":
        return MONTHS[when.month - 1] if long > 2 else f"{when.month:0{long}}"
    if part == "day":
        return WEEKDAYS[when.weekday()] if long > 2 else f"{when.day:0{long}}"
    hour = (when.hour % 12 or 12) if has_half else when.hour
    return f"{ ({'h': hour, 'm': when.minute, 's': when.second}[letter]):0{min(long, 2)}}"
