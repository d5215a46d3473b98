"""What a municipality holds in hand: the letter when it says that its reply is complete, and receipts of what became
public."""

import base64
import html
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from pop_tracker import history
from pop_tracker.accounts.addresses import AddressClaim
from pop_tracker.accounts.receipts import Receipt
from pop_tracker.monitoring.models import Round
from pop_tracker.monitoring.replies import receipts
from pop_tracker.monitoring.replies.replies import Reply
from pop_tracker.web.i18n import today
from pop_tracker.web.i18n import words as in_words
from pop_tracker.web.letters import Letter
from pop_tracker.web.seal import unseal
from pop_tracker.web.working_days import after_working_days
from tests.accounts.play import mails as letters
from tests.cast import COORDINATOR, EDITOR
from tests.conftest import Site
from tests.history.redacting import redacted
from tests.monitoring.hearing import (
    PAPER,
    SAID,
    at_the_municipality,
    complete,
    days_pass,
    link_in_letter,
    say,
    send,
)
from tests.monitoring.play import publish
from tests.pages import main_of, words

pytestmark = pytest.mark.usefixtures("papers")
MAILBOX = "kabineti@bashkia-shembull.example"
LATE = "Tani mbaruan, <i>shihni</i>."


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    kept: list[str] = []

    def made(page: str) -> bytes:
        kept.append(page)
        return b"%PDF-1.7 x"

    monkeypatch.setattr(receipts, "on_paper", made)
    return kept


def issued(site: Site) -> list[Receipt]:
    with site.database.reading() as session:
        return list(
            session.exec(select(Receipt).where(col(Receipt.purpose).startswith("reply")).order_by(col(Receipt.id)))
        )


def digest_in(text: str) -> str:
    found = re.search(r"\b[0-9a-f]{64}\b", text)
    assert found
    return found[0]


def seen(site: Site, receipt: Receipt, language: str = "") -> str:
    page = site.client().get(f"{language}/vertetim/{receipt.code}")
    assert page.status_code == 200
    return words(main_of(page.text))


@pytest.mark.both
def test_who_says_complete_gets_a_dated_letter_and_after_publication_the_receipt_with_the_same_digest(
    training: Site, round_id: int, link: str, papers: list[str]
) -> None:
    say(training, link, files=[PAPER])
    say(training, link, "Në tërësi pajtohemi.", place="ne-pergjithesi")
    before = len(letters(training))
    for _ in range(2):  # the second time nothing is said anew
        assert complete(training, link).status_code == 303
    (letter,) = letters(training)[before:]
    assert (letter["To"], letter["Reply-To"]) == (MAILBOX, EDITOR)
    text = letter.get_content()
    for told in ("Punimet nuk kanë mbaruar ende.", "1.2: “", "Në përgjithësi: “Në tërësi", "nuk është ende publike",
                 "/raportet/shembull-2023/", "+355 69 123 4567"):  # fmt: skip
        assert told in text
    earliest = after_working_days(today(), 3) + timedelta(days=1)
    assert f"më së shpejti më {in_words('sq').date(earliest)}, këtu" in text
    digest = digest_in(text)
    assert issued(training) == []
    assert receipts.send_due(training.database, training.settings) == 0

    days_pass(training, round_id)
    assert publish(training, round_id).status_code == 303
    (receipt,) = issued(training)
    assert receipts.send_due(training.database, training.settings) == 1
    assert receipts.send_due(training.database, training.settings) == 0
    last = letters(training)[-1]
    body = last.get_body(("plain",))
    assert body
    public = body.get_content()
    assert last["To"] == MAILBOX
    for told in (digest, receipt.code, f"ndryshimi nr. {receipt.entry}".capitalize(), f"/vertetim/{receipt.code}"):
        assert told in public
    assert "The municipality" not in public
    (paper,) = papers
    for told in (digest, receipt.code, "Në tërësi pajtohemi.", "akti.pdf", "<svg"):
        assert told in paper
    page = seen(training, receipt)
    for told in (
        "Qëndron në regjistër",
        "E plotë që më",
        digest,
        f"ndryshimi nr. {receipt.entry}",
        "Në tërësi pajtohemi.",
    ):
        assert told in page
    assert "In the record" in seen(training, receipt, "/en")


@pytest.mark.both
def test_letter_receipt_and_paper_are_in_the_language_that_was_chosen(
    training: Site, round_id: int, papers: list[str]
) -> None:
    assert send(training, round_id, language="en").status_code == 303
    asked = letters(training)[-1]
    assert "Before publication the municipality can read it" in asked.get_content()
    say(training, link_in_letter(training))
    days_pass(training, round_id)
    assert publish(training, round_id).status_code == 303
    assert receipts.send_due(training.database, training.settings) == 1
    (receipt,), last, (paper,) = issued(training), letters(training)[-1], papers
    body = last.get_body(("plain",))
    assert body
    assert last["Subject"].startswith("Receipt: ")
    assert "The municipality’s reply is public." in body.get_content()
    assert f"/en/vertetim/{receipt.code}" in body.get_content()
    assert "Përgjigjja e bashkisë" not in body.get_content() + paper
    assert '<html lang="en">' in paper
    assert f"/en/vertetim/{receipt.code}" in paper
    page = training.client(EDITOR).get(f"/puna/raundet/{round_id}/pergjigjja").text
    assert re.search(r'name="language"[^>]* value="en"[^>]* checked', page)  # and is offered again


