"""Office files as small as they may be."""

import io
import zipfile
from typing import Any

from pop_tracker.web.office_file import DOCX

RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
USUAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"


def office_file(
    part: str = "word/document.xml",
    *,
    target: str | None = None,
    type_: str = f"{DOCX}.main+xml",
    leads: str = USUAL,
    mode: str = "",
    by_ending: bool = False,
    others: dict[str, Any] | None = None,
) -> bytes:
    """An archive whose parts say that it is one."""
    kept = io.BytesIO()
    said = f'Extension="xml" ContentType="{type_}"' if by_ending else f'PartName="/{part}" ContentType="{type_}"'
    with zipfile.ZipFile(kept, "w") as archive:
        for name, content in {
            "[Content_Types].xml": f'<Types xmlns="{TYPES}"><{"Default" if by_ending else "Override"} {said}/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="r1" Type="{leads}" '
            f'Target="{target or part}" {mode}/></Relationships>',
            part: "<document/>",
            **(others or {}),
        }.items():
            archive.writestr(name, content)
    return kept.getvalue()


WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPOKEN = (
    f'xmlns:w="{WORDS}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:other="urn:e-dikujt"'
)


def document(body: str, *, styles: str = "", numbering: str = "", **others: Any) -> bytes:
    """A Word document of what stands in its body, its styles and its lists."""
    parts = {
        "word/document.xml": f"<w:document {_SPOKEN}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_SPOKEN}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_SPOKEN}>{numbering}</w:numbering>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELS}">'
        + "".join(
            f'<Relationship Id="{name}" Type="{USUAL.rpartition("/")[0]}/{name}" Target="{name}.xml"/>'
            for name in ("styles", "numbering")
        )
        + "</Relationships>",
    }
    return office_file(others={**parts, **others})


def table(*rows: str, properties: str = "") -> str:
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def cell(*paragraphs: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(paragraphs)}</w:tc>"


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'
