"""Receipts: what somebody who answered through a personal link holds in hand, to be compared with the record.

A receipt names an entry of the record. Its code is random and has 60 bits, so that nobody finds another one's; what it
leads to is public all the same. It holds no address: the letter goes where the link went.
"""

import secrets
from datetime import UTC, datetime

from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.history import HistoryEntry

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: nothing in it is taken for another sign."""


class Receipt(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=20, unique=True)
    purpose: str = Field(max_length=120, index=True)
    """The link, as "invitation/12"."""
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
