"""What a receipt says: what was done then, as the record keeps it, and what of it is in force now."""

import logging
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.accounts import receipts
from pop_tracker.accounts.receipts import Receipt
from pop_tracker.contracts.digests import TextDigest, text_digest
from pop_tracker.contracts.editions import Edition
from pop_tracker.contracts.models import Contract
from pop_tracker.database import Database
from pop_tracker.history import Entry, HistoryEntry
from pop_tracker.pledges.asked import reached_at
from pop_tracker.pledges.in_force import SignatureRow, answers
from pop_tracker.pledges.invitations import Invitation
from pop_tracker.pledges.ties import TIED
from pop_tracker.pledges.vocabulary import CAPACITY_WORDS, STANDS_WORDS, Stands
from pop_tracker.settings import Settings
from pop_tracker.web import files, letters
from pop_tracker.web.i18n import N_, words
from pop_tracker.web.letters import Enclosure
from pop_tracker.web.paper import CannotMakePDF, on_paper
from pop_tracker.web.qr import qr

log = logging.getLogger("pop_tracker")


class Holds(StrEnum):
    """What became of what a receipt is for."""

    IN_FORCE = "in_force"
    CHANGED = "changed"
    """The person answered otherwise later, or took the signature back."""
    ANNULLED = "annulled"
    REMOVED = "removed"
    """Its words were taken out of the record."""


HOLDS_WORDS: dict[Holds, str] = {
    Holds.IN_FORCE: N_("Në fuqi"),
    Holds.CHANGED: N_("U ndryshua më vonë"),
    Holds.ANNULLED: N_("E anuluar"),
    Holds.REMOVED: N_("Fjalët u hoqën nga regjistri"),
}
DID_WORDS = {
    "signature.state": N_("Shtoi një deklaratë"),
    "signature.withdraw": STANDS_WORDS[Stands.WITHDRAWN],
}


@dataclass(frozen=True)
class Shown:
    receipt: Receipt
    entry: Entry
    contract: Contract
    edition: Edition | None
    text_digest: TextDigest | None
    """Of the edition's text."""
    row: SignatureRow | None
    """The person's answer as it stands now, with the others beside it."""
    later: list[HistoryEntry]
    """What was entered of the person's answers afterwards."""

    @property
    def state(self) -> dict[str, Any]:
        """Of the answer, as the record kept it then; none where words of it were taken out."""
        return self.entry.content["state"] if self.entry.content and self.entry.is_whole else {}

    @property
    def did(self) -> str:
        """A message id."""
        return DID_WORDS.get(self.entry.row.verb) or STANDS_WORDS[Stands(self.state["answer"])]

    @property
    def shape(self) -> str:
        return Stands.WITHDRAWN if self.state.get("withdrawn_at") else str(self.state["answer"])

    @property
    def holds(self) -> Holds:
        if not self.state or self.row is None:
            return Holds.REMOVED
        own = next(one for one in (self.row, *self.row.earlier) if one.id == self._id)
        if own.stands is Stands.ANNULLED:
            return Holds.ANNULLED
        if own is not self.row or (own.stands is Stands.WITHDRAWN and not self.state.get("withdrawn_at")):
            return Holds.CHANGED
        return Holds.IN_FORCE

    @property
    def annulment(self) -> HistoryEntry | None:
        of_it = (one for one in self.later if one.key == self.entry.row.key)
        return next((one for one in of_it if one.verb == "signature.annul"), None)

    @property
    def _id(self) -> int:
        return int(self.entry.row.key.rpartition("/")[2])


