"""Receipts: what somebody who answered through a personal link holds in hand, to be compared with the record.

A receipt names an entry of the record. Its code is random and has 60 bits, so that nobody finds another one's; what it
leads to is public all the same. It holds no address: the letter goes where the link went.
"""

import secrets
from datetime import UTC, datetime

from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.history import HistoryEntry
from pop_tracker.settings import Settings
from pop_tracker.web.i18n import localized

AT_A_TIME = 20
"""Letters; a second each, for the PDF."""
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: nothing in it is taken for another sign."""


class Receipt(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=20, unique=True)
    purpose: str = Field(max_length=120, index=True)
    """The link, as "invitation/12" or "reply_receipt/12"."""
    entry: int = Field(foreign_key="history_entry.number", unique=True)
    made_at: datetime
    mailed_at: datetime | None = Field(default=None, index=True)
    """When its letter was written into the queue."""
    pdf_sha256: str = Field(default="", max_length=64, index=True)


def issue(session: Session, purpose: str, entry: HistoryEntry) -> Receipt:
    signs = "".join(secrets.choice(SIGNS) for _ in range(12))
    receipt = Receipt(
        code="-".join((signs[:4], signs[4:8], signs[8:])), purpose=purpose, entry=entry.number,
        made_at=datetime.now(UTC),
    )  # fmt: skip
    session.add(receipt)
    session.flush()
    return receipt


def receipt_called(session: Session, code: str) -> Receipt | None:
    """As it is printed, or as a hand copies it: small letters, O for 0, I and L for 1, other signs between."""
    plain = code[:40].upper().translate(str.maketrans("OIL", "011"))
    signs = "".join(sign for sign in plain if sign in SIGNS)
    written = "-".join((signs[:4], signs[4:8], signs[8:]))
    return session.exec(select(Receipt).where(Receipt.code == written)).first()


def receipts_of(session: Session, purpose: str) -> list[Receipt]:
    """The newest first."""
    return list(session.exec(select(Receipt).where(Receipt.purpose == purpose).order_by(col(Receipt.id).desc())))


def address_of(receipt: Receipt, settings: Settings, language: str = "sq") -> str:
    return settings.base_url + localized(f"/vertetim/{receipt.code}", language)


def due(session: Session, kind: str) -> list[int]:
    """Those whose letter is not written yet, the oldest first. It takes a second each, so the person who answers does
    not wait for it."""
    found = session.exec(
        select(Receipt.id)
        .where(col(Receipt.mailed_at).is_(None), col(Receipt.purpose).startswith(f"{kind}/"))
        .order_by(col(Receipt.id))
        .limit(AT_A_TIME)
    )
    return [identity or 0 for identity in found]


def claimed(session: Session, receipt_id: int) -> Receipt | None:
    """To write its letter in this transaction, so that killed in the middle it is done again; None where it was
    written meanwhile."""
    receipt = session.get_one(Receipt, receipt_id, with_for_update=True, populate_existing=True)
    if receipt.mailed_at is not None:
        return None
    receipt.mailed_at = datetime.now(UTC)
    session.add(receipt)
    return receipt
