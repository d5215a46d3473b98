"""Codes of six digits from an authenticator on a phone (RFC 6238), and the printed codes for when it is lost.

Each code counts once, a printed one as well. Wrong ones are counted by person (`limits`), so that six digits cannot be
guessed, whoever's mailbox has been read.
"""

import hmac
import secrets
from datetime import UTC, datetime, timedelta

import pyotp
import sqlalchemy as sa
from sqlmodel import Session, col, select

from pop_tracker.accounts.second_factor import Authenticator, RecoveryCode
from pop_tracker.settings import Settings
from pop_tracker.web.seal import BrokenSeal, seal, unseal
from pop_tracker.web.secret import secret_hash

STEP = 30
"""Seconds that a code stands."""
AROUND = 1
"""How many codes before and after the present one count, for clocks that go wrong and hands that are slow."""
RECOVERY_CODES = 10
TO_SET_UP = timedelta(minutes=30)
"""How long a new secret waits for its first code."""
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""None of them is taken for another when it is copied from paper."""


def offer(settings: Settings, person_id: int, now: datetime | None = None) -> tuple[str, str]:
    """A new secret, and the same sealed for this person: nothing is kept before its first code has come."""
    secret = pyotp.random_base32()
    until = (now or datetime.now(UTC)) + TO_SET_UP
    return secret, seal(settings, f"{person_id} {int(until.timestamp())} {secret}")


def offered(settings: Settings, person_id: int, sealed: str) -> str | None:
    """The secret that was offered to this person and may still be set up."""
    try:
        whose, until, secret = unseal(settings, sealed).split()
    except (BrokenSeal, ValueError):
        return None
    return secret if whose == str(person_id) and int(until) > datetime.now(UTC).timestamp() else None


def address_of(secret: str, email: str) -> str:
    """What the QR code holds (otpauth://)."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="pop-tracker")


def set_up(session: Session, settings: Settings, person_id: int, secret: str, code: str) -> bool:
    """Keeps the secret when the code is one of it; a phone that was set up before makes codes for nothing then."""
    step = _step_of(secret, code, after=0)
    if step is None:
        return False
    session.exec(sa.delete(Authenticator).where(col(Authenticator.person_id) == person_id))
    sealed = seal(settings, secret)
    session.add(Authenticator(person_id=person_id, sealed=sealed, added_at=datetime.now(UTC), last_step=step))
    session.flush()
    return True


def is_right(session: Session, settings: Settings, person_id: int, code: str) -> bool:
    """Uses the code up."""
    held = session.exec(select(Authenticator).where(Authenticator.person_id == person_id)).first()
    if held is None:
        return False
    try:
        step = _step_of(unseal(settings, held.sealed), code, after=held.last_step)
    except BrokenSeal:
        return False
    if step is None:
        return False
    # Conditional, so that of two uses at the same moment only one counts.
    used = session.exec(
        sa.update(Authenticator)
        .where(col(Authenticator.person_id) == person_id, col(Authenticator.last_step) < step)
        .values(last_step=step)
    )
    return used.rowcount == 1


def take_away(session: Session, person_id: int) -> bool:
    return session.exec(sa.delete(Authenticator).where(col(Authenticator.person_id) == person_id)).rowcount == 1


def new_recovery_codes(session: Session, person_id: int) -> list[str]:
    """In place of those the person had; shown now and never again."""
    session.exec(sa.delete(RecoveryCode).where(col(RecoveryCode.person_id) == person_id))
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    now = datetime.now(UTC)
    session.add_all(RecoveryCode(person_id=person_id, code_hash=_hash(code), made_at=now) for code in codes)
    session.flush()
    return codes


def use_recovery_code(session: Session, person_id: int, code: str) -> bool:
    used = session.exec(
        sa.update(RecoveryCode)
        .where(
            col(RecoveryCode.person_id) == person_id,
            col(RecoveryCode.code_hash) == _hash(code),
            col(RecoveryCode.used_at).is_(None),
        )
        .values(used_at=datetime.now(UTC))
    )
    return used.rowcount == 1


def recovery_codes_left(session: Session, person_id: int) -> int:
    return session.exec(
        select(sa.func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.person_id == person_id, col(RecoveryCode.used_at).is_(None))
    ).one()


def _new_code() -> str:
    """Eighty random bits, in four groups."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(4))


def _hash(code: str) -> str:
    """Of a code as people type it."""
    return secret_hash("".join(sign for sign in code.upper() if sign.isalnum()))


def _step_of(secret: str, code: str, after: int) -> int | None:
    """The half minute that it is the code of, among those that count now and come after that one."""
    typed = "".join(code.split()).encode()
    now = int(datetime.now(UTC).timestamp()) // STEP
    for step in range(now - AROUND, now + AROUND + 1):
        if step > after and hmac.compare_digest(pyotp.TOTP(secret).generate_otp(step).encode(), typed):
            return step
    return None
