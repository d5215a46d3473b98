"""Six digits that come to a mailbox: who types them reads that mailbox now, and did not merely get a letter forwarded.

A code goes to the address that was written to before, never to one that a form brings. It is bound to what it was asked
for (`binds`), so that nobody gets a signature with the code for a refusal. Kept is a hash with the site's own key: six
digits behind a plain one are found in a second by whoever reads the database.

The arithmetic of guessing: a code has 10^6 values and five tries, 30 minutes long; only the newest is good. There are
five codes an hour and ten a day, so at most 50 tries a day, of which the owner of the mailbox gets ten letters. After
100 wrong tries in all no code is sent for that link any more: who holds the link and not the mailbox has a chance of 1
in 10,000, once.

That a code was asked for shows that a link was opened, which nobody here is told. So the letter and the log name the
code by its own number, and not the link; the letter is on no list of letters. Which link it was, only the row says.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlmodel import Field, Session, SQLModel, col, select

from pop_tracker.accounts import log
from pop_tracker.accounts.models import one_at_a_time
from pop_tracker.settings import Settings
from pop_tracker.web import letters
from pop_tracker.web.errors import Refusal
from pop_tracker.web.i18n import N_, words

LIFE = timedelta(minutes=30)
TRIES = 5
AN_HOUR, A_DAY = 5, 10
"""Codes for one link."""
MOST_WRONG = 100
"""Wrong tries for one link, ever."""

ABOUT = N_("Kod për një përgjigje")
"""What its letter is about; no list of letters shows such."""

log.declare(
    {
        "code_sent": N_("U dërgua një kod"),
        "code_wrong": N_("Kod i gabuar"),
        "code_worn_out": N_("Kodi u mbyll pas shumë provave"),
        "codes_refused": N_("Nuk dërgohet më kod: shumë kërkesa ose prova"),
    }
)


class Code(SQLModel, table=True):
    __tablename__ = "mailed_code"
    id: int | None = Field(default=None, primary_key=True)
    purpose: str = Field(max_length=120, index=True)
    """The link that it is for, as "invitation/12"."""
    code_hash: str = Field(max_length=64)
    sent_at: datetime
    tries: int = 0
    used_at: datetime | None = None
    refused_at: datetime | None = None
    """When the next one was first refused; only that is noted in the log."""

    @property
    def thing(self) -> str:
        """As the log and its letter name it."""
        return f"code/{self.id}"


class Outcome(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over"
    """None was sent, or it is too old, used, or tried too often: a new one is needed."""


@dataclass(frozen=True)
class Tried:
    outcome: Outcome
    left: int = 0
    """Tries that a wrong one leaves."""

    @property
    def is_right(self) -> bool:
        return self.outcome is Outcome.RIGHT

    @property
    def refusal(self) -> Refusal:
        """What the form is told that brought it; a door shows it without undoing the transaction."""
        if self.outcome is Outcome.WRONG:
            said = N_("Kodi nuk është i saktë. Mund të provoni edhe %(left)s herë.")
            return Refusal(said, field="code", left=self.left)
        return Refusal(N_("Ky kod nuk vlen më. Kërkoni një kod të ri."), field="code")


def send_code(
    session: Session, settings: Settings, *, purpose: str, to: str, act: str, binds: str = "", contact: str = "",
    reply_to: str = "", language: str = "sq",
) -> bool:  # fmt: skip
    """Sends a new code, and ends the one before; False, and nothing is sent, where there were too many.

    `act` says in the letter, as a noun, what the code is for; `contact` whom to tell who did not ask for it, and
    `reply_to` reaches them.
    """
    one_at_a_time(session, f"code for {purpose}")
    now = datetime.now(UTC)
    sent = session.exec(select(Code).where(Code.purpose == purpose).order_by(col(Code.id).desc())).all()
    if (
        sum(one.sent_at > now - timedelta(hours=1) for one in sent) >= AN_HOUR
        or sum(one.sent_at > now - timedelta(days=1) for one in sent) >= A_DAY
        or sum(one.tries for one in sent) >= MOST_WRONG
    ):
        if sent[0].refused_at is None:
            sent[0].refused_at = now
            session.add(sent[0])
            log.note(session, "codes_refused", thing=sent[0].thing)
        return False
    code = f"{secrets.randbelow(10**6):06d}"
    kept = Code(purpose=purpose, code_hash=_hash(settings, purpose, binds, code), sent_at=now)
    session.add(kept)
    session.flush()
    said = words(language)
    text = said.gettext(
        N_(
            "Kodi juaj: %(code)s\n\n"
            "Është për: %(act)s. Vlen %(minutes)s minuta. Shkruajeni në faqen ku e kërkuat.\n\n"
            "Nëse nuk e kërkuat ju, mos ia jepni askujt: dikush tjetër ka hapur lidhjen tuaj dhe pa këtë kod nuk mund "
            "të bëjë asgjë."
        ),
        code=code,
        act=act,
        minutes=LIFE.seconds // 60,
    )
    if contact:
        text += "\n" + said.gettext(N_("Njoftoni: %(contact)s."), contact=contact)
    subject = said.gettext(N_("Kodi juaj për pop-tracker"))
    letters.post(
        session, settings, to=to, about=ABOUT, subject=subject, text=text + "\n", thing=kept.thing,
        reply_to=reply_to,
        until=now + LIFE,
    )  # fmt: skip
    log.note(session, "code_sent", thing=kept.thing)
    return True


def use_code(session: Session, settings: Settings, purpose: str, typed: str, *, binds: str = "") -> Tried:
    """Whether this is the newest code for that; right, it is used up with the caller's transaction. A wrong try counts
    only if the transaction is kept: the caller answers, and raises nothing."""
    one_at_a_time(session, f"code for {purpose}")
    newest = select(Code).where(Code.purpose == purpose).order_by(col(Code.id).desc()).limit(1)
    held = session.exec(newest.with_for_update().execution_options(populate_existing=True)).first()
    if held is None or held.used_at is not None or held.tries >= TRIES or held.sent_at + LIFE <= datetime.now(UTC):
        return Tried(Outcome.OVER)
    digits = "".join(sign for sign in typed[:40] if sign.isascii() and sign.isdecimal())
    if hmac.compare_digest(_hash(settings, purpose, binds, digits), held.code_hash):
        held.used_at = datetime.now(UTC)
        session.add(held)
        return Tried(Outcome.RIGHT)
    held.tries += 1
    session.add(held)
    log.note(session, "code_wrong", thing=held.thing, tries=held.tries)
    if held.tries < TRIES:
        return Tried(Outcome.WRONG, TRIES - held.tries)
    log.note(session, "code_worn_out", thing=held.thing)
    return Tried(Outcome.OVER)


def _hash(settings: Settings, purpose: str, binds: str, code: str) -> str:
    message = "\0".join(("code", purpose, hashlib.sha256(binds.encode()).hexdigest(), code))
    return hmac.new(settings.key().encode(), message.encode(), hashlib.sha256).hexdigest()
