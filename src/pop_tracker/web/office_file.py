"""What an office file is, as its format defines it (ECMA-376, Open Packaging Conventions): by the part that its first
relationship leads to and the type that part is listed with, never by a fixed name.

Nothing outside the file is ever followed. Only small lists are unpacked here, so it may be asked of any file; whoever
reads a part asks `web.archive` first whether all of it may be unpacked.
"""

import io
import posixpath
import re
import zipfile
from urllib.parse import unquote
from xml.etree import ElementTree

_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = _OFFICE + "wordprocessingml.document"
XLSX = _OFFICE + "spreadsheetml.sheet"
LARGEST_LIST = 1024 * 1024
"""Of a file's parts and what leads where, in bytes."""
MOST_PARTS = 5_000
"""Of an archive that is looked into here; what lists hundreds of thousands was made to be slow."""
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/"
_STRICT, _USUAL = b"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/"


def kind(contents: bytes) -> str | None:
    """DOCX or XLSX; None for all else, among it a damaged file and one with macros."""
    try:
        with opened(contents) as archive:
            _, type_ = main_part(archive)
            has_macros = any(name.lower().endswith("vbaproject.bin") for name in archive.namelist())
    except Exception:  # whatever is wrong with an archive, its parts or their compression
        return None
    return None if has_macros else {f"{DOCX}.main+xml": DOCX, f"{XLSX}.main+xml": XLSX}.get(type_)


def opened(contents: bytes) -> zipfile.ZipFile:
    """The archive. Raises ValueError before its list is read, which would take seconds, where it names too many parts,
    and what `zipfile` raises for what is none."""
    if contents.count(_LISTED) > MOST_PARTS:
        raise ValueError("the list is too long")
    return zipfile.ZipFile(io.BytesIO(contents))


_LISTED = b"PK\x01\x02"
"""How a part in an archive's list begins."""


def short_part(archive: zipfile.ZipFile, part: str) -> bytes:
    """Raises ValueError for one that is longer than a list may be, or packed as office programs do not: of these
    packings a few bytes fill the memory before their end is known."""
    listed = archive.getinfo(part)
    if listed.file_size > LARGEST_LIST or listed.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError(f"{part} is too long")
    return archive.read(part)


def main_part(archive: zipfile.ZipFile) -> tuple[str, str]:
    """The name of the document or workbook itself in the archive, and its content type. Raises ValueError where the
    file has none."""
    for type_, part in relationships(archive, "").values():
        if type_ == "officeDocument":
            return part, content_type(archive, part)
    raise ValueError("no part is the document")


def relationships(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Where a part ("" for the file itself) leads to inside the file: by id, the last word of the relationship's type
    ("styles", "worksheet"; alike in both dialects) and the name of the part. What leads out, or nowhere, is not there.
    """
    folder, name = posixpath.split(part)
    names = _names(archive)
    listed = names.get(posixpath.join(folder, "_rels", f"{name}.rels").lower())
    found: dict[str, tuple[str, str]] = {}
    for entry in _list(archive, listed) if listed else ():
        if entry.tag != f"{_PACKAGE}relationships}}Relationship" or entry.get("TargetMode") == "External":
            continue
        target = posixpath.normpath(posixpath.join("/", folder, unquote(entry.get("Target", "")).replace("\\", "/")))
        if real := names.get(target.lstrip("/").lower()):
            found[entry.get("Id", "")] = (entry.get("Type", "").rpartition("/")[2], real)
    return found


def related(archive: zipfile.ZipFile, part: str, type_: str) -> str | None:
    """The one part of this type that a part leads to."""
    return next((target for kind, target in relationships(archive, part).values() if kind == type_), None)


def content_type(archive: zipfile.ZipFile, part: str) -> str:
    """As the file lists it: by the part's name, else by its ending; empty for none."""
    listed = _names(archive).get("[content_types].xml")
    if not listed:
        raise ValueError("no part has a type")
    by_ending = ""
    for entry in _list(archive, listed):
        kind = entry.get("ContentType", "")
        name = unquote(entry.get("PartName", "")).lstrip("/").lower()
        if entry.tag == f"{_PACKAGE}content-types}}Override" and name == part.lower():
            return kind
        ending = entry.get("Extension", "").lower()
        if entry.tag == f"{_PACKAGE}content-types}}Default" and part.lower().endswith(f".{ending}"):
            by_ending = kind
    return by_ending


def xml(archive: zipfile.ZipFile, part: str) -> bytes:
    """A part with the namespaces of the usual dialect, whichever it was written in. Raises ValueError for a document
    type or an entity: office programs write neither, and who does is up to something."""
    return _plain_xml(part, archive.read(part))


def _plain_xml(part: str, written: bytes) -> bytes:
    if written.startswith((b"\xff\xfe", b"\xfe\xff")):
        # A declaration of UTF-16 would be untrue from here on.
        written = re.sub(r"^\s*<\?xml.*?\?>", "", written.decode("utf-16"), count=1, flags=re.DOTALL).encode()
    if b"<!DOCTYPE" in written or b"<!ENTITY" in written or b"\0" in written:
        raise ValueError(f"{part} declares something of its own")
    if _STRICT in written:
        for theirs, ours in _DIALECT.items():
            written = written.replace(theirs, ours)
    return written


_DIALECT = {
    _STRICT + b"wordprocessingml/main": _USUAL + b"wordprocessingml/2006/main",
    _STRICT + b"spreadsheetml/main": _USUAL + b"spreadsheetml/2006/main",
    _STRICT + b"officeDocument/relationships": _USUAL + b"officeDocument/2006/relationships",
    _STRICT + b"drawingml/": _USUAL + b"drawingml/2006/",
    _STRICT + b"officeDocument/math": _USUAL + b"officeDocument/2006/math",
}


def _names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Parts by name, blind to case. Where two are one, one program would open this and another that: ValueError."""
    names = {name.replace("\\", "/").lstrip("/").lower(): name for name in archive.namelist()}
    if len(names) < len(archive.namelist()):
        raise ValueError("two parts have one name")
    return names


def _list(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(_plain_xml(part, short_part(archive, part)))
    except (ElementTree.ParseError, UnicodeError, LookupError) as error:
        raise ValueError(str(error)) from error
