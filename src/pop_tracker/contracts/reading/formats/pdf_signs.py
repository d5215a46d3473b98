"""The letters of a PDF's page as PDFium knows them: what each means, where it stands and how it looks.

Reading is by PDFium's own calls, because its wrapper gives words without places.
"""

import ctypes
import re
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from pop_tracker.contracts.reading.formats.printed import Sign
from pop_tracker.web.tables.word_signs import FONTS_OF_SIGNS, sign

MOST_SIGNS = 40_000
"""On a page."""
_BOLD = re.compile(r"bold|black|heavy|semibold|demi|italic|oblique|[-,](b|i|bi|it|bd)$", re.IGNORECASE)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_ITALIC_FLAG = 1 << 6
_INVISIBLE = 3
"""How text is painted that is not (ISO 32000, 9.3.6): what a scanner read lies so over its picture."""
SMALLEST = 2.0
"""Points of a letter that can be read."""


@dataclass
class Letters:
    shown: list[Sign] = field(default_factory=list)
    unseen: list[Sign] = field(default_factory=list)
    """Not painted, too small, or turned."""
    unknown: int = 0
    """Of which the file does not tell what they mean."""


@dataclass
class _Font:
    name: str
    is_emphasised: bool


def letters_of(text_page: Any, height: float, left: float) -> Letters:
    """`height` and `left`: of the page's box."""
    found = Letters()
    fonts: dict[str, _Font] = {}
    x, y = ctypes.c_double(), ctypes.c_double()
    box = pdfium.FS_RECTF()
    named, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    count = min(pdfium.FPDFText_CountChars(text_page), MOST_SIGNS)
    for place in range(count):
        code = pdfium.FPDFText_GetUnicode(text_page, place)
        if pdfium.FPDFText_IsGenerated(text_page, place) == 1 or code in (0x0D, 0x0A):
            continue
        pdfium.FPDFText_GetCharOrigin(text_page, place, x, y)
        pdfium.FPDFText_GetLooseCharBox(text_page, place, box)
        size = pdfium.FPDFText_GetFontSize(text_page, place)
        length = pdfium.FPDFText_GetFontInfo(text_page, place, named, 200, flags)
        name = named.raw[: max(length - 1, 0)].decode("utf-8", "replace") if 0 < length <= 200 else ""
        font = fonts.get(name)
        if font is None:
            plain = _SUBSET.sub("", name)
            font = fonts[name] = _Font(plain, bool(_BOLD.search(plain)))
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(text_page, place, matrix)
        scale = (matrix.c**2 + matrix.d**2) ** 0.5 or 1.0
        text = "-" if pdfium.FPDFText_IsHyphen(text_page, place) == 1 else _said(code, font.name)
        if pdfium.FPDFText_HasUnicodeMapError(text_page, place) == 1 or not text:
            found.unknown += 1
            text = text or "\ufffd"
        is_strong = font.is_emphasised or bool(flags.value & _ITALIC_FLAG) or (
            pdfium.FPDFText_GetFontWeight(text_page, place) >= 600
        )  # fmt: skip
        right = max(box.right, x.value)
        made = Sign(text, x.value - left, right - left, height - y.value, size * scale, is_strong)
        is_turned = abs(pdfium.FPDFText_GetCharAngle(text_page, place)) % 6.283 > 0.1
        painted = pdfium.FPDFTextObj_GetTextRenderMode(pdfium.FPDFText_GetTextObject(text_page, place))
        is_unseen = is_turned or made.size < SMALLEST or painted == _INVISIBLE
        (found.unseen if is_unseen else found.shown).append(made)
    return found


def _said(code: int, font: str) -> str:
    """Empty for what means nothing."""
    if not code or code in (0xFFFD, 0xFFFE, 0xFFFF) or (code < 32 and code != 9) or 0xD800 <= code <= 0xDFFF:
        return ""
    letter = chr(code)
    family = next((one for one in FONTS_OF_SIGNS if font.lower().startswith(one)), "")
    if not family and not 0xE000 <= code <= 0xF8FF:
        return letter
    meant = sign(letter, family)
    return meant if isinstance(meant, str) else "•"
