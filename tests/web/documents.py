"""Documents that say something of people beside their words, and plain ones. "Zenepe Kuqalashi" is nobody."""

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cache

import pikepdf
from docx import Document
from docx.oxml import parse_xml
from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image
from pypdf import PdfWriter
from pypdf.annotations import FreeText, Text
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

ZENEPE = "Zenepe Kuqalashi"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_BY = f'w:author="{ZENEPE}" w:date="2026-01-01T00:00:00Z"'


def pdf(words: str, said: str = "") -> bytes:
    """One page, and nothing of anybody; the words stand in a comment of its source, and on the page as far as ASCII
    goes. `said`: entries of its information dictionary."""
    page = f"BT /F 12 Tf 20 100 Td ({words.encode('ascii', 'replace').decode()}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(page), page),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<<{said}>>".encode("latin-1"),
    ]
    made, offsets = b"%PDF-1.7\n%" + words.encode() + b"\n", []
    for number, one in enumerate(objects, 1):
        offsets.append(len(made))
        made += b"%d 0 obj%b endobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer<</Root 1 0 R/Info 6 0 R/Size 7>>\nstartxref\n%d\n%%%%EOF\n" % len(made)
    return made + b"xref\n0 7\n0000000000 65535 f \n" + table + trailer


def photograph() -> bytes:
    """A JPEG that tells where it was made."""
    written, made = Image.Exif(), io.BytesIO()
    written[0x8825] = {1: "N", 2: (41.0, 19.0, 1.0), 3: "E", 4: (19.0, 49.0, 1.0)}
    written[0x0112] = 6
    Image.new("RGB", (40, 30), "red").save(made, "JPEG", exif=written)
    return made.getvalue()


@cache
def told_pdf() -> bytes:
    """Author, a note in the margin, a stamp that was drawn on the page, a file within, a picture with its place."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": ZENEPE, "/Title": "Procesverbal", "/Keywords": "ujë"})
    writer.add_attachment("emrat.txt", f"{ZENEPE}, lagjja veriore".encode())
    writer.add_annotation(0, Text(rect=(10, 10, 20, 20), text=f"{ZENEPE} tha", title_bar=ZENEPE))
    writer.add_annotation(0, FreeText(text="E pranuar", rect=(50, 50, 150, 90)))
    stamp = page["/Annots"][-1].get_object()  # type: ignore[index]
    stamp[NameObject("/T")] = TextStringObject(ZENEPE)
    picture = StreamObject()
    picture.set_data(photograph())
    picture.update({
        NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Image"),
        NameObject("/Filter"): NameObject("/DCTDecode"), NameObject("/Width"): NumberObject(40),
        NameObject("/Height"): NumberObject(30), NameObject("/BitsPerComponent"): NumberObject(8),
        NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
    })  # fmt: skip
    named = DictionaryObject({NameObject("/F"): writer._add_object(picture)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): named})
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


@cache
def signed_pdf() -> bytes:
    """A PDF that says that it is signed; nobody's key was used."""
    writer = PdfWriter(clone_from=io.BytesIO(told_pdf()))
    signature = DictionaryObject({
        NameObject("/Type"): NameObject("/Sig"),
        NameObject("/ByteRange"): ArrayObject([NumberObject(0), NumberObject(1), NumberObject(2), NumberObject(3)]),
    })  # fmt: skip
    field = DictionaryObject({NameObject("/FT"): NameObject("/Sig"), NameObject("/V"): writer._add_object(signature)})
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({
        NameObject("/Fields"): ArrayObject([writer._add_object(field)]), NameObject("/SigFlags"): NumberObject(3)
    })  # fmt: skip
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


@cache
def locked_pdf() -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(told_pdf()))
    writer.encrypt("fjalëkalim", algorithm="AES-256")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


