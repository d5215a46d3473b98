"""What programs of many makers write beside the words of a document: each is found, told and gone, and no word with
it."""

import io
import struct
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import openpyxl
import pikepdf
import pytest
from docx import Document
from openpyxl.worksheet.scenario import InputCells, Scenario, ScenarioList
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from pop_tracker.web import files, office_file
from pop_tracker.web.documents.folders import without_folders
from pop_tracker.web.documents.photographs import without_words
from pop_tracker.web.documents.reading import PDF, read
from pop_tracker.web.documents.traces import Hindrance, What
from pop_tracker.web.errors import Refusal
from pop_tracker.web.files import Upload
from tests.web.documents import ZENEPE, changed, everything_in, pdf
from tests.web.office import RELS, WORDS, document, paragraph, run

DOCX, XLSX = office_file.DOCX, office_file.XLSX
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HOME = rf"C:\Users\{ZENEPE}\Desktop"
XMP = f"""<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="Writer"><dc:creator rdf:nodeID="x"><rdf:Seq>
<rdf:li>{ZENEPE}</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>""".encode()


def _pdf(change: Callable[[Pdf], object]) -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf("Uje cdo dite"))) as opened:
        change(opened)
        opened.save(made)
    return made.getvalue()


def _script(said: str = f"app.alert('{ZENEPE}')") -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(said))


def _annotated(**said: Any) -> Callable[[Pdf], None]:
    def change(opened: Pdf) -> None:
        one = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]), **said)
        opened.pages[0].Annots = Array([opened.make_indirect(one)])

    return change


def _set(where: Callable[[Pdf], Any], key: str, made: Callable[[Pdf], Any]) -> Callable[[Pdf], None]:
    return lambda opened: where(opened).__setitem__(key, made(opened))


def _root(opened: Pdf) -> Any:
    return opened.Root


def _page(opened: Pdf) -> Any:
    return opened.pages[0].obj


def _picture_of(contents: bytes, filter_: Any) -> Callable[[Pdf], None]:
    def change(opened: Pdf) -> None:
        held = pikepdf.Stream(opened, contents, Type=Name.XObject, Subtype=Name.Image, Width=8, Height=8,
                              ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=filter_)  # fmt: skip
        opened.pages[0].Resources.XObject = Dictionary(P=held)

    return change


def _jpeg(**options: Any) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(made, "JPEG", **options)
    return made.getvalue()


def _xfa(opened: Pdf) -> None:
    field = opened.make_indirect(Dictionary(FT=Name.Tx, T=String("a"), V=String("Uje")))
    held = opened.make_stream(f"<xfa><a>{ZENEPE}</a></xfa>".encode())
    opened.Root.AcroForm = Dictionary(Fields=Array([field]), XFA=held)


