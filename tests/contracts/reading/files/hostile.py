"""Files made to be slow, to fill the memory, or to run something; each a few kilobytes or as large as is taken."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from tests.contracts.reading.files import making
from tests.web.office import document, office_file


def _saved(pdf: Pdf, **how: Any) -> bytes:
    kept = io.BytesIO()
    pdf.save(kept, **how)
    return kept.getvalue()


def _as_it_is(pdf: Pdf) -> bytes:
    """Its streams packed as they were given."""
    return _saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def drawn(content: bytes, packed: bool = False) -> bytes:
    """A PDF of one page that draws so, with one font."""
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    data, how = (zlib.compress(content, 9), {"Filter": Name.FlateDecode}) if packed else (content, {})
    page.obj.Contents = Stream(pdf, data, **how)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.obj.Resources = Dictionary(Font=Dictionary(F=font))
    return _as_it_is(pdf)


def with_program(where: str) -> bytes:
    pdf = Pdf.open(io.BytesIO(making.pdf()))
    act = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    page = pdf.pages[0].obj
    if where == "when opened":
        pdf.Root.OpenAction = act
    elif where == "of a page":
        page.AA = Dictionary(O=act)
    elif where == "by name":
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([pikepdf.String("x"), act])))
    elif where == "at a link":
        page.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 1, 1]), A=act)])
    else:
        pdf.Root.OpenAction = Dictionary(S=Name.Launch, F=pikepdf.String("cmd.exe"))
    return _saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def locked() -> bytes:
    with Pdf.open(io.BytesIO(making.pdf())) as pdf:
        return _saved(pdf, encryption=pikepdf.Encryption(owner="a", user="b"))


def of_many_objects(count: int = 180_000) -> bytes:
    made, places = io.BytesIO(b"%PDF-1.4\n"), []
    made.seek(0, io.SEEK_END)
    first = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 0>>"}
    for number in range(1, count):
        places.append(made.tell())
        made.write(b"%d 0 obj\n%s\nendobj\n" % (number, first.get(number, b"<</A 1>>")))
    table = made.tell()
    made.write(b"xref\n0 %d\n0000000000 65535 f \n" % count)
    made.writelines(b"%010d 00000 n \n" % place for place in places)
    made.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, table))
    return made.getvalue()


def of_forms_within_forms(deep: int = 20) -> bytes:
    """Each draws the next one three times."""
    pdf = Pdf.new()
    page = pdf.add_blank_page()
    inner: Any = None
    for _ in range(deep):
        form = pdf.make_stream(b"/A Do " * 3 if inner is not None else b"0 0 m 10 10 l S", Type=Name.XObject,
                               Subtype=Name.Form, BBox=Array([0, 0, 100, 100]))  # fmt: skip
        if inner is not None:
            form.Resources = Dictionary(XObject=Dictionary(A=inner))
        inner = form
    page.obj.Contents = pdf.make_stream(b"/A Do")
    page.obj.Resources = Dictionary(XObject=Dictionary(A=inner))
    return _saved(pdf)


def of_a_picture(wide: int, high: int) -> bytes:
    """A PDF whose page is one, of zeros."""
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    picture = Stream(pdf, zlib.compress(bytes(30_000_000), 9), Type=Name.XObject, Subtype=Name.Image, Width=wide,
                     Height=high, ColorSpace=Name.DeviceGray, BitsPerComponent=8, Filter=Name.FlateDecode)  # fmt: skip
    page.obj.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /I Do Q")
    page.obj.Resources = Dictionary(XObject=Dictionary(I=picture))
    return _as_it_is(pdf)


def png(wide: int, high: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes(10_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def archive(contents: bytes, **more: bytes) -> bytes:
    """An office file with more in it."""
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(contents)) as old,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
        for name, said in more.items():
            new.writestr(name, said)
    return kept.getvalue()


FULL = bytes(100_000_000)
CELL = '<table:table-cell table:number-columns-repeated="9999" table:number-rows-spanned="9999"><text:p>a</text:p>'
REFUSED: dict[str, Callable[[], bytes]] = {
    "a Word file that unpacks without end": lambda: archive(office_file(), **{"word/media/x": FULL}),
    "an ODT that unpacks without end": lambda: archive(making.odt(), **{"Pictures/x": FULL}),
    "a workbook that unpacks without end": lambda: archive(making.xlsx(), **{"xl/media/x": FULL}),
    "a page of a PDF that unpacks without end": lambda: drawn(b"q Q " * 50_000_000, packed=True),
    "tables within tables": lambda: document("<w:tbl><w:tr><w:tc>" * 60_000 + "</w:tc></w:tr></w:tbl>" * 60_000),
    "lists within lists": lambda: making.odt("<text:list><text:list-item>" * 60_000 + "</text:list-item></text:list>"
                                             * 60_000),
    "cells repeated without end": lambda: making.odt(
        "<table:table>" + ("<table:table-row>" + f"{CELL}</table:table-cell>" * 50 + "</table:table-row>") * 2000
        + "</table:table>"),
    "elements within elements": lambda: b"<html><body>" + b"<div>" * 200_000 + b"a",
    "elements without end": lambda: b"<html><body>" + b"<p>a" * 200_000,
    "cells over thousands of rows": lambda: b"<html><table>" + b"<tr><td rowspan=9999 colspan=9999>a" * 15_000,
    "attributes without end": lambda: b"<html><p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">a",
    "a PDF of 180,000 objects": of_many_objects,
    "arrays within arrays": lambda: b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/X " + b"[" * 300_000
        + b"]" * 300_000 + b">>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\ntrailer<</Root 1 0 R>>",
    "pages within themselves": lambda: b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type"
        b"/Pages/Kids[2 0 R 2 0 R]/Count 1000000>>\nendobj\ntrailer<</Root 1 0 R>>",
    "forms within forms": of_forms_within_forms,
    "a million letters on a page": lambda: drawn(
        b"BT /F 10 Tf 50 700 Td (" + b"a b" * 600_000 + b") Tj ET", packed=True
    ),
    "a picture of 300 megapixels": lambda: of_a_picture(20_000, 15_000),
    "a PNG of 3,600 megapixels": lambda: png(60_000, 60_000),
    "quotation marks without end": lambda: ("“a " * 99_000).encode(),
    "brackets without end": lambda: b"(a" * 149_000,
    "priorities without end": lambda: "Prioriteti 1. a\n• b\n".encode() * 2_900,
    "hyphens without end": lambda: b"a-\nb" * 11_000,
    "marks without end": lambda: ("e" + "\u0301" * 290_000).encode(),
    "letters without end": lambda: "а".encode() * 290_000 + b"1",
    "lines without end": lambda: b"a\n" * 5_000_000,
    "nothing but bytes": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 1_000,
}  # fmt: skip


def without_meaning() -> bytes:
    """As some programs write PDFs: the same pages, with fonts that do not say which letter is which."""
    with Pdf.open(io.BytesIO(making.pdf())) as pdf:
        for one in pdf.objects:
            if isinstance(one, Dictionary) and Name.ToUnicode in one:
                del one[Name.ToUnicode]
        return _saved(pdf)
