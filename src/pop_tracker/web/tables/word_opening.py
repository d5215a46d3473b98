"""A Word document opened: the parts of it that say what it shows."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from pop_tracker.web import office_file
from pop_tracker.web.archive import broken
from pop_tracker.web.tables.word_xml import SPACE, W

BESIDE = ("header", "footer", "footnotes", "endnotes", "comments")
"""Parts whose words stand beside the text."""


@dataclass(frozen=True)
class Word:
    body: Element
    styles: Element | None
    numbering: Element | None
    prefixes: Mapping[str, str]
    keeps_spaces: bool
    beside: tuple[tuple[str, Element], ...] = ()
    """What is not part of the text, by its kind (BESIDE)."""


def opened(contents: bytes, *, beside: bool = False) -> Word:
    """Raises Refusal for a file that makes no sense. It has been found `archive.unpackable` before."""
    try:
        with zipfile.ZipFile(io.BytesIO(contents)) as archive:
            main, _ = office_file.main_part(archive)
            prefixes: dict[str, str] = {}
            body = _parsed(office_file.xml(archive, main), prefixes).find(f"{W}body")
            leads = list(office_file.relationships(archive, main).values())
            parts = dict(leads)
            styles, numbering = (
                _parsed(office_file.xml(archive, parts[name]), {}) if name in parts else None
                for name in ("styles", "numbering")
            )
            others = [(kind, _parsed(office_file.xml(archive, part), {})) for kind, part in leads if kind in BESIDE] \
                if beside else []  # fmt: skip
    except (MemoryError, RecursionError):
        raise
    except Exception:  # whatever is wrong with an archive, its parts or their XML
        raise broken() from None
    if body is None:
        raise broken()
    return Word(body, styles, numbering, prefixes, body.get(SPACE) == "preserve", tuple(others))


def _parsed(xml: bytes, prefixes: dict[str, str]) -> Element:
    """Gathers what its prefixes stand for: of what is written in several ways, some are known by a prefix alone."""
    reading = ElementTree.iterparse(io.BytesIO(xml), events=("start-ns",))
    for _, (prefix, name) in reading:
        prefixes[prefix] = name
    root: Element = reading.root  # type: ignore[attr-defined]  # known once all was read
    return root
