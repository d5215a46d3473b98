"""Of which kind a file is, by its content; and why it is not read, where it is none of them.

The ending of its name is asked only whether it says something else: then somebody took one file for another, or wants
it taken for one.
"""

from enum import StrEnum
from pathlib import PurePath

from pop_tracker.contracts.reading.formats.page import is_mhtml
from pop_tracker.contracts.reading.formats.text import NO_TEXT
from pop_tracker.web import office_file
from pop_tracker.web.archive import broken
from pop_tracker.web.errors import Refusal
from pop_tracker.web.files import LARGEST, MEGABYTES, TOO_LARGE, sniff
from pop_tracker.web.i18n import N_
from pop_tracker.web.other_kinds import Other, other_kind


class Kind(StrEnum):
    """The value is what people call it."""

    PDF = "PDF"
    WORD = "DOCX"
    ODT = "ODT"
    EXCEL = "XLSX"
    PAGE = "HTML"
    TEXT = "TXT"
    PICTURE = "JPEG/PNG"


_SNIFFED = {
    "application/pdf": Kind.PDF, office_file.DOCX: Kind.WORD, office_file.XLSX: Kind.EXCEL,
    "image/png": Kind.PICTURE, "image/jpeg": Kind.PICTURE, "image/heic": Kind.PICTURE,
}  # fmt: skip
_ENDINGS = {
    ".pdf": Kind.PDF, ".docx": Kind.WORD, ".odt": Kind.ODT, ".xlsx": Kind.EXCEL, ".html": Kind.PAGE,
    ".htm": Kind.PAGE, ".mht": Kind.PAGE, ".mhtml": Kind.PAGE, ".txt": Kind.TEXT, ".csv": Kind.TEXT,
    ".png": Kind.PICTURE, ".jpg": Kind.PICTURE, ".jpeg": Kind.PICTURE, ".heic": Kind.PICTURE, ".heif": Kind.PICTURE,
}  # fmt: skip
ACCEPTED = ",".join(_ENDINGS)
_PLAIN = {Kind.PAGE, Kind.TEXT}
"""Between which nothing is dangerous to mistake."""
_MESSAGES = {
    Other.MACROS: N_("Skedari ka makro. Ruajeni si XLSX ose DOCX, pa makro."),
    Other.TEMPLATE: N_("Ky është shabllon i Excel-it ose i Word-it. Ruajeni si XLSX ose DOCX."),
    Other.BINARY: N_("Ky është skedar binar i Excel-it (XLSB). Ruajeni si XLSX."),
    Other.SLIDES: N_("Ky është prezantim. Dërgoni kontratën si DOCX ose PDF."),
    Other.ODS: N_("Ky është skedar OpenDocument (ODS). Ruajeni si XLSX."),
    Other.APPLE: N_("Ky është skedar i Apple Numbers ose Pages. Eksportojeni si XLSX ose DOCX."),
    Other.ARCHIVE: N_("Ky është arkiv me skedarë. Hapeni dhe dërgoni vetëm skedarin e kontratës."),
    Other.LOCKED: N_("Skedari është i mbrojtur me fjalëkalim. Hiqeni fjalëkalimin dhe ruajeni përsëri."),
    Other.XLS: N_("Ky është skedar i vjetër i Excel-it (XLS). Ruajeni si XLSX."),
    Other.DOC: N_("Ky është skedar i vjetër i Word-it (DOC). Ruajeni si DOCX."),
    Other.OLD: N_("Ky është skedar i një programi të vjetër. Ruajeni kontratën si DOCX ose PDF."),
    Other.RTF: N_("Ky është skedar RTF. Ruajeni si DOCX."),
    Other.XML: N_("Ky është skedar XML. Dërgoni kontratën si DOCX ose PDF."),
    Other.PICTURE: N_("Ky lloj fotoje nuk lexohet. Ruajeni si JPEG, PNG ose PDF."),
    Other.BROKEN: broken().message,
    Other.PROGRAM: N_("Ky është program, jo dokument. Dërgoni kontratën si DOCX ose PDF."),
    Other.BYTES: NO_TEXT,
}
_MISNAMED = N_("Emri i skedarit mbaron me %(ending)s, por skedari është %(kind)s. Riemërtojeni dhe dërgojeni përsëri.")
_WITH_A_PATH = N_("Emri i skedarit ka brenda një shteg dosjesh. Riemërtojeni dhe dërgojeni përsëri.")
_EMPTY = N_("Skedari është bosh.")


def kind_of(contents: bytes, name: str = "") -> Kind:
    """Raises Refusal for what is not read."""
    if not contents:
        raise Refusal(_EMPTY, field="file")
    if len(contents) > LARGEST:
        raise Refusal(TOO_LARGE, field="file", megabytes=MEGABYTES)
    if "/" in name or "\\" in name or "\0" in name:
        raise Refusal(_WITH_A_PATH, field="file")
    kind = _SNIFFED.get(sniff(contents) or "") or _of_others(contents)
    ending = PurePath(name).suffix.lower()
    said = _ENDINGS.get(ending)
    if said and said is not kind and not {said, kind} <= _PLAIN:
        raise Refusal(_MISNAMED, field="file", ending=ending, kind=kind.value)
    return kind


def _of_others(contents: bytes) -> Kind:
    if is_mhtml(contents):
        return Kind.PAGE
    kind = other_kind(contents)
    if kind is None:
        wide = contents[:2000].replace(b"\0", b"").lstrip(b"\xff\xfe").lstrip()
        return Kind.PAGE if wide.startswith(b"<") and _is_page(wide) else Kind.TEXT
    if kind is Other.ODT:
        return Kind.ODT
    if kind is Other.PAGE or (kind is Other.XML and _is_page(contents)):
        return Kind.PAGE
    raise Refusal(_MESSAGES.get(kind, broken().message), field="file")


_TAGS = (b"<html", b"<body", b"<!doctype html", b"<p>", b"<p ", b"<div", b"<li>", b"<h1")


def _is_page(contents: bytes) -> bool:
    """One that begins with a comment or a fragment."""
    start = contents[:20_000].lower()
    return any(tag in start for tag in _TAGS)
