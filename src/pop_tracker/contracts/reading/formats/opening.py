"""A file that people send, as a Document: read in a process of bounded time and memory (`web/limited.py`), which
imports nothing any more, opens nothing and reaches nobody.
"""

import json
from collections.abc import Callable
from dataclasses import astuple
from importlib import import_module
from typing import Any

from pop_tracker.contracts.reading.blocks import Document
from pop_tracker.contracts.reading.formats import scan
from pop_tracker.contracts.reading.formats.kinds import Kind, kind_of
from pop_tracker.web import limited
from pop_tracker.web.archive import broken, unpackable
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_

SECONDS = 4.5
MEGABYTES = 200
"""More than the interpreter and the libraries take."""
LARGEST = 8 * 1024 * 1024
"""Of a Document's JSON, in bytes."""
READERS = {Kind.WORD: "word", Kind.ODT: "odt", Kind.EXCEL: "sheet", Kind.PAGE: "page", Kind.TEXT: "text"}
_ARCHIVES = {Kind.WORD, Kind.ODT, Kind.EXCEL}
NOTHING = N_("Në skedar nuk ka tekst.")
OnPage = Callable[[int, int], None]
"""Is told how many pages of how many have been read, where that takes time."""


def opened(contents: bytes, name: str = "", on_page: OnPage = lambda done, of: None) -> Document:
    """Raises Refusal, with what to do about it, and Busy."""
    kind = kind_of(contents, name)
    if kind is Kind.PICTURE:
        return scan.of_picture(contents)
    if kind is Kind.PDF:
        return _of_pdf(contents, on_page)
    return _read(contents, kind)


def _of_pdf(contents: bytes, on_page: OnPage) -> Document:
    """Twice into that process: between, pages that are pictures are read by a program that it may not start."""
    module = f"{__package__}.pdf"
    scans: list[tuple[int, float]] = _limited(f"{module}:scans_in", contents, module)
    read = scan.of_pages(contents, scans, on_page) if scans else {}
    signs = {page: [astuple(sign) for sign in signs] for page, signs in read.items()}
    return _unpacked(_limited(f"{module}:packed", json.dumps(signs).encode() + b"\n" + contents, module))


def _read(contents: bytes, kind: Kind) -> Document:
    module = f"{__package__}.{READERS[kind]}"
    said = _limited(f"{__name__}:packed_by", contents, module, module=module, is_archive=kind in _ARCHIVES)
    return _unpacked(said)


def _limited(target: str, contents: bytes, imports: str, **options: Any) -> Any:
    return limited.run(
        target, contents, imports=[imports], seconds=SECONDS, megabytes=MEGABYTES, largest_answer=LARGEST,
        broken=broken().message, **options,
    )  # fmt: skip


def _unpacked(said: bytes) -> Document:
    made = Document.from_json(json.loads(said))
    if not made.blocks:
        raise Refusal(NOTHING, field="file")
    return made


def packed_by(contents: bytes, module: str, is_archive: bool) -> bytes:
    """In that process."""
    made: Document = import_module(module).document(unpackable(contents) if is_archive else contents)
    return json.dumps(made.as_json()).encode()
