"""A PDF: its letters by their places made into lines, columns and tables; and what is a picture of a page, for whoever
can read pictures (`scan.py`).

A file that holds programs, or whose letters mean nothing, is refused: nobody should have to guess what was read.
"""

import ctypes
import io
from collections.abc import Mapping, Sequence
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from pop_tracker.contracts.reading.blocks import Document
from pop_tracker.contracts.reading.formats.pages import Page, written
from pop_tracker.contracts.reading.formats.pdf_drawn import bullets, drawn_on
from pop_tracker.contracts.reading.formats.pdf_signs import Letters, letters_of
from pop_tracker.contracts.reading.formats.printed import Sign
from pop_tracker.contracts.reading.formats.writing import LONG
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_
from pop_tracker.web.pictures import MOST_BYTES, TOO_LARGE

MOST_PAGES = 60
MOST_OBJECTS, MOST_LOOKED_AT = 100_000, 200_000
LOCKED = N_("Skedari është i mbrojtur me fjalëkalim. Hiqeni fjalëkalimin dhe ruajeni përsëri.")
BROKEN = N_("Skedari nuk lexohet; ndoshta është i dëmtuar.")
WITH_PROGRAMS = N_("Kjo PDF ka brenda një program (JavaScript). Printojeni si PDF të re dhe dërgoni atë.")
INTRICATE = N_("Skedari ka tepër shumë pjesë. Printojeni si PDF të re dhe dërgoni atë.")
MEANINGLESS = N_(
    "Shkronjat e kësaj PDF-je nuk lexohen: skedari nuk thotë cilat janë. Dërgoni skedarin nga i cili u bë (DOCX ose "
    "ODT) ose një skanim të tij."
)
MOST_PICTURES = 500
"""Things drawn on a page among which pictures are looked for."""
FEWEST_SIGNS = 25
"""On a page. What has fewer and a picture is a scan."""


def unread(contents: bytes, scanned: Mapping[int, Sequence[Sign]]) -> list[tuple[int, float]]:
    """Pages, from 1, that are pictures which nobody has read yet, and how wide they are. Raises Refusal for what may
    not be read at all."""
    _require_harmless(contents)
    with _opened(contents) as pdf:
        pages = [_page(page, number, scanned.get(number, ())) for number, page in enumerate(pdf, 1)]
    return [(page.number, page.width) for page in pages if page.is_scan and page.number not in scanned]


def painted(contents: bytes, *, page: int, dots: int) -> bytes:
    """A page as a PNG in grey, of that many dots an inch or what fits into MOST_DOTS."""
    with _opened(contents) as pdf:
        wanted = pdf[page - 1]
        wide, high = wanted.get_size()
        scale = min(dots / 72, (MOST_DOTS / max(wide * high, 1)) ** 0.5)
        picture = wanted.render(scale=scale, grayscale=True).to_pil()
        made = io.BytesIO()
        picture.save(made, "PNG", compress_level=1)
    return made.getvalue()


MOST_DOTS = 12_000_000
"""Of a page as a picture: A4 at 300 dots an inch has 8,700,000."""


def document(contents: bytes, scanned: Mapping[int, Sequence[Sign]]) -> Document:
    """`scanned`: what was read of pages that are pictures, in points. Raises Refusal."""
    with _opened(contents) as pdf:
        pages = [_page(page, number, scanned.get(number, ())) for number, page in enumerate(pdf, 1)]
    if sum(page.unknown for page in pages) * 20 > sum(len(page.signs) for page in pages):
        raise Refusal(MEANINGLESS, field="file")
    return written(pages)


def _page(page: Any, number: int, scanned: Sequence[Sign] = ()) -> Page:
    left, bottom, right, top = page.get_bbox()
    if scanned:
        return Page(number, top - bottom, right - left, list(scanned), is_picture=True)
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        letters = letters_of(text_page, top, left) if text_page else Letters()
    finally:
        if text_page:
            pdfium.FPDFText_ClosePage(text_page)
    has_picture = _has_picture(page)
    said = sum(1 for sign in letters.shown if sign.text.strip())
    if has_picture and said < FEWEST_SIGNS < len(letters.unseen):
        # A scanner has read the page already, and laid its words under the picture.
        return Page(number, top - bottom, right - left, letters.unseen, is_picture=True)
    drawn = drawn_on(page, top, left)
    signs = [*letters.shown, *bullets(drawn.dots, letters.shown)]
    return Page(
        number, top - bottom, right - left, signs, drawn.edges, letters.unseen, letters.unknown,
        is_scan=has_picture and said < FEWEST_SIGNS,
    )  # fmt: skip


def _has_picture(page: Any) -> bool:
    """Raises Refusal for one that is larger than a server should open."""
    found = False
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    for place in range(min(pdfium.FPDFPage_CountObjects(page), MOST_PICTURES)):
        one = pdfium.FPDFPage_GetObject(page, place)
        if pdfium.FPDFPageObj_GetType(one) == pdfium.FPDF_PAGEOBJ_IMAGE:
            found = True
            if pdfium.FPDFImageObj_GetImagePixelSize(one, wide, high) and wide.value * high.value > MOST_BYTES:
                raise Refusal(TOO_LARGE, field="file")
    return found


def _opened(contents: bytes) -> pypdfium2.PdfDocument:
    try:
        pdf = pypdfium2.PdfDocument(contents)
    except pypdfium2.PdfiumError as error:
        raise Refusal(LOCKED if "password" in str(error).lower() else BROKEN, field="file") from None
    if len(pdf) > MOST_PAGES:
        raise Refusal(LONG, field="file")
    return pdf


def _require_harmless(contents: bytes) -> None:
    """Raises Refusal."""
    try:
        with pikepdf.open(io.BytesIO(contents), suppress_warnings=True) as pdf:
            if len(pdf.objects) > MOST_OBJECTS:
                raise Refusal(INTRICATE, field="file")
            if _holds_programs(pdf):
                raise Refusal(WITH_PROGRAMS, field="file")
    except pikepdf.PasswordError:
        raise Refusal(LOCKED, field="file") from None
    except pikepdf.PdfError:
        raise Refusal(BROKEN, field="file") from None


_PROGRAMS = (pikepdf.Name.JavaScript, pikepdf.Name.Launch)


def _holds_programs(pdf: pikepdf.Pdf) -> bool:
    """Anywhere in the file: what leads to a program is an object, or written out within one."""
    ahead: list[Any] = list(pdf.objects)
    looked = 0
    while ahead:
        one = ahead.pop()
        looked += 1
        if looked > MOST_LOOKED_AT:
            raise Refusal(INTRICATE, field="file")
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            if one.get(pikepdf.Name.S) in _PROGRAMS or pikepdf.Name.JS in one or pikepdf.Name.JavaScript in one:
                return True
            within = [value for _, value in one.items()]
        elif isinstance(one, pikepdf.Array) and len(one) < MOST_LOOKED_AT:
            within = list(one)
        else:
            continue
        ahead += [value for value in within
                  if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect]  # fmt: skip
    return False
