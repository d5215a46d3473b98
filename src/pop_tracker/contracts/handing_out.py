"""The document behind an edition: what readers are told of it, and when they have its file.

Its SHA-256 is public with the edition, always. The file itself is handed out once an editor declared it free of private
names, comments, tracked words and signatures and a second person agreed: with the edition, or later. That can be taken
back. Until then, and afterwards, readers have the passages that the contract was made of, and never more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker import history, redaction
from pop_tracker.accounts.models import Viewer
from pop_tracker.accounts.recording import require_recorder
from pop_tracker.accounts.waiting import InHand, Notes, in_hand_of
from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts.documents import ContractDocument, DocumentDeclaration
from pop_tracker.contracts.editions import Edition, EditionState, visible_to
from pop_tracker.contracts.models import Contract, contract_at_work, hold
from pop_tracker.contracts.texts import headings_of_edition, texts_of_edition
from pop_tracker.history import Actor
from pop_tracker.sealed import RemovedFile
from pop_tracker.web import office_file
from pop_tracker.web.errors import Missing, Refusal
from pop_tracker.web.i18n import N_

KIND_WORDS = {
    "application/pdf": "PDF",
    office_file.DOCX: "Word (DOCX)",
    office_file.XLSX: "Excel (XLSX)",
    "image/png": N_("foto"),
    "image/jpeg": N_("foto"),
    "application/vnd.oasis.opendocument.text": "ODT",
    "text/html": N_("faqe interneti"),
}
OTHER_KIND = N_("tekst")
_IS_REMOVED = sa.exists().where(col(RemovedFile.sha256) == col(ContractDocument.sha256))


def kind_of(document: "PublicDocument | ContractDocument") -> str:
    """What people call it: a message id."""
    return KIND_WORDS.get(document.media_type, OTHER_KIND)


@dataclass(frozen=True)
class PublicDocument:
    """What readers are told of a published edition's document."""

    edition: int
    """Its number."""
    path: str
    """Where readers have it: the file, or the passages as a PDF."""
    original_sha256: str
    media_type: str
    size: int
    """Of the file as it came, in bytes."""
    pages: int
    """0 of what has none."""
    sha256: str = ""
    """Of the file as it is handed out; empty while it is not."""
    name: str = ""

    @property
    def is_free(self) -> bool:
        return bool(self.sha256)

    @property
    def kind(self) -> str:
        return kind_of(self)

    @property
    def is_as_it_came(self) -> bool:
        return self.sha256 == self.original_sha256


def public_documents(session: Session, editions: Iterable[Edition]) -> dict[int, PublicDocument]:
    """By the edition's id. At most one query: none where no edition was read from a document."""
    ids = [one.id for one in editions if one.document_id]
    return {edition.id or 0: said for edition, said in _public(session, col(Edition.id).in_(ids))} if ids else {}


def public_document(session: Session, edition: Edition) -> PublicDocument | None:
    return public_documents(session, [edition]).get(edition.id or 0)


def documents_of_contracts(session: Session, contract_ids: Iterable[int]) -> dict[int, PublicDocument]:
    """By the contract's id, that of its newest edition that has one of its own. One query."""
    found = _public(session, col(Edition.contract_id).in_(list(contract_ids)))
    return {edition.contract_id: said for edition, said in found}


def _public(session: Session, which: Any) -> list[tuple[Edition, PublicDocument]]:
    """Of drafts nothing: whatever readers are told or given of documents comes from here. A file that still says words
    which were hidden or removed is handed out no more."""
    found = session.exec(
        select(Edition, ContractDocument, Contract, col(ContractDocument.is_free) & ~_IS_REMOVED)
        .join(Contract, col(Contract.id) == Edition.contract_id)
        .join(ContractDocument, col(ContractDocument.id) == Edition.document_id)
        .where(Edition.state == EditionState.PUBLISHED, which)
        .order_by(col(Edition.number))
    )
    return [
        (
            edition,
            PublicDocument(
                edition.number, f"{edition.path}/dokumenti", one.original_sha256, one.media_type, one.size,
                len(one.pages), one.sha256 if is_given else "", one.name if is_given else "",
            ),
        )
        for edition, one, _, is_given in found  # the contract is in an edition's path: one query brings all of them
    ]  # fmt: skip


@dataclass(frozen=True)
class Quoted:
    """A priority as the contract calls it, with what the document says under it, by reference."""

    number: int
    title: str
    passages: tuple[tuple[str, str], ...]


def quoted(session: Session, edition: Edition) -> list[Quoted]:
    """The document as far as the edition quotes it: what a redaction takes out of the edition is not here either."""
    texts = texts_of_edition(session, edition.id or 0)
    return [
        Quoted(
            heading.number, heading.title,
            tuple((one.ref, one.passage) for one in texts if one.priority_number == heading.number and one.passage),
        )
        for heading in headings_of_edition(session, edition.id or 0)
    ]  # fmt: skip


@dataclass(frozen=True)
class AtWork:
    """An edition's document as somebody sees it who works on it or decides on it."""

    contract: Contract
    edition: Edition
    document: ContractDocument
    declaration: DocumentDeclaration | None
    may_edit: bool
    is_removed: bool = False
    """Its file, by a redaction."""

    @property
    def file(self) -> str:
        """The digest of its file; empty where none is kept, or a redaction hid or removed it."""
        return "" if self.is_removed else self.document.sha256

    @property
    def is_draft(self) -> bool:
        return self.edition.state is not EditionState.PUBLISHED

    @property
    def may_declare(self) -> bool:
        """Of a draft also while it waits for its second person: its words rest, and this is none of them."""
        return self.may_edit and not self.document.is_free and self.declaration is None


