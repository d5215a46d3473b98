"""Documents of contracts, and what was read of them, in which words stand that are to be removed: whoever decides is
told where."""

from sqlmodel import Session, select

from pop_tracker.contracts.checking.readings import ContractReading
from pop_tracker.contracts.documents import ContractDocument
from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.models import Contract
from pop_tracker.forgetting import TOLD, Said
from pop_tracker.web.i18n import N_

DOCUMENT = N_("Dokumenti i kontratës: fjalët nxihen në tekstin e tij, dhe skedari nuk jepet më.")
READING = N_("Çfarë u lexua nga dokumenti dhe po kontrollohet.")


def _document(session: Session, document: ContractDocument) -> Said:
    of = select(Contract.title).join(Edition).where(Edition.document_id == document.id)
    read = select(ContractReading).where(ContractReading.document_id == document.id)
    reading = session.exec(read).first()
    title = session.exec(of).first() or (reading.called if reading else document.name)
    return Said(title, DOCUMENT)


def _reading(session: Session, reading: ContractReading) -> Said:
    return Said(reading.called, READING)


TOLD.update({ContractDocument: _document, ContractReading: _reading})
