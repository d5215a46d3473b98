"""One mail handed over: to a server, or as an .eml file in VAR/outbox while none is set.

Only background work calls it, because a server may take a minute for each; see web/delivery.py for when it is tried
again.
"""

import secrets
import smtplib
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime
from email.header import Header
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP
from email.policy import EmailPolicy as Policy
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pop_tracker.settings import Settings
from pop_tracker.web.letters import Enclosure

TIMEOUT_SECONDS = 60
"""For each thing that the server is asked. One that gave up sooner would send again what a slow one had taken."""
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
TOO_LARGE = 552
"""The one refusal of a sender that is about the letter; all others are about how this site is set up."""


class MailError(Exception):
    """The mail was not taken; the message says why, in the server's words where it said any."""


class Refused(MailError):
    """For good: the server knows of no such mailbox, or takes no such letter."""


def send(
    settings: Settings,
    to: str,
    subject: str,
    text: str,
    *,
    reply_to: str = "",
    stop_link: str = "",
    enclosures: Sequence[Enclosure] = (),
    number: str = "",
    written_at: datetime | None = None,
) -> None:
    """`number`: of the letter; the same letter sent twice has the same Message-ID, so that programs show it once.
    Raises MailError."""
    try:
        message = _headers(settings, to, subject, number, written_at or datetime.now(UTC))
        if reply_to:
            message["Reply-To"] = reply_to
        if stop_link:
            message["List-Unsubscribe"] = f"<{stop_link}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        # Where there is no server, people read the files as they are.
        message.set_content(text, cte="quoted-printable" if settings.smtp_url else "8bit")
        for one in enclosures:
            kind, _, subtype = one.type.partition("/")
            message.add_attachment(one.content, maintype=kind, subtype=subtype, filename=one.name)
    except (ValueError, IndexError, LookupError) as error:  # what Python's mail package says of a header that is none
        raise Refused(f"the letter cannot be written: {error}") from error
    if settings.smtp_url:
        _hand_over(settings, to, message)
    else:
        _put_down(settings.var / "outbox", message)


class _InOneLine(UnstructuredHeader, BaseHeader):
    """As it stands: of an address longer than a line Python would make encoded words, which no mail program reads."""

    def fold(self, *, policy: Policy) -> str:  # type: ignore[override]
        return f"{self.name}: {self}{policy.linesep}"


class _Subject(UnstructuredHeader, BaseHeader):
    """Wholly in encoded words where it is not ASCII: Python's own fold before one of them is read as a second blank."""

    def fold(self, *, policy: Policy) -> str:  # type: ignore[override]
        words = Header(str(self), "us-ascii" if self.isascii() else "utf-8", header_name=self.name)
        return f"{self.name}: {words.encode(linesep=policy.linesep)}{policy.linesep}"


_known = HeaderRegistry()
_known.map_to_type("subject", _Subject)
_known.map_to_type("list-unsubscribe", _InOneLine)
POLICY = SMTP.clone(header_factory=_known)


def _headers(settings: Settings, to: str, subject: str, number: str, at: datetime) -> EmailMessage:
    domain = parseaddr(settings.mail_from)[1].rpartition("@")[2] or "localhost"
    message = EmailMessage(policy=POLICY)
    message["From"] = settings.mail_from
    message["To"] = Address(addr_spec=to.encode("ascii").decode())  # one mailbox: what would be two is refused
    message["Subject"] = subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<letter-{number}-{at:%Y%m%d%H%M%S}@{domain}>" if number else make_msgid(domain=domain)
    # So that no out-of-office answer comes back (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    return message


def _hand_over(settings: Settings, to: str, message: EmailMessage) -> None:
    url = urlsplit(settings.smtp_url)
    try:
        port = url.port or PORTS.get(url.scheme, 0)
    except ValueError:
        port = 0
    if not port or not url.hostname:
        raise MailError(
            "POP_TRACKER_SMTP_URL must look like smtp://, smtp+starttls:// or smtps://user:password@host:port"
        )
    try:
        if url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                url.hostname, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(url.hostname, port, timeout=TIMEOUT_SECONDS)
        try:
            if url.scheme == "smtp+starttls":
                server.starttls(context=ssl.create_default_context())
            if url.username:
                server.login(unquote(url.username), unquote(url.password or ""))
            # Not send_message, which writes ">From" where a line begins so.
            server.sendmail(parseaddr(settings.mail_from)[1], [to], message.as_bytes())
        finally:
            server.close()  # without goodbye: it has taken the letter or not, and might be slow to say more
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
        code, words = _answer(error)
        if code >= 500 and (code == TOO_LARGE or not isinstance(error, smtplib.SMTPSenderRefused)):
            raise Refused(f"{code} {words}") from error
        raise MailError(f"{code} {words}") from error
    except smtplib.SMTPResponseException as error:
        raise MailError(f"{error.smtp_code} {_words(error.smtp_error)}") from error
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        raise MailError(f"{url.hostname}:{port}: {error}") from error


def _answer(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException) -> tuple[int, str]:
    """The code and the words of the server."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return code, _words(words)
    return error.smtp_code, _words(error.smtp_error)


def _words(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said


def _put_down(outbox: Path, message: EmailMessage) -> None:
    """Named by time, so that they sort; a link lies in it, so only the site's own user may read it."""
    try:
        outbox.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = outbox / f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{secrets.token_hex(3)}.eml"
        half = path.with_suffix(".part")  # nobody finds half a letter
        half.touch(mode=0o600)
        half.write_bytes(message.as_bytes())
        half.rename(path)
    except OSError as error:
        raise MailError(str(error)) from error
