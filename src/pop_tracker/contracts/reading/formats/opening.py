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
from pop_tracker.contracts.reading.formats.printed import Sign
from pop_tracker.web import limited
from pop_tracker.web.archive import broken, unpackable
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_

SECONDS = 4.0
MEGABYTES = 200
"""More than the interpreter and the libraries take."""
LARGEST = 6 * 1024 * 1024
"""Of the answer, in bytes."""
READERS = {
    Kind.WORD: "word", Kind.ODT: "odt", Kind.EXCEL: "sheet", Kind.PAGE: "page", Kind.TEXT: "text", Kind.PDF: "pdf",
    Kind.PICTURE: "scan",
}  # fmt: skip
WITHOUT_A_PASSWORD = "pop_tracker.web.documents.locked"
"""What a PDF takes that anyone may read but not change."""
_ARCHIVES = {Kind.WORD, Kind.ODT, Kind.EXCEL}
NOTHING = N_("Në skedar nuk ka tekst.")
OnPage = Callable[[int, int], None]
"""Is told how many pages of how many have been read, where that takes time: first that none has, when what it raises
goes to whoever asked."""


def opened(contents: bytes, name: str = "", on_page: OnPage | None = None) -> Document:
    """Raises Refusal, with what to do about it, and Busy."""
    return made_of(contents, name, on_page)[0]


def made_of(
    contents: bytes, name: str, on_page: OnPage | None, then: str = "", told: Any = None, imports: tuple[str, ...] = ()
) -> tuple[Document, Any]:
    """The document, and what `then` (module:function) makes of it and of what it is told, in the same process; both as
    JSON brings them over. Raises Refusal and Busy."""
    kind = kind_of(contents, name)
    asked: dict[str, Any] = {"kind": kind, "then": then, "told": told, "pages": {}}
    if kind is Kind.PICTURE:
        asked["pages"], contents = {1: scan.of_picture(contents, on_page)}, b""
    said = _read(asked, contents, imports)
    if scans := said.get("scans"):
        # What is a picture is read by a program that the process may not start.
        asked["pages"] = scan.of_pages(contents, scans, on_page)
        said = _read(asked, contents, imports)
    return Document.from_json(said["document"]), said["made"]


def _read(asked: dict[str, Any], contents: bytes, imports: tuple[str, ...]) -> dict[str, Any]:
    pages = {page: [astuple(sign) for sign in signs] for page, signs in asked["pages"].items()}
    module, _, _ = asked["then"].partition(":")
    modules = [f"{__package__}.{READERS[asked['kind']]}", *imports, *([module] if module else [])]
    if asked["kind"] is Kind.PDF:
        modules.append(WITHOUT_A_PASSWORD)
    said: bytes = limited.run(
        f"{__name__}:read", json.dumps({**asked, "pages": pages}).encode() + b"\n" + contents, imports=modules,
        seconds=SECONDS, megabytes=MEGABYTES, largest_answer=LARGEST, broken=broken().message,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(said)
    return found


def read(asked: bytes) -> bytes:
    """In that process. Before the file stands a line that says how to read it."""
    line, _, contents = asked.partition(b"\n")
    how = json.loads(line)
    kind = Kind(how["kind"])
    pages = {int(page): [Sign(*sign) for sign in signs] for page, signs in how["pages"].items()}
    reader = import_module(f"{__package__}.{READERS[kind]}")
    if kind in (Kind.PDF, Kind.PICTURE):
        if kind is Kind.PDF and (scans := reader.unread(contents, pages)):
            return json.dumps({"scans": scans}).encode()
        document = reader.document(contents, pages)
    else:
        document = reader.document(unpackable(contents) if kind in _ARCHIVES else contents)
    if not document.blocks:
        raise Refusal(NOTHING, field="file")
    made = None
    if how["then"]:
        module, _, name = how["then"].partition(":")
        made = getattr(import_module(module), name)(document, how["told"])
    return json.dumps({"document": document.as_json(), "made": made}).encode()
