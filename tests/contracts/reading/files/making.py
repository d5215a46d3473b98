"""One invented contract, written as people's programs write it."""

import io
import textwrap
import zipfile
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

import docx
import openpyxl
import pypdfium2
import weasyprint  # type: ignore[import-untyped]

from pop_tracker.contracts.reading.blocks import Block, Document

HEADING, TEXT, POINT, SUB = "heading", "text", "point", "sub"
PARTS: list[tuple[str, str]] = [
    (HEADING, "KONTRATA SOCIALE 2023 – 2027"),
    (TEXT, "Kjo kontratë u hartua me qytetarët e Bashkisë Shembull, në takime në qytet dhe në të gjitha fshatrat, "
           "dhe u prezantohet të gjithë kandidatëve për kryetar bashkie."),
    (HEADING, "PRIORITETET KRYESORE"),
    (HEADING, "Prioriteti 1. Arsimi, të rinjtë dhe shërbimet për familjet në të gjitha njësitë administrative të "
              "bashkisë"),
    (POINT, "Rikonstruksioni i shkollave 9-vjeçare në Njësinë Lindore dhe në Njësinë Veriore, me ngrohje dhe tualete "
            "brenda ndërtesës, si edhe kthimi i ish-konviktit në qendër për të rinjtë."),
    (POINT, "Fuqizimi i të rinjve në vendimmarrje:"),
    (SUB, "Ngritja e Këshillit Vendor Rinor, me takime të paktën katër herë në vit dhe me mendim të detyrueshëm për "
          "çdo vendim që prek të rinjtë."),
    (SUB, "Një buxhet i veçantë për të rinjtë."),
    (POINT, "Shtimi i një kopshti dhe i një çerdheje në qytet (zona tek ish fabrika e qelqit) (Lgj 3), aty ku mungojnë "
            "sot, sipas parimit “Qytete të sigurta”, që asnjë fëmijë të mos mbetet jashtë."),
    (HEADING, "PRIORITETE TË TJERA"),
    (HEADING, "Prioriteti 2. Uji i pijshëm"),
    (POINT, "Furnizim me ujë të pijshëm 24 orë në ditë në lagjen e re, ku sot uji vjen vetëm dy orë në ditë dhe nuk "
            "mjafton për të gjithë banorët, sidomos në verë."),
    (POINT, "Ndërrimi i rrjetit të brendshëm."),
]  # fmt: skip
TEXTS = [text for _, text in PARTS]
ROWS = [
    ("Nr", "Prioriteti", "Zotimi", "Vendi", "Statusi"),
    ("1.1", "Arsimi", "Rikonstruksioni i shkollave 9-vjeçare të Njësisë Lindore, me ngrohje.", "Njësia Lindore", ""),
    ("1.2", "Arsimi", "Shtimi i një kopshti dhe i një çerdheje në qytet.", "Njësia Lindore", "Adresuar pjesërisht"),
    ("2.1", "Uji", "Furnizim me ujë të pijshëm 24 orë në ditë në lagjen e re.", "qyteti", "Nuk është adresuar"),
]


def txt(width: int = 90, bullet: str = "•", between: str = "\n\n") -> str:
    lines = []
    for kind, text in PARTS:
        first, later = {POINT: (f"{bullet} ", "  "), SUB: (f"    {bullet} ", "      ")}.get(kind, ("", ""))
        lines.append(textwrap.fill(text, width, initial_indent=first, subsequent_indent=later, break_on_hyphens=False))
    return between.join(lines) + "\n"


def html(css: str = "", around: str = "{}") -> str:
    made, depth = [], 0
    for kind, text in PARTS:
        wanted = {POINT: 1, SUB: 2}.get(kind, 0)
        while depth < wanted:
            made.append("<ul>")
            depth += 1
        while depth > wanted:
            made.append("</ul>")
            depth -= 1
        tag = {HEADING: "h2", TEXT: "p"}.get(kind, "li")
        made.append(f"<{tag}>{escape(text)}</{tag}>")
    body = around.format("".join([*made, "</ul>" * depth]))
    return f"<!DOCTYPE html><html lang=sq><meta charset=utf-8><title>Faqe</title><style>{css}</style><body>{body}"


def pdf(css: str = "", around: str = "{}") -> bytes:
    style = f"@page{{size:A4;margin:2.5cm}}{css}"
    made: bytes = weasyprint.HTML(string=html(style, around)).write_pdf()
    return made


def table_pdf() -> bytes:
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for place, cell in enumerate(row) if place not in gone) + "</tr>"
        for row, gone in zip(ROWS, ((), (), (), ()), strict=True)
    )
    style = "<style>td{border:1px solid;padding:3px}table{border-collapse:collapse}</style>"
    made: bytes = weasyprint.HTML(string=f"{style}<p>Kontrata sociale</p><table>{rows}</table><p>Fund</p>").write_pdf()
    return made


