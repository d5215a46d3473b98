"""A PDF (ISO 32000) without what it says of people. Its pages are copied unread.

What is drawn on a page stays as it is drawn, also where it was drawn as an annotation: a stamp or a pen's stroke may be
the signature. Only who drew it goes, and the notes that are opened with a click.
"""

import io
import re
from collections.abc import Iterable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from pop_tracker.web.documents.photographs import without_words
from pop_tracker.web.documents.traces import Found, What

SAID_OF_IT = {"/Author": What.AUTHOR, "/Keywords": What.PROPERTIES, "/Company": What.COMPANY, "/Manager": What.COMPANY}
WRITTEN_BY_PROGRAMS = {"/Title", "/Creator", "/Producer", "/CreationDate", "/ModDate", "/Trapped", "/Subject"}
NOTES = {"/Text", "/Popup", "/Caret", "/Sound", "/Movie", "/FileAttachment"}
"""Annotations of which a page shows but a sign."""
MARKS = {
    *("/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/FreeText", "/Stamp", "/Ink", "/Line", "/Square"),
    *("/Circle", "/Polygon", "/PolyLine"),
}
"""That stay, without who made them and what was noted beside them."""
_XMP_NAMES = re.compile(rb"<dc:creator>.*?</dc:creator>", re.DOTALL)
_XMP_NAME = re.compile(rb"<rdf:li[^>]*>([^<]+)</rdf:li>")


def bare(contents: bytes, found: Found) -> tuple[bytes, bool]:
    """The document without it all, and whether it is signed. Raises pikepdf.PasswordError, and PdfError for what is
    none."""
    with pikepdf.open(io.BytesIO(contents), suppress_warnings=True) as pdf:
        things: list[Any] = [one for one in pdf.objects if isinstance(one, Dictionary | Stream)]
        signed = any(Name.ByteRange in one or (isinstance(one.get(Name.V), Dictionary) and Name.ByteRange in one.V)
                     for one in things)  # fmt: skip
        _of_the_whole(pdf, things, found)
        _attachments(pdf, things, found)
        for page in pdf.pages:
            _annotations(page.obj, found)
        _pictures(things, found)
        found.count(What.VERSIONS, _earlier_versions(contents))
        kept = io.BytesIO()
        pdf.save(kept, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return kept.getvalue(), signed


def _text(value: Any) -> str:
    """Of a string object; nothing of anything else."""
    return str(value) if isinstance(value, pikepdf.String) else ""


def _of_the_whole(pdf: Pdf, things: Iterable[Any], found: Found) -> None:
    info = pdf.trailer.get(Name.Info)
    said = {key: _text(info.get(key)) for key in list(info.keys())} if isinstance(info, Dictionary) else {}
    for key, value in said.items():
        if key in SAID_OF_IT:
            found.name(SAID_OF_IT[key], value)
        elif key not in WRITTEN_BY_PROGRAMS:
            found.name(What.PROPERTIES, value)
    metadata = pdf.Root.get(Name.Metadata)
    if isinstance(metadata, Stream):
        for creators in _XMP_NAMES.findall(metadata.read_bytes()):
            names = [name.decode("utf-8", "replace") for name in _XMP_NAME.findall(creators)]
            known = found.names.get(What.AUTHOR, {})
            found.name(What.AUTHOR, *(name for name in names if name.strip() not in known))
    if Name.Info in pdf.trailer:
        del pdf.trailer[Name.Info]
    if title := said.get("/Title"):
        pdf.trailer[Name.Info] = pdf.make_indirect(Dictionary(Title=title))
    for one in things:
        for name in (Name.Metadata, Name.PieceInfo, Name.LastModified):
            if name in one:
                del one[name]


def _attachments(pdf: Pdf, things: Iterable[Any], found: Found) -> None:
    listed = [attached.filename or name for name, attached in pdf.attachments.items()]
    pinned = [_text(one.FS.get(Name.UF)) or _text(one.FS.get(Name.F)) for one in things
              if one.get(Name.Subtype) == Name.FileAttachment and isinstance(one.get(Name.FS), Dictionary)]  # fmt: skip
    lying = 0
    for one in things:
        if Name.EF in one:
            lying += 1
            del one[Name.EF]
        if Name.AF in one:
            del one[Name.AF]
    found.count(What.ATTACHMENTS, max(len(listed) + len(pinned), lying), listed + pinned)
    tree = pdf.Root.get(Name.Names)
    if isinstance(tree, Dictionary) and Name.EmbeddedFiles in tree:
        del tree[Name.EmbeddedFiles]
    if Name.Collection in pdf.Root:
        del pdf.Root[Name.Collection]


def _annotations(page: Any, found: Found) -> None:
    annotations = page.get(Name.Annots)
    if not isinstance(annotations, Array):
        return
    kept: list[Object] = []
    for one in annotations:
        kind = str(one.get(Name.Subtype)) if isinstance(one, Dictionary) else ""
        if kind in NOTES | MARKS and kind not in ("/Popup", "/FileAttachment"):
            by, noted = _text(one.get(Name.T)), kind != "/FreeText" and _text(one.get(Name.Contents))
            if kind in NOTES or by or noted:
                found.count(What.COMMENTS, 1, [by])
        if kind in MARKS:
            for key in (Name.T, Name.Subj, Name.NM, Name.Popup, Name.RC, Name.IRT, Name.CreationDate, Name.M):
                if key in one:
                    del one[key]
            if kind != "/FreeText" and Name.Contents in one:
                del one[Name.Contents]
        if kind not in NOTES:
            kept.append(one)
    if len(kept) < len(annotations):
        page[Name.Annots] = Array(kept)


def _pictures(things: Iterable[Any], found: Found) -> None:
    for one in things:
        if isinstance(one, Stream) and one.get(Name.Subtype) == Name.Image and _is_jpeg(one):
            picture = one.read_raw_bytes()
            bare, told = without_words(picture)
            found.count(What.POSITIONS, int(told))
            if bare != picture:
                one.write(bare, filter=Name.DCTDecode)


def _is_jpeg(stream: Any) -> bool:
    filters = stream.get(Name.Filter)
    return filters == Name.DCTDecode or (isinstance(filters, Array) and list(filters) == [Name.DCTDecode])


def _earlier_versions(contents: bytes) -> int:
    """A file that was saved on top of itself ends several times; one made for slow lines twice from the beginning."""
    ends = contents.count(b"%%EOF") - (b"/Linearized" in contents[:1024])
    return max(ends - 1, 0)
