"""What the tests of documents begin with: an edition whose words were read from a file."""

from pathlib import Path

from sqlmodel import Session, select

from pop_tracker.contracts import draft as drafts
from pop_tracker.contracts import handing_out
from pop_tracker.contracts.documents import ContractDocument
from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.handing_out import document_at_work
from pop_tracker.contracts.texts import Commitment, CommitmentText
from pop_tracker.web import files
from pop_tracker.web.paper import on_paper
from tests import cast
from tests.conftest import Site
from tests.contracts.play import CONTRACT, contract, newest, publish, revise, submit

PASSAGE = "• Një bibliotekë lëvizëse, me autobus, për fshatrat e bashkisë"
"""Of 1.2, whose words are others."""
LEFT_OUT = "Anëtarët e rrjetit: një listë që nuk është pjesë e kontratës."
ORIGINAL = "c0ffee" + "0" * 58
FILE = '<html lang="sq"><title>Kontrata</title><p>{text}</p></html>'
NAME = "kontrata e nënshkruar.pdf"


def kept_document(
    session: Session, where: Path | str, *, file: bool = True, is_free: bool = False, contents: bytes = b"",
    passage: str = PASSAGE,
) -> ContractDocument:  # fmt: skip
    """Of two pages; the passage stands on the second. `contents`: of the file, where that need not say the same."""
    text = f"KONTRATA SOCIALE\n{LEFT_OUT}\n{passage}\n"
    document = ContractDocument(
        name=NAME if file else "", media_type="application/pdf" if file else "text/plain", size=12_345,
        original_sha256=ORIGINAL, text=text, pages=[0, text.index(passage)] if file else [],
        sha256=files.put(where, contents or on_paper(FILE.format(text=text))) if file else "", is_free=is_free,
    )  # fmt: skip
    session.add(document)
    session.flush()
    return document


def draft_with_document(
    session: Session, site: Site, *, file: bool = True, passage: str = PASSAGE, text: str = ""
) -> Edition:
    """An editor's draft in which 1.2 was read from a document; `text`: what it says instead of what `revise` makes."""
    revise(session, site)
    draft = drafts.locked(session, contract(session))
    assert draft is not None
    draft.document_id = kept_document(session, site.settings.files, file=file, passage=passage).id
    row = session.exec(
        select(CommitmentText).join(Commitment).where(CommitmentText.edition_id == draft.id, Commitment.ref == "1.2")
    ).one()
    row.text, row.passage, row.passage_page = text or row.text, passage, 2 if file else None
    session.add_all([draft, row])
    session.flush()
    return draft


def published_with_document(
    session: Session, site: Site, *, file: bool = True, passage: str = PASSAGE, text: str = ""
) -> Edition:
    draft_with_document(session, site, file=file, passage=passage, text=text)
    submit(session, site)
    publish(session, site)
    return newest(session)


def declare(session: Session, site: Site, edition: Edition, email: str = cast.EDITOR) -> None:
    viewer = site.viewer(session, email)
    handing_out.declare(session, viewer, document_at_work(session, viewer, CONTRACT, edition.number))


def confirm(session: Session, site: Site, edition: Edition, email: str = cast.OTHER_REVIEWER) -> None:
    viewer = site.viewer(session, email)
    at = document_at_work(session, viewer, CONTRACT, edition.number)
    handing_out.confirm(session, viewer, at, at.declaration.version if at.declaration else "")