@cache
def told_docx() -> bytes:
    """Author, last editor, an office, a comment, changes that wait (also of a row and of the end of a paragraph), a
    picture with its place, a workbook within."""
    document = Document()
    document.core_properties.author = ZENEPE
    document.core_properties.last_modified_by = ZENEPE
    document.core_properties.title = "Procesverbal"
    paragraph = document.add_paragraph("Ujë çdo ditë")
    document.add_comment(paragraph.runs, text=f"Kështu tha {ZENEPE}", author=ZENEPE, initials="ZK")
    paragraph._p.append(parse_xml(f"<w:ins {_W} w:id='91' {_BY}><w:r><w:t> dhe natë</w:t></w:r></w:ins>"))
    paragraph._p.append(
        parse_xml(f"<w:del {_W} w:id='92' {_BY}><w:r><w:delText>, tha {ZENEPE}</w:delText></w:r></w:del>")
    )
    ended = document.add_paragraph("Rruga ")
    ended._p.get_or_add_pPr().append(parse_xml(f"<w:rPr {_W}><w:del w:id='93' {_BY}/></w:rPr>"))
    document.add_paragraph("e lagjes")
    table = document.add_table(2, 1)
    table.cell(0, 0).text, table.cell(1, 0).text = "Shkolla", f"E kërkoi {ZENEPE}"
    table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f"<w:del {_W} w:id='94' {_BY}/>"))
    document.add_picture(io.BytesIO(photograph()))
    made = io.BytesIO()
    document.save(made)
    company = f"<Properties xmlns='http://schemas.openxmlformats.org/officeDocument/2006/extended-properties'>\
<Company>Zyra e {ZENEPE}</Company></Properties>"
    ole = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package"
    thing = f"<w:p {_W}><w:r><w:object><o:OLEObject xmlns:o='urn:schemas-microsoft-com:office:office' \
xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' r:id='rId990'/></w:object></w:r></w:p>"
    return changed(
        made.getvalue(),
        {
            "docProps/app.xml": lambda _: company,
            "word/document.xml": lambda said: said.replace("<w:sectPr", f"{thing}<w:sectPr", 1),
            "word/_rels/document.xml.rels": lambda said: said.replace(
                "</Relationships>",
                f'<Relationship Id="rId990" Type="{ole}" Target="embeddings/emrat.xlsx"/></Relationships>',
            ),
        },
        {"word/embeddings/emrat.xlsx": told_xlsx(), "word/harruar.xml": f"<a>{ZENEPE}</a>".encode()},
    )


@cache
def told_xlsx() -> bytes:
    """Author, a comment, a hidden sheet that a formula reads, a hidden row, the folder where it lay."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Zotimet"
    sheet["A1"], sheet["A2"], sheet["A3"], sheet["B1"] = "Ujë", "Rrugë", "Shkollë", "=Emrat!A1"
    sheet["A1"].comment = Comment("Kështu u tha", ZENEPE)
    sheet.row_dimensions[3].hidden = True
    hidden = book.create_sheet("Emrat")
    hidden["A1"], hidden.sheet_state = ZENEPE, "hidden"
    book.properties.creator = ZENEPE
    made = io.BytesIO()
    book.save(made)
    x15 = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"
    folder = f"<mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>\
<mc:Choice Requires='x15'><x15ac:absPath xmlns:x15ac='{x15}' url='C:\\Users\\{ZENEPE}\\'/></mc:Choice>\
</mc:AlternateContent>"
    return changed(
        made.getvalue(),
        {
            "xl/workbook.xml": lambda said: said.replace("<bookViews", f"{folder}<bookViews", 1),
            "xl/worksheets/sheet1.xml": lambda said: said.replace(
                "<f>Emrat!A1</f><v></v>", "<f>Emrat!A1</f><v>7</v>"
            ).replace("<f>Emrat!A1</f><v />", "<f>Emrat!A1</f><v>7</v>"),
        },
    )


def changed(office: bytes, parts: Mapping[str, Callable[[str], str]], more: Mapping[str, bytes] | None = None) -> bytes:
    """The archive with some parts written otherwise, and more of them."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(office)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            contents = before.read(name)
            if name in parts:
                contents = parts[name](contents.decode()).encode()
            after.writestr(name, contents)
        for name, contents in (more or {}).items():
            after.writestr(name, contents)
    return made.getvalue()


def everything_in(contents: bytes) -> bytes:
    """All that lies in a file, unpacked: of an archive its parts, of a PDF its objects."""
    if contents.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(contents)) as archive:
            within = [everything_in(archive.read(name)) for name in archive.namelist()]
        return b"\n".join([*within, contents[contents.rfind(b"PK\x05\x06") :]])
    if contents.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(contents)) as opened:
            plain = io.BytesIO()
            opened.save(plain, stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
                        object_stream_mode=pikepdf.ObjectStreamMode.disable)  # fmt: skip
        return contents + plain.getvalue()
    return contents