PDFS: dict[str, tuple[Callable[[], bytes], What]] = {
    "a script when it opens": (lambda: _pdf(_set(_root, "/OpenAction", lambda _: _script())), What.SCRIPTS),
    "a script when a page opens": (lambda: _pdf(_set(_page, "/AA", lambda _: Dictionary(O=_script()))), What.SCRIPTS),
    "a script of the document": (
        lambda: _pdf(_set(_root, "/Names", lambda _: Dictionary(
            JavaScript=Dictionary(Names=Array([String("a"), _script()]))))), What.SCRIPTS),
    "a script behind a link": (lambda: _pdf(_annotated(Subtype=Name.Link, A=_script())), What.SCRIPTS),
    "a script after a jump": (
        lambda: _pdf(_annotated(Subtype=Name.Link, A=Dictionary(S=Name.GoTo, D=String("a"), Next=_script()))),
        What.SCRIPTS),
    "a link to somebody's computer": (
        lambda: _pdf(_annotated(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String(f"file:///{HOME}/a.pdf")))),
        What.FOLDER),
    "a file beside it": (
        lambda: _pdf(_annotated(Subtype=Name.Link, A=Dictionary(S=Name.GoToR, F=String(HOME + r"\a.pdf")))),
        What.FOLDER),
    "an alternative text": (
        lambda: _pdf(_set(_root, "/StructTreeRoot", lambda opened: opened.make_indirect(
            Dictionary(K=Dictionary(S=Name.Figure, Alt=String(HOME + r"\foto.jpg")))))), What.FOLDER),
    "a form of one maker": (lambda: _pdf(_xfa), What.PROPERTIES),
    "who marked what is to be blackened": (
        lambda: _pdf(_annotated(Subtype=Name.Redact, T=String(ZENEPE))), What.COMMENTS),
    "a hidden text box": (
        lambda: _pdf(_annotated(Subtype=Name.FreeText, F=2, Contents=String(ZENEPE))), What.COMMENTS),
    "a file in an annotation": (
        lambda: _pdf(lambda opened: _annotated(Subtype=Name.FileAttachment, FS=Dictionary(
            Type=Name.Filespec, F=String("a.txt"), EF=Dictionary(F=opened.make_stream(ZENEPE.encode()))))(opened)),
        What.ATTACHMENTS),
    "metadata of the whole": (
        lambda: _pdf(_set(_root, "/Metadata", lambda opened: opened.make_stream(XMP))), What.AUTHOR),
    "metadata of a page": (
        lambda: _pdf(_set(_page, "/Metadata", lambda opened: opened.make_stream(XMP))), What.AUTHOR),
    "metadata in UTF-16, of something in a list": (
        lambda: _pdf(_set(lambda opened: opened.pages[0].Resources, "/Properties", lambda opened: Dictionary(
            M=Dictionary(Metadata=opened.make_stream(XMP.decode().encode("utf-16")))))), What.AUTHOR),
    "what a program keeps for itself": (
        lambda: _pdf(_set(_page, "/PieceInfo", lambda opened: Dictionary(
            Illustrator=Dictionary(Private=opened.make_stream(ZENEPE.encode()))))), What.PROPERTIES),
    "a small picture of the page": (
        lambda: _pdf(_set(_page, "/Thumb", lambda opened: opened.make_stream(ZENEPE.encode()))), What.PREVIEWS),
    "a subject": (lambda: pdf("Uje cdo dite", f"/Subject({ZENEPE})"), What.PROPERTIES),
    "something behind its end": (lambda: pdf("Uje cdo dite") + b"PK\3\4" + ZENEPE.encode(), What.ATTACHMENTS),
    "something before its beginning": (lambda: f"From: {ZENEPE}\n".encode() + pdf("Uje cdo dite"), What.ATTACHMENTS),
    "a comment in a picture": (
        lambda: _pdf(_picture_of(_jpeg(comment=ZENEPE.encode()), Name.DCTDecode)), What.PICTURES),
    "something behind a picture": (
        lambda: _pdf(_picture_of(_jpeg() + ZENEPE.encode(), Name.DCTDecode)), What.PICTURES),
    "a picture packed twice": (
        lambda: _pdf(_picture_of(_jpeg(comment=ZENEPE.encode()).hex().encode() + b">", Array(
            [Name.ASCIIHexDecode, Name.DCTDecode]))), What.PICTURES),
}  # fmt: skip


def without(make: Callable[[], bytes], what: What, kind: str) -> bytes:
    """What is left of a document that said it, and says nothing of anybody now."""
    found = read(make(), kind)
    assert what in [one.what for one in found.traces]
    assert found.hindrance is Hindrance.NONE
    assert _nobody(found.bare)
    assert read(found.bare, kind).traces == ()
    return found.bare


@pytest.mark.parametrize("name", PDFS)
def test_a_pdf_is_without_it_and_says_what_it_said(name: str) -> None:
    bare = without(*PDFS[name], PDF)
    with pikepdf.open(io.BytesIO(bare)) as shown:
        assert b"(Uje cdo dite) Tj" in shown.pages[0].Contents.read_bytes()


