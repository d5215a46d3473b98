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
