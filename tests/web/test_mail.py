"""Handing a mail over to a real SMTP server, and what is said when that fails."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from pop_tracker.settings import Settings
from pop_tracker.web.mail import MailError, Refused, send
from tests.server import free_port

TEXT = "Përshëndetje, Çlirim!\n\nhttps://pop.example/hyrje/" + "x" * 90 + "\n"


class Box:
    def __init__(self) -> None:
        self.envelopes: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.envelopes.append(envelope)
        return "250 OK"


@pytest.fixture
def box() -> Iterator[tuple[Box, int]]:
    box, port = Box(), free_port()

    def authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"pop", b"f:j@l")
        return AuthResult(success=good, handled=False)

    controller = Controller(box, hostname="127.0.0.1", port=port, authenticator=authenticate, auth_require_tls=False)
    controller.start()
    yield box, port
    controller.stop()


def test_a_mail_reaches_the_server_word_for_word(box: tuple[Box, int], tmp_path: Path) -> None:
    kept, port = box
    settings = Settings(var=tmp_path, smtp_url=f"smtp://127.0.0.1:{port}", mail_from="tracker@pop.example")
    send(settings, "anila@shembull.example", "Lidhja për të hyrë", TEXT)
    (envelope,) = kept.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == ("tracker@pop.example", ["anila@shembull.example"])
    assert envelope.content.isascii()  # no server on the way may have to re-encode it
    mail = message_from_bytes(envelope.content, policy=policy.default)
    assert mail["Subject"] == "Lidhja për të hyrë"
    assert mail["Message-ID"].endswith("@pop.example>")
    assert mail.get_content().replace("\r\n", "\n") == TEXT
    assert not (tmp_path / "outbox").exists()


@pytest.mark.parametrize(
    "subject",
    [
        "Your complete reply: Raundi 3 i monitorimit: Kontrata Sociale 2023–2027, Bashkia Shembull",
        "E drejta e përgjigjes: Raundi 3 i monitorimit: Kontrata Sociale 2023–2027, Bashkia e Çmendur " + "ë" * 150,
        "An ordinary subject that is longer than the seventy-eight characters that one line of a mail should hold",
    ],
)
def test_a_long_subject_reaches_its_reader_as_it_was_written(subject: str, tmp_path: Path) -> None:
    """Blanks too, where a line of the header ends."""
    send(Settings(var=tmp_path), "anila@shembull.example", subject, TEXT)
    (file,) = (tmp_path / "outbox").glob("*.eml")
    written = file.read_bytes()
    assert message_from_bytes(written, policy=policy.default)["Subject"] == subject
    assert max(map(len, written.partition(b"\r\n\r\n")[0].split(b"\r\n"))) <= 78


def test_user_and_password_are_those_of_the_address(box: tuple[Box, int], tmp_path: Path) -> None:
    kept, port = box
    send(Settings(var=tmp_path, smtp_url=f"smtp://pop:f%3Aj%40l@127.0.0.1:{port}"), "a@b.example", "s", "t")
    assert len(kept.envelopes) == 1
    with pytest.raises(MailError):
        send(Settings(var=tmp_path, smtp_url=f"smtp://pop:wrong@127.0.0.1:{port}"), "a@b.example", "s", "t")


def test_without_a_server_mails_lie_in_the_outbox(tmp_path: Path) -> None:
    for number in range(3):
        send(Settings(var=tmp_path), "anila@shembull.example", f"Letra {number}", TEXT)
    files = sorted((tmp_path / "outbox").glob("*.eml"))
    assert [message_from_bytes(f.read_bytes(), policy=policy.default)["Subject"] for f in files] == [
        "Letra 0", "Letra 1", "Letra 2",
    ]  # fmt: skip
    assert "x" * 90 in files[0].read_text(encoding="utf-8")  # the link stands whole for whoever opens the file
    assert files[0].stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("address", ["smtp://127.0.0.1:{port}", "ftp://127.0.0.1", "smtp+starttls://", "smtps://:25"])
def test_a_server_that_is_not_there_is_an_error_with_a_reason(tmp_path: Path, address: str) -> None:
    settings = Settings(var=tmp_path, smtp_url=address.format(port=free_port()))
    with pytest.raises(MailError):
        send(settings, "a@b.example", "s", "t")


def test_no_header_can_be_smuggled_in(tmp_path: Path) -> None:
    for to, reply_to in [("a@b.example\r\nBcc: c@d.example", ""), ("a@b.example, c@d.example", ""),
                         ("a@b.example", "x@y.example\r\nBcc: c@d.example")]:  # fmt: skip
        with pytest.raises(Refused):
            send(Settings(var=tmp_path), to, "s", "t", reply_to=reply_to)
    assert not (tmp_path / "outbox").exists()
