"""A PDF (ISO 32000) without what it says of people. Its pages are copied unread.

What is drawn on a page stays as it is drawn, also where it was drawn as an annotation: a stamp or a pen's stroke may be
the signature. Only who drew it goes, and the notes that are opened with a click.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from pop_tracker.web.documents.folders import without_folders
from pop_tracker.web.documents.photographs import without_words
from pop_tracker.web.documents.traces import Found, Hindrance, What
from pop_tracker.web.documents.xmp import said_in

SAID_OF_IT = {"/Author": What.AUTHOR, "/Keywords": What.PROPERTIES, "/Company": What.COMPANY, "/Manager": What.COMPANY}
WRITTEN_BY_PROGRAMS = {"/Title", "/Creator", "/Producer", "/CreationDate", "/ModDate", "/Trapped"}
NOTES = {"/Text", "/Popup", "/Caret", "/Sound", "/Movie", "/FileAttachment"}
"""Annotations of which a page shows but a sign."""
OF_THE_PAGE = {"/Link", "/Widget"}
"""That nobody puts there beside the words. All others stay, without who made them and what was noted beside them."""
UNSEEN = 2 | 32
"""Flags of an annotation that is not shown (ISO 32000-1, 12.5.3)."""
ACTING = {
    *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/Sound", "/Movie"),
    *("/RichMediaExecute",),
}
"""Actions (12.6.4) that do more than show another place."""


def bare(contents: bytes, found: Found) -> tuple[bytes, Hindrance]:
    """The document without it all, and what hinders that it be had. Raises pikepdf.PasswordError, and PdfError for what
    is none."""
    with pikepdf.open(io.BytesIO(contents), suppress_warnings=True) as pdf:
        things = _by_key(pdf)
        hindrance = Hindrance.SIGNED if "/ByteRange" in things else _form(pdf, found)
        _of_the_whole(pdf, things, found)
        _attachments(pdf, things, found)
        _actions(pdf, things, found)
        for page in pdf.pages:
            _annotations(page.obj, found)
            if Name.Thumb in page.obj:
                del page.obj[Name.Thumb]
                found.count(What.PREVIEWS)
        _pictures(pdf, things, found)
        _unseen_layers(pdf, found)
        found.count(What.VERSIONS, _earlier_versions(contents))
        found.count(What.ATTACHMENTS, _beside_it(contents))
        kept = io.BytesIO()
        # What opens without a password was only asked not to be changed; and no random key can be had here.
        pdf.save(kept, deterministic_id=True, encryption=False, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return kept.getvalue(), hindrance


Things = Mapping[str, list[Any]]
"""The dictionaries of a document by each of these keys that they have: it may be hundreds of thousands, and each pass
over all takes seconds."""
KEYS = {
    *("/ByteRange", "/Metadata", "/PieceInfo", "/LastModified", "/Alt", "/EF", "/AF", "/AA", "/A", "/PA", "/Next"),
    *("/OpenAction", "/FS", "/Filter"),
}


def _by_key(pdf: Pdf) -> Things:
    things: dict[str, list[Any]] = {}
    for one in pdf.objects:
        for inner in _within(one):
            for key in KEYS.intersection(inner.keys()):
                things.setdefault(key, []).append(inner)
    return things


def _within(one: Any) -> Iterator[Any]:
    """The dictionaries of an object, also those within others; each object for itself."""
    ahead = [one]
    while ahead:
        now = ahead.pop()
        if isinstance(now, Dictionary | Stream):
            yield now
            inner: Iterable[Any] = [value for _, value in now.items()]
        elif isinstance(now, Array):
            inner = list(now)
        else:
            continue
        ahead += [value for value in inner if isinstance(value, Dictionary | Array) and not value.is_indirect]


def _form(pdf: Pdf, found: Found) -> Hindrance:
    """Of a form that one maker's programs know (XFA) the fields of all others stay, where it has them."""
    form = pdf.Root.get(Name.AcroForm)
    if not isinstance(form, Dictionary) or Name.XFA not in form:
        return Hindrance.NONE
    found.name(What.PROPERTIES, "XFA")
    fields = form.get(Name.Fields)
    if pdf.Root.get(Name.NeedsRendering) or not isinstance(fields, Array) or not len(fields):
        return Hindrance.FORM
    del form[Name.XFA]
    return Hindrance.NONE


def _text(value: Any) -> str:
    """Of a string object; nothing of anything else."""
    return str(value) if isinstance(value, pikepdf.String) else ""


def _of_the_whole(pdf: Pdf, things: Things, found: Found) -> None:
    info = pdf.trailer.get(Name.Info)
    said = {key: _text(info.get(key)) for key in list(info.keys())} if isinstance(info, Dictionary) else {}
    for key, value in said.items():
        if key in SAID_OF_IT:
            found.name(SAID_OF_IT[key], value)
        elif key not in WRITTEN_BY_PROGRAMS:
            found.name(What.PROPERTIES, value)
    for one in things.get("/Metadata", ()):
        if isinstance(metadata := one.get(Name.Metadata), Stream):
            for what, words in said_in(metadata.read_bytes()):
                found.name_once(what, words)
    for one in things.get("/PieceInfo", ()):
        if isinstance(pieces := one.get(Name.PieceInfo), Dictionary):
            for program in list(pieces.keys()):
                found.name_once(What.PROPERTIES, program.lstrip("/"))
    for one in things.get("/Alt", ()):
        if gone := without_folders(_text(one.get(Name.Alt)))[1]:  # Word describes a picture by where it lay
            found.name(What.FOLDER, *gone)
            one[Name.Alt] = without_folders(_text(one.Alt))[0]
    if Name.Info in pdf.trailer:
        del pdf.trailer[Name.Info]
    if title := said.get("/Title"):
        pdf.trailer[Name.Info] = pdf.make_indirect(Dictionary(Title=title))
    for key in ("/Metadata", "/PieceInfo", "/LastModified"):
        for one in things.get(key, ()):
            del one[key]