def _nobody(contents: bytes) -> bool:
    said = everything_in(contents)
    return not any(word in said for name in ZENEPE.split() for word in (
        name.encode(), name.encode("utf-16-be"), name.encode("utf-16-le"), name.encode().hex().encode()))  # fmt: skip


def test_a_form_that_only_one_program_shows_is_refused_unless_on_purpose(tmp_path: Path) -> None:
    made = _pdf(_set(_root, "/AcroForm", lambda opened: Dictionary(XFA=opened.make_stream(b"<xfa/>"))))
    with pytest.raises(Refusal, match="është formular"):
        files.keep(tmp_path, Upload("a.pdf", "", made))
    assert files.keep(tmp_path, Upload("a.pdf", "", made), as_is=True).original_sha256 == ""


def test_fields_links_and_places_of_a_pdf_stay() -> None:
    def change(opened: Pdf) -> None:
        _xfa(opened)
        link = Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://shembull.al/home/a/b")))
        stamp = Dictionary(Subtype=Name.Stamp, AP=Dictionary(N=opened.make_stream(b"0 0 9 9 re f")), T=String(ZENEPE))
        opened.pages[0].Annots = Array([opened.make_indirect(link), opened.make_indirect(stamp)])
        opened.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([opened.pages[0].obj, Name.Fit]))
        opened.Root.OCProperties = Dictionary(D=Dictionary(OFF=Array([opened.make_indirect(Dictionary(Name="a"))])))

    found = read(_pdf(change), PDF)
    assert [one.what for one in found.staying] == [What.HIDDEN_TEXT]  # a layer that is not shown
    with pikepdf.open(io.BytesIO(found.bare)) as kept:
        assert str(kept.Root.AcroForm.Fields[0].V) == "Uje"
        assert [str(one.Subtype) for one in kept.pages[0].Annots] == ["/Link", "/Stamp"]
        assert str(kept.pages[0].Annots[0].A.URI) == "https://shembull.al/home/a/b"
        assert kept.pages[0].Annots[1].AP.N.read_bytes() == b"0 0 9 9 re f"
        assert str(kept.Root.OpenAction.S) == "/GoTo"


def test_a_pdf_that_opens_without_a_password_is_kept_without_what_it_says() -> None:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf("Uje cdo dite", f"/Author({ZENEPE})"))) as opened:
        opened.save(made, encryption=pikepdf.Encryption(owner="pronari", user=""))
    found = read(made.getvalue(), PDF)
    assert [one.what for one in found.traces] == [What.AUTHOR]
    assert _nobody(found.bare)
    with pikepdf.open(io.BytesIO(found.bare)) as shown:
        assert b"(Uje cdo dite) Tj" in shown.pages[0].Contents.read_bytes()


def _leading(kind: str, target: str, more: str = "") -> str:
    kind = kind if "/" in kind else f"{OFFICE}/{kind}"
    return f'<Relationship Id="x-{kind.rpartition("/")[2]}" Type="{kind}" Target="{target}" {more}/></Relationships>'


def _word(body: str = "", *, leads: str = "", of_file: str = "", **parts: Any) -> bytes:
    made = document(paragraph(run("Ujë çdo ditë")) + body, **parts)
    return changed(made, {
        "word/_rels/document.xml.rels": lambda said: said.replace("</Relationships>", leads or "</Relationships>"),
        "_rels/.rels": lambda said: said.replace("</Relationships>", of_file or "</Relationships>"),
    })  # fmt: skip


