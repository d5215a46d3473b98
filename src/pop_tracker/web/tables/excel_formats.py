"""What a cell of a spreadsheet shows of the number that it holds: number formats (ECMA-376 part 1, 18.8.30-31).

The one library for it that Python has was last released in 2020 and brings calendars of all the world. Here is what a
table of an office needs; a format that shows another number than the cell holds is a fault, never a guess.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from pop_tracker.web.i18n import N_
from pop_tracker.web.tables.columns import Cell, Fault
from pop_tracker.web.tables.excel_dates import IMPOSSIBLE, Moment, date_shown, is_date, moment
from pop_tracker.web.tables.figures import Figure

ANOTHER_NUMBER = Fault(
    N_("Formati i qelizës shfaq një numër tjetër nga ai që mban skedari. Shkruani numrin e plotë, me format “General”.")
)
LONGEST = 255
"""Characters of a format, as spreadsheet programs keep it."""
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0", 6: "#,##0", 7: "#,##0.00", 8: "#,##0.00", 9: "0%",
    10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "dd.mm.yyyy", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "dd.mm.yyyy h:mm",
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-"', 42: '#,##0;-#,##0;"-"', 43: '#,##0.00;-#,##0.00;"-"', 44: '#,##0.00;-#,##0.00;"-"',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    **dict.fromkeys((*range(27, 32), 36, *range(50, 59)), "yyyy-mm-dd"), **dict.fromkeys(range(32, 36), "h:mm:ss"),
}  # fmt: skip
"""Of the formats that files name by a number alone; their money and their days are those of the reader's country."""
_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"? | \\(?P<escaped>.) | _(?P<padding>.) | \*(?P<fill>.) | \[(?P<bracket>[^\]]*)\]
    | (?P<general>General) | (?P<half>AM/PM|A/P) | (?P<power>E[+-]) | (?P<part>y+|m+|d+|h+|s+)
    | (?P<digit>[0#?]) | (?P<sign>.)
    """,
    re.X | re.I | re.S,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_TELLS = {
    "<": Decimal.__lt__, "<=": Decimal.__le__, ">": Decimal.__gt__, ">=": Decimal.__ge__, "=": Decimal.__eq__,
    "<>": Decimal.__ne__,
}  # fmt: skip
Token = tuple[str, str]
"""What it is (`literal`, or a group of the pattern) and its text."""


@dataclass(frozen=True)
class Section:
    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None
    elapsed: str = ""

    def holds(self, value: Decimal) -> bool:
        return self.condition is not None and bool(_TELLS[self.condition[0]](value, self.condition[1]))

    def has(self, kind: str) -> bool:
        return any(token[0] == kind for token in self.tokens)

    def shows(self, sign: str) -> bool:
        return ("sign", sign) in self.tokens

    @property
    def literal(self) -> str:
        return "".join(text for kind, text in self.tokens if kind in ("literal", "sign", "part", "power")).strip()


@dataclass(frozen=True)
class Seen:
    """What a person sees in the cell: None where it shows nothing. `is_rounded`: the file holds more digits."""

    cell: Cell | None
    is_rounded: bool = False


@lru_cache(maxsize=2_000)
def sections(code: str) -> tuple[Section, ...]:
    found: list[Section] = []
    tokens: list[Token] = []
    condition, elapsed = None, ""
    for match in _TOKEN.finditer(code[:LONGEST]):
        kind, text = str(match.lastgroup), match[str(match.lastgroup)]
        if kind == "sign" and text == ";":
            found.append(Section(tuple(tokens), condition, elapsed))
            tokens, condition, elapsed = [], None, ""
        elif kind in ("quoted", "escaped"):
            tokens.append(("literal", text))
        elif kind == "padding":
            tokens.append(("literal", " "))
        elif kind == "bracket" and text.startswith("$"):
            tokens.append(("literal", text[1:].partition("-")[0]))
        elif kind == "bracket" and (said := _CONDITION.fullmatch(text)):
            condition = (said[1], Decimal(said[2]))
        elif kind == "bracket" and re.fullmatch("h+|m+|s+", text, re.I):
            elapsed = text[0].lower()
        elif kind not in ("bracket", "fill"):
            tokens.append((kind, text))
    return *found, Section(tuple(tokens), condition, elapsed)


def text_seen(text: str, code: str) -> str | None:
    """A text as its cell shows it; None for nothing."""
    parts = sections(code)
    of_text = parts[3] if len(parts) > 3 else next((one for one in parts if one.shows("@")), None)
    if of_text is None:
        return text
    return "".join(text if kind == "sign" and sign == "@" else sign for kind, sign in of_text.tokens) or None


def number_seen(held: Decimal, code: str, *, is_1904: bool = False) -> Seen:
    if code == "General":
        return Seen(Figure(format(held, "f")))
    section, is_absolute = _section_for(held, sections(code))
    if section is None or section.shows("@"):
        return Seen(Figure(format(held, "f")))
    if is_date(section.tokens, section.elapsed):
        try:
            return Seen(date_shown(moment(held, is_1904), section.tokens, section.elapsed, held))
        except (OverflowError, ValueError):
            return Seen(IMPOSSIBLE)
    if section.has("general"):
        return _with_words(held, held, format(abs(held), "f"), section.tokens, "general", is_absolute)
    if not section.has("digit"):
        return _words_alone(held, section)
    if section.has("power"):
        return Seen(Figure(format(held, "f")) if _keeps(held, section.tokens) else ANOTHER_NUMBER)
    if _is_fraction(section.tokens):
        return Seen(_in_fractions(held, section.tokens))
    return _in_digits(held, section.tokens, is_absolute)


def day_seen(when: Moment, code: str) -> Seen:
    """Of a day that the file keeps as a day, not as a number."""
    section = sections(code)[0]
    if not is_date(section.tokens, section.elapsed):
        section = sections(BUILT_IN[22])[0]
    return Seen(date_shown(when, section.tokens, section.elapsed, Decimal(0)))


def _section_for(value: Decimal, parts: Sequence[Section]) -> tuple[Section | None, bool]:
    """The section that speaks for the value, and whether it shows it without its sign."""
    parts = [part for part in parts[:3] if not part.shows("@") or len(parts) == 1]
    if not parts:
        return None, False
    if any(part.condition for part in parts):
        chosen = next((part for part in parts if part.condition is None or part.holds(value)), parts[-1])
        return chosen, value < 0 and chosen is not parts[0] and chosen.condition is None
    if len(parts) > 1 and value < 0:
        return parts[1], True
    if len(parts) > 2 and value == 0:
        return parts[2], False
    return parts[0], False


def _words_alone(held: Decimal, section: Section) -> Seen:
    """A format without digits: words for a number, a dash for zero, or nothing at all."""
    return _alone(held, section.literal)


def _alone(held: Decimal, words: str) -> Seen:
    if not words:
        return Seen(None)
    return Seen(Figure(held, words)) if held == 0 and not re.search(r"\w", words) else Seen(words)


def _in_digits(held: Decimal, tokens: Sequence[Token], is_absolute: bool) -> Seen:
    whole, fraction, scale = _places(tokens)
    shares = sum(token == ("sign", "%") for token in tokens)
    if scale and held:
        return Seen(ANOTHER_NUMBER)
    if abs(held) >= 10**18:
        return Seen(Figure(format(held, "f")))
    exact = abs(held) * 100**shares
    rounded = exact.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    digits, _, after = format(rounded, "f").partition(".")
    least = len(whole) - whole.index("0") if "0" in whole else 0
    digits = digits.lstrip("0").rjust(least, "0")
    while after and fraction[len(after) - 1] != "0" and after[-1] == "0":
        after = after[:-1]
    seen = _with_words(held, rounded if held >= 0 else -rounded, f"{digits}.{after}" if after else digits,
                       tokens, "digit", is_absolute)  # fmt: skip
    return Seen(seen.cell, is_rounded=exact != rounded and isinstance(seen.cell, Figure))


def _places(tokens: Sequence[Token]) -> tuple[str, str, int]:
    """The signs before the point and after it, and how often the number is shown a thousand times smaller."""
    whole = fraction = ""
    scale, has_point = 0, False
    for kind, text in tokens:
        if kind == "digit":
            scale = 0
            whole, fraction = (whole, fraction + text) if has_point else (whole + text, fraction)
        elif (kind, text) == ("sign", "."):
            has_point = True
        elif (kind, text) == ("sign", ",") and whole + fraction:
            scale += 1
    return whole, fraction, scale


def _with_words(
    held: Decimal, value: Decimal, digits: str, tokens: Sequence[Token], of: str, is_absolute: bool
) -> Seen:
    """The digits with what stands beside them. Words that stand amid the digits make a text of them; digits among
    the words would be read together with the number's own."""
    places = [place for place, (kind, _) in enumerate(tokens) if kind == of]
    before, after = (_said(some) for some in (tokens[: places[0]], tokens[places[-1] + 1 :]))
    within = [text for kind, text in tokens[places[0] : places[-1]] if kind == "literal" or
              (kind == "sign" and text not in ",. ")]  # fmt: skip
    if "".join(within).strip():
        return Seen(_amid(digits, tokens))
    if not digits:
        return _alone(held, f"{before}{after}".strip())
    if re.search(r"\d\s*$|[.,]$", before) or re.match(r"\s*\d|[.,]", after):
        return Seen(ANOTHER_NUMBER)
    if held < 0 and is_absolute and not re.search("[-(−]", before):
        return Seen(ANOTHER_NUMBER)
    before, after = re.sub("[-(−+]", "", before).lstrip(), after.replace(")", "").rstrip()
    figure = f"-{digits}" if value < 0 else digits
    beside = " ".join(filter(None, (before.strip(), after.strip())))
    return Seen(Figure(figure, f"{before}{figure}{after}", beside))


def _said(tokens: Sequence[Token]) -> str:
    text = "".join(text for kind, text in tokens if kind == "literal" or (kind == "sign" and text not in ",."))
    return re.sub(r"\s+", " ", text)


def _amid(digits: str, tokens: Sequence[Token]) -> str:
    """355-69: digits from the right into the places that the format has, words between them."""
    waiting = list(digits.replace(".", ""))
    left = sum(kind == "digit" for kind, _ in tokens)
    shown = []
    for kind, text in tokens:
        if kind == "digit":
            while len(waiting) >= left and waiting:
                shown.append(waiting.pop(0))
            left -= 1
        elif kind == "literal" or (kind == "sign" and text != ","):
            shown.append(text)
    return "".join(shown).strip()


def _keeps(held: Decimal, tokens: Sequence[Token]) -> bool:
    """Whether a number as powers of ten shows all of its digits."""
    before_power = tokens[: [kind for kind, _ in tokens].index("power")]
    return len(held.normalize().as_tuple().digits) <= sum(kind == "digit" for kind, _ in before_power)


def _is_fraction(tokens: Sequence[Token]) -> bool:
    kinds = [kind if kind == "digit" else text for kind, text in tokens]
    return "/" in kinds and "digit" in kinds[: kinds.index("/")]


def _in_fractions(held: Decimal, tokens: Sequence[Token]) -> Cell:
    under = list(tokens)[[text for _, text in tokens].index("/") + 1 :]
    fixed = re.match(r"\d+", "".join(text for _, text in under))
    of = int(fixed[0]) if fixed and fixed[0].strip("0") else 0
    most = 10 ** sum(kind == "digit" for kind, _ in under) - 1
    near = Fraction(round(held * of), of) if of else Fraction(held).limit_denominator(max(most, 1))
    if f"{float(near):.15g}" != f"{float(held):.15g}":
        return ANOTHER_NUMBER
    whole, rest = divmod(abs(near), 1)
    shown = " ".join(filter(None, (str(whole) if whole or not rest else "", str(rest) if rest else "")))
    return Figure(format(held, "f"), f"-{shown}" if held < 0 else shown)