@pytest.mark.both
def test_a_later_reply_has_a_receipt_of_its_own_and_reads_disowned_when_it_is(
    training: Site, round_id: int, link: str, papers: list[str]
) -> None:
    days_pass(training, round_id)
    publish(training, round_id)
    assert issued(training) == [], "nothing was said in time"
    assert say(training, link, LATE).status_code == 303
    (receipt,) = issued(training)
    assert receipts.send_due(training.database, training.settings) == 1
    with training.database.reading() as session:
        sealed = session.exec(select(Letter.sealed).where(Letter.thing == receipt.purpose)).one()
        reply_id = session.exec(select(Reply.id)).one()
        (entry,) = history.entries(session, number=receipt.entry)
    (pdf,) = json.loads(unseal(training.settings, sealed))["enclosures"]
    assert (pdf["name"], base64.b64decode(pdf["content"])) == (f"vertetim-{receipt.code}.pdf", b"%PDF-1.7 x")
    page = seen(training, receipt)
    for told in ("Përgjigje e mëvonshme e bashkisë", "Qëndron në regjistër", html.escape(LATE), entry.row.hash):
        assert told in page
    assert "&lt;i&gt;" in papers[0]
    assert say(training, link, "Edhe këtë.").status_code == 303
    assert "Edhe këtë." not in seen(training, receipt), "it is of the one reply"
    client, way = at_the_municipality(training, link), f"{link}/mohimi/{reply_id}"
    assert training.form(client, way).status_code == 303
    assert "Bashkia nuk e njeh më si të vetën" in seen(training, receipt)


def test_who_sent_the_link_is_not_told_of_the_receipts_letter(training: Site, round_id: int, link: str) -> None:
    say(training, link)
    before = training.client(EDITOR).get(f"/puna/raundet/{round_id}/pergjigjja").text
    complete(training, link)
    page = training.client(EDITOR).get(f"/puna/raundet/{round_id}/pergjigjja").text
    assert before.count("Emaili") == page.count("Emaili")
    with training.database.reading() as session:
        things = set(session.exec(select(Letter.thing).where(Letter.address == MAILBOX)))
    assert things == {"reply_link/1", "reply_receipt/1"}


def test_words_that_were_taken_out_are_told_and_not_shown(training: Site, round_id: int, link: str) -> None:
    say(training, link, SAID)
    days_pass(training, round_id)
    publish(training, round_id)
    with training.database.writing() as session:
        held = session.get_one(Round, round_id)
        asker, decider = training.viewer(session, EDITOR), training.viewer(session, COORDINATOR)
        redacted(session, held, asker.actor, decider.actor, reason="ligji 124/2024")
    (receipt,) = issued(training)
    page = seen(training, receipt)
    assert "Fjalët u hoqën nga regjistri" in page
    assert "Punimet nuk kanë" not in page
    assert receipts.send_due(training.database, training.settings) == 0


def test_who_holds_a_link_that_was_replaced_gets_no_receipt(training: Site, round_id: int, link: str) -> None:
    say(training, link)
    send(training, round_id)
    days_pass(training, round_id)
    publish(training, round_id)
    (receipt,) = issued(training)
    assert receipt.purpose == "reply_receipt/2"


@pytest.mark.parametrize("when", ["before", "after"])
def test_nobody_writes_to_an_address_that_was_not_the_municipalitys(
    training: Site, round_id: int, link: str, when: str
) -> None:
    """It turns out before the round is published, or just after, while the letter is not written yet."""

    def withdraw() -> None:
        with training.database.writing() as session:
            claim = session.exec(select(AddressClaim)).one()
            claim.withdraw(session, training.viewer(session, EDITOR), "Nuk ishte e bashkisë.")

    say(training, link)
    days_pass(training, round_id)
    if when == "before":
        withdraw()
    assert publish(training, round_id).status_code == 303
    if when == "after":
        withdraw()
    assert len(issued(training)) == (when == "after")
    assert receipts.send_due(training.database, training.settings) == 0


def test_the_digest_is_of_each_word_place_and_file() -> None:
    said = {"commitment": "1.2", "text": "Po.", "files": [{"sha256": "a"}]}
    others: tuple[dict[str, Any], ...] = (
        {"text": "Jo."},
        {"commitment": None},
        {"files": []},
        {"files": [{"sha256": "b"}]},
    )
    assert len({receipts.digest_of([{**said, **other}]) for other in ({}, *others)}) == 5
