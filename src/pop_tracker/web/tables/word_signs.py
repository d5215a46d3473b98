"""Signs that a Word document takes from a font of signs, or raises above the line, as letters that stand alone."""

from pop_tracker.web.i18n import N_
from pop_tracker.web.tables.columns import Fault

UNKNOWN_SIGN = Fault(N_("Këtu ka një simbol nga një font simbolesh që nuk lexohet. Shkruajeni me shkronja."))
_RAISED = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
_LOWERED = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
_SYMBOL = {
    0xA0: "€", 0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°",
    0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…",
    0xD6: "√", 0xD7: "·", 0xDE: "⇒", 0xE5: "∑",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xDF: "←",
    0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
FONTS_OF_SIGNS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}


def sign(letter: str, font: str) -> str | Fault:
    """Fonts of signs keep theirs at U+F000 and above; elsewhere a letter is itself."""
    code = ord(letter) if letter else 0
    if 0xF000 <= code <= 0xF0FF:
        code -= 0xF000
    elif font.lower() not in FONTS_OF_SIGNS or letter.isspace():
        return letter or UNKNOWN_SIGN
    if known := FONTS_OF_SIGNS.get(font.lower(), {}).get(code):
        return known
    is_itself = font.lower() == "symbol" and (chr(code).isdigit() or chr(code) in " !%()+,./:;<=>?[]_{|}")
    return chr(code) if is_itself else UNKNOWN_SIGN


def raised(words: str, height: str | None) -> str:
    """m² stays m², and the mark of a note behind 1.000 makes no 10.001 of it."""
    if height == "superscript":
        return words.translate(_RAISED)
    return words.translate(_LOWERED) if height == "subscript" else words