def shown(session: Session, receipt: Receipt) -> Shown | None:
    """None for a receipt of another room."""
    found = history.entries(session, number=receipt.entry)
    if not found or found[0].row.kind != "signature":
        return None
    entry = found[0]
    slug, _, signature_id = entry.row.key.rpartition("/")
    contract = session.exec(select(Contract).where(Contract.slug == slug)).one()
    row = next(
        (
            one
            for one in answers(session, [contract.id or 0])
            if int(signature_id) in {one.id, *(other.id for other in one.earlier)}
        ),
        None,
    )
    keys = [f"{slug}/{one.id}" for one in (row, *row.earlier)] if row else [entry.row.key]
    later = session.exec(
        select(HistoryEntry)
        .where(
            HistoryEntry.kind == "signature",
            col(HistoryEntry.key).in_(keys),
            HistoryEntry.number > entry.row.number,
            HistoryEntry.verb != TIED,  # which nobody said or decided
        )
        .order_by(col(HistoryEntry.number))
    ).all()
    edition = None
    if entry.content and entry.content["state"].get("edition"):
        number = entry.content["state"]["edition"]
        edition = session.exec(
            select(Edition).where(Edition.contract_id == contract.id, Edition.number == number)
        ).first()
    digest = text_digest(session, edition) if edition else None
    return Shown(receipt, entry, contract, edition, digest, row, list(later))


def send_due(database: Database, settings: Settings) -> int:
    """Makes the PDF of each new receipt and writes its letter into the queue; how many. It takes a second each, so the
    person who answers does not wait for it; killed in the middle, it is done again."""
    with database.reading() as session:
        due = receipts.due(session, "invitation")
    return sum(_send(database, settings, receipt_id) for receipt_id in due)


def _send(database: Database, settings: Settings, receipt_id: int) -> bool:
    with database.reading() as session:
        one = shown(session, session.get_one(Receipt, receipt_id))
        asked = _invitation(session, session.get_one(Receipt, receipt_id))
        said = words(asked.language if asked else "sq")
        pdf = b"" if one is None or not one.state else _pdf(one, settings, said.language)
    with database.writing() as session:
        receipt = receipts.claimed(session, receipt_id)
        if receipt is None:
            return False
        invitation = _invitation(session, receipt)
        if one is None or not one.state or invitation is None or not invitation.email:
            return False  # its words were taken out of the record meanwhile
        if pdf:
            receipt.pdf_sha256 = files.put(settings.files, pdf)
        text = said.gettext(
            N_(
                "Përgjigjja juaj është publike.\n\n"
                "%(did)s: %(contract)s\n"
                "Ndryshimi nr. %(number)s i regjistrit, %(at)s.\n"
                "Kodi i vërtetimit: %(code)s\n\n"
                "Krahasojeni me regjistrin kur të doni:\n%(address)s\n\n"
                "Nëse këtë përgjigje nuk e dhatë ju, njoftoni menjëherë organizatën që ju ftoi: dy persona mund "
                "ta anulojnë përgjigjen, dhe kjo mbetet e dukshme.\n"
            ),
            did=said.gettext(one.did),
            contract=one.contract.title,
            number=receipt.entry,
            at=said.datetime(one.entry.row.at),
            code=receipt.code,
            address=receipts.address_of(receipt, settings, said.language),
        )
        letters.post(
            session, settings, to=invitation.email, about=N_("Vërtetim i një përgjigjeje"),
            subject=said.gettext(N_("Vërtetim: %(contract)s"), contract=one.contract.title), text=text,
            thing=receipt.purpose, reply_to=reached_at(session, invitation),
            enclosures=[Enclosure(f"vertetim-{receipt.code}.pdf", "application/pdf", pdf)] if pdf else [],
        )  # fmt: skip
        return True


def _invitation(session: Session, receipt: Receipt) -> Invitation | None:
    return session.get(Invitation, int(receipt.purpose.partition("/")[2]))


def _pdf(one: Shown, settings: Settings, language: str) -> bytes:
    from pop_tracker.web.templates import bare_pages  # comes with the first receipt

    address = receipts.address_of(one.receipt, settings, language)
    context = {
        "one": one, "address": address, "qr": qr(address), "capacity_words": CAPACITY_WORDS,
    }  # fmt: skip
    try:
        return on_paper(bare_pages(settings.training).render(language, "pledges/receipt_paper.html", context))
    except CannotMakePDF as missing:
        log.error("receipt %s without its PDF: %s", one.receipt.code, missing)
        return b""