def _attachments(pdf: Pdf, things: Things, found: Found) -> None:
    listed = [attached.filename or name for name, attached in pdf.attachments.items()]
    pinned = [_text(one.FS.get(Name.UF)) or _text(one.FS.get(Name.F)) for one in things.get("/FS", ())
              if one.get(Name.Subtype) == Name.FileAttachment and isinstance(one.get(Name.FS), Dictionary)]  # fmt: skip
    found.count(What.ATTACHMENTS, max(len(listed) + len(pinned), len(things.get("/EF", ()))), listed + pinned)
    for key in ("/EF", "/AF"):
        for one in things.get(key, ()):
            del one[key]
    tree = pdf.Root.get(Name.Names)
    if isinstance(tree, Dictionary) and Name.EmbeddedFiles in tree:
        del tree[Name.EmbeddedFiles]
    if Name.Collection in pdf.Root:
        del pdf.Root[Name.Collection]


def _actions(pdf: Pdf, things: Things, found: Found) -> None:
    for one in things.get("/AA", ()):
        found.count(What.SCRIPTS, len(one.AA) if isinstance(one.AA, Dictionary) else 0)
        del one[Name.AA]
    for key in ("/A", "/PA", "/Next", "/OpenAction"):
        for one in things.get(key, ()):
            if any(_acts(action, found) for action in _listed(one[key])):
                del one[key]
    tree = pdf.Root.get(Name.Names)
    if isinstance(tree, Dictionary) and Name.JavaScript in tree:
        found.count(What.SCRIPTS, sum(1 for one in _within(tree.JavaScript) if Name.JS in one) or 1)
        del tree[Name.JavaScript]


def _listed(action: Any) -> list[Any]:
    return list(action) if isinstance(action, Array) else [action]


def _acts(action: Any, found: Found) -> bool:
    """Whether it does more than show a place; or leads to one on somebody's computer."""
    if not isinstance(action, Dictionary):
        return False
    aim = action.get(Name.F)
    led = _text(aim.get(Name.UF)) or _text(aim.get(Name.F)) if isinstance(aim, Dictionary) else _text(aim)
    gone = without_folders(led or _text(action.get(Name.URI)))[1]
    found.name(What.FOLDER, *gone)
    does = str(action.get(Name.S)) in ACTING or _text(action.get(Name.URI)).lower().startswith("javascript:")
    found.count(What.SCRIPTS, int(does))
    return does or bool(gone)


def _annotations(page: Any, found: Found) -> None:
    annotations = page.get(Name.Annots)
    if not isinstance(annotations, Array):
        return
    kept: list[Object] = []
    for one in annotations:
        kind = str(one.get(Name.Subtype)) if isinstance(one, Dictionary) else ""
        if not kind or kind in OF_THE_PAGE:
            kept.append(one)
            continue
        by, noted = _text(one.get(Name.T)), kind != "/FreeText" and _text(one.get(Name.Contents))
        flags: Any = one.get(Name.F)
        is_unseen = isinstance(flags, int) and bool(flags & UNSEEN)
        if kind not in ("/Popup", "/FileAttachment") and (kind in NOTES or by or noted or is_unseen):
            found.count(What.COMMENTS, 1, [by])
        for key in (Name.T, Name.Subj, Name.NM, Name.Popup, Name.RC, Name.IRT, Name.CreationDate, Name.M):
            if key in one:
                del one[key]
        if kind != "/FreeText" and Name.Contents in one:
            del one[Name.Contents]
        if kind not in NOTES and not is_unseen:
            kept.append(one)
    if len(kept) < len(annotations):
        page[Name.Annots] = Array(kept)


def _unseen_layers(pdf: Pdf, found: Found) -> None:
    layers = pdf.Root.get(Name.OCProperties)
    shown = layers.get(Name.D) if isinstance(layers, Dictionary) else None
    off = shown.get(Name.OFF) if isinstance(shown, Dictionary) else None
    found.count(What.HIDDEN_TEXT, len(off) if isinstance(off, Array) else 0)


def _pictures(pdf: Pdf, things: Things, found: Found) -> None:
    for one in things.get("/Filter", ()):
        if not isinstance(one, Stream) or one.get(Name.Subtype) != Name.Image or Name.Filter not in one:
            continue
        *around, packed = _listed(one.Filter)
        how = [None, *_listed(one.DecodeParms)][-1] if Name.DecodeParms in one else None
        if packed not in (Name.DCTDecode, Name.JPXDecode):
            continue
        picture = one.read_raw_bytes()
        if around:
            outer = Stream(pdf, picture)
            outer.Filter = Array(around)
            picture = outer.read_bytes()
        bare, told = without_words(picture)
        found.count(What.POSITIONS if told else What.PICTURES, int(told or bare != picture))
        if bare != picture:
            one.write(bare, filter=packed, decode_parms=how if isinstance(how, Dictionary) else None)


def _earlier_versions(contents: bytes) -> int:
    """A file that was saved on top of itself ends several times; one made for slow lines twice from the beginning."""
    ends = contents.count(b"%%EOF") - (b"/Linearized" in contents[:1024])
    return max(ends - 1, 0)


def _beside_it(contents: bytes) -> int:
    """What stands before its beginning or after its end belongs to something else: one file may be two."""
    before = contents[: contents.find(b"%PDF-")].strip(b"\xef\xbb\xbf \t\r\n")
    _, end, after = contents.rpartition(b"%%EOF")
    return bool(before) + bool(end and after.strip(b" \t\r\n\0\x1a"))
