"""The largest files that a door of tables takes, each made to be slow in its own way."""

import io
import zipfile
from collections.abc import Callable

from pop_tracker.web.office_file import XLSX
from tests.web.office import RELS, USUAL, cell, document, office_file, paragraph, row, run, table

_LIST = '<w:numPr><w:ilvl w:val="8"/><w:numId w:val="{}"/></w:numPr>'
_SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
_WIDE = '<w:gridSpan w:val="40"/><w:vMerge w:val="{}"/>'


def _packed(contents: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(contents)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return kept.getvalue()


def workbook(inside: str, *, strings: str = "", merges: str = "") -> bytes:
    def leads(*to: str) -> str:
        inside = "".join(
            f'<Relationship Id="r{n}" Type="{USUAL.rpartition("/")[0]}/{type_}" Target="{type_}.xml"/>'
            for n, type_ in enumerate(to)
        )
        return f'<Relationships xmlns="{RELS}">{inside}</Relationships>'

    relations = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    sheets = '<sheets><sheet name="Plani" sheetId="1" r:id="r0"/></sheets>'
    others = {
        "xl/workbook.xml": f"<workbook {_SHEET} {relations}>{sheets}</workbook>",
        "xl/worksheet.xml": f"<worksheet {_SHEET}><sheetData>{inside}</sheetData><mergeCells>{merges}</mergeCells>"
        "</worksheet>",
        "xl/sharedStrings.xml": f"<sst {_SHEET}>{strings}</sst>",
        "xl/_rels/workbook.xml.rels": leads("worksheet", "sharedStrings"),
    }
    return office_file("xl/workbook.xml", type_=f"{XLSX}.main+xml", others=others)


def rows(count: int, cell_: str) -> str:
    return "".join(f'<row r="{number}">{cell_}</row>' for number in range(1, count + 1))


QUICK: dict[str, Callable[[], bytes]] = {
    "a document of nothing but fields": lambda: document(table(row(cell(paragraph(_FIELD * 100_000))))),
    "a heading under 258 kB of marks": lambda: ("niveli" + "\u0301" * 129_000 + ",numri,nën,teksti\n").encode(),
    "a text of commas": lambda: b"," * 9_900_000,
}
SLOW: dict[str, Callable[[], bytes]] = {
    "a cell of half a million runs": lambda: document(table(row(cell(paragraph(run("a") * 500_000))))),
    "a table in a table in a table": lambda: document(
        table(row(cell("<w:tbl><w:tr><w:tc>" * 100_000 + "</w:tc></w:tr></w:tbl>" * 100_000)))
    ),
    "lists of lists": lambda: document(
        table(*[row(cell(paragraph(properties=_LIST.format(number)) * 20)) for number in range(5000)]),
        numbering="".join(
            f'<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="8"><w:lvlText w:val="{"%9" * 50}"/></w:lvl>'
            f'</w:abstractNum><w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>'
            for n in range(40_000)
        ),
    ),
    "a long cell merged over everything": lambda: document(
        table(
            row(cell(paragraph(run("a" * 32_000)), properties=_WIDE.format("restart"))),
            *[row(cell(properties=_WIDE.format("continue")))] * 5000,
        )
    ),
    "a sheet of two million shared texts": lambda: workbook(
        rows(6000, '<c t="s"><v>0</v></c>'), strings="<si><t>a</t></si>" * 2_000_000
    ),
    "a sheet of merges over each other": lambda: workbook(
        rows(6000, "<c><v>1</v></c>" * 40), merges='<mergeCell ref="A1:XFD1048576"/>' * 500_000
    ),
    "a sheet that lasts": lambda: workbook(rows(400_000, '<c t="inlineStr"><is><t>a</t></is></c>')),
    "an archive of forty megabytes of nothing": lambda: document("", **{"word/media.xml": " " * 39_000_000}),
}


def made(make: Callable[[], bytes]) -> bytes:
    contents = make()
    return _packed(contents) if contents.startswith(b"PK") else contents
