"""What a municipality holds in hand of its replies.

While a round is a draft nothing of it stands in the record. So whoever says that the reply is complete gets a dated
letter with its words and their digest; when the round is published, and for each later reply, a receipt that names the
entry. `/vertetim` compares it with the record and shows the same digest.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, select

from pop_tracker import history
from pop_tracker.accounts import receipts
from pop_tracker.accounts.receipts import Receipt, issue
from pop_tracker.database import Database
from pop_tracker.history import Entry, HistoryEntry
from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.replies.link_letters import whom_to_tell
from pop_tracker.monitoring.replies.links import ReplyLink, is_over_for, purpose_of_receipt, waits_until
from pop_tracker.monitoring.replies.reading import GivenReply, replies_where
from pop_tracker.monitoring.replies.replies import Reply, in_time, states_of
from pop_tracker.pieces import lost_words
from pop_tracker.settings import Settings
from pop_tracker.web import files, letters
from pop_tracker.web.i18n import N_, Words, localized, words
from pop_tracker.web.letters import Enclosure
from pop_tracker.web.paper import CannotMakePDF, on_paper
from pop_tracker.web.qr import qr

log = logging.getLogger("pop_tracker")
IN_GENERAL = N_("Në përgjithësi")
_COMPLETE = N_(
    "Më %(when)s u tha se përgjigjja e bashkisë është e plotë:\n"
    "%(round)s\n\n"
    "%(words)s\n"
    "Kodi i kontrollit i këtyre fjalëve dhe i skedarëve të tyre (SHA-256):\n%(digest)s\n\n"
    "Kjo nuk është ende publike. Bëhet publike bashkë me raundin, më së shpejti më %(earliest)s, këtu:\n%(address)s\n\n"
    "Atëherë te kjo adresë ju vjen vërtetimi me numrin në regjistër, ku shihet i njëjti kod kontrolli.\n\n"
    "Nëse nuk e thatë ju, njoftoni menjëherë: %(whom)s\n"
)
_PUBLIC = N_(
    "Përgjigjja e bashkisë është publike.\n\n"
    "%(round)s\n"
    "Ndryshimi nr. %(number)s i regjistrit, %(at)s.\n"
    "Kodi i kontrollit i fjalëve dhe i skedarëve të tyre (SHA-256):\n%(digest)s\n"
    "Kodi i vërtetimit: %(code)s\n\n"
    "Krahasojeni me regjistrin kur të doni:\n%(address)s\n\n"
    "Nëse kjo përgjigje nuk është e bashkisë, njoftoni menjëherë: %(whom)s. Edhe me lidhjen tuaj mund të thoni se nuk "
    "është e juaja; përgjigjja mbetet, me këtë shënim pranë.\n"
)


class Holds(StrEnum):
    STANDS = "stands"
    DISOWNED = "disowned"
    REMOVED = "removed"


HOLDS_WORDS: dict[Holds, str] = {
    Holds.STANDS: N_("Qëndron në regjistër"),
    Holds.DISOWNED: N_("Bashkia nuk e njeh më si të vetën"),
    Holds.REMOVED: N_("Fjalët u hoqën nga regjistri"),
}


def digest_of(said: list[dict[str, Any]]) -> str:
    """Of what was said and the files with it, by their public states; the same before publication and after it."""
    plain = [[one["commitment"], one["text"], [file["sha256"] for file in one["files"]]] for one in said]
    return history.digest(plain)


def issue_of_round(session: Session, held: Round, entry: HistoryEntry) -> None:
    """For what was said in time, to whoever holds the link now."""
    link = session.exec(
        select(ReplyLink).where(ReplyLink.round_id == held.id).order_by(col(ReplyLink.id).desc()).limit(1)
    ).first()
    if link is not None and not is_over_for(session, link) and in_time(session, held.id):
        issue(session, purpose_of_receipt(link), entry)


def send_completion(session: Session, settings: Settings, link: ReplyLink, language: str) -> None:
    """The letter that says what was said, when, and when and where it will be public; with the verb's transaction."""
    said = words(language)
    held, at = session.get_one(Round, link.round_id), link.completed_at or datetime.now(UTC)
    whom, reply_to = whom_to_tell(session, link)
    states = states_of(session, in_time(session, held.id))
    parts = [f"{one['commitment'] or said.gettext(IN_GENERAL)}: “{one['text']}”\n" for one in states]
    text = said.gettext(
        _COMPLETE,
        when=said.datetime(at),
        round=held.title,
        words="\n".join(parts),
        digest=digest_of(states),
        earliest=said.date(waits_until(held, {link.round_id: at}) + timedelta(days=1)),
        address=settings.base_url + localized(held.path, language),
        whom=whom,
    )
    letters.post(
        session, settings, to=link.email, about=N_("Përgjigje e plotë e bashkisë"),
        subject=said.gettext(N_("Përgjigjja juaj e plotë: %(round)s"), round=held.title), text=text,
        thing=purpose_of_receipt(link), reply_to=reply_to,
    )  # fmt: skip


