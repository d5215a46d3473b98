"""A scan is read by background work, page by page, and its sender sees how far it is."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from pop_tracker import jobs
from pop_tracker.contracts.checking import scans
from pop_tracker.contracts.checking.readings import ContractReading
from pop_tracker.contracts.reading.blocks import Document
from pop_tracker.contracts.reading.formats import scan
from pop_tracker.contracts.reading.reader import read
from pop_tracker.contracts.reading.result import ReadContract
from pop_tracker.web import files
from pop_tracker.web.errors import Busy, Refusal
from tests.cast import EDITOR, OTHER_EDITOR
from tests.conftest import Site
from tests.contracts.checking.play import FROM, TEXT, thrown_away
from tests.contracts.reading.files import making
from tests.contracts.reading.files.tesseract import needs_tesseract
from tests.pages import words

CSS = "@page{size:A5;margin:1.5cm}"


def sent(site: Site, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(scan, "is_installed", lambda: True)
    scanned = making.scanned(making.pdf(CSS), dots=100)
    answer = site.form(site.client(EDITOR), FROM, files={"file": ("skanim.pdf", scanned, "application/pdf")})
    assert answer.status_code == 303, words(answer.text)[:500]
    return str(answer.headers["location"])


def reads(*told: tuple[int, int], look: Callable[[], object] = lambda: None) -> Any:
    """In place of Tesseract: tells so many pages, and finds the contract of the other tests."""

    def reading(contents: bytes, places: Any, *, name: str, on_page: Any) -> tuple[Document, ReadContract]:
        for done, pages in told:
            on_page(done, pages)
            look()
        return read(TEXT.encode(), places)

    return reading


@pytest.mark.both
def test_its_sender_sees_which_page_is_read_and_then_checks_it(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    there = sent(training, monkeypatch)
    client = training.client(EDITOR)
    assert "Po lexohet faqja 1 nga 2" in words(client.get(there).text)
    seen = []
    look = reads((0, 2), (1, 2), look=lambda: seen.append("faqja 2 nga 2" in words(client.get(there).text)))
    monkeypatch.setattr(scans, "read", look)
    jobs.read_scans(training.settings, training.database)
    assert seen == [False, True]
    page = client.get(there)
    assert "2 prioritete, 4 zotime" in words(page.text)
    with training.database.reading() as session:
        reading = session.exec(select(ContractReading)).one()
        assert reading.municipality is not None
        assert (reading.municipality.slug, reading.term_from) == ("shembull", 2027)
    jobs.read_scans(training.settings, training.database)
    assert client.get(there).status_code == 200


def test_the_page_that_waits_is_told_to_become_the_other(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    there = sent(training, monkeypatch)
    client = training.client(EDITOR)
    asks = {"HX-Request": "true"}
    assert "HX-Refresh" not in client.get(there, headers=asks).headers
    monkeypatch.setattr(scans, "read", reads((0, 2)))
    jobs.read_scans(training.settings, training.database)
    assert client.get(there, headers=asks).headers["HX-Refresh"] == "true"


def test_what_cannot_be_read_is_told_once_and_can_be_thrown_away(
    training: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = sent(training, monkeypatch)

    def refuses(*_: Any, **__: Any) -> None:
        raise Refusal(scan.TOO_MANY, most=20)

    monkeypatch.setattr(scans, "read", refuses)
    jobs.read_scans(training.settings, training.database)
    page = words(training.client(EDITOR).get(there).text)
    assert "Lexohen më së shumti 20 faqe të skanuara" in page
    with training.database.reading() as session:
        assert scans.due(session) == []
    client = training.client(EDITOR)
    assert thrown_away(training, there).status_code == 303
    assert client.get(there).status_code == 404


def test_where_others_read_at_the_same_time_it_waits_its_turn(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    there = sent(training, monkeypatch)

    def busy(*_: Any, **__: Any) -> None:
        raise Busy

    monkeypatch.setattr(scans, "read", busy)
    jobs.read_scans(training.settings, training.database)
    assert "Po lexohet faqja 1 nga 2" in words(training.client(EDITOR).get(there).text)


def test_a_file_that_is_gone_is_told(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    there = sent(training, monkeypatch)
    with training.database.reading() as session:
        files.drop(training.settings.files, session.exec(select(ContractReading)).one().document.sha256)
    jobs.read_scans(training.settings, training.database)
    assert "Skedari nuk gjendet më" in words(training.client(EDITOR).get(there).text)


def test_thrown_away_while_it_is_read_it_stays_away(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    there = sent(training, monkeypatch)
    monkeypatch.setattr(scans, "read", reads((0, 2), look=lambda: thrown_away(training, there)))
    jobs.read_scans(training.settings, training.database)
    with training.database.reading() as session:
        assert session.exec(select(ContractReading)).first() is None


def test_who_would_throw_it_away_sees_first_what_was_read(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    there = sent(training, monkeypatch)
    monkeypatch.setattr(scans, "read", reads((0, 2)))
    jobs.read_scans(training.settings, training.database)
    client = training.client(EDITOR)
    assert training.form(client, f"{there}/hedhja", version="0").status_code == 409


def test_nobody_else_sees_what_is_being_read(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert training.client(OTHER_EDITOR).get(sent(training, monkeypatch)).status_code == 404


def test_without_tesseract_the_page_says_so_and_offers_nothing(training: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    page = training.client(EDITOR).get(FROM).text
    assert (".jpg" in page) == scan.is_installed()
    monkeypatch.setattr(scan, "is_installed", lambda: False)
    page = training.client(EDITOR).get(FROM).text
    assert "nuk është instaluar Tesseract" in words(page)
    assert ".jpg" not in page
    scanned = making.scanned(making.pdf(CSS), dots=100)
    answer = training.form(training.client(EDITOR), FROM, files={"file": ("s.pdf", scanned, "application/pdf")})
    assert answer.status_code == 422
    with training.database.reading() as session:
        assert session.exec(select(ContractReading)).first() is None


@needs_tesseract
def test_a_real_scan_is_told_to_have_been_read_by_a_machine(training: Site) -> None:
    scanned = making.scanned(making.pdf("@page{size:A4;margin:2cm}"))
    client = training.client(EDITOR)
    there = training.form(client, FROM, files={"file": ("skanim.pdf", scanned, "application/pdf")}).headers["location"]
    jobs.read_scans(training.settings, training.database)
    page = words(client.get(there).text)
    assert "i lexoi një makinë nga foto" in page
    assert "nga një foto" in page