def word(parts: Sequence[tuple[str, str]] = PARTS) -> bytes:
    made = docx.Document()
    for kind, text in parts:
        style = {HEADING: "Heading 1", POINT: "List Bullet", SUB: "List Bullet 2"}.get(kind)
        made.add_paragraph(text, style=style)
    return _saved(made)


def word_table() -> bytes:
    made = docx.Document()
    made.add_paragraph("Kontrata sociale")
    table = made.add_table(len(ROWS), len(ROWS[0]))
    for row, said in enumerate(ROWS):
        for column, text in enumerate(said):
            table.cell(row, column).text = text
    table.cell(2, 3).text = ""
    table.cell(1, 3).merge(table.cell(2, 3))
    return _saved(made)


def xlsx() -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in ROWS:
        sheet.append(row)
    sheet.merge_cells("D2:D3")
    return _saved(made)


def _saved(made: Any) -> bytes:
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


ODT = "application/vnd.oasis.opendocument.text"
_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"), ("manifest", "manifest"),
    )
)  # fmt: skip
LISTS = (
    '<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/>'
    '<text:list-level-style-bullet text:level="2" text:bullet-char="◦"/></text:list-style>'
    '<text:list-style style:name="N1"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/>'
    '<text:list-level-style-number text:level="3" style:num-format="1" text:display-levels="3"/></text:list-style>'
)


def odt(body: str | None = None, *, styles: str = LISTS, master: str = "", **others: str) -> bytes:
    """Of what stands in its text, its automatic styles and its master page."""
    content = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    text = "".join(_odt_parts()) if body is None else body
    parts = {
        "mimetype": ODT,
        "content.xml": f"<office:document-content {_NAMES}>{content}<office:body><office:text>{text}</office:text>"
        "</office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {_NAMES}><office:master-styles>{master}</office:master-styles>"
        "</office:document-styles>",
        "META-INF/manifest.xml": f"<manifest:manifest {_NAMES}/>",
        **others,
    }
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, said in parts.items():
            archive.writestr(name, said)
    return kept.getvalue()


def _odt_parts() -> Iterator[str]:
    depth = 0
    for kind, text in PARTS:
        wanted = {POINT: 1, SUB: 2}.get(kind, 0)
        while depth < wanted:
            yield '<text:list text:style-name="L1"><text:list-item>' if not depth else "<text:list><text:list-item>"
            depth += 1
        if depth > wanted:
            yield "</text:list-item></text:list>" * (depth - wanted)
            depth = wanted
            yield "</text:list-item><text:list-item>" if wanted else ""
        elif wanted and not _begins(text):
            yield "</text:list-item><text:list-item>"
        if kind == HEADING:
            yield f'<text:h text:outline-level="1">{escape(text)}</text:h>'
        else:
            yield f"<text:p>{escape(text)}</text:p>"
    yield "</text:list-item></text:list>" * depth


def _begins(text: str) -> bool:
    """Whether the part before it is none of the same list."""
    place = TEXTS.index(text)
    return PARTS[place - 1][0] != PARTS[place][0]


def pages_as_pictures(contents: bytes, dots: int = 200) -> list[Any]:
    pdf = pypdfium2.PdfDocument(contents)
    return [page.render(scale=dots / 72).to_pil().convert("L") for page in pdf]


def scanned(contents: bytes, dots: int = 200) -> bytes:
    """A PDF of pictures of its pages."""
    first, *others = pages_as_pictures(contents, dots)
    kept = io.BytesIO()
    first.save(kept, "PDF", save_all=True, append_images=others, resolution=dots)
    return kept.getvalue()


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def shape(blocks: tuple[Block, ...]) -> list[tuple[str, int]]:
    """Which of them are items, and how deep."""
    return [(block.kind, block.level) for block in blocks]


def require_whole(document: Document) -> None:
    """Whatever stands in the text stands in a block or among what was left out, each where it says."""
    held = bytearray(len(document.text))
    for block in document.blocks:
        assert 0 <= block.at.start < block.at.end <= len(document.text)
        held[block.at.start : block.at.end] = b"\1" * (block.at.end - block.at.start)
        said = "".join(document.text[block.at.start : block.at.end].split())
        assert block.marker + "".join(block.text.split())[:4] in said.replace("\u00ad", ""), (block, said)
        for cell in block.cells:
            assert document.text[cell.at.start : cell.at.end] == cell.text
        for start, end in block.emphasis:
            assert 0 <= start < end <= len(block.text)
    for left in document.left_out:
        held[left.at.start : left.at.end] = b"\1" * (left.at.end - left.at.start)
        assert left.where
        assert 0 <= left.at.start <= left.at.end <= len(document.text)
        assert left.text
    lost = "".join(
        sign for sign, is_held in zip(document.text, held, strict=True) if not is_held and not sign.isspace()
    )
    assert not lost