_W = f'xmlns:w="{WORDS}" xmlns:r="{OFFICE}"'
OUTSIDE = 'TargetMode="External"'
WORD: dict[str, tuple[Callable[[], bytes], What]] = {
    "who once commented": (
        lambda: _word(leads=_leading("http://schemas.microsoft.com/office/2011/relationships/people", "people.xml"), **{
            "word/people.xml": f'<p:people xmlns:p="urn:word"><p:person p:author="{ZENEPE}"/></p:people>'}),
        What.AUTHOR),
    "whom a task was given to": (
        lambda: _word(leads=_leading("urn:x/documenttasks", "t.xml"),
                      **{"word/t.xml": f'<t:Tasks xmlns:t="urn:t"><t:Attribution userName="{ZENEPE}"/></t:Tasks>'}),
        What.AUTHOR),
    "who may write somewhere": (lambda: _word(f'<w:permStart w:id="1" w:ed="{ZENEPE}"/>'), What.AUTHOR),
    "names that a letter went to": (
        lambda: _word(leads=_leading("settings", "settings.xml"), **{
            "word/settings.xml": f'<w:settings {_W}><w:mailMerge><w:query w:val="SELECT {ZENEPE}"/><w:dataSource '
                                 f'r:id="x-mailMergeSource"/></w:mailMerge></w:settings>',
            "word/_rels/settings.xml.rels": f'<Relationships xmlns="{RELS}">'
                                            + _leading("mailMergeSource", f"file:///{HOME}/lista.xlsx", OUTSIDE)}),
        What.SOURCES),
    "variables of a program": (
        lambda: _word(leads=_leading("settings", "settings.xml"), **{
            "word/settings.xml": f'<w:settings {_W}><w:docVars><w:docVar w:name="a" w:val="{ZENEPE}"/></w:docVars>'
                                 '</w:settings>'}), What.PROPERTIES),
    "where a linked picture lay": (
        lambda: _word(leads=_leading("image", f"file:///{HOME}\\foto.jpg", OUTSIDE)), What.FOLDER),
    "where a link on a page leads": (
        lambda: _word(leads=_leading("hyperlink", rf"\\SERVERI\{ZENEPE}\a.docx", OUTSIDE)), What.FOLDER),
    "where a picture lay when it was put in": (
        lambda: _word(paragraph(
            f'<w:r><w:drawing><wp:docPr id="1" name="a" descr="{HOME}\\foto.jpg"/></w:drawing></w:r>')),
        What.FOLDER),
    "what a field reads": (
        lambda: _word(paragraph(f'<w:r><w:instrText>INCLUDEPICTURE "{HOME}\\foto.jpg"</w:instrText></w:r>')),
        What.FOLDER),
    "what an office labelled it with": (
        lambda: _word(of_file=_leading("http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels",
                                       "docMetadata/labels.xml"), **{"docMetadata/labels.xml": f"<a>{ZENEPE}</a>"}),
        What.PROPERTIES),
    "the folder of its template": (
        lambda: _word(of_file=_leading("extended-properties", "docProps/app.xml"), **{
            "docProps/app.xml": f"<Properties xmlns='urn:x'><Template>{HOME}\\Letra.dotm</Template></Properties>"}),
        What.FOLDER),
    "pieces of text that were stored": (
        lambda: _word(leads=_leading("glossaryDocument", "glossary/document.xml"), **{
            "word/glossary/document.xml": f"<w:glossaryDocument {_W}>{paragraph(run(ZENEPE))}</w:glossaryDocument>"}),
        What.ATTACHMENTS),
    "a part that nothing leads to": (lambda: _word(**{"word/vjeter.xml": f"<a>{ZENEPE}</a>"}), What.ATTACHMENTS),
    "something behind its end": (lambda: _word() + ZENEPE.encode(), What.ATTACHMENTS),
    "a small picture of the first page": (
        lambda: _word(of_file=_leading(
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail", "docProps/t.emf"),
            **{"docProps/t.emf": ZENEPE}), What.PREVIEWS),
    "a change that two made at once": (
        lambda: _word(paragraph(
            '<w14:conflictDel xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
            f'w:author="{ZENEPE}">{run(ZENEPE)}</w14:conflictDel>')), What.CHANGES),
    "a comment in a picture": (
        lambda: _word(
            leads=_leading("image", "media/a.jpg"),
            **{"word/media/a.jpg": cast(Any, _jpeg(comment=ZENEPE.encode()))}),
        What.PICTURES),
}  # fmt: skip


@pytest.mark.parametrize("name", WORD)
def test_a_word_document_is_without_it_and_says_what_it_said(name: str) -> None:
    make, what = WORD[name]
    found = read(make(), DOCX)
    assert ZENEPE.encode() in everything_in(make())
    assert what in [one.what for one in found.traces]
    assert _nobody(found.bare)
    assert read(found.bare, DOCX).traces == ()
    assert "Ujë çdo ditë".encode() in everything_in(found.bare)
    assert office_file.kind(found.bare) == DOCX


def test_text_that_a_style_hides_is_told_and_numbers_of_sittings_go() -> None:
    hides = '<w:style w:type="character" w:styleId="Fsh"><w:rPr><w:vanish/></w:rPr></w:style>'
    shows = '<w:style w:type="character" w:styleId="Duk"><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
    styled = paragraph(run("fshehur", '<w:rStyle w:val="Fsh"/>'), run("dukshëm", '<w:rStyle w:val="Duk"/>'))
    body = styled.replace("<w:p>", '<w:p w:rsidR="00A1B2C3">') + f'<w:permStart w:id="1" w:ed="{ZENEPE}"/>'
    found = read(document(body, styles=hides + shows), DOCX)
    assert [(one.what, one.count) for one in found.staying] == [(What.HIDDEN_TEXT, 1)]
    assert b"00A1B2C3" not in everything_in(found.bare)


def test_a_document_within_a_document_is_refused_unless_on_purpose(tmp_path: Path) -> None:
    leads = _leading("aFChunk", "chunk.html")
    made = _word('<w:altChunk r:id="x" xmlns:r="urn:r"/>', leads=leads, **{"word/chunk.html": f"<p>{ZENEPE}<br>"})
    with pytest.raises(Refusal, match="një dokument tjetër") as refused:
        files.keep(tmp_path, Upload("a.docx", "", made))
    assert refused.value.values == {"file": "a.docx", "names": "chunk.html"}
    assert files.keep(tmp_path, Upload("a.docx", "", made), as_is=True).original_sha256 == ""


def _book(change: Callable[[openpyxl.Workbook], object] = lambda _: None) -> bytes:
    book, made = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.title, sheet["A1"], sheet["A2"] = "Zotimet", "Ujë", "=1+1"
    book.properties.creator = ""
    change(book)
    book.save(made)
    return made.getvalue()


def _excel(sheet: str = "", book: str = "", *, leads: str = "", of_book: str = "", parts: Any = None) -> bytes:
    """More of the first sheet's end, of the workbook's beginning, of what each leads to, and of parts."""
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    more = {name: one.encode() if isinstance(one, str) else one for name, one in (parts or {}).items()}
    if leads:
        more[rels] = f'<Relationships xmlns="{RELS}">{leads}'.encode()
    return changed(_book(), {
        "xl/worksheets/sheet1.xml": lambda said: said.replace("<pageMargins", f"{sheet}<pageMargins"),
        "xl/workbook.xml": lambda said: said.replace("<bookViews", f"{book}<bookViews"),
        "xl/_rels/workbook.xml.rels": lambda said: said.replace("</Relationships>", of_book or "</Relationships>"),
    }, more)  # fmt: skip


def _scenarios(book: openpyxl.Workbook) -> None:
    cells = [InputCells(r="A1", val="7")]
    book["Zotimet"].scenarios = ScenarioList(
        scenario=[Scenario(name="a", user=ZENEPE, comment=f"Krijuar nga {ZENEPE}", inputCells=cells)]
    )


def _pivot(rows: str = f"<r><x v='0'/><s v='{ZENEPE}'/></r>", by: str = "") -> bytes:
    cache = (
        f"<pivotCacheDefinition xmlns='{SHEETS}' xmlns:r='{OFFICE}' r:id='x-pivotCacheRecords' {by}>"
        "<cacheSource type='worksheet'><worksheetSource sheet='Zotimet' ref='A1:B2'/></cacheSource><cacheFields>"
        f"<cacheField name='Zotimi'><sharedItems><s v='Ujë'/><s v='{ZENEPE}'/></sharedItems></cacheField>"
        f"<cacheField name='Kush'><sharedItems count='1'><s v='{ZENEPE}'/></sharedItems></cacheField>"
        "</cacheFields></pivotCacheDefinition>"
    )
    table = (
        f"<pivotTableDefinition xmlns='{SHEETS}'><pivotFields><pivotField><items><item x='0'/><item m='1' x='1'/>"
        "<item t='default'/></items></pivotField><pivotField/></pivotFields></pivotTableDefinition>"
    )
    here = f'<Relationships xmlns="{RELS}">'
    return _excel(leads=_leading("pivotTable", "/xl/pivotTables/t.xml"),
                  of_book=_leading("pivotCacheDefinition", "pivotCache/c.xml"), parts={
        "xl/pivotCache/c.xml": cache,
        "xl/pivotCache/r.xml": f"<pivotCacheRecords xmlns='{SHEETS}'>{rows}</pivotCacheRecords>",
        "xl/pivotCache/_rels/c.xml.rels": here + _leading("pivotCacheRecords", "r.xml"),
        "xl/pivotTables/t.xml": table,
        "xl/pivotTables/_rels/t.xml.rels": here + _leading("pivotCacheDefinition", "/xl/pivotCache/c.xml"),
    })  # fmt: skip


EXCEL: dict[str, tuple[Callable[[], bytes], What]] = {
    "who once wrote in a thread": (
        lambda: _excel(of_book=_leading("http://schemas.microsoft.com/office/2017/10/relationships/person", "p.xml"),
                       parts={"xl/p.xml": f"<personList xmlns='urn:x'><person displayName='{ZENEPE}'/></personList>"}),
        What.AUTHOR),
    "a thread without its old comment": (
        lambda: _excel(leads=_leading("urn:x/threadedComment",
                                      "/xl/t.xml"),
                       parts={"xl/t.xml": f"<a xmlns='urn:x'><threadedComment>{ZENEPE}</threadedComment></a>"}),
        What.COMMENTS),
    "who tried other figures": (lambda: _book(_scenarios), What.LAST_EDITOR),
    "whose view of it": (
        lambda: _excel(f"<customSheetViews><customSheetView guid='{{{ZENEPE}}}'/></customSheetViews>",
                       f"<customWorkbookViews><customWorkbookView name='{ZENEPE} - vetjak' guid='{{1}}'/>"
                       "</customWorkbookViews>"), What.LAST_EDITOR),
    "who may change some cells": (
        lambda: _excel(f"<protectedRanges><protectedRange name='a' sqref='A1' securityDescriptor='{ZENEPE}'/>"
                       "</protectedRanges>"), What.LAST_EDITOR),
    "on which printer": (
        lambda: _excel(f"<pageSetup xmlns:r='{OFFICE}' r:id='x-printerSettings'/>",
                       leads=_leading("printerSettings", "/xl/p.bin"), parts={"xl/p.bin": ZENEPE.encode("utf-16-le")}),
        What.PROPERTIES),
    "what a program keeps for a sheet": (
        lambda: _excel(f"<customProperties><customPr name='{ZENEPE}' xmlns:r='{OFFICE}' r:id='x-customProperty'/>"
                       "</customProperties>", leads=_leading("customProperty", "/xl/k.bin"),
                       parts={"xl/k.bin": ZENEPE}), What.PROPERTIES),
    "where it takes data from": (
        lambda: _excel(of_book=_leading("connections", "c.xml"), parts={
            "xl/c.xml": f"<connections xmlns='{SHEETS}'><connection id='1' name='Lista' odcFile='{HOME}\\a.odc'><dbPr "
                        f"connection='User ID={ZENEPE};Data Source={HOME}\\a.accdb' command='SELECT'/></connection>"
                        "</connections>"}), What.SOURCES),
    "rows behind a pivot table": (_pivot, What.COPIES),
    "words that a pivot table showed once": (lambda: _pivot(rows=""), What.COPIES),
    "who made a pivot table anew": (lambda: _pivot(by=f"refreshedBy='{ZENEPE}'"), What.LAST_EDITOR),
    "a name that leads to somebody's folder": (
        lambda: _excel(book=f"<definedNames><definedName name='a'>'{HOME}\\[b.xlsx]F'!A1</definedName></definedNames>"),
        What.FOLDER),
}  # fmt: skip


@pytest.mark.parametrize("name", EXCEL)
def test_a_workbook_is_without_it_and_shows_what_it_showed(name: str) -> None:
    bare = without(*EXCEL[name], XLSX)
    sheet = openpyxl.load_workbook(io.BytesIO(bare))["Zotimet"] if "pivot" not in name else None
    assert sheet is None or [sheet["A1"].value, sheet["A2"].value] == ["Ujë", "=1+1"]


def test_a_pivot_table_keeps_what_it_shows_and_is_made_anew_when_it_is_opened() -> None:
    said = everything_in(read(_pivot(), XLSX).bare).decode()
    assert 'v="Ujë"' in said
    assert 'refreshOnLoad="1"' in said
    assert "pivotCacheRecords" not in said


def test_of_another_workbook_what_the_cells_came_to_stays() -> None:
    other = f"<externalLink xmlns='{SHEETS}'><externalBook><sheetDataSet><cell><v>{ZENEPE}</v></cell>\
</sheetDataSet></externalBook></externalLink>"
    rels = f'<Relationships xmlns="{RELS}">' + _leading("externalLinkPath", f"file:///{HOME}\\lista.xlsx", OUTSIDE)
    made = changed(
        _excel(
            book=f"<externalReferences xmlns:r='{OFFICE}'><externalReference r:id='x-externalLink'/>"
            "</externalReferences>"
            "<definedNames><definedName name='Emrat'>[1]F!$A$1</definedName></definedNames>",
            of_book=_leading("externalLink", "e.xml"),
            parts={"xl/e.xml": other, "xl/_rels/e.xml.rels": rels},
        ),
        {
            "xl/worksheets/sheet1.xml": lambda said: said.replace(
                "</row></sheetData>",
                "</row><row r='3'><c r='A3'><f>[1]F!A1+1</f><v>7</v></c><c r='B3'><f>Emrat*2</f><v>8</v></c>"
                "<c r='C3'><f>Tab[2024]+1</f><v>9</v></c></row></sheetData>",
            )
        },
    )
    found = read(made, XLSX)
    assert {one.what: one.names for one in found.traces} == {
        What.FOLDER: (HOME.replace("\\", "/")[:40],), What.SOURCES: ("lista.xlsx",)
    }  # fmt: skip
    assert _nobody(found.bare)
    sheet = openpyxl.load_workbook(io.BytesIO(found.bare))["Zotimet"]
    assert [sheet[place].value for place in ("A3", "B3", "C3")] == [7, 8, "=Tab[2024]+1"]


def test_a_model_of_data_behind_a_workbook_is_asked_about(tmp_path: Path) -> None:
    made = _excel(of_book=_leading("powerPivotData", "model/item.data"), parts={"xl/model/item.data": ZENEPE})
    with pytest.raises(Refusal, match="nuk mund të hiqen këtu"):
        files.keep(tmp_path, Upload("a.xlsx", "", made))


def _with_segment(marker: int, said: bytes) -> bytes:
    whole = _jpeg()
    return whole[:2] + bytes((0xFF, marker)) + struct.pack(">H", len(said) + 2) + said + whole[2:]


def _webp() -> bytes:
    made, written = io.BytesIO(), Image.Exif()
    written[0x013B] = ZENEPE
    Image.new("RGB", (8, 8), "red").save(made, "WEBP", exif=written)
    return made.getvalue()


def _png(trailing: bytes = b"") -> bytes:
    made, said = io.BytesIO(), PngInfo()
    said.add(b"caBX", ZENEPE.encode())
    Image.new("RGB", (8, 8), "red").save(made, "PNG", pnginfo=said)
    return made.getvalue() + trailing


PICTURES: dict[str, Callable[[], bytes]] = {
    "a comment": lambda: _jpeg(comment=ZENEPE.encode()),
    "EXIF": lambda: _with_segment(0xE1, b"Exif\0\0" + ZENEPE.encode()),
    "a list of pictures": lambda: _with_segment(0xE2, b"MPF\0" + ZENEPE.encode()),
    "press data": lambda: _with_segment(0xED, b"Photoshop 3.0\0" + ZENEPE.encode()),
    "what a maker writes": lambda: _with_segment(0xEB, b"JP" + ZENEPE.encode()),
    "a small copy": lambda: _with_segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\4\2" + ZENEPE.encode()),
    "an extension": lambda: _with_segment(0xE0, b"JFXX\0\x10" + ZENEPE.encode()),
    "a second picture behind the end": lambda: _jpeg() + _jpeg(comment=ZENEPE.encode()),
    "the same of one drawn in several steps": lambda: _jpeg(progressive=True) + ZENEPE.encode(),
    "a chunk of PNG": _png,
    "something behind a PNG": lambda: _png(ZENEPE.encode() * 9),
    "EXIF of WebP": _webp,
    "JPEG 2000": lambda: (
        b"\0\0\0\x0cjP  \r\n\x87\n" + struct.pack(">I", 8 + 16 + len(ZENEPE)) + b"uuid" + b"x" * 16 + ZENEPE.encode()
        + b"\0\0\0\0jp2cxyz"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_without_it_and_shows_what_it_showed(name: str) -> None:
    made = PICTURES[name]()
    bare, told = without_words(made)
    assert ZENEPE.encode() not in bare
    assert not told
    assert without_words(bare) == (bare, False)
    if name != "JPEG 2000":
        with warnings.catch_warnings(action="ignore"):  # what Pillow says of the list of pictures
            assert Image.open(io.BytesIO(bare)).tobytes() == Image.open(io.BytesIO(made)).tobytes()


@pytest.mark.parametrize("contents", [
    _jpeg(), _jpeg(progressive=True), _jpeg(quality=95, subsampling=0), _jpeg()[:-40],
    b"\xff\xd8\xff", b"\xff\xd8\xff\xe1\0",
])  # fmt: skip
def test_a_picture_that_says_nothing_stays_byte_for_byte(contents: bytes) -> None:
    assert without_words(contents) == (contents, False)


@pytest.mark.parametrize(("words", "kept"), [
    (rf"{HOME}\a.docx", "a.docx"),
    ("file:///C:/Users/Zenepe%20K/a.dotm", "a.dotm"),
    ("file://SERVERI/zyra/a.docx", "a.docx"),
    ("/home/zk/a.docx", "a.docx"),
    (r'INCLUDEPICTURE "C:\\Users\\zk\\a.jpg" \* MERGEFORMAT', r'INCLUDEPICTURE "a.jpg" \* MERGEFORMAT'),
    ("https://shembull.al/home/a/b", "https://shembull.al/home/a/b"),
    ("Ujë: a/b, 1:/2", "Ujë: a/b, 1:/2"),
    (r"DATE \@ dd/MM/yyyy", r"DATE \@ dd/MM/yyyy"),
])  # fmt: skip
def test_of_a_path_the_name_of_the_file_remains(words: str, kept: str) -> None:
    assert without_folders(words)[0] == kept


def test_a_plain_word_document_of_a_library_still_opens() -> None:
    made, before = io.BytesIO(), Document()
    before.add_paragraph("Ujë çdo ditë")
    before.save(made)
    shown = Document(io.BytesIO(read(made.getvalue(), DOCX).bare))
    assert [one.text for one in shown.paragraphs] == ["Ujë çdo ditë"]