@dataclass(frozen=True)
class ShownReply:
    """A receipt beside the record."""

    receipt: Receipt
    entry: Entry
    held: Round
    language: str
    """Of the letter that brings it."""
    now: list[GivenReply]
    """Of what it is for, as it reads now."""

    @property
    def said(self) -> list[dict[str, Any]]:
        """Public states of the replies, as the record kept them then; none where their words were taken out."""
        if not self.entry.content:
            return []
        state = self.entry.content["state"]
        said = list(state["replies"]) if self.entry.row.kind == "round" else [state]
        return [] if lost_words(said) else said

    @property
    def complete_on(self) -> date | None:
        said = self.entry.content["state"].get("reply_complete_on") if self.entry.content else None
        return date.fromisoformat(said) if said else None

    @property
    def is_late(self) -> bool:
        return self.entry.row.kind == "reply"

    @property
    def digest(self) -> str:
        return digest_of(self.said)

    @property
    def holds(self) -> Holds:
        if not self.said:
            return Holds.REMOVED
        return Holds.DISOWNED if any(one.disowned_at for one in self.now) else Holds.STANDS


def shown(session: Session, receipt: Receipt) -> ShownReply | None:
    """None for a receipt of another room."""
    found = history.entries(session, number=receipt.entry)
    if not found or found[0].row.kind not in ("reply", "round"):
        return None
    entry = found[0]
    link = session.get_one(ReplyLink, int(receipt.purpose.partition("/")[2]))
    held = session.get_one(Round, link.round_id)
    is_one = entry.row.kind == "reply"
    of_it = col(Reply.id) == int(entry.row.key.rpartition("/")[2]) if is_one else ~col(Reply.is_late)
    of_round = Reply.round_id == held.id
    return ShownReply(receipt, entry, held, link.language, replies_where(session, of_round, of_it))


def send_due(database: Database, settings: Settings) -> int:
    """Writes the letter of each new receipt into the queue, with its PDF; how many."""
    with database.reading() as session:
        due = receipts.due(session, "reply_receipt")
    return sum(_send(database, settings, receipt_id) for receipt_id in due)


def _send(database: Database, settings: Settings, receipt_id: int) -> bool:
    with database.reading() as session:
        one = shown(session, session.get_one(Receipt, receipt_id))
        pdf = _pdf(one, settings) if one is not None and one.said else b""
    with database.writing() as session:
        receipt = receipts.claimed(session, receipt_id)
        if receipt is None:
            return False
        link = session.get_one(ReplyLink, int(receipt.purpose.partition("/")[2]))
        if one is None or not one.said or is_over_for(session, link):
            return False
        if pdf:
            receipt.pdf_sha256 = files.put(settings.files, pdf)
        whom, reply_to = whom_to_tell(session, link)
        said = words(link.language)
        letters.post(
            session, settings, to=link.email, about=N_("Vërtetim i një përgjigjeje"),
            subject=said.gettext(N_("Vërtetim: %(contract)s"), contract=one.entry.title),
            text=_public(one, settings, said, whom), thing=receipt.purpose, reply_to=reply_to,
            enclosures=[Enclosure(f"vertetim-{receipt.code}.pdf", "application/pdf", pdf)] if pdf else [],
        )  # fmt: skip
        return True


def _public(one: ShownReply, settings: Settings, said: Words, whom: str) -> str:
    return said.gettext(
        _PUBLIC,
        round=one.entry.title,
        number=one.receipt.entry,
        at=said.datetime(one.entry.row.at),
        digest=one.digest,
        code=one.receipt.code,
        address=receipts.address_of(one.receipt, settings, said.language),
        whom=whom,
    )


def _pdf(one: ShownReply, settings: Settings) -> bytes:
    from pop_tracker.web.templates import bare_pages  # comes with the first receipt

    address = receipts.address_of(one.receipt, settings, one.language)
    context = {"one": one, "address": address, "qr": qr(address), "in_general": IN_GENERAL}
    try:
        return on_paper(
            bare_pages(settings.training).render(one.language, "monitoring/replies/receipt_paper.html", context)
        )
    except CannotMakePDF as missing:
        log.error("receipt %s without its PDF: %s", one.receipt.code, missing)
        return b""
