"""The document that a contract was read from: kept, quoted, and handed to readers once two people said that it is free
of private words."""

import hashlib
import re
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from pop_tracker.accounts.proposals import Proposal
from pop_tracker.blackening import BLACK, IN_PLACE
from pop_tracker.contracts.reading.blocks import At, Document
from pop_tracker.contracts.reading.formats.kinds import Kind, kind_of
from pop_tracker.history import REMOVED, part
from pop_tracker.web import files
from pop_tracker.web.files import Upload

OTHERS = {Kind.ODT: "application/vnd.oasis.opendocument.text", Kind.PAGE: "text/html"}
"""What a file is called that the site does not keep, by what is in it: its sender's word for it may be anything."""
_TAKEN = re.compile(f"{BLACK}(?:[{BLACK}\\s]*{BLACK})?")


@part
class ContractDocument(SQLModel, table=True):
    """Readers are told the SHA-256 of the file as it came, always. What is kept is the file without what it says of its
    author (`web.documents`), and its text, which every `At` of a reading is a range of."""

    __tablename__ = "contract_document"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=200)
    """Of the file; empty of pasted text."""
    media_type: str = Field(max_length=100)
    size: int
    """In bytes, as it came."""
    original_sha256: str = Field(max_length=64)
    sha256: str = Field(default="", max_length=64)
    """Of the file that is kept; empty of pasted text."""
    text: str = Field(sa_type=sa.Text, sa_column_kwargs={"info": IN_PLACE})
    pages: list[int] = Field(default_factory=list, sa_type=sa.JSON)
    """Where each begins in the text."""
    from_pictures: list[int] = Field(default_factory=list, sa_type=sa.JSON)
    """Pages whose words a machine read from a picture: any letter of them may be another."""
    is_free: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """Of private names, comments, tracked words and signatures, as one person said and a second one confirmed."""
    said_by: int | None = Field(default=None, foreign_key="person.id")
    """Who said last whether readers have the file, once its edition was published; None where nobody did since."""
    agreed_by: int | None = Field(default=None, foreign_key="person.id")
    """The second person, where it takes one."""

    @property
    def is_handed_out(self) -> bool:
        """Whether readers have the file. Not one that was removed since."""
        return self.is_free and bool(self.sha256)

    @property
    def public_state(self) -> dict[str, Any]:
        """What readers are told of it: the digest always, so that whoever has the file can compare; the file's name,
        which may be somebody's, with the file alone."""
        file = {"is_free": True, "sha256": self.sha256, "name": self.name} if self.is_handed_out else {}
        return {
            "original_sha256": self.original_sha256,
            "media_type": self.media_type,
            "document_size": self.size,
            "document_pages": len(self.pages) or None,
            **file,
        }

    def quote(self, at: At) -> str:
        return " ".join(said_of(self.text[at.start : at.end]).split())

    def page_of(self, place: int) -> int | None:
        """The page, counted from 1, on which a place of the text lies; None where there are none."""
        before = sum(start <= place for start in self.pages)
        return before or None

    def hear(self, read: Document) -> None:
        """Its words."""
        self.text, self.pages, self.from_pictures = read.text, list(read.pages), list(read.from_pictures)


class DocumentDeclaration(Proposal, table=True):
    """That a document's file is free of what readers must not have, as one person says who looked at it. It goes once a
    second person confirmed it; the entry keeps who did what."""

    __tablename__ = "document_declaration"
    document_id: int = Field(foreign_key="contract_document.id", primary_key=True, ondelete="CASCADE")


def said_of(text: str) -> str:
    """A part of the text for readers: what a redaction took out of it is told by words, not by how long it was."""
    return _TAKEN.sub(REMOVED, text)


def kept(where: Path | str, upload: Upload | None, contents: bytes, *, as_is: bool = False) -> ContractDocument:
    """As a row that is not in the database yet, without its words. The file is kept where the site keeps its kind; of
    pasted text, and of pages and texts of kinds that nobody can be handed safely, the text is what stays."""
    document = ContractDocument(
        name="", media_type="text/plain", size=len(contents), original_sha256=hashlib.sha256(contents).hexdigest(),
        text="",
    )  # fmt: skip
    kind = files.sniff(contents) if upload else None
    if upload is not None:
        document.name = files.plain_name(upload.filename, files.ENDINGS.get(kind or "", ""))
        document.media_type = kind or OTHERS.get(kind_of(contents), "text/plain")
    if upload is not None and kind is not None:
        held = files.keep(where, upload, as_is=as_is)
        document.sha256, document.name, document.media_type = held.sha256, held.name, held.type
    return document
