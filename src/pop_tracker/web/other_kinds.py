"""What a file is that no office program of today writes as a document or a workbook, by its content."""

import re
import zipfile
from enum import StrEnum

from pop_tracker.web import office_file

LARGEST_NAME = 200
"""Of the entry in which an OpenDocument file says what it is, in bytes."""


class Other(StrEnum):
    MACROS = "macros"
    TEMPLATE = "template"
    BINARY = "xlsb"
    SLIDES = "slides"
    ODS = "ods"
    ODT = "odt"
    APPLE = "apple"
    ARCHIVE = "archive"
    LOCKED = "locked"
    XLS = "xls"
    DOC = "doc"
    OLD = "old"
    RTF = "rtf"
    PAGE = "page"
    """HTML, also as it is saved with its parts (MHTML)."""
    XML = "xml"
    PDF = "pdf"
    PICTURE = "picture"
    BROKEN = "broken"
    PROGRAM = "program"
    BYTES = "bytes"
    """Neither text nor any of the others."""


_BEGINNINGS = (
    (b"{\\rtf", Other.RTF), (b"\x89PNG", Other.PICTURE), (b"\xff\xd8\xff", Other.PICTURE), (b"GIF8", Other.PICTURE),
    (b"Rar!", Other.ARCHIVE), (b"7z\xbc\xaf\x27\x1c", Other.ARCHIVE), (b"\x1f\x8b", Other.ARCHIVE),
    (b"\x7fELF", Other.PROGRAM),
)  # fmt: skip
_OF_WINDOWS = b"MZ"
"""How a program for it begins; so may a text, which has no zero byte soon after."""
_NO_SIGNS = re.compile(rb"[\0-\x08\x0e-\x1f]")
_MOST_OF_A_TEXT = 0.05
"""Bytes that are no signs; a text may have one by accident, which its reader tells where it stands."""
_OLE = b"\xd0\xcf\x11\xe0"
_STREAMS = (("EncryptedPackage", Other.LOCKED), ("WordDocument", Other.DOC), ("Workbook", Other.XLS),
            ("Book", Other.XLS))  # fmt: skip
"""Of a file of the old Office, by which it says what it is."""


def other_kind(contents: bytes) -> Other | None:
    """None for what may be text."""
    known = next((kind for start, kind in _BEGINNINGS if contents.startswith(start)), None)
    start = contents[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    if known is None and b"%PDF-" in contents[:1024]:
        known = Other.PDF
    elif known is None and contents[4:8] == b"ftyp":
        known = Other.PICTURE
    elif known is None and (start.startswith(b"<") or start.lower().startswith(b"mime-version:")):
        is_page = any(mark in start.lower() for mark in (b"<html", b"<table", b"mime-version"))
        known = Other.PAGE if is_page else Other.XML
    elif contents.startswith(_OLE):
        known = next((kind for name, kind in _STREAMS if name.encode("utf-16-le") in contents), Other.OLD)
    elif contents.startswith(b"PK"):
        known = _of_archive(contents)
    elif known is None and contents.startswith(_OF_WINDOWS) and b"\0" in contents[:64]:
        known = Other.PROGRAM
    elif known is None and _is_no_text(contents[:1024]):
        known = Other.BYTES
    return known


def _is_no_text(start: bytes) -> bool:
    """Text of two bytes a letter has a zero in many of its pairs, always on the same side."""
    first, second = start[::2].count(0), start[1::2].count(0)
    is_wide = start.startswith((b"\xff\xfe", b"\xfe\xff")) or (first + second > len(start) / 4 and 0 in (first, second))
    return not is_wide and len(_NO_SIGNS.findall(start)) > _MOST_OF_A_TEXT * len(start)


def _of_archive(contents: bytes) -> Other:
    try:
        with office_file.opened(contents) as archive:
            return _packed(archive)
    except Exception:  # whatever is wrong with an archive, its parts or their compression
        return Other.BROKEN


def _packed(archive: zipfile.ZipFile) -> Other:
    names = set(archive.namelist())
    if "mimetype" in names and archive.getinfo("mimetype").file_size <= LARGEST_NAME:
        kind = office_file.short_part(archive, "mimetype")
        if b"opendocument" in kind:
            return Other.ODS if b"spreadsheet" in kind else Other.ODT if b".text" in kind else Other.OLD
    if any(name.endswith(".iwa") or name == "Index.zip" for name in names):
        return Other.APPLE
    if "[Content_Types].xml" not in names:
        return Other.ARCHIVE
    _, kind_ = office_file.main_part(archive)
    for sign, meant in (
        ("sheet.binary", Other.BINARY), ("presentation", Other.SLIDES), ("slideshow", Other.SLIDES),
        ("macroEnabled", Other.MACROS), ("template", Other.TEMPLATE),
    ):  # fmt: skip
        if sign in kind_:
            return meant
    return Other.MACROS if any(name.lower().endswith("vbaproject.bin") for name in names) else Other.BROKEN
