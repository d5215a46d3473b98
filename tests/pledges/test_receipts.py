"""Receipts: what the signer holds in hand, and what /vertetim says of it."""

import base64
import json
import re

import pytest
from sqlmodel import col, select

from pop_tracker import history, verification
from pop_tracker.accounts.receipts import SIGNS, Receipt, claimed, due
from pop_tracker.pledges import receipts
from pop_tracker.pledges.invitations import Invitation
from pop_tracker.pledges.models import Signature
from pop_tracker.web import files
from pop_tracker.web.letters import Letter
from pop_tracker.web.paper import CannotMakePDF
from pop_tracker.web.seal import unseal
from tests.accounts.play import queued
from tests.cast import COORDINATOR, EDITOR
from tests.conftest import Site
from tests.history.redacting import redacted
from tests.pages import main_of, words
from tests.pledges.answering import answered, newest_receipt
from tests.pledges.play import ADDRESS, invited

NAME = "Blerta Garuese"


@pytest.fixture
def link(training: Site) -> str:
    link = f"/nenshkrim/{invited(training)}"
    assert answered(training, link, answer="signed", statement="Po <i>punojmë</i>.", name=NAME).status_code == 303
    return link


@pytest.mark.both
def test_it_is_compared_with_the_record(training: Site, link: str) -> None:
    receipt = newest_receipt(training)
    assert re.fullmatch(rf"[{SIGNS}]{{4}}(-[{SIGNS}]{{4}}){{2}}", receipt.code)
    page = training.client().get(f"/vertetim/{receipt.code}")
    assert page.status_code == 200
    said = words(main_of(page.text))
    assert said.index("Nënshkroi") < said.index("Në fuqi")
    assert 'answer-mark--signed"' in page.text
    assert f"ndryshimi nr. {receipt.entry}" in said
    with training.database.reading() as session:
        (entry,) = history.entries(session, number=receipt.entry)
    assert entry.row.hash in page.text
    assert "Po &lt;i&gt;punojmë&lt;/i&gt;." in page.text
    english = words(main_of(training.client().get(f"/en/vertetim/{receipt.code}").text))
    assert "In force" in english
    assert f"change no. {receipt.entry}" in english


def test_a_code_is_read_as_a_hand_copies_it_and_an_unknown_one_is_not_there(training: Site, link: str) -> None:
    code = newest_receipt(training).code
    client = training.client()
    for typed in (code.lower(), code.replace("-", ""), code.replace("0", "O").replace("1", "l"), f" {code} "):
        answer = client.get(f"/vertetim/{typed}", follow_redirects=True)
        assert answer.status_code == 200
        assert code in answer.text
    near = code[:-1] + next(sign for sign in SIGNS if sign != code[-1])
    for typed in (near, code[:-1], "AAAA-AAAA-AAAA", "x" * 300, "%00", "é"):
        assert client.get(f"/vertetim/{typed}").status_code == 404


@pytest.mark.both
def test_it_says_what_changed_later_and_when(training: Site, link: str) -> None:
    first = newest_receipt(training)
    answered(training, link, answer="withdrawn", statement="U pendova.", name=NAME)
    withdrawn = newest_receipt(training)
    client = training.client()
    said = words(main_of(client.get(f"/vertetim/{first.code}").text))
    assert "U ndryshua më vonë" in said
    assert "Nënshkrim i tërhequr, " in said
    later = client.get(f"/vertetim/{withdrawn.code}").text
    assert "Në fuqi" in words(main_of(later))
    assert 'answer-mark--signed"' not in later
    answered(training, link, answer="signed", name=NAME)
    assert "U ndryshua më vonë" in client.get(f"/vertetim/{withdrawn.code}").text
    assert "Në fuqi" in words(main_of(client.get(f"/vertetim/{newest_receipt(training).code}").text))


@pytest.mark.both
def test_words_that_were_taken_out_are_told_and_not_shown(training: Site, link: str) -> None:
    with training.database.writing() as session:
        signature = session.exec(select(Signature).order_by(col(Signature.id).desc())).all()[0]
        asker, decider = training.viewer(session, EDITOR), training.viewer(session, COORDINATOR)
        redacted(session, signature, asker.actor, decider.actor, reason="ligji 124/2024")
        assert list(verification.verify(session)) == []
    page = training.client().get(f"/vertetim/{newest_receipt(training).code}")
    assert page.status_code == 200
    assert "Fjalët u hoqën nga regjistri" in page.text
    assert NAME not in page.text
    assert "punojmë" not in page.text
    assert receipts.send_due(training.database, training.settings) == 0


@pytest.mark.both
def test_the_letter_comes_with_the_same_as_a_pdf_once(
    training: Site, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers: list[str] = []

    def made(html: str) -> bytes:
        papers.append(html)
        return b"%PDF-1.7 x"

    monkeypatch.setattr(receipts, "on_paper", made)
    assert receipts.send_due(training.database, training.settings) == 1
    assert receipts.send_due(training.database, training.settings) == 0
    receipt = newest_receipt(training)
    (paper,) = papers
    for told in (NAME, receipt.code, "Po &lt;i&gt;punojmë&lt;/i&gt;.", f"ndryshimi nr. {receipt.entry}", "<svg"):
        assert told in paper
    (letter, text) = queued(training, ADDRESS)[-1]
    assert f"/vertetim/{receipt.code}" in text
    assert letter.reply_to == EDITOR, "who asked"
    with training.database.reading() as session:
        sealed = session.get_one(Letter, letter.id).sealed
    (pdf,) = json.loads(unseal(training.settings, sealed))["enclosures"]
    assert (pdf["name"], base64.b64decode(pdf["content"])) == (f"vertetim-{receipt.code}.pdf", b"%PDF-1.7 x")
    assert files.get(training.settings.files, receipt.pdf_sha256) == b"%PDF-1.7 x"


def test_its_letter_is_written_once_by_its_own_room_and_in_the_language_of_the_invitation(
    training: Site, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with training.database.writing() as session:
        receipt = session.exec(select(Receipt)).one()
        assert (due(session, "invitation"), due(session, "reply_receipt")) == ([receipt.id], [])
        assert claimed(session, receipt.id or 0) is receipt
        assert claimed(session, receipt.id or 0) is None
        receipt.mailed_at = None
        session.exec(select(Invitation)).one().language = "en"
    monkeypatch.setattr(receipts, "on_paper", lambda _: b"%PDF-1.7 x")
    assert receipts.send_due(training.database, training.settings) == 1
    assert f"/en/vertetim/{newest_receipt(training).code}" in queued(training, ADDRESS)[-1][1]


def test_the_pdf_is_one_page_and_without_what_makes_it_the_letter_goes_all_the_same(
    training: Site, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(_: str) -> bytes:
        raise CannotMakePDF("libpango")

    with monkeypatch.context() as patched:
        patched.setattr(receipts, "on_paper", cannot)
        assert receipts.send_due(training.database, training.settings) == 1
    assert newest_receipt(training).pdf_sha256 == ""
    assert newest_receipt(training).code in queued(training, ADDRESS)[-1][1]
    answered(training, link, answer="statement", statement="Edhe kjo.", name=NAME)
    assert receipts.send_due(training.database, training.settings) == 1
    pdf = files.get(training.settings.files, newest_receipt(training).pdf_sha256)
    assert pdf is not None
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 1
