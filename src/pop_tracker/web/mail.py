"""Mail: to a server, or as .eml files in VAR/outbox while none is set.

What goes wrong while sending is logged and not told to the browser, which must not learn who has an account.
"""

import logging
import secrets
import smtplib
import ssl
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pop_tracker.settings import Settings

TIMEOUT_SECONDS = 20
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
log = logging.getLogger("pop_tracker.mail")


class MailError(Exception):
    """The mail could not be handed over; the message says why."""


def send(settings: Settings, to: str, subject: str, text: str) -> None:
    """Raises MailError."""
    message = EmailMessage(policy=SMTP)
    message["From"] = settings.mail_from
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = make_msgid(domain=settings.mail_from.rpartition("@")[2] or "localhost")
    # So that no out-of-office answer comes back (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    if settings.smtp_url:
        message.set_content(text, cte="quoted-printable")
        _hand_over(settings.smtp_url, message)
    else:
        message.set_content(text, cte="8bit")  # people read the files as they are
        _put_down(settings.var / "outbox", message)


def try_to_send(settings: Settings, to: str, subject: str, text: str) -> None:
    """For work after the answer has gone: a failure is logged, without the address of the person."""
    try:
        send(settings, to, subject, text)
    except MailError:
        log.exception("a mail could not be sent")


def _hand_over(address: str, message: EmailMessage) -> None:
    url = urlsplit(address)
    if url.scheme not in PORTS or not url.hostname:
        raise MailError(
            "POP_TRACKER_SMTP_URL must look like smtp://, smtp+starttls:// or smtps://user:password@host:port"
        )
    port = url.port or PORTS[url.scheme]
    try:
        if url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                url.hostname, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(url.hostname, port, timeout=TIMEOUT_SECONDS)
        with server:
            if url.scheme == "smtp+starttls":
                server.starttls(context=ssl.create_default_context())
            if url.username:
                server.login(unquote(url.username), unquote(url.password or ""))
            server.send_message(message)
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        raise MailError(f"{url.hostname}:{port}: {error}") from error


def _put_down(outbox: Path, message: EmailMessage) -> None:
    """Named by time, so that they sort; a link lies in it, so only the site's own user may read it."""
    try:
        outbox.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = outbox / f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{secrets.token_hex(3)}.eml"
        path.touch(mode=0o600)
        path.write_bytes(message.as_bytes())
    except OSError as error:
        raise MailError(str(error)) from error
