"""That whoever holds the link reads the mailbox it was sent to, now and in this browser.

A forwarded letter lets others read the draft; it must not let them speak. So before the first word is kept, six digits
go to the same mailbox (`accounts/codes.py`). They are asked for once in a browser and for some hours, not for each of
ten replies; the proof is a sealed cookie that names the link and its end.
"""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, select

from pop_tracker.accounts import codes, log
from pop_tracker.accounts.codes import Tried
from pop_tracker.accounts.log import LogEntry
from pop_tracker.monitoring.replies.link_letters import whom_to_tell
from pop_tracker.monitoring.replies.links import ReplyLink, thing_of
from pop_tracker.settings import Settings
from pop_tracker.web.cookies import cookie_name
from pop_tracker.web.i18n import N_, words
from pop_tracker.web.seal import BrokenSeal, seal, unseal

HOURS = 8
"""A working day: nobody types a code twice in it."""
LONGEST = 1000
NAME = "pop_reply_"
"""What the cookie's name begins with; the link's number follows."""

log.declare(
    {
        "reply_proven": N_("Emaili i bashkisë u vërtetua me kod"),
        "reply_unproven": N_("Provë për t’u përgjigjur për bashkinë pa kodin nga emaili i saj"),
        "reply_of_staff": N_("Provë për t’u përgjigjur për bashkinë te një adresë ku lexon dikush që punon në rrjet"),
    }
)


def cookie_of(settings: Settings, link: ReplyLink) -> str:
    return cookie_name(settings, f"{NAME}{link.id}")


def proof(settings: Settings, link: ReplyLink) -> str:
    """What the cookie holds."""
    until = datetime.now(UTC) + timedelta(hours=HOURS)
    return seal(settings, f"reply {link.id} {link.token_hash} {until.isoformat()}")


def is_proven(settings: Settings, link: ReplyLink, cookie: str) -> bool:
    if not cookie or len(cookie) > LONGEST:
        return False
    try:
        what, identity, token_hash, until = unseal(settings, cookie).split(" ")
    except (BrokenSeal, ValueError):
        return False
    is_of_it = (what, identity, token_hash) == ("reply", str(link.id), link.token_hash)
    return is_of_it and datetime.fromisoformat(until) > datetime.now(UTC)


def purpose_of(link: ReplyLink) -> str:
    """Not `thing_of`, by which the link's own letter is known."""
    return f"reply_code/{link.id}"


def send_code(session: Session, settings: Settings, link: ReplyLink, language: str) -> bool:
    """To the mailbox that the link went to, never to another; False where there were too many."""
    whom, reply_to = whom_to_tell(session, link)
    return codes.send_code(
        session, settings, purpose=purpose_of(link), to=link.email,
        act=words(language).gettext(N_("përgjigjen e bashkisë për një raund monitorimi")),
        contact=whom, reply_to=reply_to, language=language,
    )  # fmt: skip


def use_code(session: Session, settings: Settings, link: ReplyLink, typed: str) -> Tried:
    tried = codes.use_code(session, settings, purpose_of(link), typed)
    if tried.is_right:
        log.note(session, "reply_proven")  # by which link, nobody is told before something is said through it
    return tried


def note_attempt(session: Session, link: ReplyLink, event: str = "reply_unproven") -> None:
    """Of words that came without the proof; once an hour for a link, so that a script cannot fill the log."""
    lately = select(LogEntry.number).where(
        LogEntry.event == event,
        LogEntry.thing == thing_of(link),
        col(LogEntry.at) > datetime.now(UTC) - timedelta(hours=1),
    )
    if session.exec(lately).first() is None:
        log.note(session, event, thing=thing_of(link))
