"""Files that hold no table that is read here: each named as what it is, with what to do about it."""

import zipfile

from pop_tracker.web import office_file
from pop_tracker.web.archive import broken
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_

LARGEST_NAME = 200
"""Of the entry in which an OpenDocument file says what it is, in bytes."""
_MACROS = N_("Skedari ka makro. Ruajeni si XLSX ose DOCX, pa makro.")
_TEMPLATE = N_("Ky është shabllon i Excel-it ose i Word-it. Ruajeni si XLSX ose DOCX.")
_BINARY = N_("Ky është skedar binar i Excel-it (XLSB). Ruajeni si XLSX.")
_SLIDES = N_("Ky është prezantim, jo tabelë. Dërgoni tabelën si XLSX, CSV UTF-8 ose DOCX.")
_ODS = N_("Ky është skedar OpenDocument (ODS). Ruajeni si XLSX.")
_ODT = N_("Ky është skedar OpenDocument (ODT). Ruajeni si DOCX.")
_APPLE = N_("Ky është skedar i Apple Numbers ose Pages. Eksportojeni si XLSX ose DOCX.")
_ARCHIVE = N_("Ky është arkiv me skedarë. Hapeni dhe dërgoni vetëm skedarin e tabelës.")
_LOCKED = N_("Skedari është i mbrojtur me fjalëkalim. Hiqeni fjalëkalimin dhe ruajeni përsëri.")
_XLS = N_("Ky është skedar i vjetër i Excel-it (XLS). Ruajeni si XLSX.")
_DOC = N_("Ky është skedar i vjetër i Word-it (DOC). Ruajeni si DOCX.")
_OLD = N_("Ky është skedar i një programi të vjetër. Ruajeni tabelën si XLSX, CSV UTF-8 ose DOCX.")
_RTF = N_("Ky është skedar RTF. Ruajeni si DOCX.")
_PAGE = N_("Kjo është faqe interneti, edhe nëse emri mbaron me XLS. Hapeni me Excel dhe ruajeni si XLSX.")
_XML = N_("Ky është skedar XML. Hapeni me Excel ose Word dhe ruajeni si XLSX ose DOCX.")
_PDF = N_("Ky është PDF; prej tij tabela nuk lexohet. Dërgoni skedarin nga i cili u bë: XLSX, CSV UTF-8 ose DOCX.")
_PICTURE = N_("Kjo është foto; prej saj tabela nuk lexohet. Dërgoni tabelën si XLSX, CSV UTF-8 ose DOCX.")
_BEGINNINGS = (
    (b"{\\rtf", _RTF), (b"\x89PNG", _PICTURE), (b"\xff\xd8\xff", _PICTURE), (b"GIF8", _PICTURE),
    (b"Rar!", _ARCHIVE), (b"7z\xbc\xaf\x27\x1c", _ARCHIVE), (b"\x1f\x8b", _ARCHIVE),
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0"
_STREAMS = (("EncryptedPackage", _LOCKED), ("WordDocument", _DOC), ("Workbook", _XLS), ("Book", _XLS))
"""Of a file of the old Office, by which it says what it is."""


def refusal(contents: bytes) -> Refusal | None:
    """Why no table is read from the file; None for what may be text."""
    message = next((message for start, message in _BEGINNINGS if contents.startswith(start)), None)
    start = contents[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    if message is None and b"%PDF-" in contents[:1024]:
        message = _PDF
    elif message is None and contents[4:8] == b"ftyp":
        message = _PICTURE
    elif message is None and (start.startswith(b"<") or start.lower().startswith(b"mime-version:")):
        message = _PAGE if any(mark in start.lower() for mark in (b"<html", b"<table", b"mime-version")) else _XML
    elif contents.startswith(_OLE):
        message = next((message for name, message in _STREAMS if name.encode("utf-16-le") in contents), _OLD)
    elif contents.startswith(b"PK"):
        return _of_archive(contents)
    return Refusal(message, field="file") if message else None


def _of_archive(contents: bytes) -> Refusal:
    try:
        with office_file.opened(contents) as archive:
            return Refusal(_packed(archive), field="file")
    except Exception:  # whatever is wrong with an archive, its parts or their compression
        return broken()


def _packed(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "mimetype" in names and archive.getinfo("mimetype").file_size <= LARGEST_NAME:
        kind = office_file.short_part(archive, "mimetype")
        if b"opendocument" in kind:
            return _ODS if b"spreadsheet" in kind else _ODT if b".text" in kind else _OLD
    if any(name.endswith(".iwa") or name == "Index.zip" for name in names):
        return _APPLE
    if "[Content_Types].xml" not in names:
        return _ARCHIVE
    _, kind_ = office_file.main_part(archive)
    for sign, message in (
        ("sheet.binary", _BINARY), ("presentation", _SLIDES), ("slideshow", _SLIDES), ("macroEnabled", _MACROS),
        ("template", _TEMPLATE),
    ):  # fmt: skip
        if sign in kind_:
            return message
    return _MACROS if any(name.lower().endswith("vbaproject.bin") for name in names) else broken().message