def document_at_work(session: Session, viewer: Viewer, slug: str, number: int) -> AtWork:
    """For who records for the municipality, and for reviewers while there is something to decide: on the draft, or on
    whether readers have the file. Raises Missing for everybody else."""
    contract = contract_at_work(session, viewer, slug)
    of_it = Edition.contract_id == contract.id, Edition.number == number, visible_to(viewer)
    edition = session.exec(select(Edition).where(*of_it)).first()
    document = edition.document(session) if edition else None
    if edition is None or document is None:
        raise Missing
    declaration = session.get(DocumentDeclaration, document.id)
    may_edit = viewer.may_edit(contract.municipality_id)
    decides = viewer.is_reviewer and edition.state is EditionState.SUBMITTED
    if not (may_edit or decides or (declaration is not None and declaration.may_be_decided(viewer))):
        raise Missing
    is_removed = bool(document.sha256) and redaction.removed_file(session, sha256=document.sha256) is not None
    return AtWork(contract, edition, document, declaration, may_edit, is_removed)


def declare(session: Session, viewer: Viewer, at: AtWork) -> None:
    """Says that readers may have the file. Of a draft the second person agrees who publishes it; of what is published,
    one who is asked for it. Said twice it is said once."""
    drafts.require_editor(viewer, at.contract)
    session.refresh(at.edition, with_for_update=True)  # in the same moment it may be published without
    hold(session, at.contract.id)
    session.refresh(at.document, with_for_update=True)
    if not at.file:
        raise Refusal(N_("Skedari nuk mbahet këtu, prandaj lexuesve u jepet vetëm teksti."))
    if at.document.is_free or session.get(DocumentDeclaration, at.document.id) is not None:
        return
    if not at.is_draft:
        DocumentDeclaration(document_id=at.document.id or 0).put(session, viewer)
        return
    drafts.remember(session, at.edition, viewer.person_id)
    at.document.is_free = True
    session.add(at.document)


def undeclared(session: Session, editions: Iterable[Edition]) -> set[int]:
    """Of drafts, by id, those with a file that is here and that nobody said readers may have. At most one query."""
    ids = [one.id for one in editions if one.document_id]
    if not ids:
        return set()
    asked = (
        select(Edition.id)
        .join(ContractDocument, col(ContractDocument.id) == Edition.document_id)
        .where(col(Edition.id).in_(ids), ContractDocument.sha256 != "", ~col(ContractDocument.is_free), ~_IS_REMOVED)
    )
    return {id for id in session.exec(asked) if id is not None}


def confirm(session: Session, viewer: Viewer, at: AtWork, read: str) -> None:
    """The second person's yes to what is published already. `read` is the `version` that they saw."""
    hold(session, at.contract.id)
    if at.declaration is None:
        raise Missing
    held = at.declaration.held_by_second_person(session, viewer)
    held.require_read(read, still=bool(at.file))
    by = held.author(session)
    session.delete(held)
    _hand_out(session, at, True, by, viewer.actor)
    history.append(session, "hand_out", at.edition, by, source=at.edition.source, approved_by=viewer.actor)


def refuse(session: Session, viewer: Viewer, at: AtWork) -> None:
    """The second person's no to a declaration, or the word of somebody who records for the municipality. Nothing of it
    was public."""
    if at.declaration is None:
        raise Missing
    session.delete(at.declaration.held(session))


def withhold(session: Session, viewer: Viewer, at: AtWork, reason: str) -> None:
    """Readers have the file no more, at once; what they have of it already nobody takes back. Of a draft they never
    had it, and nothing is entered."""
    require_recorder(viewer, at.contract.municipality_id)
    hold(session, at.contract.id)
    if not at.document.is_free:
        return
    if not at.is_draft and not reason:
        raise Refusal(N_("Shkruani pse nuk jepet më."), field="reason")
    _hand_out(session, at, False, viewer.actor)
    if at.is_draft:
        drafts.remember(session, at.edition, viewer.person_id)
    else:
        history.append(session, "withhold", at.edition, viewer.actor, source="", reason=reason)


def _hand_out(session: Session, at: AtWork, is_free: bool, by: Actor, agreed: Actor | None = None) -> None:
    session.refresh(at.document, with_for_update=True)
    at.document.is_free = is_free
    if not at.is_draft:
        at.document.said_by, at.document.agreed_by = by.person, agreed.person if agreed else None
    session.add(at.document)
    session.flush()


NOTES = Notes(
    N_("Skedar i një kontrate për lexuesit që pret konfirmimin tuaj"),
    N_("Skedar i një kontrate për lexuesit që pret konfirmimin e një personi të dytë"),
)


def declared(session: Session, *which: Any) -> list[tuple[DocumentDeclaration, Edition, Contract]]:
    """What waits for its second person: all, or those of which something is true. One query."""
    rows = session.exec(
        select(DocumentDeclaration, Edition, Contract)
        .join(Edition, col(Edition.document_id) == DocumentDeclaration.document_id)
        .join(Contract, col(Contract.id) == Edition.contract_id)
        .where(*which)
        .order_by(col(DocumentDeclaration.recorded_at))
    )
    return list(rows)


def page_of(edition: Edition, contract: Contract) -> str:
    """Where its document is looked at by who works on it."""
    return f"/puna/kontratat/{contract.slug}/botimi/{edition.number}/dokumenti"


def in_hand(session: Session, viewer: Viewer) -> InHand:
    """One query."""
    return in_hand_of(
        viewer,
        (
            one.submitted(viewer, contract.title, page_of(edition, contract), NOTES)
            for one, edition, contract in declared(session)
        ),
    )
